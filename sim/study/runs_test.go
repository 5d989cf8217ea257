package study

import (
	"slices"
	"strings"
	"testing"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

func experiment(t *testing.T, neuron string, words ...word) *Experiment {
	t.Helper()
	e := &Experiment{Neuron: neuron}
	for _, w := range words {
		if err := e.Put(w.name, w.text); err != nil {
			t.Fatalf("%s: %v", w.name, err)
		}
	}
	return e
}

func expand(t *testing.T, e *Experiment) []Run {
	t.Helper()
	runs, err := e.Runs()
	if err != nil {
		t.Fatal(err)
	}
	return runs
}

func labels(runs []Run) string {
	var all []string
	for _, r := range runs {
		var phases []string
		for _, p := range r.Phases {
			phases = append(phases, p.Label)
		}
		all = append(all, strings.Join(phases, " then "))
	}
	return strings.Join(all, "; ")
}

func TestLabels(t *testing.T) {
	check := func(want string, words ...word) {
		t.Helper()
		if got := labels(expand(t, experiment(t, "squid", words...))); got != want {
			t.Errorf("%v: %s, want %s", words, got, want)
		}
	}
	check("control")
	check("control; baclofen 10 µM", word{"baclofen", "10uM"})
	check("control; baclofen 10 µM", word{"baclofen", "10uM"}, word{"dose-at", "500ms"})
	check("control; baclofen 10 µM then wash", word{"baclofen", "10uM"}, word{"dose-at", "500ms"}, word{"wash-at", "800ms"})
	check("control; GIRK 0.1 mS/cm2", word{"girk", "0.1mS/cm2"})
	check("control; baclofen 10 µM + CGP55845 1 µM", word{"baclofen", "10uM"}, word{"CGP55845", "1uM"})
	check("control, 5 µA/cm2; baclofen 1 µM, 5 µA/cm2; control, 8 µA/cm2; baclofen 1 µM, 8 µA/cm2",
		word{"current", "5uA/cm2,8uA/cm2"}, word{"baclofen", "1uM"})
}

// What is not given comes from the neuron.
func TestStimulusFromTheNeuron(t *testing.T) {
	n, err := model.ByName("squid")
	if err != nil {
		t.Fatal(err)
	}
	own := n.Stimulus
	from, to, duration := unit.Time(own.From), unit.Time(own.To), unit.Time(own.Duration)
	tail := duration - to
	check := func(name string, wantDuration unit.Time, want []sim.Segment, words ...word) {
		t.Helper()
		p := expand(t, experiment(t, "squid", words...))[0].Protocol
		if p.Duration != wantDuration || !slices.Equal(p.Currents, want) {
			t.Errorf("%s: %v for %v, want %v for %v", name, p.Currents, p.Duration, want, wantDuration)
		}
	}
	segment := func(name string, from, to unit.Time, a, b float64) sim.Segment {
		return sim.Segment{Name: name, From: from, To: to, Start: model.Amount{Value: a}, End: model.Amount{Value: b}}
	}
	main := func(from, to unit.Time, a float64) []sim.Segment {
		return []sim.Segment{segment("current", from, to, a, a)}
	}
	check("nothing given", duration, main(from, to, own.Current.Value))
	check("only current", duration, main(from, to, 7), word{"current", "7uA/cm2"})
	check("only from", duration, main(from+1, to, own.Current.Value), word{"from", (from + 1).String()})
	check("later end", to+100+tail, main(from, to+100, own.Current.Value), word{"to", (to + 100).String()})
	check("shorter run", to-100, main(from, to-100, own.Current.Value), word{"duration", (to - 100).String()})
	check("a step alone", duration, []sim.Segment{segment("step 1", 10, 20, 5, 5)}, word{"step", "5uA/cm2@10ms-20ms"})
	check("a late ramp", to+1000+tail, []sim.Segment{segment("ramp 1", 0, to+1000, 0, 5)},
		word{"ramp", "0uA/cm2..5uA/cm2@0ms-" + (to + 1000).String()})
	check("a step besides", duration, append(main(from, to, 7), segment("step 1", 10, 20, 5, 5)),
		word{"current", "7uA/cm2"}, word{"step", "5uA/cm2@10ms-20ms"})
}

// Rates are counted within the stimulus; under a drug that comes and goes, while
// it is there, and the control in the same window.
func TestWindows(t *testing.T) {
	stimulus := []word{{"current", "10uA/cm2"}, {"from", "200ms"}, {"to", "1200ms"}, {"duration", "1400ms"}}
	check := func(name string, want []measure.Window, words ...word) {
		t.Helper()
		var got []measure.Window
		for _, r := range expand(t, experiment(t, "squid", append(slices.Clone(stimulus), words...)...)) {
			for _, p := range r.Phases {
				got = append(got, p.Window)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	whole := measure.Window{From: 200, To: 1200}
	check("control", []measure.Window{whole})
	check("equilibrated", []measure.Window{whole, whole}, word{"baclofen", "1uM"})
	check("dosed", []measure.Window{{From: 500, To: 1200}, {From: 500, To: 1200}}, word{"baclofen", "1uM"}, word{"dose-at", "500ms"})
	check("washed", []measure.Window{{From: 500, To: 800}, {From: 500, To: 800}, {From: 800, To: 1200}},
		word{"baclofen", "1uM"}, word{"dose-at", "500ms"}, word{"wash-at", "800ms"})
	check("a later step", []measure.Window{{From: 200, To: 1300}}, word{"step", "1uA/cm2@1250ms-1300ms"})
}

// The treated run differs from the control in nothing but the treatment.
func TestTreatment(t *testing.T) {
	runs := expand(t, experiment(t, "squid", word{"baclofen", "10uM"}, word{"dose-at", "500ms"}, word{"wash-at", "900ms"},
		word{"exchange", "30s"}, word{"Ko", "5mM"}, word{"method", "fixed"}, word{"dt", "0.01ms"}, word{"record", "soma.V"}))
	control, treated := runs[0].Protocol, runs[1].Protocol
	if len(control.Doses) != 0 || control.Exchange != 0 || control.Ko != 5000 || treated.Ko != 5000 {
		t.Errorf("control %+v", control)
	}
	want := sim.Dose{Ligand: "baclofen", Conc: 10, At: 500, Wash: 900}
	if len(treated.Doses) != 1 || treated.Doses[0] != want || treated.Exchange != 30_000 {
		t.Errorf("treated %+v, want the dose %+v", treated, want)
	}
	set := runs[1].Settings
	if set.Method != sim.Fixed || set.Dt != 0.01 || !slices.Equal(set.Record, []string{"soma.V"}) || set.Label != "baclofen 10 µM" {
		t.Errorf("settings %+v", set)
	}
	if rest := runs[1].resting(runs[1].Phases[0]); len(rest.Doses) != 1 || rest.Doses[0].At != 0 || rest.Doses[0].Wash != 0 || rest.Currents != nil {
		t.Errorf("rest under the drug: %+v", rest)
	}
	if rest := runs[1].resting(runs[1].Phases[1]); len(rest.Doses) != 0 {
		t.Errorf("rest after the wash: %+v", rest)
	}
}

func TestWarnings(t *testing.T) {
	runs := expand(t, experiment(t, "squid", word{"baclofen", "1uM"}, word{"R-baclofen", "1uM"}))
	if w := runs[1].Warnings; len(w) != 1 || !strings.Contains(w[0], "count it twice") {
		t.Errorf("racemate beside an enantiomer: warnings %q", w)
	}
	if len(runs[0].Warnings) != 0 {
		t.Errorf("the control warns: %q", runs[0].Warnings)
	}
}
