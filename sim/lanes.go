package sim

import "unsafe"

// lanes is a block of runs of one program, integrated side by side by the adaptive
// method, each with its own time and step. It does lane by lane what dp5 does for
// one run, in the same order of operations, so that a run has the same bits in
// either.
type lanes struct {
	operands
	seen
	tol float64

	x, x0, spare []vec // by state
	k            [7][]vec
	rest, big    []vec     // by state that follows its own size
	part         []vec     // of the error, without the last stage
	perScale     []float64 // by state; 0 for those that follow
	follows      []int

	*clocks

	fresh   mask // lanes whose first stage belongs to their state
	last    mask // the step ends at an edge
	drive   [width]drive
	ramps   mask       // lanes whose current changes within a step
	once    [width]int // evaluations besides those of steps
	kernels []kernel
	views   [width]lane
}

// clocks are where the lanes of a block stand. It holds no pointers and starts on a
// cache line.
type clocks struct {
	t, h, end vec // ms: the time reached, the next step wanted, the next edge
	now       vec // the step tried
	err       vec // its error, relative to the tolerance's scale
	factor    vec // of the next step
	t0, h0    vec // the last step accepted, for dense output
	tried     vec // steps
	taken     vec
}

func newLanes(p *Program, tol float64) *lanes {
	n, size := len(p.vars), p.layout.size()
	b := &lanes{tol: tol, perScale: make([]float64, n)}
	const own = int(unsafe.Sizeof(clocks{}) / unsafe.Sizeof(vec{}))
	slab := alignedVecs(own + 1 + size + 14*n)
	take := func(n int) []vec {
		s := slab[:n:n]
		slab = slab[n:]
		return s
	}
	b.clocks = (*clocks)(unsafe.Pointer(&take(own)[0]))
	b.operands = newOperands(p, &take(1)[0], take(size))
	b.x, b.x0, b.spare = take(n), take(n), take(n)
	for i := range b.k {
		b.k[i] = take(n)
	}
	b.rest, b.big, b.part = take(n), take(n), take(n)
	for i, v := range p.vars {
		if v.scale > 0 {
			b.perScale[i] = 1 / v.scale
		} else {
			b.follows = append(b.follows, i)
		}
	}
	for i := range p.comps {
		b.kernels = append(b.kernels, newKernel(&b.operands, &p.comps[i]))
	}
	for l := range b.views {
		b.views[l] = lane{b, l}
		b.idle(l)
	}
	return b
}

// idle puts the program's own start into a lane without a run, which is computed with
// the others.
func (b *lanes) idle(l int) {
	m := newMachine(b.p)
	b.load(l, nil, m.y, m.rest)
	b.drop(l)
}

// load puts a run into a lane: its numbers and the states it starts from.
func (b *lanes) load(l int, _ *Runner, y, rest []float64) {
	n := len(b.p.vars)
	for i, v := range y {
		b.y[i][l] = v
	}
	for i := range n {
		b.x[i][l], b.x0[i][l] = y[i], y[i]
		b.rest[i][l] = rest[i]
		b.big[i][l] = max(abs(y[i]), rest[i])
	}
	b.t[l], b.h[l], b.end[l], b.t0[l], b.h0[l], b.tried[l], b.taken[l] = 0, firstStep, 0, 0, 0, 0, 0
	b.drive[l], b.outside[l], b.once[l] = drive{}, 0, 0
	b.ramps.set(l, false)
	b.active.set(l, true)
	b.fresh.set(l, false)
	b.took.set(l, false)
	b.below.set(l, y[b.p.spikes] < b.p.thresh)
}

// drop empties a lane. It goes on being computed, from where it stands.
func (b *lanes) drop(l int) {
	b.active.set(l, false)
	b.h[l], b.end[l] = 0, b.t[l]
}

func (b *lanes) view(l int) stepper { return &b.views[l] }

// until sets the next edge of a lane.
func (b *lanes) until(l int, end float64) { b.end[l] = end }

// spent are the steps that the run in a lane has taken, and its evaluations.
func (b *lanes) spent(l int) (steps, evals int) {
	return int(b.taken[l]), 6*int(b.tried[l]) + b.once[l]
}

// state i of a lane.
func (b *lanes) state(l int, i operand) float64 { return b.x[i][l] }

// advance takes steps until something has happened in a lane.
func (b *lanes) advance(most int) {
	for range most {
		if b.step(); b.look != 0 {
			return
		}
	}
}

// step tries one step in every lane. took says which lanes have moved, and look which
// want a look.
func (b *lanes) step() {
	if vectorised {
		b.last = prepare(b.clocks, &stepNumbers)
		b.renew()
		b.vectorStep()
		return
	}
	b.prepare()
	b.renew()
	b.attempt()
	b.choose()
	b.decide()
	b.putBack()
	b.watch()
}

// renew makes sure that each lane's first stage belongs to its state.
func (b *lanes) renew() {
	stale := b.active &^ b.fresh
	if stale == 0 {
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
		if !stale.has(l) {
			continue
		}
		b.once[l]++
		for i := range b.spare {
			b.k[0][i][l] = b.spare[i][l]
		}
	}
	b.fresh |= stale
}

// inject puts the currents of the fraction c of the step in place.
func (b *lanes) inject(c float64) {
	if b.ramps == 0 {
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

// astray says that a V of a lane has left every physiological range.
func (b *lanes) astray(l int) bool {
	for i := range b.p.comps {
		if !(abs(b.x[b.p.comps[i].v][l]) < highestV) {
			return true
		}
	}
	return false
}

// putBack gives the lanes that have not moved their state and first stage again.
func (b *lanes) putBack() {
	for l := range width {
		if b.took.has(l) {
			continue
		}
		for i := range b.x {
			b.x[i][l] = b.x0[i][l]
			b.k[0][i][l] = b.k[6][i][l]
		}
	}
}

// dense is state i of a lane over its last step, as dp5.dense has it.
func (b *lanes) dense(l int, i operand) quartic {
	return densely(b.h0[l], b.x0[i][l], b.x[i][l], b.k[6][i][l], b.k[2][i][l], b.k[3][i][l], b.k[4][i][l], b.k[5][i][l], b.k[0][i][l])
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
	b.ramps.set(s.l, d.ramp)
	b.y[b.p.comps[b.p.inject].inj][s.l] = d.value
	b.fresh.set(s.l, false)
	b.h[s.l] = min(b.h[s.l], firstStep)
}

func (s *lane) dense(i operand) quartic         { return s.b.dense(s.l, i) }
func (s *lane) at(i operand, u float64) float64 { c := s.b.dense(s.l, i); return c.at(u) }
