package sim

import (
	"context"
	"math"

	"quell/model"
	"quell/model/unit"
)

// Rests finds the steady states of variants of a batch, one after the other, with one
// program. It is used by one goroutine at a time.
type Rests struct{ w *worker }

// Rests makes ready to find steady states without stimulus: the currents of the batch
// and of its variants count for nothing.
func (b *Batch) Rests() (*Rests, error) {
	still := Batch{Neuron: b.Neuron, Protocol: resting(b.Protocol), Settings: b.Settings, made: b.made}
	s := &still.Settings
	s.Method, s.Sample, s.Record, s.Kinetic, s.Desensitise = Accurate, -1, nil, false, false
	t, err := newTemplate(still.Neuron, still.Protocol, still.Settings, still.made)
	if err != nil {
		return nil, err
	}
	b.made = t.b
	return &Rests{&worker{b: &still, set: *t.b.set, t: t}}, nil
}

// resting is a protocol without stimulus under the drugs of its start.
func resting(p Protocol) Protocol {
	q := Protocol{Duration: restLimit, GIRK: p.GIRK, HoldGIRK: p.HoldGIRK, Drive: p.Drive, Ko: p.Ko, Receptor: p.Receptor}
	for _, d := range p.Doses {
		if d.At == 0 {
			d.Wash = 0
			q.Doses = append(q.Doses, d)
		}
	}
	return q
}

// Find is the steady state of a variant. It is looked for near another one, where it is
// given one that is a steady state, and taken if it is stable and V is not far from it,
// as that of the same cell at the next concentration is. Else it is what the cell
// settles into from the file's start, as SteadyState finds it.
func (s *Rests) Find(ctx context.Context, v Variant, near *Steady) (Steady, error) {
	v.Currents = nil
	r, err := s.w.still(&v)
	if err != nil {
		return Steady{}, err
	}
	if near != nil && near.OK {
		if found, ok := r.beside(near); ok {
			return found, nil
		}
	}
	return r.comeToRest(ctx)
}

// still is a run of a variant that stands at its start.
func (w *worker) still(v *Variant) (*Runner, error) {
	proto, y, rest, err := w.tuned(v)
	if err != nil {
		return nil, err
	}
	if y == nil {
		return w.startApart(v, proto)
	}
	r := w.runner(v.Label, proto)
	m := newMachine(w.t.b.p)
	copy(m.y, y)
	copy(m.rest, rest)
	return &r, r.begin(m, 0)
}

// farthest is how far from the steady state that it is looked for near to V may lie, mV.
const farthest = 10.0

// beside is the steady state near another, with the states that go by the same names.
func (r *Runner) beside(near *Steady) (Steady, bool) {
	x := r.s.now()
	for i, v := range r.prog.vars {
		if known, ok := near.States[v.name]; ok {
			x[i] = known
		}
	}
	at := r.root()
	if at == nil {
		return Steady{}, false
	}
	for i := range r.prog.comps {
		if !(abs(at[r.prog.comps[i].v]-near.V[i]) < farthest) {
			return Steady{}, false
		}
	}
	return r.steady(at, 0), r.stays(at)
}

// stays says that the cell goes back to a steady state that it is moved from a little.
func (r *Runner) stays(x []float64) bool {
	b, jac := r.balance(), square(len(r.prog.vars))
	b.jacobian(x, jac)
	return stable(jac)
}

// comeToRest runs the cell until a steady state is near.
func (r *Runner) comeToRest(ctx context.Context) (Steady, error) {
	last := -1.0
	for t := restPiece; t <= restLimit; t += restPiece {
		before := len(r.rec.Spikes)
		if err := r.Advance(ctx, t); err != nil {
			return Steady{}, err
		}
		if len(r.rec.Spikes) > before {
			last = -1
			continue
		}
		x := r.root()
		if x == nil {
			continue
		}
		far := 0.0
		for i := range r.prog.comps {
			o := r.prog.comps[i].v
			far = max(far, abs(x[o]-r.s.now()[o]))
		}
		if (far < 1e-6 || far < restNear && last >= 0 && far < last) && r.stays(x) {
			return r.steady(x, t), nil
		}
		last = far
	}
	return Steady{Waited: restLimit}, nil
}

// balance is the system whose rates are zero at a steady state of the run.
func (r *Runner) balance() balance {
	m := newMachine(r.prog)
	copy(m.y, r.m.y)
	return balance{
		n:     len(r.prog.vars),
		rates: func(x, d []float64) { copy(m.y, x); m.rates(d) },
		scale: r.prog.scaleOf,
	}
}

// root solves rates = 0 near the present state; nil where there is no solution.
func (r *Runner) root() []float64 {
	b := r.balance()
	x := append([]float64(nil), r.s.now()[:b.n]...)
	if !b.root(x) {
		return nil
	}
	return x
}

func (r *Runner) steady(x []float64, waited unit.Time) Steady {
	out := Steady{OK: true, Waited: waited, States: map[string]float64{}, Resistance: r.resistance(x)}
	for i := range r.prog.comps {
		out.V = append(out.V, x[r.prog.comps[i].v])
	}
	for i, v := range r.prog.vars {
		out.States[v.name] = x[i]
	}
	return out
}

// resistance is dV/dI where current is injected, at the steady state x. With the rates
// F(x, I) = 0 and J = ∂F/∂x,
//
//	dx/dI = -J⁻¹ ∂F/∂I,   ∂F/∂I = 1/C in V of that compartment, else 0
func (r *Runner) resistance(x []float64) float64 {
	b := r.balance()
	jac, by := newLU(b.n), make([]float64, b.n)
	b.jacobian(x, jac.a)
	if !jac.factor() {
		return math.NaN()
	}
	c := &r.prog.comps[r.prog.inject]
	by[c.v] = -r.m.y[c.perCap]
	jac.solve(by)
	per, err := r.n.InjectedDensity(model.Amount{Value: 1})
	if err != nil {
		return math.NaN()
	}
	return float64(by[c.v] * per)
}
