package sim

import "quell/model/expr"

// fixed is staggered Crank–Nicolson: V at whole steps, every other state at
// half steps. Gates relax exactly, other states take the explicit midpoint or,
// where they are linear in themselves, an exact relaxation about it; V is solved
// over the tree of compartments. Conductances that follow V at once are taken at
// the mean V of the step. Second order. What comes at a time of its own, a dose or a
// pulse, comes with the first step that begins at or after it.
type fixed struct {
	*machine
	dt    float64
	n     int       // steps taken
	x     []float64 // V at n·dt, the rest at (n+1/2)·dt
	lastV []float64 // V one step earlier, by compartment
	oldV  []float64 // V two steps earlier, for interpolation
	d     []float64
	mid   []float64
	diag  []float64
	rhs   []float64
	mean  []float64 // of V over the step, by compartment
	was   []float64 // that mean one pass earlier
	moved float64   // mV, the largest change of the last pass
	began bool
	input func(t0, t1 float64) float64 // mean injected density over an interval
	noise *background                  // nil without noise
}

func newFixed(m *machine, dt float64, input func(t0, t1 float64) float64) *fixed {
	n, c := len(m.p.vars), len(m.p.comps)
	s := &fixed{
		machine: m, dt: dt, input: input, x: make([]float64, n), d: make([]float64, n), mid: make([]float64, n),
		lastV: make([]float64, c), oldV: make([]float64, c), diag: make([]float64, c), rhs: make([]float64, c), mean: make([]float64, c), was: make([]float64, c),
	}
	copy(s.x, m.y[:n])
	for i := range m.p.comps {
		s.lastV[i] = s.x[m.p.comps[i].v]
		s.oldV[i] = s.lastV[i]
	}
	return s
}

// step takes one step.
func (s *fixed) step(end float64) error {
	s.prescribe(s.time() + float64(0.5*s.dt))
	s.noise.step(s.n, s.y)
	if !s.began { // the other states move half a step ahead of V
		s.advance(s.dt/2, true)
		s.began = true
	} else {
		s.advance(s.dt, false)
	}
	s.solve()
	s.n++
	for i := range s.p.comps {
		v := s.x[s.p.comps[i].v]
		if !(abs(v) < highestV) {
			return &FailureError{Time: s.time(), State: s.named(s.x)}
		}
	}
	return nil
}

func (s *fixed) time() float64 { return float64(float64(s.n) * s.dt) }

// advance moves every state but V by h, with V as it is now.
func (s *fixed) advance(h float64, half bool) {
	y, x := s.y, s.x
	copy(y, x)
	for i := range s.p.comps {
		c := &s.p.comps[i]
		row, f := s.lookUp(c)
		for _, g := range c.gates {
			r := row[g.base:]
			inf := r[0] + float64(f*(r[8]+float64(f*(r[16]+float64(f*r[24])))))
			e := r[4] + float64(f*(r[12]+float64(f*(r[20]+float64(f*r[28])))))
			if half {
				e = sqrt(e)
			}
			old := x[g.x]
			x[g.x] = inf + float64((old-inf)*e)
			y[g.x] = float64(0.5 * (old + x[g.x])) // at the time of V
		}
	}
	if !s.hasSlow() {
		return
	}
	// Half a step to the time of V, then the whole step with the rates found there.
	s.slow(h/2, true)
	s.slow(h, false)
}

func (s *fixed) hasSlow() bool {
	if s.p.rec != nil {
		return true
	}
	for i := range s.p.comps {
		if len(s.p.comps[i].relax)+len(s.p.comps[i].rates) > 0 {
			return true
		}
	}
	return false
}

// slow moves the states that are not gates of V by h from x, with the rates of
// y; into y when it is only a prediction, else into x.
func (s *fixed) slow(h float64, predict bool) {
	y, x, d := s.y, s.x, s.d
	to := x
	if predict {
		to = s.mid
	}
	if r := s.p.rec; r != nil {
		r.rates(y, d)
	}
	for i := range s.p.comps {
		c := &s.p.comps[i]
		row, f := s.lookUp(c)
		s.currents(c, row, f)
		execute(c.late, y)
		for _, r := range c.relax {
			a, b := y[r.a], y[r.b]
			if z := float64(b * h); abs(z) > 1e-12 {
				to[r.x] = x[r.x] - float64((a/b-x[r.x])*expr.Expm1(-z))
			} else {
				to[r.x] = x[r.x] + float64(h*a)
			}
		}
		for _, r := range c.rates {
			to[r.x] = x[r.x] + float64(h*y[r.a])
		}
	}
	if r := s.p.rec; r != nil {
		r.bind(y, d)
		r.each(func(o operand) { to[o] = x[o] + float64(h*d[o]) })
	}
	if predict {
		if r := s.p.rec; r != nil {
			r.each(func(o operand) { y[o] = to[o] })
		}
		for i := range s.p.comps {
			c := &s.p.comps[i]
			for _, r := range c.relax {
				y[r.x] = to[r.x]
			}
			for _, r := range c.rates {
				y[r.x] = to[r.x]
			}
		}
	}
}

