package validate

import (
	"math"
	"strconv"

	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/unit"
)

// The ligands of the table, as it has them: concentrations in uM, unbinding 440 ms.
func full(k float64) *gabab.Ligand {
	return &gabab.Ligand{Kind: "agonist", K: k, Efficacy: 1, Koff: 1.0 / 440}
}

func gaba() *gabab.Ligand { return full(0.67) }
func rbac() *gabab.Ligand { return full(1) }

func gammaOf(l *gabab.Ligand, c float64) float64 {
	return gabab.Gamma([]gabab.Conc{{Ligand: l, C: c}})
}

// each puts one row for each of the numbers, which end its name.
func (v values) each(name string, at []float64, f func(x float64) float64) {
	for _, x := range at {
		v[name+strconv.FormatFloat(x, 'f', -1, 64)] = f(x)
	}
}

// binding is what one agonist alone does.
func (v values) binding(s gabab.Scheme) {
	girk, ca := s.GIRK(), s.Calcium()
	at := []float64{0.1, 0.3, 1, 3, 10, 30, 100, 1000}
	v.each("D-GABA-gamma-", at, func(c float64) float64 { return gammaOf(gaba(), c) })
	v.each("D-GABA-GIRK-", at, func(c float64) float64 { return girk.Relative(gammaOf(gaba(), c)) })
	v.each("D-GABA-B-", at, func(c float64) float64 { return ca.Effect(gammaOf(gaba(), c)) })
	v.each("D-GABA-rel-", at, func(c float64) float64 { return s.Release(ca.Effect(gammaOf(gaba(), c))) })
	for name, l := range map[string]*gabab.Ligand{"D-GABA": gaba(), "D-Rbac": rbac()} {
		v[name+"-GIRK-EC50"], v[name+"-GIRK-Hill"] = halfway(func(c float64) float64 { return girk.Relative(gammaOf(l, c)) }, 1)
		v[name+"-CaV-EC50"], v[name+"-CaV-Hill"] = halfway(func(c float64) float64 { return ca.Effect(gammaOf(l, c)) }, 0.5)
		v[name+"-rel-IC50"] = expr.Exp(root(func(x float64) float64 { return 0.5 - s.Release(ca.Effect(gammaOf(l, expr.Exp(x)))) }, -20, 15))
	}
	v["D-GIRK-Omax"], v["D-rel-floor"] = girk.Effect(1), s.Release(ca.Effect(1))
	v.each("D-rel-R", []float64{1, 5}, func(c float64) float64 { return s.Release(ca.Effect(gammaOf(rbac(), c))) })
	v["D-partial-GIRK"], v["D-partial-CaV"] = girk.Relative(0.3), ca.Relative(0.3)
	v.each("D-theta-", []float64{0.5, 0.75, 1.5, 3, 5}, func(r float64) float64 { return gabab.ThetaFor(r, s.NG) })
	imposed := gabab.Coupling{Imposed: true, K: 1, EC50: 0.75, Hill: 1.2, Emax: 1}
	v.each("D-imposed-", []float64{0.1, 0.75, 10}, func(c float64) float64 { return imposed.Effect(gammaOf(rbac(), c)) })
	v["D-imposed-N"] = imposed.Effect(0.65)
}

// mixtures are GABA with others.
func (v values) mixtures(s gabab.Scheme) {
	girk := s.GIRK()
	with := func(other *gabab.Ligand, b float64) func(c float64) float64 {
		return func(c float64) float64 {
			return girk.Relative(gabab.Gamma([]gabab.Conc{{Ligand: gaba(), C: c}, {Ligand: other, C: b}}))
		}
	}
	shifted, _ := halfway(with(&gabab.Ligand{Kind: "antagonist", K: 0.005}, 0.05), 1)
	v["D-Schild"] = shifted / v["D-GABA-GIRK-EC50"]
	v["D-mix"] = gabab.Gamma([]gabab.Conc{{Ligand: gaba(), C: 0.67}, {Ligand: rbac(), C: 1}})
	modulated := with(&gabab.Ligand{Kind: "modulator", K: 1, Alpha: 8, Beta: 1.2}, 2)
	const saturating = 1e12
	v["D-PAM-Emax"] = modulated(saturating)
	v["D-PAM-EC50"], _ = halfway(modulated, v["D-PAM-Emax"])
}

// channels are calcium channels under R-baclofen, held at a potential.
func (v values) channels(s gabab.Scheme) {
	g := gammaOf(rbac(), 10)
	v.each("F-Binf-", []float64{-80, -60, 0, 20, 80}, func(mV float64) float64 { return s.Bound(g, mV) })
	v.each("F-taure-", []float64{1, 10}, func(c float64) float64 { return 1 / s.BoundRate(gammaOf(rbac(), c), -60) })
	v.each("F-taurel-", []float64{0, 80}, func(mV float64) float64 { return 1 / s.BoundRate(g, mV) })
	for channel, reluctant := range map[string]float64{"N-": 1, "PQ-": 0} {
		left := func(c float64, steps ...hold) float64 { return currentLeft(s, gammaOf(rbac(), c), reluctant, steps) }
		test, prepulse := hold{0, 5}, []hold{{80, 50}, {-60, 5}, {0, 5}}
		at := []float64{1, 10, 100}
		v.each("F-inh-"+channel, at, func(c float64) float64 { return 1 - left(c, test) })
		v.each("F-inhpp-"+channel, at, func(c float64) float64 { return 1 - left(c, prepulse...) })
		v.each("F-fac-"+channel, at, func(c float64) float64 { return left(c, prepulse...) / left(c, test) })
	}
}

