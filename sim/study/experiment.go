package study

import (
	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// Version is the version of the experiment file, its key `quell`.
const Version = "1"

// Notice is what every output with a drug carries.
const Notice = "Teaching and research model. Not for dosing or treatment. " +
	"Stopping baclofen suddenly can be dangerous: ask a clinician."

// Experiment is what the user asked. The zero value of a field means that it was
// not given; where zero is an answer of its own the field is a pointer.
type Experiment struct {
	Neuron string // a name of the catalogue, or the base name of a neuron file
	Text   string // of the neuron file; "" for a neuron of the catalogue

	Set      []Setting
	Drugs    []Drug
	DoseAt   unit.Time // 0: the drug is there from the start, equilibrated
	WashAt   unit.Time // 0: the drug stays
	Exchange unit.Time // time constant of the bath; 0: ideal fast perfusion
	Ko       unit.Concentration
	GIRK     *unit.ConductanceDensity // holds the GIRK conductance fixed

	Receptor    sim.Receptor // how the receptor is modelled
	Trains      []Train      // GABA that synapses release onto the cell
	UptakeBlock float64      // part of its uptake that is blocked

	Currents []model.Amount // one run each; none: the neuron's own stimulus
	From     *unit.Time
	To       unit.Time
	Duration unit.Time
	Steps    []sim.Segment
	Ramps    []sim.Segment
	Clamp    []sim.ClampSegment      // V is held; no current then
	Drive    unit.ConductanceDensity // tonic, excitatory, scaled by what the drug leaves of release
	Noise    sim.Noise               // without seed, which is the experiment's

	Record []string
	Method sim.Method
	Tol    float64
	Dt     unit.Time
	Sample unit.Time

	Dose DoseAsk // of concentration–response curves

	Study string // "": run
	Seed  uint64
	Label string // the user's own words, shown with the results
}

// Setting is one number of the neuron, changed.
type Setting struct {
	Path  string // soma.Na.gbar
	Value string // 90 mS/cm2, as it was written
}

// Drug is one ligand at one concentration.
type Drug struct {
	Name string
	Conc unit.Concentration
}

// String is the drug as labels show it: "baclofen 10 µM".
func (d Drug) String() string { return d.Name + " " + d.Conc.String() }

// LoadNeuron gives a fresh neuron with the experiment's settings made.
func (e *Experiment) LoadNeuron() (*model.Neuron, error) {
	n, err := e.pageOfNeuron()
	if err != nil {
		return nil, &FieldError{Field: "neuron", Err: err}
	}
	for _, s := range e.Set {
		if err := n.Set(s.Path, s.Value); err != nil {
			return nil, &FieldError{Field: "set", Item: s.Path, Err: err}
		}
	}
	return n, nil
}

func (e *Experiment) pageOfNeuron() (*model.Neuron, error) {
	if e.Text != "" {
		return model.Parse(e.Neuron, []byte(e.Text))
	}
	return model.ByName(e.Neuron)
}

// FieldError says which field of an experiment is wrong, and what would do.
type FieldError struct {
	Field string // as Fields names it, or a ligand's name
	Item  string // which of several, such as a path of set
	Err   error
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Err.Error() }

// Unwrap is the error without its place.
func (e *FieldError) Unwrap() error { return e.Err }
