package model

import (
	"math"
	"slices"

	"quell/model/expr"
	"quell/model/page"
	"quell/model/unit"
)

// highestV bounds every potential of a file, mV.
const highestV = 500.0

// check looks at what only the whole file can tell: names in equations, names
// that hide others, channels that pools are fed from, compartments that the
// receptor acts in.
func (r *reader) check() {
	n := r.n
	for _, v := range n.values() {
		r.checkValue(v)
	}
	r.checkWords()
	for _, c := range n.Compartments {
		r.checkCompartment(c)
	}
	r.checkMembrane()
	r.checkArms()
	for _, l := range n.Links {
		r.checkLink(l)
	}
}

func (r *reader) checkValue(v located) {
	if v.q != nil {
		if x, ok := v.value(); ok && !(x.Num >= 0) {
			r.fail(x.node, "%s is %s; a concentration is not negative", v.path, x.Text)
		}
		return
	}
	at := page.Node{Page: r.pages[0], Place: page.Place{Line: 1, Col: 1}}
	x := 0.0
	if v.f != nil {
		x = *v.f
	} else {
		x = v.v.Num
		if v.v.node.Page != nil {
			at = v.v.node
		}
	}
	if v.within != [2]float64{} && !(x >= v.within[0] && x <= v.within[1]) {
		r.fail(at, "%s is %g; it is from %g to %g", v.path, x, v.within[0], v.within[1])
		return
	}
	if v.v == nil {
		return
	}
	if v.v.Expr != nil {
		known := v.in.before(v.v)
		for _, name := range expr.Names(v.v.Expr.Node) {
			if !slices.Contains(known, name) {
				if near := expr.Nearest(name, known); near != "" {
					r.fail(at, "%s: %s is not a parameter here; did you mean %s?", v.path, name, near)
				} else {
					r.fail(at, "%s: %s is not a parameter here; a quantity may use parameters only", v.path, name)
				}
				return
			}
		}
	}
	switch {
	case !v.v.Set:
	case math.IsNaN(v.v.Num) || math.IsInf(v.v.Num, 0):
		r.fail(at, "%s is not a finite number", v.path)
	case v.v.Dim == unit.DimVoltage && math.Abs(v.v.Num) > highestV:
		r.fail(at, "%s is %s; a potential of a cell lies within ±%g mV", v.path, v.v.Text, highestV)
	case v.positive && v.v.Num <= 0:
		r.fail(at, "%s is %s; it is above 0", v.path, v.v.Text)
	case v.v.Num < 0 && (v.v.Dim == unit.DimConductanceDensity || v.v.Dim == unit.DimConductance):
		r.fail(at, "%s is %s; a conductance is not negative", v.path, v.v.Text)
	}
}

func (r *reader) checkCompartment(c *Compartment) {
	s := scope{n: r.n, c: c}
	taken := r.compartmentNames(c)
	for _, l := range c.Lets {
		r.equationNames(&l.Equation, s, letting)
	}
	for i, t := range c.States {
		r.equationNames(t.Rate, s, rate)
		r.equationNames(t.Start, s, starting, later(c.States[i:])...)
	}
	for _, p := range c.Pools {
		r.checkPool(p, s)
	}
	for _, ch := range c.Channels {
		r.checkChannel(c, ch, taken)
	}
}

// compartmentNames lists the names of a compartment and of the file with what
// they are, and refuses one name for two things: paths and equations would not
// know which is meant.
func (r *reader) compartmentNames(c *Compartment) map[string]string {
	taken := map[string]string{}
	claim := func(at page.Node, name, kind string) {
		if old, ok := taken[name]; ok {
			r.fail(at.AtKey(), "%s already has a %s called %s; name the %s otherwise, such as %s", c.Name, old, name, kind, another(name, kind))
			return
		}
		taken[name] = kind
	}
	for _, p := range r.n.Params {
		taken[p.Name] = "parameter of the file"
		if p.Name == c.Name {
			r.fail(c.node.AtKey(), "the compartment %s has the name of a parameter; name one of them otherwise", c.Name)
		}
	}
	for _, p := range c.Params {
		claim(p.node, p.Name, "parameter")
		if slices.Contains(compartmentKeys(), p.Name) {
			r.fail(p.node.AtKey(), "%s.%s is the compartment's own %[2]s; name the parameter otherwise, such as %[2]s2", c.Name, p.Name)
		}
	}
	for _, l := range c.Lets {
		claim(l.node, l.Name, "let")
	}
	for _, p := range c.Pools {
		claim(p.node, p.Name, "pool or state")
	}
	for _, t := range c.States {
		claim(t.node, t.Name, "pool or state")
	}
	for _, ch := range c.Channels {
		claim(ch.node, ch.Name, "channel")
		if r.n.compartment(ch.Name) != nil {
			r.fail(ch.node.AtKey(), "%s is also a compartment; name the channel otherwise, such as %s", ch.Name, another(ch.Name, "channel"))
		}
	}
	return taken
}

// What a path means already, so that no parameter, channel or compartment may
// take it (neuron-format, section 6).
func fileWords() []string { return []string{"temperature", "links", "gabab"} }

func compartmentKeys() []string {
	return []string{"capacitance", "start", "area", "length", "diameter", "resistivity", "share"}
}

func channelKeys() []string { return []string{"gbar", "reversal", "permeability", "in", "out"} }

