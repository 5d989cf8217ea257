package study

import (
	"errors"
	"fmt"
	"math"

	"quell/model/unit"
	"quell/sim/measure"
)

// ResponseFit is the Hill curve through the changes from the vehicle that one measure of
// one curve makes, each cell against itself, so that the bottom is held at 0; or why
// there is none.
type ResponseFit struct {
	Curve, Measure int
	Fit            *measure.HillFit // nil: not fitted
	Why            string           // not; "" where it is
	Missing        bool             // there are no points at all
	Bound          string           // what is known of the EC50 all the same, such as "> 30 µM"
	Cautions       []string
	points         []measure.Point
}

// Band is the 95 % confidence band of the curve; false where there is none.
func (f ResponseFit) Band(at []unit.Concentration) (low, high []float64, ok bool) {
	if f.Fit == nil {
		return nil, nil, false
	}
	return f.Fit.Band(f.points, at)
}

// fitted fits every measure of every curve.
func (r *Response) fitted() (all []ResponseFit) {
	for i := range r.Curves {
		for k := range r.Measures {
			all = append(all, r.fit(i, k))
		}
	}
	return all
}

// fit fits one.
func (r *Response) fit(curve, k int) ResponseFit {
	out := ResponseFit{Curve: curve, Measure: k}
	points := r.Curves[curve].changes(k)
	if len(points) == 0 {
		out.Missing, out.Why = true, r.Measures[k].Title+" was not measured: "+r.missing(k)
		return out
	}
	if out.Why = r.Curves[curve].changesSign(k); out.Why != "" {
		return out
	}
	fit, err := measure.FitHill(points, measure.Held{measure.Bottom: 0})
	if none := (*measure.UnconstrainedError)(nil); errors.As(err, &none) {
		out.Bound = none.Bound()
	}
	if err != nil {
		out.Why = whyNot(err)
		return out
	}
	out.Fit, out.Cautions, out.points = fit, fit.Cautions(), points
	if back := r.Curves[curve].comesBack(k); back != "" {
		out.Cautions = append(out.Cautions, back)
	}
	return out
}

// missing is why a measure has no points.
func (r *Response) missing(k int) string {
	if r.Measures[k].kind == ofRheobase {
		return "the cell fires without current, or not at any"
	}
	return "the cell does not rest without the drug"
}

// changes are a measure's changes from the vehicle, each cell against itself.
func (c *ResponseCurve) changes(k int) (points []measure.Point) {
	vehicle := map[int]float64{}
	for _, p := range c.Points {
		x := p.Values[k]
		if p.Conc == 0 {
			vehicle[p.Cell] = x
			continue
		}
		if was, ok := vehicle[p.Cell]; ok && !math.IsNaN(x-was) {
			points = append(points, measure.Point{Conc: p.Conc, Response: x - was})
		}
	}
	return points
}

// changesSign says that the mean effect goes one way at some concentrations and the other
// way at others; "" where it does not.
func (c *ResponseCurve) changesSign(k int) string {
	const little = 0.05 // of the largest
	levels := c.Levels(k)
	low, high := levels[0], levels[0]
	for _, l := range levels {
		if l.Change < low.Change || low.N == 0 {
			low = l
		}
		if l.Change > high.Change || high.N == 0 {
			high = l
		}
	}
	if most := max(-low.Change, high.Change); min(-low.Change, high.Change) <= little*most {
		return ""
	}
	return fmt.Sprintf("it rises by %.3g at %v and falls by %.3g at %v, which no Hill curve does; ask for a range of concentrations in which it goes one way", high.Change, high.Conc, -low.Change, low.Conc)
}

// comesBack says that the mean effect has its largest size before the last
// concentration, and by how much it is less there: what no Hill curve does.
func (c *ResponseCurve) comesBack(k int) string {
	const little = 0.02 // of the largest
	levels := c.Levels(k)
	most := levels[0]
	for _, l := range levels {
		if math.Abs(l.Change) > math.Abs(most.Change) {
			most = l
		}
	}
	last := levels[len(levels)-1]
	if back := 1 - last.Change/most.Change; back > little {
		return fmt.Sprintf("the effect is largest at %v and %.0f %% less at %v: a Hill curve does not come back", most.Conc, 100*back, last.Conc)
	}
	return ""
}

// fits has a row for each measure of each curve.
func (r *Response) fits() Table {
	names := []string{"n", "ec50_uM", "ec50_low_uM", "ec50_high_uM", "pec50", "pec50_low", "pec50_high", "slope", "slope_low", "slope_high", "emax", "emax_low", "emax_high", "r2"}
	number := map[string][]float64{}
	var condition, name, unitOf, why []string
	for _, f := range r.Fits {
		m := r.Measures[f.Measure]
		condition, name, unitOf = append(condition, r.Curves[f.Curve].Label), append(name, m.Name), append(unitOf, m.Unit)
		why = append(why, f.said())
		for _, n := range names {
			number[n] = append(number[n], f.number(n))
		}
	}
	t := Table{"fits", []Column{{"condition", nil, words(condition)}, {"measure", nil, words(name)}, {"unit", nil, words(unitOf)}}}
	for _, n := range names {
		t.Columns = append(t.Columns, Column{n, number[n], nil})
	}
	t.Columns = append(t.Columns, Column{"said", nil, words(why)})
	return t
}

// said is why there is no fit, and what is to be known of one.
func (f ResponseFit) said() string {
	text := f.Why
	if f.Bound != "" {
		text += "; EC50 " + f.Bound
	}
	for _, c := range f.Cautions {
		if text != "" {
			text += "; "
		}
		text += c
	}
	return text
}

// number is one of a fit; NaN where it has none.
func (f ResponseFit) number(name string) float64 {
	if f.Fit == nil {
		return math.NaN()
	}
	ec50, pec50 := f.Fit.EC50(), f.Fit.PEC50()
	x, ok := map[string]float64{
		"n": float64(f.Fit.N), "r2": f.Fit.R2,
		"ec50_uM": ec50.Value, "ec50_low_uM": ec50.Low, "ec50_high_uM": ec50.High,
		"pec50": pec50.Value, "pec50_low": pec50.Low, "pec50_high": pec50.High,
		"slope": f.Fit.Slope.Value, "slope_low": f.Fit.Slope.Low, "slope_high": f.Fit.Slope.High,
		"emax": f.Fit.Top.Value, "emax_low": f.Fit.Top.Low, "emax_high": f.Fit.Top.High,
	}[name]
	if !ok {
		return math.NaN()
	}
	return x
}

// FitOf is the fit of a measure of a curve.
func (r *Response) FitOf(curve, measure int) ResponseFit {
	for _, f := range r.Fits {
		if f.Curve == curve && f.Measure == measure {
			return f
		}
	}
	return ResponseFit{Curve: curve, Measure: measure}
}
