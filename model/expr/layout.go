package expr

import "strings"

// script is a language of formulas: how it writes what a paper draws.
type script interface {
	number(digits, tens string) string // digits·10^tens, or digits alone
	name(s symbol) string
	negative(x string) string
	sign(sign string) string // one of + - * / < <= > >= and the comma; "" is a product without a dot
	fraction(x, y string) string
	power(x, n string) string
	exponential(x string) string // e to the x
	root(x string) string
	bars(x string) string
	brackets(x string) string
	function(name, arguments string) string
	choice(condition, x, otherwise string) string
	row(parts ...string) string
}

// layout draws an equation as a paper does: fractions with a bar, powers
// raised, where as two cases. Inside an exponent a fraction is written with a
// slash.
type layout struct {
	script
	slash bool
}

func (l layout) raised() layout { return layout{l.script, true} }

// tightness is how tightly n holds together as it is drawn.
func (l layout) tightness(n Node) int {
	switch n := n.(type) {
	case Bin:
		if n.Op == '/' && !l.slash {
			return tight
		}
	case Call:
		if n.Fn == "where" {
			return looseSum - 1
		}
	}
	return tightness(n)
}

func (l layout) node(n Node) string {
	switch n := n.(type) {
	case Num:
		return l.num(n.Value)
	case Name:
		return l.name(symbolOf(n.Name))
	case Neg:
		return l.negative(l.within(n.X, looseProduct))
	case Cmp:
		return l.row(l.node(n.X), l.sign(n.Op), l.node(n.Y))
	case Bin:
		return l.bin(n)
	case Call:
		return l.call(n)
	}
	return ""
}

func (l layout) num(v float64) string {
	text, negative := strings.CutPrefix(Number(v), "-")
	digits, tens, _ := strings.Cut(text, "e")
	if negative {
		return l.negative(l.number(digits, tens))
	}
	return l.number(digits, tens)
}

// within draws n, in brackets where it is looser than level or starts with a
// minus sign behind another sign.
func (l layout) within(n Node, level int) string {
	if l.tightness(n) < level || l.startsNegative(n) {
		return l.brackets(l.node(n))
	}
	return l.node(n)
}

func (l layout) first(n Node, level int) string {
	if l.tightness(n) < level {
		return l.brackets(l.node(n))
	}
	return l.node(n)
}

// startsNegative says that n is drawn with a minus sign in front.
func (l layout) startsNegative(n Node) bool {
	switch n := n.(type) {
	case Num:
		return n.Value < 0
	case Neg:
		return true
	case Bin:
		return (n.Op != '/' || l.slash) && l.tightness(n.X) >= l.tightness(n) && l.startsNegative(n.X)
	}
	return false
}

func (l layout) bin(n Bin) string {
	if n.Op == '/' && !l.slash {
		return l.fraction(l.node(n.X), l.node(n.Y))
	}
	level := l.tightness(n)
	sign := string(n.Op)
	if n.Op == '*' && l.silent(n) {
		sign = ""
	}
	return l.row(l.first(n.X, level), l.sign(sign), l.within(n.Y, level+1))
}

// silent says that a product needs no dot: a number before a letter, a bracket
// or a function. Before a word it wants one.
func (l layout) silent(n Bin) bool {
	last := n.X
	for {
		b, ok := last.(Bin)
		if !ok || b.Op != '*' {
			break
		}
		last = b.Y
	}
	if x, ok := last.(Num); !ok || x.Value < 0 {
		return false
	}
	switch y := n.Y.(type) {
	case Name:
		return !symbolOf(y.Name).word()
	case Call:
		return true
	case Bin:
		return l.tightness(y) < tight
	}
	return false
}

func (l layout) call(n Call) string {
	x := n.Args[0]
	switch n.Fn {
	case "exp":
		if plainExponent(x) {
			return l.exponential(l.raised().node(x))
		}
		return l.function("exp", l.node(x))
	case "log":
		return l.function("ln", l.node(x))
	case "sqrt":
		return l.root(l.node(x))
	case "abs":
		return l.bars(l.node(x))
	case "tanh", "cosh":
		return l.function(n.Fn, l.node(x))
	case "min", "max":
		return l.function(n.Fn, l.row(l.node(x), l.sign(","), l.node(n.Args[1])))
	case "pow":
		base := l.node(x)
		switch x.(type) {
		case Name:
		default:
			if num, ok := x.(Num); !ok || num.Value < 0 || strings.Contains(Number(num.Value), "e") {
				base = l.brackets(base)
			}
		}
		return l.power(base, l.raised().node(n.Args[1]))
	case "where":
		return l.choice(l.node(x), l.node(n.Args[1]), l.node(n.Args[2]))
	}
	panic("expr: no drawing of " + n.Fn)
}

// plainExponent says that x can be raised and still be read.
func plainExponent(x Node) bool {
	plain := true
	Walk(x, func(n Node) {
		if _, ok := n.(Call); ok {
			plain = false
		}
	})
	return plain
}
