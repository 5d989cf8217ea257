package plots

import (
	"math"
	"strings"

	"quell/sim"
	"quell/sim/measure"
)

// Reading is what was measured on one recording; NaN where nothing was.
type Reading struct {
	Rest float64 // resting potential, mV
	Rate float64 // firing rate during the stimulus, Hz

	Parts []sim.Part // of the change of rest from the control's; nil: not known
	Force [2]float64 // mV, driving force of GIRK at the control's rest and at this; zeros: not known
}

// split is what the change of rest by d mV is made of, in words: "GIRK −6.8, less CaL
// −0.8", which add up as they stand. Parts that round to nothing are left out.
func (r Reading) split(d float64) string {
	const step = 0.1 // mV, as ΔV is written
	var words []string
	for _, p := range sim.RoundParts(r.Parts, d, step) {
		if math.Abs(p.V) > step/2 {
			words = append(words, p.Name+" "+signed(p.V, 1))
		}
	}
	return strings.Join(words, ", ")
}

// read takes the readings off a trace. The rest is the potential just before
// the stimulus, where the cell is still and the bath does not change.
func read(r *sim.Recording) Reading {
	from, to := window(r)
	got := Reading{Rest: math.NaN(), Rate: rate(r, from, to)}
	const still = 0.2 // mV over the half of the wait before the stimulus
	if a, b := valueAt(r.Voltage(), from/2), valueAt(r.Voltage(), from); from > 0 && !moving(r) && count(r, 0, from) == 0 && math.Abs(a-b) < still {
		got.Rest = b
	}
	return got
}

func count(r *sim.Recording, from, to float64) int {
	n := 0
	for _, t := range r.Spikes {
		if from <= t && t < to {
			n++
		}
	}
	return n
}

// rate is the number of spikes over the length of the window, in Hz.
func rate(r *sim.Recording, from, to float64) float64 {
	const perSecond = 1e3 // 1/ms in Hz
	if to-from < float64(measure.ShortestRate) || len(r.Protocol.Clamp) > 0 {
		return math.NaN()
	}
	return perSecond * float64(count(r, from, to)) / (to - from)
}

// valueAt is the trace's last sample before time t.
func valueAt(tr sim.Trace, t float64) float64 {
	last := math.NaN()
	for i := range tr.Len() {
		if tr.T[i] >= t {
			break
		}
		last = tr.Y[i]
	}
	return last
}
