package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"quell/model/expr"
)

// streams are where a command writes.
type streams struct{ out, err io.Writer }

// body is what a command does with the words that stand beside its flags.
type body func(ctx context.Context, s streams, words []string) error

// command is a row of the table in main.go. Its page of help stands in
// help/NAME.md.
type command struct {
	use, short string
	words      words
	flags      func(*pflag.FlagSet) body // declares the flags and gives what is done with them
}

func (c command) name() string {
	name, _, _ := strings.Cut(c.use, " ")
	return name
}

// cobra is the command as the library wants it.
func (c command) cobra(s streams) *cobra.Command {
	out := &cobra.Command{
		Use: c.use, Short: c.short, Long: page(c.name()),
		DisableFlagsInUseLine: true, DisableAutoGenTag: true,
		ValidArgsFunction: completeWords(c.name()),
	}
	out.Flags().SortFlags = false
	do := c.flags(out.Flags())
	out.RunE = func(cmd *cobra.Command, args []string) error {
		if err := c.words(cmd.CommandPath(), args); err != nil {
			return wrong(err)
		}
		return do(cmd.Context(), s, args)
	}
	completeFlags(out)
	return out
}

// words says which words may stand after a command.
type words func(path string, given []string) error

func none(path string, given []string) error {
	if len(given) > 0 {
		return fmt.Errorf("%s is a word too many; %s takes none", given[0], path)
	}
	return nil
}

func anything(string, []string) error { return nil }

// one wants a single word that is called what.
func one(what string) words {
	return func(path string, given []string) error {
		switch {
		case len(given) == 0:
			return fmt.Errorf("which %s? try %s", what, firstExample(path))
		case len(given) > 1:
			return fmt.Errorf("%s is a word too many; give one %s at a time", given[1], what)
		}
		return nil
	}
}

// some wants at least one word.
func some(what string) words {
	return func(path string, given []string) error {
		if len(given) == 0 {
			return fmt.Errorf("which %s? try %s", what, firstExample(path))
		}
		return nil
	}
}

// oneOf takes one of these words at most.
func oneOf(known ...string) words {
	return func(path string, given []string) error {
		if len(given) == 0 {
			return nil
		}
		for _, k := range known {
			if given[0] == k && len(given) == 1 {
				return nil
			}
		}
		if len(given) > 1 {
			return fmt.Errorf("%s is a word too many; give one of %s", given[1], strings.Join(known, ", "))
		}
		return fmt.Errorf("%s is not known here%s", given[0], suggest(given[0], known))
	}
}

// suggest is the end of an error about a name: the nearest one, or all there are.
func suggest(word string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(k, word) {
			return "; did you mean " + k + "?"
		}
	}
	if near := expr.Nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; there are " + strings.Join(known, ", ")
}
