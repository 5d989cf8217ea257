package expr

import "strings"

// LaTeX is n for math mode. Of packages it wants amsmath, and only where n has
// a where.
func LaTeX(n Node) string { return layout{script: latex{}}.node(n) }

// LaTeXName is a name as LaTeX draws it in an equation.
func LaTeXName(name string) string { return latex{}.name(symbolOf(name)) }

// latex is the script of LaTeX's math mode.
type latex struct{}

func (latex) row(parts ...string) string { return strings.Join(parts, "") }

func (latex) number(digits, tens string) string {
	switch {
	case tens == "":
		return digits
	case digits == "1":
		return "10^{" + tens + "}"
	}
	return digits + ` \cdot 10^{` + tens + "}"
}

func (latex) name(s symbol) string {
	upright := func(text string) string {
		if len(text) == 1 {
			return text
		}
		return `\mathrm{` + strings.ReplaceAll(text, "_", `\_`) + "}"
	}
	x := upright(s.letter)
	if _, ok := greekLetter(s.letter); ok {
		x = `\` + s.letter
	}
	if s.bar {
		x = `\bar{` + x + "}"
	}
	switch s.index {
	case "":
		return x
	case "inf":
		return x + `_{\infty}`
	}
	if strings.Trim(s.index, "0123456789") == "" {
		return x + "_{" + s.index + "}"
	}
	return x + `_{\mathrm{` + s.index + "}}"
}

func (latex) negative(x string) string { return "-" + x }

func (latex) sign(sign string) string {
	switch sign {
	case "":
		return `\,`
	case "*":
		return ` \cdot `
	case "/":
		return "/"
	case ",":
		return ", "
	case "<=":
		return ` \le `
	case ">=":
		return ` \ge `
	}
	return " " + sign + " "
}

func (latex) fraction(x, y string) string { return `\frac{` + x + "}{" + y + "}" }
func (latex) power(x, n string) string    { return "{" + x + "}^{" + n + "}" }
func (latex) exponential(x string) string { return `\mathrm{e}^{` + x + "}" }
func (latex) root(x string) string        { return `\sqrt{` + x + "}" }
func (latex) bars(x string) string        { return `\left|` + x + `\right|` }
func (latex) brackets(x string) string    { return `\left(` + x + `\right)` }

func (l latex) function(name, arguments string) string { return `\` + name + l.brackets(arguments) }

func (latex) choice(condition, x, otherwise string) string {
	return `\begin{cases} ` + x + ` & \text{if } ` + condition + ` \\ ` + otherwise + ` & \text{otherwise} \end{cases}`
}
