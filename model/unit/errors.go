package unit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The kinds of error, for errors.Is.
var (
	ErrNoUnit      = errors.New("no unit")
	ErrUnknownUnit = errors.New("not a unit")
	ErrDimension   = errors.New("another dimension")
	ErrNumber      = errors.New("not a number")
	ErrRange       = errors.New("out of range")
)

// Error says what was given, why it will not do, and what would.
type Error struct {
	Kind    error // one of the five
	Text    string
	unknown string // the symbol that nobody knows
	cure    string
}

func (e *Error) Error() string { return e.Text }

// Unwrap gives the kind.
func (e *Error) Unwrap() error { return e.Kind }

// say puts the error into words: q is what was understood of text, k what was
// wanted, subject the name of what it is for.
func (e *Error) say(text string, q Quantity, k kind, subject string) *Error {
	given := quote(text)
	switch {
	case e.Kind == ErrNoUnit && subject != "":
		e.Text = fmt.Sprintf("%s has no unit; write it with one, such as %s %s", subject, show(q.text), k.unit)
	case e.Kind == ErrNoUnit && k.unit == "":
		e.Text = fmt.Sprintf("%s has no unit; write it with one, such as %[1]s mV", show(q.text))
	case e.Kind == ErrNoUnit:
		e.Text = fmt.Sprintf("%s has no unit; %s", show(q.text), k.try(q))
	case e.Kind == ErrDimension:
		e.Text = wrongDimension(q, k, subject)
	case e.Kind == ErrRange:
		e.Text = fmt.Sprintf("%s: quell reads numbers from 1e-%d to 1e%[2]d", given, largestNumber)
	case e.cure != "":
		e.Text = given + ": " + e.cure
		if k.unit != "" && q.text == "" {
			e.Text += "; " + k.try(q)
		}
	default:
		e.Text = given + ": " + e.notAUnit(q, k)
	}
	return e
}

// wrongDimension is "120 mV is in mV, Na.gbar wants mS/cm2".
func wrongDimension(q Quantity, k kind, subject string) string {
	is, wants := "is in "+q.unit, k.unit
	if q.unit == "" {
		is = "is a pure number"
	}
	if k.dim == DimNumber {
		wants = "a pure number"
	}
	return fmt.Sprintf("%s %s, %s %s", show(q.Text()), is, strings.TrimSpace(subject+" wants"), show(wants))
}

// notAUnit is "parsecs is not a unit of concentration; try 10uM (nM, …)".
func (e *Error) notAUnit(q Quantity, k kind) string {
	what := show(e.unknown) + " is not a unit"
	if k.name != "" && e.unknown == q.unit {
		what += " of " + k.name
	}
	if k.unit == "" {
		return what + "; quell knows V A S F s M with p n u m or none, um mm cm, ohm kohm Mohm, min h d, mg mL L, degC, Hz, %, au"
	}
	if m, ok := otherCase(e.unknown, k.dim); ok {
		k.unit = m
	}
	return what + "; " + k.try(q)
}

// otherCase finds the unit that differs from name in its capitals only.
func otherCase(name string, want Dim) (string, bool) {
	for _, row := range symbols {
		for _, p := range row.prefixes {
			spelt := spell(p, row.symbol)
			if row.dim == want && strings.EqualFold(spelt, name) {
				return spelt, true
			}
		}
	}
	return "", false
}

// quote puts text between quotation marks, cut where it is long.
func quote(text string) string { return `"` + show(text) + `"` }

// show makes text fit for a line of a message: no control characters, no
// more than fifty letters.
func show(text string) string {
	const most = 50
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most]) + "…"
	}
	if strings.IndexFunc(text, func(r rune) bool { return !strconv.IsPrint(r) || r == '\uFFFD' }) < 0 {
		return text
	}
	quoted := strconv.Quote(text)
	return quoted[1 : len(quoted)-1]
}
