package sim

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"quell/model"
	"quell/model/unit"
)

// Batch runs one neuron many times, each run with numbers, currents or doses of its
// own: a sweep, a dose–response curve, a population. Runs that share a program are
// integrated side by side. What a run gives does not depend on its neighbours, on
// how many workers there are, nor on whether the machine has vector instructions: it
// is what Run gives, bit for bit.
type Batch struct {
	Neuron   *model.Neuron
	Protocol Protocol
	Settings Settings
	Workers  int // 0: as many as processors

	// Enough is asked after each spike whether the run may end there, from several
	// goroutines at once; nil: it may not.
	Enough func(rec *Recording) bool

	sideBySide bool     // in blocks without vector instructions too, where they are no faster
	made       *builder // of the last Run
}

// fewest is how many runs fill a block well enough to be faster than one by one.
const fewest = 4

// Vectorised says that this build uses the machine's vector instructions.
func Vectorised() bool { return vectorised }

// Abreast is how many runs of a batch cost little more than one of them: as many as
// fill a block where the machine has vector instructions, else one.
func Abreast() int {
	if vectorised {
		return width
	}
	return 1
}

// Variant is how one run of a batch differs from the others. The zero value is the
// batch's own neuron and protocol.
type Variant struct {
	Label    string
	Set      []Tuning
	Currents []Segment                // nil: the protocol's
	Conc     []unit.Concentration     // of the protocol's doses, in their order; nil: as they are
	GIRK     *unit.ConductanceDensity // that is held; nil: the protocol's
}

