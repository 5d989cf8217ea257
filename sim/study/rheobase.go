package study

import (
	"context"
	"errors"
	"fmt"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// Rheobase is the smallest step of current of that length, beginning at from,
// that makes the neuron fire at least once within it. It is found by halving
// between lo, which must be too weak, and hi, which must be enough, until the two
// are closer than relTol of the upper one, which is returned.
func Rheobase(ctx context.Context, n *model.Neuron, from, length unit.Time, lo, hi model.Amount, relTol float64) (model.Amount, error) {
	if lo.Absolute != hi.Absolute {
		return model.Amount{}, errors.New("rheobase: the two currents differ in kind; give both in uA/cm2, or both in nA")
	}
	if !(relTol > 0) {
		return model.Amount{}, fmt.Errorf("rheobase: a tolerance of %g is never reached; try 1e-4", relTol)
	}
	fires := func(a model.Amount) (bool, error) { return fires(ctx, n, from, length, a) }
	for _, end := range []struct {
		at   model.Amount
		want bool
		cure string
	}{{lo, false, "fires already at %s; begin lower"}, {hi, true, "does not fire at %s; end higher"}} {
		got, err := fires(end.at)
		if err != nil {
			return model.Amount{}, err
		}
		if got != end.want {
			return model.Amount{}, fmt.Errorf("rheobase: %s "+end.cure, n.Name, end.at.String())
		}
	}
	for hi.Value-lo.Value > relTol*hi.Value {
		mid := model.Amount{Value: lo.Value/2 + hi.Value/2, Absolute: hi.Absolute}
		got, err := fires(mid)
		if err != nil {
			return model.Amount{}, err
		}
		if got {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi, nil
}

// looks is how often, within the step, a run is asked whether it has fired.
const looks = 20

func fires(ctx context.Context, n *model.Neuron, from, length unit.Time, a model.Amount) (bool, error) {
	to := from + length
	r, err := sim.Start(n, sim.Protocol{
		Duration: to,
		Currents: []sim.Segment{{Name: "step", From: from, To: to, Start: a, End: a}},
	}, &sim.Settings{Sample: -1})
	for i := 0; err == nil && i <= looks; i++ {
		err = r.Advance(ctx, from+length*unit.Time(i)/looks)
		if measure.Firing(r.Recording().Spikes, measure.Window{From: from, To: to}).N > 0 {
			return true, nil
		}
	}
	if err != nil {
		return false, fmt.Errorf("rheobase: at %s: %w", a.String(), err)
	}
	return false, nil
}
