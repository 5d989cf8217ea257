package gabab

import "quell/model/expr"

// OnStep is gamma at t ms after one full agonist comes from 0 to the
// concentration a·K at once, receptors naive (gabab-signalling 4.11, form 3).
func (s Scheme) OnStep(l *Ligand, c, t float64) float64 {
	a := c / l.K
	lambda := float64(float64(l.Koff*s.Warm) * (1 + a))
	r0 := float64(l.Efficacy*a) / (1 + a)
	if abs := lambda - s.Kh; abs < 1e-9*s.Kh && abs > -1e-9*s.Kh {
		return float64(r0 * (1 - float64((1+float64(s.Kh*t))*expr.Exp(-float64(s.Kh*t)))))
	}
	e := float64(s.Kh*expr.Exp(-float64(lambda*t))) - float64(lambda*expr.Exp(-float64(s.Kh*t)))
	return float64(r0 * (1 - e/(s.Kh-lambda)))
}

// OffStep is gamma at t ms after the agonist is washed out at once from its
// steady state (form 4).
func (s Scheme) OffStep(l *Ligand, c, t float64) float64 {
	a := c / l.K
	koff := float64(l.Koff * s.Warm)
	r0 := float64(l.Efficacy*a) / (1 + a)
	e := float64(s.Kh*expr.Exp(-float64(koff*t))) - float64(koff*expr.Exp(-float64(s.Kh*t)))
	return float64(r0*e) / (s.Kh - koff)
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

// Tolerance is the receptor availability N after days of a constant agonist
// drive, from naive (gabab-signalling 4.7).
func (s Scheme) Tolerance(drive, days float64) float64 {
	psi := float64(drive*(1+s.KT)) / (drive + s.KT)
	x := days / s.TauT
	return 1 - float64(float64(s.FN*psi)*(1-float64((1+x)*expr.Exp(-x))))
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
