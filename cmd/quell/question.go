package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"quell/plots"
	"quell/sim/study"
)

// question is a study as a command: how it is asked, and how its answer is shown.
type question struct {
	name string // as an experiment has it, and of the command
	ask  func(ctx context.Context, e *study.Experiment, told study.Progress) (answer, error)
}

// answer is what a study gave, with what it looks like.
type answer struct {
	study.Answer
	text    func() string // for the terminal
	figures []drawing     // the first is drawn where none is named
}

// drawing is a figure of an answer.
type drawing struct {
	name string
	draw func(plots.Style) (*plots.Figure, error)
}

// questions are the studies besides run.
func questions() []question {
	return []question{
		{"dose", askDose},
		{"fi", askFI},
	}
}

// questionNamed is the study of that name.
func questionNamed(name string) (question, bool) {
	for _, q := range questions() {
		if q.name == name {
			return q, true
		}
	}
	return question{}, false
}

// answerAsk is what a study is asked besides the experiment.
type answerAsk struct {
	sheet
	of            question
	figure, table string
}

// questionFlags declares the flags of a study.
func questionFlags(name string) func(*pflag.FlagSet) body {
	return func(flags *pflag.FlagSet) body {
		q, _ := questionNamed(name)
		takes := slices.DeleteFunc(study.FieldsOf(name), func(f string) bool { return f == "study" })
		a := &answerAsk{sheet: sheet{given: experimentFlags(flags, takes...)}, of: q}
		a.out.forms = []string{"png", "svg", "pdf", "csv", "json", "parquet"}
		a.flags(flags, "write a figure (.png, .svg, .pdf), a table (.csv, .parquet) or all numbers (.json)")
		flags.StringVar(&a.figure, "figure", "", "the `NAME` of the figure to write, where there are several")
		flags.StringVar(&a.table, "table", "", "the `NAME` of the table to write, where there are several")
		return a.run
	}
}

func (a *answerAsk) run(ctx context.Context, s streams, words []string) error {
	style, err := a.refuse()
	if err != nil {
		return err
	}
	e, err := asking(words[0], *a.given, a.of.name)
	if err != nil {
		return err
	}
	return a.do(ctx, s, e, style)
}

// partial is an answer of a study that was stopped.
type partial struct{ study.Answer }

// Cautions are those of the answer, and that it is a part.
func (p partial) Cautions() []string {
	return append([]string{"stopped before all was done: this is a part of the answer"}, p.Answer.Cautions()...)
}

// do asks, and writes and prints what comes of it. Where the user stops it, what was
// finished is written all the same.
func (a *answerAsk) do(ctx context.Context, s streams, e *study.Experiment, style plots.Style) error {
	if err := a.keep(s, e); err != nil {
		return err
	}
	bar := newProgress(s.err)
	got, err := a.of.ask(ctx, e, bar.told)
	bar.end()
	stopped := err != nil && ctx.Err() != nil
	switch {
	case stopped && (got.Answer == nil || got.Tables()[0].Len() == 0):
		return errors.New("stopped; nothing was finished, and nothing was written")
	case err != nil && !stopped:
		return err
	}
	if stopped {
		got.Answer = partial{got.Answer}
	}
	for _, o := range a.out.list {
		if err := a.write(s, o, style, e, got); err != nil {
			return err
		}
	}
	if err := a.print(s, e, got); err != nil {
		return err
	}
	if stopped {
		return errors.New("stopped; what was finished has been written")
	}
	return nil
}

func (a *answerAsk) write(s streams, o output, style plots.Style, e *study.Experiment, got answer) error {
	switch o.form {
	case "json":
		return writeOutput(s, o.path, func(w io.Writer) error { return writeAnswer(w, e, got) })
	case "csv", "parquet":
		t, err := a.chosen(got)
		if err != nil {
			return err
		}
		return writeOutput(s, o.path, func(w io.Writer) error {
			if o.form == "parquet" {
				return writeParquet(w, t, study.Head(e, got, version))
			}
			return study.WriteTable(w, e, got, t, version)
		})
	}
	d, err := a.drawn(got)
	if err != nil {
		return err
	}
	fig, err := d.draw(style)
	if err != nil {
		return err
	}
	command := append(e.Args(), a.look.args()...)
	if a.figure != "" {
		command = append(command, "--figure", a.figure)
	}
	return writeFigure(s, o, fig, command)
}

