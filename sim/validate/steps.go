package validate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sort"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
	"quell/sim/study"
)

// How the rows of rates are called, and where they are compared.
const (
	lastRate   = "last rate"
	spikeCount = "spikes"
	atCurrent  = "I = "
)

// The reasons why a reference is not compared.
const (
	whySensitive = "near rheobase, or chaotic: the reference's own integrators scatter beyond the first spike"
	whyScatter   = "the reference's own integrators differ here by more than the tolerance"
)

// listed are the rows known to be sensitive whatever their integrators say:
// neurons at the edge of firing, and the chaotic range of the CA3 cell.
func listed(key string, current float64) bool {
	switch key {
	case "brk":
		return current == 5
	case "brk5ht":
		return current <= 1.5
	case "ib":
		return current == 0.075
	case "pr":
		return 1.5 <= current && current <= 2.5
	}
	return false
}

// sensitive says of each current of a key, as the tables write it, whether only
// its first spike is compared.
func sensitive(key string) (func(current string) bool, error) {
	fi, err := readTable(key + rateTable)
	if err != nil {
		return nil, err
	}
	spikes, err := readTable(key + spikeTable)
	if err != nil {
		return nil, err
	}
	loose := map[string]bool{}
	for _, row := range fi.rows {
		loose[row["I"]] = row.must("dt10_ms") > sensitiveAbove || listed(key, row.must("I"))
	}
	for _, row := range spikes.rows {
		apart := math.Abs(row.must("t_spike_ms") - row.must("t_spike_scipy_ms"))
		loose[row["I"]] = loose[row["I"]] || apart > sensitiveAbove || listed(key, row.must("I"))
	}
	return func(current string) bool { return loose[current] }, nil
}

// parted says that the reference's own integrators differ somewhere in the train
// by more than the tolerance of a spike: a small difference has grown, and the
// last interval says nothing.
func (l line) parted() bool { return l.must("dt_all_ms") > spikeTolerance }

// partedAt says of each current of a key whether its train is parted.
func partedAt(key string) (func(current string) bool, error) {
	fi, err := readTable(key + rateTable)
	if err != nil {
		return nil, err
	}
	parted := map[string]bool{}
	for _, row := range fi.rows {
		parted[row["I"]] = row.parted()
	}
	return func(current string) bool { return parted[current] }, nil
}

// runs applies steps of current, a run for each.
func (p pulse) runs(ctx context.Context, n *model.Neuron, amounts []model.Amount, set sim.Settings) ([]*sim.Recording, error) {
	b := batchOf(n, sim.Protocol{Duration: p.to}, set)
	variants := make([]sim.Variant, len(amounts))
	for i, a := range amounts {
		variants[i].Currents = p.segments(a)
	}
	return gather(ctx, b, variants)
}

// batchOf are runs that share one program, whose tables take longer to make than many
// a run. Other jobs have the other processors.
func batchOf(n *model.Neuron, p sim.Protocol, set sim.Settings) *sim.Batch {
	return &sim.Batch{Neuron: n, Protocol: p, Settings: set, Workers: 1}
}

// gather runs every variant, and gives the recordings in their order.
func gather(ctx context.Context, b *sim.Batch, variants []sim.Variant) ([]*sim.Recording, error) {
	all := make([]*sim.Recording, len(variants))
	var failed error
	err := b.Run(ctx, len(variants),
		func(i int) sim.Variant { return variants[i] },
		func(i int, rec *sim.Recording, err error) { all[i], failed = rec, errors.Join(failed, err) })
	return all, errors.Join(err, failed)
}

// column is that of a table as currents.
func (p pulse) column(rows []line) (amounts []model.Amount) {
	for _, row := range rows {
		amounts = append(amounts, p.amount(row.must("I")))
	}
	return amounts
}

func (p pulse) segments(a model.Amount) []sim.Segment {
	if a.Value == 0 {
		return nil
	}
	return []sim.Segment{{Name: "step", From: p.from, To: p.to, Start: a, End: a}}
}

func (p pulse) window() measure.Window { return measure.Window{From: p.from, To: p.to} }

// command is the command line that shows the step.
func (p pulse) command(n *model.Neuron, a model.Amount) string {
	e := study.Experiment{Neuron: n.Name, Currents: []model.Amount{a}, From: &p.from, To: p.to, Duration: p.to}
	return e.Command()
}

// traced are the settings of a run whose V is wanted, sampled so far apart.
func traced(n *model.Neuron, sample unit.Time) sim.Settings {
	return sim.Settings{Sample: sample, Record: []string{counted(n) + ".V"}}
}

// noTraces are the settings of a run whose spikes alone are wanted.
func noTraces() sim.Settings { return sim.Settings{Sample: -1} }

// fiJobs compare firing rates: one job, whose runs share a program.
func fiJobs(tab table) ([]Job, error) {
	p, err := tab.pulse()
	if err != nil {
		return nil, err
	}
	key := strings.TrimSuffix(tab.name, rateTable)
	loose, err := sensitive(key)
	if err != nil {
		return nil, err
	}
	return []Job{tab.job(key, func(ctx context.Context, c *comparison) error {
		amounts := p.column(tab.rows)
		recs, err := p.runs(ctx, c.neuron, amounts, noTraces())
		if err != nil {
			return err
		}
		for i, row := range tab.rows {
			c.command = p.command(c.neuron, amounts[i])
			c.rates(row, p.at(row["I"]), measure.Firing(recs[i].Spikes, p.window()), loose(row["I"]))
		}
		return nil
	})}, nil
}

