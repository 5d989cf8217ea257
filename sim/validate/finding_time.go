package validate

import (
	"context"
	"fmt"
	"math"
	"strings"

	"quell/model/gabab"
	"quell/model/unit"
	"quell/sim"
)

// timeConstant is what a course has left, or has yet to go, when one time constant
// is over.
const timeConstant = 1 / math.E

// onset is how long after the drug comes 63 % of its steady effect are there.
func onset(ctx context.Context, p reported) (answer, error) {
	tr, err := course(ctx, p)
	if err != nil {
		return answer{}, err
	}
	e := p.experiment
	cut := part(tr, e.DoseAt, e.WashAt)
	level := (1 - timeConstant) * cut.Y[len(cut.Y)-1]
	return p.timed(tr, e.DoseAt, level, func(y float64) bool { return y >= level })
}

// offset is how long after the wash 37 % of the effect are left.
func offset(ctx context.Context, p reported) (answer, error) {
	tr, err := course(ctx, p)
	if err != nil {
		return answer{}, err
	}
	e := p.experiment
	cut := part(tr, e.DoseAt, e.WashAt)
	level := timeConstant * cut.Y[len(cut.Y)-1]
	a, err := p.timed(tr, e.WashAt, level, func(y float64) bool { return y <= level })
	a.figure = nil // that of the onset shows both
	return a, err
}

// timed is the time from a moment until the course has crossed the level.
func (p reported) timed(tr sim.Trace, from unit.Time, level float64, there func(y float64) bool) (answer, error) {
	for i := 1; i < len(tr.T); i++ {
		if tr.T[i] <= float64(from) || !there(tr.Y[i]) {
			continue
		}
		t := tr.T[i-1] + float64((tr.T[i]-tr.T[i-1])*(level-tr.Y[i-1])/(tr.Y[i]-tr.Y[i-1]))
		got, err := converted(t-float64(from), "ms", p.unit)
		return answer{got, courseFigure(p, tr)}, err
	}
	return answer{math.NaN(), courseFigure(p, tr)}, nil
}

func courseFigure(p reported, tr sim.Trace) *Figure {
	c := Curve{Name: "quell"}
	for i, t := range tr.T {
		c.X = append(c.X, t/float64(unit.Second))
		c.Y = append(c.Y, share(tr.Y[i]))
	}
	return &Figure{X: "time (s)", Y: "inhibition (%)", Curves: []Curve{c}}
}

// courseSample is the spacing of courses that last for seconds.
const courseSample unit.Time = 5

// course is the effect of the drug against time: the bound part of a calcium
// channel's, or of release what it loses.
func course(ctx context.Context, p reported) (sim.Trace, error) {
	n, err := p.experiment.LoadNeuron()
	if err != nil {
		return sim.Trace{}, err
	}
	name, ofRelease := strings.CutPrefix(p.of, "release of ")
	rec, err := p.experiment.watchDrug(ctx, courseSample, name)
	switch {
	case err != nil:
		return sim.Trace{}, err
	case rec == nil:
		return sim.Trace{}, fmt.Errorf("the experiment has no drug that comes and goes")
	}
	tr, ok := rec.Trace(name)
	if !ok {
		return tr, fmt.Errorf("of: %s is no trace of %s", name, n.Name)
	}
	if ofRelease {
		rel := n.GABAB.Release
		left := gabab.Scheme{Iota: rel.Loss, Power: rel.Power}
		for i, y := range tr.Y {
			tr.Y[i] = 1 - left.Release(y)
		}
	}
	return tr, nil
}
