package expr

import (
	"math"
	"strconv"
	"strings"
)

// How tightly a piece holds together: what is loose wants a bracket inside
// what is tight.
const (
	looseSum = iota + 1
	looseProduct
	looseSign
	tight
)

// tightness of n as String writes it.
func tightness(n Node) int {
	switch n := n.(type) {
	case Num:
		if math.Signbit(n.Value) {
			return looseSign
		}
	case Neg:
		return looseSign
	case Bin:
		if n.Op == '+' || n.Op == '-' {
			return looseSum
		}
		return looseProduct
	}
	return tight
}

// String is n in one canonical spelling: no spaces but after a comma and
// around a comparison, no bracket that is not needed, each number in its
// shortest form. Parse reads it back to an equal equation.
func String(n Node) string {
	switch n := n.(type) {
	case Num:
		return Number(n.Value)
	case Name:
		return n.Name
	case Neg:
		return "-" + inBrackets(n.X, tight)
	case Bin:
		return stringBin(n)
	case Cmp:
		return String(n.X) + " " + n.Op + " " + String(n.Y)
	case Call:
		args := make([]string, len(n.Args))
		for i, a := range n.Args {
			args[i] = String(a)
		}
		return n.Fn + "(" + strings.Join(args, ", ") + ")"
	}
	return ""
}

func stringBin(n Bin) string {
	level := tightness(n)
	x := inBrackets(n.X, level)
	y := inBrackets(n.Y, level+1) // a-(b-c), a+(b+c): sums of numbers depend on their order
	if y[0] == '-' {
		y = "(" + y + ")"
	}
	return x + string(n.Op) + y
}

func inBrackets(n Node, level int) string {
	if tightness(n) < level {
		return "(" + String(n) + ")"
	}
	return String(n)
}

// Number is the shortest text of v that reads back as v: plain, such as 0.0025,
// and from 1e6 and below 1e-4 on with a power of ten where that is shorter.
func Number(v float64) string {
	plain := strconv.FormatFloat(v, 'f', -1, 64)
	mantissa, power, ok := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	if !ok {
		return plain // not a number, or infinite
	}
	tens, _ := strconv.Atoi(power)
	if short := mantissa + "e" + strconv.Itoa(tens); (tens < -4 || tens > 5) && len(short) < len(plain) {
		return short
	}
	return plain
}
