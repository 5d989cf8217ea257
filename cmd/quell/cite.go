package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"quell/model"
)

func citeCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use: "cite [NEURON|FILE ...]", Short: "print BibTeX of quell and of the neurons used",
		Example: "  $ quell cite motoneuron",
		RunE: func(_ *cobra.Command, args []string) error {
			var used []*model.Neuron
			for _, a := range args {
				n, err := neuronOf(a)
				if err != nil {
					return err
				}
				used = append(used, n)
			}
			return writeOutput(s, "-", func(w io.Writer) error { return writeBibTeX(w, used) })
		},
	}
}

var (
	year  = regexp.MustCompile(`\b(1[89]|20)\d\d\b`)
	doiOf = regexp.MustCompile(`\b10\.\d{4,}/[^\s;,]+`)
)

// writeBibTeX writes quell itself and each source with a year, as it is stated in
// the file.
func writeBibTeX(w io.Writer, used []*model.Neuron) error {
	fmt.Fprintf(w, "@software{quell,\n  title = {quell: from a dose of baclofen to a quieter neuron},\n  author = {{The quell authors}},\n  version = {%s}\n}\n", version)
	seen := map[string]bool{}
	for _, n := range used {
		for _, text := range n.Sources() {
			y := year.FindString(text)
			if y == "" || seen[text] {
				continue
			}
			seen[text] = true
			authors, _, _ := strings.Cut(text, " "+y)
			key := regexp.MustCompile(`[^A-Za-z]`).ReplaceAllString(strings.Fields(authors + " x")[0], "")
			fmt.Fprintf(w, "@misc{%s%s,\n  author = {%s},\n  year = {%s},\n", key, y, strings.ReplaceAll(authors, " & ", " and "), y)
			if d := doiOf.FindString(text); d != "" {
				fmt.Fprintf(w, "  doi = {%s},\n", d)
			}
			fmt.Fprintf(w, "  note = {%s}\n}\n", text)
		}
	}
	return nil
}
