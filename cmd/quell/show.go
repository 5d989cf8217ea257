package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/pflag"

	"quell/model"
	"quell/model/write"
)

func showFlags(flags *pflag.FlagSet) body {
	given := experimentFlags(flags, "set")
	var html, latex, file bool
	var out string
	flags.BoolVar(&html, "html", false, "as a web page with MathML, which needs nothing but itself")
	flags.BoolVar(&latex, "latex", false, "as a LaTeX document")
	flags.BoolVar(&file, "file", false, "as its file, comments kept, to start one's own from")
	flags.StringVarP(&out, "out", "o", "-", "write to a `FILE`; - is standard output")
	return func(_ context.Context, s streams, words []string) error {
		if html && latex || file && (html || latex) {
			return wrong(errors.New("--html, --latex and --file are three forms; ask for one at a time"))
		}
		if file && len(*given) > 0 {
			return wrong(errors.New("--file prints the file as it stands, without --set; write the change into the file"))
		}
		if err := ready(out); err != nil {
			return err
		}
		n, err := neuronOf(words[0], *given)
		if err != nil {
			return err
		}
		form := write.Text
		switch {
		case html:
			form = write.HTML
		case latex:
			form = write.LaTeX
		case file:
			text, err := fileOf(words[0])
			if err != nil {
				return err
			}
			form = func(*model.Neuron) string { return text }
		}
		return writeOutput(s, out, func(w io.Writer) error { _, err := io.WriteString(w, form(n)); return err })
	}
}

// fileOf is the text of a neuron's file.
func fileOf(name string) (string, error) {
	e, err := subject(name)
	if err != nil {
		return "", err
	}
	if e.Text != "" {
		return e.Text, nil
	}
	text, err := model.Text(e.Neuron)
	return string(text), err
}
