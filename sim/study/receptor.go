package study

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quell/model/unit"
	"quell/sim"
)

// Train is a train of releases of GABA onto the cell.
type Train struct {
	N    int
	Rate unit.Frequency
	At   unit.Time
}

const (
	trainExample = "10x200Hz@500ms"
	clampExample = "-60mV@0ms"
	mostReleases = 10_000
	mostRate     = 1000 // Hz, beyond what any axon fires
)

// receptorFields are those that choose how the receptor is modelled, and what
// synapses release onto it.
func receptorFields() []Field {
	choose := func(name, doc string, of []string, at func(*Experiment) *string) Field {
		return Field{
			Name: name, Key: name, Value: "NAME", Doc: doc,
			put: func(e *Experiment, text string) error {
				for _, known := range of {
					if text == known {
						*at(e) = text
						return nil
					}
				}
				return unknownName("is not a choice of "+name, text, of)
			},
			texts: func(e *Experiment, _ string) []string { return given(*at(e)) },
		}
	}
	return []Field{
		choose("gabab", "model of the receptor: default, or a published one, dms98, ds95 or mm2025", sim.Schemes(),
			func(e *Experiment) *string { return &e.Receptor.Scheme }),
		choose("coupling", "how effects follow the receptor: imposed, by the curves of the neuron's file, or mechanistic", sim.Couplings(),
			func(e *Experiment) *string { return &e.Receptor.Coupling }),
		choose("reserve", "reading of a potency: none, or spare receptors of low affinity", sim.Reserves(),
			func(e *Experiment) *string { return &e.Receptor.Reserve }),
		lengthField("after", "after", "how long a drug that is there from the start has acted, such as 5min: GIRK desensitises",
			func(e *Experiment) *unit.Time { return &e.Receptor.After }),
		lengthField("chronic", "chronic", "how long that drug was given before, such as 7d: receptors are lost",
			func(e *Experiment) *unit.Time { return &e.Receptor.Chronic }),
		{
			Name: "synapse", Key: "synapse", Value: "NxRATE@TIME", Many: true, put: putTrain, texts: trainTexts,
			Doc: "GABA released onto the cell, such as " + trainExample,
		},
		{
			Name: "uptake-block", Key: "uptake_block", Value: "PART", put: putUptakeBlock, texts: uptakeTexts,
			Doc: "the part of the uptake of that GABA that is blocked, 0 to 1",
		},
	}
}

// ParseTrain reads releases of GABA, `10x200Hz@500ms`, or a single one, `1@500ms`.
func ParseTrain(text string) (Train, error) {
	fail := func(why string) (Train, error) {
		return Train{}, fmt.Errorf("%q %s; write %s", text, why, trainExample)
	}
	what, when, ok := strings.Cut(text, "@")
	if !ok {
		return fail("does not say when")
	}
	count, rate, train := strings.Cut(strings.TrimSpace(what), "x")
	n, err := strconv.Atoi(strings.TrimSpace(count))
	if err != nil || n < 1 || n > mostReleases {
		return fail(fmt.Sprintf("does not begin with a number of releases from 1 to %d", mostReleases))
	}
	t := Train{N: n}
	if n > 1 && !train {
		return fail("has several releases and no rate")
	}
	if train {
		if err := t.Rate.Set(strings.TrimSpace(rate)); err != nil {
			return Train{}, err
		}
		if !(t.Rate > 0 && t.Rate <= mostRate) {
			return fail(fmt.Sprintf("has a rate that is not above 0 and at most %v", mostRate))
		}
	}
	if t.At, err = parseTime(strings.TrimSpace(when)); err != nil {
		return Train{}, err
	}
	return t, nil
}

func putTrain(e *Experiment, text string) error {
	t, err := ParseTrain(text)
	if err == nil {
		e.Trains = append(e.Trains, t)
	}
	return err
}

func trainTexts(e *Experiment, gap string) (texts []string) {
	for _, t := range e.Trains {
		s := strconv.Itoa(t.N)
		if t.Rate > 0 {
			s += "x" + written(t.Rate, gap)
		}
		texts = append(texts, s+"@"+written(t.At, gap))
	}
	return texts
}

// pulses are the moments of all releases.
func (e *Experiment) pulses() (at []unit.Time) {
	for _, t := range e.Trains {
		for i := range t.N {
			at = append(at, t.At+unit.Time(i)*unit.Second/max(unit.Time(t.Rate), 1e-300))
			if t.N == 1 {
				at[len(at)-1] = t.At
			}
		}
	}
	return at
}

func putUptakeBlock(e *Experiment, text string) error {
	x, err := unit.Number(text)
	if err != nil || !(x >= 0 && x <= 1) {
		return fmt.Errorf("%q is no part; it is a number from 0 to 1, such as 0.9", text)
	}
	e.UptakeBlock = x
	return nil
}

func uptakeTexts(e *Experiment, _ string) []string {
	if e.UptakeBlock == 0 {
		return nil
	}
	return []string{strconv.FormatFloat(e.UptakeBlock, 'g', -1, 64)}
}

// ParseClamp reads a held voltage and since when, `-60mV@0ms`.
func ParseClamp(text string) (sim.ClampSegment, error) {
	what, when, ok := strings.Cut(text, "@")
	if !ok {
		return sim.ClampSegment{}, fmt.Errorf("%q does not say since when; write %s", text, clampExample)
	}
	var s sim.ClampSegment
	if err := s.V.Set(strings.TrimSpace(what)); err != nil {
		return s, err
	}
	var err error
	s.From, err = parseTime(strings.TrimSpace(when))
	return s, err
}

func putClamp(e *Experiment, text string) error {
	s, err := ParseClamp(text)
	if err == nil {
		e.Clamp = append(e.Clamp, s)
	}
	return err
}

func clampTexts(e *Experiment, gap string) (texts []string) {
	for _, s := range e.Clamp {
		texts = append(texts, written(s.V, gap)+"@"+written(s.From, gap))
	}
	return texts
}

// checkReceptor says what the choice of receptor and the clamp cannot be.
func (e *Experiment) checkReceptor() []error {
	var errs []error
	add := func(field, why string) { errs = append(errs, &FieldError{Field: field, Err: errors.New(why)}) }
	fromStart := len(e.used()) > 0 && e.DoseAt == 0
	if e.Receptor.After > 0 && !fromStart {
		add("after", "no drug is there from the start; give one without dose-at")
	}
	if e.Receptor.Chronic > 0 && !fromStart {
		add("chronic", "no drug is there from the start; give one without dose-at")
	}
	if len(e.Clamp) > 0 && len(e.Currents)+len(e.Steps)+len(e.Ramps) > 0 {
		add("clamp", "a clamped cell takes no injected current; leave one of them out")
	}
	if len(e.Clamp) > 0 && !slices.ContainsFunc(e.Clamp, func(s sim.ClampSegment) bool { return s.From == 0 }) {
		add("clamp", "no voltage is held from 0 ms on; begin with one, such as "+clampExample)
	}
	if e.UptakeBlock > 0 && len(e.Trains) == 0 {
		add("uptake-block", "no GABA is released; give a train, such as --synapse "+trainExample)
	}
	return errs
}

// receptorOf is the choice of receptor for a phase; what comes of the drug holds
// only where it is there.
func (e *Experiment) receptorOf(drugged bool) sim.Receptor {
	r := e.Receptor
	if !drugged {
		r.After, r.Chronic = 0, 0
	}
	return r
}
