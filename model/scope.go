package model

import (
	"slices"
	"strings"

	"quell/model/expr"
	"quell/model/unit"
)

// scope is where an equation stands, and so what it can see: its gate, channel
// and compartment, each nil where there is none.
type scope struct {
	n  *Neuron
	c  *Compartment
	ch *Channel
	g  *Gate
}

// lets are the equations visible by name, innermost first.
func (s scope) lets() []*Let {
	var out []*Let
	if s.g != nil {
		out = append(out, s.g.Lets...)
	}
	if s.ch != nil {
		out = append(out, s.ch.Lets...)
	}
	if s.c != nil {
		out = append(out, s.c.Lets...)
	}
	return out
}

func (s scope) params() []*Param {
	var out []*Param
	if s.ch != nil {
		out = append(out, s.ch.Params...)
	}
	if s.c != nil {
		out = append(out, s.c.Params...)
	}
	return append(out, s.n.Params...)
}

// before lists the parameters that a value may use: those of its scope, and of its
// own list those above it.
func (s scope) before(v *Value) []string {
	lists := [][]*Param{s.n.Params}
	if s.c != nil {
		lists = append(lists, s.c.Params)
	}
	if s.ch != nil {
		lists = append(lists, s.ch.Params)
	}
	var out []string
	for _, list := range lists {
		for _, p := range list {
			if &p.Value == v {
				break
			}
			out = append(out, p.Name)
		}
	}
	return out
}

func (s scope) param(name string) (*Param, bool) {
	for _, p := range s.params() {
		if p.Name == name {
			return p, true
		}
	}
	return nil, false
}

func (s scope) let(name string) (*Let, bool) {
	for _, l := range s.lets() {
		if l.Name == name {
			return l, true
		}
	}
	return nil, false
}

// qualified is the name that a gate or state has in the compartment: H.p1, Na.m.
func (s scope) qualified(name string) (string, bool) {
	if s.ch == nil {
		return "", false
	}
	for _, g := range s.ch.Gates {
		if g.Name == name {
			return s.ch.Name + "." + name, true
		}
	}
	for _, t := range s.ch.States {
		if t.Name == name {
			return s.ch.Name + "." + name, true
		}
	}
	return "", false
}

func (c *Compartment) pool(name string) bool {
	return slices.ContainsFunc(c.Pools, func(p *Pool) bool { return p.Name == name })
}

func (c *Compartment) state(name string) bool {
	return slices.ContainsFunc(c.States, func(p *State) bool { return p.Name == name })
}

func (c *Compartment) channel(name string) *Channel {
	for _, ch := range c.Channels {
		if ch.Name == name {
			return ch
		}
	}
	return nil
}

// Inline is an equation with lets put in, parameters, celsius, X.gbar and
// X.reversal as numbers, and constants folded. The names that remain are V; pools
// and states of the compartment, bare; gates and states of the channel, as Na.m
// and H.p1; currents X.I; and in the rate of a pool I and J. ch and g are nil
// where the equation stands outside a channel or a gate.
func (n *Neuron) Inline(c *Compartment, ch *Channel, g *Gate, eq *Equation) expr.Node {
	s := scope{n, c, ch, g}
	return expr.Fold(s.inline(eq.Node))
}

func (s scope) inline(n expr.Node) expr.Node {
	return expr.Substitute(n, func(name string) expr.Node {
		if l, ok := s.let(name); ok {
			return s.inline(l.Node)
		}
		if p, ok := s.param(name); ok {
			return expr.Num{Value: p.Num}
		}
		if q, ok := s.qualified(name); ok {
			return expr.Name{Name: q}
		}
		if name == "celsius" {
			return expr.Num{Value: s.n.Temperature}
		}
		if channel, what, ok := strings.Cut(name, "."); ok && s.c != nil {
			if ch := s.c.channel(channel); ch != nil {
				switch what {
				case "gbar":
					return expr.Num{Value: ch.Gbar.Num}
				case "reversal":
					return expr.Num{Value: ch.Reversal.Num}
				}
			}
		}
		return nil
	})
}

// equationKind says what an equation may use.
type equationKind uint8

const (
	curve        equationKind = iota // of a gate: V and pools
	opening                          // open: also the channel's gates and states
	rate                             // of a state: also states of its scope, and X.I of channels
	poolRate                         // of a pool: also I and J
	starting                         // start: V, pools, lets and states above
	poolStarting                     // start of a pool: also I and J
	letting                          // what its user may use; checked where it is used
)

// visible lists the names that an equation of that kind may use there.
func (s scope) visible(kind equationKind) []string {
	out := []string{"V", "celsius"}
	for _, l := range s.lets() {
		out = append(out, l.Name)
	}
	for _, p := range s.params() {
		out = append(out, p.Name)
	}
	if s.c != nil {
		for _, p := range s.c.Pools {
			out = append(out, p.Name)
		}
	}
	if kind == curve {
		return out
	}
	if s.ch != nil {
		for _, t := range s.ch.States {
			out = append(out, t.Name)
		}
		if kind == opening || kind == rate || kind == letting {
			for _, g := range s.ch.Gates {
				out = append(out, g.Name)
			}
		}
	}
	if s.c != nil && kind != opening {
		for _, t := range s.c.States {
			out = append(out, t.Name)
		}
		if kind == rate || kind == poolRate || kind == letting {
			for _, ch := range s.c.Channels {
				out = append(out, ch.Name+".I")
				if ch.GHK == nil {
					out = append(out, ch.Name+".gbar")
				}
				if ch.GHK == nil && ch.Nernst == nil {
					out = append(out, ch.Name+".reversal")
				}
			}
		}
	}
	if kind == poolRate || kind == poolStarting || kind == letting {
		out = append(out, "I", "J")
	}
	return out
}

// resolve evaluates every value that is an equation of parameters, in order, and
// the reversals that follow from numbers. Names that are no parameters count as 0:
// check has their place, and refuses them.
func (n *Neuron) resolve() {
	for _, v := range n.values() {
		if v.v == nil || v.v.Expr == nil {
			continue
		}
		v.v.Num = expr.Eval(v.v.Expr.Node, func(name string) float64 {
			if p, ok := v.in.param(name); ok {
				return p.Num
			}
			return 0
		})
	}
	if g := n.GABAB; g != nil && g.GIRK != nil && g.GIRK.Nernst != nil {
		w := g.GIRK.Nernst
		g.GIRK.Reversal.Num = unit.ThermalVoltage(n.Temperature) / w.Valence * expr.Log(w.Out.Num/w.In.Num)
	}
}
