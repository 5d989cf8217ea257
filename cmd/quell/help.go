package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"quell/sim/study"
)

//go:embed help/*.md
var pages embed.FS

// topic is a page of help that is no command.
type topic struct{ name, short string }

func topics() []topic {
	return []topic{
		{"neuron", "a neuron file of one's own"},
		{"receptor", "the GABA-B receptor, its arms and its models"},
		{"experiment", "the file that --save writes and run repeats"},
		{"units", "how quantities are written"},
		{"json", "the keys that --json prints"},
		{"csv", "the columns that --csv prints"},
		{"figures", "styles, sizes and formats of figures"},
		{"modellers", "commands for modellers: how fast, how exact"},
	}
}

// page is a page of help/. That of the experiment file ends with what the file
// may say, from the table that reads it; that for modellers with their commands.
func page(name string) string {
	text, err := pages.ReadFile("help/" + name + ".md")
	if err != nil {
		panic(fmt.Sprintf("quell: help/%s.md is not embedded", name))
	}
	switch name {
	case "experiment":
		return string(text) + "\n" + study.Schema()
	case "modellers":
		return string(text) + "\n" + listed(forModellers())
	}
	return strings.TrimSpace(string(text)) + "\n"
}

// firstExample is the first command line on the page of a command.
func firstExample(path string) string {
	_, name, _ := strings.Cut(path, " ")
	for line := range strings.Lines(page(name)) {
		if example, ok := strings.CutPrefix(strings.TrimSpace(line), "$ "); ok {
			return example
		}
	}
	return path + " --help"
}

func helpFlags(*pflag.FlagSet) body {
	return func(_ context.Context, s streams, words []string) error {
		root := newRoot(s)
		if len(words) == 0 {
			return root.Help()
		}
		name := words[0]
		if len(words) > 1 {
			return wrong(fmt.Errorf("%s is a word too many; ask for one page at a time", words[1]))
		}
		if slices.Contains(commandNames(), name) {
			cmd, _, err := root.Find([]string{name})
			if err != nil {
				return err
			}
			return cmd.Help()
		}
		for _, t := range topics() {
			if t.name == name {
				_, err := io.WriteString(s.out, page(name))
				return err
			}
		}
		return wrong(fmt.Errorf("there is no page on %s%s", name, suggest(name, helpNames())))
	}
}

// helpNames are the pages there are: commands and topics.
func helpNames() []string {
	names := commandNames()
	for _, t := range topics() {
		names = append(names, t.name)
	}
	return names
}

// helpWidth is how wide help is set, in letters.
const helpWidth = 80

// helpText is what --help prints.
func helpText(cmd *cobra.Command) string {
	var b strings.Builder
	flags := flagLines(cmd.Flags())
	usage := cmd.UseLine()
	if flags != "" {
		usage += " [flags]"
	}
	fmt.Fprintf(&b, "%s: %s\n\nusage: %s\n\n%s", cmd.CommandPath(), cmd.Short, usage, cmd.Long)
	if !cmd.HasParent() {
		b.WriteString("\nCommands\n\n")
		b.WriteString(listed(forAll()))
		b.WriteString("\nTopics, by quell help TOPIC\n\n")
		var rows [][]string
		for _, t := range topics() {
			rows = append(rows, []string{"  " + t.name, t.short})
		}
		b.WriteString(columns(rows, ""))
		return b.String()
	}
	if flags != "" {
		b.WriteString("\nFlags\n\n" + flags)
	}
	return b.String()
}

// listed are commands, one a line.
func listed(commands []command) string {
	var rows [][]string
	for _, c := range commands {
		rows = append(rows, []string{"  " + c.name(), c.short})
	}
	return columns(rows, "")
}

// flagLines explains each flag: its name and value, and what it does beside it.
func flagLines(flags *pflag.FlagSet) string {
	var heads, docs []string
	wide := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		head := "      --" + f.Name
		if f.Shorthand != "" {
			head = "  -" + f.Shorthand + ", --" + f.Name
		}
		value, doc := pflag.UnquoteUsage(f)
		if f.NoOptDefVal == "" {
			head += " " + value
		}
		wide = max(wide, utf8.RuneCountInString(head))
		heads, docs = append(heads, head), append(docs, doc)
	})
	var b strings.Builder
	for i, head := range heads {
		b.WriteString(head + strings.Repeat(" ", wide-utf8.RuneCountInString(head)))
		for k, line := range wrapped(docs[i], helpWidth-wide-2) {
			if k > 0 {
				b.WriteString(strings.Repeat(" ", wide))
			}
			b.WriteString("  " + line + "\n")
		}
	}
	return b.String()
}

// wrapped breaks a text into lines.
func wrapped(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch n := utf8.RuneCountInString(*last); {
		case n == 0:
			*last = word
		case n+1+utf8.RuneCountInString(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
