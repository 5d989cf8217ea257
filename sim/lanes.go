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

	t, h, end vec // ms
	now       vec // the step tried
	err       vec // its error, relative to the tolerance's scale
	factor    vec // of the next step
	t0, h0    vec // the last step accepted, for dense output
	tried     vec // steps
	taken     vec

	active, fresh mask    // lanes with a run; those whose first stage belongs to their state
	last          mask    // the step ends at an edge
	took          mask    // the last step was accepted
	below         mask    // V is below the threshold of a spike
	look          mask    // something has happened in the step: see watch
	crossed       [4]mask // V has passed the threshold upwards in that quarter of it
	drive         [width]drive
	ramps         bool
	once          [width]int // evaluations besides those of steps
	outside       [width]int
	rowsOf        [width][]float64
	frac          vec
	unplainRow    [width][]float64 // rows evaluated outside the table
}

// mask is a set of lanes.
type mask uint8

const everyLane mask = 1<<width - 1

func (m mask) has(l int) bool { return m>>l&1 != 0 }

func (m *mask) set(l int, yes bool) {
	*m &^= 1 << l
	if yes {
		*m |= 1 << l
	}
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
		b.idle(l)
	}
	return b
}

// idle puts the program's own start into a lane without a run, which is computed with
// the others.
func (b *lanes) idle(l int) {
	m := newMachine(b.p)
	b.load(l, m.y, m.rest)
	b.drop(l)
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
	b.t[l], b.h[l], b.end[l], b.t0[l], b.h0[l], b.tried[l], b.taken[l] = 0, firstStep, 0, 0, 0, 0, 0
	b.drive[l], b.outside[l], b.once[l] = drive{}, 0, 0
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

// evals is the number of evaluations that the run in a lane has had.
func (b *lanes) evals(l int) int { return 6*int(b.tried[l]) + b.once[l] }

// step tries one step in every lane. took says which lanes have moved, and look which
// want a look.
func (b *lanes) step() {
	if vectorised {
		b.vectorPrepare()
		b.renew()
		b.vectorAttempt()
		b.vectorChoose()
		b.vectorDecide()
	} else {
		b.prepare()
		b.renew()
		b.attempt()
		b.choose()
		b.decide()
	}
	if b.took != everyLane {
		b.putBack()
	}
	if vectorised {
		b.vectorWatch()
	} else {
		b.watch()
	}
}

// renew makes sure that each lane's first stage belongs to its state.
func (b *lanes) renew() {
	b.ramps = false
	for l := range width {
		b.ramps = b.ramps || b.drive[l].ramp
	}
	stale := b.active &^ b.fresh
	if stale == 0 {
		return
	}
	copy(b.y, b.x)
	b.inject(0)
	if vectorised {
		b.vectorRates(b.spare)
		b.vectorsDone()
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
	b.y[b.p.comps[b.p.inject].inj][s.l] = d.value
	b.fresh.set(s.l, false)
	b.h[s.l] = min(b.h[s.l], firstStep)
}

func (s *lane) dense(i operand) quartic         { return s.b.dense(s.l, i) }
func (s *lane) at(i operand, u float64) float64 { c := s.b.dense(s.l, i); return c.at(u) }
