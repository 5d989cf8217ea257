package sim

// lanes is a block of runs of one program, integrated side by side by the adaptive
// method, each with its own time and step. It does lane by lane what dp5 does for
// one run, in the same order of operations, so that a run has the same bits in
// either.
type lanes struct {
	p   *Program
	tol float64

	y, x, x0, spare []vec // by operand; by state
	k               [7][]vec
	rest, big       []vec // by state that follows its own size
	per             []vec // 1/scale, by state
	perScale        []float64
	follows         []int

	t, h, end  vec // ms
	now        vec // the step tried
	err        vec // its error, relative to the tolerance's scale
	t0, h0     vec // the last step accepted, for dense output
	fresh      [width]bool
	active     [width]bool
	last       [width]bool // the step ends at an edge
	took       [width]bool // the last step was accepted
	drive      [width]drive
	ramps      bool
	evals      [width]int // of the run in each lane
	outside    [width]int
	rowsOf     [width][]float64
	frac       vec
	unplainRow [width][]float64 // rows evaluated outside the table
}

func newLanes(p *Program, tol float64) *lanes {
	n, size := len(p.vars), p.layout.size()
	b := &lanes{p: p, tol: tol, perScale: make([]float64, n)}
	slab := alignedVecs(size + 14*n)
	take := func(n int) []vec {
		s := slab[:n:n]
		slab = slab[n:]
		return s
	}
	b.y, b.x, b.x0, b.spare = take(size), take(n), take(n), take(n)
	for i := range b.k {
		b.k[i] = take(n)
	}
	b.rest, b.big, b.per = take(n), take(n), take(n)
	for i, v := range p.vars {
		if v.scale > 0 {
			b.perScale[i] = 1 / v.scale
			for l := range width {
				b.per[i][l] = b.perScale[i]
			}
		} else {
			b.follows = append(b.follows, i)
		}
	}
	for l := range b.unplainRow {
		b.unplainRow[l] = make([]float64, p.direct)
	}
	return b
}

// load puts a run into a lane: its numbers and the states it starts from.
func (b *lanes) load(l int, y, rest []float64) {
	n := len(b.p.vars)
	for i, v := range y {
		b.y[i][l] = v
	}
	for i := range n {
		b.x[i][l], b.x0[i][l] = y[i], y[i]
		b.rest[i][l] = rest[i]
		b.big[i][l] = max(abs(y[i]), rest[i])
	}
	b.t[l], b.h[l], b.end[l], b.t0[l], b.h0[l] = 0, firstStep, 0, 0, 0
	b.fresh[l], b.active[l], b.took[l], b.drive[l], b.outside[l], b.evals[l] = false, true, false, drive{}, 0, 0
}

// drop empties a lane. It goes on being computed, from where it stands.
func (b *lanes) drop(l int) { b.active[l] = false }

// step tries one step in every lane. It says in took which lanes have moved.
func (b *lanes) step() {
	b.prepare()
	b.attempt()
	b.decide()
}

// prepare chooses each lane's step and makes sure that its first stage belongs to
// its state.
func (b *lanes) prepare() {
	stale := false
	b.ramps = false
	for l := range width {
		if !b.active[l] {
			b.now[l] = 0
			continue
		}
		stale = stale || !b.fresh[l]
		b.ramps = b.ramps || b.drive[l].ramp
		h := min(b.h[l], longestStep)
		b.last[l] = false
		if b.t[l]+float64(1.01*h) >= b.end[l] {
			h, b.last[l] = b.end[l]-b.t[l], true
		}
		b.now[l] = h
	}
	if !stale {
		return
	}
	copy(b.y, b.x)
	b.inject(0)
	if vectorised {
		b.vectorRates(b.spare)
	} else {
		b.rates(b.spare)
	}
	for l := range width {
		if b.fresh[l] || !b.active[l] {
			continue
		}
		b.fresh[l] = true
		b.evals[l]++
		for i := range b.spare {
			b.k[0][i][l] = b.spare[i][l]
		}
	}
}

// inject puts the currents of the fraction c of the step in place.
func (b *lanes) inject(c float64) {
	if !b.ramps {
		return
	}
	in := &b.y[b.p.comps[b.p.inject].inj]
	for l := range width {
		if d := &b.drive[l]; d.ramp {
			at := b.t[l]
			if c != 0 {
				at += float64(c * b.now[l])
			}
			in[l] = d.value + float64(d.slope*(at-d.at))
		}
	}
}

