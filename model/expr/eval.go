package expr

import "math"

// Where a quotient is taken for a removable 0/0, and how far from the point
// it is then looked at. With these a form that expm1 does not cover is good to
// 3e-9 at 1e-6 mV from its point, and to 2e-11 at the point itself.
const (
	cancelled = 1e-9 // of a denominator, as part of the terms it is the difference of
	vanishing = 1e-7 // of a numerator
	aside     = 1e-4 // mV
)

// Eval is the value of n, in float64 arithmetic in the order it is written.
// The environment gives the value of each name; for a removable 0/0 it is
// asked again, and its V is moved by 1e-4 mV to either side:
//
//	1 - exp(u), exp(u) - 1    by Expm1, so that no digit is lost near u = 0
//	x / (a - b)               with a - b below 1e-9 of a and b, and x below 1e-7:
//	                          the mean of the quotient at V - 1e-4 and V + 1e-4
//
// A pole is not removable: 1/(V + 40) is infinite at V = -40.
func Eval(n Node, env func(name string) float64) float64 {
	v, _ := evaluator{env: env, limits: true}.node(n)
	return v
}

// evaluator evaluates in an environment. Without limits a quotient is only
// divided, as it is at the two points beside a removable 0/0: so the work
// grows with the square of the text at most.
type evaluator struct {
	env    func(name string) float64
	limits bool
}

// node is the value of n, and whether it cancels: whether a factor of it is a
// difference in V whose terms are equal here to 1e-9.
func (e evaluator) node(n Node) (v float64, cancels bool) {
	switch n := n.(type) {
	case Num:
		return n.Value, false
	case Name:
		return e.env(n.Name), false
	case Neg:
		v, cancels = e.node(n.X)
		return -v, cancels
	case Bin:
		return e.bin(n)
	case Call:
		return e.call(n), false
	}
	panic("expr: a comparison has no value")
}

func (e evaluator) bin(n Bin) (v float64, cancels bool) {
	if u, sign, ok := Expm1Form(n); ok {
		v, _ = e.node(u)
		v = float64(sign * Expm1(v))
		return v, math.Abs(v) <= cancelled && mentionsV(n)
	}
	x, cx := e.node(n.X)
	y, cy := e.node(n.Y)
	switch n.Op {
	case '+', '-':
		v = x + y
		if n.Op == '-' {
			v = x - y
		}
		return v, math.Abs(v) <= float64(cancelled*max(math.Abs(x), math.Abs(y))) && mentionsV(n)
	case '*':
		return float64(x * y), cx || cy
	}
	if e.limits && math.Abs(x) < vanishing && removable(n, x, y, cy) {
		if mean, ok := e.limit(n); ok {
			return mean, cx
		}
	}
	return x / y, cx
}

// limit is the mean of a quotient at both sides of here. At a pole, where the
// quotient grows towards the point, there is none.
func (e evaluator) limit(n Bin) (mean float64, ok bool) {
	at := func(by float64) float64 {
		v, _ := e.moved(by).bin(n)
		return v
	}
	below, above := at(-aside), at(aside)
	near := max(math.Abs(below), math.Abs(above))
	far := max(math.Abs(at(-2*aside)), math.Abs(at(2*aside)))
	return float64(0.5 * (below + above)), near < 1.5*far || near == 0 // 1/x is twice as large at half the distance
}

// removable says that the quotient n, whose parts are x and y here, is a 0/0
// that V goes through: a numerator that is 0 or follows V, over a denominator
// that cancels, or 0 over 0.
func removable(n Bin, x, y float64, cancels bool) bool {
	if x == 0 && y == 0 {
		return mentionsV(n.Y)
	}
	return cancels && (x == 0 || mentionsV(n.X))
}

func (e evaluator) call(n Call) float64 {
	if n.Fn == "where" {
		c := n.Args[0].(Cmp)
		x, _ := e.node(c.X)
		y, _ := e.node(c.Y)
		arm := n.Args[2]
		if c.Holds(x, y) {
			arm = n.Args[1]
		}
		v, _ := e.node(arm)
		return v
	}
	x, _ := e.node(n.Args[0])
	if len(n.Args) == 1 {
		return Apply(n.Fn, x, 0)
	}
	y, _ := e.node(n.Args[1])
	return Apply(n.Fn, x, y)
}

// moved is e with V moved, and limits not taken.
func (e evaluator) moved(by float64) evaluator {
	return evaluator{env: func(name string) float64 {
		if name == "V" {
			return e.env(name) + by
		}
		return e.env(name)
	}}
}

// Expm1Form recognises 1 - exp(u), which is -Expm1(u), and exp(u) - 1, which
// is Expm1(u). The 1 is written as a number.
func Expm1Form(n Bin) (u Node, sign float64, ok bool) {
	if n.Op != '-' {
		return nil, 0, false
	}
	if c, isCall := n.Y.(Call); isCall && c.Fn == "exp" && isNum(n.X, 1) {
		return c.Args[0], -1, true
	}
	if c, isCall := n.X.(Call); isCall && c.Fn == "exp" && isNum(n.Y, 1) {
		return c.Args[0], 1, true
	}
	return nil, 0, false
}

func mentionsV(n Node) bool { return mentions(n, "V") }

func mentions(n Node, name string) bool {
	return DependsOn(n, func(s string) bool { return s == name })
}

func isNum(n Node, v float64) bool {
	x, ok := n.(Num)
	return ok && x.Value == v
}
