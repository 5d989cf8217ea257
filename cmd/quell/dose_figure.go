package main

import (
	"math"

	"quell/model/unit"
	"quell/plots"
	"quell/sim/study"
)

// doseFigures are the figures of concentration–response curves.
func doseFigures(r *study.Response) []drawing {
	if len(r.Curves) == 0 {
		return nil
	}
	all := []drawing{
		{"dose", func(s plots.Style) (*plots.Figure, error) { return plots.Doses(s, doseFigure(r)) }},
	}
	if len(r.Curves) > 1 {
		family := drawing{"family", func(s plots.Style) (*plots.Figure, error) { return plots.Doses(s, familyFigure(r, shownMeasure(r))) }}
		all = append([]drawing{family}, all...)
	}
	if len(r.Schilds) > 0 {
		schild := drawing{"schild", func(s plots.Style) (*plots.Figure, error) { return plots.Schild(s, schildFigure(r)) }}
		all = append([]drawing{schild}, all...)
	}
	if r.Cells > 1 {
		all = append(all, drawing{"cells", func(s plots.Style) (*plots.Figure, error) { return plots.Cells(s, cellFigure(r)) }})
	}
	return all
}

// cellFigure is every measure of the first curve that differs between cells.
func cellFigure(r *study.Response) plots.CellFigure {
	c := &r.Curves[0]
	d := plots.CellFigure{Title: r.Neuron.Title, X: concAxis(c.Agonist), Notes: r.Cautions()}
	for i, m := range r.Measures {
		p := plots.CellPanel{Name: m.Title, Y: measureHead(m), Band: "90 of 100 cells"}
		differ := false
		for _, l := range c.Levels(i) {
			p.Conc, p.Mean = append(p.Conc, float64(l.Conc)), append(p.Mean, l.Mean)
			p.Low, p.High = append(p.Low, l.Between[0]), append(p.High, l.Between[1])
			differ = differ || l.SD > 1e-9*math.Abs(l.Mean)
		}
		if p.Cells = c.ByCell(i); differ {
			d.Panels = append(d.Panels, p)
		}
	}
	return d
}

// doseFigure is all effects of the first curve, each as a share of its maximum.
func doseFigure(r *study.Response) plots.DoseFigure {
	d := plots.DoseFigure{
		Title:   r.Neuron.Title,
		X:       concAxis(r.Curves[0].Agonist),
		Y:       "effect (% of maximum)",
		What:    "effects, each as a share of its own maximum,",
		Notes:   r.Cautions(),
		KeyNote: "each with EC₅₀ and 95 % band of its curve",
	}
	for i := range r.Measures {
		if s, ok := shareSeries(r, i); ok {
			d.Series = append(d.Series, s)
		}
	}
	return d
}

// shareSeries is a measure of the first curve as a share of the top of its Hill curve, or
// of its largest change where it has none; false where nothing changes.
func shareSeries(r *study.Response, measure int) (plots.DoseSeries, bool) {
	fit := r.FitOf(0, measure)
	levels := r.Curves[0].Levels(measure)
	full := 0.0
	for _, l := range levels {
		if l.N > 0 && math.Abs(l.Change) > math.Abs(full) {
			full = l.Change
		}
	}
	if full == 0 || len(levels) < 2 {
		return plots.DoseSeries{}, false
	}
	if fit.Fit != nil {
		full = fit.Fit.Top.Value
	}
	s := series(r, 0, measure, percent/full)
	s.Name = r.Measures[measure].Short
	return s, len(s.Y) > 1
}

const percent = 100

// series are the mean changes of a measure from the vehicle, times a scale, with the Hill
// curve and its band.
func series(r *study.Response, curve, measure int, scale float64) plots.DoseSeries {
	s := plots.DoseSeries{Name: r.Curves[curve].Label, EC50: math.NaN()}
	low, high := math.Inf(1), 0.0
	for _, l := range r.Curves[curve].Levels(measure) {
		if l.N == 0 {
			continue
		}
		c := float64(l.Conc)
		s.Conc, s.Y = append(s.Conc, c), append(s.Y, scale*l.Change)
		if c > 0 {
			low, high = min(low, c), max(high, c)
		}
	}
	fit := r.FitOf(curve, measure)
	if fit.Fit == nil {
		return s
	}
	hill := fit.Fit.Curve()
	var at []unit.Concentration
	const steps = 120
	for i := range steps + 1 {
		c := low * math.Pow(high/low, float64(i)/steps)
		at = append(at, unit.Concentration(c))
		s.At, s.Curve = append(s.At, c), append(s.Curve, scale*hill.At(unit.Concentration(c)))
	}
	if from, to, ok := fit.Band(at); ok {
		for i := range at {
			s.Low, s.High = append(s.Low, scale*from[i]), append(s.High, scale*to[i])
		}
	}
	if e := fit.Fit.EC50().Value; low <= e && e <= high {
		s.EC50, s.Half = e, scale*hill.At(unit.Concentration(e))
		s.Label = concText(e)
	}
	return s
}

// concAxis is a ligand on an axis: "baclofen, racemic (µM)".
func concAxis(name string) string {
	for _, l := range ligands() {
		if l.Name == name {
			return commaed(l.Title) + " (µM)"
		}
	}
	return name + " (µM)"
}