// attempt computes the stages of every lane's step, and its error.
func (b *lanes) attempt() {
	if vectorised {
		b.vectorAttempt()
		return
	}
	b.stage2()
	b.inject(c2)
	b.rates(b.k[1])
	b.stage3()
	b.inject(c3)
	b.rates(b.k[2])
	b.stage4()
	b.inject(c4)
	b.rates(b.k[3])
	b.stage5()
	b.inject(c5)
	b.rates(b.k[4])
	b.stage6()
	b.inject(1)
	b.rates(b.k[5])
	b.stage7()
	b.inject(1)
	b.rates(b.k[6])
	b.estimate()
}

// decide accepts or refuses each lane's step and chooses the next.
func (b *lanes) decide() {
	refused := false
	for l := range width {
		b.took[l] = b.active[l] && b.err[l] <= b.tol
		refused = refused || !b.took[l]
	}
	b.x, b.x0 = b.x0, b.x
	b.k[0], b.k[6] = b.k[6], b.k[0]
	copy(b.x, b.y[:len(b.x)])
	for _, i := range b.follows {
		x, big := &b.x[i], &b.big[i]
		for l := range width {
			if a := abs(x[l]); b.took[l] && a > big[l] {
				big[l] = a
			}
		}
	}
	for l := range width {
		b.evals[l] += 6
		err, h := b.err[l], b.now[l]
		factor := leastFactor
		if err == err { // not NaN
			factor = safety * fifthRoot(b.tol/max(err, 1e-300))
			factor = max(leastFactor, min(mostFactor, factor))
		}
		switch {
		case !b.active[l]:
		case b.took[l]:
			b.t0[l], b.h0[l] = b.t[l], h
			b.t[l] += h
			if b.last[l] {
				b.t[l] = b.end[l]
				b.h[l] = max(b.h[l], h*factor)
			} else {
				b.h[l] = h * factor
			}
		default:
			b.h[l] = h * min(1, factor)
		}
	}
	if refused {
		b.putBack()
	}
}

// putBack gives the lanes that have not moved their state and first stage again.
func (b *lanes) putBack() {
	for l := range width {
		if b.took[l] {
			continue
		}
		for i := range b.x {
			b.x[i][l] = b.x0[i][l]
			b.k[0][i][l] = b.k[6][i][l]
		}
	}
}

// dense gives the coefficients of state i of a lane over its last step, as
// dp5.dense does.
func (b *lanes) dense(l int, i operand) (r0, r1, r2, r3, r4 float64) {
	h := b.h0[l]
	k1, k3, k4, k5, k6, k7 := b.k[6][i][l], b.k[2][i][l], b.k[3][i][l], b.k[4][i][l], b.k[5][i][l], b.k[0][i][l]
	r0 = b.x0[i][l]
	r1 = b.x[i][l] - r0
	r2 = float64(h*k1) - r1
	r3 = r1 - float64(h*k7) - r2
	r4 = float64(h * (float64(d1*k1) + float64(d3*k3) + float64(d4*k4) + float64(d5*k5) + float64(d6*k6) + float64(d7*k7)))
	return r0, r1, r2, r3, r4
}

// lane is one lane of a block as a stepper: what Runner looks at between steps.
type lane struct {
	b *lanes
	l int
}

func (s *lane) step(float64) error    { panic("sim: a lane is stepped by its block") }
func (s *lane) time() float64         { return s.b.t[s.l] }
func (s *lane) span() (t0, h float64) { return s.b.t0[s.l], s.b.h0[s.l] }
func (s *lane) now() []float64        { panic("sim: a lane has no states of its own") }

// drivenBy begins a stretch under another current.
func (s *lane) drivenBy(d drive) {
	b := s.b
	b.drive[s.l] = d
	b.y[b.p.comps[b.p.inject].inj][s.l] = d.value
	b.fresh[s.l] = false
	b.h[s.l] = min(b.h[s.l], firstStep)
}

// at is a state at the fraction u of the last step.
func (s *lane) at(i operand, u float64) float64 {
	r0, r1, r2, r3, r4 := s.b.dense(s.l, i)
	w := 1 - u
	return r0 + float64(u*(r1+float64(w*(r2+float64(u*(r3+float64(w*r4)))))))
}

// reach is a bound from above of a state within the last step.
func (s *lane) reach(i operand) float64 {
	r0, r1, r2, r3, r4 := s.b.dense(s.l, i)
	return max(r0, r0+r1) + float64(0.25*abs(r2)) + float64(0.15*abs(r3)) + float64(0.0625*abs(r4))
}
