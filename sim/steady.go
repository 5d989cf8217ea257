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
	restPiece  unit.Time = 200    // ms
	restLimit  unit.Time = 20_000 // ms
	restNear             = 2.0    // mV between the run and the solution
	newtonMost           = 50
	newtonDone           = 1e-12 // largest change of a state, relative to its scale
)

// SteadyState finds the rest of the neuron under the drugs, potassium and held
// conductance of the protocol at its start, without any stimulus: a solution of
// all rates = 0 that the run settles into from the file's start state, not V
// after a fixed wait. OK is false for a neuron that goes on firing.
func SteadyState(ctx context.Context, n *model.Neuron, proto Protocol, set *Settings) (Steady, error) {
	q := Protocol{Duration: restLimit, GIRK: proto.GIRK, HoldGIRK: proto.HoldGIRK, Ko: proto.Ko, Receptor: proto.Receptor}
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

// root solves rates = 0 near the present state by Newton's method with a
// Jacobian by central differences.
func (r *Runner) root() (x []float64, ok bool) {
	n := len(r.prog.vars)
	m := newMachine(r.prog)
	copy(m.y, r.m.y)
	x = make([]float64, n)
	copy(x, r.s.now())
	jac := make([][]float64, n)
	for i := range jac {
		jac[i] = make([]float64, n+1)
	}
	up, down := make([]float64, n), make([]float64, n)
	scale := func(i int) float64 {
		v := r.prog.vars[i]
		if v.scale > 0 {
			return v.scale
		}
		return max(abs(x[i]), v.rest, 1e-12)
	}
	for range newtonMost {
		for j := range n {
			h := float64(1e-6 * scale(j))
			copy(m.y, x)
			m.y[j] = x[j] + h
			m.rates(up)
			copy(m.y, x)
			m.y[j] = x[j] - h
			m.rates(down)
			for i := range n {
				jac[i][j] = (up[i] - down[i]) / (2 * h)
			}
		}
		copy(m.y, x)
		m.rates(up)
		for i := range n {
			jac[i][n] = -up[i]
		}
		dx, solved := solve(jac)
		if !solved {
			return nil, false
		}
		worst := 0.0
		for i := range n {
			worst = max(worst, abs(dx[i])/scale(i))
		}
		shorten := min(1, 0.2/max(worst, 1e-300)) // no step beyond a fifth of a scale
		for i := range n {
			x[i] += float64(shorten * dx[i])
		}
		if worst != worst {
			return nil, false
		}
		if worst < newtonDone {
			return x, true
		}
	}
	return nil, false
}

// solve is Gaussian elimination with partial pivoting of a small system given
// as rows with the right-hand side in the last column.
func solve(a [][]float64) (x []float64, ok bool) {
	n := len(a)
	for c := range n {
		best := c
		for i := c + 1; i < n; i++ {
			if abs(a[i][c]) > abs(a[best][c]) {
				best = i
			}
		}
		a[c], a[best] = a[best], a[c]
		if a[c][c] == 0 || a[c][c] != a[c][c] {
			return nil, false
		}
		for i := c + 1; i < n; i++ {
			q := a[i][c] / a[c][c]
			if q == 0 {
				continue
			}
			for j := c; j <= n; j++ {
				a[i][j] -= float64(q * a[c][j])
			}
		}
	}
	x = make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		v := a[i][n]
		for j := i + 1; j < n; j++ {
			v -= float64(a[i][j] * x[j])
		}
		x[i] = v / a[i][i]
	}
	return x, true
}
