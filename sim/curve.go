package sim

import (
	"math"

	"quell/model/expr"
)

func sqrt(x float64) float64 { return math.Sqrt(x) }
func abs(x float64) float64  { return math.Abs(x) }

// dual is a curve and its derivative by V at each of a list of voltages.
type dual struct{ f, d []float64 }

func newDual(n int) dual { return dual{make([]float64, n), make([]float64, n)} }

// sample evaluates an equation of V alone and its exact derivative at every v.
func sample(n expr.Node, v []float64) dual {
	z := newDual(len(v))
	switch n := n.(type) {
	case expr.Num:
		for i := range z.f {
			z.f[i] = n.Value
		}
	case expr.Name: // V, the only name of such an equation
		copy(z.f, v)
		for i := range z.d {
			z.d[i] = 1
		}
	case expr.Neg:
		z = sample(n.X, v)
		for i := range z.f {
			z.f[i], z.d[i] = -z.f[i], -z.d[i]
		}
	case expr.Bin:
		return sampleBin(n, v)
	case expr.Call:
		return sampleCall(n, v)
	}
	return z
}

func sampleBin(n expr.Bin, v []float64) dual {
	if u, sign, ok := expr.Expm1Form(n); ok {
		return sampleExpm1(u, v, sign)
	}
	x, y := sample(n.X, v), sample(n.Y, v)
	z := newDual(len(v))
	for i := range v {
		a, b, da, db := x.f[i], y.f[i], x.d[i], y.d[i]
		switch n.Op {
		case '+':
			z.f[i], z.d[i] = a+b, da+db
		case '-':
			z.f[i], z.d[i] = a-b, da-db
		case '*':
			z.f[i], z.d[i] = float64(a*b), float64(da*b)+float64(a*db)
		case '/':
			z.f[i] = a / b
			z.d[i] = (da - float64(z.f[i]*db)) / b
			if removable(a, b) {
				z.f[i], z.d[i] = atRemovable(n, v[i])
			}
		}
	}
	return z
}

// removable says that a quotient is near 0/0, where its value is left to
// package expr, which knows the limit.
func removable(a, b float64) bool { return abs(b) < 1e-6 && abs(a) < 1e-4 }

// atRemovable takes the value from package expr and the derivative from a
// central difference of fourth order.
func atRemovable(n expr.Node, v float64) (f, d float64) {
	const h = 0.05 // mV; the error is of order h^4 times the fifth derivative
	at := func(x float64) float64 {
		return expr.Eval(n, func(string) float64 { return x })
	}
	d = (8*(at(v+h)-at(v-h)) - (at(v+2*h) - at(v-2*h))) / (12 * h)
	return at(v), d
}

func sampleExpm1(u expr.Node, v []float64, sign float64) dual {
	z := sample(u, v)
	for i := range z.f {
		x := z.f[i]
		z.f[i], z.d[i] = float64(sign*expr.Expm1(x)), float64(sign*float64(expr.Exp(x)*z.d[i]))
	}
	return z
}

func sampleCall(n expr.Call, v []float64) dual {
	if n.Fn == "where" {
		return sampleWhere(n, v)
	}
	x := sample(n.Args[0], v)
	if len(n.Args) == 2 {
		return samplePair(n.Fn, x, sample(n.Args[1], v))
	}
	for i := range v {
		a := x.f[i]
		var f, d float64
		switch n.Fn {
		case "exp":
			f = expr.Exp(a)
			d = f
		case "log":
			f, d = expr.Log(a), 1/a
		case "sqrt":
			f = sqrt(a)
			d = 0.5 / f
		case "tanh":
			f = expr.Tanh(a)
			d = 1 - float64(f*f)
		case "cosh":
			f, d = expr.Cosh(a), expr.Sinh(a)
		case "abs":
			f, d = abs(a), 1
			if a < 0 {
				d = -1
			}
		}
		x.f[i], x.d[i] = f, float64(d*x.d[i])
		if d == 0 || x.d[i] != x.d[i] && abs(d) > 1e300 {
			x.d[i] = 0 // far in a tail, where 0 times a huge slope is meant
		}
	}
	return x
}

