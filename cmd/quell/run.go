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
	check, explain, overlay, scaleBars bool
}

func runFlags(flags *pflag.FlagSet) body {
	a := &runAsk{sheet: sheet{given: experimentFlags(flags, study.FieldsOf("run")...)}}
	flags.BoolVar(&a.check, "check", false, "run again with half the step or a tenth of the tolerance, and say how far the answer moved")
	flags.BoolVar(&a.explain, "explain", false, "say how much of the change of rate is by rheobase and how much by gain, from more runs, and by which currents ΔV comes; no part of the experiment, and not saved with it")
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
	if a.explain {
		if err := e.Explicable(); err != nil {
			return wrong(fmt.Errorf("--explain: %w", err))
		}
	}
	res, err := a.do(ctx, e)
	if err != nil {
		return interrupted(ctx, err)
	}
	if err := a.keep(s, e); err != nil {
		return err
	}
	for _, o := range a.out.list {
		if err := a.write(s, o, style, res); err != nil {
			return err
		}
	}
	return a.print(s, res)
}

// asksElse answers a file that asks another study.
func (a *runAsk) asksElse(ctx context.Context, s streams, q question, e *study.Experiment, style plots.Style) error {
	for _, f := range []struct {
		on   bool
		flag string
	}{{a.check, "--check"}, {a.explain, "--explain"}, {a.overlay, "--overlay"}, {a.scaleBars, "--scale-bars"}} {
		if f.on {
			return wrong(fmt.Errorf("%s: the file asks %s, which does not take it; leave it out", f.flag, q.name))
		}
	}
	if err := put(e, *a.given); err != nil {
		return err
	}
	return (&answerAsk{sheet: a.sheet, of: q}).do(ctx, s, e, style)
}

// outcome is a result with what else was asked of it.
type outcome struct {
	*study.Result
	drifts  []study.Drift // with --check
	explain bool
	gains   []study.Gain // with --explain
}

// do runs the experiment, again more finely where that is asked, and what an
// explanation takes.
func (a *runAsk) do(ctx context.Context, e *study.Experiment) (*outcome, error) {
	res, err := e.Do(ctx)
	if err != nil {
		return nil, err
	}
	out := &outcome{Result: res, explain: a.explain}
	if a.check {
		if out.drifts, err = res.Converge(ctx); err != nil {
			return nil, err
		}
	}
	if a.explain {
		out.gains, err = res.Gains(ctx)
	}
	return out, err
}

// write writes one file that -o asks for.
func (a *runAsk) write(s streams, o output, style plots.Style, res *outcome) error {
	switch o.form {
	case "csv":
		return writeOutput(s, o.path, func(w io.Writer) error { return study.WriteCSV(w, res.Result, version) })
	case "parquet":
		return writeOutput(s, o.path, func(w io.Writer) error { return writeParquet(w, res.Traces(), res.Head(version)) })
	case "json":
		return writeOutput(s, o.path, func(w io.Writer) error { return writeJSON(w, res) })
	}
	fig, err := figure(res.Result, style, plots.Options{Overlay: a.overlay, ScaleBars: a.scaleBars})
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
func (a *runAsk) print(s streams, res *outcome) error {
	switch {
	case a.json:
		return writeOutput(s, "-", func(w io.Writer) error { return writeJSON(w, res) })
	case a.csv:
		return writeOutput(s, "-", func(w io.Writer) error { return study.WriteCSV(w, res.Result, version) })
	case a.quiet || a.usesStandard():
		_, err := io.WriteString(s.err, lines(res.cautions()))
		return err
	}
	text := conditions(res.Result)
	for _, below := range []string{lines(res.reasons()), lines(append(res.cautions(), facts(res.Result)...))} {
		if below != "" {
			text += "\n" + below
		}
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
