package study

import (
	"math"
	"slices"
	"strings"
	"testing"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// Every healthy value that a neuron's file states holds.
func TestHealthy(t *testing.T) {
	for _, name := range model.Names() {
		n, err := model.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range n.Healthy {
			t.Run(name+"/"+h.Measure, func(t *testing.T) {
				t.Parallel()
				got := healthy(t, name, h)
				t.Logf("%s %s: %g %s, stated %g ± %g", name, h.Protocol, got, h.Unit, h.Value, h.Spread)
				if !(math.Abs(got-h.Value) <= h.Spread) {
					t.Errorf("%s of %s under %q is %g, the file says %g ± %g %s", h.Measure, name, h.Protocol, got, h.Value, h.Spread, h.Unit)
				}
			})
		}
	}
}

func healthy(t *testing.T, name string, h model.Healthy) float64 {
	e := &Experiment{Neuron: name, Sample: 1}
	switch h.Measure {
	case "peak", "width", "largest":
		e.Sample = 0.01
	}
	words := strings.Fields(h.Protocol)
	for i := 0; i+1 < len(words); i += 2 {
		if err := e.Put(strings.TrimPrefix(words[i], "--"), words[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if h.Measure == "rheobase" {
		n, err := e.LoadNeuron()
		if err != nil {
			t.Fatal(err)
		}
		top := n.Stimulus.Current
		a, err := Rheobase(t.Context(), n, *e.From, e.To-*e.From, model.Amount{Absolute: top.Absolute}, top, h.Spread/h.Value/5)
		if err != nil {
			t.Fatal(err)
		}
		return a.Value
	}
	if h.Measure == "rest" || h.Measure == "dv" {
		return restIn(t, e, h.Measure == "dv")
	}
	res, err := e.Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := res.Summaries[len(res.Summaries)-1]
	switch h.Measure {
	case "rate":
		return s.LastISIRate
	case "spikes":
		return float64(s.N)
	}
	rec := res.Recordings[len(res.Recordings)-1]
	if h.Measure == "largest" {
		tr, ok := rec.Trace(e.Record[0])
		if !ok {
			t.Fatalf("no trace %s", e.Record[0])
		}
		return slices.Max(tr.Y)
	}
	shape := firstShape(rec, res.Neuron, s.Window)
	if h.Measure == "peak" {
		return float64(shape.Peak)
	}
	return float64(shape.Width)
}

// restIn is V at rest in the last condition of the experiment, or how far that is
// from the control's.
func restIn(t *testing.T, e *Experiment, shift bool) float64 {
	runs, err := e.Runs()
	if err != nil {
		t.Fatal(err)
	}
	at := func(r Run) float64 {
		s, err := sim.SteadyState(t.Context(), r.Neuron, r.resting(r.Phases[0]), nil)
		if err != nil || !s.OK {
			t.Fatalf("no rest: %v", err)
		}
		return float64(restVoltage(r.Neuron, s))
	}
	last := at(runs[len(runs)-1])
	if shift {
		last -= at(runs[0])
	}
	return last
}

func firstShape(rec *sim.Recording, n *model.Neuron, w measure.Window) measure.Shape {
	return measure.Shapes(rec.Voltage(), rec.Spikes, unit.Voltage(n.Threshold), w)[0]
}
