package main

import (
	"errors"
	"io"

	"github.com/spf13/pflag"

	"quell/plots"
	"quell/sim/study"
)

// sheet is what every command that asks an experiment does with its answer: the files
// it writes, and what it prints.
type sheet struct {
	given     *[]word
	look      look
	out       outputs
	save      string
	csv, json bool
	quiet     bool
}

// flags declares them; files says what -o writes.
func (a *sheet) flags(flags *pflag.FlagSet, files string) {
	flags.VarP(&a.out, "out", "o", files+"; - is standard output, -.svg says its form; may be repeated")
	a.look.flags(flags)
	flags.BoolVar(&a.csv, "csv", false, "print the numbers as CSV (quell help csv)")
	flags.BoolVar(&a.json, "json", false, "print the numbers as JSON (quell help json)")
	flags.BoolVar(&a.quiet, "quiet", false, "print no table")
	flags.StringVar(&a.save, "save", "", "write the experiment to a `FILE` that quell run repeats")
}

// refuse says what cannot be asked together, or not written, before anything is run.
func (a *sheet) refuse() (plots.Style, error) {
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

// keep writes the experiment where --save says.
func (a *sheet) keep(s streams, e *study.Experiment) error {
	if a.save == "" {
		return nil
	}
	return writeOutput(s, a.save, func(w io.Writer) error { _, err := w.Write(e.File()); return err })
}

// usesStandard says that a file of the flags is standard output.
func (a *sheet) usesStandard() bool {
	for _, o := range a.out.list {
		if o.standard() {
			return true
		}
	}
	return a.save == "-"
}
