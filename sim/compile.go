package sim

import (
	"fmt"
	"slices"
	"strings"

	"quell/model"
	"quell/model/expr"
	"quell/model/unit"
)

// compile turns a neuron under a protocol into a Program.
func compile(n *model.Neuron, proto *Protocol, set *Settings) (*Program, error) {
	p := &Program{neuron: n, names: map[string]operand{}, units: map[string]string{}, thresh: n.Threshold, clamp: len(proto.Clamp) > 0}
	b := &builder{p: p, n: n, proto: proto, set: set}
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
		cb.prog.cap, cb.prog.perCap, cb.prog.inj = b.param(c.Capacitance.Num), b.param(1/c.Capacitance.Num), b.param(0)
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
	return p, nil
}

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
			c.fold(ch.Gbar.Num, c.b.shifted(ch.Reversal.Num))
			continue
		}
		part.g, part.e = c.b.param(ch.Gbar.Num), e
		c.add(part)
	}
}

// fold adds a constant conductance to the sums of its compartment.
func (c *compBuild) fold(g, e float64) {
	c.g0 += g
	c.s0 += float64(g * e)
}

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
		return c.b.param(c.b.shifted(ch.Reversal.Num))
	}
	rtzf := unit.ThermalVoltage(c.b.n.Temperature) / ch.Nernst.Valence
	in, out := c.concentration(ch.Nernst.InPool, ch.Nernst.In), c.concentration(ch.Nernst.OutPool, ch.Nernst.Out)
	e := emitter{b: c.b, comp: c, code: &c.prog.code}
	ratio := e.put(opDiv, out, in)
	return e.put(opMul, c.b.param(rtzf), e.put(opLog, ratio, 0))
}

func (c *compBuild) concentration(pool string, v model.Value) operand {
	if pool != "" {
		return c.names[pool]
	}
	return c.b.param(v.Num)
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
	k.g = c.b.param(h.Permeability.Num * z * unit.Faraday * unit.GHKScale(c.b.n.Concentration))
	k.in, k.out = c.concentration(h.InPool, h.In), c.concentration(h.OutPool, h.Out)
	k.fIn, k.fOut = c.valueColumn(f(expr.Neg{X: u})), c.valueColumn(f(u))
	c.prog.currents = append(c.prog.currents, c.b.inhibition(c, ch, k)...)
}

// rates adds the rate of every pool and free state.
func (c *compBuild) rates() {
	for _, p := range c.c.Pools {
		c.pool(p)
	}
	for _, s := range c.c.States {
		c.rate(c.names[s.Name], c.b.n.Inline(c.c, nil, nil, s.Rate))
		c.afterPool = append(c.afterPool, startTask{x: c.names[s.Name], eq: c.b.n.Inline(c.c, nil, nil, s.Start), resolve: c.lookup})
	}
	for _, ch := range c.c.Channels {
		for _, s := range ch.States {
			x := c.names[ch.Name+"."+s.Name]
			c.rate(x, c.b.n.Inline(c.c, ch, nil, s.Rate))
			c.afterPool = append(c.afterPool, startTask{x: x, eq: c.b.n.Inline(c.c, ch, nil, s.Start), resolve: c.lookup})
		}
	}
}

// rate emits x' and prefers the form A - B·x, which Fixed steps exactly.
func (c *compBuild) rate(x operand, n expr.Node) {
	c.rateWith(x, n, c.lookup)
}

func (c *compBuild) rateWith(x operand, n expr.Node, resolve func(string) (operand, bool)) {
	e := emitter{b: c.b, comp: c, resolve: resolve, code: &c.prog.late}
	if own := c.nameOf(x); own != "" {
		if a, b, ok := expr.LinearIn(n, own); ok {
			c.prog.relax = append(c.prog.relax, relaxer{x: x, a: e.node(a), b: e.node(expr.Fold(expr.Neg{X: b}))})
			return
		}
	}
	c.prog.rates = append(c.prog.rates, rater{x: x, a: e.node(n)})
}

