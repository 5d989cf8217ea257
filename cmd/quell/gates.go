package main

import (
	"context"
	"encoding/csv"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"quell/model"
	"quell/plots"
)

// The potentials at which gates are drawn: from, to, and points a millivolt.
const (
	gatesFrom, gatesTo = -120, 60 // mV
	gatesPerMV         = 2
)

func gatesFlags(flags *pflag.FlagSet) body {
	given := experimentFlags(flags, "set")
	out := outputs{forms: []string{"png", "svg", "pdf", "csv"}}
	flags.VarP(&out, "out", "o", "write the figure (.png, .svg, .pdf) or the curves (.csv); - is standard output, -.svg says its form; may be repeated")
	var l look
	l.flags(flags)
	return func(_ context.Context, s streams, words []string) error {
		style, err := l.style()
		if err != nil {
			return err
		}
		n, err := neuronOf(words[0], *given)
		if err != nil {
			return err
		}
		curves := n.Curves(gatesFrom, gatesTo, gatesPerMV)
		var drawn []plots.Curve
		for _, c := range curves {
			drawn = append(drawn, plots.Curve(c))
		}
		fig, err := plots.Gates(style, n.Title, drawn...)
		if err != nil {
			return err
		}
		command := []string{"quell", "gates", filepath.Base(words[0])}
		for _, w := range *given {
			command = append(command, "--"+w.name, w.text)
		}
		for _, o := range out.list {
			if o.form == "csv" {
				err = writeOutput(s, o.path, func(w io.Writer) error { return writeCurves(w, curves) })
			} else {
				err = writeFigure(s, o, fig, append(command, l.args()...))
			}
			if err != nil {
				return err
			}
		}
		if len(out.list) > 0 {
			return nil
		}
		_, err = io.WriteString(s.out, strings.ReplaceAll(fig.Alt, ". ", ".\n")+"\n")
		return err
	}
}

// writeCurves writes a table with a row for each potential.
func writeCurves(w io.Writer, curves []model.Curve) error {
	head := []string{"V_mV"}
	for _, c := range curves {
		head = append(head, c.Channel+"."+c.Gate+"_inf")
		if c.Tau != nil {
			head = append(head, c.Channel+"."+c.Gate+"_tau_ms")
		}
	}
	out := csv.NewWriter(w)
	if err := out.Write(head); err != nil {
		return err
	}
	const digits = 10
	text := func(x float64) string { return strconv.FormatFloat(x, 'g', digits, 64) }
	for i, v := range curves[0].V {
		row := []string{text(v)}
		for _, c := range curves {
			row = append(row, text(c.Inf[i]))
			if c.Tau != nil {
				row = append(row, text(c.Tau[i]))
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// neuronOf is the neuron that a word names, with what --set changes.
func neuronOf(name string, given []word) (*model.Neuron, error) {
	e, err := subject(name)
	if err != nil {
		return nil, err
	}
	for _, w := range given {
		if err := e.Put(w.name, w.text); err != nil {
			return nil, wrong(flagged(err, given))
		}
	}
	n, err := e.LoadNeuron()
	if err != nil {
		return nil, wrong(flagged(err, given))
	}
	return n, nil
}
