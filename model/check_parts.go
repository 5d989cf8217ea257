package model

import (
	"math"
	"slices"

	"quell/model/page"
	"quell/model/unit"
)

// checkMembrane refuses a membrane that is stated in part, or twice: areas, and the
// currents and links that are spread over them, would be guesses.
func (r *reader) checkMembrane() {
	var areas, shares []*Compartment
	total := 0.0
	for _, c := range r.n.Compartments {
		at := c.node.AtKey()
		switch {
		case c.Length.Set != c.Diameter.Set:
			r.fail(at, "%s has a length or a diameter, but not both; give both, or an area", c.Name)
		case c.Area.Set && c.Length.Set:
			r.fail(at, "%s has an area and a length; give one, since the other follows", c.Name)
		case c.Share.Set && (c.Area.Set || c.Length.Set):
			r.fail(at, "%s has a share and an area; give one, since the other follows", c.Name)
		}
		if c.Area.Set || c.Length.Set && c.Diameter.Set {
			areas = append(areas, c)
		}
		if c.Share.Set {
			shares = append(shares, c)
			total += c.Share.Num
		}
	}
	all := len(r.n.Compartments)
	const rounding = 1e-9
	switch {
	case all == 0 && r.err() == nil:
		r.fail(page.Node{Page: r.pages[0], Place: page.Place{Line: 1, Col: 1}}, "the neuron has no compartment")
	case len(areas) > 0 && len(areas) < all:
		r.fail(areas[0].node.AtKey(), "%s has an area, but not every compartment has; give all of them one, or none", areas[0].Name)
	case len(shares) > 0 && len(shares) < all:
		r.fail(shares[0].Share.node, "%s has a share, but not every compartment has; give all of them one, or none", shares[0].Name)
	case len(shares) > 0 && math.Abs(total-1) > rounding:
		r.fail(shares[0].Share.node, "the shares of the membrane sum to %g, not 1", total)
	}
}

func (r *reader) checkLink(l *Link) {
	if l.A == l.B {
		r.fail(l.node, "a link joins two compartments, not %s to itself", l.A)
		return
	}
	a, b := r.n.compartment(l.A), r.n.compartment(l.B)
	if a == nil || b == nil {
		return // said where the link was read
	}
	for _, o := range r.n.Links {
		if o == l {
			break
		}
		if o.A == l.A && o.B == l.B || o.A == l.B && o.B == l.A {
			r.fail(l.node, "%s and %s are linked twice; give one link the sum", l.A, l.B)
		}
	}
	if l.Conductance.Set {
		if l.Conductance.Dim == unit.DimConductance && (r.n.AreaOf(a) == 0 || r.n.AreaOf(b) == 0) {
			r.fail(l.node, "a link in nS wants compartments with an area; give it in mS/cm2 of the whole membrane")
		}
		return
	}
	for _, c := range []*Compartment{a, b} {
		if !c.Length.Set || !c.Diameter.Set || !c.Resistivity.Set {
			r.fail(l.node, "the link of %s and %s has no conductance, and %s has not length, diameter and resistivity to compute it from", l.A, l.B, c.Name)
			return
		}
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
	if g.Calcium != nil {
		for i := range g.Calcium.Inhibited {
			r.checkInhibited(at, &g.Calcium.Inhibited[i])
		}
	}
	if g.Release != nil && g.Release.From != "" && r.n.compartment(g.Release.From) == nil {
		r.fail(at, "release is from %s, which is not a compartment of this neuron", g.Release.From)
	}
}

func (r *reader) checkInhibited(at page.Node, in *Inhibited) {
	found := false
	for _, c := range r.n.Compartments {
		if in.Compartment != "" && in.Compartment != c.Name || c.channel(in.Channel) == nil {
			continue
		}
		found = true
		if in.Relief != nil && !hasGate(c.channel(in.Channel), in.Relief.Gate) {
			r.fail(in.node, "relief names the gate %s, which %s does not have", in.Relief.Gate, in.Channel)
		}
	}
	if !found {
		r.fail(in.node, "inhibited names %s, which is not a channel of this neuron", in.Channel)
	}
}

func hasGate(ch *Channel, name string) bool {
	return slices.ContainsFunc(ch.Gates, func(g *Gate) bool { return g.Name == name })
}
