package write

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Text is the page as plain text, its equations in the spelling of the file.
func (p Page) Text() string {
	var b strings.Builder
	b.WriteString(p.title)
	if p.title != p.name {
		b.WriteString(" (" + p.name + ")")
	}
	b.WriteString("\n\n")
	var said [][]string
	for _, w := range p.words {
		said = append(said, []string{w[0], w[1]})
	}
	table(&b, said)
	b.WriteString("\nEquations\n" + p.units + "\n")
	for _, s := range p.sections {
		b.WriteString("\n" + s.title + "\n")
		if s.says != "" {
			b.WriteString("  " + s.says + "\n")
		}
		for _, l := range s.lines {
			b.WriteString("  " + l.text() + "\n")
		}
	}
	b.WriteString("\nNumbers, each with its source below\n" + marksSay + "\n")
	var rows [][]string
	for _, e := range p.numbers {
		rows = append(rows, p.row(e, func(i int) string { return fmt.Sprintf("(%d)", i) }))
	}
	table(&b, rows)
	b.WriteString("\nSources\n")
	for i, s := range p.sources {
		fmt.Fprintf(&b, "  (%d) %s\n", i+1, s)
	}
	if len(p.healthy) > 0 {
		b.WriteString("\nHealthy values, each tested\n")
		table(&b, p.healthy)
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
