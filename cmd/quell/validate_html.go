package main

import (
	"bytes"
	"html"
	"io"
	"strings"

	"quell/plots"
	"quell/sim/validate"
)

// reportStyle is the look of the report: the reader's light or dark, one column
// on a phone, and light on paper.
const reportStyle = `:root{color-scheme:light dark;--line:#8884;--miss:#c2410c;--hit:#15803d;--muted:#666}
@media(prefers-color-scheme:dark){:root{--miss:#fb923c;--hit:#4ade80;--muted:#aaa}}
body{max-width:72rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}
h1,h2{line-height:1.2}h2{margin-top:2.5rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem}
td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right;white-space:nowrap}
.finding{border-bottom:1px solid var(--line);padding:.75rem 0;display:grid;grid-template-columns:minmax(0,1fr) minmax(0,24rem);gap:.5rem 2rem}
.finding>:only-child{grid-column:1/-1}
@media(max-width:50rem){.finding{grid-template-columns:minmax(0,1fr)}}
.finding p{margin:.2rem 0}
.hit{color:var(--hit)}.miss{color:var(--miss)}.skipped,.from{color:var(--muted)}
.from{font-size:.9rem}code{overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1rem}
figure{margin:0;break-inside:avoid}figcaption{font-size:.9rem;color:var(--muted)}svg{width:100%;height:auto}
.dark{display:none}
@media(prefers-color-scheme:dark){.dark{display:block}.light{display:none}}
@media print{:root{color-scheme:light;--miss:#c2410c;--hit:#15803d;--muted:#555}.dark{display:none}.light{display:block}body{margin:0;max-width:none}h2{break-after:avoid}tr,.finding{break-inside:avoid}}
`

// page of HTML that is being written.
type htmlPage struct{ bytes.Buffer }

func (p *htmlPage) put(parts ...string) {
	for _, s := range parts {
		p.WriteString(s)
	}
}

// element writes an element of text, with a class where it is not "".
func (p *htmlPage) element(tag, class, text string) {
	p.put("<", tag)
	if class != "" {
		p.put(` class="`, class, `"`)
	}
	p.put(">", html.EscapeString(text), "</", tag, ">\n")
}

// writeReport writes the report as a page that needs nothing but itself.
func writeReport(w io.Writer, rep *validate.Report) error {
	const title = "quell against other engines and published findings"
	p := &htmlPage{}
	p.put("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>", title, "</title>\n<style>\n", reportStyle, "</style>\n</head>\n<body>\n<main>\n")
	p.element("h1", "", title)
	p.element("p", "from", "quell "+version)
	p.put("<ul>\n")
	for line := range strings.Lines(tally(rep)) {
		p.element("li", "", strings.TrimSpace(line))
	}
	p.put("</ul>\n")
	if err := p.findings(rep); err != nil {
		return err
	}
	if err := p.firing(rep); err != nil {
		return err
	}
	p.quantities(rep, validate.GroupEngine, "Other engines", "The same equations in NEURON and scipy, at quell's default settings: the worst difference of each quantity, and where it is.")
	p.quantities(rep, validate.GroupReceptor, "Receptor", "The same equations solved otherwise: the worst difference of each part.")
	p.element("p", "from", noticeOn(rep))
	p.put("</main>\n</body>\n</html>\n")
	_, err := w.Write(p.Bytes())
	return err
}

// quantities is the table of a group.
func (p *htmlPage) quantities(rep *validate.Report, group, title, says string) {
	all := rep.Quantities(group)
	if len(all) == 0 {
		return
	}
	p.element("h2", "", title)
	p.element("p", "", says)
	p.put("<div class=\"wide\"><table>\n<tr>")
	for i, head := range quantityRows(&validate.Report{}, group)[0] {
		p.cell("th", i, head)
	}
	p.put("</tr>\n")
	for _, q := range all {
		p.put("<tr class=\"", verdictClass(q.Missed > 0, q.N == 0), "\">")
		for i, text := range quantityCells(q) {
			p.cell("td", i, text)
		}
		p.put("</tr>\n")
	}
	p.put("</table></div>\n")
	for line := range strings.Lines(strings.TrimSpace(leftOut(rep, group))) {
		p.element("p", "from", strings.TrimSpace(line))
	}
}

