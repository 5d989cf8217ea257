package unit

import (
	"math"
	"strings"
)

// Quantity is a number with its unit, exact as it was written. The zero value
// is the pure number 0.
type Quantity struct {
	number decimal
	text   string // the number as written
	unit   string // the unit as written, in plain letters
	measure
}

// longest bounds the text of a quantity, in bytes.
const longest = 256

// Parse reads a quantity such as 120mS/cm2, 10 µM, 0.009 uM*cm2/(uA*ms),
// 2 1/ms, 36 °C or 50%. A bare number is refused with ErrNoUnit; other errors
// are ErrNumber, ErrUnknownUnit and ErrRange.
func Parse(text string) (Quantity, error) {
	q, problem := read(text)
	if problem == nil && q.unit == "" {
		problem = &Error{Kind: ErrNoUnit}
	}
	if problem != nil {
		return Quantity{}, problem.say(text, q, kind{}, "")
	}
	return q, nil
}

// ParseDim reads a quantity of a dimension. Its errors say what to write
// instead, with the number that was given; one in another dimension is
// ErrDimension. Where want is DimNumber a bare number is read, too.
func ParseDim(text string, want Dim) (Quantity, error) { return ParseFor("", text, want) }

// ParseFor is ParseDim with the name of what the quantity is for, such as
// Na.gbar, put into the error.
func ParseFor(subject, text string, want Dim) (Quantity, error) {
	return parseKind(subject, text, kindFor(want))
}

func parseKind(subject, text string, k kind) (Quantity, error) {
	q, problem := read(text)
	switch {
	case problem != nil:
	case q.unit == "" && k.dim != DimNumber:
		problem = &Error{Kind: ErrNoUnit}
	case q.dim != k.dim:
		problem = &Error{Kind: ErrDimension}
	default:
		return q, nil
	}
	return Quantity{}, problem.say(text, q, k, subject)
}

// Number reads a pure number, bare or in percent.
func Number(text string) (float64, error) {
	q, err := ParseDim(text, DimNumber)
	if err != nil {
		return 0, err
	}
	return q.number.float(q.scale), nil
}

// DimOf is the dimension of a unit such as mS/cm2.
func DimOf(unit string) (Dim, error) {
	m, problem := unitOf(unit)
	if problem != nil {
		return Dim{}, problem.say(unit, Quantity{}, kind{}, "")
	}
	return m.dim, nil
}

// read splits number and unit. What it returns beside an error is what was
// understood until then.
func read(text string) (Quantity, *Error) {
	if len(text) > longest {
		return Quantity{}, &Error{Kind: ErrNumber, cure: "it is longer than any quantity"}
	}
	plain := strings.TrimSpace(glyphs.Replace(text))
	n := leadingNumber(plain)
	if n == 0 {
		return Quantity{}, &Error{Kind: ErrNumber, cure: noNumber(plain)}
	}
	q := Quantity{text: strings.TrimPrefix(plain[:n], "+")}
	rest := plain[n:]
	number, ok := readDecimal(q.text)
	if !ok {
		return q, &Error{Kind: ErrRange}
	}
	q.number = number
	if strings.TrimSpace(rest) == "" {
		return q, nil
	}
	if cure := runOn(rest); cure != "" {
		return q, &Error{Kind: ErrNumber, cure: cure}
	}
	m, unit, problem := readUnit(rest)
	q.measure, q.unit = m, unit
	if problem != nil {
		return q, &Error{Kind: ErrUnknownUnit, unknown: problem.unknown, cure: problem.cure}
	}
	return q, nil
}

// noNumber says what is wrong with the start of a text that is no number.
func noNumber(text string) string {
	if strings.HasPrefix(text, "−") || strings.HasPrefix(text, "–") {
		return "the minus sign is the one of the keyboard, -"
	}
	return "a quantity starts with a decimal number"
}

// runOn says what is wrong where a number seems to go on after its end.
func runOn(rest string) string {
	trimmed := strings.TrimLeft(rest, " \t\n\r")
	one := strings.HasPrefix(trimmed, "1") && strings.HasPrefix(strings.TrimLeft(trimmed[1:], " "), "/")
	switch {
	case trimmed[0] == ',':
		return "write the number with a point and no comma"
	case strings.ContainsRune("._xX", rune(trimmed[0])):
		return "write the number in plain decimal digits"
	case '0' <= trimmed[0] && trimmed[0] <= '9' && !one:
		return "write the number without spaces"
	}
	return ""
}

func unitOf(text string) (measure, *Error) {
	if len(text) > longest {
		return measure{}, &Error{Kind: ErrUnknownUnit, cure: "it is longer than any unit"}
	}
	plain := strings.TrimSpace(glyphs.Replace(text))
	if plain == "" {
		return measure{}, nil
	}
	m, _, problem := readUnit(plain)
	if problem != nil {
		return m, &Error{Kind: ErrUnknownUnit, unknown: problem.unknown, cure: problem.cure}
	}
	return m, nil
}

// Dim is the quantity's dimension.
func (q Quantity) Dim() Dim { return q.dim }

// Unit is the unit as it was written, in plain letters (uM, cm2, degC).
func (q Quantity) Unit() string { return q.unit }

// Text is the quantity with one space and plain letters: 120 mS/cm2. Parse
// reads it back as the same quantity.
func (q Quantity) Text() string {
	number := q.text
	if number == "" {
		number = "0"
	}
	return strings.TrimSpace(number + " " + q.unit)
}

// String is Text.
func (q Quantity) String() string { return q.Text() }

// In is the number of the given units, "" for a pure number: the float64
// nearest to the exact decimal, whatever unit the quantity was written in.
func (q Quantity) In(unit string) (float64, error) {
	m, problem := unitOf(unit)
	if problem != nil {
		return 0, problem.say(unit, Quantity{}, kind{}, "")
	}
	if m.dim != q.dim {
		problem = &Error{Kind: ErrDimension}
		return 0, problem.say(q.Text(), q, kind{dim: m.dim, unit: unit}, "")
	}
	return q.number.float(q.times(m.scale, -1)), nil
}

// Base is the number in the coherent set: mV, ms, uA, cm, mg, degC and conc,
// the file's unit of concentration (nM, uM, mM, M, au). So mS/cm2, uA/cm2 and
// uF/cm2 are 1, and cm/s is 1e-3. It is NaN where the dimension does not
// convert to conc, see Dim.Converts.
func (q Quantity) Base(conc string) float64 {
	if !q.dim.Converts(conc) {
		return math.NaN()
	}
	s := q.scale
	for i, p := range q.dim.pow {
		tens := coherent[i].ten
		if i == molar {
			tens, _ = concentrationTens(conc)
		}
		s.ten += int(p) * tens
	}
	return q.number.float(s)
}

// Equal reports whether two quantities have one dimension and, in bases such
// as M and s, the same float64: 10 uM and 1e-5 M do.
func (q Quantity) Equal(r Quantity) bool {
	if q.dim != r.dim {
		return false
	}
	return q.number.float(q.scale) == r.number.float(r.scale)
}
