package write

import (
	"strings"

	"quell/model"
	"quell/model/gabab"
)

// ligandSays is the sentence above the equations of a ligand.
const ligandSays = "C is the concentration in uM, O the fraction of receptors that hold the ligand, A the drive of the G protein, of which the effects follow; rates at 35 degC."

// Ligand is the page of a drug or transmitter.
func Ligand(l *gabab.Ligand) Page {
	p := Page{title: l.Title, name: l.Name, units: ligandSays, sections: binding(l)}
	for _, w := range [][2]string{{"Kind", l.Kind}, {"Holds", strings.Join(l.Holds, ", ")}, {"Note", l.Note}} {
		if w[1] != "" {
			p.words = append(p.words, w)
		}
	}
	for _, n := range model.LigandNumbers(l) {
		value := n.Short()
		if n.Key == "range" {
			value = "up to " + value
		}
		p.number(entry{path: n.Key, value: model.Marked(value, n.Confidence), plausible: n.Plausible(), note: n.Note}, trusted(n.Source, n.Confidence))
	}
	return p
}

// binding are the equations of a ligand: how it binds and drives, or how it
// changes the binding and the efficacy of the others (gabab-signalling 1 and 3.4).
func binding(l *gabab.Ligand) []section {
	one := number(1)
	if l.Kind == "modulator" {
		b, alpha := name("b"), name("alpha")
		bound := plus(one, times(alpha, b))
		return []section{{title: l.Name, says: "It changes K_0 and the efficacy eps_0 of the agonist beside it, and is silent alone.", lines: []line{
			{left: "b", right: over(name("C"), name("K"))},
			{left: "K_agonist", right: times(name("K_0"), over(plus(one, b), bound))},
			{left: "eps_agonist", right: times(name("eps_0"), over(plus(one, times(times(alpha, name("beta")), b)), bound))},
		}}}
	}
	kon := times(times(name("kon"), name("C")), minus(one, name("O_all")))
	s := section{title: l.Name, lines: []line{
		{left: "O", rate: true, right: minus(kon, times(name("koff"), name("O")))},
		{left: "kon", right: over(name("koff"), name("K"))},
	}}
	if l.Kind == "antagonist" {
		s.says = "It holds receptors that an agonist would have held, and drives none."
	} else {
		s.lines = append(s.lines, line{left: "A", right: times(name("efficacy"), name("O"))})
	}
	return []section{s}
}
