package model

import (
	"quell/model/page"
	"quell/model/unit"
)

func (r *reader) compartment(name string, v page.Node, shared map[string]page.Node) {
	c := &Compartment{Name: name, node: v}
	r.n.Compartments = append(r.n.Compartments, c)
	readers := r.source(&c.Source)
	readers["capacitance"] = r.quantity(&c.Capacitance, name+".capacitance", unit.DimCapacitanceDensity)
	readers["start"] = func(s page.Node) {
		r.keys(s, "start", map[string]func(page.Node){"V": r.quantity(&c.StartV, "start V", unit.DimVoltage)})
		r.required(s, "start", "V")
	}
	readers["area"] = r.quantity(&c.Area, name+".area", unit.DimArea)
	readers["length"] = r.quantity(&c.Length, name+".length", unit.DimLength)
	readers["diameter"] = r.quantity(&c.Diameter, name+".diameter", unit.DimLength)
	readers["resistivity"] = r.quantity(&c.Resistivity, name+".resistivity", unit.DimResistivity)
	readers["share"] = r.quantity(&c.Share, name+".share", unit.DimNumber)
	readers["params"] = r.params(&c.Params)
	readers["let"] = r.lets(&c.Lets)
	readers["states"] = func(s page.Node) {
		r.ordered(s, "states", func(name string, v page.Node) { c.States = append(c.States, r.state(name, v)) })
	}
	readers["pools"] = func(s page.Node) {
		r.ordered(s, "pools", func(name string, v page.Node) { c.Pools = append(c.Pools, r.pool(name, v)) })
	}
	readers["channels"] = func(s page.Node) {
		r.ordered(s, "channels", func(name string, v page.Node) {
			v = widened(v)
			if def, ok := shared[name]; ok {
				v = merge(widened(def), v, channelRule())
			}
			c.Channels = append(c.Channels, r.channel(name, v))
		})
	}
	r.keys(v, name, readers)
	r.required(v, name, "capacitance", "start")
}

func (r *reader) channel(name string, v page.Node) *Channel {
	ch := &Channel{Name: name, node: v}
	readers := r.source(&ch.Source)
	readers["gbar"] = r.quantity(&ch.Gbar, name+".gbar", unit.DimConductanceDensity)
	readers["reversal"] = func(n page.Node) {
		if n.Kind == page.Map {
			if _, long := n.Get("value"); !long {
				ch.Nernst = &Nernst{}
				r.nernst(ch.Nernst, n, nil)
				return
			}
		}
		r.quantity(&ch.Reversal, name+".reversal", unit.DimVoltage)(n)
	}
	readers["ghk"] = func(n page.Node) {
		ch.GHK = &GHK{}
		r.nernst(&ch.GHK.Nernst, n, map[string]func(page.Node){
			"permeability": r.quantity(&ch.GHK.Permeability, name+".permeability", unit.DimPermeability),
		})
		r.required(n, "ghk", "permeability")
	}
	readers["params"] = r.params(&ch.Params)
	readers["let"] = r.lets(&ch.Lets)
	readers["open"] = r.equation(&ch.Open, "open", unit.DimNumber)
	readers["q10"] = func(n page.Node) { ch.Q10 = r.q10(n) }
	readers["gates"] = func(n page.Node) {
		r.ordered(n, "gates", func(name string, g page.Node) { ch.Gates = append(ch.Gates, r.gate(name, g)) })
	}
	readers["states"] = func(n page.Node) {
		r.ordered(n, "states", func(name string, s page.Node) { ch.States = append(ch.States, r.state(name, s)) })
	}
	r.keys(v, name, readers)
	if ch.GHK == nil {
		r.required(v, name, "gbar", "reversal")
	} else if has(v, "gbar") || has(v, "reversal") {
		r.fail(v.AtKey(), "%s has a ghk, which stands in place of gbar and reversal; leave those out", name)
	}
	if len(ch.States) > 0 && ch.Open == nil && !r.partial {
		r.fail(v.AtKey(), "%s has states, so it wants open: what part of it is open", name)
	}
	for _, g := range ch.Gates {
		if g.Q10 == nil {
			g.Q10 = ch.Q10
		}
	}
	return ch
}

// nernst reads the two concentrations and the valence.
func (r *reader) nernst(to *Nernst, n page.Node, more map[string]func(page.Node)) {
	side := func(pool *string, v *Value, key string) func(page.Node) {
		return func(s page.Node) {
			if s.Kind == page.Scalar && checkName(s.Text) == nil {
				*pool = s.Text
				return
			}
			r.quantity(v, key, unit.DimConcentrationIn(r.n.Concentration))(s)
		}
	}
	readers := map[string]func(page.Node){
		"in": side(&to.InPool, &to.In, "in"), "out": side(&to.OutPool, &to.Out, "out"),
		"valence": r.number(&to.Valence, "valence", -4, 4),
	}
	for k, f := range more {
		readers[k] = f
	}
	r.keys(n, "the concentrations", readers)
	r.required(n, "the reversal", "in", "out", "valence")
}

