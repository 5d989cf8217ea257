package sim

import (
	"math"

	"quell/model/expr"
)

func sqrt(x float64) float64 { return math.Sqrt(x) }
func abs(x float64) float64  { return math.Abs(x) }

// dual is a curve and its derivative by V at each of a list of voltages.
type dual struct {
	f, d []float64
	kept bool // the sampling has more use for it
}

// sampling evaluates equations of V alone, and their exact derivatives, at a list of
// voltages. Parts that equations share, as the two rates of a gate do, are evaluated
// once.
type sampling struct {
	v      []float64
	slopes bool // derivatives are wanted
	free   []dual
	known  []knownPart
}

// knownPart is a part of an equation that has been evaluated.
type knownPart struct {
	n expr.Node
	z dual
}

// at evaluates an equation. What it gives holds until forget.
func (s *sampling) at(n expr.Node) dual {
	switch n := n.(type) {
	case expr.Num:
		z := s.blank()
		for i := range z.f {
			z.f[i], z.d[i] = n.Value, 0
		}
		return z
	case expr.Name: // V, the only name of such an equation
		z := s.blank()
		copy(z.f, s.v)
		for i := range z.d {
			z.d[i] = 1
		}
		return z
	case expr.Neg:
		x, z := s.at(n.X), s.blank()
		for i := range z.f {
			z.f[i], z.d[i] = -x.f[i], -x.d[i]
		}
		s.drop(x)
		return z
	case expr.Bin:
		if u, sign, ok := expr.Expm1Form(n); ok {
			return s.once(n, func() dual { return s.expm1(u, sign) })
		}
		return s.bin(n)
	case expr.Call:
		return s.once(n, func() dual { return s.call(n) })
	}
	panic("sim: a curve has a part that is no equation of V")
}

// blank is room for a curve; what it holds is left over.
func (s *sampling) blank() dual {
	if n := len(s.free); n > 0 {
		z := s.free[n-1]
		s.free = s.free[:n-1]
		return z
	}
	both := make([]float64, 2*len(s.v))
	return dual{f: both[:len(s.v):len(s.v)], d: both[len(s.v):]}
}

// drop gives the room of a curve back.
func (s *sampling) drop(x dual) {
	if !x.kept {
		s.free = append(s.free, x)
	}
}

// forget gives the room of all shared parts back.
func (s *sampling) forget() {
	for _, k := range s.known {
		k.z.kept = false
		s.free = append(s.free, k.z)
	}
	s.known = s.known[:0]
}

// once evaluates a part unless it is known.
func (s *sampling) once(n expr.Node, eval func() dual) dual {
	for _, k := range s.known {
		if expr.Equal(k.n, n) {
			return k.z
		}
	}
	z := eval()
	z.kept = true
	s.known = append(s.known, knownPart{n, z})
	return z
}

func (s *sampling) bin(n expr.Bin) dual {
	x, y := s.at(n.X), s.at(n.Y)
	z := s.blank()
	for i, a := range x.f {
		b := y.f[i]
		switch n.Op {
		case '+':
			z.f[i] = a + b
		case '-':
			z.f[i] = a - b
		case '*':
			z.f[i] = float64(a * b)
		case '/':
			z.f[i] = a / b
		}
	}
	if s.slopes {
		x.slope(n.Op, y, z)
	}
	if n.Op == '/' {
		for i, a := range x.f {
			if removable(a, y.f[i]) {
				z.f[i], z.d[i] = atRemovable(n, s.v[i])
			}
		}
	}
	s.drop(x)
	s.drop(y)
	return z
}

// slope is the derivative of x op y, which is z.
func (x dual) slope(op byte, y, z dual) {
	for i, a := range x.f {
		b, da, db := y.f[i], x.d[i], y.d[i]
		switch op {
		case '+':
			z.d[i] = da + db
		case '-':
			z.d[i] = da - db
		case '*':
			z.d[i] = float64(da*b) + float64(a*db)
		case '/':
			z.d[i] = (da - float64(z.f[i]*db)) / b
		}
	}
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

func (s *sampling) expm1(u expr.Node, sign float64) dual {
	x, z := s.at(u), s.blank()
	for i, a := range x.f {
		z.f[i] = float64(sign * expr.Expm1(a))
		if s.slopes {
			z.d[i] = float64(sign * float64(expr.Exp(a)*x.d[i]))
		}
	}
	s.drop(x)
	return z
}

func (s *sampling) call(n expr.Call) dual {
	if n.Fn == "where" {
		return s.where(n)
	}
	x := s.at(n.Args[0])
	if len(n.Args) == 2 {
		return s.pair(n.Fn, x, s.at(n.Args[1]))
	}
	z := s.blank()
	for i, a := range x.f {
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
			f = expr.Cosh(a)
			if s.slopes {
				d = expr.Sinh(a)
			}
		case "abs":
			f, d = abs(a), 1
			if a < 0 {
				d = -1
			}
		}
		z.f[i], z.d[i] = f, float64(d*x.d[i])
		if d == 0 || z.d[i] != z.d[i] && abs(d) > 1e300 {
			z.d[i] = 0 // far in a tail, where 0 times a huge slope is meant
		}
	}
	s.drop(x)
	return z
}

func (s *sampling) pair(fn string, x, y dual) dual {
	z := s.blank()
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
			z.f[i], z.d[i] = expr.Pow(a, b), 0
			if !s.slopes {
				break
			}
			z.d[i] = float64(float64(b*expr.Pow(a, b-1)) * x.d[i])
			if y.d[i] != 0 {
				z.d[i] += float64(float64(z.f[i]*expr.Log(a)) * y.d[i])
			}
		}
	}
	s.drop(x)
	s.drop(y)
	return z
}

func (s *sampling) where(n expr.Call) dual {
	c := n.Args[0].(expr.Cmp)
	l, r := s.at(c.X), s.at(c.Y)
	x, y := s.at(n.Args[1]), s.at(n.Args[2])
	z := s.blank()
	for i := range z.f {
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
		z.f[i], z.d[i] = x.f[i], x.d[i]
		if !yes {
			z.f[i], z.d[i] = y.f[i], y.d[i]
		}
	}
	for _, used := range []dual{l, r, x, y} {
		s.drop(used)
	}
	return z
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
	s := sampling{v: v}
	a, b := s.at(x), s.at(y)
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
