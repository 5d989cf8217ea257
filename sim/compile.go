package sim

import (
	"fmt"
	"strings"

	"quell/model"
	"quell/model/expr"
	"quell/model/unit"
)

// compile turns a neuron under a protocol into a Program.
func compile(n *model.Neuron, proto *Protocol, set *Settings) (*Program, error) {
	b, err := build(n, proto, set, nil)
	if err != nil {
		return nil, err
	}
	return b.p, nil
}

// build makes a program and keeps what it takes to tune it. Where like, which may be
// nil, has the same curves its tables are taken.
func build(n *model.Neuron, proto *Protocol, set *Settings, like *builder) (*builder, error) {
	n, err := proto.Receptor.coupled(n)
	if err != nil {
		return nil, err
	}
	p := &Program{neuron: n, names: map[string]operand{}, units: map[string]string{}, thresh: n.Threshold, clamp: len(proto.Clamp) > 0}
	b := &builder{p: p, n: n, proto: proto, set: set, like: like}
	if n.GABAB != nil && n.GABAB.GIRK != nil {
		b.ek, b.hasEK = n.GABAB.GIRK.Reversal.Num, true
	}
	if proto.Ko > 0 {
		b.shift = b.potassiumShift()
	}
	for i, c := range n.Compartments {
		cb := &compBuild{b: b, c: c, names: map[string]operand{}, wanted: wantedCurrents(c)}
		cb.prog.name = c.Name
		cb.prog.v = b.state(variable{name: c.Name + ".V", unit: "mV", start: c.StartV.Num, scale: voltageScale})
		cb.names["V"] = cb.prog.v
		cb.prog.cap = b.tuned(func() float64 { return c.Capacitance.Num })
		cb.prog.perCap = b.tuned(func() float64 { return 1 / c.Capacitance.Num })
		cb.prog.inj = b.param(0)
		b.comps = append(b.comps, cb)
		if c.Name == n.Inject.Into {
			p.inject = i
		}
	}
	p.spikes = b.comps[p.inject].prog.v
	if err := b.receptor(); err != nil {
		return nil, err
	}
	for _, cb := range b.comps {
		cb.pools()
		cb.stateVars()
		for _, ch := range cb.c.Channels {
			cb.gates(ch)
		}
		for _, ch := range cb.c.Channels {
			cb.channel(ch)
		}
		b.girk(cb)
		if cb == b.comps[p.inject] {
			b.drive(cb)
			b.noise(cb)
		}
		cb.rates()
	}
	var links []linked
	for i := range n.Links {
		links = append(links, b.link(n.Links[i]))
	}
	if !b.tree(p.inject, links) {
		return nil, fmt.Errorf("sim: the links of %s make a loop; a cell is a tree", n.Name)
	}
	if err := b.finish(); err != nil {
		return nil, err
	}
	b.start()
	b.like = nil // which need not be kept
	return b, nil
}

// stiffCoupling is the rate (1/ms) of a link above which staggered Crank–Nicolson
// is cheaper than the explicit pair, which stays right (measured on a
// two-compartment motoneuron: 23, 19, 91, 887 evaluations a ms at 0.1, 1, 10, 100
// mS/cm2).
const stiffCoupling = 10

// voltageScale is the error scale of V in mV.
const voltageScale = 100

// wantedCurrents lists the channels that pools or rates ask for by name.
func wantedCurrents(c *model.Compartment) map[string]bool {
	w := map[string]bool{}
	for _, p := range c.Pools {
		for _, f := range p.From {
			w[f] = true
		}
	}
	note := func(q *model.Equation) {
		if q == nil {
			return
		}
		for _, name := range expr.Names(q.Node) {
			if ch, ok := strings.CutSuffix(name, ".I"); ok {
				w[ch] = true
			}
		}
	}
	for _, s := range c.States {
		note(s.Rate)
	}
	for _, p := range c.Pools {
		note(p.Rate)
	}
	for _, ch := range c.Channels {
		for _, s := range ch.States {
			note(s.Rate)
		}
		for _, l := range ch.Lets {
			note(&l.Equation)
		}
	}
	for _, l := range c.Lets {
		note(&l.Equation)
	}
	return w
}

func (c *compBuild) path(parts ...string) string {
	return c.c.Name + "." + strings.Join(parts, ".")
}

// pools makes a state of every pool.
func (c *compBuild) pools() {
	for _, p := range c.c.Pools {
		u := c.b.n.Concentration
		c.names[p.Name] = c.b.state(variable{name: c.path(p.Name), unit: u, rest: abs(p.Rest.Num)})
	}
}

