package unit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// glyphs are the letters that papers and keyboards differ in.
var glyphs = strings.NewReplacer(
	"µ", "u", // U+00B5 micro sign
	"μ", "u", // U+03BC Greek mu
	"²", "2", "³", "3",
	"°C", "degC",
	"Ω", "ohm", // U+03A9 Greek omega
	"\u2126", "ohm", // ohm sign
	"\u00a0", " ", "\u202f", " ", // spaces that do not break
)

// unitError is what is wrong with a unit's text: a symbol nobody knows, or
// words that say what to write instead.
type unitError struct{ unknown, cure string }

// readUnit reads a unit whose glyphs are plain, such as uM*cm2/(uA*ms),
// ohm cm, 1/ms. It returns the unit as it is written on paper, too.
func readUnit(text string) (measure, string, *unitError) {
	text = strings.Join(strings.Fields(text), " ")
	for _, op := range []string{"*", "/", "(", ")"} {
		text = strings.ReplaceAll(strings.ReplaceAll(text, " "+op, op), op+" ", op)
	}
	text = strings.ReplaceAll(text, ")(", ")*(")
	if problem := refuseText(text); problem != nil {
		return measure{}, text, problem
	}
	code := strings.NewReplacer(" ", "*", "%", percent).Replace(text)
	tree, err := parser.ParseExpr(code)
	if err != nil {
		return measure{}, text, &unitError{unknown: text}
	}
	m, problem := walkUnit(measure{}, tree, 1)
	return m, text, problem
}

// refuseText finds what go/parser would read in another sense or not at all.
func refuseText(text string) *unitError {
	switch {
	case strings.Contains(text, "^"), strings.Contains(text, "**"):
		return &unitError{cure: "a power is a digit, such as cm2"}
	case strings.ContainsAny(text, "-⁻"):
		return &unitError{cure: "write a negative power with /, such as mS/cm2 or 1/ms"}
	case strings.ContainsAny(text, "·×⋅"):
		return &unitError{cure: "write a product of units with *"}
	case strings.Contains(text, "//"), strings.Contains(text, "/*"):
		return &unitError{unknown: text}
	case strings.HasPrefix(text, "/"):
		return &unitError{cure: "write 1/ before the unit and a space before that, such as 2 1/ms"}
	}
	for _, r := range text {
		if !strings.ContainsRune(" */()%", r) && !isLetter(r) && (r < '0' || r > '9') {
			return &unitError{unknown: text}
		}
	}
	return nil
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// walkUnit multiplies m by the unit n to the power sign, 1 or -1.
func walkUnit(m measure, n ast.Expr, sign int) (measure, *unitError) {
	switch n := n.(type) {
	case *ast.ParenExpr:
		return walkUnit(m, n.X, sign)
	case *ast.Ident:
		return walkSymbol(m, n.Name, sign)
	case *ast.BinaryExpr:
		return walkPair(m, n, sign)
	}
	return m, &unitError{cure: "a unit is symbols with * and /, such as mS/cm2 or 1/ms"}
}

func walkPair(m measure, n *ast.BinaryExpr, sign int) (measure, *unitError) {
	over := sign
	switch n.Op {
	case token.QUO:
		if one, ok := n.X.(*ast.BasicLit); ok && one.Value == "1" {
			return walkUnit(m, n.Y, -sign)
		}
		sign = -sign
	case token.MUL:
		if left, ok := n.X.(*ast.BinaryExpr); ok && left.Op == token.QUO {
			return m, &unitError{cure: "put what stands below the line in brackets, such as uM/(uA*ms)"}
		}
	default:
		return m, &unitError{cure: "a unit is symbols with * and /, such as mS/cm2 or 1/ms"}
	}
	m, problem := walkUnit(m, n.X, over)
	if problem != nil {
		return m, problem
	}
	return walkUnit(m, n.Y, sign)
}

// walkSymbol takes a symbol with its power: cm2.
func walkSymbol(m measure, name string, sign int) (measure, *unitError) {
	bare := strings.TrimRight(name, "0123456789")
	power, digits := 1, name[len(bare):]
	if digits != "" {
		if len(digits) > 1 || digits[0] < '1' || digits[0] > '0'+highest {
			return m, &unitError{cure: "a power is one digit from 2 to 6, such as cm2"}
		}
		power = int(digits[0] - '0')
	}
	one, ok := lookup(bare)
	if !ok {
		return m, &unitError{unknown: strings.ReplaceAll(name, percent, "%")}
	}
	m, ok = m.raise(one, sign*power)
	if !ok {
		return m, &unitError{cure: "this unit is beyond any that quell knows; use fewer factors"}
	}
	return m, nil
}
