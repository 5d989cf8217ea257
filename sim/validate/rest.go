package validate

import (
	"context"
	"math"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
	"quell/sim/study"
)

// The runs of rest.csv: 10 s without current; a neuron that fires is measured in
// the second half.
const (
	restRun  unit.Time = 10_000
	restHalf unit.Time = 5_000
)

// restJobs compare the resting state, a job for each neuron.
func restJobs(tab table) ([]Job, error) {
	var jobs []Job
	for _, row := range tab.rows {
		jobs = append(jobs, tab.job(row["key"], func(ctx context.Context, c *comparison) error {
			if row["state"] == "fires" {
				return c.pace(ctx, row)
			}
			where := c.neuron.Name
			if want, ok := row.number("v_fixed_point"); ok {
				s, err := sim.SteadyState(ctx, c.neuron, sim.Protocol{Duration: restRun}, nil)
				if err != nil {
					return err
				}
				c.hold("rest", where, "mV", want, restTolerance, restOf(c.neuron, s))
				return nil
			}
			v, err := c.settled(ctx, sim.Protocol{Duration: restRun})
			c.hold("V at 10 s", where, "mV", row.must("v_or_vmin_nrn"), restTolerance, v)
			return err
		}))
	}
	return jobs, nil
}

// restOf is V at rest where spikes are counted, NaN where the neuron has no rest.
func restOf(n *model.Neuron, s sim.Steady) float64 {
	if !s.OK {
		return math.NaN()
	}
	for i, comp := range n.Compartments {
		if comp.Name == counted(n) {
			return s.V[i]
		}
	}
	return math.NaN()
}

// settled is V at the end of a run.
func (c *comparison) settled(ctx context.Context, p sim.Protocol) (float64, error) {
	set := traced(c.neuron, p.Duration/100)
	rec, err := sim.Run(ctx, c.neuron, p, &set)
	if err != nil {
		return math.NaN(), err
	}
	y := rec.Voltage().Y
	return y[len(y)-1], nil
}

// pace compares a neuron that fires by itself: its rate, and how far V goes.
func (c *comparison) pace(ctx context.Context, row line) error {
	set := traced(c.neuron, shapeSample)
	rec, err := sim.Run(ctx, c.neuron, sim.Protocol{Duration: restRun}, &set)
	if err != nil {
		return err
	}
	w := measure.Window{From: restHalf, To: restRun}
	low, high := math.Inf(1), math.Inf(-1)
	for _, s := range measure.Shapes(rec.Voltage(), rec.Spikes, unit.Voltage(c.neuron.Threshold), w) {
		low, high = min(low, float64(s.AHP)), max(high, float64(s.Peak))
	}
	where := c.neuron.Name
	c.hold("lowest V", where, "mV", row.must("v_or_vmin_nrn"), ahpTolerance, low)
	c.hold("highest V", where, "mV", row.must("v_scipy_or_vmax"), peakTolerance, high)
	c.share("pace", where, "Hz", row.must("rate_hz_nrn"), rateTolerance, float64(measure.Firing(rec.Spikes, w).MeanISI))
	return nil
}

// rheobaseJobs halve between 7 % below and 4 % above the table's value, ten times
// closer than the tolerance, a job for each neuron.
func rheobaseJobs(tab table) ([]Job, error) {
	var jobs []Job
	for _, row := range tab.rows {
		fi, err := readTable(row["key"] + rateTable)
		if err != nil {
			return nil, err
		}
		p, err := fi.pulse()
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, tab.job(row["key"], func(ctx context.Context, c *comparison) error {
			want := row.must("rheobase")
			got, err := study.Rheobase(ctx, c.neuron, p.from, p.to-p.from, p.amount(0.93*want), p.amount(1.04*want), rheobaseTolerance/10)
			if err != nil {
				return err
			}
			c.share("rheobase", c.neuron.Name, row["unit"], want, rheobaseTolerance, got.Value)
			return nil
		}))
	}
	return jobs, nil
}
