package study

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

func putSetting(e *Experiment, text string) error {
	path, value, ok := strings.Cut(text, "=")
	path, value = strings.TrimSpace(path), strings.TrimSpace(value)
	if !ok || path == "" || value == "" {
		return fmt.Errorf("%q sets nothing; write PATH=VALUE, such as soma.Na.gbar=90mS/cm2", text)
	}
	e.putSet(path, value)
	return nil
}

func (e *Experiment) putSet(path, value string) {
	for i := range e.Set {
		if e.Set[i].Path == path {
			e.Set[i].Value = value
			return
		}
	}
	e.Set = append(e.Set, Setting{path, value})
}

func settingTexts(e *Experiment, _ string) (texts []string) {
	for _, s := range e.Set {
		texts = append(texts, s.Path+"="+s.Value)
	}
	return texts
}

func putDrug(e *Experiment, text string) error {
	name, conc, ok := strings.Cut(text, "=")
	name, conc = strings.TrimSpace(name), strings.TrimSpace(conc)
	if _, err := model.LigandByName(name); err == nil && !ok {
		return fmt.Errorf("%s is given at no concentration; write NAME=CONC, such as %s=10uM (the drug that quell dose varies is --agonist %s)", name, name, name)
	}
	if !ok || name == "" || conc == "" {
		return fmt.Errorf("%q is no drug at a concentration; write NAME=CONC, such as baclofen=10uM", text)
	}
	return e.putDose(name, conc)
}

func drugTexts(e *Experiment, gap string) (texts []string) {
	for _, d := range e.Drugs {
		texts = append(texts, d.Name+"="+written(d.Conc, gap))
	}
	return texts
}

// putDose adds a ligand, or changes its concentration. The range of each ligand
// is that of its dose–response data.
func (e *Experiment) putDose(name, text string) error {
	var c unit.Concentration
	if err := c.Set(text); err != nil {
		return err
	}
	if err := sim.CheckDose(name, c); err != nil {
		return err
	}
	for i := range e.Drugs {
		if e.Drugs[i].Name == name {
			e.Drugs[i].Conc = c
			return nil
		}
	}
	e.Drugs = append(e.Drugs, Drug{name, c})
	return nil
}

// Extracellular potassium that the receptor's currents hold for, gabab-signalling
// 4.10.
const leastKo, mostKo unit.Concentration = unit.Millimolar, 20 * unit.Millimolar

func putKo(e *Experiment, text string) error {
	var c unit.Concentration
	if err := c.Set(text); err != nil {
		return err
	}
	if c < leastKo || c > mostKo {
		return fmt.Errorf("%s is outside the %v to %v that the currents hold for; a bath has a few mM, such as 3mM", text, leastKo, mostKo)
	}
	e.Ko = c
	return nil
}

func koTexts(e *Experiment, gap string) []string {
	if e.Ko == 0 {
		return nil
	}
	return []string{written(e.Ko, gap)}
}

func putGIRK(e *Experiment, text string) error {
	var g unit.ConductanceDensity
	if err := g.Set(text); err != nil {
		return err
	}
	if g < 0 {
		return fmt.Errorf("%s is negative; a conductance is 0mS/cm2 or more", text)
	}
	e.GIRK = &g
	return nil
}

func girkTexts(e *Experiment, gap string) []string {
	if e.GIRK == nil {
		return nil
	}
	return []string{written(*e.GIRK, gap)}
}

func putCurrents(e *Experiment, text string) error { return replace(&e.Currents, text, parseAmounts) }

func currentTexts(e *Experiment, gap string) []string {
	if len(e.Currents) == 0 {
		return nil
	}
	var parts []string
	for _, a := range e.Currents {
		parts = append(parts, amountText(a, gap))
	}
	return []string{strings.Join(parts, ","+gap)}
}

func putFrom(e *Experiment, text string) error {
	t, err := parseTime(text)
	if err == nil {
		e.From = &t
	}
	return err
}

func fromTexts(e *Experiment, gap string) []string {
	if e.From == nil {
		return nil
	}
	return []string{written(*e.From, gap)}
}

func putRecord(e *Experiment, text string) error {
	var names []string
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			return fmt.Errorf("%q names no trace; write names with commas, such as soma.V,soma.Na.I", text)
		}
		names = append(names, name)
	}
	e.Record = names
	return nil
}

func recordTexts(e *Experiment, gap string) []string {
	if len(e.Record) == 0 {
		return nil
	}
	return []string{strings.Join(e.Record, ","+gap)}
}

func putMethod(e *Experiment, text string) error {
	m := sim.Method(text)
	if m != sim.Accurate && m != sim.Fixed {
		return unknownName("is not a method", text, []string{string(sim.Accurate), string(sim.Fixed)})
	}
	e.Method = m
	return nil
}

func methodTexts(e *Experiment, _ string) []string { return given(string(e.Method)) }

func putTol(e *Experiment, text string) error {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return fmt.Errorf("%q is not a number; a tolerance is a small one, such as 1e-6", text)
	}
	if !(x > 0 && x <= 1) {
		return fmt.Errorf("%s is no tolerance; it lies above 0 and is at most 1, such as 1e-6", text)
	}
	e.Tol = x
	return nil
}

func tolTexts(e *Experiment, _ string) []string {
	if e.Tol == 0 {
		return nil
	}
	return []string{strconv.FormatFloat(e.Tol, 'g', -1, 64)}
}

func putStudy(e *Experiment, text string) error {
	if !slices.Contains(Studies(), text) {
		return unknownName("is not a study of this version", text, Studies())
	}
	if text == plainRun {
		text = "" // which says the same
	}
	e.Study = text
	return nil
}

func studyTexts(e *Experiment, _ string) []string { return given(e.Study) }

func putSeed(e *Experiment, text string) error {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return fmt.Errorf("%q is no seed; it is a whole number from 0 on", text)
	}
	e.Seed = n
	return nil
}

func seedTexts(e *Experiment, _ string) []string {
	if e.Seed == 0 {
		return nil
	}
	return []string{strconv.FormatUint(e.Seed, 10)}
}

func putLabel(e *Experiment, text string) error {
	if text == "" {
		return errors.New("the label is empty; leave it out, or say something")
	}
	e.Label = text
	return nil
}

func labelTexts(e *Experiment, _ string) []string { return given(e.Label) }

func given(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
