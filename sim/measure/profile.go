package measure

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Confidence is the confidence level of every interval of a fit.
const Confidence = 0.95

// Estimate is a fitted number with its 95 % interval, which need not be
// symmetric. An end that the data leave open is −Inf or +Inf. Of a parameter
// that was held both ends are the value.
type Estimate struct {
	Value, Low, High float64
	Held             bool
}

// Open says which ends of the interval the data leave open.
func (e Estimate) Open() (below, above bool) {
	return math.IsInf(e.Low, -1), math.IsInf(e.High, 1)
}

// through is the estimate of a rising function of the number.
func (e Estimate) through(f func(float64) float64) Estimate {
	return Estimate{f(e.Value), f(e.Low), f(e.High), e.Held}
}

// mirrored is the estimate of about less the number.
func (e Estimate) mirrored(about float64) Estimate {
	return Estimate{about - e.Value, about - e.High, about - e.Low, e.Held}
}

// fit is a family with its best parameters.
type fit struct {
	*family
	best  []float64
	held  []bool
	free  int
	rss   float64
	limit float64 // sum of squares at the ends of an interval
}

var errUnsettled = errors.New("the fit does not settle: give more concentrations around the half-maximal response, or hold a parameter that is known")

// solve finds the least sum of squares from the most promising start, where it
// is told to keep the parameters that are held.
func (f *family) solve(x []float64, held []bool) (*fit, error) {
	best := f.promising(x, held)
	rss, ok := f.descend(best, held)
	if !ok {
		return nil, errUnsettled
	}
	free := 0
	for _, h := range held {
		if !h {
			free++
		}
	}
	return (&fit{family: f, best: best, held: held, free: free}).polished(rss), nil
}

// polished settles the best curve to rounding and sets the sum of squares and
// with it the limit of the intervals,
//
//	RSS(θ) = RSS_min · (1 + F(0.95; 1, N−p) / (N−p))
//
// the F form of the profile likelihood of a normal error of unknown size.
func (t *fit) polished(rss float64) *fit {
	sharp := slices.Clone(t.best)
	t.polish(sharp, t.held)
	if all := slices.Repeat([]bool{true}, len(sharp)); t.heights(sharp, all) <= rss*(1+settled) {
		copy(t.best, sharp)
	}
	t.rss = min(rss, t.heights(t.best, slices.Repeat([]bool{true}, len(sharp))))
	t.limit = t.rss
	if freedom := float64(t.n - t.free); freedom > 0 {
		f := distuv.F{D1: 1, D2: freedom}
		t.limit = t.rss * (1 + f.Quantile(Confidence)/freedom)
	}
	return t
}

// promising is x, or x with the start in place of its nonlinear parameters that
// has the least sum of squares.
func (f *family) promising(x []float64, held []bool) []float64 {
	best := slices.Clone(x)
	least := f.heights(best, held)
	try := slices.Clone(x)
	for _, start := range f.starts {
		copy(try, x)
		for k, v := range start {
			if !held[k] {
				try[k] = v
			}
		}
		if rss := f.heights(try, held); rss < least {
			copy(best, try)
			least = rss
		}
	}
	return best
}

// intervals are the profile-likelihood intervals of all parameters (Venzon &
// Moolgavkar 1988, Appl Stat 37:87): one parameter is moved outwards from the
// best curve, the others are fitted again, and the end of the interval is where
// the sum of squares reaches the limit. A profile that finds a better curve
// makes that the best.
func (t *fit) intervals() ([]Estimate, error) {
	const again = 3
	out := make([]Estimate, len(t.best))
	for restart := 0; ; restart++ {
		var better []float64
		for k, v := range t.best {
			out[k] = Estimate{Value: v, Low: v, High: v, Held: t.held[k]}
			if t.held[k] || t.exactly(t.rss) {
				continue
			}
			var below, above []float64
			out[k].Low, below = t.end(k, -1)
			out[k].High, above = t.end(k, 1)
			if better = below; above != nil {
				better = above
			}
			if better != nil {
				break
			}
		}
		if better == nil {
			return out, nil
		}
		copy(t.best, better)
		rss, ok := t.descend(t.best, t.held)
		if !ok || restart == again {
			return nil, errUnsettled
		}
		t.polished(rss)
	}
}

// A try is a value of the parameter whose profile is followed, the curve fitted
// under it, and by how much the root of its excess passes that of the limit:
// nearly a straight line in the value.
type try struct {
	value, past float64
	x           []float64
	rss         float64
}

// end follows the profile of a parameter in one direction. It returns a better
// curve where it meets one.
func (t *fit) end(k int, way float64) (float64, []float64) {
	held := slices.Clone(t.held)
	held[k] = true
	first, bound := t.outward(k, way)
	inside := try{t.best[k], -math.Sqrt(t.limit - t.rss), t.best, t.rss}
	for step := first; ; step *= 2 {
		v := t.best[k] + way*step
		atBound := way*(v-bound) >= 0
		if atBound {
			v = bound
		}
		x := slices.Clone(inside.x)
		x[k] = v
		next := t.refit(t.promising(x, held), held, k)
		const clearly = 1e-4 // a better curve, not a rounding
		switch {
		case next.rss < t.rss*(1-clearly):
			return 0, next.x
		case next.past > 0:
			return t.crossing(inside, next, held, k), nil
		case atBound:
			return math.Inf(int(way)), nil
		}
		inside = next
	}
}

// outward is the first step of a profile and the value beyond which the
// interval counts as open.
func (t *fit) outward(k int, way float64) (step, bound float64) {
	if k <= t.slope() {
		const first = 0.05 // decade, or part of the slope
		if bound = t.low[k]; way > 0 {
			bound = t.high[k]
		}
		return first, bound
	}
	const first, far = 0.05, 1e3 // of the range of the responses
	size := t.longest - t.shortest
	return first * size, t.best[k] + way*far*size
}

// refit fits what is not held, from x.
func (t *fit) refit(x []float64, held []bool, k int) try {
	rss, _ := t.descend(x, held)
	return try{x[k], math.Sqrt(max(0, rss-t.rss)) - math.Sqrt(t.limit-t.rss), x, rss}
}

// crossing finds where the profile passes the limit between two tries, by false
// position with the Illinois change (Dowell & Jarratt 1971, BIT 11:168; recalled).
func (t *fit) crossing(inside, outside try, held []bool, k int) float64 {
	const (
		near = 1e-11 // of the way from the best curve
		most = 100
	)
	a, b := inside.past, outside.past
	side := 0
	for range most {
		width := outside.value - inside.value
		if math.Abs(width) <= near*math.Abs(outside.value-t.best[k]) {
			break
		}
		v := inside.value - width*a/(b-a)
		from := inside.x
		if -a > b {
			from = outside.x
		}
		x := slices.Clone(from)
		x[k] = v
		next := t.refit(x, held, k)
		if math.Abs(next.past) <= near*math.Sqrt(t.limit-t.rss) {
			return next.value
		}
		if next.past > 0 {
			outside, b = next, next.past
			if side > 0 {
				a /= 2
			}
			side = 1
			continue
		}
		inside, a = next, next.past
		if side < 0 {
			b /= 2
		}
		side = -1
	}
	return outside.value
}
