package sim

import "quell/model/expr"

// The loops of a block of the fixed method in plain Go: the meaning of the vector
// kernels, which do the same operations in the same order.

// moveOthers moves every state but V, with V as it is now.
func (b *fixedLanes) moveOthers() {
	for i := range b.parts {
		c := b.parts[i].c
		b.rows(c, b.active)
		b.relaxGates(c)
		if b.slowly {
			b.columns(c)
		}
	}
	if !b.slowly {
		return
	}
	b.slow(0)
	for i := range b.parts {
		for _, s := range b.parts[i].slow {
			b.y[s.x] = b.y[s.mid]
		}
	}
	b.slow(1)
	for _, o := range b.apart {
		b.y[o] = b.y[b.home[o]]
	}
}

// relaxGates moves the gates of a compartment. Where they are read at the time of V
// their mean is left there.
func (b *fixedLanes) relaxGates(c *compProgram) {
	for i := range c.gates {
		g := &c.gates[i]
		x, y := &b.y[b.home[g.x]], &b.y[g.x]
		for l := range x {
			r, f := (*[tableBlock - pairsInBlock + 1]float64)(b.rowsOf[l][g.base:]), b.frac[l]
			inf := r[0] + float64(f*(r[8]+float64(f*(r[16]+float64(f*r[24])))))
			e := r[4] + float64(f*(r[12]+float64(f*(r[20]+float64(f*r[28])))))
			if b.fresh.has(l) {
				e = sqrt(e)
			}
			old := x[l]
			x[l] = inf + float64((old-inf)*e)
			if x != y {
				y[l] = float64(0.5 * (old + x[l]))
			}
		}
	}
}

// slow moves the states that are not gates of V: to the midpoint, with stage 0, or the
// whole step with the rates found there.
func (b *fixedLanes) slow(stage int) {
	h := &b.h[stage]
	for i := range b.parts {
		p := &b.parts[i]
		c := &p.stages[stage]
		b.code(c.code)
		var g, s vec
		b.ohmic(c, &g, &s)
		b.code(c.late)
		for i := range p.slow {
			s := &p.slow[i]
			if s.b != noOperand {
				b.relax(s, stage)
				continue
			}
			x, a, to := &b.y[s.home], &b.y[s.a], &b.y[s.to(stage)]
			for l := range to {
				to[l] = x[l] + float64(h[l]*a[l])
			}
		}
	}
}

// relax moves a state with x' = a - b·x exactly. The exponential is kept for the next
// step, which mostly has the same b.
func (b *fixedLanes) relax(s *slowState, stage int) {
	h := &b.h[stage]
	x, a, k, to := &b.y[s.home], &b.y[s.a], &b.y[s.b], &b.y[s.to(stage)]
	known, power := &b.y[s.known[stage]], &b.y[s.power[stage]]
	for l := range to {
		z := float64(k[l] * h[l])
		if !(abs(z) > 1e-12) {
			to[l] = x[l] + float64(h[l]*a[l])
			continue
		}
		if z != known[l] {
			known[l], power[l] = z, expr.Expm1(-z)
		}
		to[l] = x[l] - float64((a[l]/k[l]-x[l])*power[l])
	}
}

// solve finds the mean V of the step, as fixed.solve does. A lane whose passes are done
// keeps what it has.
func (b *fixedLanes) solve() {
	if b.instant {
		b.guess()
	}
	going := everyLane
	for pass := 0; pass < mostPasses && going != 0; pass++ {
		copy(b.was, b.mean)
		b.pass(going)
		if !b.instant {
			return
		}
		going = b.settled(going)
	}
}

// guess is the mean V before it is computed: extrapolated where conductances follow it
// at once.
func (b *fixedLanes) guess() {
	for i := range b.parts {
		c := b.parts[i].c
		v, last, mean := &b.y[b.home[c.v]], &b.last[i], &b.mean[i]
		*mean = *v
		if !c.instant {
			continue
		}
		for l := range v {
			mean[l] = v[l] + float64(0.5*(v[l]-last[l]))
		}
		b.y[c.v] = *mean
	}
}

// pass evaluates the currents at the mean V known so far and solves for it.
func (b *fixedLanes) pass(going mask) {
	for i := range b.parts {
		p := &b.parts[i]
		if p.c.instant {
			b.rows(p.c, going&b.active)
			b.columns(p.c)
		}
		b.code(p.currents.code)
		var g, s vec
		b.ohmic(&p.currents, &g, &s)
		k, v, diag, rhs := &b.perStep[i], &b.y[b.home[p.c.v]], &b.diag[i], &b.rhs[i]
		for l := range diag {
			diag[l] = k[l] + g[l]
			rhs[l] = float64(k[l]*v[l]) + s[l]
			if i == b.p.inject {
				rhs[l] += b.input[l]
			}
		}
		for _, k := range p.c.links {
			for l, g := range b.y[k.g] {
				diag[l] += g
			}
		}
	}
	b.code(b.tree)
}

// settled ends a pass: lanes that were done get the mean they had, those that have
// moved go on.
func (b *fixedLanes) settled(going mask) (on mask) {
	for l := range width {
		moved := 0.0
		for i := range b.mean {
			if !going.has(l) {
				b.mean[i][l] = b.was[i][l]
			}
			moved = max(moved, abs(b.mean[i][l]-b.was[i][l]))
		}
		on.set(l, moved > passDone)
	}
	for i := range b.parts {
		if c := b.parts[i].c; c.instant {
			b.y[c.v] = b.mean[i]
		}
	}
	return on & going
}

// finish moves V by the step.
func (b *fixedLanes) finish() {
	for i := range b.parts {
		o := b.parts[i].c.v
		v, mean := &b.y[b.home[o]], &b.mean[i]
		b.old[i], b.last[i] = b.last[i], *v
		for l := range v {
			v[l] = 2*mean[l] - v[l]
		}
		b.y[o] = *v
	}
}

// watch says which lanes want a look: those whose V has passed the threshold or has left
// every range. It follows V by quarters of the step, as Runner.spikes does.
func (b *fixedLanes) watch() {
	thr := b.p.thresh
	b.look = 0
	b.crossed = [4]mask{}
	for l := range width {
		if !b.active.has(l) {
			continue
		}
		if b.astray(l) {
			b.look.set(l, true)
			continue
		}
		n := 2
		if b.fresh.has(l) {
			n = 1
		}
		c := b.parabola(l, b.p.inject, n)
		if c.reach() < thr {
			b.below.set(l, true)
			continue
		}
		for q := range b.crossed {
			low := c.at(float64(0.25*float64(q+1))) < thr
			if !low && b.below.has(l) {
				b.crossed[q].set(l, true)
				b.look.set(l, true)
			}
			b.below.set(l, low)
		}
	}
}
