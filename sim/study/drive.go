package study

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quell/model/unit"
	"quell/sim"
)

const (
	driveExample = "0.05mS/cm2"
	noiseExample = "0.01mS/cm2"
)

// driveFields are the input of the cell from its synapses.
func driveFields() []Field {
	return []Field{
		{
			Name: "drive", Key: "protocol.drive", Value: "G", put: putDrive, texts: driveTexts,
			Doc: "tonic excitatory conductance, such as " + driveExample + ", scaled by what the drug leaves of release",
		},
		{
			Name: "noise", Key: "protocol.noise", Value: "SD", put: putNoise, texts: noiseTexts,
			Doc: "background of fluctuating conductances, by the SD of the excitatory one, such as " + noiseExample,
		},
	}
}

func parseConductance(text string) (unit.ConductanceDensity, error) {
	var g unit.ConductanceDensity
	if err := g.Set(strings.TrimSpace(text)); err != nil {
		return 0, err
	}
	if g < 0 {
		return 0, fmt.Errorf("%s is negative; a conductance is 0mS/cm2 or more", strings.TrimSpace(text))
	}
	return g, nil
}

func putDrive(e *Experiment, text string) error { return replace(&e.Drive, text, parseConductance) }

func driveTexts(e *Experiment, gap string) []string {
	if e.Drive == 0 {
		return nil
	}
	return []string{written(e.Drive, gap)}
}

// noisePart is one number of a background besides the standard deviation of its
// excitatory conductance: its name, and what of the background it is. What is not given
// follows from those before it, in the published proportion.
type noisePart struct {
	name        string
	conductance func(*sim.Noise) *unit.ConductanceDensity // nil for a time
	time        func(*sim.Noise) *unit.Time
	follow      func(*sim.Noise) // the numbers that it brings with it
}

func noiseParts() []noisePart {
	return []noisePart{
		{name: "mean", conductance: func(n *sim.Noise) *unit.ConductanceDensity { return &n.Excite.Mean }},
		{name: "tau", time: func(n *sim.Noise) *unit.Time { return &n.Excite.Tau }},
		{
			name: "inhibition", conductance: func(n *sim.Noise) *unit.ConductanceDensity { return &n.Inhibit.SD },
			follow: func(n *sim.Noise) { n.Inhibit = sim.Inhibition(n.Inhibit.SD) },
		},
		{name: "inhibition-mean", conductance: func(n *sim.Noise) *unit.ConductanceDensity { return &n.Inhibit.Mean }},
		{name: "inhibition-tau", time: func(n *sim.Noise) *unit.Time { return &n.Inhibit.Tau }},
	}
}

// set gives the part a value, and what follows from it.
func (p noisePart) set(n *sim.Noise, text string) (err error) {
	if p.time != nil {
		*p.time(n), err = parseLength(strings.TrimSpace(text))
	} else {
		*p.conductance(n), err = parseConductance(text)
	}
	if err == nil && p.follow != nil {
		p.follow(n)
	}
	return err
}

// ParseNoise reads a background: the standard deviation of its excitatory conductance,
// `0.01mS/cm2`, and after commas what is not to be in the published proportion to it,
// `0.01mS/cm2,mean=0.02mS/cm2,inhibition=0mS/cm2`, in any order.
func ParseNoise(text string) (sim.Noise, error) {
	first, rest, _ := strings.Cut(text, ",")
	sd, err := parseConductance(first)
	if err != nil {
		return sim.Noise{}, err
	}
	n := sim.Background(sd)
	given := map[string]string{}
	var names []string
	for _, p := range noiseParts() {
		names = append(names, p.name)
	}
	for part := range strings.SplitSeq(rest, ",") {
		if rest == "" {
			break
		}
		name, value, ok := strings.Cut(part, "=")
		if name = strings.TrimSpace(name); !ok {
			return sim.Noise{}, fmt.Errorf("%q is no part of a background; write NAME=VALUE, such as mean=0.02mS/cm2", strings.TrimSpace(part))
		}
		given[name] = value
	}
	for _, p := range noiseParts() { // each after what it follows from
		if value, ok := given[p.name]; ok {
			if err := p.set(&n, value); err != nil {
				return sim.Noise{}, fmt.Errorf("%s: %w", p.name, err)
			}
			delete(given, p.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		return sim.Noise{}, unknownName("is no part of a background", name, names)
	}
	if !n.On() {
		return sim.Noise{}, nil
	}
	return n, nil
}

func putNoise(e *Experiment, text string) error { return replace(&e.Noise, text, ParseNoise) }

// noiseTexts writes only what does not follow.
func noiseTexts(e *Experiment, gap string) []string {
	if !e.Noise.On() {
		return nil
	}
	text := written(e.Noise.Excite.SD, gap)
	n := sim.Background(e.Noise.Excite.SD)
	for _, p := range noiseParts() {
		value := ""
		if p.time != nil {
			if t := *p.time(&e.Noise); t != *p.time(&n) {
				value = written(t, gap)
			}
		} else if g := *p.conductance(&e.Noise); g != *p.conductance(&n) {
			value = written(g, gap)
		}
		if value != "" {
			text += "," + gap + p.name + "=" + value
			_ = p.set(&n, value) // which was written to be read
		}
	}
	return []string{text}
}

// driven says that synapses drive the cell, so that it needs no current.
func (e *Experiment) driven() bool { return e.Drive > 0 || e.Noise.On() }

// background is the noise of every run: control and drug see the same.
func (e *Experiment) background() sim.Noise {
	n := e.Noise
	if n.On() {
		n.Seed = e.Seed
	}
	return n
}

// checkNoise says what does not go with noise.
func (e *Experiment) checkNoise() []error {
	if !e.Noise.On() {
		return nil
	}
	var errs []error
	if e.Method == sim.Accurate {
		errs = append(errs, &FieldError{Field: "method", Err: errors.New("noise changes at every step, and the accurate method chooses its steps by how smooth the run is; leave the method out, or take fixed")})
	}
	if e.Tol != 0 && e.Method == "" {
		errs = append(errs, &FieldError{Field: "tol", Err: errors.New("noise takes the fixed method, which has no tolerance; give its step, dt, such as 0.025ms")})
	}
	return errs
}
