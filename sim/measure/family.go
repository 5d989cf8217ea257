package measure

import (
	"cmp"
	"math"
	"slices"

	"quell/model/expr"
	"quell/model/unit"
)

// Point is one response to one concentration. Replicates are points at the same
// concentration; the vehicle is a concentration of 0.
type Point struct {
	Conc     unit.Concentration
	Response float64 // in any unit, the same for all points
	Weight   float64 // relative to the other points', 1/variance; 0 is 1
}

func (p Point) weight() float64 {
	if p.Weight == 0 {
		return 1
	}
	return p.Weight
}

// A family is one Hill curve or several that share slope, top and bottom, and
// what was measured of them. Its parameters are a slice: first those that place
// the curves along the axis of concentration, then ln of the slope, then top
// and bottom.
type family struct {
	data   []level
	n      int     // points, replicates counted
	pure   float64 // squares of the replicates about their means, weighted
	total  float64 // squares of all points about their mean, weighted
	places int     // parameters that place the curves
	// place is log10 of a curve's EC50 in uM; it fills slope with its derivatives
	// by the first parameters.
	place    func(x []float64, curve int, slope []float64) float64
	low      []float64   // bounds of the parameters that enter nonlinearly
	high     []float64   // likewise
	starts   [][]float64 // places and ln slope worth starting from
	largest  float64     // largest |response|
	shortest float64     // smallest response
	longest  float64     // largest response
}

// A level is the mean response of one curve to one concentration.
type level struct {
	curve  int
	conc   unit.Concentration
	log    float64 // log10 of conc in uM; −Inf for the vehicle
	mean   float64
	weight float64
}

// Bounds of a fit. Source: chosen for quell. Slopes of concentration–response
// curves lie far inside; what lies further out than reach is not seen in the data.
const (
	leastSlope = 0.1
	mostSlope  = 20.0
	reach      = 6.0 // decades of concentration beyond those measured
)

// exact is how far, relative to the largest response, points may lie from a
// curve on the average and still be taken to lie on it: some thousands of
// roundings.
const exact = 1e-12

func log10(x float64) float64 { return expr.Log(x) / math.Ln10 }

// exp10 is 10^x, and takes infinities.
func exp10(x float64) float64 { return expr.Exp(x * math.Ln10) }

// newFamily pools the points of each curve by concentration, which changes
// no fit: the squares of replicates about their mean are added again.
func newFamily(curves [][]Point) *family {
	f := &family{shortest: math.Inf(1), longest: math.Inf(-1)}
	var weight, mean float64
	for i, points := range curves {
		sorted := slices.SortedStableFunc(slices.Values(points), func(a, b Point) int { return cmp.Compare(a.Conc, b.Conc) })
		for j, p := range sorted {
			if j == 0 || p.Conc != sorted[j-1].Conc {
				f.data = append(f.data, level{curve: i, conc: p.Conc, log: log10(float64(p.Conc))})
			}
			l := &f.data[len(f.data)-1]
			f.pure += take(&l.weight, &l.mean, p)
			f.total += take(&weight, &mean, p)
			f.largest = max(f.largest, math.Abs(p.Response))
			f.shortest, f.longest = min(f.shortest, p.Response), max(f.longest, p.Response)
			f.n++
		}
	}
	return f
}

// take adds a point to a weighted mean and returns by how much the sum of
// squares about the mean grows (Welford's recurrence).
func take(weight, mean *float64, p Point) float64 {
	w := p.weight()
	*weight += w
	off := p.Response - *mean
	*mean += off * w / *weight
	return w * off * (p.Response - *mean)
}

// span is the lowest and the highest log10 concentration, vehicle apart, of one
// curve, or of all where curve is negative.
func (f *family) span(curve int) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, l := range f.data {
		if (curve < 0 || l.curve == curve) && !math.IsInf(l.log, -1) {
			low, high = min(low, l.log), max(high, l.log)
		}
	}
	return low, high
}

func (f *family) slope() int  { return f.places }
func (f *family) top() int    { return f.places + 1 }
func (f *family) bottom() int { return f.places + 2 }

// shares are the parts of top and bottom in the response of a level:
//
//	s = c^n / (c^n + EC50^n)   and   1 − s
//
// each to full precision however small.
func (f *family) shares(x []float64, l level) (s, rest float64) {
	if math.IsInf(l.log, -1) {
		return 0, 1
	}
	u := expr.Exp(x[f.slope()]) * math.Ln10 * (l.log - f.place(x, l.curve, nil))
	e := expr.Exp(-math.Abs(u))
	if u > 0 {
		return 1 / (1 + e), e / (1 + e)
	}
	return e / (1 + e), 1 / (1 + e)
}

// exactly reports whether a sum of squares is one of roundings.
func (f *family) exactly(rss float64) bool {
	var weights float64
	for _, l := range f.data {
		weights += l.weight
	}
	off := exact * f.largest
	return rss <= weights*off*off
}

// flat is the least sum of squares of a response that does not depend on the
// concentration.
func (f *family) flat(x []float64, held []bool) float64 {
	y := x[f.bottom()]
	switch {
	case !held[f.top()] && !held[f.bottom()]:
		return f.total
	case held[f.top()]:
		y = x[f.top()]
	}
	sum := f.pure
	for _, l := range f.data {
		sum += l.weight * (l.mean - y) * (l.mean - y)
	}
	return sum
}
