package measure

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Parallel is the F test of one slope, top and bottom for all curves against
// each curve's own.
type Parallel struct {
	F              float64
	Extra, Freedom int     // degrees of freedom
	P              float64 // NaN where the points do not suffice for each curve's own
	SD             float64 // of the residuals about each curve's own
}

// control sorts curves by the antagonist and joins those at one concentration,
// so that the control is the first.
func control(curves []AgonistCurve, held Held) ([]AgonistCurve, error) {
	if err := held.check(); err != nil {
		return nil, err
	}
	sorted := slices.SortedStableFunc(slices.Values(curves), func(a, b AgonistCurve) int { return cmp.Compare(a.Antagonist, b.Antagonist) })
	var out []AgonistCurve
	points := 0
	for _, c := range sorted {
		if b := float64(c.Antagonist); !(b >= 0) || math.IsInf(b, 1) {
			return nil, fmt.Errorf("antagonist at %v: give 0 or more", c.Antagonist)
		}
		if err := checkPoints(c.Points); err != nil {
			return nil, fmt.Errorf("antagonist at %v: %w", c.Antagonist, err)
		}
		points += len(c.Points)
		if n := len(out); n > 0 && out[n-1].Antagonist == c.Antagonist {
			out[n-1].Points = slices.Concat(out[n-1].Points, c.Points)
			continue
		}
		out = append(out, c)
	}
	free := int(Bottom) + len(out) - len(held)
	switch {
	case len(out) == 0 || out[0].Antagonist != 0:
		return nil, refuseFit("there is no curve without the antagonist, so nothing to take a ratio to", "give the control, the antagonist at 0")
	case len(out) == 1:
		return nil, refuseFit("there is only the curve without the antagonist", "give curves with it, three or more concentrations spaced by a factor of 3 to 10")
	case points < free+1:
		return nil, refuseFit(fmt.Sprintf("%s for %s", count(points, "point"), count(free, "free parameter")), "give more concentrations of the agonist")
	}
	for _, c := range out {
		if !slices.ContainsFunc(c.Points, func(p Point) bool { return p.Conc > 0 }) {
			return nil, refuseFit(fmt.Sprintf("the curve beside %v of the antagonist has no point with the agonist", c.Antagonist), "give some")
		}
	}
	return out, nil
}

// shifted fits curves that share slope, top and bottom. Its first parameter is
// log10 of the control's EC50, and one more for each other curve is log10 of its
// dose ratio.
func shifted(curves []AgonistCurve, held Held) (*fit, error) {
	var points [][]Point
	for _, c := range curves {
		points = append(points, c.Points)
	}
	alone, err := first(points[0], held)
	if err != nil {
		return nil, err
	}
	f := newFamily(points)
	f.places = len(curves)
	f.place = func(x []float64, curve int, slope []float64) float64 {
		if slope != nil {
			clear(slope)
			slope[0] = 1
		}
		if curve == 0 {
			return x[0]
		}
		if slope != nil {
			slope[curve] = 1
		}
		return x[0] + x[curve]
	}
	low, high := f.span(-1)
	lows, highs := []float64{low - reach}, []float64{high + reach}
	for range curves[1:] {
		lows, highs = append(lows, low-high-reach), append(highs, high-low+reach)
	}
	f.bound(lows, highs)
	x, fixed := f.hold(held)
	x[0], x[f.slope()], x[f.top()], x[f.bottom()] = alone[0], alone[1], alone[2], alone[3]
	f.shift(x)
	t, err := f.solve(x, fixed)
	if err != nil {
		return nil, err
	}
	return t, t.atSlopeBound(0)
}

// first fits the control by itself, to begin with: log EC50, ln slope, top, bottom.
func first(points []Point, held Held) ([]float64, error) {
	free := int(Bottom) + 1 - len(held)
	var un *UnconstrainedError
	if err := enough(points, free); errors.As(err, &un) {
		un.Why = "control: " + un.Why
		return nil, un
	}
	f := hillFamily(points)
	x, fixed := f.hold(held)
	best := f.promising(x, fixed)
	f.descend(best, fixed)
	return best, nil
}

// shift moves each curve but the first to where it fits best with the heights
// and the slope of x.
func (f *family) shift(x []float64) {
	const step = 0.1 // decade
	held := slices.Repeat([]bool{true}, len(x))
	for k := 1; k < f.places; k++ {
		best, least := 0.0, math.Inf(1)
		for d := f.low[k]; d <= f.high[k]; d += step {
			x[k] = d
			if rss := f.heights(x, held); rss < least {
				best, least = d, rss
			}
		}
		x[k] = best
	}
}

// parallel compares the fit with one for each curve by itself.
func (t *fit) parallel(curves []AgonistCurve, held Held) Parallel {
	own, rss := 0, 0.0
	for i, c := range curves {
		mine := Held{}
		for p, v := range held {
			if i == 0 || p != LogEC50 {
				mine[p] = v
			}
		}
		f := hillFamily(c.Points)
		x, fixed := f.hold(mine)
		best := f.promising(x, fixed)
		r, _ := f.descend(best, fixed)
		rss += r
		own += int(Bottom) + 1 - len(mine)
	}
	out := Parallel{F: math.NaN(), P: math.NaN(), SD: math.NaN(), Extra: own - t.free, Freedom: t.n - own}
	if out.Extra < 1 || out.Freedom < 1 {
		return out
	}
	out.SD = math.Sqrt(rss / float64(out.Freedom))
	if t.exactly(t.rss) {
		out.F, out.P = 0, 1
		return out
	}
	out.F = max(0, t.rss-rss) / float64(out.Extra) / (out.SD * out.SD)
	if t.exactly(rss) {
		out.P = 0 // each curve by itself is exact to rounding
		return out
	}
	out.P = distuv.F{D1: float64(out.Extra), D2: float64(out.Freedom)}.Survival(out.F)
	return out
}
