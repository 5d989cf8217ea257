package main

import (
	"context"
	"fmt"
	"math"
	"strings"

	"quell/model/unit"
	"quell/sim/measure"
	"quell/sim/study"
)

func askDose(ctx context.Context, e *study.Experiment, told study.Progress) (answer, error) {
	r, err := e.DoDose(ctx, told)
	if r == nil {
		return answer{}, err
	}
	return answer{
		Answer:  r,
		text:    func() string { return doseText(r) },
		figures: doseFigures(r),
	}, err
}

// doseText is a table for each curve, of means where there are several cells.
func doseText(r *study.Response) string {
	var b strings.Builder
	for i := range r.Curves {
		c := &r.Curves[i]
		if len(r.Curves) > 1 {
			b.WriteString(c.Label + "\n")
		}
		b.WriteString(curveText(r, c))
		if i+1 < len(r.Curves) {
			b.WriteString("\n")
		}
	}
	b.WriteString("\n" + fitsText(r))
	if len(r.Schilds) > 0 {
		b.WriteString("\n" + schildText(r))
	}
	return b.String()
}

// fitsText is a row for each fit, and below what is to be said of them.
func fitsText(r *study.Response) string {
	heads := []string{"Hill curve", "EC50", "95 % interval", "pEC50", "slope", "Emax"}
	cols := make([][]string, len(heads))
	var said []string
	for _, f := range r.Fits {
		if f.Missing { // which the warnings say
			continue
		}
		m := r.Measures[f.Measure]
		name := m.Short
		if len(r.Curves) > 1 {
			name = r.Curves[f.Curve].Label + ", " + name
		}
		row := []string{name, "–", "–", "–", "–", "–"}
		if f.Bound != "" {
			row[1] = f.Bound
		}
		if f.Fit != nil {
			e, p := f.Fit.EC50(), f.Fit.PEC50()
			row = []string{
				name, concText(e.Value), interval(e, concText), decimal("%.2f", p.Value),
				decimal("%.3g", f.Fit.Slope.Value), decimal("%.4g", f.Fit.Top.Value) + " " + spelt(m.Unit),
			}
		}
		for i, cell := range row {
			cols[i] = append(cols[i], cell)
		}
		if f.Why != "" {
			said = append(said, name+": no Hill curve: "+f.Why)
		}
		for _, c := range f.Cautions {
			said = append(said, name+": "+c)
		}
	}
	return table(heads, cols...) + lines(said)
}

// schildText is a row for each measure, and below what is to be said of them.
func schildText(r *study.Response) string {
	heads := []string{"Schild plot of " + r.Experiment.Dose.Antagonist, "dose ratios", "slope", "95 % interval", "pA2", "pKB (slope 1)", "95 % interval"}
	cols := make([][]string, len(heads))
	var said []string
	for _, s := range r.Schilds {
		if s.Missing {
			continue
		}
		name := r.Measures[s.Measure].Short
		row := []string{name, "–", "–", "–", "–", "–", "–"}
		if s.Fit != nil {
			var ratios []string
			for _, d := range s.Fit.Ratios {
				ratios = append(ratios, decimal("%.3g", d.Ratio().Value))
			}
			row[1] = strings.Join(ratios, ", ")
			if l := s.Fit.Line; l != nil {
				row[2], row[3], row[4] = plain2(l.Slope.Value), interval(l.Slope, plain2), plain2(l.PA2.Value)
			}
		}
		if s.Gaddum != nil {
			row[5], row[6] = plain2(s.Gaddum.PA2.Value), interval(s.Gaddum.PA2, plain2)
		}
		for i, cell := range row {
			cols[i] = append(cols[i], cell)
		}
		if s.Why != "" {
			said = append(said, name+": no Schild plot: "+s.Why)
		}
		for _, c := range s.Cautions {
			said = append(said, name+": "+c)
		}
	}
	return table(heads, cols...) + lines(said)
}

// plain2 is a number with two digits after the point.
func plain2(x float64) string {
	if x != x {
		return "–"
	}
	return decimal("%.2f", x)
}

// interval writes both ends; one that the points leave open is said to be so.
func interval(e measure.Estimate, text func(float64) string) string {
	low, high := text(e.Low), text(e.High)
	below, above := math.IsInf(e.Low, 0) || e.Low == 0, math.IsInf(e.High, 0)
	switch {
	case low == high:
		return "exact"
	case below && above:
		return "open"
	case below:
		return "up to " + high
	case above:
		return "from " + low
	}
	return low + " to " + high
}

// concText is a concentration in uM to three figures.
func concText(uM float64) string { return unit.Short(unit.Concentration(uM), 3) }

func curveText(r *study.Response, c *study.ResponseCurve) string {
	heads := []string{c.Agonist}
	var cols [][]string
	for i, m := range r.Measures {
		var cells []string
		var concs []string
		for _, l := range c.Levels(i) {
			conc := l.Conc.String()
			if l.Conc == 0 {
				conc = "vehicle"
			}
			concs = append(concs, conc)
			cells = append(cells, levelText(l))
		}
		if i == 0 {
			cols = append(cols, concs)
		}
		heads, cols = append(heads, measureHead(m)), append(cols, cells)
	}
	return table(heads, cols...)
}

// measureHead is a measure as the head of a column.
func measureHead(m study.Measure) string {
	return fmt.Sprintf("%s (%s)", m.Short, spelt(m.Unit))
}

// levelText is the mean, with the standard deviation where there is one.
func levelText(l study.Level) string {
	if l.N == 0 {
		return "–"
	}
	text := decimal("%.4g", l.Mean)
	if l.N > 1 {
		text += " ± " + decimal("%.2g", l.SD)
	}
	return text
}

// spelt is a unit as it is printed.
func spelt(unit string) string {
	return strings.NewReplacer("hz", "Hz", "Mohm", "MΩ", "kohm_cm2", "kΩ cm²", "cm2", "cm²", "uA", "µA").Replace(unit)
}

// commaed is a title without brackets, so that a unit may stand in them: "baclofen
// (racemic)" is "baclofen, racemic".
func commaed(title string) string {
	before, rest, ok := strings.Cut(title, " (")
	if inside, after, closed := strings.Cut(rest, ")"); ok && closed && after == "" {
		return before + ", " + inside
	}
	return title
}
