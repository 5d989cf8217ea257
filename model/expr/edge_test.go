package expr

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// same says that two numbers are one, sign of zero and NaN included.
func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

// At the ends of the range there is one right value.
func TestEnds(t *testing.T) {
	inf, nan, minus0 := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	check := func(name string, got, want float64) {
		t.Helper()
		if !same(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	check("exp(0)", Exp(0), 1)
	check("exp(-0)", Exp(minus0), 1)
	check("exp(inf)", Exp(inf), inf)
	check("exp(-inf)", Exp(-inf), 0)
	check("exp(nan)", Exp(nan), nan)
	check("exp(709.79)", Exp(709.79), inf)
	check("exp(-745.2)", Exp(-745.2), 0)
	check("exp of the last finite", Exp(709.782712893384), 1.7976931348622732e308)
	check("exp of the last above 0", Exp(-745.1332191019411), 5e-324)
	check("expm1(0)", Expm1(0), 0)
	check("expm1(-0)", Expm1(minus0), minus0)
	check("expm1(5e-324)", Expm1(5e-324), 5e-324)
	check("expm1(inf)", Expm1(inf), inf)
	check("expm1(-inf)", Expm1(-inf), -1)
	check("expm1(nan)", Expm1(nan), nan)
	check("log(0)", Log(0), -inf)
	check("log(-0)", Log(minus0), -inf)
	check("log(1)", Log(1), 0)
	check("log(-1)", Log(-1), nan)
	check("log(inf)", Log(inf), inf)
	check("log(-inf)", Log(-inf), nan)
	check("log(nan)", Log(nan), nan)
	check("log(5e-324)", Log(5e-324), -744.4400719213812)
	check("tanh(-0)", Tanh(minus0), minus0)
	check("tanh(inf)", Tanh(inf), 1)
	check("tanh(-inf)", Tanh(-inf), -1)
	check("tanh(nan)", Tanh(nan), nan)
	check("cosh(0)", Cosh(0), 1)
	check("cosh(-inf)", Cosh(-inf), inf)
	check("cosh(nan)", Cosh(nan), nan)
	check("cosh(711)", Cosh(711), inf)
	check("sinh(-0)", Sinh(minus0), minus0)
	check("sinh(-inf)", Sinh(-inf), -inf)
	check("sinh(nan)", Sinh(nan), nan)
}

// At its special points Pow is math.Pow, which is C's.
func TestPowEnds(t *testing.T) {
	inf, nan, minus0 := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	points := []float64{0, minus0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e300, -1e300, 5e-324, -5e-324, 0x1p53, 0x1p53 - 1, 0x1p54, inf, -inf, nan}
	for _, x := range points {
		for _, y := range points {
			got, want := Pow(x, y), math.Pow(x, y)
			if math.Abs(got-want) <= 4e-16*math.Abs(want) {
				continue // the last places are TestPowAccuracy's business
			}
			if !same(got, want) {
				t.Errorf("pow(%v, %v) is %v, want %v", x, y, got, want)
			}
		}
	}
}

// What holds between the functions, at any argument.
func TestFunctionLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64().Draw(t, "x")
		y := rapid.Float64().Draw(t, "y")
		if x < y && Exp(x) > Exp(y) {
			t.Fatalf("exp falls from %v to %v", x, y)
		}
		if x > 0 && x < y && Log(x) > Log(y) {
			t.Fatalf("log falls from %v to %v", x, y)
		}
		if !same(Tanh(-x), -Tanh(x)) || !same(Sinh(-x), -Sinh(x)) || !same(Cosh(-x), Cosh(x)) {
			t.Fatalf("tanh, sinh or cosh of %v and its negative differ", x)
		}
		if z := Tanh(x); z < -1 || z > 1 {
			t.Fatalf("tanh(%v) is %v", x, z)
		}
		if x > 0 && !same(Pow(x, 0.5), math.Sqrt(x)) && math.Abs(Pow(x, 0.5)/math.Sqrt(x)-1) > 5e-16 {
			t.Fatalf("pow(%v, 0.5) is %v", x, Pow(x, 0.5))
		}
	})
}

// The bits that every machine must give: a sum over many arguments, the same
// on amd64 and as WebAssembly with Go 1.26.
func TestBits(t *testing.T) {
	var sum uint64
	fold := func(x float64) { sum = (sum^math.Float64bits(x))*0x100000001b3 + 1 }
	for i := range 20000 {
		x := float64(i-10000) * 0.0371
		fold(Exp(x))
		fold(Expm1(x))
		fold(Log(math.Abs(x)))
		fold(Tanh(0.1 * x))
		fold(Cosh(x))
		fold(Sinh(x))
		fold(Pow(math.Abs(x), 1.57))
	}
	const want = 0xa157ddca62ae6a6c
	if sum != want {
		t.Errorf("the sum is %#x, want %#x: a function gives other bits here", sum, uint64(want))
	}
}
