package sim

import (
	"context"
	"fmt"

	"quell/model"
	"quell/model/unit"
)

// Run applies the protocol to the neuron and returns what was seen. nil settings
// are the defaults. When the context is cancelled or the run fails, the recording
// up to there is returned with the error.
func Run(ctx context.Context, n *model.Neuron, proto Protocol, set *Settings) (*Recording, error) {
	r, err := Start(n, proto, set)
	if err != nil {
		return nil, err
	}
	err = r.Advance(ctx, proto.Duration)
	return r.Recording(), err
}

// Limits of the settings. Below tightestTol rounding decides; above loosestTol
// spikes are lost.
const (
	tightestTol = 1e-12
	loosestTol  = 1e-2
	longestDt   = 0.1  // ms
	shortestDt  = 1e-5 // ms
	mostSamples = 80_000
	leastSample = 0.01 // ms
	mostKept    = 20_000_000
)

// Check says what of the settings cannot be meant.
func (s Settings) Check(p Protocol) error { return s.complete(p) }

// complete fills in defaults and refuses what cannot be meant.
func (s *Settings) complete(p Protocol) error {
	switch s.Method {
	case "":
		s.Method = Accurate
		if p.Noise.On() {
			s.Method = Fixed
		}
	case Accurate, Fixed:
	default:
		return fmt.Errorf("method: %q is not a method; try accurate or fixed", string(s.Method))
	}
	if s.Tol == 0 {
		s.Tol = DefaultTol
	}
	if !(s.Tol >= tightestTol && s.Tol <= loosestTol) {
		return fmt.Errorf("tol: %g is outside %g to %g; the default is %g", s.Tol, tightestTol, loosestTol, DefaultTol)
	}
	if s.Dt == 0 {
		s.Dt = DefaultDt
	}
	if !(s.Dt >= shortestDt && s.Dt <= longestDt) {
		return fmt.Errorf("dt: %v is outside %v to %v; the default is %v", s.Dt, unit.Time(shortestDt), unit.Time(longestDt), DefaultDt)
	}
	if err := s.completeNoise(p); err != nil {
		return err
	}
	if s.Sample > 0 && p.Duration/s.Sample > mostKept {
		return fmt.Errorf("sample: %v over %v is %.2g samples, and at most %d are kept; try %v", s.Sample, p.Duration, float64(p.Duration/s.Sample), mostKept, unit.Time(leastSample))
	}
	if s.Sample == 0 {
		s.Sample = max(p.Duration/mostSamples, leastSample)
	}
	return nil
}

// completeNoise says what noise cannot be integrated.
func (s *Settings) completeNoise(p Protocol) error {
	if !p.Noise.On() {
		return nil
	}
	if s.Method == Accurate {
		return fmt.Errorf("method: noise changes at every step, and the accurate method chooses its steps by how smooth the run is; leave the method out, or take fixed")
	}
	if s.NoiseDt == 0 {
		s.NoiseDt = s.Dt
	}
	if n := s.noiseSteps(); n < 1 || abs(float64(s.NoiseDt)-float64(float64(n)*float64(s.Dt))) > timeGrain {
		return fmt.Errorf("noise step: %v is no multiple of the step of %v", s.NoiseDt, s.Dt)
	}
	return nil
}

// noiseSteps is how many steps of Fixed make one of the noise.
func (s *Settings) noiseSteps() int { return int(float64(s.NoiseDt/s.Dt) + 0.5) }
