package write

import (
	"fmt"
	"slices"
	"strings"

	"quell/model"
	"quell/model/expr"
)

// line is one equation of a page: left = right, or d left/dt = right.
type line struct {
	left  string // a name, as equations have it
	rate  bool   // the left-hand side is a derivative by time
	times string // what the left-hand side is multiplied by, "" for nothing
	right expr.Node
	says  string // a constant as its file has it, with its unit
}

// section is a part of a page: its heading, a sentence, and equations.
type section struct {
	title string
	says  string
	lines []line
}

// sections are the equations of a neuron: each compartment with its membrane,
// channels and pools, then the receptor.
func sections(n *model.Neuron) []section {
	var all []section
	drawn := map[string]bool{}
	for _, c := range n.Compartments {
		all = append(all, section{title: c.Name, lines: membrane(n, c)})
		for _, ch := range c.Channels {
			s := section{title: c.Name + "." + ch.Name, says: doubts(n, c, ch), lines: kinetics(ch)}
			if key := ch.Name + fmt.Sprint(s.text()); !drawn[key] && len(s.lines) > 0 {
				drawn[key] = true
				all = append(all, s)
			}
		}
	}
	return append(all, receptor(n)...)
}

// doubts says where the equations of a channel come from, where they were not read
// there: the numbers in them are marked by it.
func doubts(n *model.Neuron, c *model.Compartment, ch *model.Channel) string {
	var all []string
	if sure := n.TrustOf(c.Name + "." + ch.Name); model.Mark(sure) != "" && ch.Source.Text != "" {
		all = append(all, model.Marked(ch.Source.Text, sure))
	}
	for _, g := range ch.Gates {
		if model.Mark(g.Source.Confidence) != "" {
			all = append(all, g.Name+": "+model.Marked(g.Source.Text, g.Source.Confidence))
		}
	}
	return sentence(all...)
}

// text is the section's equations in the file's own spelling.
func (s section) text() []string {
	var all []string
	for _, l := range s.lines {
		all = append(all, l.text())
	}
	return all
}

// membrane are the equations that belong to a compartment as a whole.
func membrane(n *model.Neuron, c *model.Compartment) []line {
	sum := name("I_inj")
	if n.Inject.Into != c.Name {
		sum = nil
	}
	var lines []line
	for _, ch := range c.Channels {
		sum = minus(sum, name(ch.Name+".I"))
		lines = append(lines, current(n, c, ch)...)
	}
	if girkIn(n, c) {
		sum = minus(sum, name("GIRK.I"))
		lines = append(lines, girk(n))
	}
	switch to := neighbours(n, c); len(to) {
	case 0:
	case 1:
		sum = minus(sum, to[0])
	default:
		sum = minus(sum, name("I_axial"))
		lines = append(lines, line{left: "I_axial", right: total(to)})
	}
	if sum == nil {
		sum = expr.Num{}
	}
	all := append([]line{{left: "V", rate: true, times: "C", right: sum}}, lines...)
	for _, l := range c.Lets {
		all = append(all, let(l))
	}
	for _, p := range c.Pools {
		all = append(all, pool(p)...)
	}
	for _, s := range c.States {
		all = append(all, line{left: s.Name, rate: true, right: s.Rate.Node})
	}
	return all
}

// neighbours are the currents to the compartments that a compartment is linked to.
func neighbours(n *model.Neuron, c *model.Compartment) (all []expr.Node) {
	for _, l := range n.Links {
		for _, ends := range [][2]string{{l.A, l.B}, {l.B, l.A}} {
			if ends[0] == c.Name {
				all = append(all, link(l, c, ends[1]))
			}
		}
	}
	return all
}

func total(all []expr.Node) (sum expr.Node) {
	for _, x := range all {
		if sum == nil {
			sum = x
		} else {
			sum = plus(sum, x)
		}
	}
	return sum
}

// link is the current to a neighbour, per membrane of this compartment.
func link(l *model.Link, c *model.Compartment, other string) expr.Node {
	g := name("g_" + l.A + "_" + l.B)
	part := "A_" + c.Name
	if c.Share.Set {
		part = "p_" + c.Name
	}
	return times(over(g, name(part)), minus(name("V"), name("V_"+other)))
}

// current is the current of a channel, and what it wants besides.
func current(n *model.Neuron, c *model.Compartment, ch *model.Channel) []line {
	part := func(what string) expr.Node { return name(ch.Name + "." + what) }
	conducts := spared(n, c, ch)
	if k := ch.GHK; k != nil {
		// P z F u (in − out exp(−u))/(1 − exp(−u)) is P z F (in f(−u) − out f(u)).
		decay := call("exp", expr.Neg{X: name("u")})
		carried := over(minus(concentration(k.InPool, k.In), times(concentration(k.OutPool, k.Out), decay)), minus(number(1), decay))
		flux := times(times(times(name("P_"+ch.Name), conducts), times(number(k.Valence), name("F"))), times(name("u"), carried))
		u := over(times(number(k.Valence), times(name("F"), name("V"))), times(name("R"), name("T")))
		return []line{{left: ch.Name + ".I", right: flux}, {left: "u", right: u}}
	}
	lines := []line{{left: ch.Name + ".I", right: times(times(part("gbar"), conducts), minus(name("V"), part("reversal")))}}
	if k := ch.Nernst; k != nil {
		rt := over(times(name("R"), name("T")), times(number(k.Valence), name("F")))
		lines = append(lines, line{left: ch.Name + ".reversal", right: times(rt, call("log", over(concentration(k.OutPool, k.Out), concentration(k.InPool, k.In))))})
	}
	return lines
}

