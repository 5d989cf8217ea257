package validate

import (
	"context"
	"math"

	"quell/model/unit"
	"quell/sim"
	"quell/sim/study"
)

// effectFigure draws what an effect was read off, where a curve explains it; nil
// where none does.
func effectFigure(ctx context.Context, p reported) (*Figure, error) {
	switch p.of {
	case "persistent":
		return staircase(ctx, p)
	case "calcium":
		control, drug, err := calciumCurrents(ctx, p.experiment)
		from := p.experiment.Clamp[len(p.experiment.Clamp)-1].From
		end := unit.Time(math.Inf(1))
		return figureOf("time in the pulse (ms)", "calcium current (µA/cm²)",
			pulseCurve(study.Control, part(control, from, end)), pulseCurve(p.dose(), part(drug, from, end))), err
	case "shift":
		s, err := p.experiment.watch(ctx, courseSample, potential(p.experiment)...)
		if err != nil {
			return nil, err
		}
		return figureOf("time (s)", "V (mV)", seconds(study.Control, s.control.Voltage()), seconds(p.dose(), s.drug.Voltage())), nil
	}
	return nil, nil
}

// dose is the drug with its concentration, as the name of a curve.
func (p reported) dose() string {
	for _, d := range p.experiment.Drugs {
		if d.Name == p.drug {
			return d.String()
		}
	}
	return p.drug
}

func figureOf(x, y string, curves ...Curve) *Figure {
	return &Figure{X: x, Y: y, Curves: curves}
}

// seconds is a trace against time in seconds.
func seconds(name string, tr sim.Trace) Curve {
	c := Curve{Name: name, Y: tr.Y}
	for _, t := range tr.T {
		c.X = append(c.X, t/float64(unit.Second))
	}
	return c
}

// staircase is the clamp current of each step.
func staircase(ctx context.Context, p reported) (*Figure, error) {
	n, err := p.experiment.LoadNeuron()
	if err != nil {
		return nil, err
	}
	s, err := p.experiment.watch(ctx, currentSample, currents(n)...)
	if err != nil {
		return nil, err
	}
	fig := figureOf("V of the soma (mV)", "clamp current (µA/cm²)")
	for _, c := range []struct {
		name string
		rec  *sim.Recording
	}{{study.Control, s.control}, {p.dose(), s.drug}} {
		v, i := endsOf(clampCurrent(c.rec), p.experiment.Clamp)
		fig.Curves = append(fig.Curves, Curve{Name: c.name, X: v, Y: i})
	}
	return fig, nil
}
