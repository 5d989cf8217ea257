package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"quell/plots"
	"quell/sim/study"
)

// runAsk is what run is asked besides the experiment.
type runAsk struct {
	sheet
	check, overlay, scaleBars bool
}

func runFlags(flags *pflag.FlagSet) body {
	a := &runAsk{sheet: sheet{given: experimentFlags(flags, study.FieldsOf("run")...)}}
	flags.BoolVar(&a.check, "check", false, "run again with half the step or a tenth of the tolerance, and say how far the answer moved")
	a.out.forms = []string{"png", "svg", "pdf", "csv", "parquet", "json"}
	a.flags(flags, "write a figure (.png, .svg, .pdf), the traces (.csv, .parquet) or the numbers (.json)")
	flags.BoolVar(&a.overlay, "overlay", false, "draw all conditions in one pair of axes")
	flags.BoolVar(&a.scaleBars, "scale-bars", false, "draw scale bars in place of axes")
	return a.run
}

func (a *runAsk) run(ctx context.Context, s streams, words []string) error {
	style, err := a.refuse()
	if err != nil {
		return err
	}
	e, err := subject(words[0])
	if err != nil {
		return err
	}
	if q, ok := questionNamed(e.Study); ok {
		return a.asksElse(ctx, s, q, e, style)
	}
	if err := ask(e, *a.given); err != nil {
		return err
	}
	res, drifts, err := a.do(ctx, e)
	if err != nil {
		return interrupted(ctx, err)
	}
	if err := a.keep(s, e); err != nil {
		return err
	}
	for _, o := range a.out.list {
		if err := a.write(s, o, style, res, drifts); err != nil {
			return err
		}
	}
	return a.print(s, res, drifts)
}

// asksElse answers a file that asks another study.
func (a *runAsk) asksElse(ctx context.Context, s streams, q question, e *study.Experiment, style plots.Style) error {
	for _, f := range []struct {
		on   bool
		flag string
	}{{a.check, "--check"}, {a.overlay, "--overlay"}, {a.scaleBars, "--scale-bars"}} {
		if f.on {
			return wrong(fmt.Errorf("%s: the file asks %s, which does not take it; leave it out", f.flag, q.name))
		}
	}
	if err := put(e, *a.given); err != nil {
		return err
	}
	return (&answerAsk{sheet: a.sheet, of: q}).do(ctx, s, e, style)
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
	case "parquet":
		return writeOutput(s, o.path, func(w io.Writer) error { return writeParquet(w, res.Traces(), res.Head(version)) })
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

// interrupted says so where the user stopped the run.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.New("stopped; nothing was written")
	}
	return err
}
