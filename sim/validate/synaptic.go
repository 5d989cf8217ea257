package validate

import (
	"context"
	"fmt"
	"strconv"

	"quell/model"
	"quell/model/gabab"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// The courses of the recommended scheme are those of a run: the receptor of a neuron
// of the catalogue that is at rest. This one states no temperature, and Gβγ leaves
// its calcium channels at the rate of rest whatever V is, as the table has it.
const (
	receptorCell = "motoneuron"
	receptorSite = "gabab.B.soma.CaN"

	courseTolerance           = 1e-8 // of the run: the table allows 1e-4 of a course
	courseSpacing   unit.Time = 0.25 // a parabola and a straight line between samples are good to 1e-5 of the times
	courseStart     unit.Time = 10   // when GABA or the drug comes or goes
)

// receptorCourse is GIRK before desensitisation and the bound part of calcium
// channels, in a run at a temperature.
func receptorCourse(ctx context.Context, celsius float64, p sim.Protocol) (girk, bound sim.Trace, err error) {
	n, err := model.ByName(receptorCell)
	if err != nil {
		return girk, bound, err
	}
	n.HasTemp, n.Temperature = true, celsius
	p.Receptor.Coupling = "mechanistic"
	rec, err := sim.Run(ctx, n, p, &sim.Settings{Tol: courseTolerance, Sample: courseSpacing, Record: []string{"gabab.gamma", receptorSite}})
	if err != nil {
		return girk, bound, err
	}
	girk, _ = rec.Trace("gabab.gamma")
	bound, _ = rec.Trace(receptorSite)
	coupling := gabab.Default().GIRK()
	for i, gamma := range girk.Y {
		girk.Y[i] = coupling.Relative(gamma)
	}
	return girk, bound, nil
}

// burstEvery is the interval of bursts of the table, 200 Hz.
const burstEvery unit.Time = 5

// ipscs are slow IPSCs after spikes that release GABA, with part of its uptake
// blocked.
func ipscs(block float64) compute {
	const last = 1200 // ms, when the longest is below a tenth of its peak
	return func(ctx context.Context, v values, begins string) error {
		run := func(spikes int) (girk, bound sim.Trace, err error) {
			p := sim.Protocol{Duration: last, UptakeBlock: block}
			for i := range spikes {
				p.Pulses = append(p.Pulses, courseStart+unit.Time(i)*burstEvery)
			}
			return receptorCourse(ctx, gabab.ReferenceCelsius, p)
		}
		w := measure.Window{From: courseStart, To: last}
		for _, n := range []int{1, 10} {
			girk, bound, err := run(n)
			if err != nil {
				return err
			}
			name := fmt.Sprintf("%s%d-", begins, n)
			v.response(name, girk, w)
			t, top := measure.Peak(bound, w)
			v[name+"Btpeak"], v[name+"Bpeak"] = float64(t-courseStart), top
		}
		v.grows(begins)
		if block > 0 {
			return nil // the table has bursts of other lengths with uptake only
		}
		for _, n := range []int{3, 5, 7} {
			girk, _, err := run(n)
			if err != nil {
				return err
			}
			_, v[fmt.Sprintf("%s%d-peak", begins, n)] = measure.Peak(girk, w)
		}
		return nil
	}
}

// response puts the rows of a response that begins with the window: its peak, when
// that comes, and how long it then takes to fall to parts of it.
func (v values) response(begins string, tr sim.Trace, w measure.Window) {
	t, top := measure.Peak(tr, w)
	v[begins+"tpeak"], v[begins+"peak"] = float64(t-w.From), top
	for name, part := range map[string]float64{"t50": 0.5, "t37": timeConstant, "t10": 0.1} {
		v[begins+name] = float64(measure.Reaches(tr, float64(part*top), measure.Window{From: t, To: w.To}) - t)
	}
}

// grows puts the row of the peak after a burst of ten relative to that after one.
func (v values) grows(begins string) {
	v[begins+"ratio"] = v[begins+"10-peak"] / v[begins+"1-peak"]
}

// baths are R-baclofen that comes to 50 uM at once, and that is washed out at once
// from its steady state: when 63 % of the effect are there, and when 37 % are left.
func baths(ctx context.Context, v values, begins string) error {
	const conc, last = 50, 3000 // uM, ms
	steady := gabab.Default()
	gamma := gammaOf(rbac(), conc)
	w := measure.Window{From: courseStart, To: last}
	for _, celsius := range []float64{35, 22} {
		for _, c := range []struct {
			name string
			left float64 // of the effect, when the time is read
			dose sim.Dose
		}{
			{"on-", 1 - timeConstant, sim.Dose{At: courseStart}},
			{"off-", timeConstant, sim.Dose{Wash: courseStart}},
		} {
			c.dose.Ligand, c.dose.Conc = "R-baclofen", conc
			girk, bound, err := receptorCourse(ctx, celsius, sim.Protocol{Duration: last, Doses: []sim.Dose{c.dose}})
			if err != nil {
				return err
			}
			name := c.name + strconv.FormatFloat(celsius, 'f', -1, 64)
			v[begins+"GIRK-"+name] = float64(measure.Reaches(girk, float64(c.left*steady.GIRK().Relative(gamma)), w) - courseStart)
			v[begins+"B-"+name] = float64(measure.Reaches(bound, float64(c.left*steady.Calcium().Effect(gamma)), w) - courseStart)
		}
	}
	return nil
}
