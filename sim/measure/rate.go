package measure

import (
	"math"
	"slices"

	"quell/model/unit"
)

// Window is the part of a run that is measured: From < t <= To.
type Window struct{ From, To unit.Time }

// Length is how long the window is; 0 for an empty one.
func (w Window) Length() unit.Time { return max(0, w.To-w.From) }

// In returns the times of ts inside the window. The times rise, and the result
// is a part of ts, not a copy.
func (w Window) In(ts []float64) []float64 {
	from := firstAfter(ts, float64(w.From))
	to := firstAfter(ts, float64(w.To))
	return ts[from:max(from, to)]
}

// firstAfter is the index of the first time later than t.
func firstAfter(ts []float64, t float64) int {
	i, _ := slices.BinarySearchFunc(ts, t, func(x, t float64) int {
		if x > t {
			return 1
		}
		return -1
	})
	return i
}

// ShortestRate is the shortest window whose count of spikes is worth calling a rate.
const ShortestRate unit.Time = 50

// Rates are the firing rates inside a window.
type Rates struct {
	N        int
	Count    unit.Frequency // spikes over the window's length
	MeanISI  unit.Frequency // from the mean interval; 0 with fewer than two spikes
	FirstISI unit.Frequency // from the first interval; 0 with fewer than two spikes
	LastISI  unit.Frequency // from the last interval; 0 with fewer than two spikes
	Latency  unit.Time      // from the window's start to its first spike; NaN without one
}

// Firing measures the rates of the spikes at the times ts, which rise.
func Firing(ts []float64, w Window) Rates {
	in := w.In(ts)
	n := len(in)
	r := Rates{N: n, Latency: unit.Time(math.NaN())}
	if length := w.Length(); length > 0 {
		r.Count = rate(n, float64(length))
	}
	if n > 0 {
		r.Latency = unit.Time(in[0]) - w.From
	}
	if n > 1 {
		r.MeanISI = rate(n-1, in[n-1]-in[0])
		r.FirstISI = rate(1, in[1]-in[0])
		r.LastISI = rate(1, in[n-1]-in[n-2])
	}
	return r
}

// RateAt is the rate of the interval that holds the time t, as read off a ramp;
// 0 where no interval does.
func RateAt(ts []float64, t unit.Time) unit.Frequency {
	i := firstAfter(ts, float64(t))
	if i == 0 || i == len(ts) {
		return 0
	}
	return rate(1, ts[i]-ts[i-1])
}

// rate is n events in a span of ms.
func rate(n int, span float64) unit.Frequency {
	return unit.Frequency(float64(n) * float64(unit.Second) / span)
}
