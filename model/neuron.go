package model

import (
	"slices"

	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/page"
	"quell/model/unit"
)

// Neuron is one neuron file, read and resolved: the variant's base merged in,
// every quantity evaluated. All numbers are in the base units of quell: mV, ms,
// mS/cm2, uA/cm2, uF/cm2, degC, cm for lengths used in equations, and the
// file's unit of concentration.
type Neuron struct {
	Name, Title, Source, Note string
	BasedOn                   string // the name of the neuron it is a variant of, or ""
	Use, Omits                string
	Site                      string // spinal, brain or none
	Keys                      []string
	File                      string // base name of the file it came from

	Temperature   float64 // degC; valid when HasTemp
	HasTemp       bool
	Concentration string // nM, uM, mM or au

	Params       []*Param // of the file, in order
	Compartments []*Compartment
	Links        []*Link
	Inject       Inject
	GABAB        *GABAB // nil: the neuron has no GABA-B receptor
	Healthy      []Healthy
	Stimulus     Stimulus
	Threshold    float64 // of a spike, mV
	Trust        Source  // how sure the file is of its numbers, where no line says

	root    page.Node         // what the file says
	origins map[string]string // the source that each file of a chain of variants states
	changes [][2]string       // what Set changed
}

// Source says where a number comes from and how sure we are of it.
type Source struct {
	Text       string
	Confidence string // read, recalled, chosen, or "" where not stated
}

// Value is one number of the file. Num is in the base unit of Dim.
type Value struct {
	Num    float64
	Expr   *expr.Expr // nil, or the equation of parameters that gives Num
	Dim    unit.Dim
	Unit   string // as the file writes it
	Text   string // as the file writes the whole value
	Source Source
	Range  [2]float64 // slider's range, both 0 where none is given
	Note   string
	File   string // the file it stands in
	node   page.Node
	Set    bool // false where the file leaves the key out
}

// Param is a named number seen by equations.
type Param struct {
	Name string
	Value
}

// Equation is arithmetic text with its place.
type Equation struct {
	*expr.Expr
	Text      string
	File      string
	node      page.Node
	Line, Col int
	Source    Source
}

// Let names an equation that is put in where it is used.
type Let struct {
	Name string
	Equation
}

// Q10 scales rates by Factor^((temperature-At)/10).
type Q10 struct{ Factor, At float64 }

// Compartment is an isopotential piece of membrane.
type Compartment struct {
	Name        string
	Capacitance Value // uF/cm2
	StartV      Value // mV
	// Geometry: Area (um2) is set or derived from Length and Diameter (um);
	// Share is the part of the cell's membrane (sums to 1 over the cell).
	Area, Length, Diameter, Resistivity, Share Value
	Channels                                   []*Channel
	Params                                     []*Param
	Lets                                       []*Let
	States                                     []*State
	Pools                                      []*Pool
	Source                                     Source
	node                                       page.Node
}

// Channel is a current g·open·(V-E), outward positive, or a GHK current.
type Channel struct {
	Name     string
	Gbar     Value // mS/cm2
	Reversal Value // mV; not set when Nernst or GHK is used
	Nernst   *Nernst
	GHK      *GHK
	Gates    []*Gate
	States   []*State
	Params   []*Param
	Lets     []*Let
	Open     *Equation // nil: the product of gates to their powers
	Q10      *Q10
	Source   Source
	node     page.Node
}

// Nernst is a reversal potential from concentrations; In and Out are each a
// pool's name or a number.
type Nernst struct {
	InPool, OutPool string // "" where the number is used
	In, Out         Value  // in the file's unit
	Valence         float64
}

// GHK is a Goldman–Hodgkin–Katz current.
type GHK struct {
	Permeability Value // cm/s
	Nernst
}

// Gate has exactly one of Alpha+Beta, Inf+Tau, Inf. A plain number is an
// equation that is a constant, already in 1/ms, ms or 1.
type Gate struct {
	Name                  string
	Power                 int
	Instant               bool // also true for Inf alone
	Alpha, Beta, Inf, Tau *Equation
	Lets                  []*Let
	Q10                   *Q10 // the channel's, where the gate has none
	Start                 *Equation
	Source                Source
	node                  page.Node
}

// State is a free variable: x' = Rate per ms.
type State struct {
	Name        string
	Rate, Start *Equation
	Unit        string
	Source      Source
	node        page.Node
}

