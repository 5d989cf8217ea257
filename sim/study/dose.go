package study

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// checkDose says why a concentration of a ligand cannot be used: the ligand is
// not known, or the dose–response data do not reach so far.
func checkDose(d Drug) error {
	ligands, err := model.Ligands()
	if err != nil {
		return err
	}
	for _, l := range ligands {
		if l.Name != d.Name {
			continue
		}
		if !(d.Conc >= 0) {
			return fmt.Errorf("%s is below zero; a concentration is 0uM or more", d.Conc)
		}
		if reach := unit.Concentration(l.Range[1]); reach > 0 && d.Conc > reach {
			return fmt.Errorf("%s is above the %s the dose–response data reach; quell does not extrapolate", d.Conc, reach)
		}
		return nil
	}
	names, err := ligandNames()
	if err != nil {
		return err
	}
	return unknownName("is not a drug of quell", d.Name, names)
}

// checkReceptor says that a drug cannot act on a neuron without a receptor, and
// names neurons that have one.
func checkReceptor(n *model.Neuron) error {
	if n.GABAB != nil {
		return nil
	}
	return fmt.Errorf("%s has no GABA-B receptor in its file, so no drug can act on it; %s", n.Name, withReceptor())
}

// withReceptor names the neurons of the catalogue that have the receptor.
func withReceptor() string {
	var names []string
	for _, name := range model.Names() {
		if n, err := model.ByName(name); err == nil && n.GABAB != nil {
			names = append(names, name)
		}
	}
	return "those that have one: " + strings.Join(names, ", ")
}

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
	has := func(name string) bool {
		return slices.ContainsFunc(e.Drugs, func(d Drug) bool { return d.Name == name })
	}
	var warnings []string
	for _, enantiomer := range []string{"R-baclofen", "S-baclofen"} {
		if has("baclofen") && has(enantiomer) {
			warnings = append(warnings, "baclofen is the racemate and already holds "+enantiomer+"; the two together count it twice")
		}
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
	return strings.Join(parts, " + ")
}
