package sim

import (
	"math"
	"slices"

	"quell/model"
)

// Shift is how far drugs, or a held GIRK conductance, move the rest of a neuron, and
// what moves it: the sum of the parts. V is that of the compartment into which current
// is injected.
type Shift struct {
	V        float64 // mV, between the two steady states
	Parts    []Part
	Residual float64    // mV, V less the parts
	Nodes    int        // levels of the drugs at which the integrals were taken
	Force    [2]float64 // mV, V - E_K of GIRK before and under the drugs; NaN without GIRK
}

// Part is what one action of the receptor does to V: "GIRK" that opens, or "less CaN",
// a channel that is inhibited wherever it is. Where its current feeds others, Through
// says what comes of each current, by channel; these add up to the part.
type Part struct {
	Name    string  `json:"name"`
	V       float64 `json:"mV"`
	Through []Part  `json:"through,omitempty"`
}

// RoundParts gives parts as multiples of step that add up to the rounded whole: those
// that lose least are rounded up. What they go through is left out.
func RoundParts(parts []Part, whole, step float64) []Part {
	out, loss := make([]Part, len(parts)), make([]float64, len(parts))
	missing := math.Round(whole / step)
	for i, p := range parts {
		steps := math.Floor(p.V / step)
		out[i], loss[i] = Part{Name: p.Name, V: steps}, 1-(p.V/step-steps)
		missing -= steps
	}
	for ; missing >= 1 && len(out) > 0; missing-- {
		i := slices.Index(loss, slices.Min(loss))
		out[i].V++
		loss[i]++
	}
	for i := range out {
		out[i].V *= step
	}
	return out
}

// NoSplitError says why a change of rest has no parts: what the neuron does.
type NoSplitError struct{ Neuron, Why string }

func (e *NoSplitError) Error() string { return "sim: " + e.Neuron + " " + e.Why }

// splitTol is how far the parts may be from the change of V, mV.
const splitTol = 1e-6

// Split takes the change of rest from before to under, the steady states without and
// with what the protocol does from its start, apart. Along the steady states x(s) of
// all rates F(x, a(s)) = 0, as the level s of the drugs rises and with it each action
// a_k of the receptor,
//
//	dx/ds = -J⁻¹ sum_k ∂F/∂a_k·da_k/ds,   J = ∂F/∂x
//
// and part k is the integral of its term. A NoSplitError says that there is no such
// path: the neuron has no rest, or leaps to another on the way.
func Split(n *model.Neuron, proto Protocol, before, under Steady) (Shift, error) {
	none := func(why string) (Shift, error) { return Shift{}, &NoSplitError{n.Name, why} }
	switch {
	case !before.OK:
		return none("comes to no rest by itself")
	case !under.OK:
		return none("comes to no rest under the drug")
	case proto.Drive > 0:
		return none("is driven by a conductance that the drug changes too, which moves its rest as well")
	}
	w, err := newSplitter(n, proto)
	if err != nil {
		return Shift{}, err
	}
	at := w.prog.inject
	out := Shift{V: under.V[at] - before.V[at], Force: [2]float64{before.V[at] - w.ek, under.V[at] - w.ek}}
	from, ok := w.follow(w.from(before), 0)
	if !ok || !w.integrate(from, &out) {
		return none("leaps from one rest to another as the drug comes in")
	}
	return out, nil
}

// splitter is a neuron whose receptor acts by given amounts: V of every compartment
// first, then its other states. The receptor's own states are not among them.
type splitter struct {
	balance
	prog     *Program  // without its receptor, whose effects are set from outside
	rec      *receptor // the same receptor
	m        *machine
	d        []float64 // rates of all states of the program
	cells    int       // compartments
	states   []int     // of the program, by place in the system
	target   int       // place of V where current is injected
	actions  []action
	currents []currentOf
	ek       float64 // mV, reversal of GIRK; NaN without

	near  *lu  // the Jacobian at the last level
	total sums // the integrals so far
	nodes int  // levels at which they were taken
}