// checkWords refuses names at the top of a path that mean something else there.
func (r *reader) checkWords() {
	for _, p := range r.n.Params {
		if slices.Contains(fileWords(), p.Name) {
			r.fail(p.node.AtKey(), "%s has a meaning of its own in paths; choose another name", p.Name)
		}
	}
	for _, c := range r.n.Compartments {
		if slices.Contains(fileWords(), c.Name) {
			r.fail(c.node.AtKey(), "%s has a meaning of its own in paths; choose another name", c.Name)
		}
	}
}

func another(name, kind string) string {
	if kind == "channel" {
		return name + "L"
	}
	return name + "2"
}

func (r *reader) checkPool(p *Pool, s scope) {
	r.equationNames(p.Rate, s, poolRate)
	r.equationNames(p.Start, s, poolStarting)
	for _, q := range []*Equation{p.Rate, p.Start} {
		if q != nil && !p.Depth.Set && expr.DependsOn(q.Node, func(name string) bool { return name == "J" }) {
			r.fail(q.node, "J is a flux into a depth; give the pool %s one, such as depth: 1 um", p.Name)
		}
	}
	if (p.Standard || p.Depth.Set) && p.Valence == 0 {
		r.fail(p.node.AtKey(), "the ion of the pool %s has no charge; valence is 1 or 2, or below 0", p.Name)
	}
	for i, f := range p.From {
		switch {
		case s.c.channel(f) == nil:
			r.fail(p.node.AtKey(), "the pool %s is fed from %s, which is not a channel of %s", p.Name, f, s.c.Name)
		case slices.Contains(p.From[:i], f):
			r.fail(p.node.AtKey(), "the pool %s is fed from %s twice", p.Name, f)
		}
	}
}

func (r *reader) checkChannel(c *Compartment, ch *Channel, taken map[string]string) {
	s := scope{n: r.n, c: c, ch: ch}
	own := map[string]bool{}
	claim := func(at page.Node, name string) {
		if old, ok := taken[name]; ok && old != "channel" {
			r.fail(at.AtKey(), "%s of %s hides the %s of that name; name it otherwise", name, ch.Name, old)
		} else if own[name] {
			r.fail(at.AtKey(), "%s has two things called %s", ch.Name, name)
		}
		own[name] = true
	}
	for _, p := range ch.Params {
		claim(p.node, p.Name)
		if slices.Contains(channelKeys(), p.Name) {
			r.fail(p.node.AtKey(), "%s is a key of the channel %s; name the parameter otherwise, such as %[1]s2", p.Name, ch.Name)
		}
	}
	for _, l := range ch.Lets {
		claim(l.node, l.Name)
		r.equationNames(&l.Equation, s, letting)
	}
	for i, t := range ch.States {
		claim(t.node, t.Name)
		r.equationNames(t.Rate, s, rate)
		r.equationNames(t.Start, s, starting, later(ch.States[i:])...)
	}
	for _, g := range ch.Gates {
		claim(g.node, g.Name)
	}
	for _, g := range ch.Gates {
		for _, l := range g.Lets {
			claim(l.node, l.Name)
		}
		r.checkGate(g, s)
		for _, l := range g.Lets {
			delete(own, l.Name) // the next gate may use the name again
		}
	}
	r.equationNames(ch.Open, s, opening)
	r.checkConcentrations(c, ch)
}

func (r *reader) checkGate(g *Gate, s scope) {
	s.g = g
	for _, l := range g.Lets {
		r.equationNames(&l.Equation, s, curve)
	}
	for _, q := range []*Equation{g.Alpha, g.Beta, g.Inf, g.Tau} {
		r.equationNames(q, s, curve)
	}
	if g.Tau != nil {
		if num, ok := g.Tau.Node.(expr.Num); ok && !(num.Value > 0) {
			r.fail(g.Tau.node, "tau of %s is %s; a time constant is above 0", g.Name, g.Tau.Text)
		}
	}
	r.equationNames(g.Start, s, starting)
}

// checkConcentrations looks at the two sides of a Nernst reversal or of a
// Goldman–Hodgkin–Katz current.
func (r *reader) checkConcentrations(c *Compartment, ch *Channel) {
	at := ch.node.AtKey()
	for _, w := range []*Nernst{ch.Nernst, ghkSides(ch)} {
		if w == nil {
			continue
		}
		if !r.n.HasTemp {
			r.fail(at, "%s has a reversal from concentrations, but the neuron has no temperature; write temperature: 36 degC", ch.Name)
		}
		if w.Valence == 0 {
			r.fail(at, "the ion of %s has no charge; valence is 1 or 2, or below 0", ch.Name)
		}
		for _, p := range []string{w.InPool, w.OutPool} {
			if p != "" && !c.pool(p) {
				r.fail(at, "%s is not a pool of %s", p, c.Name)
			}
		}
	}
}

// later lists the names of states, which a start above them may not use.
func later(states []*State) []string {
	var out []string
	for _, t := range states {
		out = append(out, t.Name)
	}
	return out
}

func ghkSides(ch *Channel) *Nernst {
	if ch.GHK == nil {
		return nil
	}
	return &ch.GHK.Nernst
}

// Check says what is wrong with a neuron whose numbers were changed; a neuron
// that was read is right.
func (n *Neuron) Check() error {
	r := n.reader()
	r.check()
	return r.err()
}
