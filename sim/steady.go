package sim

import (
	"context"

	"quell/model"
	"quell/model/unit"
)

// Steady is the state of a neuron without stimulus under constant drugs.
type Steady struct {
	OK     bool               // false: the neuron has no stable steady state it settles into
	V      []float64          // mV, by compartment
	States map[string]float64 // every state, by name
	Waited unit.Time          // how long it was run before the state was found
}

// Rest search: the cell is run in pieces; after each the steady state nearby is
// solved for, and taken once the run itself has come close and goes closer.
const (
	restPiece unit.Time = 200    // ms
	restLimit unit.Time = 20_000 // ms
	restNear            = 2.0    // mV between the run and the solution
)

// SteadyState finds the rest of the neuron under the drugs, potassium, held
// conductance and tonic drive of the protocol at its start, without any stimulus: a solution of
// all rates = 0 that the run settles into from the file's start state, not V
// after a fixed wait. OK is false for a neuron that goes on firing.
func SteadyState(ctx context.Context, n *model.Neuron, proto Protocol, set *Settings) (Steady, error) {
	q := Protocol{Duration: restLimit, GIRK: proto.GIRK, HoldGIRK: proto.HoldGIRK, Drive: proto.Drive, Ko: proto.Ko, Receptor: proto.Receptor}
	for _, d := range proto.Doses {
		if d.At == 0 {
			d.Wash = 0
			q.Doses = append(q.Doses, d)
		}
	}
	var s Settings
	if set != nil {
		s = *set
	}
	s.Method, s.Sample, s.Record, s.Kinetic, s.Desensitise = Accurate, -1, nil, false, false
	r, err := Start(n, q, &s)
	if err != nil {
		return Steady{}, err
	}
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
		x, ok := r.root()
		if !ok {
			continue
		}
		far := 0.0
		for i := range r.prog.comps {
			o := r.prog.comps[i].v
			far = max(far, abs(x[o]-r.s.now()[o]))
		}
		if far < 1e-6 || far < restNear && last >= 0 && far < last {
			return r.steady(x, t), nil
		}
		last = far
	}
	return Steady{Waited: restLimit}, nil
}

func (r *Runner) steady(x []float64, t unit.Time) Steady {
	out := Steady{OK: true, Waited: t, States: map[string]float64{}}
	for i := range r.prog.comps {
		out.V = append(out.V, x[r.prog.comps[i].v])
	}
	for i, v := range r.prog.vars {
		out.States[v.name] = x[i]
	}
	return out
}

// root solves rates = 0 near the present state.
func (r *Runner) root() (x []float64, ok bool) {
	m := newMachine(r.prog)
	copy(m.y, r.m.y)
	b := balance{
		n:     len(r.prog.vars),
		rates: func(x, d []float64) { copy(m.y, x); m.rates(d) },
		scale: r.prog.scaleOf,
	}
	x = append(x, r.s.now()[:b.n]...)
	return x, b.root(x)
}
