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
	for _, c := range n.Compartments {
		r.checkCompartment(c)
	}
	r.checkShares()
	r.checkArms()
	for _, l := range n.Links {
		r.checkLink(l)
	}
}

// equationNames checks the names of an equation and puts the error under the
// name.
func (r *reader) equationNames(q *Equation, s scope, kind equationKind, what string, hidden ...string) {
	if q == nil {
		return
	}
	r.usesTemperature(q)
	known := s.visible(kind)
	known = slices.DeleteFunc(known, func(name string) bool { return slices.Contains(hidden, name) })
	seen := map[string]bool{}
	expr.Walk(q.Node, func(n expr.Node) {
		name, ok := n.(expr.Name)
		if !ok || seen[name.Name] {
			return
		}
		through := ""
		if slices.Contains(known, name.Name) {
			if through = s.beyond(name.Name, known); through == "" || kind == letting {
				return
			}
		}
		seen[name.Name] = true
		at := q.node
		at.Col += len([]rune(q.Text[:min(name.At, len(q.Text))]))
		if at.Quoted {
			at.Col++
		}
		used := name.Name
		if through != "" {
			used = through
		}
		if kind == curve && s.g != nil {
			if _, state := s.qualified(used); state || s.c.state(used) {
				r.fail(q.node, "gate %s uses the state %s; a gate's curves use V and pools; write it under states with a rate", s.g.Name, used)
				return
			}
		}
		if through != "" {
			r.fail(at, "%s uses %s, which is not known here", name.Name, through)
			return
		}
		r.unknownName(at, name.Name, known)
	})
	r.checkCircle(q, s, what)
}

// beyond is a name that a let reaches and that is not among the known, or "".
func (s scope) beyond(name string, known []string) string {
	visited := map[string]bool{}
	var look func(name string) string
	look = func(name string) string {
		l, ok := s.let(name)
		if !ok || visited[name] {
			return ""
		}
		visited[name] = true
		for _, used := range expr.Names(l.Node) {
			if !slices.Contains(known, used) {
				return used
			}
			if far := look(used); far != "" {
				return far
			}
		}
		return ""
	}
	return look(name)
}

func (r *reader) unknownName(at page.Node, name string, known []string) {
	if near := expr.Nearest(name, known); near != "" {
		r.fail(at, "%s is not known here; did you mean %s?", name, near)
		return
	}
	if name == "t" || name == "time" {
		r.fail(at, "%s is not known here; time is not a name, a neuron has no clock", name)
		return
	}
	r.fail(at, "%s is not known here", name)
}

// checkCircle refuses lets that use one another in a circle.
func (r *reader) checkCircle(q *Equation, s scope, what string) {
	var follow func(n expr.Node, path []string) bool
	follow = func(n expr.Node, path []string) bool {
		for _, name := range expr.Names(n) {
			l, ok := s.let(name)
			if !ok {
				continue
			}
			if slices.Contains(path, name) || len(path) > 50 {
				r.fail(l.node, "%s uses itself, through %s", name, what)
				return true
			}
			if follow(l.Node, append(path, name)) {
				return true
			}
		}
		return false
	}
	if follow(q.Node, nil) {
		r.circle = true
	}
}

