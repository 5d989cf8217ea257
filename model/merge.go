package model

import (
	"slices"

	"quell/model/page"
)

// Variants are merged as text, before anything is read (neuron-format, section 5):
// maps that hold many things of a kind are merged key by key, what is one thing
// (a gate, a state, a pool, a coupling, the list of links) is replaced whole, and
// null removes.

// mergeRule says how a map is merged: the rule of the map of each key, or of
// every key. A key without a rule is replaced whole.
type mergeRule struct {
	keys  map[string]*mergeRule
	every *mergeRule
}

// entries replaces the entries of a map one by one.
func entries() *mergeRule { return &mergeRule{} }

func fileRule() *mergeRule {
	channel := channelRule()
	compartment := &mergeRule{keys: map[string]*mergeRule{
		"channels": {every: channel}, "params": entries(), "let": entries(), "states": entries(), "pools": entries(), "start": entries(),
	}}
	arm := &mergeRule{keys: map[string]*mergeRule{"gbar": entries(), "inhibited": entries(), "relief": entries()}}
	return &mergeRule{keys: map[string]*mergeRule{
		"params": entries(), "channels": {every: channel}, "compartments": {every: compartment},
		"gabab": {every: arm}, "stimulus": entries(), "spike": entries(), "inject": entries(),
	}}
}

func channelRule() *mergeRule {
	return &mergeRule{keys: map[string]*mergeRule{
		"gates": entries(), "states": entries(), "params": entries(), "let": entries(), "ghk": entries(),
	}}
}

// merge puts the differences over the base.
func merge(base, over page.Node, rule *mergeRule) page.Node {
	base, over = asChannel(base, over)
	if base.Kind != page.Map || over.Kind != page.Map || rule == nil {
		return over
	}
	out := base
	out.Place, out.Key, out.Page = over.Place, over.Key, over.Page
	out.Pairs = slices.Clone(base.Pairs)
	for _, p := range over.Pairs {
		i := slices.IndexFunc(out.Pairs, func(q page.Pair) bool { return q.Key == p.Key })
		switch {
		case p.Value.Kind == page.Null && i >= 0:
			out.Pairs = slices.Delete(out.Pairs, i, i+1)
		case i >= 0:
			p.Value = merge(out.Pairs[i].Value, p.Value, rule.of(p.Key))
			out.Pairs[i] = p
		default:
			out.Pairs = append(out.Pairs, p)
		}
	}
	return out
}

func (r *mergeRule) of(key string) *mergeRule {
	if r.every != nil {
		return r.every
	}
	return r.keys[key]
}

// asChannel writes a conductance that stands for a channel as a map, where the
// other side is one.
func asChannel(a, b page.Node) (page.Node, page.Node) {
	widen := func(n, like page.Node) page.Node {
		if like.Kind != page.Map || !looksLikeChannel(like) {
			return n
		}
		return widened(n)
	}
	return widen(a, b), widen(b, a)
}

// widened is a channel that is written as its conductance alone, as a map.
func widened(n page.Node) page.Node {
	if n.Kind != page.Scalar {
		return n
	}
	return page.Node{Place: n.Place, Key: n.Key, Page: n.Page, Kind: page.Map, Pairs: []page.Pair{{Place: n.Place, Key: "gbar", Value: n}}}
}

func looksLikeChannel(n page.Node) bool {
	for _, key := range []string{"gbar", "gates", "reversal", "open", "states", "ghk"} {
		if _, ok := n.Get(key); ok {
			return true
		}
	}
	return false
}
