package sim

import (
	"slices"

	"quell/model/expr"
	"quell/model/gabab"
)

// exposure is the GABA, or agonist of the same effect, that a receptor sees during a
// run: a bath, and what synapses release on top of it.
type exposure struct {
	bath []piece

	spikes []float64    // ms, when a synapse releases, in order
	uptake gabab.Scheme // whose Ts one release adds, and whose uptake clears it (gabab-signalling 4.8)
	block  float64      // part of the carriers that is blocked
}

// piece is the bath from a time on, until the next piece: its concentration (uM) and
// how fast that changes (uM/ms). It answers a little beyond its own end too.
type piece struct {
	from float64
	at   func(t float64) (c, slope float64)
}

// bathStep is what the bath is set to from a time on, uM.
type bathStep struct{ from, c float64 }

// bathOf follows steps, at least one and the first of them from 0, with the time constant of the
// exchange in ms; 0 exchanges at once.
func bathOf(steps []bathStep, tau float64) []piece {
	out := make([]piece, len(steps))
	now := steps[0].c // the bath is at its first concentration when the run starts
	for i, s := range steps {
		from, start := s.from, now
		if tau == 0 || s.c == start {
			out[i] = piece{from, func(float64) (float64, float64) { return s.c, 0 }}
			now = s.c
			continue
		}
		out[i] = piece{from, func(t float64) (c, slope float64) {
			away := float64((start - s.c) * expr.Exp(-(t-from)/tau))
			return s.c + away, -away / tau
		}}
		if i+1 < len(steps) {
			now, _ = out[i].at(steps[i+1].from)
		}
	}
	return out
}

// exposed is a scheme under an exposure as a stiff system: the species of the scheme
// and, where synapses release, their GABA as one more state.
type exposed struct {
	exposure
	scheme  gabab.Published
	n       int       // species of the scheme
	inBath  int       // the piece of the bath in force
	spent   int       // spikes so far
	byConc  []float64 // derivatives of the rates by the concentration
	species []gabab.Species
}

func newExposed(p gabab.Published, x exposure) *exposed {
	species := p.Species()
	return &exposed{exposure: x, scheme: p, n: len(species), byConc: make([]float64, len(species)), species: species}
}

// synaptic says whether there is a state for synaptic GABA.
func (w *exposed) synaptic() bool { return len(w.spikes) > 0 }

// start is the steady state in the bath of time 0, without synaptic GABA.
func (w *exposed) start() []float64 {
	y := make([]float64, w.n, w.n+1)
	c, _ := w.bath[0].at(0)
	w.scheme.Steady(c, y)
	if w.synaptic() {
		y = append(y, 0)
	}
	return y
}

func (w *exposed) system() stiff {
	s := stiff{rates: w.rates, jacobian: w.jacobian, rel: courseTol}
	for _, one := range w.species {
		s.abs = append(s.abs, one.Tiny)
	}
	if w.synaptic() {
		const little = 1e-9 // uM; a millionth of what opens or binds anything
		s.abs = append(s.abs, little)
	}
	return s
}

// sees is the concentration at the receptor, and the slope of the bath.
func (w *exposed) sees(t float64, y []float64) (c, slope float64) {
	c, slope = w.bath[w.inBath].at(t)
	if w.synaptic() {
		c += y[w.n]
	}
	return c, slope
}

func (w *exposed) rates(t float64, y, dy []float64) {
	c, _ := w.sees(t, y)
	w.scheme.Rates(y[:w.n], c, dy[:w.n])
	if w.synaptic() {
		dy[w.n] = w.uptake.Uptake(y[w.n], w.block)
	}
}

func (w *exposed) jacobian(t float64, y []float64, j [][]float64, dt []float64) {
	c, slope := w.sees(t, y)
	w.scheme.Jacobian(y[:w.n], c, j, w.byConc)
	for i, d := range w.byConc {
		dt[i] = float64(d * slope)
	}
	if !w.synaptic() {
		return
	}
	for i, d := range w.byConc {
		j[i][w.n], j[w.n][i] = d, 0
	}
	s, far := &w.uptake, y[w.n]+w.uptake.Km
	j[w.n][w.n] = -float64(float64((1-w.block)*s.Vmax)*s.Km)/float64(far*far) - s.Kd
	dt[w.n] = 0
}

// edges are the times after 0 at which the bath or synaptic GABA jumps, in order,
// and the end.
func (w *exposed) edges(end float64) []float64 {
	var out []float64
	for _, p := range w.bath {
		out = append(out, p.from)
	}
	out = append(out, w.spikes...)
	out = slices.DeleteFunc(out, func(t float64) bool { return t <= 0 || t >= end })
	slices.Sort(out)
	return append(slices.Compact(out), end)
}

// enter makes the jumps of the time reached.
func (w *exposed) enter(r *rosenbrock) {
	for w.inBath+1 < len(w.bath) && w.bath[w.inBath+1].from <= r.t {
		w.inBath++
	}
	for ; w.spent < len(w.spikes) && w.spikes[w.spent] <= r.t; w.spent++ {
		r.y[w.n] += w.uptake.Ts
	}
	r.restart()
}

// observer gives what a fraction of the last step opens and binds.
func (w *exposed) observer(r *rosenbrock) func(u float64) (open, bound float64) {
	y := make([]float64, len(r.y))
	return func(u float64) (open, bound float64) {
		r.at(u, y)
		return w.scheme.Open(y[:w.n]), w.scheme.Bound(y[:w.n])
	}
}
