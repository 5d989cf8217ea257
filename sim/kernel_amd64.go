package sim

import "unsafe"

// kernel is what the assembly of kernel_amd64.s needs to know of a compartment of a
// block: where its table and its numbers are, and its operations one after the other.
type kernel struct {
	v      *vec
	data   *float64
	slots  *[pairsInBlock]pairSlot
	y      *vec
	frac   *vec
	blocks int
	lo     float64
	perMV  float64
	top    float64
	stride uint64         // bytes from one row to the next
	row    [width]uintptr // of each lane; the program keeps the tables

	rowsLast bool   // no operation needs what the rows give
	unit     uint32 // bytes from one number to the next; 0: those of a block

	ops   []kernelOp
	lists []uint32 // factors and parts of sums, as places
	calls []instr  // what the operations that are calls do, in their order
}

// kernelOp is an operation. Places are in bytes from the first number or rate of the
// block. Fields by kind:
//
//	currents  g, e, x, y, store, first of list, length of list, in, fIn, out, fOut
//	start     g0, s0, V
//	input     injected current
//	link      g, V of the other
//	finish    1/C, -, V
//	add …     a, b, result
//	relax     a, b, x
//	rate      a, -, x
//	neg       a, -, result
//	sum       -, -, result, -, -, first of list, length of list
//	call      -, -, -, -, -, -, -, -, -, which operation it is, which of the calls
//	total     2C/dt, V at its home, injected current or nowhere, the sum of conductances, of currents, first of list, length of list
//	alone     2C/dt, V at its home, injected current, mean V
//	power     a, b, x at its home, where it goes, step, which compartment, which slow state, b h, exp(-b h) - 1, stage
type kernelOp struct {
	kind  uint32
	field [11]uint32
}

// Kinds of operations beside those of currents. Arithmetic comes first.
const (
	kernelStart = uint32(currentGHK) + 1 + iota
	kernelAdd
	kernelSub
	kernelMul
	kernelDiv
	kernelInput
	kernelLink
	kernelFinish
	kernelRelax
	kernelRate
	kernelSum
	kernelNeg
	kernelCall
	// The fixed method's.
	kernelTotal // of the equation for the mean V of a compartment
	kernelAlone // the mean V of a compartment without neighbours
	kernelPower // a state that relaxes exactly
)

const nowhere = ^uint32(0)

// placeOf is where an operand of a block lies, in bytes.
func placeOf(o operand) uint32 {
	if o < 0 {
		return nowhere
	}
	return uint32(o) * uint32(unsafe.Sizeof(vec{}))
}

func newKernel(b *operands, c *compProgram) kernel {
	k := kernel{
		v: &b.y[c.v], data: unsafe.SliceData(c.data), slots: unsafe.SliceData(c.slots), y: &b.y[0], frac: b.frac,
		blocks: len(c.slots), lo: c.lo, perMV: c.perMV, top: c.top, stride: uint64(8 * c.rowLen),
	}
	k.body(c)
	k.rowsLast = len(c.values) == 0 && len(k.calls) == 0 && k.blocks > 0
	return k
}

// body adds what follows the look-up.
func (k *kernel) body(c *compProgram) {
	k.code(c.code)
	k.add(kernelStart, c.g0, c.s0, c.v)
	for i := range c.currents {
		k.current(&c.currents[i])
	}
	k.add(kernelInput, c.inj)
	for _, l := range c.links {
		k.add(kernelLink, l.g, l.other)
	}
	k.add(kernelFinish, c.perCap, 0, c.v)
	for _, u := range c.sums {
		k.add(kernelSum, 0, 0, u.dst, 0, 0)
		k.list(u.parts)
	}
	k.code(c.late)
	for _, r := range c.relax {
		k.add(kernelRelax, r.a, r.b, r.x)
	}
	for _, r := range c.rates {
		k.add(kernelRate, r.a, 0, r.x)
	}
}

// place is where an operand of the kernel lies, in bytes.
func (k *kernel) place(o operand) uint32 {
	if o < 0 || k.unit == 0 {
		return placeOf(o)
	}
	return uint32(o) * k.unit
}

func (k *kernel) add(kind uint32, fields ...operand) *kernelOp {
	op := kernelOp{kind: kind}
	for i, o := range fields {
		op.field[i] = k.place(o)
	}
	k.ops = append(k.ops, op)
	return &k.ops[len(k.ops)-1]
}

// list gives the last operation a list.
func (k *kernel) list(parts []operand) {
	op := &k.ops[len(k.ops)-1]
	op.field[5], op.field[6] = uint32(len(k.lists)), uint32(len(parts))
	for _, o := range parts {
		k.lists = append(k.lists, k.place(o))
	}
}

func (k *kernel) current(c *current) {
	op := k.add(uint32(c.kind), c.g, max(0, c.e), max(0, c.x), max(0, c.y), c.store)
	if c.kind == currentGHK {
		for i, o := range []operand{c.in, c.fIn, c.out, c.fOut} {
			op.field[7+i] = k.place(o)
		}
	}
	var factors []operand
	for _, f := range c.factors {
		for range f.power {
			factors = append(factors, f.x)
		}
	}
	k.list(factors)
}

// call adds a call, or what ends the list of a run by itself.
func (k *kernel) call(which uint32) {
	op := k.add(kernelCall)
	op.field[9], op.field[10] = uint32(len(k.ops)-1), which
}

func (k *kernel) code(code []instr) {
	for _, in := range code {
		switch in.op {
		case opAdd, opSub, opMul, opDiv:
			k.add(kernelAdd+uint32(in.op), in.a, in.b, in.dst)
		case opNeg:
			k.add(kernelNeg, in.a, 0, in.dst)
		default:
			k.call(uint32(len(k.calls)))
			k.calls = append(k.calls, in)
		}
	}
}

// rates evaluates the derivatives of the compartment's states into d.
func (k *kernel) rates(b *lanes, c *compProgram, d []vec) {
	done := outside
	if c.split == nil {
		done = evaluate(k, &d[0], beginning)
	}
	if done == outside {
		b.rows(c, b.active)
		for l := range k.row {
			k.row[l] = uintptr(unsafe.Pointer(unsafe.SliceData(b.rowsOf[l])))
		}
		done = evaluate(k, &d[0], located)
	}
	for i := range k.calls {
		b.code(k.calls[i : i+1])
		done = evaluate(k, &d[0], done+1)
	}
}

// Where an evaluation begins, if not at an operation, and what it says if a lane has
// no row in the table.
const (
	beginning = 0
	located   = -1
	outside   = -1
)

// evaluate finds each lane's row and the fraction in its cell; evaluates gates and
// value columns from the rows, four pairs of curves at a time: each lane's row gives the
// eight values of a block in one register, and eight of those are turned over so that
// a register holds one value of every lane; and does the operations as far as the next
// call, of which it gives the number, or else how many there are. With located, the
// rows are there already; with a number it goes on at that operation.
//
//go:noescape
func evaluate(k *kernel, d *vec, from int) int
