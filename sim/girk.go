package sim

import (
	"slices"

	"quell/model"
	"quell/model/expr"
)

func (b *builder) girkSlot() *girkSlot {
	g := b.n.GABAB.GIRK
	if g == nil {
		return nil
	}
	return &girkSlot{coupling: g.Coupling, basal: g.Basal, eff: noOperand}
}

// steadyGIRK holds the GIRK effect of a constant gamma.
func (b *builder) steadyGIRK(gamma float64) {
	if g := b.girkSlot(); g != nil {
		b.effects.girkNow = g.value(gamma, b.effects.available)
	}
}

// girk adds the GIRK current of a compartment.
func (b *builder) girk(c *compBuild) {
	if b.proto.HoldGIRK {
		if b.hasEK {
			c.fold(func() (g, e float64) { return float64(b.proto.GIRK), b.n.GABAB.GIRK.Reversal.Num + b.shift })
		}
		return
	}
	if b.n.GABAB == nil || b.n.GABAB.GIRK == nil {
		return
	}
	g := b.n.GABAB.GIRK
	live := b.effects.girk >= 0
	gbar := func() float64 { return b.girkIn(c, g, live) }
	recorded := b.recorded(c.path("GIRK", "I"))
	if gbar() == 0 && !recorded {
		return
	}
	e := func() float64 { return g.Reversal.Num + b.shift }
	if g.Rectification == "none" && !live && !recorded {
		c.fold(func() (float64, float64) { return gbar(), e() })
		return
	}
	k := current{store: noOperand}
	if live {
		k.factors = append(k.factors, factor{b.effects.girk, 1})
	}
	if g.Rectification != "none" {
		k.factors = append(k.factors, factor{c.valueColumn(rectification(g, b.shift, e())), 1})
	}
	if recorded {
		k.store = b.scratch()
		b.p.names[c.path("GIRK", "I")], b.p.units[c.path("GIRK", "I")] = k.store, "uA/cm2"
	}
	k.g, k.e = b.tuned(gbar), b.tuned(e)
	c.add(k)
}

// girkIn is the GIRK conductance of a compartment: at full effect where the
// receptor is live, else what the steady dose opens of it.
func (b *builder) girkIn(c *compBuild, g *model.GIRK, live bool) float64 {
	gbar := 0.0
	for i := range g.Gbar {
		if g.Gbar[i].Compartment == c.c.Name {
			gbar = g.Gbar[i].Num
		}
	}
	if b.proto.Ko > 0 {
		gbar *= sqrt(float64(b.proto.Ko) / restingKo)
	}
	if !live {
		gbar *= b.effects.girkNow
	}
	return gbar
}

// rectification is rho(V - E_K)/rho(at - E_K), gabab-signalling 2.6: the
// conductance at V relative to that at the voltage the file states. With [K]o
// the whole curve moves with E_K.
func rectification(g *model.GIRK, shift, e float64) expr.Node {
	boltzmann := func(v expr.Node) expr.Node { // 1/rho = 1 + exp(k (v - e + s))
		u := scaled(g.K, expr.Bin{Op: '-', X: v, Y: expr.Num{Value: e - g.S}})
		return expr.Bin{Op: '+', X: expr.Num{Value: 1}, Y: expr.Call{Fn: "exp", Args: []expr.Node{u}}}
	}
	at := boltzmann(expr.Num{Value: g.At.Num + shift})
	return quotient(expr.Fold(at), boltzmann(expr.Name{Name: "V"}))
}

// recorded says whether the settings ask for a trace of that name.
func (b *builder) recorded(name string) bool { return slices.Contains(b.set.Record, name) }
