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

// citation is a source as files write it: authors, year, journal, volume, first
// page, and perhaps a DOI behind.
var (
	citation = regexp.MustCompile(`(\p{Lu}[\p{L}'-]+(?:(?:, | & )\p{Lu}[\p{L}'-]+)*(?: et al\.)?) ((?:18|19|20)\d\d), (\p{Lu}[A-Za-z .&]+?) (\d+):(\d+)`)
	doiOf    = regexp.MustCompile(`\b10\.\d{4,}/[^\s;,]+`)
	letters  = regexp.MustCompile(`[^A-Za-z]`)
)

// writeBibTeX writes quell itself and the papers that the neurons' files name.
// A source that is no citation of a paper is left out.
func writeBibTeX(w io.Writer, used []*model.Neuron) error {
	fmt.Fprintf(w, "@software{quell,\n  title = {quell: from a dose of baclofen to a quieter neuron},\n  author = {{The quell authors}},\n  version = {%s}\n}\n", version)
	seen := map[string]bool{}
	for _, n := range used {
		for _, text := range n.Sources() {
			m := citation.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			authors := strings.NewReplacer(" et al.", " and others", " & ", " and ", ", ", " and ").Replace(m[1])
			key := letters.ReplaceAllString(strings.Fields(authors)[0], "") + m[2]
			if seen[key] {
				continue
			}
			seen[key] = true
			fmt.Fprintf(w, "@article{%s,\n  author = {%s},\n  year = {%s},\n  journal = {%s},\n  volume = {%s},\n  pages = {%s}", key, authors, m[2], m[3], m[4], m[5])
			if d := doiOf.FindString(text); d != "" {
				fmt.Fprintf(w, ",\n  doi = {%s}", d)
			}
			fmt.Fprint(w, "\n}\n")
		}
	}
	return nil
}
