package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"quell/plots"
	"quell/sim"
	"quell/sim/study"
)

// look is the style of a figure and its size, as they were asked for.
type look struct{ name, size string }

func (l *look) flags(flags *pflag.FlagSet) {
	flags.StringVar(&l.name, "style", plots.Names()[0], "`LOOK` of the figure: "+strings.Join(plots.Names(), ", "))
	flags.StringVar(&l.size, "size", "", "`SIZE` of the figure: 16:9, 4:3 or half; of paper 85mm, 114mm or 174mm")
}

func (l look) style() (plots.Style, error) {
	if !slices.Contains(plots.Names(), l.name) {
		return plots.Style{}, wrong(fmt.Errorf("--style: %q is not a style%s", l.name, suggest(l.name, plots.Names())))
	}
	sizes := plots.Sizes(l.name)
	if l.size != "" && !slices.Contains(sizes, l.size) {
		return plots.Style{}, wrong(fmt.Errorf("--size: %s has no size %q; there are %s", l.name, l.size, strings.Join(sizes, ", ")))
	}
	return plots.StyleNamed(l.name, l.size)
}

// args are the flags that ask for this look again.
func (l look) args() []string {
	var args []string
	if l.name != plots.Names()[0] {
		args = append(args, "--style", l.name)
	}
	if l.size != "" {
		args = append(args, "--size", l.size)
	}
	return args
}

// figure draws a result: the membrane potential of each run, or the traces that
// were recorded in its place.
func figure(res *study.Result, style plots.Style, o plots.Options) (*plots.Figure, error) {
	last := res.Recordings[len(res.Recordings)-1]
	if last.Voltage().Len() == 0 || len(res.Experiment.Record) > 1 {
		if o.Overlay || o.ScaleBars {
			return nil, wrong(errors.New("--overlay and --scale-bars are for the membrane potential alone; leave --record out"))
		}
		return plots.Traces(style, last, traceNames(last)...)
	}
	next, force := 0, (*float64)(nil)
	for _, r := range res.Runs {
		s := res.Summaries[next]
		o.Readings = append(o.Readings, reading(s, force))
		if !r.Treated {
			force = s.Force
		}
		next += len(r.Phases)
	}
	return plots.VoltageWith(style, o, res.Recordings...)
}

func traceNames(r *sim.Recording) []string {
	var names []string
	for _, t := range r.Traces {
		names = append(names, t.Name)
	}
	return names
}

// reading is what the figure says of a condition; force is the driving force of GIRK
// in its control.
func reading(s study.Summary, force *float64) plots.Reading {
	r := plots.Reading{Rest: math.NaN(), Rate: s.Rate, Parts: s.Parts}
	if len(s.Parts) > 0 && force != nil && s.Force != nil {
		r.Force = [2]float64{*force, *s.Force}
	}
	if s.Rest != nil {
		r.Rest = *s.Rest
	}
	return r
}

// writeFigure writes a figure with the command that draws it again.
func writeFigure(s streams, o output, fig *plots.Figure, command []string) error {
	meta := fig.Meta(study.ShellLine(append(command, "-o", o.base())))
	return writeOutput(s, o.path, func(w io.Writer) error { return plots.Write(w, fig, plots.Format(o.form), meta) })
}
