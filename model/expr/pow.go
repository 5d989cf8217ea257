package expr

import "math"

// Pow is x to the y, good to 2 ulp. Its values at 0, ∞ and for a negative x
// are those of C and of math.Pow; a negative x to a power that is not whole is
// not a number.
func Pow(x, y float64) float64 {
	switch y { // the powers of equations, without a logarithm
	case 0:
		return 1
	case 1:
		return x
	case 2:
		return float64(x * x)
	case 3:
		return float64(float64(x*x) * x)
	case 4:
		s := float64(x * x)
		return float64(s * s)
	case -1:
		return 1 / x
	}
	if x == 1 {
		return 1
	}
	if x != x || y != y {
		return math.NaN()
	}
	size := math.Abs(x)
	whole, odd := parity(y)
	if size == 0 || math.IsInf(size, 1) || math.IsInf(y, 0) || x == -1 {
		return powAtEdge(x, y, odd)
	}
	if x < 0 && !whole {
		return math.NaN()
	}
	z := powPositive(size, y)
	if x < 0 && odd {
		return -z
	}
	return z
}

// parity says whether y is a whole number, and an odd one.
func parity(y float64) (whole, odd bool) {
	y = math.Abs(y)
	if y >= 0x1p53 {
		return true, false
	}
	whole = math.Floor(y) == y
	return whole, whole && uint64(y)&1 == 1
}

// powAtEdge is x^y where x is 0 or infinite, or y is infinite, or x is −1.
func powAtEdge(x, y float64, odd bool) float64 {
	size := math.Abs(x)
	if size == 1 { // only −1: 1 is done
		whole, _ := parity(y)
		switch {
		case odd:
			return -1
		case whole || math.IsInf(y, 0):
			return 1
		}
		return math.NaN()
	}
	z := 0.0
	if (size > 1) == (y > 0) {
		z = math.Inf(1)
	}
	if odd && math.Signbit(x) {
		return -z
	}
	return z
}

// powPositive is x^y = e^(y·log x) for a finite x > 0, the logarithm and the
// product carried to about 100 bits.
func powPositive(x, y float64) float64 {
	l := logDouble(x)
	const far = 0x1p65 // beyond it the result is 0 or ∞ for every x but 1
	y = max(-far, min(far, y))
	p := l.times(y)
	switch {
	case p.hi > expOver:
		return math.Inf(1)
	case p.hi < expUnder:
		return 0
	}
	return expScaled(p.hi, p.lo, 0)
}

// double is the unevaluated sum of two numbers, the second below half a bit of
// the first.
type double struct{ hi, lo float64 }

// add2 is x + y exactly.
func add2(x, y float64) double {
	s := x + y
	t := s - x
	return double{s, (x - (s - t)) + (y - t)}
}

// mul2 is x·y exactly, as long as no part over- or underflows.
func mul2(x, y float64) double {
	p := float64(x * y)
	xh, xl := halves(x)
	yh, yl := halves(y)
	e := ((float64(xh*yh) - p) + float64(xh*yl) + float64(xl*yh)) + float64(xl*yl)
	return double{p, e}
}

// halves splits x into 26 bits and the rest.
func halves(x float64) (hi, lo float64) {
	c := float64(0x1p27*x) + float64(x)
	hi = c - (c - x)
	return hi, x - hi
}

func (a double) plus(b double) double {
	s := add2(a.hi, b.hi)
	return add2(s.hi, s.lo+(a.lo+b.lo))
}

func (a double) times(y float64) double {
	p := mul2(a.hi, y)
	return add2(p.hi, p.lo+float64(a.lo*y))
}

func (a double) mul(b double) double {
	p := mul2(a.hi, b.hi)
	return add2(p.hi, p.lo+(float64(a.hi*b.lo)+float64(a.lo*b.hi)))
}

// logDouble is log x to about 2^-70 of itself, for finite x > 0.
func logDouble(x float64) double {
	k, m := split(x)
	f := m - 1 // exact
	d := add2(m, 1)
	s := float64(f / d.hi)
	back := mul2(s, d.hi)
	rest := ((f - back.hi) - back.lo) - float64(s*d.lo)
	q := add2(s, float64(rest/d.hi)) // s = f/(2+f) in two parts
	z := q.mul(q)

	// 2·atanh(s) = 2s·(1 + z/3 + z²/5 + z³·…), the first terms in two parts
	tail := float64(0.5 * float64(z.hi*seventh(z.hi)))
	series := z.mul(double{1.0 / 5, fifthLo}.plus(double{tail, 0}))
	series = z.mul(double{1.0 / 3, thirdLo}.plus(series))
	l := q.plus(q.mul(series))
	l = double{2 * l.hi, 2 * l.lo}

	n := float64(k)
	whole := double{float64(n * ln2hi), 0}
	return whole.plus(double{float64(n * ln2lo), float64(n * ln2lolo)}).plus(l)
}

// What 1/3 and 1/5 leave beyond float64, and what ln2hi and ln2lo leave of ln 2.
const (
	thirdLo = 1.0/3 - 0x1.5555555555555p-2
	fifthLo = 1.0/5 - 0x1.999999999999ap-3
	ln2lolo = 0x1.cc01f97b57a08p-87
)

// seventh is 2·(1/7 + z/9 + z²/11 + …) for z below 0.03.
func seventh(z float64) float64 {
	z2 := float64(z * z)
	a := (2.0 / 7) + float64(z*(2.0/9))
	b := (2.0 / 11) + float64(z*(2.0/13))
	c := (2.0 / 15) + float64(z*(2.0/17))
	d := (2.0 / 19) + float64(z*(2.0/21))
	return a + float64(z2*(b+float64(z2*(c+float64(z2*d)))))
}
