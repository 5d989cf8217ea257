package gabab

import "quell/model/expr"

// The ready-made time courses of gabab-signalling 2.1 give a conductance after a
// release, as a fraction of its largest, with no concentration of an agonist in them:
// they check the shape of a slow IPSC and can say nothing about a drug. All start
// at 0 and add up linearly.

// FirstOrder is a receptor that a square pulse of transmitter switches on (Destexhe,
// Mainen & Sejnowski 1994): r' = alpha T (1 - r) - beta r. It alone saturates.
type FirstOrder struct {
	Alpha float64 // 1/(mM ms)
	Beta  float64 // 1/ms
	Pulse float64 // mM
	Lasts float64 // ms
	E     float64 // mV
}

// DMS94 has the constants of the published code.
func DMS94() FirstOrder {
	return FirstOrder{Alpha: 0.016, Beta: 0.0047, Pulse: 1, Lasts: 85, E: -95} // [read]
}

// At is r at t ms after the pulse began.
func (f FirstOrder) At(t float64) float64 {
	if t <= 0 {
		return 0
	}
	on := float64(f.Alpha * f.Pulse)
	rate := on + f.Beta
	r := -on / rate * expr.Expm1(-float64(rate*min(t, f.Lasts)))
	return float64(r * expr.Exp(-float64(f.Beta*max(t-f.Lasts, 0))))
}

// Products is the product of exponentials of Otis, De Koninck & Mody 1993:
//
//	g = (1 - exp(-t/tau1))^4 (0.84 exp(-t/tau2) + 0.16 exp(-t/tau3))/0.31
type Products struct{ Tau1, Tau2, Tau3 float64 } // ms

// The parts of the decay [read].
const otisFast, otisSlow = 0.84, 0.16

// OtisNorm is what the published form divides by [read]; the largest value of what
// stands above it is 0.309.
const OtisNorm = 0.31

// Otis is the form of McCormick, Wang & Huguenard 1993 at a temperature: the
// constants at 23.5 degC divided by 3^((T - 23.5)/10) [read].
func Otis(celsius float64) Products {
	w := expr.Pow(3, (celsius-23.5)/10)
	return Products{112 / w, 283 / w, 1026 / w}
}

// Otis35 has the constants as measured at 34–35 degC [recalled; their ratios to those
// at 23.5 degC give a Q10 of 1.8–2.3]. They take no temperature factor.
func Otis35() Products { return Products{45.2, 110.2, 516.2} }

// At is g at t ms after the release.
func (p Products) At(t float64) float64 {
	if t <= 0 {
		return 0
	}
	rise := expr.Pow(-expr.Expm1(-t/p.Tau1), 4)
	return float64(rise*p.decay(t)) / OtisNorm
}

func (p Products) decay(t float64) float64 {
	return float64(otisFast*expr.Exp(-t/p.Tau2)) + float64(otisSlow*expr.Exp(-t/p.Tau3))
}

// PeakTime is when g is largest, ms: where 4/tau1/(exp(t/tau1) - 1) is the relative
// rate of decay.
func (p Products) PeakTime() float64 {
	return level(func(t float64) float64 {
		loss := float64(otisFast/p.Tau2*expr.Exp(-t/p.Tau2)) + float64(otisSlow/p.Tau3*expr.Exp(-t/p.Tau3))
		return loss/p.decay(t) - 4/p.Tau1/expr.Expm1(t/p.Tau1)
	}, 0, 10*p.Tau3)
}

// DualExponential is the form of the Blue Brain synapses: a rising and a falling
// exponential, scaled to a largest value of 1.
type DualExponential struct {
	Rise, Decay float64 // ms
	E           float64 // mV
}

// BlueBrain has the constants of the published code.
func BlueBrain() DualExponential { return DualExponential{Rise: 3.5, Decay: 260.9, E: -97} } // [read]

// At is g at t ms after the event.
func (d DualExponential) At(t float64) float64 {
	if t <= 0 {
		return 0
	}
	return d.raw(t) / d.raw(d.PeakTime())
}

func (d DualExponential) raw(t float64) float64 {
	return expr.Exp(-t/d.Decay) - expr.Exp(-t/d.Rise)
}

// PeakTime is when g is largest, ms.
func (d DualExponential) PeakTime() float64 {
	return float64(d.Rise*d.Decay) / (d.Decay - d.Rise) * expr.Log(d.Decay/d.Rise)
}
