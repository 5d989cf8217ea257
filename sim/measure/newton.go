package measure

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// polish takes Newton steps from a curve that descend has settled. They look for
// where the derivatives of the sum of squares vanish and so see past the root of
// a rounding, at which the sum itself is flat: a fit is then the same to 1e-9
// whatever the order of its sums. The second derivatives are differences of the
// first. A parameter at its bound stays; where the sum does not curve upwards,
// nothing is done.
func (f *family) polish(x []float64, held []bool) {
	const steps = 3
	var free []int
	for k := range x {
		inside := k > f.slope() || x[k] > f.low[k] && x[k] < f.high[k]
		if !held[k] && inside {
			free = append(free, k)
		}
	}
	for range steps {
		move, ok := f.newton(x, free)
		if !ok {
			return
		}
		for j, k := range free {
			x[k] += move[j]
		}
	}
}

// newton is the step of the free parameters, if it is as short as it must be
// beside the minimum.
func (f *family) newton(x []float64, free []int) ([]float64, bool) {
	const (
		apart = 1e-4 // decades, part of the slope, of the range of the responses
		short = 1e-3 // likewise
	)
	if len(free) == 0 {
		return nil, false
	}
	size := make([]float64, len(free))
	curve := mat.NewSymDense(len(free), nil)
	columns := make([][]float64, len(free))
	for j, k := range free {
		size[j] = 1
		if k > f.slope() {
			size[j] = f.longest - f.shortest
		}
		at, h := x[k], apart*size[j]
		x[k] = at + h
		up := f.pull(x)
		x[k] = at - h
		down := f.pull(x)
		x[k] = at
		columns[j] = make([]float64, len(x))
		for i := range up {
			columns[j][i] = (down[i] - up[i]) / (2 * apart)
		}
	}
	pull := f.pull(x)
	right := mat.NewVecDense(len(free), nil)
	for i, k := range free {
		right.SetVec(i, pull[k]*size[i])
		for j := range i + 1 {
			curve.SetSym(i, j, (columns[j][k]*size[i]+columns[i][free[j]]*size[j])/2)
		}
	}
	var factor mat.Cholesky
	var step mat.VecDense
	if !factor.Factorize(curve) || factor.SolveVecTo(&step, right) != nil {
		return nil, false
	}
	move := make([]float64, len(free))
	for j := range free {
		if !(math.Abs(step.AtVec(j)) <= short) {
			return nil, false
		}
		move[j] = step.AtVec(j) * size[j]
	}
	return move, true
}

// pull is by how much half the sum of squares falls with each parameter.
func (f *family) pull(x []float64) []float64 {
	out, row := make([]float64, len(x)), make([]float64, len(x))
	for _, l := range f.data {
		clear(row)
		r := f.row(x, l, row)
		for k, d := range row {
			out[k] += d * r
		}
	}
	return out
}
