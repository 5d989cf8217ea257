package validate

import "quell/model/expr"

// root finds where f crosses 0 between a and b.
func root(f func(float64) float64, a, b float64) float64 {
	up := f(b) > 0
	for range 200 {
		m := 0.5 * (a + b)
		if (f(m) > 0) == up {
			b = m
		} else {
			a = m
		}
	}
	return 0.5 * (a + b)
}

// halfway is the concentration, and the logit slope there, of an effect that
// rises from 0 to top.
func halfway(effect func(c float64) float64, top float64) (ec50, slope float64) {
	ec50 = expr.Exp(root(func(x float64) float64 { return effect(expr.Exp(x)) - float64(0.5*top) }, -20, 15))
	const step = 1e-4
	return ec50, logitSlope(effect, top, ec50, step)
}

// logitSlope is the logit slope at a concentration of an effect that rises from 0 to
// top, by a central difference of a step in the logarithm of the concentration.
func logitSlope(effect func(c float64) float64, top, c, step float64) float64 {
	logit := func(c float64) float64 { p := effect(c) / top; return expr.Log(p / (1 - p)) }
	return (logit(c*expr.Exp(step)) - logit(c*expr.Exp(-step))) / (2 * step)
}
