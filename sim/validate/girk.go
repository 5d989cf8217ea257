package validate

import (
	"context"
	"math"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
	"quell/sim/study"
)

// The runs of the tables <key>_girk without current: 6 s, spikes counted in the
// second half.
const (
	girkRun  unit.Time = 6_000
	girkHalf unit.Time = 3_000
)

const whySlowRest = "V at 6 s is no rest of this cell: its H current settles in more than 10 s, and at small conductances it fires slowly"

// girkJobs compare the neuron with a fixed potassium conductance, a job for each
// conductance.
func girkJobs(tab table) ([]Job, error) {
	p, err := tab.pulse()
	if err != nil {
		return nil, err
	}
	key := strings.TrimSuffix(tab.name, girkTable)
	parted, err := partedAt(key)
	if err != nil {
		return nil, err
	}
	var jobs []Job
	for _, row := range tab.rows {
		jobs = append(jobs, tab.job(key, func(ctx context.Context, c *comparison) error {
			held := sim.Protocol{HoldGIRK: true, GIRK: unit.ConductanceDensity(row.must("g_girk"))}
			if err := c.quiet(ctx, row, key, held); err != nil {
				return err
			}
			return c.underGIRK(ctx, row, key, p, held, parted)
		}))
	}
	return jobs, nil
}

func conductance(row line) string { return "g = " + row["g_girk"] + " mS/cm2" }

// quiet compares the neuron without current: its rate, and V where it is silent.
func (c *comparison) quiet(ctx context.Context, row line, key string, held sim.Protocol) error {
	where := conductance(row)
	held.Duration = girkRun
	rec, err := sim.Run(ctx, c.neuron, held, &sim.Settings{Sample: girkRun / 100, Record: []string{counted(c.neuron) + ".V"}})
	if err != nil {
		return err
	}
	w := measure.Window{From: girkHalf, To: girkRun}
	want := math.Round(row.must("spont_rate_hz") * float64(w.Length()/unit.Second))
	c.exactly("spontaneous spikes", where, want, len(w.In(rec.Spikes)))
	want, ok := row.number("v_rest_mV")
	switch {
	case !ok:
	case key == "tc":
		c.skip("V at 6 s", where, "mV", want, whySlowRest)
	default:
		y := rec.Voltage().Y
		c.hold("V at 6 s", where, "mV", want, restTolerance, y[len(y)-1])
	}
	return nil
}

// underGIRK compares steps of current under the conductance.
func (c *comparison) underGIRK(ctx context.Context, row line, key string, p pulse, held sim.Protocol, parted func(string) bool) error {
	var steps []line
	for _, column := range c.table.columns {
		current, ok := strings.CutPrefix(column, "n_I=")
		step := line{"I": current}
		switch {
		case !ok:
		case listed(key, step.must("I")):
			c.skip(spikeCount, conductance(row)+", "+p.at(current), "", row.must(column), whySensitive)
		default:
			steps = append(steps, step)
		}
	}
	amounts := p.column(steps)
	recs, err := p.runs(ctx, c.neuron, held, amounts, noTraces())
	if err != nil {
		return err
	}
	for i, step := range steps {
		current := step["I"]
		where := conductance(row) + ", " + p.at(current)
		c.command = girkCommand(c.neuron, p, amounts[i], held.GIRK)
		got, rate := measure.Firing(recs[i].Spikes, p.window()), row.must("rate_last_I="+current)
		c.exactly(spikeCount, where, row.must("n_I="+current), got.N)
		if held.GIRK == 0 && parted(current) {
			c.skip(lastRate, where, "Hz", rate, whyScatter)
			continue
		}
		c.share(lastRate, where, "Hz", rate, rateTolerance, float64(got.LastISI))
	}
	return nil
}

func girkCommand(n *model.Neuron, p pulse, a model.Amount, g unit.ConductanceDensity) string {
	e := study.Experiment{Neuron: n.Name, Currents: []model.Amount{a}, From: &p.from, To: p.to, Duration: p.to, GIRK: &g}
	return e.Command()
}
