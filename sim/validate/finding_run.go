package validate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"quell/model/unit"
	"quell/sim"
	"quell/sim/study"
)

// seen is what was recorded of an experiment: the cell without the drug and, where
// there is one, with it.
type seen struct {
	control, drug *sim.Recording
}

// trial is an experiment that is repeated with one thing or another changed. Its copies
// make the tables of rate curves once.
type trial struct {
	study.Experiment
	batches *treatments // nil: each run makes its own
}

// treatments are the runs without and with what is done to the cell, whose curves may
// differ.
type treatments struct{ control, drug sim.Batch }

// begun is the trial with tables to be shared from now on.
func (e *trial) begun() *trial { return &trial{e.Experiment, &treatments{}} }

// watch runs an experiment and keeps traces of these names. The receptor's states
// are live, so that they can be kept at a constant dose too.
func (e *trial) watch(ctx context.Context, sample unit.Time, names ...string) (seen, error) {
	runs, err := e.Runs()
	if err != nil {
		return seen{}, err
	}
	var out seen
	// Without the drug there are no states of a receptor.
	plain := slices.DeleteFunc(slices.Clone(names), ofReceptor)
	b := e.shared()
	if out.control, err = observe(ctx, &b.control, runs[0], sample, plain); err != nil || len(runs) == 1 {
		return out, err
	}
	out.drug, err = observe(ctx, &b.drug, runs[len(runs)-1], sample, names)
	return out, err
}

func (e *trial) shared() *treatments {
	if e.batches == nil {
		return &treatments{}
	}
	return e.batches
}

// watchDrug is what watch keeps of the run with the drug, without the other.
func (e *trial) watchDrug(ctx context.Context, sample unit.Time, names ...string) (*sim.Recording, error) {
	runs, err := e.Runs()
	if err != nil {
		return nil, err
	}
	if len(runs) == 1 {
		return nil, nil
	}
	return observe(ctx, &e.shared().drug, runs[len(runs)-1], sample, names)
}

// observe is a run of a batch by itself, which has the tables of the one before it.
func observe(ctx context.Context, b *sim.Batch, r study.Run, sample unit.Time, names []string) (*sim.Recording, error) {
	b.Neuron, b.Protocol, b.Settings = r.Neuron, r.Protocol, r.Settings
	b.Settings.Record, b.Settings.Sample, b.Settings.Kinetic = names, sample, true
	recs, err := gather(ctx, b, []sim.Variant{{Label: r.Label}})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Label, err)
	}
	return recs[0], nil
}

// ofReceptor says that a trace is a state of the receptor.
func ofReceptor(name string) bool { return strings.HasPrefix(name, "gabab.") }

// dosed is the experiment with another concentration of one ligand; 0 takes it
// out.
func dosed(e *trial, ligand string, c unit.Concentration) *trial {
	out := *e
	out.Drugs = nil
	found := false
	for _, d := range e.Drugs {
		if d.Name == ligand {
			found = true
			d.Conc = c
		}
		if d.Conc > 0 {
			out.Drugs = append(out.Drugs, d)
		}
	}
	if !found && c > 0 {
		out.Drugs = append(out.Drugs, study.Drug{Name: ligand, Conc: c})
	}
	return &out
}

// part is a trace from one time to another.
func part(tr sim.Trace, from, to unit.Time) sim.Trace {
	i, j := 0, 0
	for _, t := range tr.T {
		if t < float64(from) {
			i++
		}
		if t <= float64(to) {
			j++
		}
	}
	tr.T, tr.Y = tr.T[i:max(i, j)], tr.Y[i:max(i, j)]
	return tr
}

// converted is a number in another unit.
func converted(x float64, from, to string) (float64, error) {
	one, err := unit.Parse("1 " + from)
	if err != nil {
		return 0, err
	}
	scale, err := one.In(to)
	return float64(x * scale), err
}
