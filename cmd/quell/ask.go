package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"quell/model"
	"quell/model/gabab"
	"quell/sim"
	"quell/sim/study"
)

// word is one flag of an experiment as it was given.
type word struct{ name, text string }

// fieldValue is the pflag.Value of a field of the experiment. It keeps the words,
// because the experiment they add to is known only when the neuron is.
type fieldValue struct {
	name, value string
	words       *[]word
}

func (f fieldValue) String() string { return "" }
func (f fieldValue) Type() string   { return f.value }

// Set takes what an experiment would take.
func (f fieldValue) Set(text string) error {
	var try study.Experiment
	if err := try.Put(f.name, text); err != nil {
		return err
	}
	*f.words = append(*f.words, word{f.name, text})
	return nil
}

// experimentFlags declares a flag for each field of an experiment, or for those
// named, and one for each ligand after --drug.
func experimentFlags(flags *pflag.FlagSet, only ...string) *[]word {
	given := &[]word{}
	for _, f := range study.Fields() {
		if len(only) > 0 && !slices.Contains(only, f.Name) {
			continue
		}
		doc := f.Doc
		if f.Many {
			doc += "; may be repeated"
		}
		flags.Var(fieldValue{f.Name, f.Value, given}, f.Name, doc)
		flags.Lookup(f.Name).NoOptDefVal = f.Alone
		if f.Name == "drug" {
			ligandFlags(flags, given)
		}
	}
	return given
}

func ligandFlags(flags *pflag.FlagSet, given *[]word) {
	for _, l := range ligands() {
		flags.Var(fieldValue{l.Name, "CONC", given}, l.Name, l.Title+", "+l.Kind)
	}
}

// ligands are the drugs there are.
func ligands() []*gabab.Ligand {
	all, err := model.Ligands()
	if err != nil {
		panic("quell: " + err.Error()) // the embedded file is ours, and tested
	}
	return all
}

func ligandNames() []string {
	var names []string
	for _, l := range ligands() {
		names = append(names, l.Name)
	}
	return names
}

// ask puts the flags into an experiment to be run, and says what is wrong with it
// before anything is.
func ask(e *study.Experiment, given []word) error {
	if err := put(e, given); err != nil {
		return err
	}
	runs, err := e.Runs()
	if err != nil {
		return wrong(flagged(err, given))
	}
	for _, r := range runs {
		if err := check(r); err != nil {
			return wrong(flagged(err, given))
		}
	}
	return nil
}

// put makes the experiment say what the flags say, and says what is wrong with it.
func put(e *study.Experiment, given []word) error {
	for _, w := range given {
		if err := e.Put(w.name, w.text); err != nil {
			return wrong(fmt.Errorf("--%s: %w", w.name, err))
		}
	}
	if err := e.Check(); err != nil {
		return wrong(flagged(err, given))
	}
	return nil
}

// check says what the engine would refuse. Only a compiled run knows its traces.
func check(r study.Run) error {
	err := errors.Join(r.Protocol.Check(r.Neuron), r.Settings.Check(r.Protocol))
	if err == nil && len(r.Settings.Record) > 0 {
		_, err = sim.Start(r.Neuron, r.Protocol, &r.Settings)
	}
	return err
}

// flagged writes the field of each error as the flag that sets it.
func flagged(err error, given []word) error {
	var all []error
	for _, e := range leaves(err) {
		var f *study.FieldError
		switch name, rest, _ := strings.Cut(e.Error(), ": "); {
		case !errors.As(e, &f):
			if isFlag(name) {
				e = fmt.Errorf("--%s: %s", name, rest)
			}
		case f.Field == "neuron":
			e = f.Err
		case f.Field == "drug" && slices.ContainsFunc(given, func(w word) bool { return w.name == f.Item }):
			e = fmt.Errorf("--%s: %w", f.Item, f.Err)
		default:
			e = fmt.Errorf("--%s: %w", f.Field, f.Err)
		}
		all = append(all, e)
	}
	return errors.Join(all...)
}

// leaves are the errors that were joined.
func leaves(err error) []error {
	many, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range many.Unwrap() {
		all = append(all, leaves(e)...)
	}
	return all
}

// isFlag says that a word is a field of an experiment or a ligand.
func isFlag(name string) bool {
	if slices.ContainsFunc(study.Fields(), func(f study.Field) bool { return f.Name == name }) {
		return true
	}
	return slices.Contains(ligandNames(), name)
}

// subject finds what a word names: a neuron of the catalogue, a neuron file, an
// experiment file or a link.
func subject(name string) (*study.Experiment, error) {
	switch {
	case slices.Contains(model.Names(), name):
		return &study.Experiment{Neuron: name}, nil
	case strings.Contains(name, "neuron="):
		e, err := study.ReadLink(name)
		return e, wrong(err)
	case !looksLikeFile(name):
		return nil, wrong(notNeuron(name))
	}
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	if study.IsExperiment(data) {
		e, err := study.Read(name, data)
		return e, placed(err)
	}
	if _, err := model.Parse(name, data); err != nil {
		return nil, placed(err)
	}
	return &study.Experiment{Neuron: filepath.Base(name), Text: string(data)}, nil
}

func notNeuron(name string) error {
	end := suggest(name, model.Names())
	if !strings.HasSuffix(end, "?") {
		end += ", or give a file"
	}
	return fmt.Errorf("%q is not a neuron here%s", name, end)
}

func placed(err error) error {
	if err == nil {
		return nil
	}
	return placedError{err}
}

func looksLikeFile(name string) bool {
	if strings.ContainsAny(name, `./\`) {
		return true
	}
	_, err := os.Stat(name)
	return err == nil && name != ""
}

// largestFile is above any neuron or experiment, in bytes.
const largestFile = 4 << 20

// readFile reads a text that a person may have written.
func readFile(name string) ([]byte, error) {
	data, err := readAtMost(name, largestFile+1)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file", name)
	case err != nil:
		return nil, fmt.Errorf("%s: cannot be read: %w", name, plain(err))
	case len(data) > largestFile:
		return nil, fmt.Errorf("%s: it is too large for a neuron or an experiment", name)
	case !utf8.Valid(data) || slices.Contains(data, 0):
		return nil, fmt.Errorf("%s: it is not text; a neuron or an experiment is a YAML file in UTF-8", name)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, fmt.Errorf("%s: it is empty; a neuron begins with name:, an experiment with quell: %s", name, study.Version)
	}
	return data, nil
}

func readAtMost(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}
