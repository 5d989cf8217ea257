package sim

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"quell/model"
	"quell/model/unit"
)

// Batch runs one neuron many times, each run with numbers, currents or doses of its
// own: a sweep, a dose–response curve, a population. Runs that share a program are
// integrated eight at a time. What a run gives does not depend on its neighbours, on
// how many workers there are, nor on whether the machine has vector instructions: it
// is what Run gives, bit for bit.
type Batch struct {
	Neuron   *model.Neuron
	Protocol Protocol
	Settings Settings
	Workers  int // 0: as many as processors

	sideBySide bool // in blocks without vector instructions too, where they are no faster
}

// fewest is how many runs fill a block well enough to be faster than one by one.
const fewest = 4

// Vectorised says that this build uses the machine's vector instructions.
func Vectorised() bool { return vectorised }

// Variant is how one run of a batch differs from the others. The zero value is the
// batch's own neuron and protocol.
type Variant struct {
	Label    string
	Set      []Tuning
	Currents []Segment            // nil: the protocol's
	Conc     []unit.Concentration // of the protocol's doses, in their order; nil: as they are
}

// Run runs n variants and gives each recording to each, in any order and from one
// goroutine at a time, with the error of a run that failed. It keeps none of them. An
// error of Run's own means that a variant cannot be run at all, or that the context
// was cancelled; what was finished has been given.
func (b *Batch) Run(ctx context.Context, n int, variant func(i int) Variant, each func(i int, rec *Recording, err error)) error {
	set := b.Settings
	if err := set.complete(b.Protocol); err != nil {
		return err
	}
	if err := b.Protocol.Check(b.Neuron); err != nil {
		return err
	}
	workers := b.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	q := &queue{n: n, variant: variant, each: each}
	var all sync.WaitGroup
	errs := make([]error, max(1, min(workers, (n+width-1)/width)))
	for w := range errs {
		all.Go(func() {
			if errs[w] = b.work(ctx, set, q); errs[w] != nil {
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

// protocol is the batch's with a variant's currents and concentrations.
func (b *Batch) protocol(v *Variant) (Protocol, error) {
	p := b.Protocol
	if v.Currents != nil {
		p.Currents = v.Currents
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
	return p, nil
}

// work is one worker: a block of lanes, each refilled from the queue when its run is
// done, as long as there are runs. A run that shares no program with the others is
// run by itself.
func (b *Batch) work(ctx context.Context, set Settings, q *queue) error {
	w := &worker{b: b, set: set, q: q, samples: set.Sample >= 0}
	t, err := newTemplate(b.Neuron, b.Protocol, set)
	if err != nil {
		return err
	}
	if t.b.p.sharable() {
		w.t = t
		if set.Method == Accurate && (vectorised || b.sideBySide) && q.n >= fewest {
			w.block = newLanes(t.b.p, set.Tol)
		}
	}
	const between = 64 // steps between looks at the context
	for count := 0; ; count++ {
		if count%between == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.fill(ctx); err != nil {
			return err
		}
		if w.busy == 0 {
			return nil
		}
		w.block.step()
		w.after()
	}
}

// worker integrates a block.
type worker struct {
	b       *Batch
	set     Settings
	q       *queue
	t       *template
	block   *lanes
	lanes   [width]laneRun
	busy    int
	empty   bool // the queue is
	samples bool // traces are kept, so that every step is looked at
}

// laneRun is the run in a lane.
type laneRun struct {
	Runner
	id   int
	view lane
	on   bool
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
	w.block.load(l, y, rest)
	r := &w.lanes[l]
	r.id, r.on, r.view = i, true, lane{w.block, l}
	m := r.m
	if m == nil {
		m = newMachine(w.t.b.p)
	}
	copy(m.y, y)
	m.evals, m.outside = 0, 0
	r.Runner = w.runner(v.Label, proto)
	r.m, r.s = m, &r.view
	r.enter(0)
	r.sam.start(&r.Runner)
	w.block.end[l] = r.until
	w.busy++
	return true, nil
}

// tuned are the numbers of a run in the shared program; nil where it has another.
func (w *worker) tuned(v *Variant) (proto Protocol, y, rest []float64, err error) {
	proto, err = w.b.protocol(v)
	if err != nil || w.t == nil || !w.t.fits(&proto) {
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
	p := w.t.b.p
	return Runner{
		n: w.b.Neuron, proto: proto, set: set, prog: p, terminals: newTerminals(p), edges: proto.edges(),
		rec: &Recording{Label: label, Neuron: w.b.Neuron, Protocol: proto, Settings: set, Notes: p.notes},
	}
}

// after looks at the lanes in which something has happened: spikes and samples, the
// next edge, the end.
func (w *worker) after() {
	look := w.block.look
	if w.samples {
		look |= w.block.took
	}
	if look == 0 {
		return
	}
	for l := range width {
		r := &w.lanes[l]
		switch {
		case !r.on || !look.has(l):
		case w.block.took.has(l) && !w.block.astray(l):
			w.moved(l, r)
		default:
			w.finish(l, r, r.failed(&FailureError{Time: w.block.t[l], State: r.m.named(w.block.states(l))}))
		}
	}
}

func (w *worker) moved(l int, r *laneRun) {
	b := w.block
	for q, m := range b.crossed {
		if m.has(l) {
			c := b.dense(l, b.p.spikes)
			r.spike(c.crossing(b.p.thresh, float64(0.25*float64(q)), float64(0.25*float64(q+1))))
		}
	}
	if w.samples {
		r.sam.step(&r.Runner)
	}
	if b.t[l] < r.until-timeGrain {
		return
	}
	if r.until >= float64(r.proto.Duration) {
		w.finish(l, r, nil)
		return
	}
	r.enter(b.t[l])
	b.end[l] = r.until
}

// finish gives a run's recording away and frees its lane.
func (w *worker) finish(l int, r *laneRun, err error) {
	r.m.outside = w.block.outside[l]
	r.settle(w.block.t[l])
	r.rec.Evals, r.rec.Steps = w.block.evals(l)+r.m.evals, int(w.block.taken[l])
	if err != nil {
		w.block.idle(l) // what it holds may be no number
	}
	w.block.drop(l)
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

// apart runs a variant that shares no program with the others.
func (w *worker) apart(ctx context.Context, i int, v Variant, proto Protocol) error {
	n := w.b.Neuron
	if len(v.Set) > 0 {
		n = n.Clone()
		for _, g := range v.Set {
			d, err := n.Dial(g.Path)
			if err != nil {
				return fmt.Errorf("sim: run %d: %w", i, err)
			}
			d.Turn(g.Value)
		}
		n.Settle()
	}
	set := w.set
	set.Label = v.Label
	rec, err := Run(ctx, n, proto, &set)
	if err != nil && rec == nil {
		return fmt.Errorf("sim: run %d: %w", i, err)
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	w.q.give(i, rec, err)
	return nil
}

// fits says that a run under the protocol has the template's program: only currents,
// and concentrations that are there from the start, may differ.
func (t *template) fits(p *Protocol) bool {
	if len(p.Doses) != len(t.base.Doses) {
		return false
	}
	for i, d := range p.Doses {
		if o := t.base.Doses[i]; d.Ligand != o.Ligand || d.At != o.At || d.Wash != o.Wash || (d.Conc > 0) != (o.Conc > 0) {
			return false
		}
	}
	return true
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

// states of a lane.
func (b *lanes) states(l int) []float64 {
	out := make([]float64, len(b.x))
	for i := range out {
		out[i] = b.x[i][l]
	}
	return out
}
