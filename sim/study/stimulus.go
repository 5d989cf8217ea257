package study

import (
	"errors"
	"fmt"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// stimulus is the injected current of one run with its gaps filled.
type stimulus struct {
	segments []sim.Segment
	window   measure.Window // in which firing is measured
	duration unit.Time
}

// stimuli are those of the experiment, one for each current of a family. What is
// not given comes from the neuron: the current where there is no other, and its
// beginning, its end and the length of the run. A step or a ramp that ends later
// lengthens the run, which keeps the neuron's pause after the stimulus. A cell that
// its synapses drive gets no current that is not asked for; firing is then measured
// from where the neuron's own would begin to the end of the run.
func (e *Experiment) stimuli(n *model.Neuron) ([]stimulus, error) {
	own := n.Stimulus
	currents, open := e.Currents, false
	if len(currents) == 0 && len(e.Steps)+len(e.Ramps)+len(e.Clamp) == 0 && own.Set {
		currents = []model.Amount{own.Current}
		if open = e.driven(); open {
			currents[0].Value = 0
		}
	}
	from, to := unit.Time(own.From), e.To
	if e.From != nil {
		from = *e.From
	}
	if to == 0 {
		to = unit.Time(own.To)
	}
	duration, err := e.length(own, to, len(currents) > 0)
	if err != nil {
		return nil, err
	}
	if e.To == 0 {
		to = min(to, duration)
		if open {
			to = duration
		}
	}
	if len(currents) == 0 {
		return []stimulus{e.with(nil, duration)}, nil
	}
	if to <= from {
		return nil, &FieldError{Field: "from", Err: fmt.Errorf("the current begins at %s and ends at %s; begin earlier, or end later", from, to)}
	}
	var all []stimulus
	for _, a := range currents {
		main := sim.Segment{Name: "current", From: from, To: to, Start: a, End: a}
		all = append(all, e.with(&main, duration))
	}
	return all, nil
}

// length is how long the run is.
func (e *Experiment) length(own model.Stimulus, to unit.Time, stimulated bool) (unit.Time, error) {
	if e.Duration > 0 {
		return e.Duration, nil
	}
	tail := max(0, unit.Time(own.Duration-own.To))
	last := unit.Time(0)
	if stimulated {
		last = to
	}
	for _, s := range append(append([]sim.Segment(nil), e.Steps...), e.Ramps...) {
		last = max(last, s.To)
	}
	duration := max(unit.Time(own.Duration), last+tail, e.DoseAt, e.WashAt)
	if duration <= 0 {
		return 0, &FieldError{Field: "duration", Err: errors.New("the neuron's file states no stimulus; say how long the run is, such as 1s")}
	}
	return duration, nil
}

// with is a stimulus of the main current, if any, and the steps and ramps.
func (e *Experiment) with(main *sim.Segment, duration unit.Time) stimulus {
	s := stimulus{duration: duration}
	if main != nil {
		s.segments = append(s.segments, *main)
	}
	for i, seg := range e.Steps {
		seg.Name = fmt.Sprintf("step %d", i+1)
		s.segments = append(s.segments, seg)
	}
	for i, seg := range e.Ramps {
		seg.Name = fmt.Sprintf("ramp %d", i+1)
		s.segments = append(s.segments, seg)
	}
	s.window = measure.Window{From: 0, To: duration}
	for i, seg := range s.segments {
		if i == 0 {
			s.window = measure.Window{From: seg.From, To: seg.To}
			continue
		}
		s.window.From = min(s.window.From, seg.From)
		s.window.To = max(s.window.To, seg.To)
	}
	s.window.To = min(s.window.To, duration)
	return s
}
