package study

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// usualAgonist is varied where no other is named.
const usualAgonist = "baclofen"

// decadesDown is how far below the most that is taken of a ligand its usual
// concentrations begin.
const decadesDown = 1000

// concCurve is one curve that is asked for: an agonist that is varied in company of
// drugs that stay.
type concCurve struct {
	label   string
	agonist string
	with    []Drug
	conc    []unit.Concentration // above none, rising; the vehicle goes before them
}

// agonist is the one that is varied.
func (e *Experiment) agonist() string { return cmp.Or(e.Dose.Agonist, usualAgonist) }

// concs are the concentrations of the agonist above none.
func (e *Experiment) concs() []unit.Concentration {
	if len(e.Dose.Conc) == 0 {
		return usualConcs(e.agonist())
	}
	return slices.DeleteFunc(slices.Clone(e.Dose.Conc), func(c unit.Concentration) bool { return c == 0 })
}

// usualConcs are three decades up to the most that is taken of a ligand.
func usualConcs(name string) []unit.Concentration {
	l, err := model.LigandByName(name)
	if err != nil {
		return nil // its name has been checked
	}
	top := unit.Concentration(l.Range[1])
	return logSpaced(top/decadesDown, top, perDecade)
}

// curves are those that are asked for: the agonist alone; with the antagonist; with the
// modulator; and the partial agonist. Other drugs of the experiment are there in all.
func (e *Experiment) curves() []concCurve {
	a, all := e.agonist(), e.concs()
	with := func(more ...Drug) []Drug { return append(slices.Clone(e.Drugs), more...) }
	curves := []concCurve{{a, a, e.Drugs, all}}
	for _, c := range e.Dose.Against {
		d := Drug{e.Dose.Antagonist, c}
		curves = append(curves, concCurve{a + " + " + d.String(), a, with(d), all})
	}
	if e.Dose.Modulator != "" {
		d := Drug{e.Dose.Modulator, e.Dose.Modulated}
		curves = append(curves, concCurve{a + " + " + d.String(), a, with(d), all})
	}
	if p := e.Dose.Partial; p != "" {
		curves = append(curves, concCurve{p, p, e.Drugs, usualConcs(p)})
	}
	return curves
}

// doses are what is in the bath at a concentration of the agonist; none of it is the
// vehicle.
func (c concCurve) doses(agonist unit.Concentration) []sim.Dose {
	var doses []sim.Dose
	if agonist > 0 {
		doses = append(doses, sim.Dose{Ligand: c.agonist, Conc: agonist})
	}
	for _, d := range c.with {
		doses = append(doses, sim.Dose{Ligand: d.Name, Conc: d.Conc})
	}
	return doses
}

// protocol is the experiment at a concentration.
func (e *Experiment) protocol(c concCurve, agonist unit.Concentration, s stimulus) sim.Protocol {
	doses := c.doses(agonist)
	return sim.Protocol{Duration: s.duration, Currents: s.segments, Doses: doses, Ko: e.Ko, Receptor: e.receptorOf(len(doses) > 0)}
}

