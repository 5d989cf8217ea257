package write

import (
	"fmt"
	"slices"
	"strings"

	"quell/model"
	"quell/model/expr"
)

// entry is a row of the table of numbers; source is the place of its source in
// the list below the table, from 1.
type entry struct {
	path, value string
	source      int
	note        string
}

// numbers are all numbers of a neuron, and the sources they come from, each once.
func numbers(n *model.Neuron) (all []entry, sources []string) {
	for p := range n.Numbers() {
		text := source(n, p)
		i := slices.Index(sources, text)
		if i < 0 {
			i = len(sources)
			sources = append(sources, text)
		}
		all = append(all, entry{p.Path, written(p), i + 1, p.Note})
	}
	return all, sources
}

// written is a number as the file has it, with its value where the file states
// an equation.
func written(p model.ParamInfo) string {
	switch {
	case p.Expr != nil:
		return strings.TrimSpace(fmt.Sprintf("%s = %s %s", p.Text, expr.Number(p.Num), p.Dim))
	case p.Text != "":
		return p.Text
	}
	return strings.TrimSpace(expr.Number(p.Num) + " " + p.Unit)
}

// source is where a number comes from and how sure the file is of it.
func source(n *model.Neuron, p model.ParamInfo) string {
	text, sure := p.Source.Text, p.Source.Confidence
	if text == "" {
		text = n.SourceOf(p.Path)
	}
	if sure == "" {
		sure = n.TrustOf(p.Path)
	}
	if sure != "" {
		text += " [" + sure + "]"
	}
	return text
}

// remarks are what the file says in words.
func remarks(n *model.Neuron) [][2]string {
	var all [][2]string
	add := func(label, text string) {
		if text != "" {
			all = append(all, [2]string{label, text})
		}
	}
	add("Source", n.Source)
	add("Good for", n.Use)
	add("Leaves out", n.Omits)
	add("Note", n.Note)
	if n.HasTemp {
		add("Temperature", expr.Number(n.Temperature)+" °C")
	}
	if n.GABAB != nil {
		add("Receptor", n.GABAB.Note)
	}
	return all
}

// promises are the values the file is tested for.
func promises(n *model.Neuron) [][]string {
	var all [][]string
	for _, h := range n.Healthy {
		value := strings.TrimSpace(expr.Number(h.Value)+" "+h.Unit) + " ± " + expr.Number(h.Spread)
		all = append(all, []string{h.Measure, value, h.Protocol})
	}
	return all
}

// unitsSay is the sentence that every page of equations needs.
const unitsSay = "V in mV, t in ms, conductances in mS/cm2, currents in uA/cm2, C in uF/cm2; outward current is positive."
