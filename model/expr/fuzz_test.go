package expr

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// Whatever the text, Parse answers at once, with an equation that can be
// computed, folded, drawn and read back, or with an error in the text.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"0.1*(V+40)/(1-exp(-(V+40)/10))",
		"where(V < -10, pow(V, 2), 1e-3)",
		"f*(-alpha*Na.I - kCa*max(0, Ca))",
		"(V+40)/(exp(V/10)-exp(-4))/tanh(V)",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		e, err := Parse(text)
		if err != nil {
			var problem *Error
			if !errors.As(err, &problem) || problem.Offset < 0 || problem.Offset > len(text) || problem.Msg == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			for _, word := range []string{"expected", "illegal", "literal", "ast.", "token", "newline", "EOF"} {
				if strings.Contains(problem.Msg, word) && !strings.Contains(text, word) {
					t.Errorf("%q: %s is the language of Go's parser", text, problem.Msg)
				}
			}
			return
		}
		for _, v := range []float64{-40, 0, 1} {
			if a, b := Eval(e.Node, atV(v)), Eval(Fold(e.Node), atV(v)); !same(a, b) {
				t.Errorf("%q is %v at %v, folded %v", text, a, v, b)
			}
		}
		back, err := Parse(e.String())
		if err != nil && len(e.String()) <= MaxLength && !strings.Contains(err.Error(), "brackets go deeper") {
			t.Fatalf("%q is written as %q: %v", text, e, err)
		}
		if err == nil && !Equal(back.Node, e.Node) {
			t.Errorf("%q is written as %q, read as %q", text, e, back)
		}
		if why := badMathML(MathML(e.Node, Inline)); why != "" {
			t.Errorf("%q: %s", text, why)
		}
		LaTeX(e.Node)
		NMODL(e.Node, "f")
		LinearIn(e.Node, "V")
		if spent := time.Since(start); spent > 2*time.Second { // milliseconds for 4096 bytes on the slowest machine known
			t.Errorf("%d bytes take %v", len(text), spent)
		}
	})
}