// stateVars makes a state of every free state of the compartment and its
// channels.
func (c *compBuild) stateVars() {
	add := func(s *model.State, name, path string) {
		scale := 0.0
		if s.Unit == "" || s.Unit == "1" {
			scale = 1
		}
		c.names[name] = c.b.state(variable{name: path, unit: s.Unit, scale: scale})
	}
	for _, s := range c.c.States {
		add(s, s.Name, c.path(s.Name))
	}
	for _, ch := range c.c.Channels {
		for _, s := range ch.States {
			add(s, ch.Name+"."+s.Name, c.path(ch.Name, s.Name))
		}
	}
}

// gates makes states, or value columns, of the gates of a channel.
func (c *compBuild) gates(ch *model.Channel) {
	for _, g := range ch.Gates {
		name := ch.Name + "." + g.Name
		a, b, inf := c.b.gateCurves(c.c, ch, g)
		if g.Instant {
			c.names[name] = c.emit(&c.prog.code, inf)
			continue
		}
		c.names[name] = c.gateState(c.path(ch.Name, g.Name), a, b)
		x := c.names[name]
		if g.Start != nil {
			t := startTask{x: x, eq: c.b.n.Inline(c.c, ch, g, g.Start), resolve: c.lookup}
			c.starts, c.afterPool = append(c.starts, t), append(c.afterPool, t)
		}
	}
}

// gateState makes a gate with x' = a - b·x.
func (c *compBuild) gateState(path string, a, b expr.Node) operand {
	x := c.b.state(variable{name: path, unit: "1", scale: 1})
	if onlyV(a) && onlyV(b) {
		base := int32(pairBase(len(c.pairs)))
		pr := pair{a, b}
		if c.b.set.Method == Fixed {
			pr = pair{quotient(a, b), decay(b, float64(c.b.set.Dt))}
		}
		c.pairs = append(c.pairs, pr)
		c.prog.gates = append(c.prog.gates, gateSlot{x: x, base: base})
		c.starts = append(c.starts, startTask{x: x, eq: quotient(a, b), resolve: c.lookup})
		return x
	}
	oa, ob := c.emit(&c.prog.code, a), c.emit(&c.prog.code, b)
	c.prog.relax = append(c.prog.relax, relaxer{x: x, a: oa, b: ob})
	c.afterPool = append(c.afterPool, startTask{x: x, a: oa, b: ob, steady: true})
	return x
}

func quotient(a, b expr.Node) expr.Node { return expr.Bin{Op: '/', X: a, Y: b} }

func scaled(k float64, n expr.Node) expr.Node {
	if k == 1 {
		return n
	}
	return expr.Bin{Op: '*', X: expr.Num{Value: k}, Y: n}
}

// decay is exp(-dt·b).
func decay(b expr.Node, dt float64) expr.Node {
	return expr.Call{Fn: "exp", Args: []expr.Node{scaled(-dt, b)}}
}

// gateCurves gives A, B and the steady state of a gate, temperature put in.
func (b *builder) gateCurves(c *model.Compartment, ch *model.Channel, g *model.Gate) (a, bb, inf expr.Node) {
	in := func(q *model.Equation) expr.Node { return b.n.Inline(c, ch, g, q) }
	q := 1.0
	if t := g.Q10; t != nil {
		q = expr.Pow(t.Factor, (b.n.Temperature-t.At)/10)
	}
	if g.Alpha != nil {
		alpha, beta := in(g.Alpha), in(g.Beta)
		sum := expr.Bin{Op: '+', X: alpha, Y: beta}
		return scaled(q, alpha), scaled(q, sum), quotient(alpha, sum)
	}
	inf = in(g.Inf)
	if g.Tau == nil {
		return nil, nil, inf
	}
	tau := in(g.Tau)
	return quotient(scaled(q, inf), tau), quotient(expr.Num{Value: q}, tau), inf
}

// channel adds the current of a channel.
func (c *compBuild) channel(ch *model.Channel) {
	k := current{store: noOperand}
	switch {
	case ch.Open != nil:
		n := c.b.n.Inline(c.c, ch, nil, ch.Open)
		if num, ok := n.(expr.Num); !ok || num.Value != 1 {
			k.factors = append(k.factors, factor{c.emit(&c.prog.code, n), 1})
		}
	default:
		for _, g := range ch.Gates {
			k.factors = append(k.factors, factor{c.names[ch.Name+"."+g.Name], g.Power})
		}
	}
	keep := c.wanted[ch.Name] || c.b.recorded(c.path(ch.Name, "I"))
	if keep {
		k.store = c.b.scratch()
		c.names[ch.Name+".I"] = k.store
		c.b.p.names[c.path(ch.Name, "I")] = k.store
		c.b.p.units[c.path(ch.Name, "I")] = "uA/cm2"
	}
	if ch.GHK != nil {
		c.ghk(ch, k)
		return
	}
	constantE := ch.Nernst == nil
	e := c.reversal(ch)
	for _, part := range c.b.inhibition(c, ch, k) {
		if constantE && !keep && len(part.factors) == 0 {
			c.fold(func() (g, e float64) { return ch.Gbar.Num, c.b.shifted(ch.Reversal.Num) })
			continue
		}
		part.g, part.e = c.b.tuned(func() float64 { return ch.Gbar.Num }), e
		c.add(part)
	}
}

