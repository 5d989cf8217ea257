package sim

import "math"

// fixedPart is a compartment of a block of the fixed method: which of its operations
// each part of a step needs.
type fixedPart struct {
	c        *compProgram
	stages   [2]compProgram // for the slow states: to the midpoint, and again from there
	currents compProgram    // for the equation of V
	slow     []slowState
}

// slowState is a state that is not a gate of V: x' = a - b·x, or x' = a without b.
type slowState struct {
	relaxer
	home  operand
	mid   operand    // its midpoint
	known [2]operand // b·h of each stage
	power [2]operand // exp(-b·h) - 1
}

// to is where a stage puts the state.
func (s *slowState) to(stage int) operand {
	if stage == 0 {
		return s.mid
	}
	return s.home
}

// settle finds the parts of each compartment and a home for every state.
func (b *fixedLanes) settle(take func(n int) operand) {
	p := b.p
	read := make(places, p.layout.size()) // at the midpoint
	for i := range p.comps {
		c := &p.comps[i]
		part := fixedPart{c: c, currents: c.forV()}
		part.stages[0] = c.forSlow(read)
		part.stages[1] = part.stages[0].again(c)
		for _, r := range c.relax {
			part.slow = append(part.slow, slowState{relaxer: r})
		}
		for _, r := range c.rates {
			part.slow = append(part.slow, slowState{relaxer: relaxer{x: r.x, a: r.a, b: noOperand}})
		}
		b.parts = append(b.parts, part)
		b.instant = b.instant || c.instant
		b.slowly = b.slowly || len(part.slow) > 0
	}
	for i := range p.vars {
		b.home = append(b.home, operand(i))
	}
	leave := func(o operand) {
		b.home[o] = take(1)
		b.apart = append(b.apart, o)
	}
	for i := range b.parts {
		part := &b.parts[i]
		for _, g := range part.c.gates {
			if read[g.x] {
				leave(g.x)
			}
		}
		for j := range part.slow {
			s := &part.slow[j]
			leave(s.x)
			s.home, s.mid = b.home[s.x], take(1)
			if s.b == noOperand {
				continue
			}
			for stage := range s.known {
				s.known[stage], s.power[stage] = take(1), take(1)
				for l := range width {
					b.y[s.known[stage]][l] = math.NaN()
				}
			}
		}
		if part.c.instant {
			b.home[part.c.v] = take(1)
		}
	}
}

// eliminate writes the elimination along the tree from its leaves as code.
func (b *fixedLanes) eliminate() {
	put := func(op opcode, dst *vec, x, y operand) {
		b.tree = append(b.tree, instr{op: op, dst: b.place(dst), a: x, b: y})
	}
	diag := func(i int) operand { return b.place(&b.diag[i]) }
	rhs := func(i int) operand { return b.place(&b.rhs[i]) }
	mean := func(i int) operand { return b.place(&b.mean[i]) }
	tree := b.p.tree
	for j := len(tree) - 1; j >= 0; j-- {
		t := tree[j]
		q, part := &b.mean[t.child], &b.mean[t.parent] // which are not known yet
		put(opDiv, q, t.gParent, diag(t.child))
		put(opMul, part, mean(t.child), t.gChild)
		put(opSub, &b.diag[t.parent], diag(t.parent), mean(t.parent))
		put(opMul, part, mean(t.child), rhs(t.child))
		put(opAdd, &b.rhs[t.parent], rhs(t.parent), mean(t.parent))
	}
	root := b.p.inject
	put(opDiv, &b.mean[root], rhs(root), diag(root))
	for _, t := range tree {
		put(opMul, &b.mean[t.child], t.gChild, mean(t.parent))
		put(opAdd, &b.mean[t.child], rhs(t.child), mean(t.child))
		put(opDiv, &b.mean[t.child], mean(t.child), diag(t.child))
	}
}

// places is a set of operands.
type places []bool

func (p places) add(list ...operand) {
	for _, o := range list {
		if o >= 0 {
			p[o] = true
		}
	}
}

func (p places) any(list ...operand) bool {
	for _, o := range list {
		if o >= 0 && p[o] {
			return true
		}
	}
	return false
}

// reads are the operands of an instruction.
func (in *instr) reads() []operand {
	switch in.op {
	case opAdd, opSub, opMul, opDiv, opPow, opMin, opMax:
		return []operand{in.a, in.b}
	case opWhereLess, opWhereLessEq:
		return []operand{in.a, in.b, in.c, in.d}
	}
	return []operand{in.a}
}

