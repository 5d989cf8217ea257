package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// version of the program and of what it writes, and its month.
const (
	version      = "0.1.0"
	versionYear  = 2026
	versionMonth = time.November
)

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

// placedError says itself where it is: file, line and column.
type placedError struct{ error }

func (e placedError) Unwrap() error { return e.error }

// run does what a command line asks and returns the exit status.
func run(ctx context.Context, s streams, args []string) int {
	out := &firmWriter{w: s.out}
	s.out = out
	path, err := execute(ctx, s, args)
	if err == nil {
		err = out.failed()
	}
	if err == nil {
		return done
	}
	complain(s.err, path, err)
	var w wrongError
	if errors.As(err, &w) {
		return askedWrong
	}
	return couldNot
}

// execute runs one command and says which it was.
func execute(ctx context.Context, s streams, args []string) (path string, err error) {
	root := newRoot(s)
	if err := unknownCommand(root, args); err != nil {
		return "quell", wrong(err)
	}
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	return cmd.CommandPath(), err
}

// complain prints each error with the command that has it; what has its place in
// a file is printed as it is, so that an editor finds it.
func complain(w io.Writer, path string, err error) {
	switch marked := err.(type) {
	case wrongError:
		complain(w, path, marked.error)
	case placedError:
		fmt.Fprintln(w, marked)
	case interface{ Unwrap() []error }:
		for _, e := range marked.Unwrap() {
			complain(w, path, e)
		}
	default:
		fmt.Fprintf(w, "%s: %v\n", path, err)
	}
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use: "quell COMMAND", Short: "from a dose of baclofen to a quieter neuron", Long: page("quell"),
		SilenceErrors: true, SilenceUsage: true, DisableAutoGenTag: true, DisableFlagsInUseLine: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args:              cobra.ArbitraryArgs, // unknownCommand has looked
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { _, _ = io.WriteString(s.out, helpText(cmd)) })
	for _, c := range commands() {
		sub := c.cobra(s)
		sub.Hidden = slices.ContainsFunc(forModellers(), func(m command) bool { return m.name() == c.name() })
		root.AddCommand(sub)
		if c.name() == "help" {
			root.SetHelpCommand(sub)
		}
	}
	return root
}

// unknownCommand looks at the first word before any flag is read, because the
// flags of a command that does not exist cannot be judged.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "__complete") {
		return nil
	}
	names := commandNames()
	first := args[0]
	if !strings.HasPrefix(first, "-") {
		if slices.Contains(names, first) {
			return nil
		}
		return fmt.Errorf("%s is not a command%s", first, suggest(first, names))
	}
	name, _, _ := strings.Cut(strings.TrimLeft(first, "-"), "=")
	if run, _, err := root.Find([]string{"run"}); err == nil && run.Flags().Lookup(name) != nil {
		return fmt.Errorf("%s stands after a command; try quell run squid %s", first, strings.Join(args, " "))
	}
	return nil
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name())
	}
	return names
}

// flagError puts what pflag says into the words of this program.
func flagError(cmd *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	var value *pflag.InvalidValueError
	var bare *pflag.ValueRequiredError
	switch {
	case errors.As(err, &missing):
		return wrong(noFlag(cmd, missing))
	case errors.As(err, &value):
		f := value.GetFlag()
		if f.NoOptDefVal != "" {
			return wrong(fmt.Errorf("%s: %q is neither true nor false; the flag alone is true", dashed(f), value.GetValue()))
		}
		return wrong(fmt.Errorf("%s: %w", dashed(f), errors.Unwrap(value)))
	case errors.As(err, &bare):
		f := bare.GetFlag()
		name, doc := pflag.UnquoteUsage(f)
		return wrong(fmt.Errorf("%s wants a value, %s: %s", dashed(f), name, doc))
	}
	return wrong(fmt.Errorf("%w; %s --help lists the flags", err, cmd.CommandPath()))
}

// dashed is a flag as it is mostly written.
func dashed(f *pflag.Flag) string {
	if f.Shorthand != "" {
		return "-" + f.Shorthand
	}
	return "--" + f.Name
}

func noFlag(cmd *cobra.Command, missing *pflag.NotExistError) error {
	name := missing.GetSpecifiedName()
	if missing.GetSpecifiedShortnames() != "" {
		return fmt.Errorf("no flag -%s; %s --help lists the flags", name, cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near, ok := strings.CutPrefix(suggest(name, names), "; did you mean "); ok {
		return fmt.Errorf("no flag --%s; did you mean --%s", name, near)
	}
	return fmt.Errorf("no flag --%s; %s --help lists the flags", name, cmd.CommandPath())
}
