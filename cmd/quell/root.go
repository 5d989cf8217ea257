package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"quell/model/expr"
)

// version of the program, of its files and of its output.
const version = "0.1.0"

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// Exit statuses.
const (
	done       = 0
	couldNot   = 1
	askedWrong = 2
)

// wrongError is a mistake in what was asked.
type wrongError struct{ error }

func (e wrongError) Unwrap() error { return e.error }

// wrong marks an error as a mistake in what was asked.
func wrong(err error) error {
	if err == nil {
		return nil
	}
	return wrongError{err}
}

// run does what a command line asks and returns the exit status.
func run(ctx context.Context, s streams, args []string) int {
	root := newRoot(s)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return done
	}
	for _, e := range split(err) {
		fmt.Fprintf(s.err, "%s: %s\n", cmd.CommandPath(), e)
	}
	var w wrongError
	if errors.As(err, &w) {
		return askedWrong
	}
	return couldNot
}

// split takes joined errors apart.
func split(err error) []error {
	var w wrongError
	if errors.As(err, &w) {
		err = w.error
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return []error{err}
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "quell",
		Short:         "from a dose of baclofen to a quieter neuron",
		Long:          rootHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return wrong(fmt.Errorf("no command %s%s", args[0], didYouMean(args[0], commandNames(cmd))))
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.AddCommand(runCommand(s), gatesCommand(s), showCommand(s), checkCommand(s), listCommand(s), citeCommand(s),
		versionCommand(s), demoCommand(s), manCommand(s))
	for _, t := range topics() {
		root.AddCommand(topicCommand(t))
	}
	root.SetFlagErrorFunc(flagError)
	return root
}

const rootHelp = `quell takes a dose of baclofen all the way to a quieter neuron: concentration,
GABA-B receptor, potassium and calcium currents, membrane potential, firing rate.

Begin with

    $ quell list
    $ quell run motoneuron-5ht --baclofen 10uM
`

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Root().Commands() {
		names = append(names, c.Name())
	}
	return names
}

func didYouMean(word string, among []string) string {
	if near := expr.Nearest(word, among); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; quell --help lists what there is"
}

// flagError puts what pflag says into the words of this program.
func flagError(cmd *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	if errors.As(err, &missing) {
		name := missing.GetSpecifiedName()
		dashes := "--"
		if missing.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		near := expr.Nearest(name, names)
		if near == "" {
			return wrong(fmt.Errorf("no flag %s%s; %s --help lists them", dashes, name, cmd.CommandPath()))
		}
		return wrong(fmt.Errorf("no flag %s%s; did you mean --%s?", dashes, name, near))
	}
	var value *pflag.InvalidValueError
	if errors.As(err, &value) {
		return wrong(fmt.Errorf("--%s: %w", value.GetFlag().Name, errors.Unwrap(value)))
	}
	var bare *pflag.ValueRequiredError
	if errors.As(err, &bare) {
		return wrong(fmt.Errorf("--%s wants a value; %s --help shows it", bare.GetFlag().Name, cmd.CommandPath()))
	}
	return wrong(errors.New(strings.TrimPrefix(err.Error(), "pflag: ")))
}

// exactly refuses a wrong number of words after a command.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < n:
			return wrong(fmt.Errorf("%s is missing; try %s", what, firstExample(cmd)))
		case len(args) > n:
			return wrong(fmt.Errorf("%s is one word too many; %s --help shows how it goes", args[n], cmd.CommandPath()))
		}
		return nil
	}
}

// firstExample is the first line of a command's examples.
func firstExample(cmd *cobra.Command) string {
	line, _, _ := strings.Cut(strings.TrimSpace(cmd.Example), "\n")
	return strings.TrimPrefix(strings.TrimSpace(line), "$ ")
}
