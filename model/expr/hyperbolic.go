package expr

import "math"

// Tanh is the hyperbolic tangent, good to 2 ulp.
func Tanh(x float64) float64 {
	u := math.Abs(x)
	var z float64
	switch {
	case u < 0x1p-28 || x != x:
		return x
	case u > 22:
		z = 1
	case u >= 1:
		z = 1 - 2/(Expm1(2*u)+2)
	default:
		t := Expm1(2 * u)
		d := t + 2
		lost := t - (d - 2)
		z = t / d
		z -= float64(z*lost) / d // half a bit of 2 is a whole bit of a small z
	}
	if x < 0 {
		return -z
	}
	return z
}

// Cosh is the hyperbolic cosine, good to 2 ulp.
func Cosh(x float64) float64 {
	u := math.Abs(x)
	switch {
	case u < 0.34:
		t := Expm1(u)
		return 1 + float64(t*t)/float64(2*(1+t))
	case u < 22:
		e := Exp(u)
		return float64(0.5*e) + 0.5/e
	}
	return half(u)
}

// Sinh is the hyperbolic sine, good to 2 ulp.
func Sinh(x float64) float64 {
	u := math.Abs(x)
	var z float64
	switch {
	case u < 0x1p-28 || x != x:
		return x
	case u < 22:
		t := Expm1(u)
		if u < 1 {
			z = float64(0.5 * (float64(2*t) - float64(t*t)/(t+1)))
		} else {
			z = float64(0.5 * (t + t/(t+1)))
		}
	default:
		z = half(u)
	}
	if x < 0 {
		return -z
	}
	return z
}

// half is e^u/2, also where e^u is out of range.
func half(u float64) float64 {
	if u > 711 || u != u {
		return u + math.Inf(1)
	}
	return expScaled(u, 0, -1)
}
