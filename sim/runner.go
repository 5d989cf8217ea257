package sim

import (
	"cmp"
	"context"
	"slices"

	"quell/model"
	"quell/model/unit"
)

// stepper is an integrator between steps.
type stepper interface {
	step(end float64) error
	time() float64                   // ms, how far it has come
	span() (t0, h float64)           // the last step
	at(o operand, u float64) float64 // a state at the fraction u of the last step
	dense(o operand) quartic         // the same as a polynomial
	now() []float64                  // the states
}

// driven is a stepper that takes the injected current within its steps.
type driven interface{ drivenBy(d drive) }

func (s *dp5) now() []float64   { return s.x }
func (s *fixed) now() []float64 { return s.x }

// Runner is a run in progress. Start makes one; Advance moves it on; Set
// changes the neuron or a drug on the way; Snapshot and Restore keep and bring
// back a moment.
type Runner struct {
	n     *model.Neuron
	proto Protocol
	set   Settings
	prog  *Program
	made  *builder // of the program; its tables serve again when it is made anew
	m     *machine
	s     stepper
	rec   *Recording
	sam   sampler
	edges []float64 // ms, where currents or doses change, in order
	until float64   // ms, the edge that ends the present segment
	level float64   // uA/cm2 that is injected until then, where that does not change
	flat  bool      // it does not
	below bool      // V has been below threshold since the last spike
	shown float64   // ms, up to where Advance has been asked
	given int       // pulses of synaptic GABA that have come
	room  int       // for spikes, that a run like this has had

	terminals *terminals // of the neuron itself; nil where it has none
	gamma     float64    // active G protein at the start

	enough func(*Recording) bool // asked after a spike whether the run may end; nil: never
	done   bool                  // it may
}

// Start compiles the neuron and makes a run at time 0. nil settings are the
// defaults.
func Start(n *model.Neuron, proto Protocol, set *Settings) (*Runner, error) {
	return startLike(nil, n, proto, set)
}

// startLike starts a run that takes the tables of like, which may be nil, where its
// curves are the same.
func startLike(like *builder, n *model.Neuron, proto Protocol, set *Settings) (*Runner, error) {
	var s Settings
	if set != nil {
		s = *set
	}
	b, err := s.program(n, &proto, like)
	if err != nil {
		return nil, err
	}
	return started(n, proto, s, b)
}

// started is a run of a program at time 0.
func started(n *model.Neuron, proto Protocol, set Settings, b *builder) (*Runner, error) {
	r := newRunner(n, proto, set, b)
	if err := r.begin(newMachine(b.p), 0); err != nil {
		return nil, err
	}
	r.sam.start(&r)
	return &r, nil
}

// program compiles a neuron for a run, which can be recorded as the settings ask. It
// completes them.
func (s *Settings) program(n *model.Neuron, proto *Protocol, like *builder) (*builder, error) {
	if err := s.complete(*proto); err != nil {
		return nil, err
	}
	if err := proto.Check(n); err != nil {
		return nil, err
	}
	s.Kinetic = s.Kinetic || s.live(proto)
	b, err := build(n, proto, s, like)
	if err != nil {
		return nil, err
	}
	return b, s.known(b.p, proto)
}

// newRunner is a run of a program that is about to begin.
func newRunner(n *model.Neuron, proto Protocol, set Settings, b *builder) Runner {
	r := Runner{n: n, proto: proto, set: set, prog: b.p, made: b, terminals: newTerminals(b.p), gamma: b.p.gamma, edges: proto.edges()}
	r.proto.Pulses = slices.Sorted(slices.Values(proto.Pulses))
	r.proto.Clamp = slices.SortedStableFunc(slices.Values(proto.Clamp), func(a, b ClampSegment) int { return cmp.Compare(a.From, b.From) })
	r.rec = &Recording{Label: set.Label, Neuron: n, Protocol: proto, Settings: set, Drive: b.p.driveLeft, Notes: slices.Clone(b.p.notes)}
	return r
}

// begin sets the integrator going from the states of m at time t.
func (r *Runner) begin(m *machine, t float64) error {
	r.m = m
	if r.set.Method == Fixed {
		f := newFixed(m, float64(r.set.Dt), r.meanInput)
		f.n = int(t/f.dt + 0.5)
		f.noise = newBackground(r.prog, r.proto.Noise, f.dt, r.set.noiseSteps())
		if f.n == 0 {
			f.noise.step(0, m.y)
		}
		r.s = f
	} else {
		d := newDP5(m, r.set.Tol)
		d.t = t
		r.s = d
	}
	r.enter(t)
	r.below = m.y[r.prog.spikes] < r.prog.thresh
	return nil
}

