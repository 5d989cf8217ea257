package sim

import (
	"fmt"
	"slices"

	"quell/model"
	"quell/model/expr"
)

// builder collects a Program.
type builder struct {
	p       *Program
	n       *model.Neuron
	proto   *Protocol
	set     *Settings
	nWork   int
	comps   []*compBuild
	shift   float64 // added to every reversal equal to the neuron's E_K
	ek      float64
	hasEK   bool
	effects effects
	recipes []recipe
	least   []float64 // of every state, the least size it is judged by
	rest    []float64 // that size at the start of a run
	fresh   []float64 // a machine before it is put at the start
	like    *builder  // its tables are taken where curves are the same; or nil

	bathNotes struct{ from, to int } // the notes of the program that follow the doses
}

// compBuild is one compartment while it is built.
type compBuild struct {
	b          *builder
	c          *model.Compartment
	prog       compProgram
	pairs      []pair // of gates
	columns    []expr.Node
	colAt      []operand
	names      map[string]operand
	wanted     map[string]bool // channels whose current is needed by name
	folds      []folded
	starts     []startTask // from V and numbers
	poolStarts []startTask // pools that start from their currents
	afterPool  []startTask // what depends on pools
}

// startTask sets a state before the run: from an equation, or from the steady
// state a/b of two operands.
type startTask struct {
	x       operand
	eq      expr.Node
	resolve func(string) (operand, bool)
	a, b    operand
	steady  bool
}

func (b *builder) param(v float64) operand {
	b.p.params = append(b.p.params, v)
	return paramRegion + operand(len(b.p.params)-1)
}

// tuned is a parameter that follows the numbers of the neuron and the protocol: f
// says what it is when they have changed.
func (b *builder) tuned(f func() float64) operand {
	o := b.param(f())
	b.recipes = append(b.recipes, recipe{slot: o.index(), value: f})
	return o
}

// recipe gives a parameter anew.
type recipe struct {
	slot  int
	value func() float64
}

// folded is a constant conductance of a compartment and its reversal.
type folded func() (g, e float64)

// sums are the total of the constant conductances, and of g·E.
func (c *compBuild) sums() (g0, s0 float64) {
	for _, f := range c.folds {
		g, e := f()
		g0 += g
		s0 += float64(g * e)
	}
	return g0, s0
}

func (b *builder) scratch() operand {
	b.nWork++
	return workRegion + operand(b.nWork-1)
}

func (b *builder) state(v variable) operand {
	b.p.vars = append(b.p.vars, v)
	o := operand(len(b.p.vars) - 1)
	b.p.names[v.name] = o
	b.p.units[v.name] = v.unit
	return o
}

// valueColumn is a curve of V alone; the same curve is kept once.
func (c *compBuild) valueColumn(n expr.Node) operand {
	for i, m := range c.columns {
		if expr.Equal(m, n) {
			return c.colAt[i]
		}
	}
	o := c.b.scratch()
	c.columns = append(c.columns, n)
	c.colAt = append(c.colAt, o)
	return o
}

func (c *compBuild) lookup(name string) (operand, bool) {
	o, ok := c.names[name]
	return o, ok
}

func (c *compBuild) emit(code *[]instr, n expr.Node) operand {
	e := emitter{b: c.b, comp: c, resolve: c.lookup, code: code}
	return e.node(n)
}

// finish builds the tables and turns operands into offsets.
func (b *builder) finish() error {
	p := b.p
	for _, c := range b.comps {
		pairs := c.pairs
		for i := 0; i < len(c.columns); i += 2 {
			second := expr.Node(expr.Num{Value: 0})
			if i+1 < len(c.columns) {
				second = c.columns[i+1]
			}
			base := int32(pairBase(len(pairs)))
			c.prog.values = append(c.prog.values, valueSlot{dst: c.colAt[i], base: base})
			if i+1 < len(c.columns) {
				c.prog.values = append(c.prog.values, valueSlot{dst: c.colAt[i+1], base: base + pairsInBlock})
			}
			pairs = append(slices.Clip(pairs), pair{c.columns[i], second})
		}
		tab, err := b.table(c, pairs)
		if err != nil {
			return err
		}
		c.prog.tab = tab
		c.prog.lo, c.prog.perMV, c.prog.top, c.prog.data, c.prog.rowLen, c.prog.split = tab.lo, tab.perMV, tab.top, tab.data, tab.rowLen, tab.split
		c.prog.instant = len(c.columns) > 0
		c.prog.plain = len(c.columns)+len(c.prog.code)+len(c.prog.late)+len(c.prog.relax)+len(c.prog.rates)+len(c.prog.sums) == 0
		p.direct = max(p.direct, tab.rowLen)
		c.prog.g0 = b.tuned(func() float64 { g, _ := c.sums(); return g })
		c.prog.s0 = b.tuned(func() float64 { _, s := c.sums(); return s })
		c.prog.blocks = blocksOf(c.prog.gates)
		c.prog.slots = slotsOf(c.prog.gates, c.colAt)
		p.comps = append(p.comps, c.prog)
	}
	p.layout = layout{states: len(p.vars) + pairsInBlock - 1, params: len(p.params), work: b.nWork}
	b.place()
	if vectorised {
		p.solos = newSolos(p)
		p.unaided = unaided(p)
	}
	return nil
}

// table makes the table of a compartment, or takes that of another compartment or
// builder with the same curves.
func (b *builder) table(c *compBuild, pairs []pair) (*table, error) {
	tab := b.tableOf(pairs)
	if tab == nil {
		tab = b.like.tableOf(pairs)
	}
	if tab == nil {
		var err error
		if tab, err = newTable(pairs, tableLow, tableHigh); err != nil {
			return nil, fmt.Errorf("%w (%s of %s)", err, c.c.Name, b.n.Name)
		}
	}
	if tab.worst > tableError {
		b.p.notes = append(b.p.notes, fmt.Sprintf("a rate curve of %s is steep: a table of %d points a mV is off by up to %.2g of its value", c.c.Name, finestPerMV, tab.worst))
	}
	return tab, nil
}

