package validate

import (
	"context"
	"fmt"
	"math"
	"slices"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// currentOf is the current that the drug adds at the last held potential, the
// largest where synapses release GABA meanwhile.
func currentOf(ctx context.Context, e *trial, want string) (float64, error) {
	added, n, err := currentAdded(ctx, e)
	if err != nil {
		return 0, err
	}
	at := added.Y[len(added.Y)-1]
	if len(e.Trains) > 0 {
		for _, y := range added.Y {
			at = max(at, y)
		}
	}
	return asCurrent(n, at, want)
}

// currentSample is the spacing of clamp currents: what is read off them is steady,
// or lasts for a tenth of a second.
const currentSample unit.Time = 1

// currentAdded is the clamp current under the drug, or under the GABA of synapses,
// less that of the control; of synapses it is the potassium current alone.
func currentAdded(ctx context.Context, e *trial) (sim.Trace, *model.Neuron, error) {
	n, err := e.LoadNeuron()
	if err != nil {
		return sim.Trace{}, nil, err
	}
	s, err := e.watch(ctx, currentSample, currents(n)...)
	if err != nil {
		return sim.Trace{}, nil, err
	}
	if len(e.Trains) > 0 {
		last := s.control
		if s.drug != nil {
			last = s.drug
		}
		tr, _ := last.Trace(held(n).Name + ".GIRK.I")
		return tr, n, nil
	}
	added := clampCurrent(s.control)
	if s.drug == nil { // no drug, no current
		clear(added.Y)
		return added, n, nil
	}
	for i, y := range clampCurrent(s.drug).Y {
		added.Y[i] = y - added.Y[i]
	}
	return added, n, nil
}

// resistanceChange is that of the slope resistance between the last two held
// potentials.
func resistanceChange(ctx context.Context, e *trial, _ string) (float64, error) {
	n, err := e.LoadNeuron()
	if err != nil {
		return 0, err
	}
	s, err := e.watch(ctx, currentSample, currents(n)...)
	if err != nil || s.drug == nil {
		return 0, err
	}
	control, drug := slopeConductance(s.control, e.Clamp), slopeConductance(s.drug, e.Clamp)
	if !(control > 0) {
		return 0, fmt.Errorf("%s has a slope conductance of %.3g mS/cm2 there, so no resistance", n.Name, control)
	}
	return share(control/drug - 1), nil
}

func slopeConductance(rec *sim.Recording, clamp []sim.ClampSegment) float64 {
	v, i := endsOf(clampCurrent(rec), clamp)
	k := len(v) - 1
	return (i[k] - i[k-1]) / (v[k] - v[k-1])
}

// persistentChange is that of the persistent inward current: the clamp current of
// a slow staircase, less the line through its first and its third step.
func persistentChange(ctx context.Context, e *trial, _ string) (float64, error) {
	n, err := e.LoadNeuron()
	if err != nil {
		return 0, err
	}
	s, err := e.watch(ctx, currentSample, currents(n)...)
	if err != nil || s.drug == nil {
		return 0, err
	}
	return share(persistent(s.drug, e.Clamp)/persistent(s.control, e.Clamp) - 1), nil
}

func persistent(rec *sim.Recording, clamp []sim.ClampSegment) float64 {
	v, i := endsOf(clampCurrent(rec), clamp)
	slope := (i[2] - i[0]) / (v[2] - v[0])
	most := 0.0
	for k := range v {
		most = max(most, i[0]+float64(slope*(v[k]-v[0]))-i[k])
	}
	return most
}

// held is the compartment that is clamped, where current enters.
func held(n *model.Neuron) *model.Compartment {
	for _, c := range n.Compartments {
		if c.Name == counted(n) {
			return c
		}
	}
	return nil
}

// currents are the names of all currents of the clamped compartment, and of V in
// all compartments.
func currents(n *model.Neuron) []string {
	c := held(n)
	var names []string
	if n.GABAB != nil && n.GABAB.GIRK != nil && slices.ContainsFunc(n.GABAB.GIRK.Gbar, func(g model.CompartmentValue) bool { return g.Compartment == c.Name }) {
		names = append(names, c.Name+".GIRK.I")
	}
	for _, ch := range c.Channels {
		names = append(names, c.Name+"."+ch.Name+".I")
	}
	for _, c := range n.Compartments {
		names = append(names, c.Name+".V")
	}
	return names
}

// clampCurrent is what an electrode passes to hold V once the membrane is charged:
// all currents of the compartment, and those to its neighbours. uA/cm2.
func clampCurrent(rec *sim.Recording) sim.Trace {
	n, c := rec.Neuron, held(rec.Neuron)
	own, _ := rec.Trace(c.Name + ".V")
	sum := sim.Trace{Name: "clamp", Unit: "uA/cm2", T: own.T, Y: make([]float64, len(own.T))}
	for _, ch := range append([]string{"GIRK"}, names(c.Channels)...) {
		if tr, ok := rec.Trace(c.Name + "." + ch + ".I"); ok {
			for i, y := range tr.Y {
				sum.Y[i] += y
			}
		}
	}
	for _, l := range n.Links {
		g, back := n.Coupling(l)
		other := l.B
		if l.B == c.Name {
			g, other = back, l.A
		} else if l.A != c.Name {
			continue
		}
		away, _ := rec.Trace(other + ".V")
		for i := range sum.Y {
			sum.Y[i] += float64(g * (own.Y[i] - away.Y[i]))
		}
	}
	return sum
}

func names(channels []*model.Channel) (all []string) {
	for _, ch := range channels {
		all = append(all, ch.Name)
	}
	return all
}

// endsOf are the last samples of each held potential, before the next begins.
func endsOf(tr sim.Trace, clamp []sim.ClampSegment) (volts, values []float64) {
	for k, s := range clamp {
		until := math.Inf(1)
		if k+1 < len(clamp) {
			until = float64(clamp[k+1].From)
		}
		last := math.NaN()
		for i, t := range tr.T {
			if t < until {
				last = tr.Y[i]
			}
		}
		volts, values = append(volts, float64(s.V)), append(values, last)
	}
	return volts, values
}

// asCurrent is a density of the clamped compartment in the unit that is asked for:
// a density, or the current of its membrane.
func asCurrent(n *model.Neuron, density float64, want string) (float64, error) {
	if x, err := converted(density, "uA/cm2", want); err == nil {
		return x, nil
	}
	area := n.AreaOf(held(n))
	if area == 0 {
		return 0, fmt.Errorf("%s has no membrane area, so a current of it is known per cm2 only", n.Name)
	}
	return converted(float64(density*area)/unit.PointCurrentDensity, "nA", want)
}

// reversal is the held potential at which the drug adds no current, by the line
// between the two neighbours.
func reversal(ctx context.Context, p reported) (answer, error) {
	added, _, err := currentAdded(ctx, p.experiment)
	if err != nil {
		return answer{}, err
	}
	v, i := endsOf(added, p.experiment.Clamp)
	fig := &Figure{
		X: "V (mV)", Y: "current of the drug (µA/cm²)",
		Curves: []Curve{{Name: "quell", X: v, Y: i}, {Name: "published", X: []float64{p.value}, Y: []float64{0}, Points: true}},
	}
	for k := 1; k < len(v); k++ {
		if i[k-1] < 0 && i[k] >= 0 {
			got, err := reversalBetween(ctx, p, v[k-1], v[k])
			return answer{got, fig}, err
		}
	}
	return answer{math.NaN(), fig}, nil
}

// reversalBetween halves the interval in which the current turns outward.
func reversalBetween(ctx context.Context, p reported, lo, hi float64) (float64, error) {
	const near = 1e-3 // mV
	for hi-lo > near {
		mid := (lo + hi) / 2
		e := *p.experiment
		e.Clamp = []sim.ClampSegment{{V: unit.Voltage(mid)}}
		e.Duration = e.Duration / unit.Time(len(p.experiment.Clamp))
		y, err := currentOf(ctx, &e, "uA/cm2")
		if err != nil {
			return math.NaN(), err
		}
		if y < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2, nil
}