func (c *compBuild) nameOf(x operand) string {
	for name, o := range c.names {
		if o == x {
			return name
		}
	}
	return ""
}

// pool emits the rate of a pool: its free form, or
// x' = fraction·J + (rest - x)/decay with J = -I/(valence·F·depth).
func (c *compBuild) pool(p *model.Pool) {
	x := c.names[p.Name]
	total := c.b.scratch()
	parts := make([]operand, len(p.From))
	for i, f := range p.From {
		parts[i] = c.names[f+".I"]
	}
	c.prog.sums = append(c.prog.sums, sum{dst: total, parts: parts})
	flux := expr.Node(expr.Num{Value: 0})
	if p.Depth.Set {
		perCurrent := -unit.FluxScale(c.b.n.Concentration) / (p.Valence * unit.Faraday * p.Depth.Num)
		flux = scaled(perCurrent, expr.Name{Name: "I"})
	}
	if p.InwardOnly {
		flux = expr.Call{Fn: "max", Args: []expr.Node{expr.Num{Value: 0}, flux}}
	}
	resolve := func(name string) (operand, bool) {
		if name == "I" {
			return total, true
		}
		return c.lookup(name)
	}
	withJ := func(n expr.Node) expr.Node {
		return expr.Substitute(n, func(name string) expr.Node {
			if name == "J" {
				return flux
			}
			return nil
		})
	}
	var rate expr.Node
	if p.Standard {
		rate = expr.Bin{Op: '+', X: scaled(p.Fraction, flux), Y: expr.Bin{
			Op: '/',
			X:  expr.Bin{Op: '-', X: expr.Num{Value: p.Rest.Num}, Y: expr.Name{Name: p.Name}}, Y: expr.Num{Value: p.Decay.Num},
		}}
	} else {
		rate = withJ(c.b.n.Inline(c.c, nil, nil, p.Rate))
	}
	c.rateWith(x, expr.Fold(rate), resolve)
	start := expr.Node(expr.Num{Value: p.Rest.Num})
	if p.Start != nil {
		start = withJ(c.b.n.Inline(c.c, nil, nil, p.Start))
	}
	t := startTask{x: x, eq: start, resolve: resolve}
	if expr.DependsOn(start, func(n string) bool { return n == "I" }) {
		c.poolStarts = append(c.poolStarts, t)
	} else {
		c.starts = append(c.starts, t)
	}
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
	out := linked{a: find(l.A), b: find(l.B), ga: b.param(ga), gb: b.param(gb)}
	x, y := &b.comps[out.a].prog, &b.comps[out.b].prog
	x.links = append(x.links, linkSlot{other: y.v, g: out.ga})
	y.links = append(y.links, linkSlot{other: x.v, g: out.gb})
	return out
}

// start computes the state at time 0: V, then gates at their steady state, then
// pools, then what depends on them.
func (b *builder) start() {
	m := newMachine(b.p)
	l := b.p.layout
	run := func(t startTask) {
		x := l.place(t.x)
		if t.steady {
			m.y[x] = m.y[l.place(t.a)] / m.y[l.place(t.b)]
		} else {
			m.y[x] = expr.Eval(t.eq, func(name string) float64 {
				o, ok := t.resolve(name)
				if !ok {
					panic("sim: no operand for " + name) // model.Check has refused it
				}
				return m.y[l.place(o)]
			})
		}
	}
	for i, c := range b.comps {
		for _, t := range c.starts {
			run(t)
		}
		b.p.rec.startEffects(m.y)
		prog := &b.p.comps[i]
		for _, t := range slices.Concat(c.poolStarts, c.afterPool) {
			row, f := m.lookUp(prog)
			m.currents(prog, row, f)
			run(t)
		}
	}
	for i := range b.p.vars {
		b.p.vars[i].start = m.y[i]
		b.p.vars[i].rest = max(b.p.vars[i].rest, abs(m.y[i]))
	}
}