// rates compares one row of an f–I table.
func (c *comparison) rates(row line, where string, got measure.Rates, loose bool) {
	if want, ok := row.number("latency_ms"); ok {
		c.hold("latency", where, "ms", want, spikeTolerance, float64(got.Latency))
	}
	if loose {
		c.skip(spikeCount, where, "", row.must("n_spikes"), whySensitive)
		return
	}
	c.exactly(spikeCount, where, row.must("n_spikes"), got.N)
	for _, r := range []struct {
		what, column string
		hz           unit.Frequency
		end          bool
	}{
		{"first rate", "rate_first_isi_hz", got.FirstISI, false},
		{lastRate, "rate_last_isi_hz", got.LastISI, true},
		{"mean rate", "rate_mean_hz", got.MeanISI, false},
	} {
		want := row.must(r.column)
		if r.end && row.parted() {
			c.skip(r.what, where, "Hz", want, whyScatter)
			continue
		}
		c.share(r.what, where, "Hz", want, rateTolerance, float64(r.hz))
	}
}

// spikeJobs compare the times and shapes of spikes: one job, as of the rates.
func spikeJobs(tab table) ([]Job, error) {
	p, err := tab.pulse()
	if err != nil {
		return nil, err
	}
	key := strings.TrimSuffix(tab.name, spikeTable)
	loose, err := sensitive(key)
	if err != nil {
		return nil, err
	}
	groups := tab.by("I")
	var firsts []line
	for _, group := range groups {
		firsts = append(firsts, group[0])
	}
	return []Job{tab.job(key, func(ctx context.Context, c *comparison) error {
		amounts := p.column(firsts)
		recs, err := p.runs(ctx, c.neuron, amounts, traced(c.neuron, shapeSample))
		if err != nil {
			return err
		}
		for i, group := range groups {
			c.command = p.command(c.neuron, amounts[i])
			shapes := measure.Shapes(recs[i].Voltage(), recs[i].Spikes, unit.Voltage(c.neuron.Threshold), p.window())
			for k := range shapes {
				shapes[k].Peak = firstPeak(recs[i].Voltage(), shapes[k])
			}
			current := firsts[i]["I"]
			for _, row := range group {
				c.spike(row, p.at(current), shapes, loose(current))
			}
		}
		return nil
	})}, nil
}

// by groups the rows of a table that have the same text in a column.
func (tab table) by(column string) [][]line {
	var groups [][]line
	for i, row := range tab.rows {
		if i == 0 || row[column] != tab.rows[i-1][column] {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], row)
	}
	return groups
}

// spike compares one row of a table of spikes.
func (c *comparison) spike(row line, at string, shapes []measure.Shape, loose bool) {
	k := int(row.must("k")) - 1
	where := fmt.Sprintf("spike %s at %s", row["k"], at)
	if loose && k > 0 {
		c.skip("spike times", where, "ms", row.must("t_spike_ms"), whySensitive)
		return
	}
	var got measure.Shape
	if k < len(shapes) {
		got = shapes[k]
	} else {
		nan := math.NaN()
		got = measure.Shape{Time: unit.Time(nan), Peak: unit.Voltage(nan), Width: unit.Time(nan), AHP: unit.Voltage(nan)}
	}
	c.hold("spike times", where, "ms", row.must("t_spike_ms"), spikeTolerance, float64(got.Time))
	for _, s := range []struct {
		what, column, unit string
		tolerance, got     float64
	}{
		{"peaks", "v_peak_mV", "mV", peakTolerance, float64(got.Peak)},
		{"widths", "width_ms", "ms", widthTolerance, float64(got.Width)},
		{"troughs", "ahp_mV", "mV", ahpTolerance, float64(got.AHP)},
	} {
		want, ok := row.number(s.column)
		if ok && (!loose || s.column != "ahp_mV") { // the trough waits for the next spike
			c.hold(s.what, where, s.unit, want, s.tolerance, s.got)
		}
	}
}

// firstPeak is the first maximum of a spike, which is the peak that the tables
// have: the vertex of a parabola through evenly spaced samples. The spike of a cell
// whose dendrites fire too may have a second, higher one.
func firstPeak(v sim.Trace, s measure.Shape) unit.Voltage {
	i := sort.SearchFloat64s(v.T, float64(s.Time)) + 1
	for i+1 < len(v.Y) && v.Y[i+1] > v.Y[i] {
		i++
	}
	if i+1 >= len(v.Y) {
		return s.Peak
	}
	before, top, after := v.Y[i-1], v.Y[i], v.Y[i+1]
	half := (after - before) / 2
	return unit.Voltage(top - float64(half*half)/(2*(after-2*top+before)))
}

// counted is the compartment in which spikes are counted.
func counted(n *model.Neuron) string {
	if n.Inject.Into != "" {
		return n.Inject.Into
	}
	return n.Compartments[0].Name
}
