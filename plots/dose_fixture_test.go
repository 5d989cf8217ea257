package plots_test

import (
	"math"

	"quell/plots"
)

// hillSeries is a Hill curve with points on it, made up for the tests.
func hillSeries(name, label string, ec50, slope, top, band float64) plots.DoseSeries {
	at := func(c float64) float64 {
		z := math.Pow(c/ec50, slope)
		return top * z / (1 + z)
	}
	s := plots.DoseSeries{Name: name, Label: label, EC50: ec50, Half: top / 2}
	for _, c := range []float64{0, 0.1, 0.3, 1, 3, 10, 30, 100} {
		s.Conc, s.Y = append(s.Conc, c), append(s.Y, at(c))
	}
	for i := range 61 {
		c := 0.1 * math.Pow(1000, float64(i)/60)
		s.At, s.Curve = append(s.At, c), append(s.Curve, at(c))
		s.Low, s.High = append(s.Low, at(c)-band), append(s.High, at(c)+band)
	}
	return s
}

// severalEffects are effects of one drug with an EC50 each, one of them not fitted.
func severalEffects() plots.DoseFigure {
	d := plots.DoseFigure{
		Title: "Spinal motoneuron", X: "baclofen, racemic (µM)", Y: "effect (% of maximum)", What: "effects, each as a share of its own maximum,",
		KeyNote: "each with EC₅₀ and 95 % band of its curve",
		Series: []plots.DoseSeries{
			hillSeries("GIRK", "4.75 µM", 4.75, 1.57, 100, 0), hillSeries("ΔV", "4.56 µM", 4.56, 1.5, 100, 2), hillSeries("rate", "3.69 µM", 3.69, 2, 100, 5),
			hillSeries("Ca loss", "15 µM", 15, 1.2, 100, 0), hillSeries("release loss", "260 nM", 0.26, 1, 100, 0),
		},
	}
	rheobase := hillSeries("rheobase", "", 5.1, 1.5, 100, 0)
	rheobase.At, rheobase.Curve, rheobase.Low, rheobase.High, rheobase.EC50 = nil, nil, nil, nil, math.NaN()
	d.Series = append(d.Series, rheobase)
	return d
}

// antagonised is a family of curves and its Schild plot, one ratio of which is left out.
func antagonised() plots.SchildFigure {
	d := plots.SchildFigure{
		Title: "SNc dopamine neuron", Antagonist: "CGP55845",
		Family: plots.DoseFigure{
			Title: "SNc dopamine neuron", X: "baclofen, racemic (µM)", Y: "GIRK (% of maximum)", What: "GIRK conductance", KeyNote: "EC₅₀ alone and with CGP55845",
			Series: []plots.DoseSeries{hillSeries("alone", "1.5 µM", 1.5, 1.2, 100, 2), hillSeries("5 nM", "3 µM", 3, 1.2, 100, 2), hillSeries("20 nM", "7.5 µM", 7.5, 1.2, 100, 2), hillSeries("100 nM", "31.5 µM", 31.5, 1.2, 100, 2)},
		},
		Slope: 1.06, PA2: 8.2, Unit: 8.3, Label: "slope 1.06 (0.93 to 1.19), pA₂ 8.20 (8.05 to 8.41); dashed: slope 1, pKB 8.30 (8.21 to 8.39)",
	}
	for i, b := range []float64{-8.3, -7.7, -7, -6} {
		y := b + 8.3 + 0.04*float64(1-2*(i%2))
		d.Points = append(d.Points, plots.SchildMark{LogB: b, LogDR1: y, Low: y - 0.12, High: y + 0.1})
	}
	d.Points[3].High, d.Points[3].LeftOut = math.Inf(1), true
	return d
}

// manyCells are two measures of nine cells, of which one has no second measure.
func manyCells() plots.CellFigure {
	d := plots.CellFigure{Title: "Spinal motoneuron", X: "baclofen, racemic (µM)"}
	for m, top := range []float64{0.1, -6} {
		one := hillSeries("", "", 4.7, 1.5, top, 0)
		p := plots.CellPanel{Name: []string{"GIRK conductance", "change of resting potential"}[m], Y: []string{"GIRK (mS/cm²)", "ΔV (mV)"}[m], Conc: one.Conc, Mean: one.Y, Band: "90 of 100 cells"}
		for k := range 9 {
			factor := 0.6 + 0.1*float64(k)
			var cell []float64
			for _, y := range one.Y {
				if m == 1 && k == 4 {
					y = math.NaN()
				}
				cell = append(cell, factor*y)
			}
			p.Cells = append(p.Cells, cell)
		}
		for _, y := range one.Y {
			p.Low, p.High = append(p.Low, 0.65*y), append(p.High, 1.35*y)
		}
		d.Panels = append(d.Panels, p)
	}
	return d
}
