package write

import (
	"strconv"
	"strings"

	"quell/model/expr"
)

// LaTeX is a document that pdflatex reads.
func (p Page) LaTeX() string {
	var b strings.Builder
	b.WriteString("\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage[T1]{fontenc}\n\\usepackage{amsmath,longtable,textcomp}\n" +
		"\\setlength{\\parindent}{0pt}\n\\begin{document}\n\\section*{" + latexText(p.title) + "}\n")
	for _, r := range p.words {
		b.WriteString("\\textbf{" + latexText(r[0]) + ":} " + latexText(r[1]) + "\\par\n")
	}
	b.WriteString("\\subsection*{Equations}\n" + latexText(p.units) + "\n")
	for _, s := range p.sections {
		b.WriteString("\\paragraph{" + latexText(s.title) + "}")
		if s.says != "" {
			b.WriteString(" " + latexText(s.says))
		}
		b.WriteString("\n\\begin{align*}\n")
		for i, l := range s.lines {
			b.WriteString("  " + l.latex())
			if i < len(s.lines)-1 {
				b.WriteString(` \\`)
			}
			b.WriteString("\n")
		}
		b.WriteString("\\end{align*}\n")
	}
	b.WriteString("\\subsection*{Numbers}\n" + latexText(marksSay) + "\n")
	b.WriteString("\\begin{longtable}{" + strings.Repeat("l", len(p.head())-2) + "rp{0.35\\textwidth}}\n" + strings.Join(p.head(), " & ") + " \\\\ \\hline\n")
	for _, e := range p.numbers {
		row := p.row(e, strconv.Itoa)
		for i, cell := range row {
			row[i] = latexText(cell)
		}
		b.WriteString("\\texttt{" + row[0] + "} & " + strings.Join(row[1:], " & ") + " \\\\\n")
	}
	b.WriteString("\\end{longtable}\n\\subsection*{Sources}\n\\begin{enumerate}\n")
	for _, s := range p.sources {
		b.WriteString("\\item " + latexText(s) + "\n")
	}
	b.WriteString("\\end{enumerate}\n")
	if len(p.healthy) > 0 {
		b.WriteString("\\subsection*{Healthy values, each tested}\n\\begin{longtable}{llp{0.6\\textwidth}}\n")
		for _, h := range p.healthy {
			b.WriteString(latexText(h[0]) + " & " + latexText(h[1]) + " & \\texttt{" + latexText(h[2]) + "} \\\\\n")
		}
		b.WriteString("\\end{longtable}\n")
	}
	b.WriteString("\\end{document}\n")
	return b.String()
}

// latex is the equation for an align environment.
func (l line) latex() string {
	left := expr.LaTeXName(l.left)
	if l.rate {
		left = `\frac{\mathrm{d}` + left + `}{\mathrm{d}t}`
	}
	if l.times != "" {
		left = expr.LaTeXName(l.times) + `\,` + left
	}
	if l.says != "" {
		return left + ` &= \text{` + latexText(l.says) + "}"
	}
	return left + " &= " + expr.LaTeX(l.right)
}

// latexText escapes what LaTeX would take for itself, and writes the letters of
// the files that its fonts lack.
func latexText(text string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "_", `\_`, "%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`,
		"^", `\^{}`, "~", `\~{}`, "--", "-{}-", "<", `\textless{}`, ">", `\textgreater{}`,
		"µ", `\textmu{}`, "°", `\textdegree{}`, "±", `\textpm{}`, "−", `$-$`, "≤", `$\le$`, "≥", `$\ge$`, "γ", `$\gamma$`, "Δ", `$\Delta$`).Replace(text)
}