func (r *reader) checkValue(v located) {
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
	taken := map[string]string{}
	place := c.Capacitance.node
	claim := func(name, kind string) {
		if old, ok := taken[name]; ok {
			r.fail(place, "%s already has a %s called %s; name the %s otherwise, such as %s", c.Name, old, name, kind, another(name, kind))
			return
		}
		taken[name] = kind
	}
	for _, p := range r.n.Params {
		taken[p.Name] = "parameter of the file"
		if p.Name == c.Name {
			r.fail(place, "the compartment %s has the name of a parameter; name one of them otherwise", c.Name)
		}
	}
	for _, p := range c.Params {
		claim(p.Name, "parameter")
	}
	for _, l := range c.Lets {
		claim(l.Name, "let")
	}
	for _, p := range c.Pools {
		claim(p.Name, "pool or state")
	}
	for _, t := range c.States {
		claim(t.Name, "pool or state")
	}
	for _, ch := range c.Channels {
		claim(ch.Name, "channel")
	}
	for _, l := range c.Lets {
		r.equationNames(&l.Equation, s, letting, l.Name)
	}
	for i, t := range c.States {
		r.equationNames(t.Rate, s, rate, t.Name)
		r.equationNames(t.Start, s, starting, t.Name, later(c.States[i:])...)
	}
	for _, p := range c.Pools {
		r.equationNames(p.Rate, s, poolRate, p.Name)
		r.equationNames(p.Start, s, poolStarting, p.Name)
		for _, q := range []*Equation{p.Rate, p.Start} {
			if q != nil && !p.Depth.Set && expr.DependsOn(q.Node, func(name string) bool { return name == "J" }) {
				r.fail(q.node, "J is a flux into a depth; give the pool %s one, such as depth: 1 um", p.Name)
			}
		}
		for _, f := range p.From {
			if c.channel(f) == nil {
				r.fail(place, "the pool %s is fed from %s, which is not a channel of %s", p.Name, f, c.Name)
			}
		}
	}
	for _, ch := range c.Channels {
		r.checkChannel(c, ch, taken)
	}
}

func another(name, kind string) string {
	if kind == "channel" {
		return name + "L"
	}
	return name + "2"
}

func (r *reader) checkChannel(c *Compartment, ch *Channel, taken map[string]string) {
	s := scope{n: r.n, c: c, ch: ch}
	place := ch.Gbar.node
	own := map[string]bool{}
	claim := func(name string) {
		if old, ok := taken[name]; ok && old != "channel" {
			r.fail(place, "%s of %s hides the %s of that name; name it otherwise", name, ch.Name, old)
		} else if own[name] {
			r.fail(place, "%s has two things called %s", ch.Name, name)
		}
		own[name] = true
	}
	for _, p := range ch.Params {
		claim(p.Name)
	}
	for _, l := range ch.Lets {
		claim(l.Name)
		r.equationNames(&l.Equation, s, letting, l.Name)
	}
	for i, t := range ch.States {
		claim(t.Name)
		r.equationNames(t.Rate, s, rate, t.Name)
		r.equationNames(t.Start, s, starting, t.Name, later(ch.States[i:])...)
	}
	for _, g := range ch.Gates {
		claim(g.Name)
		gs := s
		gs.g = g
		for _, l := range g.Lets {
			r.equationNames(&l.Equation, gs, curve, l.Name)
		}
		for _, q := range []*Equation{g.Alpha, g.Beta, g.Inf, g.Tau} {
			r.equationNames(q, gs, curve, g.Name)
		}
		if g.Tau != nil {
			if num, ok := g.Tau.Node.(expr.Num); ok && !(num.Value > 0) {
				r.fail(g.Tau.node, "tau of %s is %s; a time constant is above 0", g.Name, g.Tau.Text)
			}
		}
		r.equationNames(g.Start, gs, starting, g.Name)
	}
	r.equationNames(ch.Open, s, opening, ch.Name)
	for _, w := range []*Nernst{ch.Nernst, ghkSides(ch)} {
		if w == nil {
			continue
		}
		if !r.n.HasTemp {
			r.fail(place, "%s has a reversal from concentrations, but the neuron has no temperature; write temperature: 36 degC", ch.Name)
		}
		if w.Valence == 0 {
			r.fail(place, "the ion of %s has no charge; valence is 1 or 2, or below 0", ch.Name)
		}
		for _, p := range []string{w.InPool, w.OutPool} {
			if p != "" && !c.pool(p) {
				r.fail(place, "%s is not a pool of %s", p, c.Name)
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

func (r *reader) usesTemperature(q *Equation) {
	if q != nil && !r.n.HasTemp && expr.DependsOn(q.Node, func(s string) bool { return s == "celsius" }) {
		r.fail(q.node, "celsius is used, but the neuron has no temperature; write temperature: 36 degC")
	}
}

// Check says what is wrong with a neuron whose numbers were changed; a neuron
// that was read is right.
func (n *Neuron) Check() error {
	r := n.reader()
	r.check()
	return r.err()
}
