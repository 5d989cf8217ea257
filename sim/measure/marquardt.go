package measure

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"quell/model/expr"
)

// Steps of the fit. Source: chosen for quell; the sum of squares does not see a
// step shorter than the root of a rounding.
const (
	settled    = 1e-8 // decades of EC50, or part of the slope
	longStep   = 1.0  // decades, or factors of e of the slope, that one step may go
	mostSteps  = 200
	firstDamp  = 1e-3
	leastDamp  = 1e-14
	mostDamp   = 1e14
	dampFactor = 10
	tooLittle  = 0.25 // part of the promised fall under which steps are too long
	wellKept   = 0.75 // over which they may be longer
)

// descend moves the parameters that are not held to the least sum of squares
// near x, by damped Gauss–Newton steps (Levenberg 1944, Quart Appl Math 2:164;
// Marquardt 1963, J Soc Indust Appl Math 11:431). Top and bottom, which enter
// linearly, are not damped and are solved anew for every trial (variable
// projection: Golub & Pereyra 1973, SIAM J Numer Anal 10:413), so that a valley
// in which top and EC50 rise together is no valley to it. It returns the sum of
// squares, and false if x still moves after mostSteps.
func (f *family) descend(x []float64, held []bool) (float64, bool) {
	rss, damp := f.heights(x, held), firstDamp
	for range mostSteps {
		g := f.gradient(x, held)
		if len(g.columns) == 0 {
			return rss, true
		}
		for {
			trial, step, promised := f.trial(x, g, damp)
			after := f.heights(trial, held)
			if after < rss {
				copy(x, trial)
				damp = nextDamp(damp, (rss-after)/promised)
				rss = after
				if step <= settled {
					return rss, true
				}
				break
			}
			if damp = max(damp*dampFactor, firstDamp); step <= settled || damp > mostDamp {
				return rss, true
			}
		}
	}
	return rss, false
}

// nextDamp lets the steps go as far as the sum of squares falls as a linear
// problem's would: kept is the part of the promised fall that came.
func nextDamp(damp, kept float64) float64 {
	switch {
	case kept < tooLittle:
		return max(damp*dampFactor, firstDamp)
	case kept > wellKept:
		return max(damp/dampFactor, leastDamp)
	}
	return damp
}

// heights sets top and bottom, where they are free, to their best at the places
// and slope of x, and returns the sum of squares: linear least squares in one or
// two columns, by Gram–Schmidt.
func (f *family) heights(x []float64, held []bool) float64 {
	share := make([]float64, 2*len(f.data))
	tops, bottoms := share[:len(f.data)], share[len(f.data):]
	for i, l := range f.data {
		tops[i], bottoms[i] = f.shares(x, l)
	}
	switch top, bottom := f.top(), f.bottom(); {
	case held[top] && held[bottom]:
	case held[bottom]:
		f.height(&x[top], tops, x[bottom], bottoms)
	case held[top]:
		f.height(&x[bottom], bottoms, x[top], tops)
	default:
		f.bothHeights(&x[top], &x[bottom], tops, bottoms)
	}
	sum := f.pure
	for i, l := range f.data {
		r := l.mean - x[f.top()]*tops[i] - x[f.bottom()]*bottoms[i]
		sum += l.weight * r * r
	}
	return sum
}

// height is one of top and bottom when the other is known.
func (f *family) height(free *float64, a []float64, known float64, b []float64) {
	var aa, ay float64
	for i, l := range f.data {
		aa += l.weight * a[i] * a[i]
		ay += l.weight * a[i] * (l.mean - known*b[i])
	}
	if aa > 0 {
		*free = ay / aa
	}
}

// bothHeights leaves top and bottom alone where they cannot be told apart.
func (f *family) bothHeights(top, bottom *float64, a, b []float64) {
	var aa, ab, ay float64
	for i, l := range f.data {
		aa += l.weight * a[i] * a[i]
		ab += l.weight * a[i] * b[i]
		ay += l.weight * a[i] * l.mean
	}
	if aa == 0 {
		return
	}
	var cc, cy, bb float64 // c is what b has that a has not
	for i, l := range f.data {
		c := b[i] - a[i]*ab/aa
		cc += l.weight * c * c
		cy += l.weight * c * (l.mean - a[i]*ay/aa)
		bb += l.weight * b[i] * b[i]
	}
	const parallel = 1e-26 // to rounding
	if cc > parallel*bb {
		*bottom = cy / cc
		*top = (ay - ab**bottom) / aa
	}
}

