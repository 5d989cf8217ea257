package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"quell/model"
	"quell/plots"
	"quell/sim"
)

// shells are those that a completion script can be made for.
func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func completionFlags(*pflag.FlagSet) body {
	return func(_ context.Context, s streams, words []string) error {
		if len(words) == 0 {
			return wrong(errors.New("which shell? try quell completion bash"))
		}
		root := newRoot(s)
		switch words[0] {
		case "zsh":
			return root.GenZshCompletion(s.out)
		case "fish":
			return root.GenFishCompletion(s.out, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(s.out)
		}
		return root.GenBashCompletionV2(s.out, true)
	}
}

// completeWords offers what may stand after a command: a name, or else a file.
func completeWords(name string) cobra.CompletionFunc {
	return func(_ *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
		switch name {
		case "run", "gates":
			if len(given) == 0 {
				return model.Names(), cobra.ShellCompDirectiveDefault
			}
		case "show", "cite":
			if name == "show" && len(given) > 0 {
				break
			}
			return append(model.Names(), ligandNames()...), cobra.ShellCompDirectiveDefault
		case "list":
			return []string{"neurons", "drugs"}, cobra.ShellCompDirectiveNoFileComp
		case "completion":
			return shells(), cobra.ShellCompDirectiveNoFileComp
		case "help":
			return helpNames(), cobra.ShellCompDirectiveNoFileComp
		case "check", "man":
			return nil, cobra.ShellCompDirectiveDefault
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFlags offers the values of flags that take one of a few.
func completeFlags(cmd *cobra.Command) {
	var drugs []string
	for _, name := range ligandNames() {
		drugs = append(drugs, name+"=")
	}
	for flag, values := range map[string][]string{
		"style":  plots.Names(),
		"method": {string(sim.Accurate), string(sim.Fixed)},
		"drug":   drugs,
	} {
		if cmd.Flags().Lookup(flag) == nil {
			continue
		}
		directive := cobra.ShellCompDirectiveNoFileComp
		if flag == "drug" {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, directive)) // fails only where the flag is not
	}
}
