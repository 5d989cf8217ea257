package study

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"quell/model/unit"
)

// Level is a measure at a concentration over all cells that have it.
type Level struct {
	Conc     unit.Concentration
	N        int
	Mean, SD float64    // SD is NaN of a single cell
	Between  [2]float64 // the 5th and 95th of 100 cells

	Change        float64 // mean change from the same cells in the vehicle
	ChangeBetween [2]float64
}

// Share of the cells outside the band, on either side.
const outside = 0.05

// Levels are a measure of a curve, by concentration.
func (c *ResponseCurve) Levels(measure int) []Level {
	var all []Level
	vehicle := map[int]float64{}
	for from := 0; from < len(c.Points); {
		to := from
		for to < len(c.Points) && c.Points[to].Conc == c.Points[from].Conc {
			to++
		}
		var values, changes []float64
		for _, p := range c.Points[from:to] {
			x := p.Values[measure]
			if p.Conc == 0 {
				vehicle[p.Cell] = x
			}
			if was, ok := vehicle[p.Cell]; !math.IsNaN(x) {
				values = append(values, x)
				if ok {
					changes = append(changes, x-was)
				}
			}
		}
		all = append(all, levelOf(c.Points[from].Conc, values, changes))
		from = to
	}
	return all
}

// ByCell are the values of a measure of each cell by concentration; NaN where there is
// none.
func (c *ResponseCurve) ByCell(measure int) (all [][]float64) {
	at := map[int]int{}
	level := -1
	for i, p := range c.Points {
		if i == 0 || p.Conc != c.Points[i-1].Conc {
			level++
		}
		k, ok := at[p.Cell]
		if !ok {
			k = len(all)
			at[p.Cell] = k
			all = append(all, nil)
		}
		for len(all[k]) < level {
			all[k] = append(all[k], math.NaN())
		}
		all[k] = append(all[k], p.Values[measure])
	}
	for k := range all {
		for len(all[k]) <= level {
			all[k] = append(all[k], math.NaN())
		}
	}
	return all
}

func levelOf(conc unit.Concentration, values, changes []float64) Level {
	nan := math.NaN()
	l := Level{Conc: conc, N: len(values), Mean: nan, SD: nan, Between: mostOf(values), Change: nan, ChangeBetween: mostOf(changes)}
	if len(changes) > 0 {
		l.Change = stat.Mean(changes, nil)
	}
	if len(values) == 0 {
		return l
	}
	l.Mean = stat.Mean(values, nil)
	if len(values) > 1 {
		l.SD = stat.StdDev(values, nil)
	}
	return l
}

// mostOf sorts numbers, and gives what 90 of 100 of them lie between.
func mostOf(xs []float64) [2]float64 {
	if len(xs) == 0 {
		return [2]float64{math.NaN(), math.NaN()}
	}
	slices.Sort(xs)
	return [2]float64{stat.Quantile(outside, stat.LinInterp, xs, nil), stat.Quantile(1-outside, stat.LinInterp, xs, nil)}
}

// means has a row for each measure at each concentration.
func (r *Response) means() Table {
	var condition, name, unitOf []string
	var conc, n, mean, sd, low, high, change []float64
	for _, c := range r.Curves {
		for i, m := range r.Measures {
			for _, l := range c.Levels(i) {
				condition, name, unitOf = append(condition, c.Label), append(name, m.Name), append(unitOf, m.Unit)
				conc, n = append(conc, float64(l.Conc)), append(n, float64(l.N))
				mean, sd = append(mean, l.Mean), append(sd, l.SD)
				low, high = append(low, l.Between[0]), append(high, l.Between[1])
				change = append(change, l.Change)
			}
		}
	}
	return Table{"means", []Column{
		{"condition", nil, words(condition)},
		{"measure", nil, words(name)},
		{"unit", nil, words(unitOf)},
		{"concentration_uM", conc, nil},
		{"n", n, nil},
		{"mean", mean, nil},
		{"sd", sd, nil},
		{"q05", low, nil},
		{"q95", high, nil},
		{"change", change, nil},
	}}
}
