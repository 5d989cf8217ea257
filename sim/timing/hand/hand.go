// Package hand is the squid axon written by hand: the yardstick for what it costs that
// quell compiles a neuron from its file. No neuron can be changed here but in its
// delayed rectifier and its current.
//
// Sixteen cells are done at once, from the tables of package sim and with its
// arithmetic: membrane of Hodgkin & Huxley 1952, J Physiol 117:500, in the form of
// NEURON's hh,
//
//	C dV/dt = I - 120 m³h (V-50) - gK n⁴ (V+77) - 0.3 (V+54.3)
//	dx/dt   = A(V) - B(V) x        for x = m, h, n
//
// It stands apart from package sim so that it is not part of the program.
package hand

// Width is how many cells a block has.
const Width = 16

// Lanes is one number of each cell.
type Lanes [Width]float64

// States of a cell, in their order.
const (
	V = iota // mV
	M
	H
	N
	States
)

// Numbers of the membrane: mS/cm2, mV, uF/cm2.
const (
	gNa, eNa = 120.0, 50.0
	eK       = -77.0
	gL, eL   = 0.3, -54.3
	c        = 1.0
)

// Numbers are those of a block. They hold no pointers.
type Numbers struct {
	Y, D   [States]Lanes // states; their derivatives (1/ms)
	I, GK  Lanes         // uA/cm2; mS/cm2
	row    [Width]uint64 //lint:ignore U1000 for the assembly
	frac   Lanes         //lint:ignore U1000 for the assembly
	fixed  [constants]float64
	spikes uint64 // upward crossings of 0 mV
}

// Table are curves of V: rows of 1/PerMV from Lo on, of which each begins with the four
// coefficients of the cubics [A of m, h, n, - and B of them].
type Table struct {
	Lo, PerMV, Top float64
	RowLen         int
	Data           []float64
}

// Block is sixteen cells.
type Block struct {
	*Numbers
	table Table
}

// What the vector instructions want in a register, in the order of fixed.
const (
	cLo = iota
	cPerMV
	cTop
	cStride
	cNa
	cENa
	cEK
	cL
	cEL
	cSL // gL·eL
	cStep
	constants
)

// New is a block with the tables of a membrane. Step takes steps of dt (ms), and wants
// tables with A = inf and B = exp(-dt/tau).
func New(t Table, dt float64) *Block {
	b := &Block{Numbers: new(Numbers), table: t}
	b.fixed = [constants]float64{t.Lo, t.PerMV, t.Top, float64(8 * t.RowLen), gNa, eNa, eK, gL, eL, float64(gL * eL), 2 * c / dt}
	return b
}

// Spikes so far, of all cells.
func (b *Block) Spikes() int { return int(b.spikes) }

// curve is value j of a cell's row at the fraction f.
func (t *Table) curve(v float64, j int) float64 {
	u := float64((v - t.Lo) * t.PerMV)
	i := int(u)
	f := u - float64(i)
	r := t.Data[i*t.RowLen+j:]
	return r[0] + float64(f*(r[8]+float64(f*(r[16]+float64(f*r[24])))))
}

// PlainRates is Rates in plain Go.
func (b *Block) PlainRates() {
	for l := range Width {
		v := b.Y[V][l]
		for x := M; x <= N; x++ {
			b.D[x][l] = b.table.curve(v, x-M) - float64(b.table.curve(v, x-M+4)*b.Y[x][l])
		}
		na, k := b.conductances(l)
		b.D[V][l] = b.I[l] - float64(na*(v-eNa)) - float64(k*(v-eK)) - float64(gL*(v-eL))
	}
}

func (b *Block) conductances(l int) (na, k float64) {
	m, h, n := b.Y[M][l], b.Y[H][l], b.Y[N][l]
	n = float64(n * n)
	return float64(float64(gNa*h) * float64(float64(m*m)*m)), float64(b.GK[l] * float64(n*n))
}

// PlainStep is Step in plain Go: the gates go half a step ahead of V, then V by
// Crank–Nicolson.
func (b *Block) PlainStep() {
	for l := range Width {
		v := b.Y[V][l]
		for x := M; x <= N; x++ {
			inf := b.table.curve(v, x-M)
			b.Y[x][l] = inf + float64((b.Y[x][l]-inf)*b.table.curve(v, x-M+4))
		}
		na, k := b.conductances(l)
		twice := b.fixed[cStep]
		s := float64(na*eNa) + float64(k*eK) + float64(gL*eL)
		mean := (float64(twice*v) + s + b.I[l]) / (twice + (na + k + gL))
		b.Y[V][l] = float64(2*mean) - v
		if v < 0 && b.Y[V][l] >= 0 {
			b.spikes++
		}
	}
}
