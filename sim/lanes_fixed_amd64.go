package sim

import (
	"slices"
	"unsafe"
)

// fixedKernels are what the vector instructions of a block of the fixed method need to
// know.
type fixedKernels struct {
	gates  []kernel // by compartment: its gates, and with them its value columns where slow states want them
	body   kernel   // the rest of a step as far as V; with passes only the slow states
	passes []kernel // by compartment, where conductances follow V at once: the equation for its mean V; the last has the elimination too
	stride stride
	round  round
}

func newFixedKernels(b *fixedLanes) (k fixedKernels) {
	k.body.y = &b.y[0]
	for i := range b.parts {
		k.gates = append(k.gates, b.gateKernel(&b.parts[i]))
		b.addSlow(&k.body, i, 0)
	}
	for i := range b.parts {
		for _, s := range b.parts[i].slow {
			k.body.add(kernelRate, s.mid, 0, s.x)
		}
	}
	for i := range b.parts {
		b.addSlow(&k.body, i, 1)
	}
	for _, o := range b.apart {
		k.body.add(kernelRate, b.home[o], 0, o)
	}
	for i := range b.parts {
		to := &k.body
		if b.instant {
			k.passes = append(k.passes, b.passKernel(&b.parts[i]))
			to = &k.passes[i]
		}
		b.addVolts(to, i)
	}
	k.stride = b.newStride()
	return k
}

// rowsFrom is a kernel that looks at the table of a compartment from one block of it on.
func (b *fixedLanes) rowsFrom(c *compProgram, slots [][pairsInBlock]pairSlot, first int) kernel {
	return kernel{
		v: &b.y[c.v], data: unsafe.SliceData(c.data[first*tableBlock:]), slots: unsafe.SliceData(slots), y: &b.y[0], frac: b.frac,
		blocks: len(slots), lo: c.lo, perMV: c.perMV, top: c.top, stride: uint64(8 * c.rowLen),
	}
}

// nothing is a slot of which nothing is wanted.
var nothing = pairSlot{noOperand, noOperand, noOperand}

// gateKernel moves the gates of a compartment. A slot says where the gate lives and, as
// its second column, where its mean is left.
func (b *fixedLanes) gateKernel(p *fixedPart) kernel {
	blocks := len(p.c.blocks)
	columns := b.slowly && len(p.c.values) > 0
	if columns {
		blocks = len(p.c.slots)
	}
	slots := slices.Clone(p.c.slots[:blocks])
	for i := range slots {
		for j, s := range slots[i] {
			if s.gate < 0 {
				if !columns {
					slots[i][j] = nothing
				}
				continue
			}
			slots[i][j] = pairSlot{gate: b.home[s.gate], a: noOperand, b: noOperand}
			if b.home[s.gate] != s.gate {
				slots[i][j].b = s.gate
			}
		}
	}
	return b.rowsFrom(p.c, slots, 0)
}

// passKernel looks up the value columns of a compartment whose conductances follow V at
// once.
func (b *fixedLanes) passKernel(p *fixedPart) kernel {
	if !p.c.instant {
		return kernel{y: &b.y[0]}
	}
	first := p.firstColumns()
	slots := slices.Clone(p.c.slots[first:])
	for j := range slots[0] {
		if slots[0][j].gate >= 0 {
			slots[0][j] = nothing
		}
	}
	return b.rowsFrom(p.c, slots, first)
}

// firstColumns is the block of the table in which value columns begin.
func (p *fixedPart) firstColumns() int { return len(p.c.gates) / pairsInBlock }

// addVolts adds the equation for the mean V of a compartment.
func (b *fixedLanes) addVolts(k *kernel, i int) {
	c := &b.parts[i].currents
	k.code(c.code)
	k.add(kernelStart, c.g0, c.s0, c.v)
	for j := range c.currents {
		k.current(&c.currents[j])
	}
	perStep, v, input := b.place(&b.perStep[i]), b.home[c.v], noOperand
	if i == b.p.inject {
		input = b.place(b.input)
	}
	if len(b.parts) == 1 {
		k.add(kernelAlone, perStep, v, input, b.place(&b.mean[i]))
		return
	}
	k.add(kernelTotal, perStep, v, input, b.place(&b.diag[i]), b.place(&b.rhs[i]))
	var links []operand
	for _, l := range c.links {
		links = append(links, l.g)
	}
	k.list(links)
	if i == len(b.parts)-1 {
		k.code(b.tree)
	}
}

// addSlow adds a stage of the slow states of a compartment.
func (b *fixedLanes) addSlow(k *kernel, i, stage int) {
	p := &b.parts[i]
	c := &p.stages[stage]
	if len(p.slow) == 0 {
		return
	}
	k.code(c.code)
	k.add(kernelStart, c.g0, c.s0, c.v)
	for j := range c.currents {
		k.current(&c.currents[j])
	}
	for _, u := range c.sums {
		k.add(kernelSum, 0, 0, u.dst, 0, 0)
		k.list(u.parts)
	}
	k.code(c.late)
	h := b.place(&b.h[stage])
	for j := range p.slow {
		s := &p.slow[j]
		to := s.to(stage)
		if s.b == noOperand {
			k.add(kernelMul, h, s.a, s.mid)
			k.add(kernelAdd, s.home, s.mid, to)
			continue
		}
		op := k.add(kernelPower, s.a, s.b, s.home, to, h, 0, 0, s.known[stage], s.power[stage])
		op.field[5], op.field[6] = uint32(i), uint32(j) // which state it is
		op.field[9] = uint32(stage)
	}
}

