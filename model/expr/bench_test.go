package expr

import "testing"

// Each call waits for the one before, as in an equation.
func BenchmarkExp(b *testing.B) {
	x := -3.7
	for b.Loop() {
		x = -3.7 + 1e-9*Exp(x)
	}
}

// The calls of a table row do not wait for one another.
func BenchmarkExpApart(b *testing.B) {
	x, sum := -3.7, 0.0
	for b.Loop() {
		x += 1e-9
		sum += Exp(x)
	}
	if sum == 0 {
		b.Fatal("e^x is 0")
	}
}

func BenchmarkExpm1(b *testing.B) {
	x := -0.7
	for b.Loop() {
		x = -0.7 + 1e-9*Expm1(x)
	}
}

func BenchmarkLog(b *testing.B) {
	x := 3.7
	for b.Loop() {
		x = 3.7 + 1e-9*Log(x)
	}
}

func BenchmarkPow(b *testing.B) {
	x := 3.7
	for b.Loop() {
		x = 3.7 + 1e-9*Pow(x, 1.57)
	}
}

func BenchmarkEval(b *testing.B) {
	e, err := Parse("0.1*(V+40)/(1-exp(-(V+40)/10))")
	if err != nil {
		b.Fatal(err)
	}
	v := -65.0
	env := func(string) float64 { return v }
	for b.Loop() {
		v += 1e-9 * Eval(e.Node, env)
	}
}
