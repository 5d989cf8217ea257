package validate

import (
	"context"
	"fmt"
	"math"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// The step of tc_rebound, and the end of its run.
const reboundEnd unit.Time = 2500

// reboundPulse is the hyperpolarising step of tc_rebound, in nA.
func reboundPulse() pulse { return pulse{absolute: true, from: 1000, to: 1500} }

// sagTolerance is that of troughs: the lowest V and that at the end of the step are
// read off such a trace.
const sagTolerance = ahpTolerance // mV

// reboundJobs compare the relay cell's sag and rebound burst: one job.
func reboundJobs(tab table) ([]Job, error) {
	return []Job{tab.job("tc", func(ctx context.Context, c *comparison) error {
		p := reboundPulse()
		var variants []sim.Variant
		for _, a := range p.column(tab.rows) {
			variants = append(variants, sim.Variant{Currents: p.segments(a)})
		}
		recs, err := gather(ctx, batchOf(c.neuron, sim.Protocol{Duration: reboundEnd}, traced(c.neuron, shapeSample)), variants)
		if err != nil {
			return err
		}
		for i, row := range tab.rows {
			c.rebound(row, recs[i], p)
		}
		return nil
	})}, nil
}

func (c *comparison) rebound(row line, rec *sim.Recording, p pulse) {
	where := p.at(row["I"])
	low, end := math.Inf(1), math.NaN()
	v := rec.Voltage()
	for i, t := range v.T {
		if t > float64(p.from) && t <= float64(p.to) {
			low, end = min(low, v.Y[i]), v.Y[i]
		}
	}
	c.hold("lowest V", where, "mV", row.must("v_min_mV"), sagTolerance, low)
	c.hold("V at the end of the step", where, "mV", row.must("v_end_mV"), sagTolerance, end)
	after := measure.Window{From: p.to, To: reboundEnd}
	got := measure.Firing(rec.Spikes, after)
	c.exactly("rebound spikes", where, row.must("n_rebound"), got.N)
	if want, ok := row.number("latency_ms"); ok {
		c.hold("latency", where, "ms", want, spikeTolerance, float64(got.Latency))
	}
	c.share("first rate", where, "Hz", row.must("first_rate_hz"), rateTolerance, float64(got.FirstISI))
	high := math.Inf(-1)
	for _, s := range measure.Shapes(v, rec.Spikes, unit.Voltage(c.neuron.Threshold), after) {
		high = max(high, float64(s.Peak))
	}
	c.hold("highest V", where, "mV", row.must("v_peak_mV"), peakTolerance, high)
}

// girkCourse is the neuron and the current of a case of girk_step; its header
// states them in words.
type girkCourse struct {
	key      string
	from, to unit.Time
	current  model.Amount
}

func girkCourses() map[string]girkCourse {
	nA := func(x float64) model.Amount { return model.Amount{Value: x, Absolute: true} }
	plateau := girkCourse{"brk5ht", 500, 1500, model.Amount{Value: 25}}
	return map[string]girkCourse{
		"rs":                    {"rs", 500, 2500, nA(1)},
		"tc_rebound":            {key: "tc"},
		"tc_tonic":              {"tc", 500, 3500, nA(0.5)},
		"da":                    {key: "da"},
		"vgaba":                 {key: "vgaba"},
		"la_c":                  {"la_c", 200, 2200, nA(0.4)},
		"brk5ht_plateau":        plateau,
		"brk5ht_plateau_weak":   plateau,
		"brk5ht_plateau_weaker": plateau,
	}
}

// girkStepJobs compare neurons in which GIRK comes and goes, a job for each case.
func girkStepJobs(tab table) ([]Job, error) {
	var jobs []Job
	courses := girkCourses()
	for _, row := range tab.rows {
		course, ok := courses[row["case"]]
		if !ok {
			return nil, fmt.Errorf("validate: %s: the current of case %s is not known", tab.name, row["case"])
		}
		jobs = append(jobs, tab.job(course.key, func(ctx context.Context, c *comparison) error {
			rec, err := course.run(ctx, c.neuron, row)
			if err != nil {
				return err
			}
			c.course(row, rec)
			return nil
		}))
	}
	return jobs, nil
}

// run switches the conductance on and off.
func (g girkCourse) run(ctx context.Context, n *model.Neuron, row line) (*sim.Recording, error) {
	on, off := unit.Time(row.must("t_on")), unit.Time(row.must("t_off"))
	// Steps end where a current changes, so a current of nothing makes them end where
	// the conductance does.
	nothing := model.Amount{Absolute: g.current.Absolute}
	p := sim.Protocol{
		Duration: unit.Time(row.must("T_end")),
		Currents: append(pulse{from: g.from, to: g.to}.segments(g.current), sim.Segment{Name: "GIRK", From: on, To: off, Start: nothing, End: nothing}),
	}
	set := traced(n, shapeSample)
	r, err := sim.Start(n, p, &set)
	if err != nil {
		return nil, err
	}
	for _, change := range []struct {
		at unit.Time
		g  unit.ConductanceDensity
	}{{on, unit.ConductanceDensity(row.must("g"))}, {off, 0}} {
		if err := r.Advance(ctx, change.at); err != nil {
			return nil, err
		}
		if err := r.Set("girk", change.g.String()); err != nil {
			return nil, err
		}
	}
	err = r.Advance(ctx, p.Duration)
	return r.Recording(), err
}

func (c *comparison) course(row line, rec *sim.Recording) {
	where := row["case"]
	on, off, end := unit.Time(row.must("t_on")), unit.Time(row.must("t_off")), unit.Time(row.must("T_end"))
	count := func(from, to unit.Time) int { return len(measure.Window{From: from, To: to}.In(rec.Spikes)) }
	c.exactly("spikes before", where, row.must("n_before"), count(0, on))
	c.exactly("spikes during", where, row.must("n_during"), count(on, off))
	c.exactly("spikes after", where, row.must("n_after"), count(off, end))
	want := row.must("v_end_mV")
	got, slope := nearBefore(rec.Voltage(), float64(off), want)
	c.hold("V before the end of GIRK", where, "mV", want, restTolerance+float64(spikeTolerance*math.Abs(slope)), got)
	if want, ok := row.number("latency_after_ms"); ok {
		latency := measure.Firing(rec.Spikes, measure.Window{From: off, To: end}).Latency
		c.hold("latency after GIRK", where, "ms", want, spikeTolerance, float64(latency))
	}
}

// lastStep is how far before the end of GIRK the reference's V may lie, ms: it is
// that of the integrator's last step, and between spikes its steps are that long.
const lastStep = 3.0

// nearBefore is the V nearest to what is wanted in the last step before a time,
// and its slope there, mV/ms: a spike may be spikeTolerance off, and V moves by
// so much in that time.
func nearBefore(v sim.Trace, at, want float64) (near, slope float64) {
	near = math.Inf(1)
	for i := 1; i < len(v.T) && v.T[i] <= at; i++ {
		if v.T[i] >= at-lastStep && math.Abs(v.Y[i]-want) < math.Abs(near-want) {
			near = v.Y[i]
		}
		slope = (v.Y[i] - v.Y[i-1]) / (v.T[i] - v.T[i-1])
	}
	return near, slope
}
