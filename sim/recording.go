package sim

import (
	"slices"

	"quell/model"
)

// Recording is what was seen in one run. It carries its neuron and protocol.
type Recording struct {
	Label    string // "control", "baclofen 10 µM"
	Neuron   *model.Neuron
	Protocol Protocol
	Settings Settings
	Traces   []Trace
	Spikes   []float64 // ms, upward threshold crossings of the injected compartment, by interpolation
	Releases []Release // of the neuron's own terminals, one for each spike
	Drive    float64   // part of a tonic drive that is left all along; 0 where it changes or there is none
	Warnings []string
	Notes    []string // facts about the run that are no warning: "stiff program ..."
	Evals    int      // right-hand-side evaluations
	Steps    int
	End      float64 // ms, the time reached
}

// own is the recording with slices of its own.
func (r *Recording) own() Recording {
	out := *r
	out.Spikes, out.Warnings, out.Notes = slices.Clone(r.Spikes), slices.Clone(r.Warnings), slices.Clone(r.Notes)
	out.Releases = slices.Clone(r.Releases)
	out.Traces = slices.Clone(r.Traces)
	for i := range out.Traces {
		t := &out.Traces[i]
		t.Y = slices.Clone(t.Y)
		if i == 0 {
			t.T = slices.Clone(t.T)
		} else {
			t.T = out.Traces[0].T
		}
	}
	return out
}

// Trace is one recorded line. It satisfies plotter.XYer.
type Trace struct {
	Name string // "soma.V", "dend.Ca", "gabab.gamma", "soma.GIRK.I", "drug.baclofen"
	Unit string
	T, Y []float64 // ms and Unit; equally long
}

// Len is the number of samples.
func (t Trace) Len() int { return len(t.T) }

// XY is sample i: time in ms and value.
func (t Trace) XY(i int) (x, y float64) { return t.T[i], t.Y[i] }

// Trace returns the line of that name.
func (r *Recording) Trace(name string) (Trace, bool) {
	for _, t := range r.Traces {
		if t.Name == name {
			return t, true
		}
	}
	return Trace{}, false
}

// Voltage is the membrane potential of the compartment where current enters and
// spikes are counted.
func (r *Recording) Voltage() Trace {
	at := r.Neuron.Inject.Into
	if at == "" {
		at = r.Neuron.Compartments[0].Name
	}
	t, _ := r.Trace(at + ".V")
	return t
}
