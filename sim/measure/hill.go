package measure

import (
	"fmt"
	"math"
	"strings"

	"quell/model/expr"
	"quell/model/unit"
)

// Hill is a concentration–response curve,
//
//	y = Bottom + (Top − Bottom) · c^n / (c^n + EC50^n)
//
// (Hill 1910, J Physiol 40:iv; recalled). Bottom is the response to none of the
// drug and Top that to any amount: where the drug lowers the response Top lies
// below Bottom, and the slope is positive all the same.
type Hill struct {
	LogEC50     float64 // log10 of EC50 in uM
	Slope       float64 // n
	Top, Bottom float64 // in the unit of the responses
}

// At is the response to a concentration.
func (h Hill) At(c unit.Concentration) float64 {
	if c <= 0 {
		return h.Bottom
	}
	s := 1 / (1 + expr.Exp(-h.Slope*math.Ln10*(log10(float64(c))-h.LogEC50)))
	return h.Bottom + (h.Top-h.Bottom)*s
}

// HillParameter names a parameter of a Hill curve.
type HillParameter int

// The parameters of a Hill curve: log10 of EC50 in uM, its slope n, and the
// responses to all and to none of the drug.
const (
	LogEC50 HillParameter = iota
	HillSlope
	Top
	Bottom
)

func (p HillParameter) String() string {
	return [...]string{"log EC50", "slope", "top", "bottom"}[p]
}

// Held are the parameters a fit must not move, with their values. Bottom held at
// the response to the vehicle, or Slope at 1, is common. nil holds none.
type Held map[HillParameter]float64

// HillFit is the Hill curve with the least sum of squared residuals, and what
// the points say of it. Where all points lie on a curve to rounding, the ends of
// every interval are the value.
type HillFit struct {
	LogEC50     Estimate // log10 of EC50 in uM
	Slope       Estimate
	Top, Bottom Estimate // in the unit of the responses
	N           int      // points, replicates counted
	Free        int      // parameters that were fitted
	RSS         float64  // weighted sum of squared residuals
	SD          float64  // of the residual of a point of weight 1: √(RSS / (N − Free))
	R2          float64  // 1 − RSS over the squares about the mean response
}

// FitHill fits a Hill curve to at least one point more than it has free
// parameters, by Levenberg–Marquardt, with 95 % profile-likelihood intervals.
// The intervals take the scatter about the curve as normal and alike for all
// weights; where it is a misfit of a curve that is no Hill curve, as of a
// simulated response, they say how far the points pin the parameter and no more.
//
// Of 1000 seeded sets of 27 points the intervals hold log EC50 in 94.8 %, the
// slope in 93.9 %, top in 94.3 % and bottom in 95.5 % (TestHillCoverage).
//
// What the points do not constrain is refused with an *UnconstrainedError, which
// says where EC50 lies as far as they tell; every other error is of input that
// is no concentration or no number.
func FitHill(points []Point, held Held) (*HillFit, error) {
	if err := checkPoints(points); err != nil {
		return nil, fmt.Errorf("measure: Hill fit: %w", err)
	}
	if err := held.check(); err != nil {
		return nil, fmt.Errorf("measure: Hill fit: %w", err)
	}
	if err := enough(points, int(Bottom)+1-len(held)); err != nil {
		return nil, err
	}
	f := hillFamily(points)
	x, fixed := f.hold(held)
	t, err := f.solve(x, fixed)
	if err != nil {
		return nil, fmt.Errorf("measure: Hill fit: %w", err)
	}
	if err := t.atSlopeBound(0); err != nil {
		return nil, err
	}
	parts, err := t.intervals()
	if err != nil {
		return nil, fmt.Errorf("measure: Hill fit: %w", err)
	}
	if err := t.constrained(parts[0], 0); err != nil {
		return nil, err
	}
	out := &HillFit{
		LogEC50: parts[0],
		Slope:   t.slopeEstimate(parts),
		Top:     parts[f.top()],
		Bottom:  parts[f.bottom()],
		N:       f.n,
		Free:    t.free,
		RSS:     t.rss,
		SD:      t.sd(),
		R2:      1 - t.rss/f.total,
	}
	return out, nil
}

