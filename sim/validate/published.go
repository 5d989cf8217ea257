package validate

import (
	"context"
	"math"
	"strconv"

	"quell/model/gabab"
)

// publishedCurves are what clamped GABA opens in the schemes that have it in closed
// form.
func publishedCurves(_ context.Context, v values, _ string) error {
	for _, p := range []struct {
		id      string
		steady  bool // the table has single concentrations too
		kinetic interface {
			gabab.Kinetics
			Operational() (emax, ec50, hill float64)
		}
	}{
		{"A-DMS98-min-", true, gabab.DMS98()},
		{"A-DS95-", true, gabab.NewDS95()},
		{"A-TD99-", false, gabab.TD99()},
	} {
		v[p.id+"Emax"], v[p.id+"EC50"], v[p.id+"Hill"] = p.kinetic.Operational()
		if p.steady {
			v.each(p.id+"ss-", []float64{0.1, 1, 10, 100, 1000}, func(c float64) float64 {
				open, _ := gabab.Published{Kinetics: p.kinetic}.Plateau(c)
				return open
			})
		}
	}
	return nil
}

// otis is the product of exponentials, at 23.5 degC and as measured at 35.
func otis(_ context.Context, v values, _ string) error {
	cold, warm := gabab.Otis(23.5), gabab.Otis35() // degC, at which nothing is scaled
	t := cold.PeakTime()
	v["B-Otis-tpeak"], v["B-Otis-norm"] = t, float64(cold.At(t)*gabab.OtisNorm)
	t = warm.PeakTime()
	const late = 5000 // ms
	v["B-Otis35-tpeak"] = t
	v["B-Otis35-t37"] = root(func(x float64) float64 { return warm.At(x) - float64(timeConstant*warm.At(t)) }, t, late) - t
	return nil
}

// massActionCurves are the steady states of MM2025 under clamped GABA.
func massActionCurves(_ context.Context, v values, _ string) error {
	const most = 1e4 // uM, the table's largest GABA
	post, pre := gabab.Published{Kinetics: gabab.Postsynaptic()}, gabab.Published{Kinetics: gabab.PresynapticE()}
	for id, effect := range map[string]func(c float64) float64{
		"C-ss-GIRK-": func(c float64) float64 { open, _ := post.Plateau(c); return open },
		"C-ss-VGCC-": func(c float64) float64 { _, bound := pre.Plateau(c); return bound },
	} {
		top := effect(most)
		ec50, _ := halfway(effect, top)
		const step = 0.02 * math.Ln10 // 0.02 decades, of the table's finite difference
		v[id+"Emax"], v[id+"EC50"], v[id+"Hill"] = top, ec50, logitSlope(effect, top, ec50, step)
	}
	return nil
}

// publishedSites are steady states of Bertram and Behan's calcium channel and of two
// models of release.
func publishedSites(_ context.Context, v values, _ string) error {
	channel := gabab.NewBertramBehan()
	for _, at := range []struct{ mV, uM float64 }{{-65, 1}, {-65, 10}, {-65, 100}, {0, 10}, {80, 10}} {
		p := make([]float64, gabab.BBStates)
		channel.Steady(at.mV, at.uM, p)
		v["K-BB-"+strconv.FormatFloat(at.mV, 'f', -1, 64)+"-"+strconv.FormatFloat(at.uM, 'f', -1, 64)] = channel.Bound(p)
	}
	fusion := gabab.DMS94Release()
	v.each("K-DMS94-T-", []float64{0.05, 0.1, 0.2, 1}, fusion.Transmitter)
	v["K-DMS94-Ca50"] = fusion.HalfCalcium()
	v.each("K-BSS-", []float64{10, 50, 150}, gabab.BSS96().Steady)
	return nil
}
