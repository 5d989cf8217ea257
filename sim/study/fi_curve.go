package study

import (
	"context"
	"math"

	"quell/model"
)

// FICurve says of a curve where it begins and, of a treated one, how it lies to the
// control's: shifted along the current, which is a change of threshold, and scaled, which
// is one of gain.
type FICurve struct {
	Rheobase model.Amount // of steps as long as the stimulus
	Why      string       // there is no rheobase; "" where there is
	Adapts   float64      // last over first interval's rate at the largest current; NaN without three spikes
	Shift    float64      // of the current, in its unit; NaN for the control, and where too little fires
	Scale    float64      // of the rate
	Residual float64      // Hz, root mean square of what shift and scale do not explain
}

// leastFiring is the fewest points that fire, of both curves, for a shift and a scale.
const leastFiring = 3

// curves measures every curve; runs are those of the points.
func (f *FI) curves(ctx context.Context, runs []Run) error {
	for i := range f.Conditions {
		c := &f.Conditions[i]
		top := c.Points[len(c.Points)-1]
		c.Adapts, c.Shift, c.Scale, c.Residual = math.NaN(), math.NaN(), math.NaN(), math.NaN()
		if top.N > 2 {
			c.Adapts = float64(top.LastISI / top.FirstISI)
		}
		for _, r := range runs {
			if r.Condition != c.Label {
				continue
			}
			var err error
			if c.Rheobase, c.Why, err = r.rheobase(ctx, top.Current); err != nil {
				return err
			}
			break
		}
		if i > 0 {
			c.Shift, c.Scale, c.Residual = alongside(f.Conditions[0].Points, c.Points)
		}
	}
	f.whole = true
	return nil
}

// alongside fits d(I) = scale·c(I - shift) to two curves by least squares: for each shift
// the scale that is best, and of the shifts the best, looked for on a grid and then
// between its neighbours. The control is straight between its points.
func alongside(control, treated []FIPoint) (shift, scale, residual float64) {
	span := control[len(control)-1].Current.Value - control[0].Current.Value
	const cells = 400
	best, least := 0, math.Inf(1)
	at := func(k int) float64 { return span * float64(k) / cells }
	for k := -cells; k <= cells; k++ {
		if _, rest := scaled(control, treated, at(k)); rest < least {
			best, least = k, rest
		}
	}
	if math.IsInf(least, 1) {
		return math.NaN(), math.NaN(), math.NaN()
	}
	lo, hi := at(best-1), at(best+1)
	for range 60 {
		a, b := lo+(hi-lo)/3, hi-(hi-lo)/3
		_, left := scaled(control, treated, a)
		if _, right := scaled(control, treated, b); left <= right {
			hi = b
		} else {
			lo = a
		}
	}
	shift = lo/2 + hi/2
	scale, residual = scaled(control, treated, shift)
	return shift, scale, residual
}

// scaled is the best scale for a shift, and the root mean square of what is left over
// the points where the shifted control is known; infinite where too few of them fire.
func scaled(control, treated []FIPoint, shift float64) (scale, rest float64) {
	var xx, xy, yy float64
	n, firing := 0, 0
	for _, p := range treated {
		x, ok := rateBetween(control, p.Current.Value-shift)
		if !ok {
			continue
		}
		y := float64(p.MeanISI)
		n++
		if x > 0 && y > 0 {
			firing++
		}
		xx, xy, yy = xx+float64(x*x), xy+float64(x*y), yy+float64(y*y)
	}
	if firing < leastFiring {
		return 0, math.Inf(1)
	}
	scale = xy / xx
	return scale, math.Sqrt(max(0, yy-float64(scale*xy)) / float64(n))
}

// rateBetween is the rate of a curve at a current inside it.
func rateBetween(points []FIPoint, current float64) (float64, bool) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		if current < a.Current.Value || current > b.Current.Value {
			continue
		}
		u := (current - a.Current.Value) / (b.Current.Value - a.Current.Value)
		return float64(a.MeanISI) + float64(u*float64(b.MeanISI-a.MeanISI)), true
	}
	return 0, false
}

// curveTable is a row for each curve.
func (f *FI) curveTable(unitName string) Table {
	var label []string
	var rheobase, adapts, shift, scale, rest []float64
	for _, c := range f.Conditions {
		label = append(label, c.Label)
		at := c.Rheobase.Value
		if c.Why != "" {
			at = math.NaN()
		}
		rheobase, adapts = append(rheobase, at), append(adapts, c.Adapts)
		shift, scale, rest = append(shift, c.Shift), append(scale, c.Scale), append(rest, c.Residual)
	}
	return Table{"curves", []Column{
		{"condition", nil, label},
		{"rheobase_" + unitName, rheobase, nil},
		{"shift_" + unitName, shift, nil},
		{"gain_factor", scale, nil},
		{"residual_hz", rest, nil},
		{"last_over_first", adapts, nil},
	}}
}
