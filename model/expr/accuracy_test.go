package expr

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

const (
	places  = 300 // bits of the reference; 2^-300 is far below what cancels in it
	allowed = 2.0 // units in the last place: what the doc comments promise
	samples = 400 // of an interval; of 60 000 the worst were 0.87 (exp), 1.14 (expm1), 0.79 (log), 1.80 (tanh), 1.27 (cosh), 1.70 (sinh), 1.85 (pow)
)

func wide(x float64) *big.Float { return new(big.Float).SetPrec(places).SetFloat64(x) }

func arithmetic(f func(z, x, y *big.Float) *big.Float, x, y *big.Float) *big.Float {
	return f(new(big.Float).SetPrec(places), x, y)
}

func plus(x, y *big.Float) *big.Float { return arithmetic((*big.Float).Add, x, y) }
func less(x, y *big.Float) *big.Float { return arithmetic((*big.Float).Sub, x, y) }
func by(x, y *big.Float) *big.Float   { return arithmetic((*big.Float).Mul, x, y) }
func over(x, y *big.Float) *big.Float { return arithmetic((*big.Float).Quo, x, y) }

// bigExp is e^x: the series at x/2^20, squared twenty times.
func bigExp(x *big.Float) *big.Float {
	const halvings = 20
	r := new(big.Float).SetPrec(places).SetMantExp(x, -halvings)
	sum, term := wide(1), wide(1)
	for k := 1; k < 60; k++ {
		term = over(by(term, r), wide(float64(k)))
		sum = plus(sum, term)
	}
	for range halvings {
		sum = by(sum, sum)
	}
	return sum
}

// bigLog is log x, by Newton's method on e^y = x: each step doubles the
// correct digits of the first guess, so that it matters not that the guess is
// ours. (That of math.Log is off by 35 for subnormal numbers on amd64.)
func bigLog(x *big.Float) *big.Float {
	f, _ := x.Float64()
	y := wide(Log(f))
	for range 4 {
		e := bigExp(new(big.Float).Neg(y))
		y = plus(y, less(by(x, e), wide(1)))
	}
	return y
}

// ulps is the distance of got from the exact value in units in the last place
// of the exact value, and in subnormal steps where it is subnormal.
func ulps(got float64, want *big.Float) float64 {
	near, _ := want.Float64()
	if math.IsInf(near, 0) || math.IsInf(got, 0) {
		if got == near {
			return 0
		}
		return math.Inf(1)
	}
	size := math.Abs(near)
	unit := math.Nextafter(size, math.Inf(1)) - size
	if math.IsInf(unit, 0) {
		unit = size - math.Nextafter(size, 0)
	}
	d, _ := over(less(wide(got), want), wide(unit)).Float64()
	return math.Abs(d)
}

func TestAccuracy(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	between := func(lo, hi float64) float64 { return lo + (hi-lo)*draw.Float64() }
	spread := func(lo, hi float64) float64 { // in size, from 10^lo to 10^hi
		return math.Pow(10, between(lo, hi))
	}
	one, two := wide(1), wide(2)
	check := func(name string, got func(float64) float64, exact func(*big.Float) *big.Float, in func() float64) {
		t.Helper()
		worst, at := 0.0, 0.0
		for range samples {
			x := in()
			if u := ulps(got(x), exact(wide(x))); u > worst {
				worst, at = u, x
			}
		}
		t.Logf("%-6s %.3f ulp at %v", name, worst, at)
		if worst > allowed {
			t.Errorf("%s(%v) is %.2f ulp off", name, at, worst)
		}
	}
	sinh := func(x *big.Float) *big.Float { e := bigExp(x); return over(less(e, over(one, e)), two) }
	cosh := func(x *big.Float) *big.Float { e := bigExp(x); return over(plus(e, over(one, e)), two) }
	tanh := func(x *big.Float) *big.Float { return over(sinh(x), cosh(x)) }
	expm1 := func(x *big.Float) *big.Float { return less(bigExp(x), one) }
	signed := func(f func() float64) func() float64 {
		return func() float64 { return math.Copysign(f(), between(-1, 1)) }
	}
	in := func(lo, hi float64) func() float64 { return func() float64 { return between(lo, hi) } }
	size := func(lo, hi float64) func() float64 { return signed(func() float64 { return spread(lo, hi) }) }

	check("exp", Exp, bigExp, in(-745, 709.7))
	check("exp", Exp, bigExp, in(-1, 1))
	check("exp", Exp, bigExp, size(-10, 1))
	check("expm1", Expm1, expm1, in(-2, 2))
	check("expm1", Expm1, expm1, in(-45, 709.7))
	check("expm1", Expm1, expm1, size(-17, 0))
	check("log", Log, bigLog, func() float64 { return spread(-300, 300) })
	check("log", Log, bigLog, in(0.5, 2))
	check("log", Log, bigLog, func() float64 { return 1 + size(-15, -1)() })
	check("tanh", Tanh, tanh, in(-3, 3))
	check("tanh", Tanh, tanh, size(-12, 1.3))
	check("cosh", Cosh, cosh, in(-3, 3))
	check("cosh", Cosh, cosh, in(-710.4, 710.4))
	check("sinh", Sinh, sinh, in(-3, 3))
	check("sinh", Sinh, sinh, size(-12, 2.85))
}

func TestPowAccuracy(t *testing.T) {
	draw := rand.New(rand.NewPCG(3, 4))
	worst := 0.0
	check := func(x, y float64) {
		t.Helper()
		want := bigExp(by(bigLog(wide(x)), wide(y)))
		u := ulps(Pow(x, y), want)
		worst = max(worst, u)
		if u > allowed {
			t.Errorf("pow(%v, %v) is %v, %.2f ulp off", x, y, Pow(x, y), u)
		}
	}
	for range samples {
		x := math.Exp(1400*draw.Float64() - 700)
		check(x, (1400*draw.Float64()-700)/math.Log(x)) // over the whole range of results
		check(0.01+3*draw.Float64(), 20*draw.Float64()-10)
		check(1+1e-6*draw.Float64(), 1e8*draw.Float64())
		check(3*draw.Float64(), float64(draw.IntN(12)-4))
	}
	check(5e-324, 0.7)
	check(math.MaxFloat64, 0.999)
	check(1.0000000000000002, 3e18)
	t.Logf("pow %.3f ulp", worst)
}