// stride moves V and looks where it has come.
type stride struct {
	y, last, old, mean *vec
	places             *[2]uint32 // of V by compartment: its home, and where equations read it
	comps, spikes      int        // how many; the one whose spikes count
	thresh, limit      float64    // mV
	fresh              mask       // lanes in their first step
	seen               *seen
}

func (b *fixedLanes) newStride() stride {
	var places [][2]uint32
	for i := range b.parts {
		o := b.parts[i].c.v
		places = append(places, [2]uint32{placeOf(b.home[o]), placeOf(o)})
	}
	return stride{
		y: &b.y[0], last: &b.last[0], old: &b.old[0], mean: &b.mean[0], places: &places[0],
		comps: len(b.parts), spikes: b.p.inject, thresh: b.p.thresh, limit: highestV, seen: &b.seen,
	}
}

// round is several steps one after the other.
type round struct {
	gates, body *kernel
	y           *vec
	stride      *stride
	comps, left int // compartments; steps that are left
}

// vectorSteps takes so many steps, or fewer if something happens in a lane, and says how
// many.
func (b *fixedLanes) vectorSteps(most int) int {
	k := &b.kernels
	k.stride.fresh = b.fresh
	if b.instant || b.fresh != 0 {
		b.vectorStep(0)
		return 1
	}
	k.round = round{&k.gates[0], &k.body, &b.y[0], &k.stride, len(k.gates), most}
	r := &k.round
	for r.left > 0 {
		at := march(r)
		if at < 0 {
			break
		}
		b.vectorStep(at)
		if r.left--; b.look != 0 {
			break
		}
	}
	return most - r.left
}

// vectorStep is a step by vector instructions, from where march has left it.
func (b *fixedLanes) vectorStep(at int) {
	k := &b.kernels
	for ; at < len(k.gates); at++ {
		b.vectorGates(at)
	}
	done := at - len(k.gates)
	if done == 0 {
		done = evaluate(&k.body, &b.y[0], located)
	}
	b.perform(&k.body, done)
	if b.instant {
		b.vectorPasses()
	}
	move(&k.stride, 0)
}

// vectorGates moves the gates of a compartment. Lanes in their first step, for which half
// a step is wanted, and those outside the table are left to the plain loops.
func (b *fixedLanes) vectorGates(i int) {
	k, c := &b.kernels.gates[i], b.parts[i].c
	if k.blocks == 0 {
		return
	}
	if b.fresh == 0 && c.split == nil && relaxGates(k, beginning) != outside {
		return
	}
	b.rows(c, b.active)
	if b.fresh == 0 {
		b.point(k, 0)
		relaxGates(k, located)
		return
	}
	b.relaxGates(c)
	if b.slowly {
		b.columns(c)
	}
}

// point takes the rows that have been looked up, from one block on, to a kernel.
func (b *fixedLanes) point(k *kernel, first int) {
	for l := range k.row {
		k.row[l] = uintptr(unsafe.Pointer(&b.rowsOf[l][first*tableBlock]))
	}
}

// perform goes on after a kernel has done so many operations, with what it leaves to the
// plain loops.
func (b *fixedLanes) perform(k *kernel, done int) {
	for done < len(k.ops) {
		op := &k.ops[done]
		if op.kind == kernelCall {
			i := op.field[10]
			b.code(k.calls[i : i+1])
		} else {
			b.relax(&b.parts[op.field[5]].slow[op.field[6]], int(op.field[9]))
		}
		done = evaluate(k, &b.y[0], done+1)
	}
}

// vectorPasses is solve where conductances follow V at once.
func (b *fixedLanes) vectorPasses() {
	b.guess()
	going := everyLane
	for pass := 0; pass < mostPasses && going != 0; pass++ {
		copy(b.was, b.mean)
		for i := range b.kernels.passes {
			b.vectorPass(i, going&b.active)
		}
		going = b.settled(going)
	}
}

// vectorPass makes the equation for V of a compartment, with a look-up where its
// conductances follow V.
func (b *fixedLanes) vectorPass(i int, of mask) {
	k, p := &b.kernels.passes[i], &b.parts[i]
	done := outside
	switch {
	case !p.c.instant:
		done = evaluate(k, &b.y[0], located)
	case p.c.split == nil:
		done = evaluate(k, &b.y[0], beginning)
	}
	if done == outside {
		b.rows(p.c, of)
		b.point(k, p.firstColumns())
		done = evaluate(k, &b.y[0], located)
	}
	b.perform(k, done)
}

// relaxGates moves the gates of a compartment, and evaluates value columns where its slots
// ask for them. It finds the rows, or says outside if a lane has none; with located they
// are there.
//
//go:noescape
func relaxGates(k *kernel, from int) int

// move moves V by the step, keeps what it was, and looks where it has come: it is finish
// and watch.
//
//go:noescape
func move(s *stride, handed int)

// march takes steps of programs without passes until none is left or something has happened
// in a lane, and gives a negative number; or as far as what it leaves to the plain loops:
// the gates of the compartment whose number it gives or, less the number of compartments,
// that operation of the body.
//
//go:noescape
func march(r *round) (at int)
