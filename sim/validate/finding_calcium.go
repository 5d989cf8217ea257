package validate

import (
	"context"
	"fmt"
	"math"

	"quell/model/unit"
	"quell/sim"
	"quell/sim/study"
)

// calciumLost is how much smaller the peak of the inhibited channels' current is
// in the last held potential.
func calciumLost(ctx context.Context, e *trial, _ string) (float64, error) {
	control, drug, err := calciumCurrents(ctx, e)
	if err != nil || drug.Y == nil {
		return 0, err
	}
	from := e.Clamp[len(e.Clamp)-1].From
	return share(1 - inward(part(drug, from, unit.Time(math.Inf(1))))/inward(part(control, from, unit.Time(math.Inf(1))))), nil
}

// calciumSample is the spacing of calcium currents, whose peak comes within
// milliseconds.
const calciumSample unit.Time = 0.05

// calciumCurrents are those of the inhibited channels of the clamped compartment
// together, without and with the drug.
func calciumCurrents(ctx context.Context, e *trial) (control, drug sim.Trace, err error) {
	n, err := e.LoadNeuron()
	if err != nil {
		return control, drug, err
	}
	if n.GABAB == nil || n.GABAB.Calcium == nil {
		return control, drug, fmt.Errorf("no calcium channel of %s is inhibited", n.Name)
	}
	var names []string
	for _, in := range n.GABAB.Calcium.Inhibited {
		if in.Compartment == "" || in.Compartment == held(n).Name {
			names = append(names, held(n).Name+"."+in.Channel+".I")
		}
	}
	s, err := e.watch(ctx, calciumSample, names...)
	if err != nil {
		return control, drug, err
	}
	control = total(s.control, names)
	if s.drug != nil {
		drug = total(s.drug, names)
	}
	return control, drug, nil
}

func total(rec *sim.Recording, names []string) sim.Trace {
	var sum sim.Trace
	for _, name := range names {
		tr, _ := rec.Trace(name)
		if sum.Y == nil {
			sum = sim.Trace{Unit: tr.Unit, T: tr.T, Y: make([]float64, len(tr.Y))}
		}
		for i, y := range tr.Y {
			sum.Y[i] += y
		}
	}
	return sum
}

// inward is the largest inward current.
func inward(tr sim.Trace) float64 {
	most := 0.0
	for _, y := range tr.Y {
		most = max(most, -y)
	}
	return most
}

// facilitation is the calcium current at the end of the last held potential under
// the drug as a multiple of that at the end of the second: a test pulse after a
// prepulse and one without.
func facilitation(ctx context.Context, p reported) (answer, error) {
	control, drug, err := calciumCurrents(ctx, p.experiment)
	if err != nil {
		return answer{}, err
	}
	clamp := p.experiment.Clamp
	const test = 1 // the place of the test pulse without a prepulse
	length := clamp[test+1].From - clamp[test].From
	last := clamp[len(clamp)-1].From
	at := func(tr sim.Trace, from unit.Time) float64 {
		cut := part(tr, from, from+length-calciumSample)
		return cut.Y[len(cut.Y)-1]
	}
	fig := &Figure{X: "time in the test pulse (ms)", Y: "calcium current (µA/cm²)"}
	for _, c := range []struct {
		name string
		tr   sim.Trace
		from unit.Time
	}{{study.Control, control, clamp[test].From}, {p.dose(), drug, clamp[test].From}, {p.dose() + ", after the prepulse", drug, last}} {
		fig.Curves = append(fig.Curves, pulseCurve(c.name, part(c.tr, c.from, c.from+length-calciumSample)))
	}
	return answer{at(drug, last) / at(drug, clamp[test].From), fig}, nil
}

// pulseCurve is a trace that counts from its beginning.
func pulseCurve(name string, tr sim.Trace) Curve {
	c := Curve{Name: name, Y: tr.Y}
	for _, t := range tr.T {
		c.X = append(c.X, t-tr.T[0])
	}
	return c
}
