package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

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
		text, err := shown(words[0], *given, file, html, latex)
		if err != nil {
			return err
		}
		return writeOutput(s, out, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
	}
}

// shown is a neuron or a drug in the form that is asked for.
func shown(name string, given []word, file, html, latex bool) (string, error) {
	p, err := pageOf(name, given, file)
	switch {
	case err != nil:
		return "", err
	case file:
		return fileOf(name)
	case html:
		return p.HTML(), nil
	case latex:
		return p.LaTeX(), nil
	}
	return p.Text(), nil
}

// pageOf is the page of a neuron as it is after --set, or that of a drug.
func pageOf(name string, given []word, file bool) (write.Page, error) {
	drug := slices.Contains(ligandNames(), name)
	if !drug && (looksLikeFile(name) || strings.Contains(name, "neuron=") || slices.Contains(model.Names(), name)) {
		n, err := neuronOf(name, given)
		if err != nil {
			return write.Page{}, err
		}
		return write.Neuron(n), nil
	}
	switch {
	case !drug:
		return write.Page{}, wrong(notShown(name))
	case file:
		return write.Page{}, wrong(fmt.Errorf("--file prints the file of a neuron; %s is a drug and has none of its own", name))
	case len(given) > 0:
		return write.Page{}, wrong(fmt.Errorf("--set changes a neuron; %s is a drug, and its numbers are those of its table", name))
	}
	l, err := model.LigandByName(name)
	if err != nil {
		return write.Page{}, err
	}
	return write.Ligand(l), nil
}

// notShown is the error of a word that is neither a neuron nor a drug.
func notShown(name string) error {
	end := suggest(name, append(ligandNames(), model.Names()...))
	if !strings.HasSuffix(end, "?") {
		end = "; quell list names them"
	}
	return fmt.Errorf("%s is not a neuron or a drug here%s", name, end)
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