// hillFamily is a family of one curve.
func hillFamily(points []Point) *family {
	f := newFamily([][]Point{points})
	f.places = 1
	f.place = func(x []float64, _ int, slope []float64) float64 {
		if slope != nil {
			slope[0] = 1
		}
		return x[0]
	}
	low, high := f.span(-1)
	f.bound([]float64{low - reach}, []float64{high + reach})
	const places = 12
	for i := range places {
		e := low + (high-low)*float64(i)/(places-1)
		for _, n := range []float64{0.5, 1, 2, 4, 8} {
			f.starts = append(f.starts, []float64{e, expr.Log(n)})
		}
	}
	return f
}

// bound sets the bounds of the places and those of the slope.
func (f *family) bound(low, high []float64) {
	f.low = append(low, expr.Log(leastSlope))
	f.high = append(high, expr.Log(mostSlope))
}

// hold is where a fit begins, and which parameters it must not move. Of the
// places only the first, EC50 of the first curve, can be held.
func (f *family) hold(held Held) (x []float64, fixed []bool) {
	x, fixed = make([]float64, f.places+3), make([]bool, f.places+3)
	x[0] = f.low[0] + reach
	for p, v := range held {
		k := map[HillParameter]int{LogEC50: 0, HillSlope: f.slope(), Top: f.top(), Bottom: f.bottom()}[p]
		if p == HillSlope {
			v = expr.Log(v)
		}
		x[k], fixed[k] = v, true
	}
	return x, fixed
}

// slopeEstimate turns ln of the slope into the slope; an end at the bounds of
// the search is open.
func (t *fit) slopeEstimate(parts []Estimate) Estimate {
	ln := parts[t.slope()]
	e := ln.through(expr.Exp)
	if below, _ := ln.Open(); below {
		e.Low = ln.Low
	}
	return e
}

func (t *fit) sd() float64 {
	if t.exactly(t.rss) {
		return math.Sqrt(t.rss / float64(t.n))
	}
	return math.Sqrt(t.rss / float64(t.n-t.free))
}

// Curve is the curve itself.
func (f *HillFit) Curve() Hill {
	return Hill{f.LogEC50.Value, f.Slope.Value, f.Top.Value, f.Bottom.Value}
}

// EC50 is the concentration of the half-maximal response, uM.
func (f *HillFit) EC50() Estimate { return f.LogEC50.through(exp10) }

// PEC50 is −log10 of EC50 in M.
func (f *HillFit) PEC50() Estimate { return f.LogEC50.mirrored(micromolar) }

// micromolar is −log10 of 1 uM in M.
const micromolar = 6

// Cautions say in sentences which ends of the intervals the points leave open.
func (f *HillFit) Cautions() []string {
	var out []string
	add := func(p HillParameter, e Estimate) {
		if say := openEnds(p.String(), e); say != "" {
			out = append(out, say+"; "+closing[p])
		}
	}
	add(LogEC50, f.LogEC50)
	add(HillSlope, f.Slope)
	add(Top, f.Top)
	add(Bottom, f.Bottom)
	return out
}

// closing is what would close an interval.
var closing = map[HillParameter]string{
	LogEC50:   "concentrations on both sides of it, up to both plateaus, would close it",
	HillSlope: "more concentrations between the two plateaus would close it",
	Top:       "concentrations that reach the plateau at the top would close it",
	Bottom:    "concentrations lower than these, or the vehicle, would close it",
}

// openEnds says which ends are open, or "".
func openEnds(name string, e Estimate) string {
	var ends []string
	below, above := e.Open()
	if below {
		ends = append(ends, "below")
	}
	if above {
		ends = append(ends, "above")
	}
	if len(ends) == 0 {
		return ""
	}
	return fmt.Sprintf("the 95 %% interval of %s, %.4g, is open %s", name, e.Value, strings.Join(ends, " and "))
}
