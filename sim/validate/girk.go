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
			for _, column := range tab.columns {
				if current, ok := strings.CutPrefix(column, "n_I="); ok {
					if err := c.underGIRK(ctx, row, key, current, p, held, parted); err != nil {
						return err
					}
				}
			}
			return nil
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

// underGIRK compares a step of current under the conductance.
func (c *comparison) underGIRK(ctx context.Context, row line, key, current string, p pulse, held sim.Protocol, parted func(string) bool) error {
	where := conductance(row) + ", " + p.at(current)
	want, rate := row.must("n_I="+current), row.must("rate_last_I="+current)
	a := p.amount(line{"I": current}.must("I"))
	if listed(key, a.Value) {
		c.skip("spikes", where, "", want, whySensitive)
		return nil
	}
	held.Duration, held.Currents = p.to, p.segments(a)
	set := noTraces()
	rec, err := sim.Run(ctx, c.neuron, held, &set)
	if err != nil {
		return err
	}
	c.command = girkCommand(c.neuron, p, a, held.GIRK)
	got := measure.Firing(rec.Spikes, p.window())
	c.exactly("spikes", where, want, got.N)
	if held.GIRK == 0 && parted(current) {
		c.skip(lastRate, where, "Hz", rate, whyScatter)
		return nil
	}
	c.share(lastRate, where, "Hz", rate, rateTolerance, float64(got.LastISI))
	return nil
}

func girkCommand(n *model.Neuron, p pulse, a model.Amount, g unit.ConductanceDensity) string {
	e := study.Experiment{Neuron: n.Name, Currents: []model.Amount{a}, From: &p.from, To: p.to, Duration: p.to, GIRK: &g}
	return e.Command()
}
