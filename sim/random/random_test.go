package random

import (
	"math"
	"testing"
)

// Known answers of Random123, tests/kat_vectors, "philox4x32 10".
func TestPhilox(t *testing.T) {
	check := func(c [4]uint32, k [2]uint32, want [4]uint32) {
		t.Helper()
		if got := philox(c, k); got != want {
			t.Errorf("%08x under %08x: %08x, want %08x", c, k, got, want)
		}
	}
	const f = 0xffffffff
	check([4]uint32{}, [2]uint32{}, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8})
	check([4]uint32{f, f, f, f}, [2]uint32{f, f}, [4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd})
	check([4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0},
		[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1})
}

// normal is the inverse of the distribution, which the error function of the standard
// library gives independently.
func TestNormal(t *testing.T) {
	worst := 0.0
	for i := range 200_000 {
		p := (float64(i) + 0.5) / 200_000
		for _, p := range []float64{p, p * 1e-6, p * 1e-14} { // middle, tail, far out
			x := normal(p)
			back := 0.5 * math.Erfc(-x/math.Sqrt2)
			// an error dx of x is one of the density times dx of p
			density := math.Exp(-x*x/2) / math.Sqrt(2*math.Pi)
			worst = max(worst, math.Abs(back-p)/density/max(1, math.Abs(x)))
		}
	}
	const rounding = 3e-15 // of erfc and of the square of x in its exponent
	if worst > rounding {
		t.Errorf("normal is off by up to %.2g of its size", worst)
	}
	for _, p := range []float64{1e-10, 0.01, 0.074, 0.076, 0.3} {
		if a, b := normal(p), normal(1-p); math.Abs(a+b) > 1e-6*math.Abs(a) {
			t.Errorf("at %g and its opposite: %g and %g", p, a, b)
		}
	}
	if normal(0.5) != 0 {
		t.Error("the middle is not 0")
	}
}

func TestUniformIsInside(t *testing.T) {
	if lo, hi := uniform(0, 0), uniform(math.MaxUint32, math.MaxUint32); !(lo > 0 && hi < 1 && lo == 1-hi) {
		t.Errorf("ends at %g and 1 - %g", lo, 1-hi)
	}
}

// Every part of a place matters, and draws are those of a normal distribution,
// independent within a pair and from step to step.
func TestPair(t *testing.T) {
	type place struct {
		seed, run uint64
		stream    uint16
		step      uint64
	}
	seen := map[[2]float64]place{}
	for _, p := range []place{
		{}, {seed: 1}, {seed: 1 << 32}, {run: 1}, {run: 1 << 32}, {stream: 1}, {stream: 1 << 15}, {step: 1}, {step: 1 << 32}, {step: 1 << 47},
	} {
		a, b := Pair(p.seed, p.run, p.stream, p.step)
		if was, ok := seen[[2]float64{a, b}]; ok || a == b {
			t.Errorf("%v and %v give the same numbers", was, p)
		}
		seen[[2]float64{a, b}] = p
	}
	const n = 400_000
	var s1, s2, s3, s4, cross, lag, last float64
	for i := range uint64(n) {
		a, b := Pair(7, 3, 0, i)
		s1, s2, s3, s4 = s1+a, s2+a*a, s3+a*a*a, s4+a*a*a*a
		cross, lag, last = cross+a*b, lag+a*last, a
	}
	check := func(what string, got, want, sd float64) {
		t.Helper()
		if math.Abs(got-want) > 4*sd/math.Sqrt(n) { // four standard errors
			t.Errorf("%s %.5f, want %.5f", what, got, want)
		}
	}
	check("mean", s1/n, 0, 1)
	check("variance", s2/n, 1, math.Sqrt(2))
	check("third moment", s3/n, 0, math.Sqrt(15))
	check("fourth moment", s4/n, 3, math.Sqrt(96))
	check("product of a pair", cross/n, 0, 1)
	check("product of neighbours", lag/n, 0, 1)
}

// The bits are fixed.
func TestPairIsTheSameEverywhere(t *testing.T) {
	h := uint64(0)
	for i := range uint64(10_000) {
		a, b := Pair(42, 1, 2, i)
		h = h*0x9E3779B97F4A7C15 ^ math.Float64bits(a)
		h = h*0x9E3779B97F4A7C15 ^ math.Float64bits(b)
	}
	const want = 0x988216acbbc542ff
	if h != want {
		t.Errorf("hash of 10,000 pairs %#x, want %#x", h, uint64(want))
	}
}

func BenchmarkPair(b *testing.B) {
	s := 0.0
	for i := range b.N {
		x, y := Pair(7, 0, 0, uint64(i))
		s += x + y
	}
	_ = s
}
