package sim

import (
	"slices"

	"quell/model"
	"quell/model/expr"
)

// inhibition splits a current by what the receptor does to it: unchanged, one
// scaled part, or a willing and a reluctant part.
func (b *builder) inhibition(c *compBuild, ch *model.Channel, k current) []current {
	arm, in := b.inhibited(c.c.Name, ch.Name)
	if arm == nil || !b.effects.active {
		return []current{k}
	}
	u := siteSlot{
		coupling: arm.Coupling, fraction: in.Num, full: arm.Coupling.Effect(1), free: arm.VoltageIndependent,
		ku: noOperand, willing: noOperand, reluctant: noOperand,
	}
	if b.proto.Receptor.published() {
		return []current{b.inhibitedAsPublished(k, u)}
	}
	live := b.p.rec != nil
	if in.Relief == nil {
		if !live {
			left := func() float64 { return 1 - float64(in.Num*arm.Coupling.Effect(b.effects.gamma))/arm.Coupling.Effect(1) }
			return []current{k.times(b.tuned(left))}
		}
		u.willing = b.scratch()
		u.bound = b.boundState(c, ch, u)
		b.p.rec.sites = append(b.p.rec.sites, u)
		return []current{k.times(u.willing)}
	}
	u.rhoR = in.Relief.Reluctant
	u.ku = c.valueColumn(b.effects.scheme.ReliefCurve())
	u.willing, u.reluctant = b.scratch(), b.scratch()
	u.bound = b.boundState(c, ch, u)
	b.p.rec.sites = append(b.p.rec.sites, u)
	reluctant := k
	reluctant.factors = slices.Clone(k.factors)
	if k.store >= 0 { // the channel's current is the sum of both parts
		total := k.store
		k.store, reluctant.store = b.scratch(), b.scratch()
		c.prog.sums = append(c.prog.sums, sum{dst: total, parts: []operand{k.store, reluctant.store}})
	}
	for i, f := range k.factors {
		if f.x == c.names[ch.Name+"."+in.Relief.Gate] {
			reluctant.factors[i].x = c.shiftedGate(ch, in.Relief)
		}
	}
	return []current{k.times(u.willing), reluctant.times(u.reluctant)}
}

// inhibitedAsPublished scales a current by the bound fraction of a published
// scheme, which knows no relief.
func (b *builder) inhibitedAsPublished(k current, u siteSlot) current {
	if b.p.pre == nil {
		return k.times(b.param(1 - float64(u.fraction*b.effects.boundNow)))
	}
	if b.p.pre.calcium == nil {
		return k
	}
	u.willing = b.scratch()
	b.p.pre.sites = append(b.p.pre.sites, u)
	return k.times(u.willing)
}

func (k current) times(o operand) current {
	k.factors = append(slices.Clone(k.factors), factor{o, 1})
	return k
}

// boundState is B of one site, at its steady state at rest.
func (b *builder) boundState(c *compBuild, ch *model.Channel, u siteSlot) operand {
	return b.state(variable{name: "gabab.B." + c.c.Name + "." + ch.Name, unit: "1", scale: 1, start: u.coupling.Effect(b.effects.gamma)})
}

// shiftedGate is the gate of reluctant channels: the same curves, moved.
func (c *compBuild) shiftedGate(ch *model.Channel, r *model.Relief) operand {
	for _, g := range ch.Gates {
		if g.Name != r.Gate {
			continue
		}
		move := func(n expr.Node) expr.Node {
			return expr.Substitute(n, func(name string) expr.Node {
				if name == "V" {
					return expr.Bin{Op: '-', X: expr.Name{Name: "V"}, Y: expr.Num{Value: r.Shift}}
				}
				return nil
			})
		}
		a, b, inf := c.b.gateCurves(c.c, ch, g)
		if g.Instant {
			return c.emit(&c.prog.code, move(inf))
		}
		return c.gateState(c.path(ch.Name, g.Name+"_reluctant"), move(a), move(b))
	}
	panic("sim: relief names no gate") // model.Check has refused it
}

func (b *builder) inhibited(comp, channel string) (*model.Calcium, *model.Inhibited) {
	if b.n.GABAB == nil || b.n.GABAB.Calcium == nil {
		return nil, nil
	}
	var all *model.Inhibited // of every compartment; the line of one goes before it
	for i := range b.n.GABAB.Calcium.Inhibited {
		in := &b.n.GABAB.Calcium.Inhibited[i]
		switch {
		case in.Channel != channel:
		case in.Compartment == comp:
			return b.n.GABAB.Calcium, in
		case in.Compartment == "":
			all = in
		}
	}
	if all == nil {
		return nil, nil
	}
	return b.n.GABAB.Calcium, all
}
