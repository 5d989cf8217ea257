package model

import "strings"

// SourceOf is where the number of a path comes from, where its own line does not
// say: the nearest of channel, compartment and arm of the receptor, else the file
// it stands in, which of a variant may be its base.
func (n *Neuron) SourceOf(path string) string {
	if s := n.nearest(path).Text; s != "" {
		return s
	}
	for _, l := range n.values() {
		if l.path == path && l.v != nil {
			if s := n.origins[l.v.File]; s != "" {
				return s
			}
		}
	}
	return n.Source
}

// TrustOf is how sure the file is of that number: read, recalled, chosen or "".
func (n *Neuron) TrustOf(path string) string {
	if s := n.nearest(path); s.Text != "" || s.Confidence != "" {
		return s.Confidence
	}
	return n.Trust.Confidence
}

func (n *Neuron) nearest(path string) Source {
	parts := strings.Split(path, ".")
	if parts[0] == "gabab" && n.GABAB != nil && len(parts) > 1 {
		return n.armSource(parts)
	}
	c := n.compartment(parts[0])
	if c == nil {
		return Source{}
	}
	if len(parts) > 1 {
		if ch := c.channel(parts[1]); ch != nil && ch.Source.Text != "" {
			return ch.Source
		}
	}
	return c.Source
}

// armSource is that of an arm's coupling, of the arm, or of the receptor.
func (n *Neuron) armSource(parts []string) Source {
	g := n.GABAB
	var arm, coupling Source
	switch {
	case parts[1] == "girk" && g.GIRK != nil:
		arm, coupling = g.GIRK.Source, g.GIRK.CouplingSource
	case parts[1] == "calcium" && g.Calcium != nil:
		arm, coupling = g.Calcium.Source, g.Calcium.CouplingSource
	case parts[1] == "release" && g.Release != nil:
		arm, coupling = g.Release.Source, g.Release.CouplingSource
	}
	switch {
	case len(parts) > 2 && parts[2] == "coupling" && coupling.Text != "":
		return coupling
	case arm.Text != "":
		return arm
	}
	return g.Source
}

// Sources lists every source the file states, the file's own first, each once.
func (n *Neuron) Sources() []string {
	out := []string{}
	add := func(s string) {
		if s == "" {
			return
		}
		for _, o := range out {
			if o == s {
				return
			}
		}
		out = append(out, s)
	}
	add(n.Source)
	for p := range n.Numbers() {
		add(n.origins[p.File])
		add(p.Source.Text)
		add(n.nearest(p.Path).Text)
	}
	return out
}
