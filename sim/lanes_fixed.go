package sim

import (
	"math"
	"slices"
)

// fixedLanes is a block of runs of one program, integrated side by side by the fixed
// method. All take steps of one length, each at a step of its own. It does lane by
// lane what fixed does for one run, in the same order of operations, so that a run has
// the same bits in either.
//
// A state lies where equations read it, at its operand. Where they must read it at
// another value in the course of a step it has a home apart: V of a compartment whose
// conductances follow it at once, a state that takes the midpoint, and a gate that is
// read there.
type fixedLanes struct {
	operands
	seen
	dt      float64
	home    []operand // of each state
	apart   []operand // states whose home is apart, without V
	parts   []fixedPart
	tree    []instr // elimination along the tree of compartments
	instant bool    // conductances of some compartment follow V at once
	slowly  bool    // there are states that are not gates of V

	last, old []vec  // V one and two steps earlier, by compartment
	mean, was []vec  // of V over the step, and one pass earlier
	diag, rhs []vec  // of the equations for that mean
	perStep   []vec  // 2C/dt
	h         []vec  // ms: to the midpoint of a step, and a step, of what is not V
	input     *vec   // uA/cm2 that is injected over the step, on average
	fresh     mask   // lanes in their first step, which takes the other states half a step ahead of V
	count     int    // steps of the block
	dues      duties // of the lanes
	kernels   fixedKernels
	views     [width]fixedLane
}

// duties say at which step of the block something has to be done for a lane.
type duties struct {
	run     [width]*Runner
	began   [width]int // when its run began
	due     [width]int // when it comes to its edge
	calm    [width]int // before then the injected current does not change
	nextDue int
	next    int // when an injected current is wanted
}

// never is a step that does not come.
const never = math.MaxInt

func newFixedLanes(p *Program, dt float64) *fixedLanes {
	n, c := len(p.vars), len(p.comps)
	b := &fixedLanes{dt: dt}
	relaxers, rates := 0, 0
	for i := range p.comps {
		relaxers += len(p.comps[i].relax)
		rates += len(p.comps[i].rates)
	}
	slab := alignedVecs(1 + p.layout.size() + n + 7*c + 3 + 5*relaxers + rates)
	b.operands = newOperands(p, &slab[0], slab[1:])
	free := p.layout.size()
	take := func(n int) operand {
		free += n
		return operand(free - n)
	}
	several := func(n int) []vec { o := take(n); return b.y[o:][:n] }
	b.last, b.old, b.mean, b.was = several(c), several(c), several(c), several(c)
	b.diag, b.rhs, b.perStep = several(c), several(c), several(c)
	b.h, b.input = several(2), &b.y[take(1)]
	b.settle(take)
	b.eliminate()
	b.kernels = newFixedKernels(b)
	for l := range width {
		b.dues.due[l] = never
		b.views[l] = fixedLane{b, l}
		b.idle(l)
	}
	return b
}

// place is where a number of every lane lies, as an operand.
func (b *fixedLanes) place(v *vec) operand {
	for i := range b.y {
		if &b.y[i] == v {
			return operand(i)
		}
	}
	panic("sim: a number of a block lies outside it")
}

// idle puts the program's own start into a lane without a run, which is computed with
// the others.
func (b *fixedLanes) idle(l int) {
	m := newMachine(b.p)
	b.load(l, nil, m.y, m.rest)
	b.drop(l)
}

// load puts a run into a lane: its numbers and the states it starts from.
func (b *fixedLanes) load(l int, r *Runner, y, _ []float64) {
	for i, v := range y {
		b.y[i][l] = v
	}
	for i, o := range b.home {
		b.y[o][l] = y[i]
	}
	for i := range b.p.comps {
		c := &b.p.comps[i]
		b.last[i][l], b.old[i][l], b.mean[i][l] = y[c.v], y[c.v], y[c.v]
		b.perStep[i][l] = 2 * y[c.cap] / b.dt
	}
	b.h[0][l], b.h[1][l] = b.dt/4, b.dt/2
	b.input[l] = 0
	b.outside[l] = 0
	b.dues.run[l], b.dues.began[l] = r, b.count
	b.fresh.set(l, true)
	b.active.set(l, true)
	b.took.set(l, false)
	b.below.set(l, y[b.p.spikes] < b.p.thresh)
}

// drop empties a lane. It goes on being computed, from where it stands.
func (b *fixedLanes) drop(l int) {
	b.active.set(l, false)
	b.dues.run[l], b.dues.due[l] = nil, never
	b.dues.nextDue = slices.Min(b.dues.due[:])
}

func (b *fixedLanes) view(l int) stepper { return &b.views[l] }