// Pool is a concentration fed by channels.
type Pool struct {
	Name              string
	From              []string
	Standard          bool // standard form: uses the five numbers below
	Valence, Fraction float64
	Depth             Value // um as written; Num in cm
	Decay, Rest       Value // ms; file's concentration
	InwardOnly        bool
	Rate              *Equation // free form
	Start             *Equation
	Source            Source
	node              page.Node
}

// Link joins two compartments.
type Link struct {
	A, B        string
	Conductance Value // nS as uA/mV base (mS), or mS/cm2 of the whole cell; not set: from geometry
	node        page.Node
}

// Inject says where current enters.
type Inject struct {
	Into    string // compartment, default the first
	PerCell bool   // a stated density is per membrane of the whole cell
}

// GABAB says where the receptor acts on this neuron.
type GABAB struct {
	GIRK    *GIRK
	Calcium *Calcium
	Release *Release
	Note    string
	Source  Source
}

func (n *Neuron) releaseArm() *Release {
	if n.GABAB == nil {
		return nil
	}
	return n.GABAB.Release
}

// GIRK is the potassium arm.
type GIRK struct {
	Gbar           []CompartmentValue // mS/cm2 chord conductance at At
	Basal          float64
	Reversal       Value   // where Nernst is set, computed from it
	Nernst         *Nernst // potassium inside and outside, both numbers; or nil
	Rectification  string  // none weak strong custom
	K, S           float64 // 1/mV, mV
	At             Value   // mV
	Coupling       gabab.Coupling
	CouplingSource Source
	Source         Source
}

// CompartmentValue is a number for one compartment.
type CompartmentValue struct {
	Compartment string
	Value
}

// Calcium is the calcium-channel arm.
type Calcium struct {
	Inhibited []Inhibited
	// VoltageIndependent is the fraction fV of gabab-signalling section 4.4.
	VoltageIndependent float64
	Coupling           gabab.Coupling
	CouplingSource     Source
	Source             Source
}

// relieved says whether depolarisation relieves any of the channels.
func (c *Calcium) relieved() bool {
	return slices.ContainsFunc(c.Inhibited, func(in Inhibited) bool { return in.Relief != nil })
}

// Inhibited is one channel and the part of it lost at a saturating full agonist.
type Inhibited struct {
	Compartment string // "" = every compartment that has the channel
	Channel     string
	Value               // the fraction
	Relief      *Relief // nil: depolarisation does not relieve it
}

// Relief is the willing–reluctant mixture of one kind of channel.
type Relief struct {
	Gate      string
	Shift     float64 // mV
	Reluctant float64 // rhoR: 1 N-type, 0 P/Q-type
	Source    Source
}

// Release is the presynaptic arm: what a spike releases is multiplied by
// (1 - Loss·B)^Power. It is either that of the neuron's own terminals, at the
// spikes of the compartment From, or that of the terminals on it, which Inputs
// names.
type Release struct {
	From        string // "" with Inputs; else the first compartment by default
	Inputs      string // such as "Ia afferents"
	Transmitter string // that it is of: Glutamate, GABA, or "" where the file does not say
	Loss, Power float64
	// Short-term plasticity of Tsodyks and Markram: the part used by a spike, and
	// the time constants of recovery and of facilitation, ms.
	Use, Recovery, Facilitation float64
	Coupling                    gabab.Coupling
	CouplingSource              Source
	Source                      Source
}

// What terminals of a release arm may release.
const (
	Glutamate = "glutamate"
	GABA      = "GABA"
)

// Kept is what is left of a release at the bound fraction b of calcium channels,
// (1 - Loss·b)^Power.
func (r *Release) Kept(b float64) float64 {
	return expr.Pow(1-float64(r.Loss*b), r.Power)
}

// Healthy is a number the file promises; each is a test.
type Healthy struct {
	Measure  string // rest, rate, spikes, peak, width, rheobase, rate_girk, dv_girk, dv ...
	Protocol string // flags as for quell run, e.g. "--current 10uA/cm2 --from 200ms --duration 1200ms"
	Value    float64
	Unit     string
	Spread   float64
	Source   Source
}

// Stimulus is what bare `quell run NAME` uses.
type Stimulus struct {
	Current  Amount
	From, To float64 // ms
	Duration float64 // ms, of the whole run
	Range    [2]Amount
	Set      bool
}

// Amount is a stimulus current: a density (uA/cm2) or a total current (nA).
type Amount struct {
	Value    float64
	Absolute bool // true: nA; false: uA/cm2
}
