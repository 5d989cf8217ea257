package expr

import "math"

// ln 2 in two parts. The first has 21 zero bits at its end, so that a whole
// number of up to 2048 times it is exact.
const (
	ln2hi   = 0x1.62e42feep-1
	ln2lo   = 0x1.a39ef35793c76p-33
	log2e   = 1.4426950408889634074
	toWhole = 0x1.8p52 // added and taken away again, it rounds to a whole number

	expOver  = 710  // from it on Exp is infinite
	expUnder = -746 // down from it Exp is 0
)

// Exp is e to the x, good to 1 ulp. It is made of plain sums and products
// without fusing, so that its bits are the same on every machine, where those
// of math.Exp are not.
func Exp(x float64) float64 {
	if x > expUnder && x < expOver {
		k, r, c := reduce(x)
		return scale(1+(r+(c+expTail(r))), k)
	}
	switch {
	case x >= expOver:
		return math.Inf(1)
	case x <= expUnder:
		return 0
	}
	return x // NaN
}

// expScaled is e^(x+c)·2^by for a c below the last bit of x, where x is not far
// outside the range of Exp.
func expScaled(x, c float64, by int) float64 {
	k, r, lost := reduce(x)
	tail := expTail(r)
	c = lost + c
	return scale(1+(r+(tail+(c+float64(c*(r+tail))))), k+by)
}

// reduce writes x as k·ln 2 + r + c with |r| below 0.347 and c its rounding.
func reduce(x float64) (k int, r, c float64) {
	n := float64(float64(x*log2e)+toWhole) - toWhole
	hi := x - float64(n*ln2hi)
	lo := float64(n * ln2lo)
	r = hi - lo
	return int(n), r, (hi - r) - lo
}

// expTail is e^r − 1 − r for |r| below 0.35, by its Taylor series to r^13/13!,
// summed in pairs so that the sums do not wait for one another.
func expTail(r float64) float64 {
	r2 := float64(r * r)
	r4 := float64(r2 * r2)
	a := (1.0 / 2) + float64(r*(1.0/6))
	b := (1.0 / 24) + float64(r*(1.0/120))
	c := (1.0 / 720) + float64(r*(1.0/5040))
	d := (1.0 / 40320) + float64(r*(1.0/362880))
	e := (1.0 / 3628800) + float64(r*(1.0/39916800))
	f := (1.0 / 479001600) + float64(r*(1.0/6227020800))
	low := a + float64(r2*b)
	mid := c + float64(r2*d)
	high := e + float64(r2*f)
	return float64(r2 * (low + float64(r4*(mid+float64(r4*high)))))
}

// scale is y·2^k for y near 1, rounded once where the result is subnormal.
func scale(y float64, k int) float64 {
	if k >= -1021 && k <= 1022 {
		return float64(y * math.Float64frombits(uint64(k+1023)<<52))
	}
	if k > 0 {
		return float64(float64(y*0x1p1000) * power2(k-1000))
	}
	return float64(float64(y*0x1p-960) * power2(k+960))
}

// power2 is 2^k, from −1022 to 1023; beyond that 0 or infinity.
func power2(k int) float64 {
	switch {
	case k > 1023:
		return math.Inf(1)
	case k < -1022:
		return 0
	}
	return math.Float64frombits(uint64(k+1023) << 52)
}

// Expm1 is e^x − 1, good to 2 ulp, also where x is near 0 and the difference
// would lose its digits.
func Expm1(x float64) float64 {
	switch {
	case math.Abs(x) < 0x1p-54, x != x:
		return x // and −0 stays −0
	case x > 40:
		return Exp(x) - 1 // the 1 is below half a bit
	case x < -40:
		return -1
	}
	k, r, c := reduce(x)
	tail := c + expTail(r)
	switch {
	case k == 0:
		return r + tail
	case k == -1:
		return float64(0.5*(r+tail)) - 0.5
	case k == 1 && r < -0.25:
		return float64(2 * ((r + 0.5) + tail)) // r + 0.5 is exact
	case k == 1:
		return 1 + float64(2*(r+tail))
	case k > 1:
		return scale((1-power2(-k))+(r+tail), k)
	}
	return scale(1+(r+tail), k) - 1
}