// concentration is a pool's name or a number.
func concentration(pool string, v model.Value) expr.Node {
	if pool != "" {
		return name(pool)
	}
	return number(v.Num)
}

// opening is the open part of a channel; nil where it is always open.
func opening(ch *model.Channel) expr.Node {
	if ch.Open != nil {
		return ch.Open.Node
	}
	var open expr.Node
	for _, g := range ch.Gates {
		m := name(g.Name)
		if g.Power > 1 {
			m = call("pow", m, number(float64(g.Power)))
		}
		open = times(open, m)
	}
	return open
}

// kinetics are the equations of a channel's gates and states.
func kinetics(ch *model.Channel) []line {
	var lines []line
	for _, l := range ch.Lets {
		lines = append(lines, let(l))
	}
	for _, g := range ch.Gates {
		for _, l := range g.Lets {
			lines = append(lines, let(l))
		}
		lines = append(lines, gate(g)...)
	}
	for _, s := range ch.States {
		lines = append(lines, line{left: s.Name, rate: true, right: s.Rate.Node})
	}
	if i := slices.IndexFunc(ch.Gates, func(g *model.Gate) bool { return g.Q10 != nil }); i >= 0 {
		q := ch.Gates[i].Q10
		tens := over(minus(name("celsius"), number(q.At)), number(10))
		lines = append(lines, line{left: "phi", right: call("pow", number(q.Factor), tens)})
	}
	return lines
}

// gate is how a gate moves, and its curves.
func gate(g *model.Gate) []line {
	m := name(g.Name)
	var lines []line
	curve := func(left string, q *model.Equation) expr.Node {
		if q != nil {
			lines = append(lines, stated(left, q))
		}
		return name(left)
	}
	var moves line
	if g.Alpha != nil {
		alpha, beta := curve("alpha_"+g.Name, g.Alpha), curve("beta_"+g.Name, g.Beta)
		moves = line{left: g.Name, rate: true, right: minus(times(alpha, minus(number(1), m)), times(beta, m))}
		if g.Instant {
			moves = line{left: g.Name, right: over(alpha, plus(alpha, beta))}
		}
	} else {
		inf := curve(g.Name+"_inf", g.Inf)
		moves = line{left: g.Name, right: inf}
		if !g.Instant {
			moves = line{left: g.Name, rate: true, right: over(minus(inf, m), curve("tau_"+g.Name, g.Tau))}
		}
	}
	if g.Q10 != nil && moves.rate {
		moves.right = times(name("phi"), moves.right)
	}
	return append([]line{moves}, lines...)
}

// pool is how a concentration moves.
func pool(p *model.Pool) []line {
	var fed expr.Node
	for _, ch := range p.From {
		fed = plus(fed, name(ch+".I"))
	}
	if !p.Standard {
		lines := []line{{left: p.Name, rate: true, right: p.Rate.Node}}
		if expr.DependsOn(p.Rate.Node, func(s string) bool { return s == "I" }) {
			lines = append(lines, line{left: "I", right: fed})
		}
		if expr.DependsOn(p.Rate.Node, func(s string) bool { return s == "J" }) {
			lines = append(lines, influx(p, fed))
		}
		return lines
	}
	enters := name("J")
	if p.InwardOnly {
		enters = call("max", number(0), enters)
	}
	if p.Fraction != 1 {
		enters = times(number(p.Fraction), enters)
	}
	leaves := over(minus(name(p.Name+"_rest"), name(p.Name)), name("tau_"+p.Name))
	return []line{{left: p.Name, rate: true, right: plus(enters, leaves)}, influx(p, fed)}
}

func influx(p *model.Pool, fed expr.Node) line {
	return line{left: "J", right: over(expr.Neg{X: fed}, times(number(p.Valence), times(name("F"), name("d"))))}
}

func let(l *model.Let) line { return stated(l.Name, &l.Equation) }

// stated is an equation as the file has it; a constant keeps its unit.
func stated(left string, q *model.Equation) line {
	l := line{left: left, right: q.Node}
	if _, constant := q.Node.(expr.Num); constant {
		l.says = q.Text
	}
	return l
}

// text is the equation in the file's own spelling.
func (l line) text() string {
	left := l.left
	if l.rate {
		left = "d" + left + "/dt"
	}
	if l.times != "" {
		left = l.times + "*" + left
	}
	if l.says != "" {
		return left + " = " + l.says
	}
	return left + " = " + expr.String(l.right)
}

// What follows builds trees; nil stands for a term or factor that is not there.

func name(s string) expr.Node { return expr.Name{Name: s} }

func number(x float64) expr.Node { return expr.Num{Value: x} }

func call(fn string, args ...expr.Node) expr.Node { return expr.Call{Fn: fn, Args: args} }

func over(x, y expr.Node) expr.Node { return expr.Bin{Op: '/', X: x, Y: y} }

// times is a product; one of several factors is written without brackets.
func times(x, y expr.Node) expr.Node {
	if b, ok := y.(expr.Bin); ok && b.Op == '*' && x != nil {
		return times(times(x, b.X), b.Y)
	}
	return joined('*', x, y)
}

func plus(x, y expr.Node) expr.Node { return joined('+', x, y) }

func minus(x, y expr.Node) expr.Node {
	if x == nil {
		return expr.Neg{X: y}
	}
	return expr.Bin{Op: '-', X: x, Y: y}
}

func joined(op byte, x, y expr.Node) expr.Node {
	switch {
	case x == nil:
		return y
	case y == nil:
		return x
	}
	return expr.Bin{Op: op, X: x, Y: y}
}

// sentence joins what is there with a full stop at the end.
func sentence(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	if len(parts) == 0 {
		return ""
	}
	return strings.TrimSuffix(strings.Join(parts, "; "), ".") + "."
}
