package unit

import (
	"fmt"
	"math"
	"strings"
)

// Typed is any of the typed floats of types.go.
type Typed interface {
	~float64
	kind() kind
}

// Short writes x with the prefix that suits it and so many significant
// digits, for a figure or a table; String writes all of them.
func Short[T Typed](x T, digits int) string {
	if text, odd := notFinite(x); odd {
		return text
	}
	return x.kind().print(float64(x), max(digits, 1))
}

// format writes x with as many digits as read back to the same float64. What
// is not finite is shown, but not read.
func format[T Typed](x T) string {
	if text, odd := notFinite(x); odd {
		return text
	}
	return x.kind().print(float64(x), 0)
}

func notFinite[T Typed](x T) (string, bool) {
	v := float64(x)
	return fmt.Sprintf("%g %s", v, x.kind().home().unit), math.IsNaN(v) || math.IsInf(v, 0)
}

// set reads text into x, or leaves x as it was.
func set[T Typed](x *T, text string) error {
	k := (*x).kind()
	q, err := parseKind("", text, k)
	if err != nil {
		return err
	}
	v, err := q.In(k.unit)
	if err != nil {
		return err
	}
	*x = T(v)
	return nil
}

// marshal writes x as a file has it: u for µ, degC for °C.
func marshal[T Typed](x T) ([]byte, error) {
	if text, odd := notFinite(x); odd {
		return nil, fmt.Errorf("%s: %w", text, ErrNumber)
	}
	return []byte(strings.TrimSpace(glyphs.Replace(format(x)))), nil
}
