package study

import (
	"errors"

	"quell/sim"
)

// split takes the change of rest of every treated phase apart, and says why in the
// notes where that cannot be done.
func (r *Result) split(rests []*rest) error {
	var control int
	var before *rest
	known := map[string]*sim.Shift{}
	next := -1
	for _, run := range r.Runs {
		for _, p := range run.Phases {
			next++
			under := restOf(rests, run, p)
			switch {
			case under == nil: // V is clamped
				continue
			case !run.Treated:
				control, before = next, under
				continue
			case len(p.Drugs) == 0 && !under.proto.HoldGIRK: // after a wash, or with synapses alone
				continue
			}
			s, ok := known[under.key]
			if !ok {
				got, err := sim.Split(run.Neuron, under.proto, before.found, under.found)
				if none := (*sim.NoSplitError)(nil); errors.As(err, &none) {
					r.unsplit = "ΔV has no parts: " + none.Neuron + " " + none.Why
					continue
				} else if err != nil {
					return err
				}
				s = &got
				known[under.key] = s
			}
			r.Summaries[control].Force = measured(s.Force[0])
			r.Summaries[next].moved(s)
		}
	}
	return nil
}

// moved is what a summary says of a change of rest.
func (s *Summary) moved(by *sim.Shift) {
	s.DeltaV, s.Parts, s.Force = &by.V, by.Parts, measured(by.Force[1])
}
