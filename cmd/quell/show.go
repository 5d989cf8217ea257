package main

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"quell/model"
	"quell/model/expr"
)

func showCommand(s streams) *cobra.Command {
	var out string
	var asHTML, asLaTeX, file bool
	c := &cobra.Command{
		Use: "show NEURON|FILE", Short: "typeset a neuron: equations, and every number with its source",
		Args: exactly(1, "the neuron"), Example: "  $ quell show squid\n  $ quell show squid --html -o squid.html\n  $ quell show squid --file -o mine.yaml",
		RunE: func(_ *cobra.Command, args []string) error {
			n, err := neuronOf(args[0])
			if err != nil {
				return err
			}
			var b bytes.Buffer
			switch {
			case (asHTML && asLaTeX) || (file && (asHTML || asLaTeX)):
				return wrong(errors.New("--html, --latex and --file: give one of them"))
			case file:
				if !slices.Contains(model.Names(), args[0]) {
					return wrong(fmt.Errorf("--file: %s is a file already", args[0]))
				}
				text, err := model.Text(args[0])
				if err != nil {
					return err
				}
				b.Write(text)
			case asHTML:
				showHTML(&b, n)
			case asLaTeX:
				showLaTeX(&b, n)
			default:
				showText(&b, n)
			}
			return writeOutput(s, out, func(w io.Writer) error { _, err := w.Write(b.Bytes()); return err })
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "-", "the page; - is standard output")
	c.Flags().BoolVar(&asHTML, "html", false, "a web page with MathML")
	c.Flags().BoolVar(&asLaTeX, "latex", false, "LaTeX")
	c.Flags().BoolVar(&file, "file", false, "the neuron's own file, comments kept, to start one's own from")
	return c
}

// equationLine is one equation of a neuron, as left and right-hand side.
type equationLine struct {
	place string
	left  string
	right *model.Equation
}

// equations lists what a neuron says, compartment by compartment.
func equations(n *model.Neuron) []equationLine {
	var out []equationLine
	seen := map[string]bool{}
	add := func(place, left string, q *model.Equation) {
		if q == nil || seen[place+left+q.Text] {
			return
		}
		seen[place+left+q.Text] = true
		out = append(out, equationLine{place, left, q})
	}
	for _, c := range n.Compartments {
		for _, ch := range c.Channels {
			for _, l := range ch.Lets {
				add(ch.Name, l.Name, &l.Equation)
			}
			for _, g := range ch.Gates {
				for _, l := range g.Lets {
					add(ch.Name, l.Name, &l.Equation)
				}
				add(ch.Name, "alpha_"+g.Name, g.Alpha)
				add(ch.Name, "beta_"+g.Name, g.Beta)
				add(ch.Name, g.Name+"_inf", g.Inf)
				add(ch.Name, "tau_"+g.Name, g.Tau)
				out = append(out, q10Line(ch, g, seen)...)
			}
			for _, t := range ch.States {
				add(ch.Name, "d"+t.Name+"/dt", t.Rate)
			}
			add(ch.Name, "open", ch.Open)
		}
		for _, l := range c.Lets {
			add(c.Name, l.Name, &l.Equation)
		}
		for _, p := range c.Pools {
			add(c.Name, "d"+p.Name+"/dt", p.Rate)
		}
		for _, t := range c.States {
			add(c.Name, "d"+t.Name+"/dt", t.Rate)
		}
	}
	return out
}

// q10Line says how the rates of a gate depend on temperature.
func q10Line(ch *model.Channel, g *model.Gate, seen map[string]bool) []equationLine {
	if g.Q10 == nil {
		return nil
	}
	text := fmt.Sprintf("pow(%g, (celsius - %g)/10)", g.Q10.Factor, g.Q10.At)
	left := "q10_" + g.Name
	e, err := expr.Parse(text)
	if err != nil || seen[ch.Name+left+text] {
		return nil
	}
	seen[ch.Name+left+text] = true
	return []equationLine{{ch.Name, left, &model.Equation{Expr: e, Text: text + "   (factor of its rates)"}}}
}

// current writes the current of a channel: gbar·m^3·h·(V-E).
func current(ch *model.Channel) string {
	if ch.GHK != nil {
		return fmt.Sprintf("I = P·%s·GHK(V)", open(ch))
	}
	o := open(ch)
	if o != "" {
		o += "·"
	}
	return fmt.Sprintf("I = gbar·%s(V − E)", o)
}

func open(ch *model.Channel) string {
	if ch.Open != nil {
		return "open"
	}
	var parts []string
	for _, g := range ch.Gates {
		p := g.Name
		if g.Power > 1 {
			p += string([]rune("⁰¹²³⁴⁵⁶⁷⁸")[g.Power])
		}
		parts = append(parts, p)
	}
	return strings.Join(parts, "·")
}

func showText(w io.Writer, n *model.Neuron) {
	fmt.Fprintf(w, "%s (%s)\n%s\n", n.Title, n.Name, n.Source)
	for _, line := range [][2]string{{"good for", n.Use}, {"leaves out", n.Omits}, {"note", n.Note}} {
		if line[1] != "" {
			fmt.Fprintf(w, "%s: %s\n", line[0], line[1])
		}
	}
	fmt.Fprint(w, "\nequations (mV, ms, mS/cm2, uA/cm2; C dV/dt = I − sum of currents)\n")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range n.Compartments {
		for _, ch := range c.Channels {
			fmt.Fprintf(t, "  %s.%s\t%s\n", c.Name, ch.Name, current(ch))
		}
	}
	for _, q := range equations(n) {
		fmt.Fprintf(t, "  %s\t%s = %s\n", q.place, q.left, q.right.Text)
	}
	t.Flush()
	fmt.Fprint(w, "\nnumbers, each with its source below\n")
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var refs references
	for p := range n.Numbers() {
		mark := refs.mark(source(n, p))
		if p.Note != "" {
			mark += "  " + p.Note
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\n", p.Path, written(p), mark)
	}
	t.Flush()
	fmt.Fprint(w, "\nsources\n")
	for i, text := range refs {
		fmt.Fprintf(w, "  (%d) %s\n", i+1, text)
	}
	if n.GABAB != nil && n.GABAB.Note != "" {
		fmt.Fprintf(w, "\nGABA-B: %s\n", n.GABAB.Note)
	}
	if len(n.Healthy) > 0 {
		fmt.Fprint(w, "\nhealthy values\n")
		t = tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, h := range n.Healthy {
			fmt.Fprintf(t, "  %s\t%g %s\t± %g\t%s\n", h.Measure, h.Value, h.Unit, h.Spread, h.Protocol)
		}
		t.Flush()
	}
}

// written is a number as the file has it, with its value where that is an
// equation.
func written(p model.ParamInfo) string {
	switch {
	case p.Expr != nil:
		return fmt.Sprintf("%s = %g %s", p.Text, p.Num, p.Dim)
	case p.Text != "":
		return p.Text
	}
	return strings.TrimSpace(fmt.Sprintf("%g %s", p.Num, p.Unit))
}

// source is where a number comes from: its own line, else the file's.
func source(n *model.Neuron, p model.ParamInfo) string {
	text, sure := p.Source.Text, p.Source.Confidence
	if text == "" {
		text = n.SourceOf(p.Path)
	}
	if sure == "" {
		sure = n.TrustOf(p.Path)
	}
	if sure != "" {
		text += " [" + sure + "]"
	}
	return text
}

// references are the sources of a table, each once.
type references []string

// mark is the number of a source in brackets.
func (r *references) mark(text string) string {
	i := slices.Index(*r, text)
	if i < 0 {
		i = len(*r)
		*r = append(*r, text)
	}
	return fmt.Sprintf("(%d)", i+1)
}

const pageStyle = `body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #ddd;vertical-align:top}
th{font-weight:600}.s{color:#555;font-size:.875rem}math{font-size:1.1rem}h1{line-height:1.2}.wide{overflow-x:auto}
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}td,th{border-color:#444}.s{color:#aaa}}`

func showHTML(w io.Writer, n *model.Neuron) {
	e := html.EscapeString
	fmt.Fprintf(w, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>%s</title><style>%s</style></head><body>\n", e(n.Title), pageStyle)
	fmt.Fprintf(w, "<h1>%s</h1>\n<p class=\"s\">%s</p>\n", e(n.Title), e(n.Source))
	for _, line := range [][2]string{{"Good for", n.Use}, {"Leaves out", n.Omits}, {"Note", n.Note}} {
		if line[1] != "" {
			fmt.Fprintf(w, "<p><b>%s:</b> %s</p>\n", line[0], e(line[1]))
		}
	}
	fmt.Fprint(w, "<h2>Equations</h2>\n<p class=\"s\">V in mV, t in ms, conductances in mS/cm², currents in µA/cm²; C dV/dt is the injected current less the sum of the currents.</p>\n<div class=\"wide\"><table>\n")
	for _, c := range n.Compartments {
		for _, ch := range c.Channels {
			fmt.Fprintf(w, "<tr><td>%s.%s</td><td>%s</td></tr>\n", e(c.Name), e(ch.Name), e(current(ch)))
		}
	}
	for _, q := range equations(n) {
		fmt.Fprintf(w, "<tr><td>%s</td><td><math><mrow>%s<mo>=</mo>%s</mrow></math></td></tr>\n", e(q.place), leftMathML(q.left), expr.MathML(q.right.Node, expr.Row))
	}
	fmt.Fprint(w, "</table></div>\n<h2>Numbers</h2>\n<div class=\"wide\"><table><tr><th>path</th><th>value</th><th>source</th></tr>\n")
	var refs references
	for p := range n.Numbers() {
		fmt.Fprintf(w, "<tr><td><code>%s</code></td><td>%s</td><td class=\"s\">%s %s</td></tr>\n", e(p.Path), e(written(p)), refs.mark(source(n, p)), e(p.Note))
	}
	fmt.Fprint(w, "</table></div>\n<h2>Sources</h2>\n<ol class=\"s\">\n")
	for _, text := range refs {
		fmt.Fprintf(w, "<li>%s</li>\n", e(text))
	}
	fmt.Fprint(w, "</ol>\n")
	if n.GABAB != nil && n.GABAB.Note != "" {
		fmt.Fprintf(w, "<p><b>GABA-B:</b> %s</p>\n", e(n.GABAB.Note))
	}
	fmt.Fprint(w, "</body></html>\n")
}

// leftMathML typesets a left-hand side: alpha_m, m_inf, dCa/dt.
func leftMathML(left string) string {
	if name, ok := strings.CutSuffix(left, "/dt"); ok {
		return "<mfrac><mrow><mi>d</mi>" + expr.MathMLName(name[1:]) + "</mrow><mrow><mi>d</mi><mi>t</mi></mrow></mfrac>"
	}
	if name, ok := strings.CutSuffix(left, "_inf"); ok {
		return "<msub><mi>" + html.EscapeString(name) + "</mi><mi>∞</mi></msub>"
	}
	return expr.MathMLName(left)
}

func showLaTeX(w io.Writer, n *model.Neuron) {
	fmt.Fprintf(w, "%% %s; %s\n%% needs amsmath\n\\section*{%s}\n\\begin{align*}\n", n.Name, n.Source, n.Title)
	for _, q := range equations(n) {
		left := expr.LaTeXName(q.left)
		if name, ok := strings.CutSuffix(q.left, "_inf"); ok {
			left = name + `_{\infty}`
		} else if name, ok := strings.CutSuffix(q.left, "/dt"); ok {
			left = `\frac{d` + expr.LaTeXName(name[1:]) + `}{dt}`
		}
		fmt.Fprintf(w, "%s &= %s && \\text{%s} \\\\\n", left, expr.LaTeX(q.right.Node), q.place)
	}
	fmt.Fprint(w, "\\end{align*}\n\\begin{tabular}{lll}\npath & value & source \\\\ \\hline\n")
	for p := range n.Numbers() {
		fmt.Fprintf(w, "%s & %s & %s \\\\\n", latexText(p.Path), latexText(written(p)), latexText(source(n, p)))
	}
	fmt.Fprint(w, "\\end{tabular}\n")
}

// latexText escapes what LaTeX would take for itself.
func latexText(text string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "_", `\_`, "%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`, "{", `\{`, "}", `\}`, "^", `\^{}`, "~", `\~{}`).Replace(text)
}
