package validate

import (
	"context"
	"fmt"

	"quell/model/gabab"
	"quell/sim"
	"quell/sim/measure"
)

// percentage is the unit of what an effect takes or leaves of the control.
const percentage = "%"

// share is a part as a percentage.
func share(x float64) float64 { return 100 * x }

// effect is what the drugs of an experiment do, in a unit.
type effect struct {
	axis string // what it is, for the axis of a figure; without unit
	unit string // "" where the number says in which
	of   func(ctx context.Context, e *trial, unit string) (float64, error)
}

// effects are what the drug can do, by the name that a finding calls it.
func effects() map[string]effect {
	return map[string]effect{
		"current":    {"current of the drug", "", currentOf},
		"release":    {"loss of the first release", percentage, releaseLost},
		"inputs":     {"loss of release", percentage, inputsLost},
		"calcium":    {"loss of the peak calcium current", percentage, calciumLost},
		"rate":       {"loss of firing rate", percentage, rateLost},
		"shift":      {"change of mean V", "mV", shiftOf},
		"resistance": {"change of input resistance", percentage, resistanceChange},
		"persistent": {"change of the persistent inward current", percentage, persistentChange},
		"gamma":      {"active G protein", "", gammaOfDrug},
	}
}

// effectOf looks up an effect, and holds its unit against the number's.
func effectOf(name, want string) (effect, error) {
	f, ok := effects()[name]
	if !ok {
		return f, fmt.Errorf("of: %q is not an effect of a drug", name)
	}
	if f.unit == "" {
		f.unit = want
	}
	return f, nil
}

// releases are what spikes of the cell released without and with the drug.
func releases(ctx context.Context, e *trial) (control, drug []sim.Release, err error) {
	s, err := e.watch(ctx, -1)
	if err != nil {
		return nil, nil, err
	}
	control = s.control.Releases
	if s.drug != nil {
		drug = s.drug.Releases
	}
	return control, drug, nil
}

// releaseLost is how much less the first spike releases under the drug.
func releaseLost(ctx context.Context, e *trial, _ string) (float64, error) {
	control, drug, err := releases(ctx, e)
	switch {
	case err != nil || drug == nil && len(e.Drugs) == 0:
		return 0, err
	case len(control) == 0 || len(drug) == 0:
		return 0, fmt.Errorf("%s releases nothing, as it has no terminals or no spike", e.Neuron)
	}
	return share(1 - drug[0].Part/control[0].Part), nil
}

// inputsLost is how much less the terminals on the cell release under the drug.
func inputsLost(ctx context.Context, e *trial, _ string) (float64, error) {
	n, err := e.LoadNeuron()
	if err != nil {
		return 0, err
	}
	if n.GABAB == nil || n.GABAB.Release == nil {
		return 0, fmt.Errorf("%s says nothing of terminals on it", n.Name)
	}
	gamma, err := gammaOfDrug(ctx, e, "")
	rel := n.GABAB.Release
	left := gabab.Scheme{Iota: rel.Loss, Power: rel.Power}
	return share(1 - left.Release(rel.Coupling.Effect(gamma))), err
}

// firingWindow is where the stimulus of an experiment is.
func firingWindow(e *trial) (measure.Window, error) {
	runs, err := e.Runs()
	if err != nil {
		return measure.Window{}, err
	}
	return runs[0].Phases[0].Window, nil
}

// rateLost is by how much fewer spikes there are under the drug.
func rateLost(ctx context.Context, e *trial, _ string) (float64, error) {
	w, err := firingWindow(e)
	if err != nil {
		return 0, err
	}
	s, err := e.watch(ctx, -1)
	if err != nil || s.drug == nil {
		return 0, err
	}
	control, drug := measure.Firing(s.control.Spikes, w), measure.Firing(s.drug.Spikes, w)
	return share(1 - float64(drug.MeanISI/control.MeanISI)), nil
}

// shiftOf is the change of mean V within the stimulus: of V at rest where the cell
// rests, of a pacemaker also what becomes of its spikes.
func shiftOf(ctx context.Context, e *trial, _ string) (float64, error) {
	w, err := firingWindow(e)
	if err != nil {
		return 0, err
	}
	s, err := e.watch(ctx, currentSample, potential(e)...)
	if err != nil || s.drug == nil {
		return 0, err
	}
	return float64(measure.MeanVoltage(s.drug, w) - measure.MeanVoltage(s.control, w)), nil
}

// potential is the name of V where spikes are counted; nothing of a neuron that
// cannot be read, which the run then says.
func potential(e *trial) []string {
	n, err := e.LoadNeuron()
	if err != nil {
		return nil
	}
	return []string{counted(n) + ".V"}
}

// gammaOfDrug is the active G protein at the end of the run.
func gammaOfDrug(ctx context.Context, e *trial, _ string) (float64, error) {
	const name = "gabab.gamma"
	e = brief(e)
	rec, err := e.watchDrug(ctx, currentSample, name)
	if err != nil || rec == nil {
		return 0, err
	}
	tr, _ := rec.Trace(name)
	return tr.Y[len(tr.Y)-1], nil
}

// brief is an experiment cut to two samples, for what is there from the start.
func brief(e *trial) *trial {
	out := *e
	out.Duration = 2 * currentSample
	out.Currents, out.From, out.To = nil, nil, 0
	out.Steps, out.Ramps = nil, nil
	out.Clamp = []sim.ClampSegment{{V: -65}} // mV; the receptor does not see it
	return &out
}
