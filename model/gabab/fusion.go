package gabab

import (
	"quell/model/expr"
	"quell/model/unit"
)

// Fusion is the release of Destexhe, Mainen & Sejnowski 1994 with calcium held:
// activated fusion factor FA and vesicles with it, VA, all in mM (gabab-signalling 2.9).
//
//	FA' = b Ca⁴ (Fm - FA - VA) - u FA - k1 FA Ves + k2 VA
//	VA' = k1 FA Ves - (k2 + k3) VA
//	T'  = nt k3 VA - kh T
//
// It half-saturates at 0.13 uM of calcium, far below real sensors. It will do as a
// source of transmitter and misleads on presynaptic inhibition.
type Fusion struct {
	B             float64 // 1/(mM⁴ ms)
	U, K2, K3, Kh float64 // 1/ms
	K1            float64 // 1/(mM ms)
	Nt            float64
	Ves, Fm       float64 // mM
}

// DMS94Release has the constants of the published demonstration.
func DMS94Release() Fusion {
	return Fusion{B: 1e16, U: 0.1, K1: 1000, K2: 0.1, K3: 4, Kh: 10, Nt: 1e4, Ves: 0.01, Fm: 0.001} // [read]
}

// Transmitter is the steady T (mM) at ca uM. With a = b Ca⁴ and r = k1 Ves/(k2 + k3)
//
//	FA = a Fm/(a (1 + r) + u + k1 Ves - k2 r),  T = nt k3 r FA/kh
func (f Fusion) Transmitter(ca float64) float64 {
	a := float64(f.B * expr.Pow(ca/unit.Millimolar, 4))
	r, leave := f.loading()
	fa := float64(a*f.Fm) / (float64(a*(1+r)) + leave)
	return float64(float64(float64(f.Nt*f.K3)*r)*fa) / f.Kh
}

// loading is r, and u + k1 Ves - k2 r.
func (f Fusion) loading() (r, leave float64) {
	r = float64(f.K1*f.Ves) / (f.K2 + f.K3)
	return r, f.U + float64(f.K1*f.Ves) - float64(f.K2*r)
}

// HalfCalcium is the calcium (uM) of half the largest T, where a (1 + r) is what
// leaves.
func (f Fusion) HalfCalcium() float64 {
	r, leave := f.loading()
	return expr.Pow(leave/float64(float64(1+r)*f.B), 0.25) * unit.Millimolar
}

// FourGates is the site of Bertram, Sherman & Stanley 1996: four gates that bind
// calcium independently, and release is their product (gabab-signalling 2.9).
//
//	S_i' = k+_i Ca (1 - S_i) - k-_i S_i,   release = S1 S2 S3 S4
//
// Its calcium is that beside the channel, tens to hundreds of uM.
type FourGates struct {
	Kon  [4]float64 // 1/(uM ms)
	Koff [4]float64 // 1/ms
}

// BSS96 has the published constants, recalled; their ratios are the recalled
// affinities of 0.107, 0.4, 200 and 1333 uM.
func BSS96() FourGates {
	return FourGates{Kon: [4]float64{3.75e-3, 2.5e-3, 5e-4, 7.5e-3}, Koff: [4]float64{4e-4, 1e-3, 0.1, 10}}
}

// Steady is the probability of release at ca uM held.
func (g FourGates) Steady(ca float64) float64 {
	p := 1.0
	for i := range g.Kon {
		on := float64(g.Kon[i] * ca)
		p *= on / (on + g.Koff[i])
	}
	return p
}

// After sets s, the four gates, to what they are t ms later with calcium held at
// ca uM, and gives their product.
func (g FourGates) After(s *[4]float64, ca, t float64) float64 {
	p := 1.0
	for i := range s {
		on := float64(g.Kon[i] * ca)
		rate := on + g.Koff[i]
		steady := on / rate
		s[i] = steady + float64((s[i]-steady)*expr.Exp(-float64(rate*t)))
		p *= s[i]
	}
	return p
}

// DodgeRahamimoff is release at the frog's end plate by the calcium and magnesium
// outside (mM), Dodge & Rahamimoff 1967: the fourth power of the occupancy by
// calcium of a site for which both compete, with affinities of about 1.1 and
// 3.0 mM [recalled]. 1 is every site occupied.
func DodgeRahamimoff(ca, mg float64) float64 {
	const k1, k2 = 1.1, 3.0 // mM
	return expr.Pow(ca/k1/(1+ca/k1+mg/k2), 4)
}