// fold adds a constant conductance to the sums of its compartment.
func (c *compBuild) fold(f folded) { c.folds = append(c.folds, f) }

// add chooses the kind of a current by its factors.
func (c *compBuild) add(k current) {
	k.kind = currentProduct
	f := k.factors
	switch {
	case len(f) == 1 && f[0].power <= 4:
		k.kind, k.x = currentX+currentKind(f[0].power-1), f[0].x
	case len(f) == 2 && f[1].power == 1 && f[0].power <= 3:
		k.kind, k.x, k.y = currentXY+currentKind(f[0].power-1), f[0].x, f[1].x
	}
	c.prog.currents = append(c.prog.currents, k)
}

// reversal is a parameter, or code for a Nernst potential.
func (c *compBuild) reversal(ch *model.Channel) operand {
	if ch.Nernst == nil {
		return c.b.tuned(func() float64 { return c.b.shifted(ch.Reversal.Num) })
	}
	rtzf := unit.ThermalVoltage(c.b.n.Temperature) / ch.Nernst.Valence
	in, out := c.concentration(ch.Nernst.InPool, &ch.Nernst.In), c.concentration(ch.Nernst.OutPool, &ch.Nernst.Out)
	e := emitter{b: c.b, comp: c, code: &c.prog.code}
	ratio := e.put(opDiv, out, in)
	return e.put(opMul, c.b.param(rtzf), e.put(opLog, ratio, 0))
}

func (c *compBuild) concentration(pool string, v *model.Value) operand {
	if pool != "" {
		return c.names[pool]
	}
	return c.b.tuned(func() float64 { return v.Num })
}

// ghk adds I = P·open·z·F·(in·f(-u) - out·f(u)), u = zFV/RT, f(x) = x/(exp(x)-1).
func (c *compBuild) ghk(ch *model.Channel, k current) {
	h := ch.GHK
	z := h.Valence
	u := scaled(z/unit.ThermalVoltage(c.b.n.Temperature), expr.Name{Name: "V"})
	f := func(x expr.Node) expr.Node {
		return quotient(x, expr.Bin{Op: '-', X: expr.Call{Fn: "exp", Args: []expr.Node{x}}, Y: expr.Num{Value: 1}})
	}
	k.kind = currentGHK
	k.g = c.b.tuned(func() float64 {
		return float64(float64(h.Permeability.Num*z)*unit.Faraday) * unit.GHKScale(c.b.n.Concentration)
	})
	k.in, k.out = c.concentration(h.InPool, &h.In), c.concentration(h.OutPool, &h.Out)
	k.fIn, k.fOut = c.valueColumn(f(expr.Neg{X: u})), c.valueColumn(f(u))
	c.prog.currents = append(c.prog.currents, c.b.inhibition(c, ch, k)...)
}

// link couples two compartments.
func (b *builder) link(l *model.Link) linked {
	ga, gb := b.n.Coupling(l)
	find := func(name string) int {
		for i := range b.comps {
			if b.comps[i].c.Name == name {
				return i
			}
		}
		panic(fmt.Sprintf("sim: link to %s", name)) // model.Check has refused it
	}
	out := linked{
		a: find(l.A), b: find(l.B),
		ga: b.tuned(func() float64 { ga, _ := b.n.Coupling(l); return ga }),
		gb: b.tuned(func() float64 { _, gb := b.n.Coupling(l); return gb }),
	}
	fastest := max(ga/b.comps[out.a].c.Capacitance.Num, gb/b.comps[out.b].c.Capacitance.Num)
	if b.set.Method == Accurate && fastest > stiffCoupling {
		b.p.notes = append(b.p.notes, fmt.Sprintf("%s and %s are coupled at %.3g /ms, which is stiff: the accurate method takes small steps, and fixed may be cheaper", l.A, l.B, fastest))
	}
	x, y := &b.comps[out.a].prog, &b.comps[out.b].prog
	x.links = append(x.links, linkSlot{other: y.v, g: out.ga})
	y.links = append(y.links, linkSlot{other: x.v, g: out.gb})
	return out
}
