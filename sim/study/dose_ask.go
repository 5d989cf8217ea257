package study

import "quell/model/unit"

// DoseAsk is what an experiment says of its concentration–response curves. What is not
// given stays zero.
type DoseAsk struct {
	Agonist    string               // that is varied; "": baclofen
	Conc       []unit.Concentration // rising; none: three decades up to the most that is taken
	Antagonist string
	Against    []unit.Concentration // of the antagonist, a curve for each
	Modulator  string
	Modulated  unit.Concentration
	Partial    string // an agonist with curves of its own beside those of the agonist
	Cells      int    // virtual cells; 0: the cell of the file
	Spread     *float64
	Cumulative unit.Time // how long each concentration acts before the next is added
	Rheobase   bool
}

// mostCells is more than anybody has recorded.
const mostCells = 10_000

// concFields are those of the question dose.
func concFields() []Field {
	return []Field{
		{
			Name: "agonist", Key: "dose.agonist", Value: "NAME", put: putAgonist,
			texts: func(e *Experiment, _ string) []string { return given(e.Dose.Agonist) },
			Doc:   "the agonist that is varied; baclofen where it is not given",
		},
		{
			Name: "conc", Key: "dose.conc", Value: "LIST", put: putConcs, texts: concTexts,
			Doc: "its concentrations, such as " + concExample + "; /n after a range: n to a decade",
		},
		{
			Name: "antagonist", Key: "dose.antagonist", Value: "NAME=LIST", put: putAntagonist, texts: antagonistTexts,
			Doc: "an antagonist, a curve for each of its concentrations, such as CGP55845=10nM,100nM",
		},
		{
			Name: "modulator", Key: "dose.modulator", Value: "NAME=CONC", put: putModulator, texts: modulatorTexts,
			Doc: "a modulator, a curve with it beside the one without, such as CGP7930=30uM",
		},
		{
			Name: "partial", Key: "dose.partial", Value: "NAME", put: putPartial,
			texts: func(e *Experiment, _ string) []string { return given(e.Dose.Partial) },
			Doc:   "a partial agonist, a curve of it beside that of the agonist, such as GHB",
		},
		{
			Name: "cells", Key: "dose.cells", Value: "N", put: putCells, texts: cellsTexts,
			Doc: "so many virtual cells, whose conductances differ",
		},
		{
			Name: "spread", Key: "dose.spread", Value: "X", put: putSpread, texts: spreadTexts,
			Doc: "coefficient of variation of each conductance between them",
		},
		lengthField("cumulative", "dose.cumulative", "add one concentration after the other to one bath, each for so long, such as 2min: GIRK desensitises",
			func(e *Experiment) *unit.Time { return &e.Dose.Cumulative }),
		{
			Name: "rheobase", Key: "dose.rheobase", Value: "yes|no", Alone: "yes", put: putRheobase, texts: rheobaseTexts,
			Doc: "find the rheobase at each concentration, of the cell of the file",
		},
	}
}

// doseFieldNames are the names of those.
func doseFieldNames() (names []string) {
	for _, f := range concFields() {
		names = append(names, f.Name)
	}
	return names
}