// hold is a potential that is held for some ms.
type hold struct{ mV, ms float64 }

// The table's test channel (gabab-signalling 4.4): gate squared, which relaxes with
// gateTau ms and is moved by gateShift mV in channels that are reluctant.
const gateTau, gateShift = 0.3, 30.0

// gate is the steady state of the test channel's gate at V (mV).
func gate(mV float64) float64 { return 1 / (1 + expr.Exp(-(mV+5)/8)) }

// currentLeft is the share of the current of the test channel that is left at the end
// of a clamp from -60 mV.
func currentLeft(s gabab.Scheme, gamma, reluctant float64, steps []hold) float64 {
	b, willing, moved := s.Bound(gamma, -60), gate(-60), gate(-60-gateShift)
	for _, h := range steps {
		b = s.BoundAfter(b, gamma, h.mV, h.ms)
		fade := expr.Exp(-h.ms / gateTau)
		willing = gate(h.mV) + float64((willing-gate(h.mV))*fade)
		moved = gate(h.mV-gateShift) + float64((moved-gate(h.mV-gateShift))*fade)
	}
	return (float64((1-b)*willing*willing) + float64(reluctant*b*moved*moved)) / (willing * willing)
}

// releases are trains of spikes in a terminal under R-baclofen.
func (v values) releases(s gabab.Scheme) {
	train := func(s gabab.Scheme, c float64, n int, every float64) (first, last float64) {
		t := s.Terminal()
		b, rate := s.AtRest(gammaOf(rbac(), c))
		first, _ = t.Spike(b)
		for range n - 1 {
			t.Wait(every, rate)
			last, _ = t.Spike(b)
		}
		return first, last
	}
	for _, c := range []float64{0, 0.3, 1, 5, 10} {
		name := strconv.FormatFloat(c, 'f', -1, 64)
		v["G-R1-"+name], _ = train(s, c, 1, 0)
		v.each("G-PPR-"+name+"-", []float64{20, 50, 200}, func(ms float64) float64 {
			a, b := train(s, c, 2, ms)
			return b / a
		})
	}
	v["G-PPRcf"] = v["G-PPR-0-50"] // the table has it in closed form as well
	still := s
	still.RAP = 0
	a, b := train(still, 10, 2, 50)
	v["G-PPR-10-50-norelief"] = b / a
	v.each("G-train10-", []float64{0, 10}, func(c float64) float64 {
		a, b := train(s, c, 10, 20)
		return b / a
	})
	c1, c10 := train(s, 0, 10, 10)
	d1, d10 := train(s, 10, 10, 10)
	v["G-inh1"], v["G-inh10"] = 1-d1/c1, 1-d10/c10
}

// slow is what takes minutes and days.
func (v values) slow(s gabab.Scheme) {
	g := gammaOf(rbac(), 10)
	v.each("H-desens-", []float64{0, 10, 60, 300}, func(sec float64) float64 { return s.AvailabilityAfter(g, sec*float64(unit.Second)) })
	v["H-desens-inf"] = s.Availability(g, g)
	v.each("H-tol-N-", []float64{1, 3, 7, 14}, func(days float64) float64 { return s.Tolerance(1, days) })
	n := v["H-tol-N-7"]
	v["H-tol-GIRK-7"], v["H-tol-B-7"] = s.GIRK().Relative(n), s.Calcium().Relative(n)
	v["H-tol-rel-7"] = s.Release(s.Calcium().Effect(n))
}

// potassium is rectification about E_K = -90 mV, and E_K itself with 135 mM inside.
func (v values) potassium(gabab.Scheme) {
	for _, name := range []string{"weak", "strong"} {
		k, s, _ := gabab.Rectification(name)
		v.each("I-rect-"+name+"-", []float64{-120, -90, -80, -70, -60, -50, -40}, func(mV float64) float64 {
			return gabab.Rectify(mV+90, k, s) / gabab.Rectify(0, k, s)
		})
		v["I-umax-"+name] = root(func(u float64) float64 { // the slope of the outward current
			const h = 1e-4
			return float64((u-h)*gabab.Rectify(u-h, k, s)) - float64((u+h)*gabab.Rectify(u+h, k, s))
		}, 1, 40)
	}
	v["I-K-6"] = math.Sqrt(6.0 / 3)
	rtf := unit.ThermalVoltage(gabab.ReferenceCelsius)
	v.each("I-EK-", []float64{3, 6}, func(ko float64) float64 { return rtf * expr.Log(ko/135) })
}
