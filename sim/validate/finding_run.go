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

// watch runs an experiment and keeps traces of these names. The receptor's states
// are live, so that they can be kept at a constant dose too.
func watch(ctx context.Context, e *study.Experiment, sample unit.Time, names ...string) (seen, error) {
	runs, err := e.Runs()
	if err != nil {
		return seen{}, err
	}
	var out seen
	// Without the drug there are no states of a receptor.
	plain := slices.DeleteFunc(slices.Clone(names), ofReceptor)
	if out.control, err = observe(ctx, runs[0], sample, plain); err != nil || len(runs) == 1 {
		return out, err
	}
	out.drug, err = observe(ctx, runs[len(runs)-1], sample, names)
	return out, err
}

// watchDrug is what watch keeps of the run with the drug, without the other.
func watchDrug(ctx context.Context, e *study.Experiment, sample unit.Time, names ...string) (*sim.Recording, error) {
	runs, err := e.Runs()
	if err != nil {
		return nil, err
	}
	if len(runs) == 1 {
		return nil, nil
	}
	return observe(ctx, runs[len(runs)-1], sample, names)
}

func observe(ctx context.Context, r study.Run, sample unit.Time, names []string) (*sim.Recording, error) {
	set := r.Settings
	set.Record, set.Sample, set.Kinetic = names, sample, true
	rec, err := sim.Run(ctx, r.Neuron, r.Protocol, &set)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Label, err)
	}
	return rec, nil
}

// ofReceptor says that a trace is a state of the receptor.
func ofReceptor(name string) bool { return strings.HasPrefix(name, "gabab.") }

// dosed is the experiment with another concentration of one ligand; 0 takes it
// out.
func dosed(e *study.Experiment, ligand string, c unit.Concentration) *study.Experiment {
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
