package gabab

import "quell/model/expr"

// Temperatures in degC: where the rates hold, and what they were taken at
// (gabab-signalling 4.9, 4.10).
const (
	MinCelsius       = 20.0
	MaxCelsius       = 40.0
	ReferenceCelsius = 35.0
)

// Scheme holds the constants of the recommended scheme, gabab-signalling 4. The
// marks are those of that page: [rec] recalled, [chosen] ours.
type Scheme struct {
	Warm float64 // factor of every rate against 35 degC
	Kh   float64 // 1/ms, G protein; 1/45.2 ms from the rise of the slow IPSC, Otis et al. 1993 [rec]

	ThetaG, NG float64 // GIRK coupling and Gβγ sites [chosen: Hill 1.57, EC50 2.38 K]
	ThetaC     float64 // calcium coupling [chosen: release -71, -84 % at 2, 10 uM]

	Ku0          float64 // 1/ms, unbinding from calcium channels at rest [chosen on Zamponi & Snutch 1998]
	Ku1, Vu, Su  float64 // 1/ms, mV, mV: relief by depolarisation [rec]
	Iota, Power  float64 // loss of entry of a reluctant channel [chosen]; release power, Wu & Saggau 1995 [read]
	RAP          float64 // part of bound Gβγ shed per spike [chosen on F-AP-rAP]
	FF, FS       float64 // desensitising fractions of GIRK [chosen]
	TauF, TauS   float64 // ms, Sickmann & Alzheimer 2003 [read]; no temperature factor
	TauT, KT, FN float64 // days, 1, 1: down-regulation, fitted to Kroin 1993 [read]

	Ts, Vmax, Km, Kd float64 // uM, uM/ms, uM, 1/ms: synaptic GABA [chosen]; Km after Destexhe & Sejnowski 1995 [read]
	U0, TauR, TauU   float64 // 1, ms, ms: short-term plasticity, generic [chosen]
}

// q10 of every rate of the scheme but desensitisation (4.9) [chosen: 2.2 from the
// slow IPSC at two temperatures, Otis et al. 1993; 3 is assumed in published code].
const q10 = 2.5

// Default is the scheme at 35 degC.
func Default() Scheme {
	return Scheme{
		Warm: 1, Kh: 1 / 45.2,
		ThetaG: 1.2, NG: 4, ThetaC: 1,
		Ku0: 1.0 / 75, Ku1: 0.8, Vu: 35, Su: 12,
		Iota: 0.8, Power: 4, RAP: 0.15,
		FF: 0.25, FS: 0.25, TauF: 8000, TauS: 120_000,
		TauT: 1.1, KT: 0.25, FN: 0.35,
		Ts: 5, Vmax: 0.2, Km: 4, Kd: 0.01,
		U0: 0.25, TauR: 300, TauU: 100,
	}
}

// At is the scheme at a temperature, whatever temperature it is at before.
// Affinities, couplings, desensitisation, uptake and plasticity keep their values.
func (s Scheme) At(celsius float64) Scheme {
	w := expr.Pow(q10, (celsius-ReferenceCelsius)/10) / s.Warm
	s.Warm *= w
	s.Kh *= w
	s.Ku0 *= w
	s.Ku1 *= w
	return s
}

// GIRK is the mechanistic coupling of the potassium channel.
func (s Scheme) GIRK() Coupling { return Coupling{Theta: s.ThetaG, N: s.NG} }

// Calcium is the mechanistic coupling of calcium channels.
func (s Scheme) Calcium() Coupling { return Coupling{Theta: s.ThetaC, N: 1} }

// Ku is the rate at which Gβγ leaves a calcium channel at V (mV), 1/ms.
func (s Scheme) Ku(v float64) float64 {
	return s.Ku0 + s.Ku1/(1+expr.Exp(-(v-s.Vu)/s.Su))
}

// ReliefCurve is Ku as an equation of V.
func (s Scheme) ReliefCurve() expr.Node {
	return expr.Bin{Op: '+', X: expr.Num{Value: s.Ku0}, Y: s.Relieved()}
}

// Relieved is what depolarisation adds to Ku, as an equation of V.
func (s Scheme) Relieved() expr.Node {
	num := func(v float64) expr.Node { return expr.Num{Value: v} }
	u := expr.Bin{Op: '/', X: expr.Neg{X: expr.Bin{Op: '-', X: expr.Name{Name: "V"}, Y: num(s.Vu)}}, Y: num(s.Su)}
	sum := expr.Bin{Op: '+', X: num(1), Y: expr.Call{Fn: "exp", Args: []expr.Node{u}}}
	return expr.Bin{Op: '/', X: num(s.Ku1), Y: sum}
}

// Availability of GIRK when a fast and a slow part are desensitised by qF and qS.
// Under a modulator q follows gamma above 1; a part cannot be lost twice, so that
// q counts as 1 there (4.6).
func (s Scheme) Availability(qF, qS float64) float64 {
	return 1 - float64(s.FF*min(qF, 1)) - float64(s.FS*min(qS, 1))
}

// Rectify is rho(u) = 1/(1 + exp(k (u + s))), u = V - E_K, Sanders et al. 2013.
func Rectify(u, k, s float64) float64 { return 1 / (1 + expr.Exp(float64(k*(u+s)))) }

// Rectification gives k (1/mV) and s (mV) of a named choice: both forms of the code
// of Sanders et al. 2013 [read], or none, as De Koninck & Mody 1997 found for single
// synaptic channels [read] (gabab-signalling 2.6).
func Rectification(name string) (k, s float64, ok bool) {
	switch name {
	case "weak":
		return 0.07, 0, true
	case "strong":
		return 0.1, 10, true
	}
	return 0, 0, name == "none"
}
