package study

import (
	"context"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// Response is how a neuron answers to rising concentrations of a drug.
type Response struct {
	Experiment *Experiment
	Neuron     *model.Neuron
	Measures   []Measure // that the neuron has
	Curves     []ResponseCurve
	Fits       []ResponseFit    // by curve and measure
	Schilds    []ResponseSchild // by measure, with an antagonist
	Cells      int              // virtual cells; 0: the cell of the file

	warnings, notes []string
}

// ResponseCurve is one curve: an agonist that is varied, and what stays.
type ResponseCurve struct {
	Label   string
	Agonist string
	With    []Drug
	Points  []ResponsePoint // by concentration, the vehicle first, and then by cell
}

// ResponsePoint is a cell at a concentration.
type ResponsePoint struct {
	Conc unit.Concentration
	Cell int // from 1 on; 0 is the cell of the file
	sim.Effects
	Rest   unit.Voltage // NaN where the cell does not rest
	Rates  measure.Rates
	Values []float64 // of the measures, in their order; NaN where there is none
}

// DoDose asks the question. Where it is stopped, the points that were finished are there,
// and the error is that of the context.
func (e *Experiment) DoDose(ctx context.Context, told Progress) (*Response, error) {
	n, err := e.LoadNeuron()
	if err != nil {
		return nil, err
	}
	if err := e.checkOn(n); err != nil {
		return nil, err
	}
	stimuli, err := e.stimuli(n)
	if err != nil {
		return nil, err
	}
	r := &Response{Experiment: e, Neuron: n, Measures: e.measuresOf(n, stimuli[0]), Cells: e.Dose.Cells}
	w := &doseWork{Experiment: e, n: n, s: stimuli[0], out: r, told: told}
	w.populate()
	err = w.do(ctx)
	r.close(w)
	return r, err
}
