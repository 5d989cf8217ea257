package expr

import "strings"

// Style is what MathML puts around an equation.
type Style int

// A Row is to be put into a larger formula; Inline and Block are whole math
// elements, in a line of text and on a line of their own.
const (
	Row Style = iota
	Inline
	Block
)

// MathML is n as a browser draws it, in presentation MathML. A whole math
// element carries the equation's text for those who cannot see it.
func MathML(n Node, style Style) string {
	row := layout{script: mathML{}}.node(n)
	switch style {
	case Inline:
		return `<math alttext="` + escape(String(n)) + `">` + row + "</math>"
	case Block:
		return `<math display="block" alttext="` + escape(String(n)) + `">` + row + "</math>"
	}
	return row
}

// MathMLName is a name as MathML draws it in an equation.
func MathMLName(name string) string { return mathML{}.name(symbolOf(name)) }

// mathML is the script of browsers.
type mathML struct{}

func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text)
}

func element(tag, content string) string { return "<" + tag + ">" + content + "</" + tag + ">" }

func (m mathML) row(parts ...string) string { return element("mrow", strings.Join(parts, "")) }

func (m mathML) number(digits, tens string) string {
	if tens == "" {
		return element("mn", digits)
	}
	n := element("mn", strings.TrimPrefix(tens, "-"))
	if tens[0] == '-' {
		n = m.negative(n)
	}
	ten := element("msup", element("mn", "10")+n)
	if digits == "1" {
		return ten
	}
	return m.row(element("mn", digits), m.sign("*"), ten)
}

func (m mathML) name(s symbol) string {
	letter := s.letter
	if g, ok := greekLetter(letter); ok {
		letter = g
	}
	x := element("mi", escape(letter))
	if s.bar {
		x = element("mover", x+element("mo", "¯"))
	}
	switch {
	case s.index == "":
		return x
	case s.index == "inf":
		return element("msub", x+element("mi", "∞"))
	case s.index[0] >= '0' && s.index[0] <= '9':
		return element("msub", x+element("mn", escape(s.index)))
	}
	return element("msub", x+`<mi mathvariant="normal">`+escape(s.index)+"</mi>")
}

func (m mathML) negative(x string) string { return m.row(m.sign("-"), x) }

func (mathML) sign(sign string) string {
	switch sign {
	case "":
		return "<mo>&#x2062;</mo>" // a product that is not seen, but can be heard
	case "-":
		sign = "−"
	case "*":
		sign = "·"
	case "<=":
		sign = "≤"
	case ">=":
		sign = "≥"
	}
	return element("mo", escape(sign))
}

func (m mathML) fraction(x, y string) string { return element("mfrac", x+y) }
func (m mathML) power(x, n string) string    { return element("msup", x+n) }
func (m mathML) exponential(x string) string { return element("msup", element("mi", "e")+x) }
func (m mathML) root(x string) string        { return element("msqrt", x) }

func (m mathML) bars(x string) string { return m.row(element("mo", "|"), x, element("mo", "|")) }

func (m mathML) brackets(x string) string { return m.row(element("mo", "("), x, element("mo", ")")) }

func (m mathML) function(name, arguments string) string {
	return m.row(element("mi", name), "<mo>&#x2061;</mo>", m.brackets(arguments))
}

func (m mathML) choice(condition, x, otherwise string) string {
	line := func(value, when string) string {
		return element("mtr", element("mtd", value)+element("mtd", when))
	}
	return m.row(element("mo", "{"), `<mtable columnalign="left left">`+
		line(x, m.row(element("mtext", "if "), condition))+
		line(otherwise, element("mtext", "otherwise"))+"</mtable>")
}
