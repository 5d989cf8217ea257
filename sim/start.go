package sim

import (
	"slices"

	"quell/model/expr"
)

// start computes the state at time 0, which the program keeps.
func (b *builder) start() {
	for _, v := range b.p.vars {
		b.least = append(b.least, v.rest)
	}
	b.rest = make([]float64, len(b.p.vars))
	m := newMachine(b.p)
	b.fresh = slices.Clone(m.y)
	b.begin(m)
	for i := range b.p.vars {
		b.p.vars[i].start, b.p.vars[i].rest = m.y[i], b.rest[i]
	}
}

// begin puts the state at time 0 into a machine: V, then gates at their steady state,
// then pools, then what depends on them. It leaves the sizes of the states in rest.
func (b *builder) begin(m *machine) {
	l := b.p.layout
	copy(m.y[:l.states], b.fresh) // nothing of what the machine did before
	copy(m.y[l.states+l.params:], b.fresh[l.states+l.params:])
	for _, c := range b.comps {
		m.y[l.place(c.prog.v)] = c.c.StartV.Num
	}
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
	for i := range b.rest {
		b.rest[i] = max(b.least[i], abs(m.y[i]))
	}
}