// Run runs n variants and gives each recording to each, in any order and from one
// goroutine at a time, with the error of a run that failed. It keeps none of them. An
// error of Run's own means that a variant cannot be run at all, or that the context
// was cancelled; what was finished has been given. When it is asked to Run again,
// which must not be at the same time, it makes no tables that it has.
func (b *Batch) Run(ctx context.Context, n int, variant func(i int) Variant, each func(i int, rec *Recording, err error)) error {
	t, err := newTemplate(b.Neuron, b.Protocol, b.Settings, b.made)
	if err != nil {
		return err
	}
	b.made = t.b
	workers := b.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	fed := 1 // runs that keep a worker busy
	if b.inBlocks(t, n) {
		fed = width
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	q := &queue{n: n, variant: variant, each: each}
	var all sync.WaitGroup
	errs := make([]error, max(1, min(workers, (n+fed-1)/fed)))
	for w := range errs {
		all.Go(func() {
			if errs[w] = b.work(ctx, t, w, q); errs[w] != nil {
				cancel()
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	}
	return errors.Join(errs...)
}

// inBlocks says that n runs of the template are integrated side by side.
func (b *Batch) inBlocks(t *template, n int) bool {
	return t.b.p.sharable() && (t.b.set.Method == Accurate || t.b.p.inOrder()) && (vectorised || b.sideBySide) && n >= fewest
}

// queue hands out the runs of a batch.
type queue struct {
	mu      sync.Mutex
	next, n int
	variant func(i int) Variant
	each    func(i int, rec *Recording, err error)
}

func (q *queue) take() (i int, v Variant, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.next >= q.n {
		return 0, Variant{}, false
	}
	i = q.next
	q.next++
	return i, q.variant(i), true
}

func (q *queue) give(i int, rec *Recording, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.each(i, rec, err)
}

// protocol is the batch's with a variant's currents, concentrations and conductance.
func (b *Batch) protocol(v *Variant) (Protocol, error) {
	p := b.Protocol
	if v.Currents != nil {
		p.Currents = v.Currents
	}
	if v.GIRK != nil {
		p.HoldGIRK, p.GIRK = true, *v.GIRK
	}
	if v.Conc != nil {
		if len(v.Conc) != len(p.Doses) {
			return p, fmt.Errorf("sim: a variant has %d concentrations for %d doses", len(v.Conc), len(p.Doses))
		}
		p.Doses = append([]Dose(nil), p.Doses...)
		for i := range p.Doses {
			p.Doses[i].Conc = v.Conc[i]
		}
	}
	return p, p.checkVaried(b.Neuron, v)
}

// work is one worker: a block of lanes, each refilled from the queue when its run is
// done, as long as there are runs. A run that shares no program with the others is
// run by itself.
func (b *Batch) work(ctx context.Context, t *template, number int, q *queue) error {
	if number > 0 { // each worker has a template of its own
		var err error
		if t, err = newTemplate(b.Neuron, b.Protocol, b.Settings, b.made); err != nil {
			return err
		}
	}
	w := &worker{b: b, set: *t.b.set, q: q, t: t, samples: t.b.set.Sample >= 0}
	if b.inBlocks(t, q.n) {
		w.block = newBlock(t.b.p, &w.set)
		w.seen = w.block.shown()
	}
	steps := 64 // between looks at the context
	if w.samples {
		steps = 1
	}
	for {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.fill(ctx); err != nil {
			return err
		}
		if w.busy == 0 {
			return nil
		}
		w.block.advance(steps)
		w.after()
	}
}

// block integrates runs of one program side by side, each in a lane of its own.
type block interface {
	load(l int, r *Runner, y, rest []float64) // puts a run into a lane, at its start
	view(l int) stepper                       // that run
	until(l int, end float64)                 // a step of the run ends there (ms), or the first at or after it
	advance(most int)                         // takes so many steps in every lane, fewer if something happens in one
	shown() *seen
	state(l int, i operand) float64
	spent(l int) (steps, evals int)
	left(l int) int // evaluations outside the table
	drop(l int)     // empties a lane
	idle(l int)     // the same, where what it holds may be no number
}

func newBlock(p *Program, set *Settings) block {
	if set.Method == Fixed {
		return newFixedLanes(p, float64(set.Dt))
	}
	return newLanes(p, set.Tol)
}

// worker integrates a block.
type worker struct {
	b       *Batch
	set     Settings
	q       *queue
	t       *template
	block   block
	seen    *seen
	lanes   [width]laneRun
	busy    int
	empty   bool // the queue is
	spikes  int  // of the last run that was finished: as many as others will have
	samples bool // traces are kept, so that every step is looked at
}

// laneRun is the run in a lane.
type laneRun struct {
	Runner
	id int
	on bool
}

// fill gives every free lane a run.
func (w *worker) fill(ctx context.Context) error {
	for l := range width {
		for !w.lanes[l].on && !w.empty {
			i, v, ok := w.q.take()
			if !ok {
				w.empty = true
				break
			}
			started, err := w.start(l, i, v)
			if err != nil {
				return fmt.Errorf("sim: run %d: %w", i, err)
			}
			if !started {
				if err := w.alone(ctx, i, v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// start puts a run into a lane; false where it shares no program with the others, or
// is better run by itself.
func (w *worker) start(l, i int, v Variant) (bool, error) {
	if w.block == nil {
		return false, nil
	}
	proto, y, rest, err := w.tuned(&v)
	if err != nil || y == nil {
		return false, err
	}
	r := &w.lanes[l]
	r.id, r.on = i, true
	m := r.m
	if m == nil {
		m = newMachine(w.t.b.p)
	}
	copy(m.y, y)
	m.evals, m.outside = 0, 0
	r.Runner = w.runner(v.Label, proto)
	r.m, r.s = m, w.block.view(l)
	w.block.load(l, &r.Runner, y, rest)
	r.room = w.spikes
	r.enter(0)
	r.sam.start(&r.Runner)
	w.block.until(l, r.until)
	w.busy++
	return true, nil
}

// tuned are the numbers of a run in the shared program; nil where it has another.
func (w *worker) tuned(v *Variant) (proto Protocol, y, rest []float64, err error) {
	proto, err = w.b.protocol(v)
	if err != nil || !w.t.fits(&proto) {
		return proto, nil, nil, err
	}
	y, rest, err = w.t.tune(v.Set, proto)
	if table := (*errTable)(nil); errors.As(err, &table) {
		return proto, nil, nil, nil
	}
	return proto, y, rest, err
}

// runner is a run of the shared program that is about to begin.
func (w *worker) runner(label string, proto Protocol) Runner {
	set := w.set
	set.Label = label
	r := newRunner(w.b.Neuron, proto, set, w.t.b)
	r.enough = w.b.Enough
	return r
}

// after looks at the lanes in which something has happened: spikes and samples, the
// next edge, the end.
func (w *worker) after() {
	look := w.seen.look
	if w.samples {
		look |= w.seen.took
	}
	if look == 0 {
		return
	}
	for l := range width {
		r := &w.lanes[l]
		switch {
		case !r.on || !look.has(l):
		case w.seen.took.has(l) && !w.astray(l):
			w.moved(l, r)
		default:
			w.finish(l, r, r.failed(&FailureError{Time: r.s.time(), State: r.m.named(w.states(l))}))
		}
	}
}

func (w *worker) moved(l int, r *laneRun) {
	for q, m := range w.seen.crossed {
		if m.has(l) {
			c := r.s.dense(r.prog.spikes)
			r.spike(c.crossing(r.prog.thresh, float64(0.25*float64(q)), float64(0.25*float64(q+1))))
		}
	}
	if w.samples {
		r.sam.step(&r.Runner)
	}
	t := r.s.time()
	if t < r.until-timeGrain && !r.done {
		return
	}
	if r.done || r.until >= float64(r.proto.Duration) {
		w.finish(l, r, nil)
		return
	}
	r.enter(t)
	w.block.until(l, r.until)
}

// finish gives a run's recording away and frees its lane.
func (w *worker) finish(l int, r *laneRun, err error) {
	r.m.outside += w.block.left(l)
	r.settle(r.s.time())
	w.spikes = len(r.rec.Spikes) + len(r.rec.Spikes)/8
	steps, evals := w.block.spent(l)
	r.rec.Evals, r.rec.Steps = evals+r.m.evals, steps
	w.block.drop(l)
	if err != nil {
		w.block.idle(l)
	}
	r.on = false
	w.busy--
	w.q.give(r.id, r.rec, err)
}

// alone runs a variant by itself.
func (w *worker) alone(ctx context.Context, i int, v Variant) error {
	proto, y, rest, err := w.tuned(&v)
	if err != nil {
		return fmt.Errorf("sim: run %d: %w", i, err)
	}
	if y == nil {
		return w.apart(ctx, i, v, proto)
	}
	r := w.runner(v.Label, proto)
	m := newMachine(w.t.b.p)
	copy(m.y, y)
	copy(m.rest, rest)
	if err := r.begin(m, 0); err != nil {
		return fmt.Errorf("sim: run %d: %w", i, err)
	}
	r.sam.start(&r)
	err = r.Advance(ctx, proto.Duration)
	if errors.Is(err, context.Canceled) {
		return err
	}
	w.q.give(i, r.rec, err)
	return nil
}

// apart runs a variant whose program cannot be tuned.
func (w *worker) apart(ctx context.Context, i int, v Variant, proto Protocol) error {
	r, err := w.startApart(&v, proto)
	if err != nil {
		return fmt.Errorf("sim: run %d: %w", i, err)
	}
	r.enough = w.b.Enough
	err = r.Advance(ctx, proto.Duration)
	if errors.Is(err, context.Canceled) {
		return err
	}
	w.q.give(i, r.Recording(), err)
	return nil
}

// startApart starts such a variant: with a program of its own, or with the template's
// where only currents differ from it.
func (w *worker) startApart(v *Variant, proto Protocol) (*Runner, error) {
	if p := &w.t.base; !w.t.b.p.sharable() && len(v.Set) == 0 && proto.HoldGIRK == p.HoldGIRK && proto.GIRK == p.GIRK && slices.Equal(proto.Doses, p.Doses) {
		set := w.set
		set.Label = v.Label
		return started(w.b.Neuron, proto, set, w.t.b)
	}
	n := w.b.Neuron
	if len(v.Set) > 0 {
		n = n.Clone()
		for _, g := range v.Set {
			d, err := n.Dial(g.Path)
			if err != nil {
				return nil, err
			}
			d.Turn(g.Value)
		}
		n.Settle()
	}
	set := w.b.Settings
	set.Label = v.Label
	return startLike(w.t.b, n, proto, &set)
}

// fits says that a run under the protocol has the template's program: only currents, a
// held conductance, and concentrations that are there from the start, may differ.
func (t *template) fits(p *Protocol) bool {
	if !t.b.p.sharable() || p.HoldGIRK != t.base.HoldGIRK || len(p.Doses) != len(t.base.Doses) {
		return false
	}
	published := p.Receptor.published()
	for i, d := range p.Doses {
		if o := t.base.Doses[i]; d.Ligand != o.Ligand || d.At != o.At || d.Wash != o.Wash || (d.Conc > 0) != (o.Conc > 0) || published && d.Conc != o.Conc {
			return false
		}
	}
	return true
}

// astray says that a V of a lane has left every physiological range.
func (w *worker) astray(l int) bool {
	p := w.t.b.p
	for i := range p.comps {
		if !(abs(w.block.state(l, p.comps[i].v)) < highestV) {
			return true
		}
	}
	return false
}

// states of a lane.
func (w *worker) states(l int) []float64 {
	out := make([]float64, len(w.t.b.p.vars))
	for i := range out {
		out[i] = w.block.state(l, operand(i))
	}
	return out
}
