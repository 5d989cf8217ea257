package model

import (
	"math"
	"slices"

	"quell/model/page"
	"quell/model/unit"
)

func (r *reader) checkShares() {
	total, any := 0.0, false
	for _, c := range r.n.Compartments {
		any = any || c.Share.Set
		total += c.Share.Num
	}
	const rounding = 1e-9
	if any && math.Abs(total-1) > rounding {
		r.fail(r.n.Compartments[0].Share.node, "the shares of the membrane sum to %g, not 1", total)
	}
	if len(r.n.Compartments) == 0 && r.err() == nil {
		r.fail(page.Node{Page: r.pages[0], Place: page.Place{Line: 1, Col: 1}}, "the neuron has no compartment")
	}
}

func (r *reader) checkArms() {
	g := r.n.GABAB
	if g == nil {
		return
	}
	at, _ := r.root.Get("gabab")
	if g.GIRK != nil {
		for _, v := range g.GIRK.Gbar {
			if r.n.compartment(v.Compartment) == nil {
				r.fail(at, "girk.gbar names %s, which is not a compartment of this neuron", v.Compartment)
			}
		}
	}
	if g.Calcium == nil {
		return
	}
	for _, in := range g.Calcium.Inhibited {
		found := false
		for _, c := range r.n.Compartments {
			if (in.Compartment == "" || in.Compartment == c.Name) && c.channel(in.Channel) != nil {
				found = true
				if rel := g.Calcium.Relief; rel != nil && !hasGate(c.channel(in.Channel), rel.Gate) {
					r.fail(at, "relief names the gate %s, which %s does not have", rel.Gate, in.Channel)
				}
			}
		}
		if !found {
			r.fail(at, "inhibited names %s, which is not a channel of this neuron", in.Channel)
		}
	}
	if g.Release != nil && g.Release.From != "" && r.n.compartment(g.Release.From) == nil {
		r.fail(at, "release is from %s, which is not a compartment of this neuron", g.Release.From)
	}
}

func hasGate(ch *Channel, name string) bool {
	return slices.ContainsFunc(ch.Gates, func(g *Gate) bool { return g.Name == name })
}

func (r *reader) checkLink(l *Link) {
	at, _ := r.root.Get("links")
	if l.A == l.B {
		r.fail(at, "a link joins two compartments, not %s to itself", l.A)
		return
	}
	a, b := r.n.compartment(l.A), r.n.compartment(l.B)
	if a == nil || b == nil {
		return // said where the link was read
	}
	if l.Conductance.Set {
		if l.Conductance.Dim == unit.DimConductance && (r.n.AreaOf(a) == 0 || r.n.AreaOf(b) == 0) {
			r.fail(at, "a link in nS wants compartments with an area; give it in mS/cm2 of the whole membrane")
		}
		return
	}
	for _, c := range []*Compartment{a, b} {
		if !c.Length.Set || !c.Diameter.Set || !c.Resistivity.Set {
			r.fail(at, "the link of %s and %s has no conductance, and %s has not length, diameter and resistivity to compute it from", l.A, l.B, c.Name)
			return
		}
	}
}
