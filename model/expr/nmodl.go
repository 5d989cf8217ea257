package expr

import (
	"fmt"
	"slices"
	"strings"
)

// Program is an equation for a mod file of NEURON: the right-hand side, and
// the FUNCTION blocks that it calls, to be put anywhere in the file.
type Program struct {
	Text      string
	Functions []string
}

// NMODL is n for a mod file. V is v there, and Na.I is Na_I. What the language
// has not, where, min, max and a quotient with a removable 0/0, becomes
// a FUNCTION whose name is the prefix and a number; give each equation of a
// file its own prefix.
//
// NEURON has no expm1, so that a quotient is taken for 0/0 from farther away
// than Eval takes it: a difference below 1e-6 of its terms, where the loss of
// digits and the mean beside the point are both below 1e-9. The names of the
// equation are the caller's to choose: what NMODL keeps for itself is not
// looked for, nor is a v beside V.
func NMODL(n Node, prefix string) Program {
	w := &modWriter{prefix: prefix}
	text := w.node(n)
	return Program{Text: text, Functions: w.blocks}
}

// modWriter writes one equation and collects its FUNCTIONs.
type modWriter struct {
	prefix string
	blocks []string
	done   []helper
}

// helper is a FUNCTION that stands for a piece of the equation.
type helper struct {
	of   Node
	call string
}

func (w *modWriter) node(n Node) string {
	text, _ := w.piece(n)
	return text
}

// piece is the text of n, and how tightly it holds together.
func (w *modWriter) piece(n Node) (text string, level int) {
	switch n := n.(type) {
	case Num:
		return Number(n.Value), tightness(n)
	case Name:
		return modName(n.Name), tight
	case Neg:
		return "-" + w.within(n.X, tight), looseSign
	case Cmp:
		return w.node(n.X) + " " + n.Op + " " + w.node(n.Y), looseSum
	case Call:
		return w.call(n), tight
	}
	b := n.(Bin)
	if d := vanishingParts(b.Y); b.Op == '/' && len(d) > 0 && mentionsV(b.X) {
		return w.quotient(b, d), tight
	}
	level = tightness(b)
	y := w.within(b.Y, level+1)
	if y[0] == '-' {
		y = "(" + y + ")"
	}
	return w.within(b.X, level) + string(b.Op) + y, level
}

func (w *modWriter) within(n Node, level int) string {
	text, holds := w.piece(n)
	if holds < level {
		return "(" + text + ")"
	}
	return text
}

func modName(name string) string {
	if name == "V" {
		return "v"
	}
	return strings.ReplaceAll(name, ".", "_")
}

func (w *modWriter) call(n Call) string {
	switch n.Fn {
	case "exp", "log", "sqrt", "tanh", "cosh":
		return n.Fn + "(" + w.node(n.Args[0]) + ")"
	case "abs":
		return "fabs(" + w.node(n.Args[0]) + ")"
	case "pow":
		return "pow(" + w.node(n.Args[0]) + ", " + w.node(n.Args[1]) + ")"
	case "where":
		return w.function(n, func(string) string {
			return choice(w.node(n.Args[0]), w.node(n.Args[1]), w.node(n.Args[2]))
		})
	case "min", "max":
		return w.function(n, func(string) string {
			x, y := w.node(n.Args[0]), w.node(n.Args[1])
			first, second := x, y // the one that is taken where they are ordered so
			if n.Fn == "max" {
				first, second = y, x
			}
			return choice(x+" < "+y, first, second)
		})
	}
	panic("expr: NMODL has no " + n.Fn)
}

// choice is the body of a FUNCTION of two cases; its value is written as =.
func choice(condition, x, otherwise string) string {
	return fmt.Sprintf("\tIF (%s) {\n\t\t= %s\n\t} ELSE {\n\t\t= %s\n\t}\n", condition, x, otherwise)
}

// quotient guards a quotient by the parts of its denominator that may be 0.
func (w *modWriter) quotient(n Bin, parts []Node) string {
	return w.function(n, func(arguments string) string {
		x, y := w.within(n.X, looseProduct), w.within(n.Y, tight)
		plain := w.block(arguments, "\t= "+x+"/"+y+"\n")
		var small []string
		for _, part := range parts {
			least := "1e-6"
			if d, ok := part.(Bin); ok {
				least = fmt.Sprintf("1e-6*(fabs(%s) + fabs(%s))", w.node(d.X), w.node(d.Y))
			}
			small = append(small, "fabs("+w.node(part)+") <= "+least)
		}
		condition := fmt.Sprintf("fabs(%s) < 1e-4 && (%s)", x, strings.Join(small, " || "))
		at := func(v string) string {
			names := strings.Split(arguments, ", ")
			names[slices.Index(names, "v")] = v
			return plain + "(" + strings.Join(names, ", ") + ")"
		}
		return choice(condition, "0.5*("+at("v - 1e-4")+" + "+at("v + 1e-4")+")", at("v"))
	})
}

// function is the call of a FUNCTION that computes n, of the names in n. Equal
// pieces share one.
func (w *modWriter) function(n Node, body func(arguments string) string) string {
	for _, h := range w.done {
		if Equal(h.of, n) {
			return h.call
		}
	}
	var names []string
	for _, name := range Names(n) {
		if name = modName(name); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	arguments := strings.Join(names, ", ")
	call := w.block(arguments, body(arguments)) + "(" + arguments + ")"
	w.done = append(w.done, helper{of: n, call: call})
	return call
}

// block adds a FUNCTION and returns its name.
func (w *modWriter) block(arguments, body string) string {
	name := fmt.Sprintf("%s%d", w.prefix, len(w.blocks)+1)
	body = strings.ReplaceAll(body, "\t= ", "\t"+name+" = ")
	w.blocks = append(w.blocks, fmt.Sprintf("FUNCTION %s(%s) {\n%s}\n", name, arguments, body))
	return name
}

// vanishingParts are the factors of n that go through 0 as V does: differences,
// V itself, and tanh and log.
func vanishingParts(n Node) []Node {
	switch d := n.(type) {
	case Neg:
		return vanishingParts(d.X)
	case Name:
		if d.Name == "V" {
			return []Node{d}
		}
	case Call:
		if (d.Fn == "tanh" || d.Fn == "log") && mentionsV(d) {
			return []Node{d}
		}
	case Bin:
		switch {
		case d.Op == '*':
			return append(vanishingParts(d.X), vanishingParts(d.Y)...)
		case d.Op == '/':
			return vanishingParts(d.X)
		case mentionsV(d) && (d.Op == '-' || negative(d.X) || negative(d.Y)):
			return []Node{d}
		}
	}
	return nil
}

// negative says that n is written with a minus sign in front.
func negative(n Node) bool {
	switch n := n.(type) {
	case Num:
		return n.Value < 0
	case Neg:
		return true
	case Bin:
		return n.Op != '-' && negative(n.X)
	}
	return false
}
