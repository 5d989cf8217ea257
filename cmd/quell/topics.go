package main

import (
	"embed"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed help/*.md
var pages embed.FS

// topic is a page of help that is no command.
type topic struct{ name, short string }

func topics() []topic {
	return []topic{
		{"json", "the keys that --json prints"},
		{"units", "how quantities are written"},
		{"neuron", "a neuron file of one's own"},
		{"experiment", "the file that --save writes and run repeats"},
	}
}

// topicCommand makes `quell help json` and `quell json --help` print the page.
func topicCommand(t topic) *cobra.Command {
	text, err := pages.ReadFile("help/" + t.name + ".md")
	if err != nil {
		panic(fmt.Sprintf("quell: the help page of %s is not embedded", t.name))
	}
	return &cobra.Command{Use: t.name, Short: t.short, Long: strings.TrimSpace(string(text))}
}
