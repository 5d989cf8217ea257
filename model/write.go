package model

import (
	"slices"
	"strings"

	"quell/model/page"
)

// Write is the neuron as a file of its own: a variant with its base merged in,
// every change of Set in its place. Comments are not kept; Text has those of the
// neurons that ship.
func (n *Neuron) Write() []byte {
	root := n.alone()
	for _, c := range n.changes {
		for _, l := range n.values() {
			if l.path == c[0] || bare(n, l.path) == c[0] {
				root = put(n.withReversal(root, l.path), filePath(n, l.path), scalar(c[1]))
			}
		}
	}
	return []byte(page.Write(root))
}

// alone is the merged file of a variant without its base, whose source stands
// beside the variant's own.
func (n *Neuron) alone() page.Node {
	if n.BasedOn == "" {
		return n.root
	}
	root := n.root
	root.Pairs = slices.DeleteFunc(slices.Clone(root.Pairs), func(p page.Pair) bool { return p.Key == "based_on" })
	source := n.Source
	for base := n.BasedOn; base != ""; {
		b, err := ByName(base)
		if err != nil {
			panic("model: a variant of nothing: " + base) // Parse has read it
		}
		source += "; " + base + ": " + b.Source
		base = b.BasedOn
	}
	return put(root, []string{"source"}, scalar(source))
}

func scalar(text string) page.Node { return page.Node{Kind: page.Scalar, Text: text} }

// withReversal copies the concentrations of a shared definition to the channel of a
// path into its compartment, where one of the two alone would stand for both.
func (n *Neuron) withReversal(root page.Node, path string) page.Node {
	parts := strings.Split(path, ".")
	at := filePath(n, path)
	if len(parts) != 3 || len(at) < 2 || at[len(at)-2] != "reversal" {
		return root
	}
	def := root
	for _, key := range []string{"channels", parts[1], "reversal"} {
		var ok bool
		if def, ok = def.Get(key); !ok {
			return root
		}
	}
	own := root
	for _, key := range at[:len(at)-1] {
		var ok bool
		if own, ok = own.Get(key); !ok {
			return put(root, at[:len(at)-1], def)
		}
	}
	return root
}

// filePath is where a number stands in the file.
func filePath(n *Neuron, path string) []string {
	parts := strings.Split(path, ".")
	switch {
	case parts[0] == "temperature":
		return parts
	case path == "gabab.girk.in" || path == "gabab.girk.out":
		return []string{"gabab", "girk", "reversal", parts[2]}
	case parts[0] == "gabab" && len(parts) > 3 && parts[2] == "inhibited":
		return append(parts[:3:3], strings.Join(parts[3:], "."))
	case parts[0] == "gabab":
		return parts
	case parts[0] == "links":
		return append([]string{"links"}, parts[1], "conductance")
	case len(parts) == 1:
		return []string{"params", parts[0]}
	}
	c := n.compartment(parts[0])
	at := []string{"compartments", parts[0]}
	switch {
	case len(parts) == 2 && slices.ContainsFunc(c.Params, func(p *Param) bool { return p.Name == parts[1] }):
		return append(at, "params", parts[1])
	case len(parts) == 2 || parts[1] == "start":
		return append(at, parts[1:]...)
	case c.pool(parts[1]):
		return append(at, append([]string{"pools"}, parts[1:]...)...)
	}
	ch := c.channel(parts[1])
	at = append(at, "channels", parts[1])
	if slices.ContainsFunc(ch.Params, func(p *Param) bool { return p.Name == parts[2] }) {
		return append(at, "params", parts[2])
	}
	switch {
	case ch.GHK != nil:
		at = append(at, "ghk")
	case parts[2] == "in" || parts[2] == "out":
		at = append(at, "reversal")
	}
	return append(at, parts[2:]...)
}

// put gives the tree with one value changed or added. Links are found by their
// ends, soma-dend.
func put(n page.Node, path []string, leaf page.Node) page.Node {
	if len(path) == 0 {
		if _, long := n.Get("value"); long && leaf.Kind == page.Scalar { // {value: ..., source: ...}, of which only the value goes
			return put(n, []string{"value"}, leaf)
		}
		leaf.Page, leaf.Place = n.Page, n.Place
		return leaf
	}
	if n.Kind == page.List {
		n.Items = slices.Clone(n.Items)
		for i, item := range n.Items {
			if between, ok := item.Get("between"); ok && len(between.Items) == 2 && between.Items[0].Text+"-"+between.Items[1].Text == path[0] {
				n.Items[i] = put(item, path[1:], leaf)
			}
		}
		return n
	}
	n = widened(n)
	n.Pairs = slices.Clone(n.Pairs)
	for i, p := range n.Pairs {
		if p.Key == path[0] {
			n.Pairs[i].Value = put(p.Value, path[1:], leaf)
			return n
		}
	}
	n.Pairs = append(n.Pairs, page.Pair{Key: path[0], Value: put(page.Node{Page: n.Page, Kind: page.Map}, path[1:], leaf)})
	return n
}
