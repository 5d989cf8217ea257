package expr

import (
	"math"
	"slices"
)

// Names are the names in n, each once, in the order they are written.
func Names(n Node) []string {
	var names []string
	Walk(n, func(n Node) {
		if name, ok := n.(Name); ok && !slices.Contains(names, name.Name) {
			names = append(names, name.Name)
		}
	})
	return names
}

// DependsOn says that n has a name of which pred is true.
func DependsOn(n Node, pred func(name string) bool) bool {
	switch n := n.(type) {
	case Name:
		return pred(n.Name)
	case Neg:
		return DependsOn(n.X, pred)
	case Bin:
		return DependsOn(n.X, pred) || DependsOn(n.Y, pred)
	case Cmp:
		return DependsOn(n.X, pred) || DependsOn(n.Y, pred)
	case Call:
		return slices.ContainsFunc(n.Args, func(a Node) bool { return DependsOn(a, pred) })
	}
	return false
}

// Substitute is n with each name replaced by what f says; nil keeps the name.
// What f returns is put in as it is, its own names are not looked at.
func Substitute(n Node, f func(name string) Node) Node {
	switch n := n.(type) {
	case Name:
		if m := f(n.Name); m != nil {
			return m
		}
	case Neg:
		n.X = Substitute(n.X, f)
		return n
	case Bin:
		n.X, n.Y = Substitute(n.X, f), Substitute(n.Y, f)
		return n
	case Cmp:
		n.X, n.Y = Substitute(n.X, f), Substitute(n.Y, f)
		return n
	case Call:
		args := make([]Node, len(n.Args))
		for i, a := range n.Args {
			args[i] = Substitute(a, f)
		}
		n.Args = args
		return n
	}
	return n
}

// Fold is n with every largest part that has no names replaced by its value.
// Eval gives the same bits before and after. A part without a finite value
// stays as it is written.
func Fold(n Node) Node {
	m, constant := fold(n)
	if constant {
		return number(m)
	}
	return m
}

// fold folds the parts of n; where n is constant it returns n untouched, so
// that 1 - exp(2) is later evaluated whole, by Expm1.
func fold(n Node) (folded Node, constant bool) {
	switch n := n.(type) {
	case Num:
		return n, true
	case Neg:
		x, c := fold(n.X)
		n.X = x
		return n, c
	case Bin:
		x, cx := fold(n.X)
		y, cy := fold(n.Y)
		if cx && cy {
			return n, true
		}
		n.X, n.Y = settle(x, cx), settle(y, cy)
		if _, _, ok := Expm1Form(n); ok { // unless it was, keep it from becoming one
			n.X, n.Y = x, y
		}
		return n, false
	case Cmp:
		x, cx := fold(n.X)
		y, cy := fold(n.Y)
		n.X, n.Y = settle(x, cx), settle(y, cy)
		return n, cx && cy
	case Call:
		return foldCall(n)
	}
	return n, false
}

func foldCall(n Call) (Node, bool) {
	args := make([]Node, len(n.Args))
	constants := make([]bool, len(n.Args))
	for i, a := range n.Args {
		args[i], constants[i] = fold(a)
	}
	if !slices.Contains(constants, false) {
		return n, true
	}
	for i := range args {
		args[i] = settle(args[i], constants[i])
	}
	n.Args = args
	return n, false
}

func settle(n Node, constant bool) Node {
	if constant {
		return number(n)
	}
	return n
}

// number is the value of the constant n, or n where that is not finite.
func number(n Node) Node {
	if _, ok := n.(Cmp); ok {
		return n
	}
	v := Eval(n, nil)
	if !finite(v) {
		return n
	}
	return Num{Value: v, At: n.Pos()}
}

// Equal says that a and b are the same equation, wherever they stand. A
// negative number equals the minus sign and the number.
func Equal(a, b Node) bool {
	if x, ok := literal(a); ok {
		y, ok := literal(b)
		return ok && math.Float64bits(x) == math.Float64bits(y)
	}
	switch a := a.(type) {
	case Name:
		b, ok := b.(Name)
		return ok && a.Name == b.Name
	case Neg:
		b, ok := b.(Neg)
		return ok && Equal(a.X, b.X)
	case Bin:
		b, ok := b.(Bin)
		return ok && a.Op == b.Op && Equal(a.X, b.X) && Equal(a.Y, b.Y)
	case Cmp:
		b, ok := b.(Cmp)
		return ok && a.Op == b.Op && Equal(a.X, b.X) && Equal(a.Y, b.Y)
	case Call:
		b, ok := b.(Call)
		return ok && a.Fn == b.Fn && slices.EqualFunc(a.Args, b.Args, Equal)
	}
	return false
}

// literal is the value of a number, or of a minus sign before one.
func literal(n Node) (float64, bool) {
	switch n := n.(type) {
	case Num:
		return n.Value, true
	case Neg:
		if x, ok := n.X.(Num); ok && !math.Signbit(x.Value) {
			return -x.Value, true
		}
	}
	return 0, false
}
