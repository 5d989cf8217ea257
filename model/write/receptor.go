package write

import (
	"fmt"
	"strings"

	"quell/model"
	"quell/model/expr"
	"quell/model/gabab"
)

// receptor are the equations of the receptor's arms: how each follows gamma, the
// free G protein, which is 1 at a saturating full agonist.
func receptor(n *model.Neuron) []section {
	g := n.GABAB
	if g == nil {
		return nil
	}
	var all []section
	all = append(all, section{title: "gabab", says: "gamma is the free Gβγ, 1 at a saturating full agonist on naive receptors; z is the concentration of the named agonist that gives it; b is B over its value at gamma = 1."})
	if k := g.GIRK; k != nil {
		s := section{title: "gabab.girk", says: sentence(g.Note, curve(n, "gabab.girk", k.Coupling)), lines: coupling("a_GIRK", k.Coupling)}
		if k.Rectification != "none" {
			s.lines = append(s.lines, rectification(k))
		}
		all = append(all, s)
	}
	if c := g.Calcium; c != nil {
		all = append(all, calcium(n, c))
	}
	if r := g.Release; r != nil {
		all = append(all, release(n, r))
	}
	return all
}

// curve says which numbers the equations of an arm have, each with its mark.
func curve(n *model.Neuron, arm string, c gabab.Coupling) string {
	sure := map[string]string{}
	for p := range n.Numbers() {
		sure[p.Path] = n.TrustIn(p)
	}
	marked := func(what, key string, x float64, unit string) string {
		return what + " " + model.Marked(strings.TrimSpace(expr.Number(x)+" "+unit), sure[arm+".coupling."+key])
	}
	if !c.Imposed {
		return marked("coupling ratio", "theta", c.Theta, "")
	}
	text := c.Agonist + ": " + marked("EC50", "ec50", c.EC50, "uM") + ", " + marked("slope", "hill", c.Hill, "") + ", " + marked("maximum", "emax", c.Emax, "")
	if l, err := model.LigandByName(c.Agonist); err == nil {
		text += ", " + model.Marked("K "+expr.Number(c.K)+" uM", l.Numbers["K"].Confidence)
	}
	return text
}

// calcium are the equations of the calcium arm. Where depolarisation relieves a
// channel, B is what it is at rest, and goes its own way from there.
func calcium(n *model.Neuron, c *model.Calcium) section {
	rest := coupling("B", c.Coupling)
	lines := rest
	says := ""
	for _, in := range c.Inhibited {
		if r := in.Relief; r != nil {
			says += fmt.Sprintf("Reluctant %s, the part %s·b, have the gate %s_r: %s moved by %s mV", in.Channel, expr.Number(in.Num), r.Gate, r.Gate, expr.Number(r.Shift))
			if r.Reluctant == 0 {
				says += ", and do not open at all"
			} else if r.Reluctant != 1 {
				says += fmt.Sprintf(", and %s of them open", expr.Number(r.Reluctant))
			}
			says += ". "
		}
	}
	if says != "" {
		rest[0].left = "B_rest"
		on := times(name("k_0"), over(name("B_rest"), minus(number(1), name("B_rest"))))
		s := gabab.Default()
		lines = append(rest,
			line{left: "B", rate: true, right: minus(times(on, minus(number(1), name("B"))), times(name("k_u"), name("B")))},
			line{left: "k_u", right: plus(name("k_0"), s.Relieved())},
			line{left: "k_0", says: fmt.Sprintf("%.4g 1/ms [chosen]", s.Ku0)},
		)
	}
	lines = append(lines, line{left: "b", right: over(name("B"), name("B_max"))})
	return section{title: "gabab.calcium", says: strings.TrimSpace(says + sentence(curve(n, "gabab.calcium", c.Coupling))), lines: lines}
}

// release is the law of the presynaptic arm, and whose terminals it is of.
func release(n *model.Neuron, r *model.Release) section {
	left := minus(number(1), times(number(r.Loss), name("B")))
	if r.Power != 1 {
		left = call("pow", left, number(r.Power))
	}
	whose := "the terminals of the neuron itself, at the spikes of " + r.From
	if r.Inputs != "" {
		whose = "the terminals of " + r.Inputs + " on this cell"
	}
	return section{
		title: "gabab.release", says: sentence(whose, curve(n, "gabab.release", r.Coupling)),
		lines: append(coupling("B", r.Coupling), line{left: "release", right: left}),
	}
}