// used are the ligands of the experiment.
func (e *Experiment) used() (names []string) {
	if e.Study == doseStudy {
		names = append(names, e.agonist())
	}
	for _, d := range e.Drugs {
		names = append(names, d.Name)
	}
	for _, name := range []string{e.Dose.Antagonist, e.Dose.Modulator, e.Dose.Partial} {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// doseStudy is the name of the question.
const doseStudy = "dose"

// checkDose says what cannot be asked.
func (e *Experiment) checkDose(n *model.Neuron) (errs []error) {
	add := func(field string, err error) { errs = append(errs, &FieldError{Field: field, Err: err}) }
	if err := sim.CheckReceptor(n); err != nil {
		add("agonist", err)
		return errs
	}
	all := e.concs()
	if len(all) == 0 {
		add("conc", fmt.Errorf("the vehicle alone is no curve; give concentrations, such as %s", concExample))
	}
	for _, c := range all {
		if err := sim.CheckDose(e.agonist(), c); err != nil {
			add("conc", err)
			break
		}
	}
	if len(e.Currents) > 1 {
		add("current", errors.New("a curve has one current; give one, or ask quell fi"))
	}
	if len(e.Trains) > 0 {
		add("synapse", errors.New("a curve is of drugs that stay; leave the trains out, or ask quell run"))
	}
	errs = append(errs, e.checkCompany()...)
	errs = append(errs, e.checkCells()...)
	if len(errs) > 0 {
		return errs
	}
	return e.checkCurves(n)
}

// checkCompany says which drug would be there twice.
func (e *Experiment) checkCompany() (errs []error) {
	names := map[string]string{e.agonist(): "agonist", e.Dose.Antagonist: "antagonist", e.Dose.Modulator: "modulator", e.Dose.Partial: "partial"}
	delete(names, "")
	for _, d := range e.Drugs {
		switch names[d.Name] {
		case "":
		case "agonist":
			errs = append(errs, &FieldError{Field: "drug", Item: d.Name, Err: fmt.Errorf("%s is what is varied; give --conc %s in place of one concentration", d.Name, concExample)})
		default:
			errs = append(errs, &FieldError{Field: "drug", Item: d.Name, Err: fmt.Errorf("%s is there as the %s already; leave one of them out", d.Name, names[d.Name])})
		}
	}
	if e.Dose.Partial == e.agonist() {
		errs = append(errs, &FieldError{Field: "partial", Err: fmt.Errorf("%s is the agonist itself; name another, or leave it out", e.Dose.Partial)})
	}
	return errs
}

// checkCells says what the virtual cells and the bath cannot be.
func (e *Experiment) checkCells() (errs []error) {
	add := func(field, why string) { errs = append(errs, &FieldError{Field: field, Err: errors.New(why)}) }
	if e.Dose.Spread != nil && e.Dose.Cells == 0 {
		add("spread", "there is one cell, that of the file; say how many there are, such as --cells 20")
	}
	if e.Dose.Cumulative > 0 && e.Receptor.After > 0 {
		add("cumulative", "each concentration has acted since it was added, and those before it; leave after out")
	}
	if e.Dose.Cumulative > 0 && e.Receptor.Scheme != "" && e.Receptor.Scheme != sim.Schemes()[0] {
		add("cumulative", e.Receptor.Scheme+" does not desensitise, so that earlier concentrations leave nothing behind; leave it out, or use --gabab default")
	}
	return errs
}

// checkCurves says what the receptor has no place for.
func (e *Experiment) checkCurves(n *model.Neuron) (errs []error) {
	stimuli, err := e.stimuli(n)
	if err != nil {
		return nil // which Check says
	}
	if e.Dose.Rheobase {
		if _, err := e.strongest(n, stimuli[0]); err != nil {
			return []error{&FieldError{Field: "rheobase", Err: err}}
		}
	}
	for _, c := range e.curves() {
		if len(c.conc) == 0 {
			continue
		}
		proto := e.protocol(c, c.conc[len(c.conc)-1], stimuli[0])
		if err := proto.Check(n); err != nil {
			return []error{&FieldError{Field: e.fieldOf(c), Err: fmt.Errorf("%s: %w", c.label, err)}}
		}
	}
	return nil
}

// fieldOf is the field that asks for a curve.
func (e *Experiment) fieldOf(c concCurve) string {
	switch {
	case c.agonist == e.Dose.Partial:
		return "partial"
	case len(c.with) > len(e.Drugs) && c.with[len(c.with)-1].Name == e.Dose.Antagonist:
		return "antagonist"
	case len(c.with) > len(e.Drugs):
		return "modulator"
	case len(c.with) > 0:
		return "drug"
	}
	return "conc"
}
