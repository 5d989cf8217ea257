package gabab

import (
	"math"

	"quell/model/expr"
	"quell/model/unit"
)

// Minimal is the scheme of two states: a receptor R that GABA activates, and a
// G protein G of which n open a potassium channel (gabab-signalling 2.2).
//
//	R' = K1 T (1 - R) - K2 R
//	G' = K3 R - K4 G
//	O  = G^n/(G^n + KD)
//
// with T in mM and G in uM. G has no upper bound. In steady state it is the
// operational model of Black & Leff with K = K2/K1 and theta = (K3/K4)/KD^(1/n).
type Minimal struct {
	K1 float64 // 1/(mM ms)
	K2 float64 // 1/ms
	K3 float64 // uM/ms
	K4 float64 // 1/ms
	KD float64 // uM^n
	N  float64
}

// DMS98 is the set that the chapter and the demonstration of ModelDB 18198 use.
func DMS98() Minimal {
	return Minimal{K1: 0.09, K2: 0.0012, K3: 0.18, K4: 0.034, KD: 100, N: 4} // [read]
}

// DMS98File is the set that the mechanism file itself carries. Later models copy the
// one or the other under the same name.
func DMS98File() Minimal {
	return Minimal{K1: 0.52, K2: 0.0013, K3: 0.098, K4: 0.033, KD: 100, N: 4} // [read]
}

// Constants lists the numbers of the scheme.
func (m Minimal) Constants() []Constant {
	return []Constant{
		{"K1", m.K1, "/mM/ms", "read"},
		{"K2", m.K2, "/ms", "read"},
		{"K3", m.K3, "uM/ms", "read"},
		{"K4", m.K4, "/ms", "read"},
		{"KD", m.KD, "uM^4", "read"},
		{"n", m.N, "1", "read"},
	}
}

// Species are R and G.
func (m Minimal) Species() []Species {
	return []Species{{"R", "1", 0, tiny}, {"G", "uM", 0, tiny}}
}

// tiny is far below any R or G (uM) that opens a channel: at 1e-12 the open fraction
// is 1e-50.
const tiny = 1e-12

// Rates are those of R and G.
func (m Minimal) Rates(y []float64, c float64, dy []float64) {
	r, g := y[0], y[1]
	dy[0] = float64(m.on(c)*(1-r)) - float64(m.K2*r)
	dy[1] = float64(m.K3*r) - float64(m.K4*g)
}

// on is K1 T, 1/ms.
func (m Minimal) on(c float64) float64 { return float64(m.K1 * (c / unit.Millimolar)) }

// Jacobian is that of Rates.
func (m Minimal) Jacobian(y []float64, c float64, j [][]float64, dc []float64) {
	j[0][0], j[0][1] = -m.on(c)-m.K2, 0
	j[1][0], j[1][1] = m.K3, -m.K4
	dc[0], dc[1] = float64(m.on(1)*(1-y[0])), 0
}

// Steady is R = T/(T + K2/K1), G = (K3/K4) R.
func (m Minimal) Steady(c float64, y []float64) {
	y[0] = 1 / (1 + m.K2/m.on(c))
	y[1] = float64(m.K3*y[0]) / m.K4
}

// Open is O.
func (m Minimal) Open(y []float64) float64 {
	g := expr.Pow(y[1], m.N)
	return g / (g + m.KD)
}

// Bound is 0: the scheme has no calcium channels.
func (m Minimal) Bound([]float64) float64 { return 0 }

// Operational gives the largest open fraction, the GABA (uM) that opens half of it
// and the logit slope there, in closed form (3.2).
func (m Minimal) Operational() (emax, ec50, hill float64) {
	k := m.K2 / m.on(1)
	return operational(k, m.K3/m.K4/expr.Pow(m.KD, 1/m.N), m.N)
}

func operational(k, theta, n float64) (emax, ec50, hill float64) {
	c := Coupling{Theta: theta, N: n}
	ratio, hill := c.Operational()
	return c.Effect(1), float64(k * ratio), hill
}

// level is the root of a rising f between a and b, to the last bit.
func level(f func(float64) float64, a, b float64) float64 {
	for range 1100 { // halvings from 1 to the smallest number
		m := float64(0.5 * (a + b))
		if m <= a || m >= b || math.IsNaN(m) {
			break
		}
		if f(m) < 0 {
			a = m
		} else {
			b = m
		}
	}
	return b
}
