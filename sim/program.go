package sim

import (
	"quell/model"
	"quell/model/gabab"
)

// Program is a neuron under a protocol, compiled: what is integrated, the
// tables, and the operations of one evaluation. It is not changed by a run and
// can be shared by runs whose parameters differ.
type Program struct {
	neuron    *model.Neuron
	layout    layout
	vars      []variable
	params    []float64 // the parameter region at the start
	comps     []compProgram
	rec       *receptor // nil without a live receptor
	tree      []branch  // links from the injected compartment outwards
	inject    int       // index of the compartment that receives current
	spikes    operand   // V whose crossings are spikes
	thresh    float64   // mV
	clamp     bool      // V of the injected compartment is held
	solos     []solo    // for a run by itself by vector instructions; nil without
	unaided   bool      // see the function of that name
	direct    int       // length of the longest row
	notes     []string
	names     map[string]operand // what can be recorded
	units     map[string]string
	gamma     float64      // at the start, of a steady dose throughout
	scheme    gabab.Scheme // at the neuron's temperature
	pre       *prescribed  // a published receptor whose dose changes; nil without
	bound     float64      // B relative to full of a published receptor at a steady dose
	noise     *noiseSlot   // nil without noise
	driveLeft float64      // part of the tonic drive that is left all along; 0 where it changes or there is none
}

// variable is one integrated state.
type variable struct {
	name  string
	unit  string
	start float64
	scale float64 // of its error; 0: follows the state's own size
	rest  float64 // a typical size, for states without a fixed scale
}

// compProgram is one compartment. Its operations run in the order of the
// fields.
type compProgram struct {
	lo, perMV, top float64 // of the table, beside what is used with them
	data           []float64
	split          []int32
	rowLen         int
	v              operand
	name           string
	tab            *table
	gates          []gateSlot
	blocks         []gateBlock              // the same, by table block
	slots          [][pairsInBlock]pairSlot // what every pair of the table is for, by block
	values         []valueSlot
	code           []instr // equations of pools and states, before the currents
	currents       []current
	sums           []sum   // what pools are fed by
	late           []instr // equations that need the currents
	relax          []relaxer
	rates          []rater
	links          []linkSlot
	g0, s0         operand // sums of constant g and g·E, mS/cm2 and uA/cm2
	inj            operand // injected current, uA/cm2 of this compartment
	cap            operand // uF/cm2
	perCap         operand // its inverse
	plain          bool    // nothing but gates of V and ohmic currents
	instant        bool    // has conductances that depend on V at once
}

// gateSlot is a gate whose A and B are pair `base` of the table.
type gateSlot struct {
	x    operand
	base int32
}

// gateBlock is up to four gates that share a block of the table, which has its
// place in the list of blocks; -1 ends them.
type gateBlock struct{ x [pairsInBlock]operand }

// pairSlot says what a pair of curves is for: a gate, or one or two value columns.
type pairSlot struct{ gate, a, b operand }

// valueSlot copies an interpolated value column to scratch.
type valueSlot struct {
	dst  operand
	base int32
}

// relaxer is x' = A - B·x with A and B from code.
type relaxer struct{ x, a, b operand }

// rater is x' = a.
type rater struct{ x, a operand }

// sum adds currents into scratch: the I of a pool.
type sum struct {
	dst   operand
	parts []operand
}

type linkSlot struct {
	other operand // V of the neighbour
	g     operand // mS/cm2 of this compartment
}

type currentKind uint8

const (
	currentX currentKind = iota // g·x
	currentX2
	currentX3
	currentX4
	currentXY
	currentX2Y
	currentX3Y
	currentProduct // g·prod x_i^p_i
	currentGHK
)

// current is one channel: conductance g times its open fraction, reversal e.
// For GHK g is P·z·F, and in, out, fIn, fOut are the concentrations (mM) and the
// two voltage factors.
type current struct {
	kind    currentKind
	g, e    operand
	x, y    operand
	factors []factor
	store   operand // where the current is wanted, or noOperand
	in, out operand
	fIn     operand
	fOut    operand
}

type factor struct {
	x     operand
	power int
}

// receptor is the live GABA-B receptor: bound fractions, G protein, GIRK
// desensitisation, and the fraction of calcium channels that are reluctant.
type receptor struct {
	list         []*gabab.Ligand
	desensitises bool    // there are states qF and qS, which follow gamma
	available    float64 // part of GIRK that is left where they do not
	scheme       gabab.Scheme
	ligands      []ligandSlot
	gamma        operand
	qF, qS       operand
	girk         *girkSlot
	sites        []siteSlot
	tau          float64 // ms of the bath exchange, 0: concentrations are parameters

	synapse    operand // uM of GABA that synapses have released, or noOperand
	released   int     // the ligand that it is
	block      float64 // part of its uptake that is blocked
	terminal   operand // B of the terminals of the release arm, or noOperand
	atTerminal gabab.Coupling
	drive      operand                 // part of the tonic drive that is left, or noOperand
	kept       func(b float64) float64 // that part, by the B of the terminals
}

type ligandSlot struct {
	name           string
	bound          operand
	c              operand // uM: a parameter, or a state under bath exchange
	target         operand // uM the bath is heading for; only with exchange
	kon, koff, eps operand
}

// girkSlot sets eff = basal + (1-basal)·effect(gamma)·availability.
type girkSlot struct {
	coupling gabab.Coupling
	basal    float64
	eff      operand
}

// siteSlot is one place where calcium channels are inhibited.
type siteSlot struct {
	coupling  gabab.Coupling
	bound     operand // B
	ku        operand // value column of ku(V), or noOperand for ku0
	full      float64 // B at gamma = 1
	fraction  float64
	free      float64 // voltage-independent fraction
	willing   operand // factor of the willing current
	reluctant operand // factor of the reluctant current, or noOperand
	rhoR      float64
}
