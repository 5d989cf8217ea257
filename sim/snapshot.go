package sim

import (
	"slices"

	"quell/model"
)

// Snapshot is a moment of a run.
type Snapshot struct {
	neuron *model.Neuron
	proto  Protocol
	t      float64
	states map[string]float64
	rec    Recording
	below  bool
	given  int
	at     *terminals
	carry  carry
}

// own is a copy that goes on by itself.
func (t *terminals) own() *terminals {
	if t == nil {
		return nil
	}
	out := *t
	return &out
}

// carry is what an integrator knows besides the states: of Accurate the step it
// wants, of Fixed that the other states are half a step ahead, and earlier V.
type carry struct {
	h           float64
	big         []float64
	drive       drive
	began       bool
	lastV, oldV []float64
	noise       drawn // which could be drawn again, more slowly
}

// Snapshot keeps the present moment.
func (r *Runner) Snapshot() *Snapshot {
	s := &Snapshot{neuron: r.n, proto: r.proto, t: r.s.time(), states: map[string]float64{}, rec: r.rec.own(), below: r.below, given: r.given, at: r.terminals.own(), carry: r.carry(true)}
	s.rec.Evals = r.m.evals
	for i, v := range r.prog.vars {
		s.states[v.name] = r.s.now()[i]
	}
	return s
}

// Restore goes back to a moment that was kept.
func (r *Runner) Restore(s *Snapshot) error {
	r.n, r.proto = s.neuron, s.proto
	rec := s.rec.own()
	r.rec = &rec
	r.given, r.terminals = s.given, s.at.own()
	if err := r.rebuild(s.states, s.t, s.carry); err != nil {
		return err
	}
	r.below = s.below
	r.m.evals = s.rec.Evals
	r.sam.rewind(r)
	return nil
}

// carry keeps that; same says that neuron and protocol stay as they are.
func (r *Runner) carry(same bool) carry {
	switch s := r.s.(type) {
	case *fixed:
		c := carry{began: s.began, lastV: slices.Clone(s.lastV), oldV: slices.Clone(s.oldV)}
		if s.noise != nil {
			c.noise = s.noise.now
		}
		return c
	case *dp5:
		if same {
			return carry{h: s.h, big: slices.Clone(s.big), drive: s.drive}
		}
	}
	return carry{}
}

// atEdge says that a current, a dose or a pulse changes at t.
func (r *Runner) atEdge(t float64) bool {
	return slices.ContainsFunc(r.edges, func(e float64) bool { return abs(e-t) <= timeGrain })
}

// resume gives it to the integrator of a program with the same compartments.
func (r *Runner) resume(c carry) {
	switch s := r.s.(type) {
	case *fixed:
		if c.began {
			s.began = true
			copy(s.lastV, c.lastV)
			copy(s.oldV, c.oldV)
		}
		if s.noise != nil {
			s.noise.now = c.noise
		}
	case *dp5:
		if c.h > 0 && len(c.big) == len(s.big) {
			copy(s.big, c.big)
			if r.atEdge(s.t) { // what comes next has begun anew
				s.h = min(c.h, firstStep)
				return
			}
			s.h, s.drive = c.h, c.drive
		}
	}
}
