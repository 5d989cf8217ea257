package study

import (
	"context"
	"errors"
	"fmt"
	"math/bits"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// Rheobase is the smallest step of current of that length, beginning at from,
// that makes the neuron fire at least once within it. It is found by halving
// between lo, which must be too weak, and hi, which must be enough, until the two
// are closer than relTol of the upper one, which is returned. It is the same number
// however many currents are tried at once.
func Rheobase(ctx context.Context, n *model.Neuron, from, length unit.Time, lo, hi model.Amount, relTol float64) (model.Amount, error) {
	if lo.Absolute != hi.Absolute {
		return model.Amount{}, errors.New("rheobase: the two currents differ in kind; give both in uA/cm2, or both in nA")
	}
	if !(relTol > 0) {
		return model.Amount{}, fmt.Errorf("rheobase: a tolerance of %g is never reached; try 1e-4", relTol)
	}
	s := newSteps(sim.Batch{Neuron: n}, from, from+length, lo)
	return s.halve(ctx, lo, hi, relTol)
}

// steps are steps of current that a neuron may fire under. They share one program.
type steps struct {
	from, to unit.Time
	batch    sim.Batch
}

// newSteps are steps in place of the currents of what is to be run.
func newSteps(what sim.Batch, from, to unit.Time, first model.Amount) *steps {
	s := &steps{from: from, to: to, batch: what}
	s.batch.Protocol.Duration, s.batch.Protocol.Currents = to, s.segments(first)
	s.batch.Settings.Sample, s.batch.Settings.Record = -1, nil
	s.batch.Workers = 1 // of which one is all that a block of runs wants
	s.batch.Enough = s.fired
	return s
}

func (s *steps) segments(a model.Amount) []sim.Segment {
	return []sim.Segment{{Name: "step", From: s.from, To: s.to, Start: a, End: a}}
}

// fired says that there is a spike within the step.
func (s *steps) fired(rec *sim.Recording) bool {
	return measure.Firing(rec.Spikes, measure.Window{From: s.from, To: s.to}).N > 0
}

// halve looks for the rheobase. A round tries every current that the next halvings
// may come to, of which each needs one: that costs little where the runs fill a block
// of vectors. Where they are run one by one it would cost more than it gains, three
// runs for two halvings, so that a round is then one halving. The first round tries
// the ends too.
func (s *steps) halve(ctx context.Context, lo, hi model.Amount, relTol float64) (model.Amount, error) {
	var ahead []model.Amount
	if sim.Abreast() > 1 {
		ahead = middles(lo, hi, levels(lo, hi, relTol))
	}
	got, err := s.try(ctx, append([]model.Amount{lo, hi}, ahead...))
	if err != nil {
		return model.Amount{}, err
	}
	if err := s.ends(lo, hi, got); err != nil {
		return model.Amount{}, err
	}
	got = got[2:]
	for {
		if lo, hi, err = between(lo, hi, ahead, got, relTol); err != nil {
			return model.Amount{}, err
		}
		if !apart(lo, hi, relTol) {
			return hi, nil
		}
		ahead = middles(lo, hi, levels(lo, hi, relTol))
		if got, err = s.try(ctx, ahead); err != nil {
			return model.Amount{}, err
		}
	}
}

func apart(lo, hi model.Amount, relTol float64) bool { return hi.Value-lo.Value > relTol*hi.Value }

// tried is what came of a step.
type tried struct {
	fired bool
	err   error
}

// try runs the steps, side by side where there are vectors.
func (s *steps) try(ctx context.Context, amounts []model.Amount) ([]tried, error) {
	out := make([]tried, len(amounts))
	err := s.batch.Run(ctx, len(amounts),
		func(i int) sim.Variant { return sim.Variant{Currents: s.segments(amounts[i])} },
		func(i int, rec *sim.Recording, err error) {
			out[i].fired = s.fired(rec)
			if err != nil && !out[i].fired {
				out[i].err = failedAt(amounts[i], err)
			}
		})
	if err != nil {
		return nil, failedAt(amounts[0], err)
	}
	return out, nil
}

func failedAt(a model.Amount, err error) error {
	return fmt.Errorf("rheobase: at %s: %w", a.String(), err)
}

// ends says what is wrong with the currents to halve between, which were tried first.
func (s *steps) ends(lo, hi model.Amount, got []tried) error {
	for i, end := range []struct {
		at   model.Amount
		want bool
		cure string
	}{{lo, false, "fires already at %s; begin lower"}, {hi, true, "does not fire at %s; end higher"}} {
		if got[i].err != nil {
			return got[i].err
		}
		if got[i].fired != end.want {
			return fmt.Errorf("rheobase: %s "+end.cure, s.batch.Neuron.Name, end.at.String())
		}
	}
	return nil
}

// levels is how many halvings a round looks ahead: as many as its runs go abreast,
// and no more than are surely needed.
func levels(lo, hi model.Amount, relTol float64) int {
	n, width := 1, hi.Value-lo.Value
	for most := bits.Len(uint(sim.Abreast())+1) - 1; n < most && width/2 > relTol*hi.Value; n++ {
		width /= 2
	}
	return n
}

// middles are the currents that so many halvings may come to: the middle, then those
// of the lower and the upper half, and so on; the halves of number i are 2i+1 and
// 2i+2.
func middles(lo, hi model.Amount, levels int) []model.Amount {
	all := make([]model.Amount, 1<<levels-1)
	var fill func(i int, lo, hi float64)
	fill = func(i int, lo, hi float64) {
		if i < len(all) {
			mid := lo/2 + hi/2
			all[i].Value = mid
			fill(2*i+1, lo, mid)
			fill(2*i+2, mid, hi)
		}
	}
	fill(0, lo.Value, hi.Value)
	for i := range all {
		all[i].Absolute = hi.Absolute
	}
	return all
}

// between halves as far as the middles go and the tolerance asks.
func between(lo, hi model.Amount, at []model.Amount, got []tried, relTol float64) (model.Amount, model.Amount, error) {
	for i := 0; i < len(at) && apart(lo, hi, relTol); {
		switch {
		case got[i].err != nil:
			return lo, hi, got[i].err
		case got[i].fired:
			hi, i = at[i], 2*i+1
		default:
			lo, i = at[i], 2*i+2
		}
	}
	return lo, hi, nil
}
