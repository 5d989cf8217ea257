package measure

import (
	"math"

	"quell/model/unit"
	"quell/sim"
)

// Mean is the mean of a trace over a window, by the trapezoidal rule:
//
//	1/(b-a) · integral from a to b of y dt
//
// NaN where the trace has no sample inside the window.
func Mean(tr sim.Trace, w Window) float64 {
	a, b := float64(w.From), float64(w.To)
	first, last := firstAfter(tr.T, a), firstAfter(tr.T, b)
	if first == last || b <= a {
		return math.NaN()
	}
	t, y := a, at(tr, first, a)
	sum := 0.0
	for i := first; i < last; i++ {
		sum += (tr.T[i] - t) * (tr.Y[i] + y) / 2
		t, y = tr.T[i], tr.Y[i]
	}
	if t < b {
		sum += (b - t) * (at(tr, last, b) + y) / 2
	}
	return sum / (b - a)
}

// at is the trace at the time t between samples i-1 and i; the nearest sample's
// value outside the trace.
func at(tr sim.Trace, i int, t float64) float64 {
	if i == 0 {
		return tr.Y[0]
	}
	if i == len(tr.T) {
		return tr.Y[i-1]
	}
	return between(tr.Y, i-1, (t-tr.T[i-1])/(tr.T[i]-tr.T[i-1]))
}

// MeanVoltage is Mean of the potential where spikes are counted.
func MeanVoltage(r *sim.Recording, w Window) unit.Voltage {
	return unit.Voltage(Mean(r.Voltage(), w))
}

// between is the value a fraction f of the way from sample i to the next.
func between(y []float64, i int, f float64) float64 { return y[i] + f*(y[i+1]-y[i]) }

// crossing is when the line from sample i to the next passes level.
func crossing(v sim.Trace, i int, level float64) float64 {
	return between(v.T, i, (level-v.Y[i])/(v.Y[i+1]-v.Y[i]))
}

// highest is the index of the largest of y[from:to], -1 where that is empty.
func highest(y []float64, from, to int) int {
	best := -1
	for i := from; i < to; i++ {
		if best < 0 || y[i] > y[best] {
			best = i
		}
	}
	return best
}

// lowest is the index of the smallest of y[from:to], -1 where that is empty.
func lowest(y []float64, from, to int) int {
	best := -1
	for i := from; i < to; i++ {
		if best < 0 || y[i] < y[best] {
			best = i
		}
	}
	return best
}

// vertex is the extreme point of the parabola through sample i and its two
// neighbours, which need not be evenly spaced; sample i itself at an end of the
// trace, or where it is not an extreme.
func vertex(v sim.Trace, i int) (t, y float64) {
	t, y = v.T[i], v.Y[i]
	if i == 0 || i+1 == len(v.T) {
		return t, y
	}
	h1, h2 := v.T[i]-v.T[i-1], v.T[i+1]-v.T[i]
	d1, d2 := (v.Y[i]-v.Y[i-1])/h1, (v.Y[i+1]-v.Y[i])/h2
	bend := (d2 - d1) / (h1 + h2)        // half the second derivative
	slope := (d1*h2 + d2*h1) / (h1 + h2) // at sample i
	if bend == 0 || d1*d2 > 0 {
		return t, y
	}
	shift := -slope / (2 * bend)
	return t + shift, y + shift*slope/2
}

// Peak is when a trace is highest within a window, and how high: the vertex of the
// parabola through the samples there. NaN where the window holds no sample.
func Peak(tr sim.Trace, w Window) (t unit.Time, y float64) {
	i := highest(tr.Y, firstAfter(tr.T, float64(w.From)), firstAfter(tr.T, float64(w.To)))
	if i < 0 {
		return unit.Time(math.NaN()), math.NaN()
	}
	at, y := vertex(tr, i)
	return unit.Time(at), y
}

// Reaches is when a trace first gets to a level within a window, from whichever side
// it is on at first, by a straight line between samples. NaN where it does not.
func Reaches(tr sim.Trace, level float64, w Window) unit.Time {
	first, last := firstAfter(tr.T, float64(w.From)), firstAfter(tr.T, float64(w.To))
	for i := first + 1; i < last; i++ {
		if (tr.Y[first] < level) != (tr.Y[i] < level) {
			return unit.Time(crossing(tr, i-1, level))
		}
	}
	return unit.Time(math.NaN())
}