func (r *reader) q10(n page.Node) *Q10 {
	q := &Q10{}
	var at Value
	r.keys(n, "q10", map[string]func(page.Node){
		"factor": r.number(&q.Factor, "factor", 0.1, 20),
		"at":     r.quantity(&at, "at", unit.DimTemperature),
	})
	r.required(n, "q10", "factor", "at")
	q.At = at.Num
	if !has(r.root, "temperature") {
		r.fail(n.AtKey(), "q10 is given, but the neuron has no temperature; write temperature: 36 degC")
	}
	return q
}

func has(n page.Node, key string) bool {
	_, ok := n.Get(key)
	return ok
}

func (r *reader) gate(name string, v page.Node) *Gate {
	g := &Gate{Name: name, Power: 1, node: v}
	readers := r.source(&g.Source)
	readers["power"] = r.whole(&g.Power, "power", 1, 8)
	readers["instant"] = r.yes(&g.Instant)
	readers["alpha"] = r.equation(&g.Alpha, "alpha", unit.DimRate)
	readers["beta"] = r.equation(&g.Beta, "beta", unit.DimRate)
	readers["inf"] = r.equation(&g.Inf, "inf", unit.DimNumber)
	readers["tau"] = r.equation(&g.Tau, "tau", unit.DimTime)
	readers["start"] = r.equation(&g.Start, "start", unit.DimNumber)
	readers["let"] = r.lets(&g.Lets)
	readers["q10"] = func(n page.Node) { g.Q10 = r.q10(n) }
	r.keys(v, "gate "+name, readers)
	a, b, i, t := has(v, "alpha"), has(v, "beta"), has(v, "inf"), has(v, "tau")
	if v.Kind == page.Map && !(a && b && !i && !t || i && !a && !b) {
		r.fail(v.AtKey(), "gate %s wants alpha and beta, or inf and tau, or inf alone", name)
	}
	if t && g.Instant {
		r.fail(v.AtKey(), "gate %s is instant, so it has no tau; leave one of them out", name)
	}
	if i && !t {
		g.Instant = true
	}
	return g
}

func (r *reader) state(name string, v page.Node) *State {
	s := &State{Name: name, node: v}
	readers := r.source(&s.Source)
	readers["rate"] = r.equation(&s.Rate, "rate", unit.DimNumber)
	readers["start"] = r.startValue(&s.Start)
	readers["unit"] = r.text(&s.Unit)
	r.keys(v, "state "+name, readers)
	r.required(v, "state "+name, "rate", "start")
	return s
}

// startValue reads the start of a state or pool: an equation, a pure number or a
// concentration.
func (r *reader) startValue(to **Equation) func(page.Node) {
	return func(n page.Node) {
		if _, err := unit.Number(n.Text); err == nil {
			r.equation(to, "start", unit.DimNumber)(n)
			return
		}
		r.equation(to, "start", unit.DimConcentrationIn(r.n.Concentration))(n)
	}
}

func (r *reader) pool(name string, v page.Node) *Pool {
	p := &Pool{Name: name, Valence: 2, Fraction: 1, node: v}
	conc := unit.DimConcentrationIn(r.n.Concentration)
	readers := r.source(&p.Source)
	readers["from"] = r.texts(&p.From)
	readers["valence"] = r.number(&p.Valence, "valence", -4, 4)
	readers["depth"] = r.quantity(&p.Depth, name+".depth", unit.DimLength)
	readers["decay"] = r.quantity(&p.Decay, name+".decay", unit.DimTime)
	readers["rest"] = r.quantity(&p.Rest, name+".rest", conc)
	readers["fraction"] = r.number(&p.Fraction, "fraction", 0, 1)
	readers["inward_only"] = r.yes(&p.InwardOnly)
	readers["rate"] = r.equation(&p.Rate, "rate", unit.DimNumber)
	readers["start"] = r.startValue(&p.Start)
	r.keys(v, "pool "+name, readers)
	r.required(v, "pool "+name, "from")
	p.Standard = p.Rate == nil
	if p.Standard && !has(v, "rate") {
		r.required(v, "pool "+name+" without a rate", "depth", "decay", "rest")
	} else if !p.Standard {
		r.required(v, "pool "+name+" with a rate", "start")
	}
	return p
}
