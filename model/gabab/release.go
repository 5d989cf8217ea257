package gabab

import "quell/model/expr"

// Release is what is left of a spike's release, relative to control, at the
// reluctant fraction B: (1 - iota B)^m.
func (s Scheme) Release(b float64) float64 { return left(s.Iota, s.Power, b) }

func left(loss, power, b float64) float64 { return expr.Pow(1-float64(loss*b), power) }

// Terminal is an event-based synapse: use u and resources x of Tsodyks and
// Markram, and the Gβγ that spikes have shed from its calcium channels
// (gabab-signalling 4.5). Its B between spikes is the caller's to know.
type Terminal struct {
	Use, Recovery, Facilitation float64 // 1, ms, ms: U0, tau_r, tau_f
	Loss, Power                 float64 // release is multiplied by (1 - Loss B)^Power
	Shed                        float64 // part of bound Gβγ that a spike sheds

	u, x, shed float64
}

// Terminal is a rested synapse with the constants of the scheme.
func (s Scheme) Terminal() Terminal {
	t := Terminal{Use: s.U0, Recovery: s.TauR, Facilitation: s.TauU, Loss: s.Iota, Power: s.Power, Shed: s.RAP}
	t.Reset()
	return t
}

// Reset makes the synapse rested.
func (t *Terminal) Reset() { t.u, t.x, t.shed = 0, 1, 0 }

// Resume takes over the state of another synapse.
func (t *Terminal) Resume(from *Terminal) { t.u, t.x, t.shed = from.u, from.x, from.shed }

// Wait lets a time pass without a spike, ms. Gβγ that was shed binds again at the
// rate, 1/ms.
func (t *Terminal) Wait(ms, rate float64) {
	t.u *= expr.Exp(-ms / t.Facilitation)
	t.x = 1 - float64((1-t.x)*expr.Exp(-ms/t.Recovery))
	t.shed *= expr.Exp(-float64(rate * ms))
}

// Spike releases: u is raised, u·x is released, and part of the Gβγ is shed. b is
// the reluctant fraction as it would be without earlier spikes. kept is the factor of
// the use, (1 - Loss B)^Power: what the drug leaves, whatever the store holds.
func (t *Terminal) Spike(b float64) (released, kept float64) {
	bound := b - t.shed
	kept = left(t.Loss, t.Power, bound)
	use := float64(t.Use * kept)
	t.u += float64(use * (1 - t.u))
	released = float64(t.u * t.x)
	t.x *= 1 - t.u
	t.shed += float64(t.Shed * bound)
	return released, kept
}

// AtRest is B in the limit of strong hyperpolarisation, where ku is ku0, and the
// rate at which it is reached, 1/ms.
func (s Scheme) AtRest(gamma float64) (b, rate float64) {
	c := float64(s.ThetaC * gamma)
	return c / (1 + c), float64(s.Ku0 * (1 + c))
}
