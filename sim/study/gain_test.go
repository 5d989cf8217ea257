package study

import (
	"context"
	"math"
	"strings"
	"testing"

	"quell/model"
)

func gains(t *testing.T, e *Experiment) []Gain {
	t.Helper()
	g, err := do(t, e).Gains(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The parts add up to the change of the rate, and the first is what the control does
// under the current less the shift.
func TestGainAddsUp(t *testing.T) {
	words := []word{{"from", "500ms"}, {"to", "1500ms"}, {"duration", "1500ms"}}
	e := experiment(t, "motoneuron", append(words, word{"current", "10uA/cm2,20uA/cm2"}, word{"baclofen", "30uM"})...)
	got := gains(t, e)
	if len(got) != 2 {
		t.Fatalf("%d gains for two currents", len(got))
	}
	// rheobase of NEURON for this step, motoneuron.yaml
	if r := got[0].Rheobase[0].Value; math.Abs(r-2.8817) > 0.0012 {
		t.Errorf("rheobase of the control %g µA/cm2, 2.8817 is wanted", r)
	}
	for i, g := range got {
		if g.Why != "" || g.ByRheobase+g.ByGain != g.Rate[1]-g.Rate[0] {
			t.Errorf("%+v does not add up", g)
		}
		if g.Shift().Value <= 0 || g.ByRheobase >= 0 {
			t.Errorf("%+v: baclofen raises the rheobase, which costs spikes", g)
		}
		less := model.Amount{Value: []float64{10, 20}[i] - g.Shift().Value}
		s := do(t, experiment(t, "motoneuron", append(words, word{"current", amountText(less, "")})...)).Summaries[0]
		if d := s.Rate - float64(g.Rate[0]+g.ByRheobase); d != 0 {
			t.Errorf("under %s the control fires at %g Hz, %g more than its rate and the part by rheobase", less.String(), s.Rate, d)
		}
	}
}

// Where there is no rheobase the gain says why.
func TestNoGain(t *testing.T) {
	check := func(want, neuron string, words ...word) {
		t.Helper()
		for _, g := range gains(t, experiment(t, neuron, words...)) {
			if !strings.Contains(g.Why, want) || g.ByGain != 0 || g.ByRheobase != 0 {
				t.Errorf("%s: %+v; want %q", neuron, g, want)
			}
		}
	}
	drug := word{"baclofen", "10uM"}
	check("no depolarising current", "vta-dopamine", drug)
	check("control fires without current", "vta-dopamine", drug, word{"current", "1uA/cm2"}, word{"from", "500ms"}, word{"to", "3s"}, word{"duration", "3s"})
	check("too short", "presynaptic-terminal", drug)
	check("does not fire", "squid", drug, word{"current", "1uA/cm2"})
}

// What no neuron can explain is refused before it is run.
func TestExplicable(t *testing.T) {
	drug := word{"baclofen", "10uM"}
	check := func(want string, words ...word) {
		t.Helper()
		e := experiment(t, "squid", words...)
		if err := e.Explicable(); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", e.Command(), err, want)
		}
	}
	check("", drug)
	check("", word{"girk", "0.1mS/cm2"})
	check("without a drug")
	check("clamped", drug, word{"clamp", "-65mV@0ms"})
	check("one step", drug, word{"step", "25uA/cm2@500ms-1500ms"})
	check("one step", drug, word{"ramp", "0uA/cm2..25uA/cm2@500ms-1s"})
	check("equilibrium with the drug", drug, word{"dose-at", "500ms"})
	check("synapses", drug, word{"synapse", "1@500ms"})
}

// A summary's parts add up to its change of rest, for the conditions that have one.
func TestSummaryParts(t *testing.T) {
	res := do(t, experiment(t, "motoneuron", word{"baclofen", "10uM"}, word{"dose-at", "600ms"}, word{"wash-at", "1s"}))
	control, drug, wash := res.Summaries[0], res.Summaries[1], res.Summaries[2]
	if control.DeltaV != nil || wash.DeltaV != nil || drug.DeltaV == nil {
		t.Fatalf("ΔV of control %v, drug %v, wash %v; that of the drug alone is wanted", control.DeltaV, drug.DeltaV, wash.DeltaV)
	}
	sum := 0.0
	for _, p := range drug.Parts {
		sum += p.V
	}
	if d := sum - (*drug.Rest - *control.Rest); math.Abs(d) > 1e-6 {
		t.Errorf("the parts are %g mV off", d)
	}
	if d := *drug.Force - *control.Force - *drug.DeltaV; math.Abs(d) > 1e-9 {
		t.Errorf("the driving force moves %g mV more than V", d)
	}
	restless := do(t, experiment(t, "vta-dopamine", word{"baclofen", "10uM"}))
	if s := restless.Summaries[1]; s.DeltaV != nil || s.Parts != nil || !strings.Contains(strings.Join(restless.Notes(), "\n"), "ΔV has no parts: vta-dopamine comes to no rest") {
		t.Errorf("a pacemaker: ΔV %v, notes %q", s.DeltaV, restless.Notes())
	}
}
