package main

import (
	"math"

	"quell/plots"
	"quell/sim/measure"
	"quell/sim/study"
)

// shownMeasure is the measure of which families are drawn: the first with a Schild line,
// or else with a Hill curve.
func shownMeasure(r *study.Response) int {
	for _, s := range r.Schilds {
		if s.Fit != nil && s.Fit.Line != nil {
			return s.Measure
		}
	}
	for _, f := range r.Fits {
		if f.Fit != nil {
			return f.Measure
		}
	}
	return 0
}

// familyFigure is all curves of one measure, as shares of the top of the first.
func familyFigure(r *study.Response, k int) plots.DoseFigure {
	m := r.Measures[k]
	d := plots.DoseFigure{
		Title:   r.Neuron.Title,
		X:       concAxis(r.Curves[0].Agonist),
		Y:       m.Short + " (% of maximum)",
		What:    m.Title + ", as a share of its maximum under the agonist alone,",
		Notes:   r.Cautions(),
		KeyNote: "each with its EC₅₀",
	}
	if r.Experiment.Dose.Partial != "" {
		d.X = "concentration (µM)"
	}
	only := onlyAgainst(r)
	if only {
		d.KeyNote = "EC₅₀ alone and with " + r.Experiment.Dose.Antagonist
	}
	full := 0.0
	for _, l := range r.Curves[0].Levels(k) {
		if math.Abs(l.Change) > math.Abs(full) {
			full = l.Change
		}
	}
	if f := r.FitOf(0, k).Fit; f != nil {
		full = f.Top.Value
	}
	for i := range r.Curves {
		s := series(r, i, k, percent/full)
		s.Name = companyOf(r, i, only)
		if full != 0 && len(s.Y) > 1 {
			d.Series = append(d.Series, s)
		}
	}
	return d
}

// schildFigure is the family of the antagonist and its Schild plot.
func schildFigure(r *study.Response) plots.SchildFigure {
	shown := shownMeasure(r)
	d := plots.SchildFigure{
		Title:      r.Neuron.Title,
		Family:     familyFigure(r, shown),
		Antagonist: r.Experiment.Dose.Antagonist,
		Slope:      math.NaN(), PA2: math.NaN(), Unit: math.NaN(),
		Label: "no line",
	}
	fit := r.Schilds[shown].Fit
	if fit == nil {
		return d
	}
	for _, x := range fit.Ratios {
		y := x.LogLess1()
		if math.IsNaN(y.Value) {
			continue
		}
		below, above := x.Log.Open()
		d.Points = append(d.Points, plots.SchildMark{LogB: study.LogMolar(x.Antagonist), LogDR1: y.Value, Low: y.Low, High: y.High, LeftOut: below || above})
	}
	if l := fit.Line; l != nil && !math.IsNaN(l.Slope.Value) {
		d.Slope, d.PA2 = l.Slope.Value, l.PA2.Value
		d.Label = "slope " + withInterval(l.Slope) + ", pA₂ " + withInterval(l.PA2)
	}
	if g := r.Schilds[shown].Gaddum; g != nil {
		d.Unit = g.PA2.Value
		d.Label += "; dashed: slope 1, pKB " + withInterval(g.PA2)
	}
	return d
}

// withInterval is an estimate with its interval in brackets, unless that is a point.
func withInterval(e measure.Estimate) string {
	if e.Low == e.High || plain2(e.Low) == plain2(e.High) {
		return plain2(e.Value)
	}
	return plain2(e.Value) + " (" + interval(e, plain2) + ")"
}

// onlyAgainst says that all curves but the first are with the antagonist.
func onlyAgainst(r *study.Response) bool {
	return len(r.Curves) == 1+len(r.Experiment.Dose.Against)
}

// companyOf is what tells a curve from the first: "+ CGP55845 5 nM", or "5 nM" where that
// says enough.
func companyOf(r *study.Response, i int, short bool) string {
	c, first := &r.Curves[i], &r.Curves[0]
	switch {
	case i == 0 && short:
		return "alone"
	case i == 0:
		return c.Agonist + " alone"
	case c.Agonist != first.Agonist:
		return c.Agonist
	case short:
		return c.With[len(c.With)-1].Conc.String()
	}
	return "+ " + c.With[len(c.With)-1].String()
}