// currentOf is where the current of a channel stands after the rates.
type currentOf struct {
	compartment, channel string
	cell                 int
	at                   operand
}

func (c currentOf) name() string { return c.compartment + "." + c.channel + ".I" }

func newSplitter(n *model.Neuron, proto Protocol) (*splitter, error) {
	q, drugged := splitProtocol(proto)
	w := &splitter{ek: math.NaN()}
	set := Settings{Method: Accurate, Sample: -1, Kinetic: true}
	for i, c := range n.Compartments {
		for _, ch := range c.Channels {
			w.currents = append(w.currents, currentOf{c.Name, ch.Name, i, noOperand})
			set.Record = append(set.Record, w.currents[len(w.currents)-1].name())
		}
	}
	b, err := set.program(n, &q, nil)
	if err != nil {
		return nil, err
	}
	prog := *b.p
	w.rec, prog.rec = prog.rec, nil
	w.prog, w.m, w.cells = &prog, newMachine(b.p), len(prog.comps)
	w.m.p = w.prog
	w.d = make([]float64, len(prog.vars))
	for i, c := range w.currents {
		w.currents[i].at = prog.names[c.name()]
	}
	if b.hasEK {
		w.ek = b.ek + b.shift
	}
	does, err := w.schemeOf(b, proto, drugged)
	if err != nil {
		return nil, err
	}
	w.act(proto, does)
	w.choose(does.binds)
	return w, nil
}

// splitProtocol is the neuron at rest with a live receptor of quell's own, in which
// every action has its place, and whether the protocol itself has drugs.
func splitProtocol(proto Protocol) (q Protocol, drugged bool) {
	q = Protocol{Duration: 1, Ko: proto.Ko, Receptor: proto.Receptor}
	for _, d := range proto.Doses {
		if d.At == 0 && d.Conc > 0 {
			q.Doses = append(q.Doses, Dose{Ligand: d.Ligand, Conc: d.Conc})
		}
	}
	if drugged = len(q.Doses) > 0; !drugged {
		q.Doses = []Dose{{Ligand: transmitter, Conc: 1}}
	}
	if !drugged || q.Receptor.published() {
		q.Receptor = Receptor{}
	}
	return q, drugged
}

// choose makes a system of V and all states but the receptor's; where Gβγ binds to
// calcium channels, which depolarisation may undo, its part there is a state too.
func (w *splitter) choose(binds bool) {
	var apart []int
	w.rec.each(func(o operand) { apart = append(apart, int(o)) })
	for _, u := range w.rec.sites {
		apart = slices.DeleteFunc(apart, func(i int) bool { return binds && i == int(u.bound) })
	}
	for i := range w.prog.comps {
		w.states = append(w.states, int(w.prog.comps[i].v))
	}
	for i := range w.prog.vars {
		if !slices.Contains(apart, i) && !slices.Contains(w.states, i) {
			w.states = append(w.states, i)
		}
	}
	w.target = slices.Index(w.states, int(w.prog.spikes))
	w.balance = balance{
		n: len(w.states), rates: w.evaluate,
		scale: func(i int, x float64) float64 { return w.prog.scaleOf(w.states[i], x) },
	}
}

// from is a steady state of the neuron as one of the system.
func (w *splitter) from(s Steady) []float64 {
	x := make([]float64, w.n)
	for i, at := range w.states {
		v := w.prog.vars[at]
		x[i] = v.start
		if known, ok := s.States[v.name]; ok {
			x[i] = known
		}
	}
	return x
}

// evaluate is F: the rates of the system with all actions at their levels.
func (w *splitter) evaluate(x, d []float64) {
	y := w.m.y
	for i, at := range w.states {
		y[at] = x[i]
	}
	for i := range w.actions {
		w.actions[i].set(y)
	}
	w.m.rates(w.d)
	for i := range w.actions {
		w.actions[i].drive(y, w.d)
	}
	for i, at := range w.states {
		d[i] = w.d[at]
	}
}
