package gabab

import "quell/model/expr"

// Release is what is left of a spike's release, relative to control, at the
// reluctant fraction B: (1 - iota B)^m.
func (s Scheme) Release(b float64) float64 {
	return expr.Pow(1-float64(s.Iota*b), s.Power)
}

// Terminal is an event-based synapse between spikes: use u and resources x of
// Tsodyks and Markram, and the reluctant fraction B at rest (gabab-signalling
// 4.5).
type Terminal struct {
	scheme Scheme
	gamma  float64
	u, x   float64
	b      float64
}

// NewTerminal is a rested synapse under a constant gamma.
func NewTerminal(s Scheme, gamma float64) *Terminal {
	return &Terminal{scheme: s, gamma: gamma, x: 1, b: s.atRest(gamma)}
}

// atRest is B in the limit of strong hyperpolarisation, where ku is ku0.
func (s Scheme) atRest(gamma float64) float64 {
	return float64(s.ThetaC*gamma) / (1 + float64(s.ThetaC*gamma))
}

// Rest lets a time pass without a spike, ms.
func (t *Terminal) Rest(ms float64) {
	s := &t.scheme
	t.u *= expr.Exp(-ms / s.TauU)
	t.x = 1 - float64((1-t.x)*expr.Exp(-ms/s.TauR))
	steady := s.atRest(t.gamma)
	rate := float64(s.ThetaC*s.Ku0*t.gamma) + s.Ku0
	t.b = steady + float64((t.b-steady)*expr.Exp(-float64(rate*ms)))
}

// Spike releases: u is raised, u·x is released, and part of the Gβγ is shed.
func (t *Terminal) Spike() float64 {
	s := &t.scheme
	use := float64(s.U0 * s.Release(t.b))
	t.u += float64(use * (1 - t.u))
	released := float64(t.u * t.x)
	t.x *= 1 - t.u
	t.b *= 1 - s.RAP
	return released
}
