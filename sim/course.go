package sim

import (
	"fmt"
	"sort"

	"quell/model/gabab"
)

// course is what a published scheme makes of an exposure, solved before the run by a
// stiff method: the scheme does not see V. Several runs may share one.
type course struct {
	pieces              []cubic
	fullOpen, fullBound float64 // at steady state under GABA without limit
	steps               int     // of the stiff method
}

// cubic is an interval of a course: GIRK's open fraction and the bound fraction of
// calcium channels by powers of u = (t - from)/length.
type cubic struct {
	from, per   float64 // ms, 1/ms
	open, bound [4]float64
}

// Tolerances of a course: of the states relative to their size, and of the cubics
// relative to the effect, or to a thousandth of a full one where it is less.
const (
	courseTol   = 1e-7
	cubicTol    = 1e-7
	cubicFloor  = 1e-3
	cubicHalves = 12 // of a step, at most
)

// newCourse solves a scheme under an exposure for a duration in ms, from its steady
// state in the bath of time 0.
func newCourse(p gabab.Published, x exposure, duration float64) (*course, error) {
	c := &course{}
	c.fullOpen, c.fullBound = p.Full()
	w := newExposed(p, x)
	r := newRosenbrock(w.system(), 0, w.start())
	view := w.observer(r)
	for _, end := range w.edges(duration) {
		w.enter(r)
		err := r.advance(end, func() { c.tabulate(r.t0, r.h0, view) })
		if err != nil {
			return nil, fmt.Errorf("sim: %s: %w", p.Name, err)
		}
	}
	c.steps = r.steps
	return c, nil
}

// tabulate adds the cubics of a step that began at t0 and took h, halving it until
// they hold. view is what the fraction u of the step opens and binds.
func (c *course) tabulate(t0, h float64, view func(u float64) (open, bound float64)) {
	var add func(a, b float64, halves int)
	add = func(a, b float64, halves int) {
		k := cubic{from: t0 + float64(a*h), per: 1 / float64((b-a)*h)}
		inside := func(u float64) (open, bound float64) { return view(a + float64((b-a)*u)) }
		var o, n [4]float64
		for i := range o {
			o[i], n[i] = inside(float64(i) / 3)
		}
		k.open, k.bound = through(o), through(n)
		for _, u := range [...]float64{1.0 / 6, 1.0 / 2, 5.0 / 6} { // where such a cubic is worst
			open, bound := inside(u)
			holds := near(open, value(&k.open, u), c.fullOpen) && near(bound, value(&k.bound, u), c.fullBound)
			if !holds && halves > 0 {
				m := float64(0.5 * (a + b))
				add(a, m, halves-1)
				add(m, b, halves-1)
				return
			}
		}
		c.pieces = append(c.pieces, k)
	}
	add(0, 1, cubicHalves)
}

// near says whether a cubic holds where it should be want.
func near(want, got, full float64) bool {
	return abs(got-want) <= float64(cubicTol*max(abs(want), float64(cubicFloor*full)))
}

// through is the cubic with the values y at u = 0, 1/3, 2/3 and 1, by its forward
// differences.
func through(y [4]float64) [4]float64 {
	d1 := y[1] - y[0]
	d2 := (y[2] - y[1]) - d1
	d3 := ((y[3] - y[2]) - (y[2] - y[1])) - d2
	return [4]float64{
		y[0],
		float64(3 * (d1 - float64(d2/2) + float64(d3/3))),
		float64(4.5 * (d2 - d3)),
		float64(4.5 * d3),
	}
}

func value(k *[4]float64, u float64) float64 {
	return k[0] + float64(u*(k[1]+float64(u*(k[2]+float64(u*k[3])))))
}

// reader is one reader of a course; each run has its own.
func (c *course) reader() *courseReader { return &courseReader{c: c} }

// courseReader looks a course up. It remembers where it looked last, so that times
// that go on, or a little back, cost no search.
type courseReader struct {
	c *course
	i int
}

// at is the effect on GIRK relative to the scheme's own full effect, and the fraction
// of calcium channels that carry Gβγ, at t ms; each 0 where the scheme has no such
// channel. A scheme whose receptors desensitise passes 1 for a while. Outside the course
// it is what it is at its end.
func (r *courseReader) at(t float64) (girk, bound float64) {
	p := r.c.pieces
	k := &p[r.find(t)]
	u := max(0, min(1, float64((t-k.from)*k.per)))
	if r.c.fullOpen > 0 {
		girk = value(&k.open, u) / r.c.fullOpen
	}
	return girk, value(&k.bound, u)
}

// find is the last piece that begins at or before t.
func (r *courseReader) find(t float64) int {
	p := r.c.pieces
	holds := func(i int) bool {
		return (i == 0 || p[i].from <= t) && (i == len(p)-1 || t < p[i+1].from)
	}
	for _, i := range [...]int{r.i, r.i + 1, r.i - 1} {
		if i >= 0 && i < len(p) && holds(i) {
			r.i = i
			return i
		}
	}
	r.i = max(0, sort.Search(len(p), func(i int) bool { return p[i].from > t })-1)
	return r.i
}
