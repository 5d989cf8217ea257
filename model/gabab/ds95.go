package gabab

import (
	"quell/model/expr"
	"quell/model/unit"
)

// DS95 adds a desensitised receptor D to the minimal scheme (gabab-signalling 2.3).
//
//	R' = K1 T (1 - R - D) - K2 R + d2 D
//	D' = d1 R - d2 D
//	G' = K3 R - K4 G,  O = G^n/(G^n + KD)
//
// The equation of R has the way back from D and no way there. It conserves receptors
// if K2 is read as all that leaves R: unbinding, K2 - d1 = 0.003 /ms, and
// desensitisation. So it is kept as printed; a further loss of d1 R would move the
// EC50 from 4.4 to 29.6 uM. The desensitisation shapes one IPSC; it is not that of
// GIRK currents over seconds.
type DS95 struct {
	Minimal
	D1 float64 // 1/ms, at most K2
	D2 float64 // 1/ms
}

// NewDS95 has the constants of ModelDB 18198, which 169985 has in other units.
func NewDS95() DS95 {
	return DS95{
		Minimal: Minimal{K1: 0.66, K2: 0.020, K3: 0.083, K4: 0.0079, KD: 100, N: 4}, // [read]
		D1:      0.017, D2: 0.0053,                                                  // [read]
	}
}

// Constants lists the numbers of the scheme.
func (d DS95) Constants() []Constant {
	return append(d.Minimal.Constants(), Constant{"d1", d.D1, "/ms", "read"}, Constant{"d2", d.D2, "/ms", "read"})
}

// Species are R, G and D.
func (d DS95) Species() []Species {
	return append(d.Minimal.Species(), Species{"D", "1", 0, tiny})
}

// Rates are those of R, G and D.
func (d DS95) Rates(y []float64, c float64, dy []float64) {
	r, g, des := y[0], y[1], y[2]
	dy[0] = float64(d.on(c)*(1-r-des)) - float64(d.K2*r) + float64(d.D2*des)
	dy[1] = float64(d.K3*r) - float64(d.K4*g)
	dy[2] = float64(d.D1*r) - float64(d.D2*des)
}

// Jacobian is that of Rates.
func (d DS95) Jacobian(y []float64, c float64, j [][]float64, dc []float64) {
	d.Minimal.Jacobian(y, c, j, dc)
	j[0][2] = d.D2 - d.on(c)
	j[1][2] = 0
	j[2][0], j[2][1], j[2][2] = d.D1, 0, -d.D2
	dc[0], dc[2] = float64(d.on(1)*(1-y[0]-y[2])), 0
}

// Steady is R = T/(Ku + s T), D = (d1/d2) R, with Ku = (K2 - d1)/K1 and
// s = 1 + d1/d2.
func (d DS95) Steady(c float64, y []float64) {
	ku, s := d.dissociation()
	y[0] = 1 / (s + ku/c)
	y[1] = float64(d.K3*y[0]) / d.K4
	y[2] = float64(d.D1*y[0]) / d.D2
}

// dissociation is Ku in uM, and s.
func (d DS95) dissociation() (ku, s float64) {
	return float64((d.K2-d.D1)/d.K1) * unit.Millimolar, 1 + d.D1/d.D2
}

// Operational gives the largest open fraction, the EC50 (uM) and the slope there.
func (d DS95) Operational() (emax, ec50, hill float64) {
	ku, s := d.dissociation()
	return operational(ku/s, d.K3/d.K4/float64(s*expr.Pow(d.KD, 1/d.N)), d.N)
}
