package gabab

import "quell/model/expr"

// OnStep is gamma at t ms after one agonist comes to c uM at once, from none, on
// naive receptors (gabab-signalling 4.11, form 3).
func (s Scheme) OnStep(l *Ligand, c, t float64) float64 {
	a := c / l.K
	r0 := float64(l.Efficacy*a) / (1 + a)
	return float64(r0 * (1 - lag(s.Kh, float64(float64(l.Koff*s.Warm)*(1+a)), t)))
}

// OffStep is gamma at t ms after the agonist is washed out at once from its
// steady state (form 4).
func (s Scheme) OffStep(l *Ligand, c, t float64) float64 {
	a := c / l.K
	r0 := float64(l.Efficacy*a) / (1 + a)
	return float64(r0 * lag(s.Kh, float64(l.Koff*s.Warm), t))
}

// lag is what two stages in series, of rates p and q, have left of a step:
//
//	(p exp(-q t) - q exp(-p t))/(p - q)
//
// written with the slower rate outside, so that neither equal nor nearly equal
// rates cancel.
func lag(p, q, t float64) float64 {
	slow, fast := min(p, q), max(p, q)
	second := float64(slow * t)
	if x := float64((fast - slow) * t); x > 0 {
		second *= -expr.Expm1(-x) / x
	}
	return float64(expr.Exp(-float64(slow*t)) * (1 + second))
}

// AvailabilityAfter is the part of GIRK that is left t ms after gamma stepped
// from 0 (form 6).
func (s Scheme) AvailabilityAfter(gamma, t float64) float64 {
	fast, slow := -expr.Expm1(-t/s.TauF), -expr.Expm1(-t/s.TauS)
	return s.Availability(float64(gamma*fast), float64(gamma*slow))
}

// Bound is the steady reluctant fraction at gamma and V (mV), form 2.
func (s Scheme) Bound(gamma, v float64) float64 {
	kb := float64(s.ThetaC * s.Ku0 * gamma)
	return kb / (kb + s.Ku(v))
}

// BoundRate is the rate at which B relaxes there, 1/ms (form 5).
func (s Scheme) BoundRate(gamma, v float64) float64 {
	return float64(s.ThetaC*s.Ku0*gamma) + s.Ku(v)
}

// BoundAfter is the reluctant fraction t ms after V stepped to v with the fraction
// b bound, at a constant gamma (form 5).
func (s Scheme) BoundAfter(b, gamma, v, t float64) float64 {
	steady := s.Bound(gamma, v)
	return steady + float64((b-steady)*expr.Exp(-float64(s.BoundRate(gamma, v)*t)))
}

// Uptake is dT/dt of synaptic GABA (uM, ms); block is the part of the carriers
// that is blocked (4.8).
func (s Scheme) Uptake(t, block float64) float64 {
	return -float64(float64((1-block)*s.Vmax)*t)/(t+s.Km) - float64(s.Kd*t)
}

// ThetaFor is the GIRK coupling ratio that gives an EC50 of ratio·K with n sites,
// the inverse of EC50/K = 1/((2+theta^n)^(1/n) - 1) (3.2, 3.3). It is NaN where no
// ratio does.
func ThetaFor(ratio, n float64) float64 {
	return expr.Pow(expr.Pow(1+1/ratio, n)-2, 1/n)
}

// Operational gives EC50/K and the Hill slope of the mechanistic coupling (3.2).
func (c Coupling) Operational() (ec50, hill float64) {
	p := expr.Pow(c.Theta, c.N)
	root := expr.Pow(2+p, 1/c.N)
	emax := p / (1 + p)
	return 1 / (root - 1), float64(float64(c.N*(2-emax)) * (1 - 1/root))
}
