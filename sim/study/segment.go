package study

import (
	"fmt"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

const (
	stepExample = "25uA/cm2@500ms-1500ms"
	rampExample = "0uA/cm2..25uA/cm2@500ms-3s"
)

// ParseStep reads a constant piece of injected current, `25uA/cm2@500ms-1500ms`.
func ParseStep(text string) (sim.Segment, error) {
	amount, from, to, err := splitSegment(text, stepExample)
	if err != nil {
		return sim.Segment{}, err
	}
	if strings.Contains(amount, "..") {
		return sim.Segment{}, fmt.Errorf("%s has two currents; a step has one: %s", text, stepExample)
	}
	a, err := model.ParseAmount(amount)
	if err != nil {
		return sim.Segment{}, err
	}
	return sim.Segment{From: from, To: to, Start: a, End: a}, nil
}

// ParseRamp reads a linear ramp, `0uA/cm2..25uA/cm2@500ms-3s`. It is 0 outside
// its interval.
func ParseRamp(text string) (sim.Segment, error) {
	amount, from, to, err := splitSegment(text, rampExample)
	if err != nil {
		return sim.Segment{}, err
	}
	first, last, ok := strings.Cut(amount, "..")
	if !ok {
		return sim.Segment{}, fmt.Errorf("%s has one current; a ramp has two: %s", text, rampExample)
	}
	a, err := model.ParseAmount(strings.TrimSpace(first))
	if err != nil {
		return sim.Segment{}, err
	}
	b, err := model.ParseAmount(strings.TrimSpace(last))
	if err != nil {
		return sim.Segment{}, err
	}
	if a.Absolute != b.Absolute {
		return sim.Segment{}, fmt.Errorf("%s mixes uA/cm2 and nA; write both ends alike, such as %s", text, rampExample)
	}
	return sim.Segment{From: from, To: to, Start: a, End: b}, nil
}

// splitSegment cuts `current@from-to`.
func splitSegment(text, example string) (amount string, from, to unit.Time, err error) {
	amount, interval, ok := strings.Cut(text, "@")
	if !ok {
		return "", 0, 0, fmt.Errorf("%s does not say when; write %s", text, example)
	}
	dash := intervalDash(interval)
	if dash < 0 {
		return "", 0, 0, fmt.Errorf("%s has one time; write when it begins and when it ends: %s", text, example)
	}
	if from, err = parseTime(strings.TrimSpace(interval[:dash])); err != nil {
		return "", 0, 0, err
	}
	if to, err = parseTime(strings.TrimSpace(interval[dash+1:])); err != nil {
		return "", 0, 0, err
	}
	if to <= from {
		return "", 0, 0, fmt.Errorf("%s ends before it begins; write %s", text, example)
	}
	return strings.TrimSpace(amount), from, to, nil
}

// intervalDash is where the - between two times stands, as against the one in
// 1e-3s; -1 where there is none.
func intervalDash(interval string) int {
	for i := 1; i < len(interval); i++ {
		if interval[i] == '-' && interval[i-1] != 'e' && interval[i-1] != 'E' {
			return i
		}
	}
	return -1
}

func stepText(s sim.Segment, gap string) string {
	return amountText(s.Start, gap) + intervalText(s, gap)
}

func rampText(s sim.Segment, gap string) string {
	return amountText(s.Start, gap) + ".." + amountText(s.End, gap) + intervalText(s, gap)
}

func intervalText(s sim.Segment, gap string) string {
	return "@" + written(s.From, gap) + "-" + written(s.To, gap)
}

// currents are all amounts of the experiment, with the field each belongs to.
func (e *Experiment) amounts(yield func(field string, a model.Amount) bool) {
	for _, a := range e.Currents {
		if !yield("current", a) {
			return
		}
	}
	for _, s := range e.Steps {
		if !yield("step", s.Start) {
			return
		}
	}
	for _, s := range e.Ramps {
		if !yield("ramp", s.Start) {
			return
		}
	}
}
