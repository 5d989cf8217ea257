package validate

import (
	"context"
	"math"
	"slices"
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

// girkJobs compare the neuron with a fixed potassium conductance: one job, since runs
// of every conductance share a program.
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
	return []Job{tab.job(key, func(ctx context.Context, c *comparison) error {
		steps := steppedIn(tab, key)
		quiet, stepped, err := underGIRK(ctx, c.neuron, tab.rows, p, p.column(steps))
		if err != nil {
			return err
		}
		for i, row := range tab.rows {
			c.command = ""
			c.quiet(row, key, quiet[i])
			for _, column := range tab.columns {
				if current, ok := strings.CutPrefix(column, stepColumn); ok && !slices.ContainsFunc(steps, func(s line) bool { return s["I"] == current }) {
					c.skip(spikeCount, conductance(row)+", "+p.at(current), "", row.must(column), whySensitive)
				}
			}
			for j, step := range steps {
				c.step(row, p, step, stepped[i*len(steps)+j], parted(step["I"]))
			}
		}
		return nil
	})}, nil
}

// stepColumn begins the name of a column of spike counts; the current follows.
const stepColumn = "n_I="

// steppedIn are the currents of a table whose spikes are compared.
func steppedIn(tab table, key string) (steps []line) {
	for _, column := range tab.columns {
		if current, ok := strings.CutPrefix(column, stepColumn); ok {
			if step := (line{"I": current}); !listed(key, step.must("I")) {
				steps = append(steps, step)
			}
		}
	}
	return steps
}

func conductance(row line) string { return "g = " + row["g_girk"] + " mS/cm2" }

func heldIn(row line) unit.ConductanceDensity {
	return unit.ConductanceDensity(row.must("g_girk"))
}

// underGIRK runs the neuron under each conductance: without current, and with each.
func underGIRK(ctx context.Context, n *model.Neuron, rows []line, p pulse, amounts []model.Amount) (quiet, stepped []*sim.Recording, err error) {
	var still, moved []sim.Variant
	for _, row := range rows {
		g := heldIn(row)
		still = append(still, sim.Variant{GIRK: &g})
		for _, a := range amounts {
			moved = append(moved, sim.Variant{GIRK: &g, Currents: p.segments(a)})
		}
	}
	b := batchOf(n, sim.Protocol{Duration: girkRun, HoldGIRK: true}, traced(n, girkRun/100))
	if quiet, err = gather(ctx, b, still); err != nil {
		return nil, nil, err
	}
	b.Protocol.Duration, b.Settings = p.to, noTraces()
	stepped, err = gather(ctx, b, moved)
	return quiet, stepped, err
}

// quiet compares the neuron without current: its rate, and V where it is silent.
func (c *comparison) quiet(row line, key string, rec *sim.Recording) {
	where := conductance(row)
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
}

// step compares a step of current under a conductance.
func (c *comparison) step(row line, p pulse, step line, rec *sim.Recording, parted bool) {
	current, g := step["I"], heldIn(row)
	where := conductance(row) + ", " + p.at(current)
	c.command = girkCommand(c.neuron, p, p.amount(step.must("I")), g)
	got, rate := measure.Firing(rec.Spikes, p.window()), row.must("rate_last_I="+current)
	c.exactly(spikeCount, where, row.must(stepColumn+current), got.N)
	if g == 0 && parted {
		c.skip(lastRate, where, "Hz", rate, whyScatter)
		return
	}
	c.share(lastRate, where, "Hz", rate, rateTolerance, float64(got.LastISI))
}

func girkCommand(n *model.Neuron, p pulse, a model.Amount, g unit.ConductanceDensity) string {
	e := study.Experiment{Neuron: n.Name, Currents: []model.Amount{a}, From: &p.from, To: p.to, Duration: p.to, GIRK: &g}
	return e.Command()
}
