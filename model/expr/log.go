package expr

import "math"

// Log is the natural logarithm, good to 1 ulp; −∞ at 0, and not a number
// below it.
func Log(x float64) float64 {
	switch {
	case x != x || x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case math.IsInf(x, 1):
		return x
	}
	k, m := split(x)
	f := m - 1
	s := f / (2 + f)
	z := float64(s * s)
	half := float64(float64(0.5*f) * f)
	n := float64(k)
	// log(1+f) = f − f²/2 + s·(f²/2 + R), with s·R the rest of 2·atanh(s)
	rest := float64(s*(half+float64(z*atanhTail(z)))) + float64(n*ln2lo)
	return float64(n*ln2hi) - ((half - rest) - f)
}

// split writes x > 0 as m·2^k with m between √½ and √2.
func split(x float64) (k int, m float64) {
	bits := math.Float64bits(x)
	if bits>>52 == 0 { // subnormal
		bits = math.Float64bits(float64(x * 0x1p54))
		k = -54
	}
	k += int(bits>>52) - 1023
	m = math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	if m > math.Sqrt2 {
		m, k = float64(m*0.5), k+1
	}
	return k, m
}

// atanhTail is 2·(1/3 + z/5 + z²/7 + …), so that 2·atanh(s) is
// 2s + s·z·atanhTail(z) with z = s², for z below 0.03.
func atanhTail(z float64) float64 {
	z2 := float64(z * z)
	z4 := float64(z2 * z2)
	a := (2.0 / 3) + float64(z*(2.0/5))
	b := (2.0 / 7) + float64(z*(2.0/9))
	c := (2.0 / 11) + float64(z*(2.0/13))
	d := (2.0 / 15) + float64(z*(2.0/17))
	e := (2.0 / 19) + float64(z*(2.0/21))
	low := a + float64(z2*b)
	high := c + float64(z2*(d+float64(z2*e)))
	return low + float64(z4*high)
}
