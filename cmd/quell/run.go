package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"quell/model"
	"quell/plots"
	"quell/sim"
	"quell/sim/study"
)

// runFlags are what run says about its output; the experiment is in fields.
type runFlags struct {
	style, size        string
	out, csv, saveFile string
	json, quiet, check bool
	overlay, bars      bool
}

const runExamples = `  $ quell run squid
  $ quell run motoneuron-5ht --baclofen 10uM
  $ quell run motoneuron-5ht --baclofen 10uM -o motoneuron.png
  $ quell run cortical-rs --current 0.75nA --girk 0.02mS/cm2 --json
`

// word is one flag as it was given, in order.
type word struct{ name, text string }

// fieldValue is the pflag.Value of a field of the experiment. It keeps the words,
// because a file that is run may be read only once the neuron is known.
type fieldValue struct {
	name  string
	value string
	words *[]word
}

func (f fieldValue) String() string { return "" }
func (f fieldValue) Type() string   { return f.value }
func (f fieldValue) Set(text string) error {
	var try study.Experiment
	if err := try.Put(f.name, text); err != nil {
		return err
	}
	*f.words = append(*f.words, word{f.name, text})
	return nil
}

func runCommand(s streams) *cobra.Command {
	var f runFlags
	var words []word
	c := &cobra.Command{
		Use:     "run NEURON|FILE",
		Short:   "run a neuron, with and without a drug",
		Long:    "run applies a current to a neuron, with and without a drug, and prints what came of it.\nNEURON is a name of quell list, a neuron file, or an experiment file (quell help experiment).",
		Example: runExamples,
		Args:    exactly(1, "the neuron"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runNeuron(cmd.Context(), s, args[0], words, f)
		},
	}
	for _, field := range study.Fields() {
		c.Flags().Var(fieldValue{field.Name, field.Value, &words}, field.Name, field.Doc)
	}
	if ligands, err := model.Ligands(); err == nil {
		for _, l := range ligands {
			c.Flags().Var(fieldValue{l.Name, "CONC", &words}, l.Name, l.Title+" in the bath, such as "+l.Name+" 10uM")
			if l.Name != "baclofen" {
				_ = c.Flags().MarkHidden(l.Name)
			}
		}
	}
	styleFlags(c, &f.style, &f.size)
	c.Flags().BoolVar(&f.overlay, "overlay", false, "draw all conditions in one pair of axes")
	c.Flags().BoolVar(&f.bars, "scale-bars", false, "draw scale bars in place of axes")
	c.Flags().StringVarP(&f.out, "out", "o", "", "write a figure (.png, .svg, .pdf), traces (.csv) or numbers (.json); - is standard output")
	c.Flags().StringVar(&f.csv, "csv", "", "write the traces to a file; - is standard output")
	c.Flags().BoolVar(&f.json, "json", false, "print the numbers as JSON (quell help json)")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "print no table")
	c.Flags().BoolVar(&f.check, "check", false, "run again with half the step or a tenth of the tolerance and say how far the answer moved")
	c.Flags().StringVar(&f.saveFile, "save", "", "write the experiment to a file that quell run repeats")
	return c
}

func styleFlags(c *cobra.Command, style, size *string) {
	c.Flags().StringVar(style, "style", "slide", "look of the figure: "+strings.Join(plots.Names(), ", "))
	c.Flags().StringVar(size, "size", "", "size of the figure: 16:9, 4:3 or half; of paper 85mm, 114mm or 174mm")
}

// readExperiment finds what a word names, a neuron of the catalogue, a neuron
// file or an experiment file, and lets the flags say the rest.
func readExperiment(name string, words []word) (*study.Experiment, error) {
	e, err := subject(name)
	if err != nil {
		return nil, err
	}
	for _, w := range words {
		if err := e.Put(w.name, w.text); err != nil {
			return nil, wrong(fmt.Errorf("--%s: %w", w.name, err))
		}
	}
	if err := e.Check(); err != nil {
		return nil, wrong(flagged(err))
	}
	runs, err := e.Runs()
	if err != nil {
		return nil, wrong(flagged(err))
	}
	for _, r := range runs {
		if err := r.Protocol.Check(r.Neuron); err != nil {
			return nil, wrong(flagged(err))
		}
		if err := r.Settings.Check(r.Protocol); err != nil {
			return nil, wrong(flagged(err))
		}
		if len(r.Settings.Record) > 0 { // only the compiled run knows its traces
			if _, err := sim.Start(r.Neuron, r.Protocol, &r.Settings); err != nil {
				return nil, wrong(flagged(err))
			}
		}
	}
	return e, nil
}

func subject(name string) (*study.Experiment, error) {
	if slices.Contains(model.Names(), name) {
		return &study.Experiment{Neuron: name}, nil
	}
	if !looksLikeFile(name) {
		_, err := model.ByName(name)
		return nil, wrong(err)
	}
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	if study.IsExperiment(data) {
		return study.Read(filepath.Base(name), data)
	}
	if _, err := model.Parse(filepath.Base(name), data); err != nil {
		return nil, err
	}
	return &study.Experiment{Neuron: filepath.Base(name), Text: string(data)}, nil
}

