package gabab

import "quell/model/expr"

// Downregulation is the loss of receptors over days of agonist: two equal stages,
// whose delay is the lag seen before any loss (gabab-signalling 4.7). Its zero
// value is a naive animal.
//
//	du1/dt = (psi - u1)/tauT,  du2/dt = (u1 - u2)/tauT,  N = 1 - fN u2
//	psi(A) = A (1 + kT)/(A + kT)
//
// Recovery has the same constants [chosen]. An excitability that adapts is not
// part of it: lost receptors alone do not make the tolerance seen in behaviour.
type Downregulation struct{ U1, U2 float64 }

// psi is how far a drive A, averaged over the day, takes down-regulation.
func (s Scheme) psi(drive float64) float64 {
	return float64(drive*(1+s.KT)) / (drive + s.KT)
}

// Tolerant is the state after a constant drive for good.
func (s Scheme) Tolerant(drive float64) Downregulation {
	psi := s.psi(drive)
	return Downregulation{psi, psi}
}

// Advance lets days of a constant drive pass. It is exact, so the span may be
// cut anywhere.
func (s Scheme) Advance(u Downregulation, drive, days float64) Downregulation {
	psi := s.psi(drive)
	x := days / s.TauT
	left := expr.Exp(-x)
	first := float64((u.U1 - psi) * left)
	second := float64((u.U2-psi)*left) + float64(first*x)
	return Downregulation{psi + first, psi + second}
}

// Receptors is the availability N, 1 in a naive animal. The drive of every arm is
// multiplied by it.
func (s Scheme) Receptors(u Downregulation) float64 {
	return 1 - float64(s.FN*u.U2)
}

// Tolerance is N after days of a constant drive, from naive.
func (s Scheme) Tolerance(drive, days float64) float64 {
	return s.Receptors(s.Advance(Downregulation{}, drive, days))
}
