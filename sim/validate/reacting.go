package validate

import (
	"context"
	"fmt"

	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// Courses that no neuron of the catalogue has are reactions on their own: the
// published schemes under the transmitter of their papers, and channels under a
// clamp. reactionTiny is too little of anything there, as a fraction or in mM.
const (
	reactionTiny   = 1e-15
	burstRecording = 1500 // ms, of slow IPSCs
	fluxRecording  = 3000 // ms, after a flux of GABA
)

// bursts are slow IPSCs after one and ten releases at 200 Hz. begin gives the
// reactions at rest, and what one release does.
func bursts(begin func() (x *sim.Reactions, release func() error)) compute {
	return func(_ context.Context, v values, begins string) error {
		for _, n := range []int{1, 10} {
			x, release := begin()
			x.Sample = courseSpacing
			for i := range n {
				if err := x.Advance(unit.Time(i) * burstEvery); err != nil {
					return err
				}
				if err := release(); err != nil {
					return err
				}
			}
			if err := x.Advance(burstRecording); err != nil {
				return err
			}
			v.response(fmt.Sprintf("%s%d-", begins, n), x.Seen, measure.Window{To: burstRecording})
		}
		v.grows(begins)
		return nil
	}
}

// squarePulses are releases that hold GABA at 1 mM for 1 ms.
func squarePulses(k gabab.Kinetics) func() (*sim.Reactions, func() error) {
	return func() (*sim.Reactions, func() error) {
		c := 0.0 // uM
		x := &sim.Reactions{
			Rates: func(_ float64, y, dy []float64) { k.Rates(y, c, dy) },
			Y:     make([]float64, len(k.Species())), Tiny: reactionTiny, See: k.Open,
		}
		k.Steady(c, x.Y)
		return x, func() error {
			c = 1 * unit.Millimolar
			err := x.Advance(x.Time + 1)
			c = 0
			return err
		}
	}
}

// carriedJumps are releases after which GABA is bound and taken up by carriers: TD99.
func carriedJumps() (*sim.Reactions, func() error) {
	carriers, scheme := gabab.TD99Carriers(), gabab.TD99()
	const own = 2 // states of the carriers: GABA and what of it they hold, mM
	x := &sim.Reactions{
		Rates: func(_ float64, y, dy []float64) {
			dy[0], dy[1] = carriers.Rates(y[0], y[1])
			scheme.Rates(y[own:], y[0]*unit.Millimolar, dy[own:])
		},
		Y: make([]float64, own+len(scheme.Species())), Tiny: reactionTiny,
		See: func(y []float64) float64 { return scheme.Open(y[own:]) },
	}
	return x, func() error { x.Y[0] += gabab.ReleasedGABA; return nil }
}

// massAction are the rows of MM2025 after 50 ms of GABA, from its rest without any.
func massAction(m gabab.MM2025) compute {
	return func(_ context.Context, v values, begins string) error {
		source := gabab.MMFlux
		x := &sim.Reactions{
			Rates: func(_ float64, y, dy []float64) { m.FreeRates(y, source, dy) },
			Y:     make([]float64, len(m.Species())), Tiny: reactionTiny, Sample: courseSpacing,
			See: func(y []float64) float64 { return m.Open(y) + m.Bound(y) }, // each has but one of the two
		}
		m.Steady(0, x.Y)
		if err := x.Advance(gabab.MMFluxTime); err != nil {
			return err
		}
		v[begins+"gaba"] = x.Y[0] * unit.Millimolar
		source = 0
		if err := x.Advance(fluxRecording); err != nil {
			return err
		}
		v.response(begins, x.Seen, measure.Window{To: fluxRecording})
		return nil
	}
}

// channelSteps are the inhibition of Bertram and Behan's channel by 10 uM 5 ms into
// a step from -65 to 0 mV, plain and after a prepulse.
func channelSteps(_ context.Context, v values, _ string) error {
	channel := gabab.NewBertramBehan()
	open := func(uM float64, steps ...hold) (float64, error) {
		mV := -65.0
		x := &sim.Reactions{
			Rates: func(_ float64, y, dy []float64) { channel.Rates(mV, uM, y, dy) },
			Y:     make([]float64, gabab.BBStates), Tiny: reactionTiny,
		}
		channel.Steady(mV, uM, x.Y)
		for _, h := range steps {
			mV = h.mV
			if err := x.Advance(x.Time + unit.Time(h.ms)); err != nil {
				return 0, err
			}
		}
		return x.Y[gabab.BBOpen], nil
	}
	for name, steps := range map[string][]hold{"K-BB-inh": {{0, 5}}, "K-BB-inhpp": {{80, 20}, {-65, 5}, {0, 5}}} {
		control, err := open(0, steps...)
		if err != nil {
			return err
		}
		drug, err := open(10, steps...)
		if err != nil {
			return err
		}
		v[name] = 1 - drug/control
	}
	return nil
}

// spikeRelief are what the table's spike lets into a fully reluctant N channel, and
// what it sheds of the Gβγ bound to calcium channels.
func spikeRelief(_ context.Context, v values, _ string) error {
	const rest, reversal, last = -70.0, 60.0, 8 // mV, mV, ms
	spike := func(t float64) float64 {
		u := (t - 2) / 0.4
		return rest + float64(110*expr.Exp(-float64(u*u)))
	}
	s := gabab.Default()
	x := &sim.Reactions{
		// The gates of willing and reluctant channels, the charge through each, and
		// the integral of the rate of relief.
		Rates: func(t float64, y, dy []float64) {
			mV := spike(t)
			dy[0], dy[1] = (gate(mV)-y[0])/gateTau, (gate(mV-gateShift)-y[1])/gateTau
			dy[2], dy[3] = float64(y[0]*y[0])*(mV-reversal), float64(y[1]*y[1])*(mV-reversal)
			dy[4] = s.Ku(mV) - s.Ku0
		},
		Y: []float64{gate(rest), gate(rest - gateShift), 0, 0, 0}, Tiny: reactionTiny,
	}
	if err := x.Advance(last); err != nil {
		return err
	}
	v["F-AP-iotaN"], v["F-AP-rAP"] = 1-x.Y[3]/x.Y[2], -expr.Expm1(-x.Y[4])
	return nil
}