// cell is one of a quantity's; those with numbers stand to the right.
func (p *htmlPage) cell(tag string, i int, text string) {
	class := ""
	if 3 <= i && i <= 6 {
		class = ` class="n"`
	}
	if tag == "th" {
		class += ` scope="col"`
	}
	p.put("<", tag, class, ">", html.EscapeString(text), "</", tag, ">")
}

func verdictClass(missed, skipped bool) string {
	switch {
	case missed:
		return "miss"
	case skipped:
		return "skipped"
	}
	return ""
}

// findings are the published ones, each with its verdict, numbers and reason.
func (p *htmlPage) findings(rep *validate.Report) error {
	head := "Published findings"
	for _, r := range rep.Rows {
		if r.Group != validate.GroupFinding {
			continue
		}
		if head != "" {
			p.element("h2", "", head)
			p.element("p", "", "A hit that is built in gives back a number that the model was given; a hit that is not is one that it could have missed.")
			head = ""
		}
		if err := p.finding(r); err != nil {
			return err
		}
	}
	return nil
}

// finding is one number: what is said of it, and beside it its figure.
func (p *htmlPage) finding(r validate.Row) error {
	class := "hit"
	if r.Verdict != validate.Hit {
		class = verdictClass(r.Verdict != validate.Skipped, r.Verdict == validate.Skipped)
	}
	published, got := findingNumbers(r)
	what := r.What
	if r.Condition != "" {
		what += " (" + r.Condition + ")"
	}
	p.put("<div class=\"finding\">\n<div>\n<p><strong>", html.EscapeString(r.ID), "</strong> <span class=\"", class, "\">", findingVerdict(r), "</span> ", html.EscapeString(what), "</p>\n")
	p.element("p", "", "published "+published+", quell "+got)
	for _, note := range findingNotes(r) {
		p.element("p", "", note)
	}
	source := r.Source
	if r.Confidence != "" {
		source += " [" + r.Confidence + "]"
	}
	p.element("p", "from", source)
	if r.Command != "" {
		p.put("<p><code>", html.EscapeString(r.Command), "</code></p>\n")
	}
	p.put("</div>\n")
	if r.Figure != nil {
		if err := p.figure(*r.Figure, r.Figure.Title+": published "+published+", quell "+got); err != nil {
			return err
		}
	}
	p.put("</div>\n")
	return nil
}

// firing are the figures of the tables of firing rates.
func (p *htmlPage) firing(rep *validate.Report) error {
	all := rep.FiringFigures()
	if len(all) == 0 {
		return nil
	}
	p.element("h2", "", "Firing")
	p.element("p", "", "How many spikes a step of current brings, in quell and in NEURON.")
	p.put("<div class=\"figures\">\n")
	for _, f := range all {
		if err := p.figure(f, f.Title); err != nil {
			return err
		}
	}
	p.put("</div>\n")
	return nil
}

// figure is drawn twice, for light and for dark, of which the style shows one, over
// its caption.
func (p *htmlPage) figure(f validate.Figure, caption string) error {
	p.put("<figure>")
	for _, look := range []struct {
		class string
		style plots.Style
	}{{"light", plots.Slide()}, {"dark", plots.Dark()}} {
		p.put("<div class=\"", look.class, "\">")
		if err := p.draw(f, look.style); err != nil {
			return err
		}
		p.put("</div>")
	}
	p.element("figcaption", "", caption)
	p.put("</figure>\n")
	return nil
}

// Size of a figure in the report and of its letters, in points: two figures beside
// each other on a screen, one on a phone. What it shows stands in its caption, where
// a long line breaks.
const reportWide, reportHigh, reportBody = 470, 290, 15

func (p *htmlPage) draw(f validate.Figure, style plots.Style) error {
	style.Width, style.Height = reportWide, reportHigh
	style.Body, style.Title = reportBody, false
	r := plots.Relation{Title: f.Title, X: f.X, Y: f.Y, LogX: f.LogX}
	for _, c := range f.Curves {
		r.Series = append(r.Series, plots.Series{Name: c.Name, X: c.X, Y: c.Y, Points: c.Points})
	}
	fig, err := plots.Relate(style, r)
	if err != nil {
		return err
	}
	return plots.Write(&p.Buffer, fig, plots.SVG, fig.Meta(""))
}