// reads are the operands of a current.
func (k *current) reads() []operand {
	out := []operand{k.g}
	if k.kind == currentGHK {
		out = append(out, k.in, k.out, k.fIn, k.fOut)
	} else {
		out = append(out, k.e)
	}
	for _, f := range k.factors {
		out = append(out, f.x)
	}
	return out
}

// forV is what the equation of V needs of a compartment: every current, but none of
// them for its own sake.
func (c *compProgram) forV() compProgram {
	want := make(places, c.reach())
	out := *c
	out.sums, out.late, out.relax, out.rates = nil, nil, nil, nil
	out.currents = nil
	for _, k := range c.currents {
		k.store = noOperand
		want.add(k.reads()...)
		out.currents = append(out.currents, k)
	}
	out.code = wanted(c.code, want)
	return out
}

// forSlow is what the slow states need of a compartment: no current that does not feed
// one. It notes what is read.
func (c *compProgram) forSlow(read places) compProgram {
	for _, r := range c.relax {
		read.add(r.a, r.b)
	}
	for _, r := range c.rates {
		read.add(r.a)
	}
	out := *c
	out.late = wanted(c.late, read)
	out.sums, out.currents = nil, nil
	for _, u := range c.sums {
		if read[u.dst] {
			read.add(u.parts...)
			out.sums = append(out.sums, u)
		}
	}
	for _, k := range c.currents {
		if k.store >= 0 && read[k.store] {
			read.add(k.reads()...)
			out.currents = append(out.currents, k)
		}
	}
	out.code = wanted(c.code, read)
	return out
}

// wanted is the part of code that what is wanted comes from; what that reads is wanted
// too.
func wanted(code []instr, want places) (out []instr) {
	for i := len(code) - 1; i >= 0; i-- {
		if in := code[i]; want[in.dst] {
			want.add(in.reads()...)
			out = append([]instr{in}, out...)
		}
	}
	return out
}

// again is the part that has to be done once more when only the slow states of the
// compartment have moved.
func (c *compProgram) again(of *compProgram) compProgram {
	moved := make(places, of.reach())
	for _, r := range of.relax {
		moved.add(r.x)
	}
	for _, r := range of.rates {
		moved.add(r.x)
	}
	follow := func(code []instr) (out []instr) {
		for _, in := range code {
			if moved.any(in.reads()...) {
				moved.add(in.dst)
				out = append(out, in)
			}
		}
		return out
	}
	out := *c
	out.code = follow(c.code)
	out.currents, out.sums = nil, nil
	for _, k := range c.currents {
		if moved.any(k.reads()...) {
			moved.add(k.store)
			out.currents = append(out.currents, k)
		}
	}
	for _, u := range c.sums {
		if moved.any(u.parts...) {
			moved.add(u.dst)
			out.sums = append(out.sums, u)
		}
	}
	out.late = follow(c.late)
	return out
}

// reach is above every operand of a compartment.
func (c *compProgram) reach() (most operand) {
	see := func(list ...operand) {
		for _, o := range list {
			most = max(most, o+1)
		}
	}
	for _, code := range [][]instr{c.code, c.late} {
		for i := range code {
			see(code[i].reads()...)
			see(code[i].dst)
		}
	}
	for i := range c.currents {
		see(c.currents[i].reads()...)
		see(c.currents[i].store)
	}
	for _, u := range c.sums {
		see(u.parts...)
		see(u.dst)
	}
	for _, r := range c.relax {
		see(r.x, r.a, r.b)
	}
	for _, r := range c.rates {
		see(r.x, r.a)
	}
	return most
}

// inOrder says that no equation reads what a later operation makes, and so what an
// earlier step has left there: then an operation that nothing else needs may be left
// out.
func (p *Program) inOrder() bool {
	for i := range p.comps {
		c := &p.comps[i]
		made := make(places, p.layout.size())
		for _, k := range c.currents {
			made.add(k.store)
		}
		for _, u := range c.sums {
			made.add(u.dst)
		}
		for _, in := range c.late {
			made.add(in.dst)
		}
		for j := range c.code {
			if made.any(c.code[j].reads()...) {
				return false
			}
		}
		for j := range c.currents {
			if made.any(c.currents[j].reads()...) {
				return false
			}
		}
	}
	return true
}