// enter makes the segment that starts at t the present one.
func (r *Runner) enter(t float64) {
	r.until = float64(r.proto.Duration)
	for _, e := range r.edges {
		if e > t {
			r.until = e
			break
		}
	}
	value, slope := r.proto.input(r.n, t, r.until)
	inj := r.prog.comps[r.prog.inject].inj
	r.m.y[inj] = value
	r.level, r.flat = value, r.proto.flat(t, r.until)
	r.concentrations(t)
	if d, ok := r.s.(driven); ok {
		d.drivenBy(drive{at: t, value: value, slope: slope, ramp: slope != 0})
	}
	r.pulse(t)
	if v, ok := r.proto.clampAt(t); ok {
		r.s.now()[r.prog.spikes] = v
		r.m.y[r.prog.spikes] = v
	}
}

// pulse adds the synaptic GABA that is released at t.
func (r *Runner) pulse(t float64) {
	for ; r.given < len(r.proto.Pulses) && float64(r.proto.Pulses[r.given]) <= t+timeGrain; r.given++ {
		if rec := r.prog.rec; rec != nil && rec.synapse >= 0 {
			more := r.s.now()[rec.synapse] + rec.scheme.Ts
			r.s.now()[rec.synapse], r.m.y[rec.synapse] = more, more
		}
	}
}

// concentrations puts the bath of time t in place.
func (r *Runner) concentrations(t float64) {
	rec := r.prog.rec
	if rec == nil {
		return
	}
	bath := rec.bath(r.proto.Doses, unit.Time(t))
	for i, l := range rec.ligands {
		r.m.y[l.target] = bath[i].C
		r.m.y[l.kon], r.m.y[l.koff], r.m.y[l.eps] = bath[i].Kon, bath[i].Koff, bath[i].Efficacy
	}
}

// meanInput is the mean injected density from t0, in the present segment, to t1.
func (r *Runner) meanInput(t0, t1 float64) float64 {
	if r.flat && t1 <= r.until {
		return r.level
	}
	total, from := 0.0, t0
	for from < t1 {
		to := t1
		for _, e := range r.edges {
			if e > from && e < to {
				to = e
			}
		}
		value, slope := r.proto.input(r.n, from, to)
		total += float64((value + float64(slope*float64(0.5*(to-from)))) * (to - from))
		from = to
	}
	return total / (t1 - t0)
}

// Advance runs to the time, or to the end of the protocol if that comes first.
// What it does depends only on the time reached in all, not on how many calls
// went there: its last step may end beyond the time asked for.
func (r *Runner) Advance(ctx context.Context, to unit.Time) error {
	end := min(float64(to), float64(r.proto.Duration))
	const between = 256 // steps between looks at the context
	for count := 0; r.s.time() < end-timeGrain && !r.done; count++ {
		if count%between == 0 {
			if err := ctx.Err(); err != nil {
				r.settle(r.s.time())
				return err
			}
		}
		if r.s.time() >= r.until-timeGrain && r.until < float64(r.proto.Duration) {
			r.enter(r.s.time())
		}
		if err := r.s.step(r.until); err != nil {
			r.settle(r.s.time())
			return r.failed(err)
		}
		r.rec.Steps++
		r.spikes()
		r.sam.step(r)
	}
	if r.done {
		end = r.s.time()
	}
	r.settle(end)
	return nil
}

// timeGrain is below any time that a user can mean, ms.
const timeGrain = 1e-9

func (r *Runner) failed(err error) error {
	if f, ok := err.(*FailureError); ok {
		f.Neuron = r.n.Name
	}
	return err
}

// settle brings the recording up to date.
func (r *Runner) settle(t float64) {
	r.shown = t
	r.rec.End = t
	r.rec.Evals = r.m.evals
	const warning = "V left the table of rate curves; they were evaluated from their equations there"
	if r.m.outside > 0 && !slices.Contains(r.rec.Warnings, warning) {
		r.rec.Warnings = append(r.rec.Warnings, warning)
	}
}

// Time is how far the run has come.
func (r *Runner) Time() unit.Time { return unit.Time(r.s.time()) }

// Recording is what has been seen so far.
func (r *Runner) Recording() *Recording { return r.rec }

// spikes looks for upward crossings of the threshold in the last step.
func (r *Runner) spikes() {
	if r.prog.clamp { // a step of the clamp is no spike
		return
	}
	o, thr := r.prog.spikes, r.prog.thresh
	c := r.s.dense(o)
	if c.reach() < thr {
		r.below = true
		return
	}
	from := 0.0
	// A step may hold a whole spike: look at its quarters too.
	for q := 1; q <= 4; q++ {
		u := float64(0.25 * float64(q))
		v := c.at(u)
		if v < thr {
			r.below = true
		} else if r.below {
			r.spike(c.crossing(thr, from, u))
			r.below = false
		}
		from = u
	}
}

// spike notes a spike at the fraction u of the last step.
func (r *Runner) spike(u float64) {
	t0, h := r.s.span()
	at := t0 + float64(h*u)
	if r.rec.Spikes == nil {
		r.rec.Spikes = make([]float64, 0, max(1, r.room))
	}
	r.rec.Spikes = append(r.rec.Spikes, at)
	r.release(at, u)
	r.done = r.done || r.enough != nil && r.enough(r.rec)
}
