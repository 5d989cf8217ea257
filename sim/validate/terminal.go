package validate

import (
	"context"
	"math"
	"slices"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// Tolerances of the terminal. Release is the fourth power of calcium and
// saturates, so that what a spike's trace is off grows: 0.2 % where there is
// release to speak of, and a part of the control's release below a scale of 0.3.
const (
	releaseTolerance = 2e-3
	releaseLeast     = 2e-4 // of the control's release
	releaseSmall     = 0.3  // scale of the calcium current below which releaseLeast holds
)

// The spike of terminal_release, and the end of its run.
const terminalEnd unit.Time = 30

func terminalPulse() pulse { return pulse{absolute: true, from: 5, to: 7} }

// terminalJobs compare what the terminal releases as its calcium permeability is
// scaled: one job, since each row is a share of the first.
func terminalJobs(tab table) ([]Job, error) {
	return []Job{tab.job("terminal", func(ctx context.Context, c *comparison) error {
		spikes, err := released(ctx, c.neuron, tab.rows)
		if err != nil {
			return err
		}
		whole := math.NaN()
		for i, row := range tab.rows {
			if row.must("scale") == 1 {
				whole = spikes[i].q
			}
			c.release(row, spikes[i], whole)
		}
		return nil
	})}, nil
}

// release is what one spike does in the terminal.
type release struct {
	v    float64 // mV, its peak
	ca   float64 // nM, the peak
	t, q float64 // mM and mM ms: the transmitter's peak, and its integral
}

// released runs the spike with all calcium permeabilities scaled, as each row says.
func released(ctx context.Context, n *model.Neuron, rows []line) ([]release, error) {
	p, at := terminalPulse(), counted(n)
	variants := make([]sim.Variant, len(rows))
	for i, row := range rows {
		var err error
		if variants[i].Set, err = scaled(n, "permeability", row.must("scale")); err != nil {
			return nil, err
		}
	}
	b := batchOf(n, sim.Protocol{Duration: terminalEnd, Currents: p.segments(p.amount(0.1))},
		sim.Settings{Sample: shapeSample, Record: []string{at + ".V", at + ".Ca", at + ".T"}})
	recs, err := gather(ctx, b, variants)
	if err != nil {
		return nil, err
	}
	all := make([]release, len(rows))
	for i, rec := range recs {
		if all[i], err = releaseIn(rec, n, at); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// releaseIn reads what the spike did off its recording.
func releaseIn(rec *sim.Recording, n *model.Neuron, at string) (release, error) {
	w := measure.Window{To: terminalEnd}
	var out release
	for _, s := range measure.Shapes(rec.Voltage(), rec.Spikes, unit.Voltage(n.Threshold), w) {
		out.v = float64(s.Peak)
	}
	ca, _ := rec.Trace(at + ".Ca")
	transmitter, _ := rec.Trace(at + ".T")
	out.t = slices.Max(transmitter.Y)
	out.q = measure.Mean(transmitter, w) * float64(terminalEnd)
	var err error
	out.ca, err = nanomolar(n, slices.Max(ca.Y))
	return out, err
}

// nanomolar is a concentration of the neuron in nM.
func nanomolar(n *model.Neuron, x float64) (float64, error) {
	one, err := unit.Parse("1 " + n.Concentration)
	if err != nil {
		return 0, err
	}
	scale, err := one.In("nM")
	return float64(scale * x), err
}

func (c *comparison) release(row line, got release, whole float64) {
	where := "scale " + row["scale"]
	c.hold("peak", where, "mV", row.must("v_peak_mV"), peakTolerance, got.v)
	c.share("calcium", where, "nM", row.must("ca_peak_nM"), releaseTolerance, got.ca)
	if row.must("scale") < releaseSmall {
		c.hold("release", where, "of control", row.must("q_rel"), releaseLeast, got.q/whole)
		return
	}
	c.share("transmitter", where, "mM", row.must("T_peak_mM"), releaseTolerance, got.t)
	c.share("release", where, "of control", row.must("q_rel"), releaseTolerance, got.q/whole)
}