// tableOf is the builder's table of these curves; nil where it has none.
func (b *builder) tableOf(pairs []pair) *table {
	if b == nil {
		return nil
	}
	for _, c := range b.comps {
		if t := c.prog.tab; t != nil && slices.EqualFunc(t.pairs, pairs, pair.equal) {
			return t
		}
	}
	return nil
}

// blocksOf groups gates by the block of the table that holds their curves.
func blocksOf(gates []gateSlot) []gateBlock {
	var out []gateBlock
	for i, g := range gates {
		j := i % pairsInBlock
		if j == 0 {
			out = append(out, gateBlock{x: [pairsInBlock]operand{noOperand, noOperand, noOperand, noOperand}})
		}
		out[len(out)-1].x[j] = g.x
	}
	return out
}

// slotsOf lists what the pairs of a table are for: gates first, then value columns two
// by two.
func slotsOf(gates []gateSlot, columns []operand) [][pairsInBlock]pairSlot {
	var all []pairSlot
	for _, g := range gates {
		all = append(all, pairSlot{gate: g.x, a: noOperand, b: noOperand})
	}
	for i := 0; i < len(columns); i += 2 {
		s := pairSlot{gate: noOperand, a: columns[i], b: noOperand}
		if i+1 < len(columns) {
			s.b = columns[i+1]
		}
		all = append(all, s)
	}
	var out [][pairsInBlock]pairSlot
	for i, s := range all {
		if i%pairsInBlock == 0 {
			none := pairSlot{noOperand, noOperand, noOperand}
			out = append(out, [pairsInBlock]pairSlot{none, none, none, none})
		}
		out[len(out)-1][i%pairsInBlock] = s
	}
	return out
}

// place replaces every operand by its offset.
func (b *builder) place() {
	l := b.p.layout
	at := func(o *operand) { *o = l.place(*o) }
	code := func(list []instr) {
		for i := range list {
			in := &list[i]
			at(&in.dst)
			at(&in.a)
			at(&in.b)
			at(&in.c)
			at(&in.d)
		}
	}
	for i := range b.p.comps {
		c := &b.p.comps[i]
		for _, o := range []*operand{&c.v, &c.g0, &c.s0, &c.inj, &c.cap, &c.perCap} {
			at(o)
		}
		for j := range c.values {
			at(&c.values[j].dst)
		}
		for j := range c.slots {
			for q := range c.slots[j] {
				at(&c.slots[j][q].a)
				at(&c.slots[j][q].b)
			}
		}
		code(c.code)
		code(c.late)
		for j := range c.currents {
			k := &c.currents[j]
			for _, o := range []*operand{&k.g, &k.e, &k.x, &k.y, &k.store, &k.in, &k.out, &k.fIn, &k.fOut} {
				at(o)
			}
			for f := range k.factors {
				at(&k.factors[f].x)
			}
		}
		for j := range c.sums {
			at(&c.sums[j].dst)
			for q := range c.sums[j].parts {
				at(&c.sums[j].parts[q])
			}
		}
		for j := range c.relax {
			at(&c.relax[j].a)
			at(&c.relax[j].b)
		}
		for j := range c.rates {
			at(&c.rates[j].a)
		}
		for j := range c.links {
			at(&c.links[j].g)
		}
	}
	for i := range b.p.tree {
		at(&b.p.tree[i].gChild)
		at(&b.p.tree[i].gParent)
	}
	for name, o := range b.p.names {
		b.p.names[name] = l.place(o)
	}
	for _, c := range b.comps {
		for name, o := range c.names {
			c.names[name] = l.place(o)
		}
	}
	if r := b.p.rec; r != nil {
		r.place(at)
	}
	if n := b.p.noise; n != nil {
		at(&n.excite)
		at(&n.inhibit)
	}
	if p := b.p.pre; p != nil {
		at(&p.bound)
		at(&p.drive)
		if p.slot != nil {
			at(&p.slot.eff)
		}
		for i := range p.sites {
			at(&p.sites[i].willing)
		}
	}
}

func (r *receptor) place(at func(*operand)) {
	for i := range r.ligands {
		l := &r.ligands[i]
		for _, o := range []*operand{&l.c, &l.target, &l.kon, &l.koff, &l.eps} {
			at(o)
		}
	}
	if r.girk != nil {
		at(&r.girk.eff)
	}
	at(&r.drive)
	for i := range r.sites {
		u := &r.sites[i]
		at(&u.ku)
		at(&u.willing)
		at(&u.reluctant)
	}
}

// tree orders the links from the injected compartment outwards. It says false
// where they make a loop.
func (b *builder) tree(root int, pairs []linked) bool {
	seen := make([]bool, len(b.comps))
	seen[root] = true
	queue := []int{root}
	used := 0
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, l := range pairs {
			child, gc, gp := l.b, l.gb, l.ga
			if l.b == at {
				child, gc, gp = l.a, l.ga, l.gb
			} else if l.a != at {
				continue
			}
			if seen[child] {
				continue
			}
			seen[child] = true
			used++
			queue = append(queue, child)
			b.p.tree = append(b.p.tree, branch{child: child, parent: at, gChild: gc, gParent: gp})
		}
	}
	return used == len(pairs)
}

// linked is a link by the indices of its compartments.
type linked struct {
	a, b   int
	ga, gb operand
}
