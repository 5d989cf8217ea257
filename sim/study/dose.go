package study

import (
	"errors"
	"fmt"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// checkTimes says what is wrong with when the drug comes and goes.
func (e *Experiment) checkTimes() []error {
	var errs []error
	if len(e.Drugs) == 0 {
		for _, f := range []struct {
			name string
			at   unit.Time
		}{{"dose-at", e.DoseAt}, {"wash-at", e.WashAt}, {"exchange", e.Exchange}} {
			if f.at > 0 {
				errs = append(errs, &FieldError{Field: f.name, Err: errors.New("there is no drug; give one, such as baclofen 10uM")})
			}
		}
	}
	if e.WashAt > 0 && e.WashAt <= e.DoseAt {
		errs = append(errs, &FieldError{Field: "wash-at", Err: fmt.Errorf("%s is not after the drug at %s; wash later", e.WashAt, e.DoseAt)})
	}
	return errs
}

// doses are the drugs as the protocol gives them.
func (e *Experiment) doses() []sim.Dose {
	var doses []sim.Dose
	for _, d := range e.Drugs {
		doses = append(doses, sim.Dose{Ligand: d.Name, Conc: d.Conc, At: e.DoseAt, Wash: e.WashAt})
	}
	return doses
}

// drugWarnings are what a reader of the drug runs should know. The racemate is
// its own entry among the ligands, so an enantiomer beside it counts twice.
func (e *Experiment) drugWarnings() []string {
	var names []string
	for _, d := range e.Drugs {
		names = append(names, d.Name)
	}
	warnings, err := model.MixWarnings(names...)
	if err != nil {
		return nil // Check has named the drug that is not known
	}
	return warnings
}

// treated names the runs in which something was done: "baclofen 10 µM".
func (e *Experiment) treated() string {
	var parts []string
	for _, d := range e.Drugs {
		parts = append(parts, d.String())
	}
	if e.GIRK != nil {
		parts = append(parts, "GIRK "+e.GIRK.String())
	}
	return e.choice(strings.Join(parts, " + "))
}

// choice adds the choice of receptor to a label.
func (e *Experiment) choice(label string) string {
	if words := e.receptorOf(len(e.Drugs) > 0).Words(); len(words) > 0 {
		label += " (" + strings.Join(words, "; ") + ")"
	}
	return label
}

// trains names the GABA that synapses release: "10 x GABA at 200 Hz".
func (e *Experiment) trains() string {
	var parts []string
	for _, t := range e.Trains {
		s := fmt.Sprintf("%d x synaptic GABA", t.N)
		if t.Rate > 0 {
			s += " at " + t.Rate.String()
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " + ")
}
