package model

import "quell/model/expr"

// Curve is a gate against V: its steady state and time constant, at the neuron's
// temperature. Tau is nil for a gate that follows V at once. Gates that depend on
// a pool are taken at the pool's start where that is a number, else left out.
type Curve struct {
	Compartment, Channel, Gate string
	V, Inf, Tau                []float64 // mV, 1, ms
}

// Curves gives the gates of a neuron from lo to hi mV in steps of 1 mV / perMV.
// The same channel in a further compartment is given once.
func (n *Neuron) Curves(lo, hi float64, perMV int) []Curve {
	var out []Curve
	seen := map[string]bool{}
	for _, c := range n.Compartments {
		for _, ch := range c.Channels {
			for _, g := range ch.Gates {
				key := ch.Name + "." + g.Name
				if seen[key] {
					continue
				}
				if curve, ok := n.curve(c, ch, g, lo, hi, perMV); ok {
					seen[key] = true
					out = append(out, curve)
				}
			}
		}
	}
	return out
}

func (n *Neuron) curve(c *Compartment, ch *Channel, g *Gate, lo, hi float64, perMV int) (Curve, bool) {
	out := Curve{Compartment: c.Name, Channel: ch.Name, Gate: g.Name}
	q := 1.0
	if t := g.Q10; t != nil {
		q = expr.Pow(t.Factor, (n.Temperature-t.At)/10)
	}
	read := func(e *Equation) expr.Node {
		if e == nil {
			return nil
		}
		return expr.Fold(expr.Substitute(n.Inline(c, ch, g, e), c.startOf))
	}
	alpha, beta, inf, tau := read(g.Alpha), read(g.Beta), read(g.Inf), read(g.Tau)
	for _, e := range []expr.Node{alpha, beta, inf, tau} {
		if e != nil && expr.DependsOn(e, func(s string) bool { return s != "V" }) {
			return out, false
		}
	}
	for i := range int((hi-lo)*float64(perMV)) + 1 {
		v := lo + float64(i)/float64(perMV)
		at := func(e expr.Node) float64 { return expr.Eval(e, func(string) float64 { return v }) }
		out.V = append(out.V, v)
		if alpha != nil {
			a, b := at(alpha), at(beta)
			out.Inf = append(out.Inf, a/(a+b))
			if !g.Instant {
				out.Tau = append(out.Tau, 1/(q*(a+b)))
			}
			continue
		}
		out.Inf = append(out.Inf, at(inf))
		if tau != nil && !g.Instant {
			out.Tau = append(out.Tau, at(tau)/q)
		}
	}
	return out, true
}

// startOf is the start of a pool where that is a number, else nil.
func (c *Compartment) startOf(pool string) expr.Node {
	for _, p := range c.Pools {
		switch {
		case p.Name != pool:
		case p.Start != nil:
			if x, constant := p.Start.Node.(expr.Num); constant {
				return x
			}
		case p.Rest.Set:
			return expr.Num{Value: p.Rest.Num}
		}
	}
	return nil
}
