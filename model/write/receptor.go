package write

import (
	"slices"
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
	if k := g.GIRK; k != nil {
		s := section{title: "gabab.girk", says: sentence(g.Note, curve(n, "gabab.girk", k.Coupling)), lines: coupling("a_GIRK", k.Coupling)}
		if k.Rectification != "none" {
			s.lines = append(s.lines, rectification(k))
		}
		all = append(all, s)
	}
	if c := g.Calcium; c != nil {
		s := section{title: "gabab.calcium", lines: coupling("B", c.Coupling)}
		s.lines = append(s.lines, line{left: "b", right: over(name("B"), name("B_max"))})
		relieved := ""
		if slices.ContainsFunc(c.Inhibited, func(in model.Inhibited) bool { return in.Relief != nil }) {
			relieved = "depolarisation relieves a part of the inhibition"
		}
		s.says = sentence(relieved, curve(n, "gabab.calcium", c.Coupling))
		all = append(all, s)
	}
	if r := g.Release; r != nil {
		all = append(all, section{title: "gabab.release", says: sentence(curve(n, "gabab.release", r.Coupling)), lines: append(coupling("B", r.Coupling), line{
			left: "release", right: call("pow", minus(number(1), times(number(r.Loss), name("B"))), number(r.Power)),
		})})
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
	x := call("pow", times(number(c.Theta), gamma), number(c.N))
	if c.N == 1 {
		x = times(number(c.Theta), gamma)
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

// spared is the part of a calcium channel's current that the receptor leaves;
// nil where it does not act on the channel.
func spared(n *model.Neuron, c *model.Compartment, ch *model.Channel) expr.Node {
	if n.GABAB == nil || n.GABAB.Calcium == nil {
		return nil
	}
	for _, in := range n.GABAB.Calcium.Inhibited {
		if in.Channel == ch.Name && (in.Compartment == "" || in.Compartment == c.Name) {
			return minus(number(1), times(number(in.Num), name("b")))
		}
	}
	return nil
}
