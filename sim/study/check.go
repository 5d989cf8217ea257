package study

import (
	"errors"
	"fmt"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// Check says everything that is wrong with the experiment at once. Each error is
// a FieldError.
func (e *Experiment) Check() error {
	n, err := e.LoadNeuron()
	if err != nil {
		return err
	}
	return e.checkOn(n)
}

// checkOn checks the experiment against its neuron.
func (e *Experiment) checkOn(n *model.Neuron) error {
	errs := append(e.checkTimes(), e.checkReceptor()...)
	for i, d := range e.Drugs {
		if err := sim.CheckDose(d.Name, d.Conc); err != nil {
			errs = append(errs, &FieldError{Field: "drug", Item: d.Name, Err: err})
		}
		if err := sim.CheckReceptor(n); err != nil && i == 0 {
			errs = append(errs, &FieldError{Field: "drug", Item: d.Name, Err: err})
		}
	}
	if e.GIRK != nil && (n.GABAB == nil || n.GABAB.GIRK == nil) {
		errs = append(errs, &FieldError{Field: "girk", Err: fmt.Errorf("%s states no GIRK and so no reversal for it; %s", n.Name, sim.WithReceptor())})
	}
	errs = append(errs, e.checkCurrents(n)...)
	errs = append(errs, e.checkMethod()...)
	errs = append(errs, e.checkQuestion(n)...)
	errs = append(errs, e.checkNoise()...)
	if err := sim.CheckDrive(n); err != nil && e.Drive > 0 {
		errs = append(errs, &FieldError{Field: "drive", Err: err})
	}
	stimuli, err := e.stimuli(n)
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	errs = append(errs, e.checkInside(stimuli[0].duration)...)
	return errors.Join(errs...)
}

// checkCurrents says which currents cannot enter this neuron: a total current
// needs a membrane of known area.
func (e *Experiment) checkCurrents(n *model.Neuron) []error {
	var errs []error
	seen := map[string]bool{}
	for field, a := range e.amounts {
		if _, err := n.InjectedDensity(a); err != nil && !seen[field] {
			seen[field] = true
			errs = append(errs, &FieldError{Field: field, Err: err})
		}
	}
	return errs
}

// checkMethod says that a tolerance belongs to one method and a step to the
// other.
func (e *Experiment) checkMethod() []error {
	var errs []error
	if e.Method == sim.Fixed && e.Tol != 0 {
		errs = append(errs, &FieldError{Field: "tol", Err: errors.New("the fixed method has no tolerance; give its step, dt, such as 0.025ms")})
	}
	if e.Method != sim.Fixed && e.Dt != 0 && !e.Noise.On() {
		errs = append(errs, &FieldError{Field: "dt", Err: errors.New("the accurate method chooses its own step; give tol, or take the method fixed")})
	}
	return errs
}

// checkInside says what lies beyond the end of the run.
func (e *Experiment) checkInside(duration unit.Time) []error {
	var errs []error
	check := func(field string, at unit.Time) {
		if at > duration {
			errs = append(errs, &FieldError{Field: field, Err: fmt.Errorf("%s is after the end of the run at %s; make the run longer, or do it earlier", at, duration)})
		}
	}
	check("to", e.To)
	if e.DoseAt > 0 && e.DoseAt >= duration {
		errs = append(errs, &FieldError{Field: "dose-at", Err: fmt.Errorf("%s is not before the end of the run at %s; make the run longer, such as --duration %s, or do it earlier", e.DoseAt, duration, 2*e.DoseAt)})
	}
	for _, t := range e.Trains {
		check("synapse", t.At)
	}
	check("wash-at", e.WashAt)
	for _, s := range e.Steps {
		check("step", s.To)
	}
	for _, s := range e.Clamp {
		check("clamp", s.From)
	}
	for _, s := range e.Ramps {
		check("ramp", s.To)
	}
	return errs
}
