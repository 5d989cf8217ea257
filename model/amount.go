package model

import (
	"fmt"

	"quell/model/unit"
)

// ParseAmount reads a stimulus current: a density (uA/cm2) or a current (nA).
func ParseAmount(text string) (Amount, error) {
	q, err := unit.Parse(text)
	if err != nil {
		if _, bare := unit.Number(text); bare == nil {
			return Amount{}, fmt.Errorf("%s has no unit; try %suA/cm2 for a density or %snA for a current", text, text, text)
		}
		return Amount{}, err
	}
	switch q.Dim() {
	case unit.DimCurrentDensity:
		v, err := q.In("uA/cm2")
		return Amount{Value: v}, err
	case unit.DimCurrent:
		v, err := q.In("nA")
		return Amount{Value: v, Absolute: true}, err
	}
	return Amount{}, fmt.Errorf("%q is in %s, not a current; try 10uA/cm2 or 0.5nA", text, q.Unit())
}

// String is the amount with its unit.
func (a Amount) String() string {
	if a.Absolute {
		return unit.Current(a.Value).String()
	}
	return unit.CurrentDensity(a.Value).String()
}

// InjectedDensity is the current per membrane of the compartment it enters,
// uA/cm2.
func (n *Neuron) InjectedDensity(a Amount) (float64, error) {
	c := n.compartment(n.Inject.Into)
	if a.Absolute {
		area := n.AreaOf(c)
		if area == 0 {
			return 0, fmt.Errorf("%s has no membrane area, so %v cannot be spread over it; give a density, such as 10uA/cm2", n.Name, a)
		}
		return float64(a.Value*unit.PointCurrentDensity) / area, nil
	}
	if n.Inject.PerCell {
		return a.Value / n.ShareOf(c), nil
	}
	return a.Value, nil
}
