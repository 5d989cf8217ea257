package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/pflag"

	"quell/plots"
	"quell/sim/study"
)

// runAsk is what run is asked besides the experiment.
type runAsk struct {
	given              *[]word
	look               look
	out                outputs
	save               string
	csv, json          bool
	quiet, check       bool
	overlay, scaleBars bool
}

func runFlags(flags *pflag.FlagSet) body {
	a := &runAsk{given: experimentFlags(flags)}
	flags.BoolVar(&a.check, "check", false, "run again with half the step or a tenth of the tolerance, and say how far the answer moved")
	a.out.forms = []string{"png", "svg", "pdf", "csv", "json"}
	flags.VarP(&a.out, "out", "o", "write a figure (.png, .svg, .pdf), the traces (.csv) or the numbers (.json); - is standard output, -.svg says its form; may be repeated")
	a.look.flags(flags)
	flags.BoolVar(&a.overlay, "overlay", false, "draw all conditions in one pair of axes")
	flags.BoolVar(&a.scaleBars, "scale-bars", false, "draw scale bars in place of axes")
	flags.BoolVar(&a.csv, "csv", false, "print the traces as CSV (quell help csv)")
	flags.BoolVar(&a.json, "json", false, "print the numbers as JSON (quell help json)")
	flags.BoolVar(&a.quiet, "quiet", false, "print no table")
	flags.StringVar(&a.save, "save", "", "write the experiment to a `FILE` that quell run repeats")
	return a.run
}

func (a *runAsk) run(ctx context.Context, s streams, words []string) error {
	style, err := a.refuse()
	if err != nil {
		return err
	}
	e, err := ask(words[0], *a.given)
	if err != nil {
		return err
	}
	res, drifts, err := a.do(ctx, e)
	if err != nil {
		return interrupted(ctx, err)
	}
	if a.save != "" {
		if err := writeOutput(s, a.save, func(w io.Writer) error { _, err := w.Write(e.File()); return err }); err != nil {
			return err
		}
	}
	for _, o := range a.out.list {
		if err := a.write(s, o, style, res, drifts); err != nil {
			return err
		}
	}
	return a.print(s, res, drifts)
}

// refuse says what cannot be asked together, or not written, before anything is
// run.
func (a *runAsk) refuse() (plots.Style, error) {
	taken := 0
	for _, t := range []bool{a.csv, a.json, a.save == "-"} {
		if t {
			taken++
		}
	}
	for _, o := range a.out.list {
		if o.standard() {
			taken++
		}
		if err := ready(o.path); err != nil {
			return plots.Style{}, err
		}
	}
	if taken > 1 {
		return plots.Style{}, wrong(errors.New("one thing goes to standard output; write the others to files, such as -o traces.csv"))
	}
	if err := ready(a.save); err != nil {
		return plots.Style{}, err
	}
	return a.look.style()
}

// do runs the experiment, and again more finely where that is asked.
func (a *runAsk) do(ctx context.Context, e *study.Experiment) (*study.Result, []study.Drift, error) {
	res, err := e.Do(ctx)
	if err != nil || !a.check {
		return res, nil, err
	}
	drifts, err := res.Converge(ctx)
	return res, drifts, err
}

// write writes one file that -o asks for.
func (a *runAsk) write(s streams, o output, style plots.Style, res *study.Result, drifts []study.Drift) error {
	switch o.form {
	case "csv":
		return writeOutput(s, o.path, func(w io.Writer) error { return study.WriteCSV(w, res, version) })
	case "json":
		return writeOutput(s, o.path, func(w io.Writer) error { return writeJSON(w, res, drifts) })
	}
	fig, err := figure(res, style, plots.Options{Overlay: a.overlay, ScaleBars: a.scaleBars})
	if err != nil {
		return err
	}
	command := append(res.Experiment.Args(), a.look.args()...)
	for _, f := range []struct {
		on   bool
		flag string
	}{{a.overlay, "--overlay"}, {a.scaleBars, "--scale-bars"}} {
		if f.on {
			command = append(command, f.flag)
		}
	}
	return writeFigure(s, o, fig, command)
}

// print gives standard output what it is for: data where they are asked for, else
// the table. Without the table, warnings go to standard error.
func (a *runAsk) print(s streams, res *study.Result, drifts []study.Drift) error {
	switch {
	case a.json:
		return writeOutput(s, "-", func(w io.Writer) error { return writeJSON(w, res, drifts) })
	case a.csv:
		return writeOutput(s, "-", func(w io.Writer) error { return study.WriteCSV(w, res, version) })
	case a.quiet || a.usesStandard():
		_, err := io.WriteString(s.err, lines(cautions(res, drifts)))
		return err
	}
	text := conditions(res)
	if below := lines(append(cautions(res, drifts), facts(res)...)); below != "" {
		text += "\n" + below
	}
	_, err := io.WriteString(s.out, text)
	return err
}

// usesStandard says that a file of the flags is standard output.
func (a *runAsk) usesStandard() bool {
	for _, o := range a.out.list {
		if o.standard() {
			return true
		}
	}
	return a.save == "-"
}

// interrupted says so where the user stopped the run.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.New("stopped; nothing was written")
	}
	return err
}
