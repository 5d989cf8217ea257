package write

import (
	"html"
	"strconv"
	"strings"

	"quell/model/expr"
)

// pageStyle is the look of the page: one column, in the reader's light or dark.
const pageStyle = `:root{color-scheme:light dark}
body{max-width:54rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}
h1{line-height:1.2}h3{margin:1.5rem 0 .25rem;font-size:1rem}
.wide{overflow-x:auto}.equation{overflow:auto hidden;padding:.4rem 0 .4rem 1rem}math{font-size:1.15rem}
table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0;border-bottom:1px solid #8884}
dt{font-weight:600}dd{margin:0 0 .5rem 1rem}
`

// HTML is a web page that needs nothing but itself.
func (p Page) HTML() string {
	var b strings.Builder
	text := html.EscapeString
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<title>" + text(p.title) + "</title>\n<style>\n" + pageStyle + "</style>\n</head>\n<body>\n<h1>" + text(p.title) + "</h1>\n<dl>\n")
	for _, r := range p.words {
		b.WriteString("<dt>" + text(r[0]) + "</dt><dd>" + text(r[1]) + "</dd>\n")
	}
	b.WriteString("</dl>\n<h2>Equations</h2>\n<p>" + text(p.units) + "</p>\n")
	for _, s := range p.sections {
		b.WriteString("<h3>" + text(s.title) + "</h3>\n")
		if s.says != "" {
			b.WriteString("<p>" + text(s.says) + "</p>\n")
		}
		for _, l := range s.lines {
			b.WriteString("<div class=\"equation\">" + l.mathML() + "</div>\n")
		}
	}
	b.WriteString("<h2>Numbers</h2>\n<p>" + text(marksSay) + "</p>\n")
	rows := [][]string{p.head()}
	for _, e := range p.numbers {
		rows = append(rows, p.row(e, strconv.Itoa))
	}
	htmlTable(&b, rows)
	b.WriteString("<h2>Sources</h2>\n<ol>\n")
	for _, s := range p.sources {
		b.WriteString("<li>" + text(s) + "</li>\n")
	}
	b.WriteString("</ol>\n")
	if len(p.healthy) > 0 {
		b.WriteString("<h2>Healthy values, each tested</h2>\n")
		htmlTable(&b, append([][]string{{"measure", "value", "protocol"}}, p.healthy...))
	}
	b.WriteString("</body>\n</html>\n")
	return b.String()
}

// htmlTable writes a table whose first row is its head.
func htmlTable(b *strings.Builder, rows [][]string) {
	b.WriteString("<div class=\"wide\"><table>\n")
	for i, row := range rows {
		cell := "td"
		if i == 0 {
			cell = `th scope="col"`
		}
		b.WriteString("<tr>")
		for _, c := range row {
			b.WriteString("<" + cell + ">" + html.EscapeString(c) + "</" + cell[:2] + ">")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table></div>\n")
}

// mathML is the equation as a browser draws it.
func (l line) mathML() string {
	left := expr.MathMLName(l.left)
	if l.rate {
		left = "<mfrac><mrow><mi>d</mi>" + left + "</mrow><mrow><mi>d</mi><mi>t</mi></mrow></mfrac>"
	}
	if l.times != "" {
		left = expr.MathMLName(l.times) + "<mo>&#x2062;</mo>" + left
	}
	right := expr.MathML(l.right, expr.Row)
	if l.says != "" {
		right = "<mtext>" + html.EscapeString(l.says) + "</mtext>"
	}
	return `<math displaystyle="true" alttext="` + html.EscapeString(l.text()) + `"><mrow>` + left + "<mo>=</mo>" + right + "</mrow></math>"
}
