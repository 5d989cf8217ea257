package sim

import (
	"fmt"

	"quell/model/unit"
)

// Reactions are kinetics on their own, outside a neuron: receptors in a dish, one
// channel under a clamp, transmitter that is released and taken up,
//
//	y' = f(t, y)
//
// The method is that of the published receptor schemes, for which rates may lie as
// far apart as they like. Set Rates, Y and Tiny, and call Advance for one stretch
// after the other; between two of them anything may jump, a state of Y or a number
// that Rates reads. With See and Sample, what is seen of the states is kept on the
// way:
//
//	open := sim.Reactions{Rates: rates, Y: start, Tiny: 1e-12, Sample: 0.1, See: scheme.Open}
//	err := open.Advance(50)  // under the drug
//	conc = 0                 // which rates reads: a wash
//	err = open.Advance(1000) // and open.Seen is the trace of both
type Reactions struct {
	Rates func(t float64, y, dy []float64) // sets dy to the rates of change at t ms, per ms
	Y     []float64                        // the states at Time
	Tiny  float64                          // what of any state is too little to matter; above 0
	Time  unit.Time                        // reached so far

	Sample unit.Time                 // spacing of Seen; 0 = keep nothing
	See    func(y []float64) float64 // what Seen holds of the states
	Seen   Trace                     // evenly spaced from the first Advance with a Sample on
}

// reactionTol is the tolerance of reactions relative to a state. They are held
// against other solvers, which costs little for a few states.
const reactionTol = 1e-9

// Advance solves the reactions on to a time. Steps do not stop at samples: these are
// read from the method's own interpolation.
func (x *Reactions) Advance(to unit.Time) error {
	s := stiff{rates: x.Rates, rel: reactionTol}
	for range x.Y {
		s.abs = append(s.abs, x.Tiny)
	}
	r := newRosenbrock(s, float64(x.Time), x.Y)
	sampling := x.Sample > 0 && x.See != nil
	if sampling && x.Seen.Len() == 0 {
		x.keep(r.t, r.y)
	}
	y := make([]float64, len(x.Y))
	err := r.advance(float64(to), func() {
		for sampling {
			t := x.Seen.T[0] + float64(float64(x.Seen.Len())*float64(x.Sample))
			if t > r.t {
				return
			}
			r.at((t-r.t0)/r.h0, y)
			x.keep(t, y)
		}
	})
	copy(x.Y, r.y)
	x.Time = unit.Time(r.t)
	if err != nil {
		return fmt.Errorf("sim: reactions: %w", err)
	}
	return nil
}

func (x *Reactions) keep(t float64, y []float64) {
	x.Seen.T, x.Seen.Y = append(x.Seen.T, t), append(x.Seen.Y, x.See(y))
}