// A gradient is the problem made linear at x: residual = jacobian · step.
type gradient struct {
	columns  []int // the parameter of each column
	scale    []float64
	jacobian []float64 // rows of len(columns)
	residual []float64
}

// gradient leaves out what is held, what has no effect, and what stands at a
// bound and would leave.
func (f *family) gradient(x []float64, held []bool) gradient {
	all := len(x)
	rows := make([]float64, len(f.data)*all)
	g := gradient{residual: make([]float64, len(f.data))}
	norm, pull := make([]float64, all), make([]float64, all)
	for i, l := range f.data {
		row := rows[i*all : (i+1)*all]
		g.residual[i] = f.row(x, l, row)
		for k, d := range row {
			norm[k] += d * d
			pull[k] += d * g.residual[i]
		}
	}
	damped := 0
	for k := range x {
		nonlinear := k <= f.slope()
		out := nonlinear && (x[k] <= f.low[k] && pull[k] < 0 || x[k] >= f.high[k] && pull[k] > 0)
		if held[k] || norm[k] == 0 || out {
			continue
		}
		if nonlinear {
			damped++
		}
		g.columns = append(g.columns, k)
		g.scale = append(g.scale, math.Sqrt(norm[k]))
	}
	if damped == 0 {
		g.columns = nil
	}
	for i := range f.data {
		for j, k := range g.columns {
			g.jacobian = append(g.jacobian, rows[i*all+k]/g.scale[j])
		}
	}
	return g
}

// row fills in the derivatives of a level's weighted response by all parameters
// and returns its weighted residual.
func (f *family) row(x []float64, l level, row []float64) float64 {
	s, rest := f.shares(x, l)
	root := math.Sqrt(l.weight)
	row[f.top()], row[f.bottom()] = root*s, root*rest
	if s > 0 && rest > 0 {
		n := expr.Exp(x[f.slope()])
		e := f.place(x, l.curve, row[:f.places])
		steep := root * (x[f.top()] - x[f.bottom()]) * s * rest * n * math.Ln10
		for k := range f.places {
			row[k] *= -steep
		}
		row[f.slope()] = steep * (l.log - e)
	}
	return root * (l.mean - x[f.top()]*s - x[f.bottom()]*rest)
}

// trial takes the step of a damping, bounded. It reports the longest move of a
// parameter that enters nonlinearly, and by how much the sum of squares would
// fall if the problem were linear.
func (f *family) trial(x []float64, g gradient, damp float64) (trial []float64, step, promised float64) {
	width, data := len(g.columns), len(f.data)
	a := slices.Concat(g.jacobian, make([]float64, width*width))
	b := slices.Concat(g.residual, make([]float64, width))
	for j, k := range g.columns {
		if k <= f.slope() {
			a[(data+j)*width+j] = math.Sqrt(damp)
		} else {
			a[(data+j)*width+j] = math.Sqrt(leastDamp) // keeps the matrix regular
		}
	}
	var qr mat.QR
	qr.Factorize(mat.NewDense(data+width, width, a))
	var solved mat.VecDense
	trial = slices.Clone(x)
	if err := qr.SolveVecTo(&solved, false, mat.NewVecDense(data+width, b)); err != nil {
		if _, poor := err.(mat.Condition); !poor {
			return trial, 0, 0
		}
	}
	for j, k := range g.columns {
		if k > f.slope() {
			continue
		}
		move := min(max(solved.AtVec(j)/g.scale[j], -longStep), longStep)
		trial[k] = min(max(x[k]+move, f.low[k]), f.high[k])
		step = max(step, math.Abs(trial[k]-x[k]))
	}
	for i, r := range g.residual {
		left := r
		for j := range g.columns {
			left -= g.jacobian[i*width+j] * solved.AtVec(j)
		}
		promised += r*r - left*left
	}
	return trial, step, promised
}
