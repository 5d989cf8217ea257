package measure

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"quell/model/unit"
)

// Band is the 95 % confidence band of the curve at the concentrations, from the points
// that it was fitted to:
//
//	y ± t · √(g' C g),   C = SD² (J' W J)⁻¹
//
// with J the derivatives of the curve at the points by the parameters that were fitted, g
// those at a concentration, and t of N − Free degrees of freedom (Seber & Wild 1989,
// Nonlinear Regression, 5.1; recalled). Where the points do not fix all parameters ok is
// false.
func (f *HillFit) Band(points []Point, at []unit.Concentration) (low, high []float64, ok bool) {
	if f.N <= f.Free {
		return nil, nil, false
	}
	j := mat.NewDense(len(points), f.Free, nil)
	for i, p := range points {
		row := f.gradient(p.Conc)
		for k := range row {
			row[k] *= math.Sqrt(p.weight())
		}
		j.SetRow(i, row)
	}
	var jj mat.SymDense
	jj.SymOuterK(1, j.T())
	var c mat.Cholesky
	if !c.Factorize(&jj) {
		return nil, nil, false
	}
	t := distuv.StudentsT{Sigma: 1, Nu: float64(f.N - f.Free)}.Quantile(1 - (1-Confidence)/2)
	curve := f.Curve()
	for _, conc := range at {
		g := mat.NewVecDense(f.Free, f.gradient(conc))
		var x mat.VecDense
		if c.SolveVecTo(&x, g) != nil {
			return nil, nil, false
		}
		half := t * f.SD * math.Sqrt(max(0, mat.Dot(g, &x)))
		low, high = append(low, curve.At(conc)-half), append(high, curve.At(conc)+half)
	}
	return low, high, true
}

// gradient are the derivatives of the curve by its free parameters, by central
// differences.
func (f *HillFit) gradient(c unit.Concentration) (g []float64) {
	const nudge = 1e-6 // of a parameter or of the size of the responses
	size := max(math.Abs(f.Top.Value), math.Abs(f.Bottom.Value), math.SmallestNonzeroFloat64)
	add := func(e Estimate, scale float64, with func(h Hill, x float64) Hill) {
		if e.Held {
			return
		}
		d := nudge * scale
		up, down := with(f.Curve(), e.Value+d), with(f.Curve(), e.Value-d)
		g = append(g, (up.At(c)-down.At(c))/(2*d))
	}
	add(f.LogEC50, 1, func(h Hill, x float64) Hill { h.LogEC50 = x; return h })
	add(f.Slope, f.Slope.Value, func(h Hill, x float64) Hill { h.Slope = x; return h })
	add(f.Top, size, func(h Hill, x float64) Hill { h.Top = x; return h })
	add(f.Bottom, size, func(h Hill, x float64) Hill { h.Bottom = x; return h })
	return g
}