// taken are the steps that the run in a lane has taken.
func (b *fixedLanes) taken(l int) int { return b.count - b.dues.began[l] }

// timeOf is when the step n of a run begins.
func (b *fixedLanes) timeOf(n int) float64 { return float64(float64(n) * b.dt) }

// spent are the steps that a run has taken, without one that failed.
func (b *fixedLanes) spent(l int) (steps, evals int) {
	if b.astray(l) {
		return b.taken(l) - 1, 0
	}
	return b.taken(l), 0
}

// state i of a lane.
func (b *fixedLanes) state(l int, i operand) float64 { return b.y[b.home[i]][l] }

// until makes the first step that begins at or after end the one at which a lane has
// come to its edge.
func (b *fixedLanes) until(l int, end float64) {
	d := &b.dues
	n := b.taken(l)
	due := max(n, int(end/b.dt)-2)
	for due++; b.timeOf(due) < end-timeGrain; due++ {
	}
	calm := n
	if d.run[l].flat {
		for calm = due; calm > n && b.timeOf(calm-1)+b.dt > end; calm-- {
		}
	}
	d.due[l], d.calm[l] = d.began[l]+due, d.began[l]+calm
	d.nextDue = slices.Min(d.due[:])
	d.next = b.count
}

// feed finds the currents that are injected over the step.
func (b *fixedLanes) feed() {
	d := &b.dues
	d.next = never
	for l, r := range d.run {
		switch {
		case r == nil:
		case b.count < d.calm[l]:
			b.input[l] = r.level
			d.next = min(d.next, d.calm[l])
		default:
			t := b.timeOf(b.taken(l))
			b.input[l] = r.meanInput(t, t+b.dt)
			d.next = b.count + 1
		}
	}
}

// advance takes steps until something has happened in a lane.
func (b *fixedLanes) advance(most int) {
	b.took = b.active
	for d := &b.dues; most > 0; {
		if b.count >= d.next {
			b.feed()
		}
		n := b.steps(min(most, d.next-b.count, d.nextDue-b.count))
		b.count += n
		most -= n
		if b.fresh != 0 {
			b.wholeSteps()
		}
		if b.count >= d.nextDue {
			for l, due := range d.due {
				b.look.set(l, b.look.has(l) || b.count >= due)
			}
		}
		if b.look != 0 {
			return
		}
	}
}

// steps takes so many steps, or fewer if something happens in a lane, and says how many.
func (b *fixedLanes) steps(most int) int {
	if vectorised {
		return b.vectorSteps(most)
	}
	b.moveOthers()
	b.solve()
	b.finish()
	b.watch()
	return 1
}

// wholeSteps makes the next step of lanes that have taken their first a whole one.
func (b *fixedLanes) wholeSteps() {
	for l := range width {
		if b.fresh.has(l) {
			b.h[0][l], b.h[1][l] = b.dt/2, b.dt
		}
	}
	b.fresh = 0
}

// astray says that a V of a lane has left every physiological range.
func (b *fixedLanes) astray(l int) bool {
	for i := range b.p.comps {
		if !(abs(b.state(l, b.p.comps[i].v)) < highestV) {
			return true
		}
	}
	return false
}

// parabola is V of a compartment of a lane over its last step, after n of them.
func (b *fixedLanes) parabola(l, comp, n int) quartic {
	v0, v1, v2 := b.old[comp][l], b.last[comp][l], b.state(l, b.p.comps[comp].v)
	c := quartic{r0: v1, r1: v2 - v1}
	if n >= 2 {
		c.r2 = float64(-0.5 * (v2 - float64(2*v1) + v0))
	}
	return c
}

// fixedLane is one lane of a block as a stepper: what Runner looks at between steps.
type fixedLane struct {
	b *fixedLanes
	l int
}

func (s *fixedLane) step(float64) error    { panic("sim: a lane is stepped by its block") }
func (s *fixedLane) time() float64         { return s.b.timeOf(s.b.taken(s.l)) }
func (s *fixedLane) span() (t0, h float64) { return s.time() - s.b.dt, s.b.dt }
func (s *fixedLane) now() []float64        { panic("sim: a lane has no states of its own") }

// dense is a state over the last step, as fixed.dense has it.
func (s *fixedLane) dense(o operand) quartic {
	for i := range s.b.p.comps {
		if s.b.p.comps[i].v == o {
			return s.b.parabola(s.l, i, s.b.taken(s.l))
		}
	}
	return quartic{r0: s.b.state(s.l, o)}
}

func (s *fixedLane) at(o operand, u float64) float64 { c := s.dense(o); return c.at(u) }
