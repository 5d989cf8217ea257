package model

import (
	"math"

	"quell/model/unit"
)

func (n *Neuron) compartment(name string) *Compartment {
	for _, c := range n.Compartments {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// AreaOf is the membrane of a compartment in um2: stated, or the mantle of its
// cylinder; 0 for a density model.
func (n *Neuron) AreaOf(c *Compartment) float64 {
	switch {
	case c.Area.Set:
		return c.Area.Num / unit.SquareMicrometre
	case c.Length.Set && c.Diameter.Set:
		return math.Pi * (c.Length.Num / unit.Micrometre) * (c.Diameter.Num / unit.Micrometre)
	}
	return 0
}

// ShareOf is the part of the cell's membrane that a compartment has.
func (n *Neuron) ShareOf(c *Compartment) float64 {
	if c.Share.Set {
		return c.Share.Num
	}
	total := 0.0
	for _, o := range n.Compartments {
		total += n.AreaOf(o)
	}
	if total > 0 {
		return n.AreaOf(c) / total
	}
	return 1 / float64(len(n.Compartments))
}

// Coupling is a link's conductance per membrane of its two compartments, mS/cm2.
func (n *Neuron) Coupling(l *Link) (ofA, ofB float64) {
	a, b := n.compartment(l.A), n.compartment(l.B)
	switch {
	case l.Conductance.Set && l.Conductance.Dim == unit.DimConductanceDensity:
		g := l.Conductance.Num // per membrane of the whole cell
		return g / n.ShareOf(a), g / n.ShareOf(b)
	case l.Conductance.Set:
		g := l.Conductance.Num // mS
		return g / (n.AreaOf(a) * unit.SquareMicrometre), g / (n.AreaOf(b) * unit.SquareMicrometre)
	}
	half := func(c *Compartment) float64 { // kohm: half of the cylinder's axial resistance
		return c.Resistivity.Num * (c.Length.Num / 2) / (math.Pi * c.Diameter.Num * c.Diameter.Num / 4)
	}
	g := 1 / (half(a) + half(b))
	return g / (n.AreaOf(a) * unit.SquareMicrometre), g / (n.AreaOf(b) * unit.SquareMicrometre)
}
