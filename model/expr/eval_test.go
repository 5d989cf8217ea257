package expr

import (
	"math"
	"strings"
	"testing"
	"time"
)

func atV(v float64) func(string) float64 { return func(string) float64 { return v } }

func TestEval(t *testing.T) {
	check := func(text string, v, want float64) {
		t.Helper()
		if got := Eval(parse(t, text), atV(v)); math.Abs(got-want) > 1e-15*math.Abs(want) {
			t.Errorf("%s at %g is %.17g, want %.17g", text, v, got, want)
		}
	}
	check("1/2", 0, 0.5)
	check("2-3-4", 0, -5)
	check("8/4/2", 0, 1)
	check("-V*2+3", 4, -5)
	check("-(V+1)", 4, -5)
	check("pow(V, 3)", -2, -8)
	check("min(V, 1)+max(V, 1)", 5, 6)
	check("where(V < -10, 1, 2)", -10, 2)
	check("where(V <= -10, 1, 2)", -10, 1)
	check("where(V > -10, 1, 2)", -10, 2)
	check("where(V >= -10, 1, 2)", -10, 1)
	check("where(V > 1/0-1/0, 1, 2)", 0, 2) // nothing is true of NaN
	check("abs(V)+sqrt(4)+log(exp(3))", -2, 7)
	check("tanh(0)+cosh(0)", 0, 2-1)
	check("1/V", 0, math.Inf(1))
}

// A removable 0/0 is its limit at the point, and beside it as good as the
// digits of its parts allow.
func TestRemovable(t *testing.T) {
	// limit + slope·(V - point) is the quotient to 1e-13 within 1e-6 mV.
	check := func(text string, point, limit, slope float64, errorAt func(d float64) float64) {
		t.Helper()
		n := parse(t, text)
		for _, d := range []float64{0, 5e-15, 1e-14, 1e-12, 1e-10, 3e-9, 1e-8, 1e-7, 1e-6} {
			for _, v := range []float64{point + d, point - d} {
				want := limit + slope*(v-point)
				if got := Eval(n, atV(v)); !(math.Abs(got-want) <= (errorAt(d)+1e-13)*math.Abs(limit)) {
					t.Errorf("%s at %g%+g is %.15g, want %.15g", text, point, v-point, got, want)
				}
			}
		}
	}
	// At the point, the mean of two values 1e-4 mV beside it: 1e-8/12 k² of the
	// quotient x/(exp(x/k)-1), with k = 4 at least here, and 1e-8/3 k² of V/tanh(V/10).
	mean := func(float64) float64 { return 6e-11 }
	// Where expm1 does not see the form, exp(V/10) and V/10 are each rounded, to
	// 8e-16 of a difference that is d/10; the rule begins where that is 1e-9.
	rounded := func(d float64) float64 { return 6e-11 + 1e-14/max(d, 1e-8) }
	// 0.1*V+4 is rounded to 9e-16, of 0.1 d.
	late := func(d float64) float64 { return 6e-11 + 1e-14/max(d, 1e-8) }
	near := func(float64) float64 { return 1e-10 }

	// x/(1-exp(-x/k)) is k + x/2, and x/(exp(x/k)-1) is k - x/2.
	check("0.1*(V+40)/(1-exp(-(V+40)/10))", -40, 1, 0.05, mean)
	check("(V+55)/(exp((V+55)/10)-1)", -55, 10, -0.5, mean)
	check("0.32*(-50-V)/(exp((-50-V)/4)-1)", -50, 1.28, 0.16, near)
	check("-0.1*(V+40)/(exp(-(V+40)/10)-1)", -40, 1, 0.05, mean)
	check("(0.1*V+4)/(1-exp(-(V+40)/10))", -40, 1, 0.05, late)
	check("(V+40)/(2*(1-exp(-(V+40)/10)))", -40, 5, 0.25, mean)
	check("(V+40)/(-(1-exp(-(V+40)/10))/5)", -40, -50, -2.5, mean)
	check("V/(1-exp(-V/25))", 0, 25, 0.5, mean)
	check("V/tanh(V/10)", 0, 10, 0, mean)
	check("1/((1-exp(-V/25))/V)", 0, 25, 0.5, mean)
	// Written so that expm1 does not see it.
	e4 := math.Exp(4)
	check("(V+40)/(exp(V/10)-exp(-4))", -40, 10*e4, -0.5*e4, rounded)
	check("(V+40)/(1+(-exp(-(V+40)/10)))", -40, 10, 0.5, rounded)
	check("(V+40)/(-1+exp((V+40)/10))", -40, 10, -0.5, rounded)
}

// A pole is no 0/0, and what does not follow V is not moved.
func TestPoles(t *testing.T) {
	check := func(text string, v, want float64) {
		t.Helper()
		if got := Eval(parse(t, text), atV(v)); !same(got, want) {
			t.Errorf("%s at %g is %v, want %v", text, v, got, want)
		}
	}
	check("1/(V+40)", -40, math.Inf(1))
	check("1e-9/(V-40)", 40, math.Inf(1))
	check("V/(V*V)", 0, math.NaN())
	check("(V+40)/pow(V+40, 3)", -40, math.NaN())
	check("V*V/V", 0, 0)
	check("(V+40)/(3-3)", -40, math.NaN())
	check("Ca/(Ca-0)", 0, math.NaN())
	if got := Eval(parse(t, "V*V/(1-exp(V))"), atV(0)); math.Abs(got) > 6e-9 { // -V + V²/2, at 1e-4 mV
		t.Errorf("a quotient that goes through 0 is %v there", got)
	}
	check("0*1e-9/(1-exp(V))", 0, 0) // a factor of 0 is a current that is switched off
}

// An equation made to be slow is still quick: sixty quotients inside one
// another, each 0/0 wherever V is moved, so that the work would grow with a
// power of sixty if each looked at both its sides again.
func TestEvalIsNotSlow(t *testing.T) {
	text := "V"
	for range 60 {
		text = "0/where(" + text + " < 1, V-V, V-V)"
	}
	n := parse(t, text)
	done := make(chan bool)
	go func() {
		Eval(n, atV(0))
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second): // it takes 0.1 ms
		t.Fatal("the work grows with a power of the depth")
	}
}

// What is as long as may be is computed and drawn at once.
func TestLongIsNotSlow(t *testing.T) {
	for _, text := range []string{
		"V" + strings.Repeat("/V", 2047),
		"V" + strings.Repeat("-V", 2047),
		strings.Repeat("- ", 2000) + "V",
		"V" + strings.Repeat("/(V-V)", 680),
		strings.Repeat("where(V<1,V,", 60) + "V" + strings.Repeat(")", 60),
	} {
		n := parse(t, text)
		start := time.Now()
		Eval(Fold(n), atV(0))
		MathML(n, Row)
		LaTeX(n)
		NMODL(n, "f")
		LinearIn(n, "V")
		if spent := time.Since(start); spent > 5*time.Second { // 0.4 s at most, with the time of the drawing's long text
			t.Errorf("%d bytes take %v", len(text), spent)
		}
	}
}
