package write

import (
	"slices"

	"quell/model"
)

// Page is what is put on paper of a neuron or a ligand: words, equations, a table
// of numbers with their sources, and what the file promises.
type Page struct {
	title, name string
	words       [][2]string // a label and what stands under it
	units       string      // of the equations
	sections    []section
	numbers     []entry
	sources     []string
	healthy     [][]string
}

// entry is a row of the table of numbers; source is the place of its source in
// the list below the table, from 1.
type entry struct {
	path, value, plausible string
	source                 int
	note                   string
}

// marksSay explains the marks of the table of numbers.
const marksSay = "[recalled]: from memory of the source, not read in it. [chosen]: ours, for the reason given. The others were read."

// Neuron is the page of a neuron.
func Neuron(n *model.Neuron) Page {
	p := Page{
		title: n.Title, name: n.Name, words: remarks(n), units: unitsSay,
		sections: sections(n), healthy: promises(n),
	}
	for q := range n.Numbers() {
		p.number(entry{path: q.Path, value: model.Marked(written(q), n.TrustIn(q)), note: q.Note}, source(n, q))
	}
	return p
}

// number adds a number to the table and its source, once, to the list.
func (p *Page) number(e entry, source string) {
	i := slices.Index(p.sources, source)
	if i < 0 {
		i = len(p.sources)
		p.sources = append(p.sources, source)
	}
	e.source = i + 1
	p.numbers = append(p.numbers, e)
}

// plausible says whether any number states a range.
func (p Page) plausible() bool {
	return slices.ContainsFunc(p.numbers, func(e entry) bool { return e.plausible != "" })
}

// row is a number as cells of a table; the source is written by cite.
func (p Page) row(e entry, cite func(int) string) []string {
	if p.plausible() {
		return []string{e.path, e.value, e.plausible, cite(e.source), e.note}
	}
	return []string{e.path, e.value, cite(e.source), e.note}
}

// head are the names of the columns of row.
func (p Page) head() []string {
	if p.plausible() {
		return []string{"number", "value", "plausible", "source", "note"}
	}
	return []string{"number", "value", "source", "note"}
}