// solve moves V by a step: Crank–Nicolson for the mean of the old and new V,
// eliminated along the tree from its leaves. Where conductances follow V at
// once they are first taken at V extrapolated to the half step, then at the mean
// that this gave.
func (s *fixed) solve() {
	p := s.p
	copy(s.y, s.x)
	instant := false
	for i := range p.comps {
		v := s.x[p.comps[i].v]
		s.mean[i] = v
		if p.comps[i].instant {
			instant = true
			s.mean[i] = v + float64(0.5*(v-s.lastV[i]))
		}
	}
	if p.rec != nil {
		p.rec.rates(s.y, s.d)
	}
	s.eliminate()
	for pass := 1; instant && pass < mostPasses && s.moved > passDone; pass++ {
		s.eliminate()
	}
	copy(s.oldV, s.lastV)
	for i := range p.comps {
		o := p.comps[i].v
		s.lastV[i] = s.x[o]
		s.x[o] = 2*s.mean[i] - s.x[o]
	}
}

// Passes over conductances that follow V at once, until the mean V moves by less
// than passDone (mV).
const (
	mostPasses = 6
	passDone   = 1e-5
)

// eliminate evaluates the currents at the mean V known so far and solves for it.
func (s *fixed) eliminate() {
	p, y := s.p, s.y
	t := s.time()
	for i := range p.comps {
		c := &p.comps[i]
		if c.instant {
			y[c.v] = s.mean[i]
		}
		row, f := s.lookUp(c)
		gk, sk := s.currents(c, row, f)
		k := 2 * y[c.cap] / s.dt
		s.diag[i] = k + gk
		s.rhs[i] = float64(k*s.x[c.v]) + sk
		if i == p.inject {
			s.rhs[i] += s.input(t, t+s.dt)
		}
		for _, l := range c.links {
			s.diag[i] += y[l.g]
		}
	}
	for j := len(p.tree) - 1; j >= 0; j-- {
		b := p.tree[j]
		q := y[b.gParent] / s.diag[b.child]
		s.diag[b.parent] -= float64(q * y[b.gChild])
		s.rhs[b.parent] += float64(q * s.rhs[b.child])
	}
	copy(s.was, s.mean)
	root := p.inject
	s.mean[root] = s.rhs[root] / s.diag[root]
	if p.clamp {
		s.mean[root] = s.x[p.comps[root].v]
	}
	for _, b := range p.tree {
		s.mean[b.child] = (s.rhs[b.child] + float64(y[b.gChild]*s.mean[b.parent])) / s.diag[b.child]
	}
	s.moved = 0
	for i, v := range s.mean {
		s.moved = max(s.moved, abs(v-s.was[i]))
	}
}

// span is the time and length of the last step.
func (s *fixed) span() (t0, h float64) { return s.time() - s.dt, s.dt }

// dense is a state over the last step: V by the parabola through three steps, other
// states by their last value.
func (s *fixed) dense(o operand) quartic {
	for i := range s.p.comps {
		if s.p.comps[i].v != o {
			continue
		}
		v0, v1, v2 := s.oldV[i], s.lastV[i], s.x[o]
		c := quartic{r0: v1, r1: v2 - v1}
		if s.n >= 2 {
			c.r2 = float64(-0.5 * (v2 - float64(2*v1) + v0))
		}
		return c
	}
	return quartic{r0: s.x[o]}
}

// at is a state at the fraction u of the last step.
func (s *fixed) at(o operand, u float64) float64 { c := s.dense(o); return c.at(u) }

// branch is one link of the tree, child away from the injected compartment.
type branch struct {
	child, parent   int
	gChild, gParent operand // mS/cm2 of the child's and of the parent's membrane
}
