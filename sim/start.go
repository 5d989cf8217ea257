package sim

import (
	"slices"

	"quell/model/expr"
)

// start computes the state at time 0: V, then gates at their steady state, then
// pools, then what depends on them.
func (b *builder) start() {
	m := newMachine(b.p)
	l := b.p.layout
	run := func(t startTask) {
		x := l.place(t.x)
		if t.steady {
			m.y[x] = m.y[l.place(t.a)] / m.y[l.place(t.b)]
		} else {
			m.y[x] = expr.Eval(t.eq, func(name string) float64 {
				o, ok := t.resolve(name)
				if !ok {
					panic("sim: no operand for " + name) // model.Check has refused it
				}
				return m.y[l.place(o)]
			})
		}
	}
	for i, c := range b.comps {
		for _, t := range c.starts {
			run(t)
		}
		b.p.rec.startEffects(m.y)
		prog := &b.p.comps[i]
		for _, t := range slices.Concat(c.poolStarts, c.afterPool) {
			row, f := m.lookUp(prog)
			m.currents(prog, row, f)
			run(t)
		}
	}
	for i := range b.p.vars {
		b.p.vars[i].start = m.y[i]
		b.p.vars[i].rest = max(b.p.vars[i].rest, abs(m.y[i]))
	}
}
