package study

import "quell/model"

// Measure is one of the things that are measured at every concentration.
type Measure struct {
	Name  string // delta_v
	Title string // change of resting potential
	Short string // ΔV
	Unit  string // mV
	kind  measureKind
}

// Column is the head of its column: delta_v_mV.
func (m Measure) Column() string { return m.Name + "_" + m.Unit }

type measureKind int

const (
	ofGIRK measureKind = iota
	ofDeltaV
	ofResistance
	ofRate
	ofCalcium
	ofRelease
	ofRheobase
)

// measuresOf are those that a neuron has.
func (e *Experiment) measuresOf(n *model.Neuron, s stimulus) []Measure {
	var all []Measure
	if n.GABAB.GIRK != nil {
		all = append(all, Measure{"girk", "GIRK conductance", "GIRK", "mS/cm2", ofGIRK})
	}
	all = append(all, Measure{"delta_v", "change of resting potential", "ΔV", "mV", ofDeltaV})
	if _, perCell := resistanceUnit(n); perCell != "" {
		all = append(all, Measure{"input_resistance", "input resistance", "Rin", perCell, ofResistance})
	}
	all = append(all, Measure{"mean_isi_rate", "firing rate", "rate", "hz", ofRate})
	if n.GABAB.Calcium != nil {
		all = append(all, Measure{"calcium_loss", "loss of calcium current", "Ca loss", "%", ofCalcium})
	}
	if n.GABAB.Release != nil {
		all = append(all, Measure{"release_loss", "loss of release", "release loss", "%", ofRelease})
	}
	if e.Dose.Rheobase {
		unit := "uA/cm2"
		if top, err := e.strongest(n, s); err == nil && top.Absolute {
			unit = "nA"
		}
		all = append(all, Measure{"rheobase", "rheobase", "rheobase", unit, ofRheobase})
	}
	return all
}

// resistanceUnit is the unit of the input resistance, and how much of it is a mV per
// uA/cm2 that is injected: Mohm where the membrane is known, else kohm cm2.
func resistanceUnit(n *model.Neuron) (scale float64, name string) {
	own, err := n.InjectedDensity(model.Amount{Value: 1})
	if err != nil || own == 0 {
		return 1, "kohm_cm2"
	}
	if perNA, err := n.InjectedDensity(model.Amount{Value: 1, Absolute: true}); err == nil {
		return perNA / own, "Mohm"
	}
	return 1, "kohm_cm2"
}