func looksLikeFile(name string) bool {
	if strings.ContainsAny(name, `./\`) {
		return true
	}
	_, err := os.Stat(name)
	return err == nil
}

// largestFile is above any neuron or experiment, in bytes.
const largestFile = 4 << 20

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", name, plain(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, largestFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", name, plain(err))
	}
	if len(data) > largestFile {
		return nil, fmt.Errorf("%s: it is too large for a neuron or an experiment", name)
	}
	return data, nil
}

// flagged writes the field of an error as the flag that sets it.
func flagged(err error) error {
	many, ok := err.(interface{ Unwrap() []error })
	if ok {
		var out []error
		for _, e := range many.Unwrap() {
			out = append(out, flagged(e))
		}
		return errors.Join(out...)
	}
	var f *study.FieldError
	if errors.As(err, &f) && f.Field != "neuron" {
		return fmt.Errorf("--%s: %w", f.Field, f.Err)
	}
	if name, rest, ok := strings.Cut(err.Error(), ": "); ok && slices.ContainsFunc(study.Fields(), func(f study.Field) bool { return f.Name == name }) {
		return fmt.Errorf("--%s: %s", name, rest)
	}
	return err
}

func runNeuron(ctx context.Context, s streams, name string, words []word, f runFlags) error {
	if err := f.refuse(); err != nil {
		return wrong(err)
	}
	e, err := readExperiment(name, words)
	if err != nil {
		return err
	}
	res, err := e.Do(ctx)
	if err != nil {
		return interrupted(ctx, err)
	}
	if f.saveFile != "" {
		if err := writeOutput(s, f.saveFile, func(w io.Writer) error { _, err := w.Write(e.File()); return err }); err != nil {
			return err
		}
	}
	if f.csv != "" {
		if err := writeOutput(s, f.csv, func(w io.Writer) error { return study.WriteCSV(w, res, version) }); err != nil {
			return err
		}
	}
	if f.out != "" {
		if err := f.write(s, res); err != nil {
			return err
		}
	}
	switch {
	case f.json:
		if err := writeOutput(s, "-", func(w io.Writer) error { return writeJSON(w, res) }); err != nil {
			return err
		}
	case !f.quiet && f.out != "-" && f.csv != "-" && f.saveFile != "-":
		if err := writeOutput(s, "-", func(w io.Writer) error { return writeTable(w, res) }); err != nil {
			return err
		}
	}
	if f.check {
		return f.converge(ctx, s, res)
	}
	return nil
}

// refuse says what cannot be asked for together, before anything is run.
func (f *runFlags) refuse() error {
	if _, err := plots.StyleNamed(f.style, f.size); err != nil {
		return fmt.Errorf("--style: %w", err)
	}
	if f.out != "" && f.out != "-" && !slices.Contains([]string{".csv", ".json"}, strings.ToLower(filepath.Ext(f.out))) {
		if _, err := plots.FormatOf(f.out); err != nil {
			return fmt.Errorf("--out: %q has no suffix that says what to write; try .png, .svg, .pdf, .csv or .json", filepath.Base(f.out))
		}
	}
	used := 0
	for _, taken := range []bool{f.out == "-", f.csv == "-", f.saveFile == "-", f.json} {
		if taken {
			used++
		}
	}
	if used > 1 {
		return errors.New("only one output goes to standard output; write the others to files")
	}
	return nil
}

// write writes the file that -o asks for.
func (f *runFlags) write(s streams, res *study.Result) error {
	switch strings.ToLower(filepath.Ext(f.out)) {
	case ".csv":
		return writeOutput(s, f.out, func(w io.Writer) error { return study.WriteCSV(w, res, version) })
	case ".json":
		return writeOutput(s, f.out, func(w io.Writer) error { return writeJSON(w, res) })
	}
	format := plots.PNG
	if f.out != "-" {
		format, _ = plots.FormatOf(f.out) // refuse has looked
	}
	fig, err := figure(res, f.style, f.size, f.overlay, f.bars)
	if err != nil {
		return err
	}
	return writeOutput(s, f.out, func(w io.Writer) error {
		return plots.Write(w, fig, format, fig.Meta(res.Experiment.Command()))
	})
}

// figure draws the result.
func figure(res *study.Result, style, size string, overlay, bars bool) (*plots.Figure, error) {
	look, err := plots.StyleNamed(style, size)
	if err != nil {
		return nil, err
	}
	o := plots.Options{Overlay: overlay, ScaleBars: bars}
	if len(res.Summaries) == len(res.Recordings) {
		for _, sum := range res.Summaries {
			r := plots.Reading{Rest: math.NaN(), Rate: sum.Rate}
			if sum.Rest != nil {
				r.Rest = *sum.Rest
			}
			o.Readings = append(o.Readings, r)
		}
	}
	return plots.VoltageWith(look, o, res.Recordings...)
}

func writeJSON(w io.Writer, res *study.Result) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(res.Report(version))
}

func (f *runFlags) converge(ctx context.Context, s streams, res *study.Result) error {
	drifts, err := res.Converge(ctx)
	if err != nil {
		return interrupted(ctx, err)
	}
	for _, d := range drifts {
		if _, err := fmt.Fprintf(s.err, "check: %s\n", d); err != nil {
			return err
		}
	}
	return nil
}

// interrupted says so where the user stopped the run.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.New("stopped; nothing was written")
	}
	return err
}
