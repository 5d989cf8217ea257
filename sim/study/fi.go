package study

import (
	"context"
	"fmt"

	"quell/model"
	"quell/sim"
	"quell/sim/measure"
)

// FI is how a neuron's rate follows the current that is injected, without and with what
// is done to it.
type FI struct {
	Experiment *Experiment
	Neuron     *model.Neuron
	Conditions []FICondition // the control first
	whole      bool          // it was not stopped: the curves are measured too
	warnings   []string
	notes      []string
}

// FICondition is one curve.
type FICondition struct {
	Label  string
	Points []FIPoint // by current
	FICurve
}

// FIPoint is the firing under one step of current.
type FIPoint struct {
	Current model.Amount
	measure.Rates
}

// fiCurrents is how many currents there are where none is given.
const fiCurrents = 21

// DoFI asks the question. Where it is stopped, the curves have the points that were
// finished, and the error is that of the context.
func (e *Experiment) DoFI(ctx context.Context, told Progress) (*FI, error) {
	asked, err := e.forFI()
	if err != nil {
		return nil, err
	}
	runs, err := asked.Runs()
	if err != nil {
		return nil, err
	}
	all := &FI{Experiment: e, Neuron: runs[0].Neuron}
	recs, err := gather(ctx, runs, told)
	for i, rec := range recs {
		if rec == nil {
			continue
		}
		all.add(runs[i], rec)
	}
	if err != nil {
		return all, err
	}
	return all, all.curves(ctx, runs)
}

// forFI is the experiment as a run: a family of currents from none to twice the
// neuron's own where none are given.
func (e *Experiment) forFI() (*Experiment, error) {
	out := *e
	out.Study = ""
	out.Sample = -1
	if len(e.Currents) > 0 {
		return &out, nil
	}
	n, err := e.LoadNeuron()
	if err != nil {
		return nil, err
	}
	top := n.Stimulus.Current
	for i := range fiCurrents {
		out.Currents = append(out.Currents, model.Amount{Value: 2 * top.Value * float64(i) / (fiCurrents - 1), Absolute: top.Absolute})
	}
	return &out, nil
}

// checkFI says what cannot be asked.
func (e *Experiment) checkFI(n *model.Neuron) (errs []error) {
	switch {
	case len(e.Currents) == 1:
		errs = append(errs, &FieldError{Field: "current", Err: fmt.Errorf("one current is no curve; give several, such as %s", rangeExample)})
	case len(e.Currents) == 0 && !(n.Stimulus.Set && n.Stimulus.Current.Value > 0):
		errs = append(errs, &FieldError{Field: "current", Err: fmt.Errorf("%s states no depolarising stimulus of its own; give currents, such as %s", n.Name, rangeExample)})
	}
	return errs
}

const rangeExample = "0uA/cm2..20uA/cm2"

// add puts a run's firing into the curve of its condition.
func (f *FI) add(r Run, rec *sim.Recording) {
	label := r.Condition
	i := 0
	for i < len(f.Conditions) && f.Conditions[i].Label != label {
		i++
	}
	if i == len(f.Conditions) {
		f.Conditions = append(f.Conditions, FICondition{Label: label})
	}
	c := &f.Conditions[i]
	c.Points = append(c.Points, FIPoint{Current: r.Protocol.Currents[0].Start, Rates: firing(rec, r.Phases[0].Window)})
	f.warnings = appendNew(f.warnings, rec.Warnings...)
	f.notes = appendNew(f.notes, rec.Notes...)
}

// Tables are the points and, once all are there, the curves.
func (f *FI) Tables() []Table {
	var label []string
	var current, n, count, mean, first, last []float64
	unitName := "uA/cm2"
	for _, c := range f.Conditions {
		for _, p := range c.Points {
			if p.Current.Absolute {
				unitName = "nA"
			}
			label = append(label, c.Label)
			current, n = append(current, p.Current.Value), append(n, float64(p.N))
			count, mean = append(count, float64(p.Count)), append(mean, float64(p.MeanISI))
			first, last = append(first, float64(p.FirstISI)), append(last, float64(p.LastISI))
		}
	}
	points := Table{"points", []Column{
		{"condition", nil, label},
		{"current_" + unitName, current, nil},
		{"n_spikes", n, nil},
		{"rate_hz", count, nil},
		{"mean_isi_rate_hz", mean, nil},
		{"first_isi_rate_hz", first, nil},
		{"last_isi_rate_hz", last, nil},
	}}
	if !f.whole {
		return []Table{points}
	}
	return []Table{points, f.curveTable(unitName)}
}

// Cautions are the warnings of the runs.
func (f *FI) Cautions() []string { return f.warnings }

// Notes are facts about the runs.
func (f *FI) Notes() []string { return f.notes }

// Of is the neuron.
func (f *FI) Of() *model.Neuron { return f.Neuron }
