package write

import (
	"fmt"
	"strings"

	"quell/model"
	"quell/model/expr"
)

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
	return trusted(sourceText(n, p), n.TrustIn(p))
}

func sourceText(n *model.Neuron, p model.ParamInfo) string {
	if p.Source.Text != "" {
		return p.Source.Text
	}
	return n.SourceOf(p.Path)
}

// trusted is a source in the list of sources, where what was read says so too.
func trusted(text, confidence string) string {
	if confidence != "" {
		text += " [" + confidence + "]"
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
	add("Source", model.Marked(n.Source, n.Trust.Confidence))
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
		what := h.Measure
		if what == "rate" {
			what = "rate of the last interval"
		}
		all = append(all, []string{what, value, h.Protocol})
	}
	return all
}

// unitsSay is the sentence that every page of equations needs.
const unitsSay = "V in mV, t in ms, conductances in mS/cm², currents in µA/cm², C in µF/cm²; outward current is positive."