// coupling is how an effector follows gamma: an imposed curve in the equivalent
// concentration z, or the power law of the scheme.
func coupling(left string, c gabab.Coupling) []line {
	gamma := name("gamma")
	if c.Imposed {
		z := name("z")
		raised := func(x expr.Node) expr.Node {
			if c.Hill == 1 {
				return x
			}
			return call("pow", x, number(c.Hill))
		}
		curve := over(raised(z), plus(raised(number(c.EC50)), raised(z)))
		if c.Emax != 1 {
			curve = times(number(c.Emax), curve)
		}
		return []line{
			{left: left, right: curve},
			{left: "z", right: over(times(number(c.K), gamma), minus(number(1), gamma))},
		}
	}
	x := expr.Node(gamma)
	if c.Theta != 1 {
		x = times(number(c.Theta), gamma)
	}
	if c.N != 1 {
		x = call("pow", x, number(c.N))
	}
	return []line{{left: left, right: over(x, plus(number(1), x))}}
}

// rectification is the GIRK conductance at V over that at the voltage the file
// states.
func rectification(k *model.GIRK) line {
	boltzmann := func(v expr.Node) expr.Node {
		u := minus(v, name("GIRK.reversal"))
		if k.S != 0 {
			u = plus(u, number(k.S))
		}
		return plus(number(1), call("exp", times(number(k.K), u)))
	}
	return line{left: "rho", right: over(boltzmann(number(k.At.Num)), boltzmann(name("V")))}
}

// girkIn says whether the receptor's potassium arm acts in a compartment.
func girkIn(n *model.Neuron, c *model.Compartment) bool {
	if n.GABAB == nil || n.GABAB.GIRK == nil {
		return false
	}
	for _, g := range n.GABAB.GIRK.Gbar {
		if g.Compartment == c.Name {
			return true
		}
	}
	return false
}

// girk is the current of the potassium arm.
func girk(n *model.Neuron) line {
	k := n.GABAB.GIRK
	on := name("a_GIRK")
	if k.Basal != 0 {
		on = plus(number(k.Basal), times(number(1-k.Basal), on))
	}
	g := times(name("GIRK.gbar"), on)
	if k.Rectification != "none" {
		g = times(g, name("rho"))
	}
	return line{left: "GIRK.I", right: times(g, minus(name("V"), name("GIRK.reversal")))}
}

// inhibition is what the receptor does to a calcium channel of a compartment; nil
// where it does nothing.
func inhibition(n *model.Neuron, c *model.Compartment, ch *model.Channel) *model.Inhibited {
	if n.GABAB == nil || n.GABAB.Calcium == nil {
		return nil
	}
	var all *model.Inhibited
	for i := range n.GABAB.Calcium.Inhibited {
		switch in := &n.GABAB.Calcium.Inhibited[i]; {
		case in.Channel != ch.Name:
		case in.Compartment == c.Name:
			return in
		case in.Compartment == "":
			all = in
		}
	}
	return all
}

// spared is the open fraction of a channel with what the receptor leaves of it: the
// willing part, and of the reluctant one what opens by a gate of its own.
func spared(n *model.Neuron, c *model.Compartment, ch *model.Channel) expr.Node {
	open, in := opening(ch), inhibition(n, c, ch)
	if in == nil {
		return open
	}
	part := times(number(in.Num), name("b"))
	all := times(open, minus(number(1), part))
	r := in.Relief
	if r == nil {
		return all
	}
	if r.Reluctant > 0 {
		late := expr.Substitute(open, func(x string) expr.Node {
			if x == r.Gate {
				return name(r.Gate + "_r")
			}
			return nil
		})
		if r.Reluctant != 1 {
			part = times(number(r.Reluctant), part)
		}
		all = plus(all, times(late, part))
	}
	if v := n.GABAB.Calcium.VoltageIndependent; v > 0 {
		all = times(minus(number(1), times(number(v), name("B_rest"))), all)
	}
	return all
}
