package write

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"quell/model"
)

// Text is the neuron as plain text, its equations in the spelling of the file.
func Text(n *model.Neuron) string {
	var b strings.Builder
	b.WriteString(n.Title + " (" + n.Name + ")\n\n")
	var said [][]string
	for _, r := range remarks(n) {
		said = append(said, []string{r[0], r[1]})
	}
	table(&b, said)
	b.WriteString("\nEquations\n" + unitsSay + "\n")
	for _, s := range sections(n) {
		b.WriteString("\n" + s.title + "\n")
		if s.says != "" {
			b.WriteString("  " + s.says + "\n")
		}
		for _, l := range s.lines {
			b.WriteString("  " + l.text() + "\n")
		}
	}
	b.WriteString("\nNumbers, each with its source below\n")
	rows := [][]string{}
	entries, sources := numbers(n)
	for _, e := range entries {
		rows = append(rows, []string{e.path, e.value, fmt.Sprintf("(%d)", e.source), e.note})
	}
	table(&b, rows)
	b.WriteString("\nSources\n")
	for i, s := range sources {
		fmt.Fprintf(&b, "  (%d) %s\n", i+1, s)
	}
	if healthy := promises(n); len(healthy) > 0 {
		b.WriteString("\nHealthy values, each tested\n")
		table(&b, healthy)
	}
	return b.String()
}

// table writes rows with their columns aligned to the left.
func table(b *strings.Builder, rows [][]string) {
	var width []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var l strings.Builder
		for i, cell := range row {
			l.WriteString("  " + cell)
			l.WriteString(strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell)))
		}
		b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
	}
}
