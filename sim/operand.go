package sim

// An operand is a place in the slice of a run. While a program is being built
// it names a region and an index in it; finish turns it into a plain offset.
type operand int32

const (
	regionSize           = 1 << 20
	paramRegion  operand = 1 * regionSize
	workRegion   operand = 2 * regionSize
	noOperand    operand = -1
	tableBlock           = 32 // floats of four curve pairs: 4 coefficients x (4 A, 4 B)
	pairsInBlock         = 4
)

// region is 0 for states, 1 for parameters, 2 for scratch.
func (o operand) region() int { return int(o) / regionSize }
func (o operand) index() int  { return int(o) % regionSize }

// layout says how large the regions are. That of the states has room behind them, since
// the rates of four gates may be written at once.
type layout struct{ states, params, work int }

// size is the length of one run's slice.
func (l layout) size() int { return l.states + l.params + l.work }

func (l layout) place(o operand) operand {
	if o < 0 {
		return o
	}
	switch o.region() {
	case 1:
		return operand(l.states + o.index())
	case 2:
		return operand(l.states + l.params + o.index())
	}
	return operand(o.index())
}
