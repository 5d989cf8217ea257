package study

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quell/model"
	"quell/model/gabab"
	"quell/model/unit"
	"quell/sim"
)

// ligandOf looks up a ligand of one of some kinds, and says what would do.
func ligandOf(name string, kinds ...string) (*gabab.Ligand, error) {
	l, err := model.LigandByName(name)
	if err != nil {
		return nil, err
	}
	if slices.Contains(kinds, l.Kind) {
		return l, nil
	}
	var fit []string
	all, err := model.Ligands()
	for _, o := range all {
		if slices.Contains(kinds, o.Kind) {
			fit = append(fit, o.Name)
		}
	}
	return nil, errors.Join(err, fmt.Errorf("%s is no %s, but %s; there are %s", name, kinds[0], withArticle(l.Kind), strings.Join(fit, ", ")))
}

func withArticle(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

func putAgonist(e *Experiment, text string) error {
	if name, _, ok := strings.Cut(text, "="); ok {
		return fmt.Errorf("%q has a concentration; write the name alone, %s, and --conc %s", text, name, concExample)
	}
	_, err := ligandOf(text, "agonist")
	if err == nil {
		e.Dose.Agonist = text
	}
	return err
}

func putConcs(e *Experiment, text string) error { return replace(&e.Dose.Conc, text, parseConcs) }

func concTexts(e *Experiment, gap string) []string { return given(concsText(e.Dose.Conc, gap)) }

func putAntagonist(e *Experiment, text string) error {
	name, list, ok := strings.Cut(text, "=")
	if name = strings.TrimSpace(name); !ok || name == "" || strings.TrimSpace(list) == "" {
		return fmt.Errorf("%q is no antagonist at concentrations; write NAME=LIST, such as CGP55845=10nM,100nM", text)
	}
	if _, err := ligandOf(name, "antagonist"); err != nil {
		return err
	}
	against, err := parseConcs(list)
	if err != nil {
		return err
	}
	if against[0] == 0 { // which is the curve that there is anyway
		against = against[1:]
	}
	if len(against) == 0 {
		return fmt.Errorf("%q is the curve without it; give a concentration, such as %s=10nM", text, name)
	}
	for _, c := range against {
		if err := sim.CheckDose(name, c); err != nil {
			return err
		}
	}
	e.Dose.Antagonist, e.Dose.Against = name, against
	return nil
}

func antagonistTexts(e *Experiment, gap string) []string {
	if e.Dose.Antagonist == "" {
		return nil
	}
	return []string{e.Dose.Antagonist + "=" + concsText(e.Dose.Against, gap)}
}

func putModulator(e *Experiment, text string) error {
	name, conc, ok := strings.Cut(text, "=")
	if name, conc = strings.TrimSpace(name), strings.TrimSpace(conc); !ok || name == "" || conc == "" {
		return fmt.Errorf("%q is no modulator at a concentration; write NAME=CONC, such as CGP7930=30uM", text)
	}
	if _, err := ligandOf(name, "modulator"); err != nil {
		return err
	}
	c, err := parseConc(conc)
	if err != nil {
		return err
	}
	if c == 0 {
		return fmt.Errorf("%q is the curve without it; give a concentration, such as %s=1uM", text, name)
	}
	if err := sim.CheckDose(name, c); err != nil {
		return err
	}
	e.Dose.Modulator, e.Dose.Modulated = name, c
	return nil
}

func modulatorTexts(e *Experiment, gap string) []string {
	if e.Dose.Modulator == "" {
		return nil
	}
	return []string{e.Dose.Modulator + "=" + written(e.Dose.Modulated, gap)}
}

func putPartial(e *Experiment, text string) error {
	l, err := ligandOf(text, "agonist")
	if err != nil {
		return err
	}
	if l.Efficacy >= 1 {
		return fmt.Errorf("%s is a full agonist; those with less efficacy are %s", text, strings.Join(partialAgonists(), ", "))
	}
	e.Dose.Partial = text
	return nil
}

// partialAgonists are the agonists that cannot reach the full effect.
func partialAgonists() (names []string) {
	all, err := model.Ligands()
	if err != nil {
		return nil
	}
	for _, l := range all {
		if l.Kind == "agonist" && l.Efficacy < 1 {
			names = append(names, l.Name)
		}
	}
	return names
}

func putCells(e *Experiment, text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostCells {
		return fmt.Errorf("%q is no number of cells; it is a whole number from 1 to %d, such as 64", text, mostCells)
	}
	e.Dose.Cells = n
	return nil
}

func cellsTexts(e *Experiment, _ string) []string {
	if e.Dose.Cells == 0 {
		return nil
	}
	return []string{strconv.Itoa(e.Dose.Cells)}
}

func putSpread(e *Experiment, text string) error {
	x, err := unit.Number(text)
	if err != nil || !(x >= 0 && x <= 1) {
		return fmt.Errorf("%q is no coefficient of variation; it is a number from 0 to 1, such as %g", text, usualSpread)
	}
	e.Dose.Spread = &x
	return nil
}

func spreadTexts(e *Experiment, _ string) []string {
	if e.Dose.Spread == nil {
		return nil
	}
	return []string{strconv.FormatFloat(*e.Dose.Spread, 'g', -1, 64)}
}

func putRheobase(e *Experiment, text string) error {
	switch text {
	case "yes", "true":
		e.Dose.Rheobase = true
	case "no", "false":
		e.Dose.Rheobase = false
	default:
		return fmt.Errorf("%q is neither yes nor no", text)
	}
	return nil
}

func rheobaseTexts(e *Experiment, _ string) []string {
	if !e.Dose.Rheobase {
		return nil
	}
	return []string{"yes"}
}
