package sim

import (
	"quell/model"
	"quell/model/expr"
	"quell/model/unit"
)

// rates adds the rate of every pool and free state.
func (c *compBuild) rates() {
	for _, p := range c.c.Pools {
		c.pool(p)
	}
	for _, s := range c.c.States {
		c.rate(c.names[s.Name], c.b.n.Inline(c.c, nil, nil, s.Rate))
		c.afterPool = append(c.afterPool, startTask{x: c.names[s.Name], eq: c.b.n.Inline(c.c, nil, nil, s.Start), resolve: c.lookup})
	}
	for _, ch := range c.c.Channels {
		for _, s := range ch.States {
			x := c.names[ch.Name+"."+s.Name]
			c.rate(x, c.b.n.Inline(c.c, ch, nil, s.Rate))
			c.afterPool = append(c.afterPool, startTask{x: x, eq: c.b.n.Inline(c.c, ch, nil, s.Start), resolve: c.lookup})
		}
	}
}

// rate emits x' and prefers the form A - B·x, which Fixed steps exactly.
func (c *compBuild) rate(x operand, n expr.Node) {
	c.rateWith(x, n, c.lookup)
}

func (c *compBuild) rateWith(x operand, n expr.Node, resolve func(string) (operand, bool)) {
	e := emitter{b: c.b, comp: c, resolve: resolve, code: &c.prog.late}
	if own := c.nameOf(x); own != "" {
		if a, b, ok := expr.LinearIn(n, own); ok {
			c.prog.relax = append(c.prog.relax, relaxer{x: x, a: e.node(a), b: e.node(expr.Fold(expr.Neg{X: b}))})
			return
		}
	}
	c.prog.rates = append(c.prog.rates, rater{x: x, a: e.node(n)})
}

func (c *compBuild) nameOf(x operand) string {
	for name, o := range c.names {
		if o == x {
			return name
		}
	}
	return ""
}

// pool emits the rate of a pool: its free form, or
// x' = fraction·J + (rest - x)/decay with J = -I/(valence·F·depth).
func (c *compBuild) pool(p *model.Pool) {
	x := c.names[p.Name]
	total := c.b.scratch()
	parts := make([]operand, len(p.From))
	for i, f := range p.From {
		parts[i] = c.names[f+".I"]
	}
	c.prog.sums = append(c.prog.sums, sum{dst: total, parts: parts})
	flux := expr.Node(expr.Num{Value: 0})
	if p.Depth.Set {
		perCurrent := -unit.FluxScale(c.b.n.Concentration) / (p.Valence * unit.Faraday * p.Depth.Num)
		flux = scaled(perCurrent, expr.Name{Name: "I"})
	}
	if p.InwardOnly {
		flux = expr.Call{Fn: "max", Args: []expr.Node{expr.Num{Value: 0}, flux}}
	}
	resolve := func(name string) (operand, bool) {
		if name == "I" {
			return total, true
		}
		return c.lookup(name)
	}
	withJ := func(n expr.Node) expr.Node {
		return expr.Substitute(n, func(name string) expr.Node {
			if name == "J" {
				return flux
			}
			return nil
		})
	}
	var rate expr.Node
	if p.Standard {
		rate = expr.Bin{Op: '+', X: scaled(p.Fraction, flux), Y: expr.Bin{
			Op: '/',
			X:  expr.Bin{Op: '-', X: expr.Num{Value: p.Rest.Num}, Y: expr.Name{Name: p.Name}}, Y: expr.Num{Value: p.Decay.Num},
		}}
	} else {
		rate = withJ(c.b.n.Inline(c.c, nil, nil, p.Rate))
	}
	c.rateWith(x, expr.Fold(rate), resolve)
	start := expr.Node(expr.Num{Value: p.Rest.Num})
	if p.Start != nil {
		start = withJ(c.b.n.Inline(c.c, nil, nil, p.Start))
	}
	t := startTask{x: x, eq: start, resolve: resolve}
	if expr.DependsOn(start, func(n string) bool { return n == "I" }) {
		c.poolStarts = append(c.poolStarts, t)
	} else {
		c.starts = append(c.starts, t)
	}
}