// chosen is the table that is asked for.
func (a *answerAsk) chosen(got answer) (study.Table, error) {
	var names []string
	for _, t := range got.Tables() {
		if t.Name == a.table || a.table == "" {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return study.Table{}, wrong(fmt.Errorf("--table: %q is not a table of %s%s", a.table, a.of.name, suggest(a.table, names)))
}

// drawn is the figure that is asked for.
func (a *answerAsk) drawn(got answer) (drawing, error) {
	var names []string
	for _, d := range got.figures {
		if d.name == a.figure || a.figure == "" {
			return d, nil
		}
		names = append(names, d.name)
	}
	if len(names) == 0 {
		return drawing{}, fmt.Errorf("%s has no figure of this answer; write a table, such as -o %s.csv", a.of.name, a.of.name)
	}
	return drawing{}, wrong(fmt.Errorf("--figure: %q is not a figure of %s%s", a.figure, a.of.name, suggest(a.figure, names)))
}

// print gives standard output what it is for: data where they are asked for, else the
// table.
func (a *answerAsk) print(s streams, e *study.Experiment, got answer) error {
	switch {
	case a.json:
		return a.write(s, output{"-", "json"}, plots.Style{}, e, got)
	case a.csv:
		return a.write(s, output{"-", "csv"}, plots.Style{}, e, got)
	case a.quiet || a.usesStandard():
		_, err := io.WriteString(s.err, lines(warnings(got)))
		return err
	}
	text := opening(e, got) + "\n" + got.text()
	var below []string
	below = append(below, warnings(got)...)
	for _, n := range got.Notes() {
		below = append(below, "note: "+n)
	}
	if all := lines(append(below, e.Notice())); all != "" {
		text += "\n" + all
	}
	_, err := io.WriteString(s.out, text)
	return err
}

func warnings(a study.Answer) (all []string) {
	for _, w := range a.Cautions() {
		all = append(all, "warning: "+w)
	}
	return all
}

// opening is what stands above every table: the neuron, the user's label, and what was
// changed.
func opening(e *study.Experiment, a study.Answer) string {
	text := a.Of().Title + "\n"
	if e.Label != "" {
		text += e.Label + "\n"
	}
	if made := changes(e); made != "" {
		text += "changed: " + made + "\n"
	}
	return text
}

// writeAnswer writes the tables of an answer as JSON: each a list of objects whose keys
// are the heads of its columns.
func writeAnswer(w io.Writer, e *study.Experiment, a study.Answer) error {
	all := map[string]any{"study": e.Asks(), "manifest": e.Manifest(a.Of(), version)}
	for _, t := range a.Tables() {
		all[t.Name] = objects(t)
	}
	for key, list := range map[string][]string{"warnings": a.Cautions(), "notes": a.Notes()} {
		if len(list) > 0 {
			all[key] = list
		}
	}
	if n := e.Notice(); n != "" {
		all["notice"] = n
	}
	if e.Label != "" {
		all["label"] = e.Label
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(all)
}

func objects(t study.Table) []map[string]any {
	rows := make([]map[string]any, t.Len())
	for i := range rows {
		rows[i] = map[string]any{}
		for _, c := range t.Columns {
			switch {
			case c.Words != nil:
				rows[i][c.Name] = c.Words[i]
			default:
				rows[i][c.Name] = finite(c.Numbers[i])
			}
		}
	}
	return rows
}

// asking is ask for a study: the word may be a neuron or a file that asks the same.
func asking(name string, given []word, of string) (*study.Experiment, error) {
	e, err := subject(name)
	if err != nil {
		return nil, err
	}
	if e.Study != "" && e.Study != of {
		return nil, wrong(fmt.Errorf("%s asks %s, not %s; try quell run %s", name, e.Study, of, name))
	}
	e.Study = of
	return e, put(e, given)
}

// numbered is a column of numbers for a table on the terminal.
func numbered(form string, xs []float64) []string {
	out := make([]string, len(xs))
	for i, x := range xs {
		if x == x {
			out[i] = decimal(form, x)
		} else {
			out[i] = "–"
		}
	}
	return out
}

// table aligns columns under their heads.
func table(heads []string, cols ...[]string) string {
	rows := [][]string{heads}
	for i := range cols[0] {
		var row []string
		for _, c := range cols {
			row = append(row, c[i])
		}
		rows = append(rows, row)
	}
	return columns(rows, "l"+strings.Repeat("r", len(cols)-1))
}
