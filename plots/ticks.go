package plots

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// ticks marks an axis at a round step (1, 2 or 5 times a power of ten), near
// Want marks, written with as many decimals as the step has and a true minus.
type ticks struct{ Want int }

// Ticks implements plot.Ticker.
func (t ticks) Ticks(lo, hi float64) []plot.Tick {
	step := roundStep((hi - lo) / float64(max(t.Want, 2)))
	all := t.at(lo, hi, step)
	for len(all) < 2 && step > 0 {
		step = roundStep(step / 2)
		all = t.at(lo, hi, step)
	}
	return all
}

func (ticks) at(lo, hi, step float64) []plot.Tick {
	const slack = 1e-9 // of a step: a mark at the very end of the axis is on it
	var all []plot.Tick
	for k := math.Ceil(lo/step - slack); k <= hi/step+slack; k++ {
		all = append(all, plot.Tick{Value: k * step, Label: decimal(k*step, decimals(step))})
	}
	return all
}

// roundStep is the member of 1, 2, 5 times a power of ten nearest x by ratio.
func roundStep(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(x)))
	for _, c := range []struct{ below, step float64 }{{math.Sqrt2, 1}, {math.Sqrt(10), 2}, {math.Sqrt(50), 5}} {
		if x/p < c.below {
			return c.step * p
		}
	}
	return 10 * p
}

// decimals that a multiple of step needs.
func decimals(step float64) int {
	return max(0, -int(math.Floor(math.Log10(step)+1e-9)))
}

// decades marks a logarithmic axis at its powers of ten, with 2 and 5 between
// when there are few.
type decades struct{}

// Ticks implements plot.Ticker.
func (decades) Ticks(lo, hi float64) []plot.Tick {
	const few = 3
	span := math.Log10(hi / lo)
	var all []plot.Tick
	for e := math.Floor(math.Log10(lo)); e <= math.Ceil(math.Log10(hi)); e++ {
		for _, m := range []float64{1, 2, 3, 4, 5, 6, 7, 8, 9} {
			v := m * math.Pow(10, e)
			if v < lo*(1-1e-9) || v > hi*(1+1e-9) {
				continue
			}
			t := plot.Tick{Value: v}
			if m == 1 || span < few && m == 5 || span < few/2.0 && m == 2 {
				t.Label = decimal(v, max(0, -int(e)))
			}
			all = append(all, t)
		}
	}
	return all
}

// decimal writes x with so many decimals and a true minus, never "−0".
func decimal(x float64, places int) string {
	s := strconv.FormatFloat(x, 'f', places, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return strings.Replace(s, "-", "−", 1)
}

// figures writes x with at most n significant figures and no trailing zeros.
func figures(x float64, n int) string {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return decimal(x, 0)
	}
	places := n - 1 - int(math.Floor(math.Log10(math.Abs(x))+1e-9))
	s := decimal(x, max(0, places))
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// signed is decimal with a plus where the value is not negative.
func signed(x float64, places int) string {
	s := decimal(x, places)
	if !strings.HasPrefix(s, "−") {
		s = "+" + s
	}
	return s
}

// clock is how time is written on an axis: its unit and the ms in one of it.
type clock struct {
	unit string
	ms   float64
}

// clockFor is the unit in which a run of that many ms reads best.
func clockFor(ms float64) clock {
	const second, minute = 1e3, 6e4
	switch {
	case ms > 5*minute:
		return clock{"min", minute}
	case ms > 3*second:
		return clock{"s", second}
	}
	return clock{"ms", 1}
}

// timeTicks marks an axis in ms with labels in the clock's unit.
type timeTicks struct {
	ticks
	clock
}

// Ticks implements plot.Ticker.
func (t timeTicks) Ticks(lo, hi float64) []plot.Tick {
	all := t.ticks.Ticks(lo/t.ms, hi/t.ms)
	for i := range all {
		all[i].Value *= t.ms
	}
	return all
}