func samplePair(fn string, x, y dual) dual {
	z := newDual(len(x.f))
	for i := range z.f {
		a, b := x.f[i], y.f[i]
		switch fn {
		case "min", "max":
			takeX := a < b
			if fn == "max" {
				takeX = a > b
			}
			z.f[i], z.d[i] = b, y.d[i]
			if takeX {
				z.f[i], z.d[i] = a, x.d[i]
			}
		case "pow":
			z.f[i] = expr.Pow(a, b)
			z.d[i] = float64(float64(b*expr.Pow(a, b-1)) * x.d[i])
			if y.d[i] != 0 {
				z.d[i] += float64(float64(z.f[i]*expr.Log(a)) * y.d[i])
			}
		}
	}
	return z
}

func sampleWhere(n expr.Call, v []float64) dual {
	c := n.Args[0].(expr.Cmp)
	l, r := sample(c.X, v), sample(c.Y, v)
	x, y := sample(n.Args[1], v), sample(n.Args[2], v)
	for i := range v {
		var yes bool
		switch c.Op {
		case "<":
			yes = l.f[i] < r.f[i]
		case "<=":
			yes = l.f[i] <= r.f[i]
		case ">":
			yes = l.f[i] > r.f[i]
		case ">=":
			yes = l.f[i] >= r.f[i]
		}
		if !yes {
			x.f[i], x.d[i] = y.f[i], y.d[i]
		}
	}
	return x
}

// hasCorner says that the equation is written with a function that may have a
// corner in it.
func hasCorner(n expr.Node) bool {
	switch n := n.(type) {
	case expr.Neg:
		return hasCorner(n.X)
	case expr.Bin:
		return hasCorner(n.X) || hasCorner(n.Y)
	case expr.Call:
		switch n.Fn {
		case "where", "min", "max", "abs":
			return true
		}
		for _, a := range n.Args {
			if hasCorner(a) {
				return true
			}
		}
	}
	return false
}

// corners are the voltages between lo and hi where an equation of V passes from
// one branch to another: where a comparison turns, min and max change sides, or
// the argument of abs its sign.
func corners(n expr.Node, lo, hi float64) (at []float64) {
	if !hasCorner(n) {
		return nil
	}
	switch n := n.(type) {
	case expr.Neg:
		return corners(n.X, lo, hi)
	case expr.Bin:
		return append(corners(n.X, lo, hi), corners(n.Y, lo, hi)...)
	case expr.Call:
		for _, a := range n.Args {
			if _, ok := a.(expr.Cmp); !ok {
				at = append(at, corners(a, lo, hi)...)
			}
		}
		switch n.Fn {
		case "where":
			c := n.Args[0].(expr.Cmp)
			at = append(at, turns(c.X, c.Y, lo, hi)...)
		case "min", "max":
			at = append(at, turns(n.Args[0], n.Args[1], lo, hi)...)
		case "abs":
			at = append(at, turns(n.Args[0], expr.Num{}, lo, hi)...)
		}
	}
	return at
}

// turnsPerMV is how finely turns are looked for; two within one step are missed,
// and the measured error of the table tells.
const turnsPerMV = 4

// turns are the voltages where x - y changes its sign.
func turns(x, y expr.Node, lo, hi float64) (at []float64) {
	v := make([]float64, int((hi-lo)*turnsPerMV)+1)
	for i := range v {
		v[i] = lo + float64(i)/turnsPerMV
	}
	a, b := sample(x, v), sample(y, v)
	below := func(f, g float64) bool { return f < g }
	for i := range len(v) - 1 {
		was := below(a.f[i], b.f[i])
		if was == below(a.f[i+1], b.f[i+1]) {
			continue
		}
		from, to := v[i], v[i+1]
		for m := 0.5 * (from + to); from < m && m < to; m = 0.5 * (from + to) {
			env := func(string) float64 { return m }
			if below(expr.Eval(x, env), expr.Eval(y, env)) == was {
				from = m
			} else {
				to = m
			}
		}
		at = append(at, to)
	}
	return at
}
