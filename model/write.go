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
	root := n.root
	for _, c := range n.changes {
		for _, l := range n.values() {
			if l.path == c[0] || bare(n, l.path) == c[0] {
				root = put(root, filePath(n, l.path), c[1])
			}
		}
	}
	return []byte(page.Write(root))
}

// filePath is where a number stands in the file.
func filePath(n *Neuron, path string) []string {
	parts := strings.Split(path, ".")
	switch {
	case parts[0] == "temperature":
		return parts
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
	return append(at, parts[2:]...)
}

// put gives the tree with one scalar changed or added. Links are found by their
// ends, soma-dend.
func put(n page.Node, path []string, text string) page.Node {
	if len(path) == 0 {
		if n.Kind == page.Map { // {value: ..., source: ...}, of which only the value goes
			if _, ok := n.Get("value"); ok {
				return put(n, []string{"value"}, text)
			}
		}
		return page.Node{Page: n.Page, Place: n.Place, Kind: page.Scalar, Text: text}
	}
	if n.Kind == page.List {
		n.Items = slices.Clone(n.Items)
		for i, item := range n.Items {
			if between, ok := item.Get("between"); ok && len(between.Items) == 2 && between.Items[0].Text+"-"+between.Items[1].Text == path[0] {
				n.Items[i] = put(item, path[1:], text)
			}
		}
		return n
	}
	if n.Kind == page.Scalar { // a conductance that stands for its channel
		n = page.Node{Page: n.Page, Place: n.Place, Kind: page.Map, Pairs: []page.Pair{{Place: n.Place, Key: "gbar", Value: n}}}
	}
	n.Pairs = slices.Clone(n.Pairs)
	for i, p := range n.Pairs {
		if p.Key == path[0] {
			n.Pairs[i].Value = put(p.Value, path[1:], text)
			return n
		}
	}
	n.Pairs = append(n.Pairs, page.Pair{Key: path[0], Value: put(page.Node{Page: n.Page, Kind: page.Map}, path[1:], text)})
	return n
}
