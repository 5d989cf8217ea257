package study

import (
	"strings"
	"testing"
)

// bare is a neuron without a receptor: a leaky membrane.
const bare = `name: bare
title: A leaky membrane
source: chosen for the test
compartments:
  soma:
    capacitance: 1 uF/cm2
    start: {V: -65 mV}
    channels:
      leak: {gbar: 0.1 mS/cm2, reversal: -65 mV}
`

// What was given, why not, what would do.
func TestPutErrors(t *testing.T) {
	check := func(name, text, want string) {
		t.Helper()
		err := (&Experiment{Neuron: "squid"}).Put(name, text)
		if err == nil {
			t.Errorf("%s %s is taken", name, text)
		} else if err.Error() != want {
			t.Errorf("%s %s:\n%v\nwant\n%s", name, text, err, want)
		}
	}
	check("baclofen", "10", "10 has no unit; try 10uM (nM, µM, uM, mM, M)")
	check("baclofen", "10 parsecs", `"10 parsecs": parsecs is not a unit of concentration; try 10uM (nM, µM, uM, mM, M)`)
	check("baclofen", "10M", "10 M is above the 100 µM the dose–response data reach; quell does not extrapolate")
	check("baclofen", "-1uM", "-1 µM is below zero; a concentration is 0uM or more")
	check("baclofin", "10uM", "baclofin is not a field of an experiment; did you mean baclofen?")
	check("drug", "bacofen=1uM", "bacofen is not a drug of quell; did you mean baclofen?")
	check("drug", "10uM", `"10uM" is no drug at a concentration; write NAME=CONC, such as baclofen=10uM`)
	check("curent", "10uA/cm2", "curent is not a field of an experiment; did you mean current?")
	check("current", "10", "10 has no unit; try 10uA/cm2 for a density or 10nA for a current")
	check("current", "10mV", `"10mV" is in mV, not a current; try 10uA/cm2 or 0.5nA`)
	check("current", "1nA,2uA/cm2", "1nA,2uA/cm2 mixes uA/cm2 and nA; write all currents of a family alike")
	check("step", "25uA/cm2", "25uA/cm2 does not say when; write 25uA/cm2@500ms-1500ms")
	check("step", "25uA/cm2@500ms", "25uA/cm2@500ms has one time; write when it begins and when it ends: 25uA/cm2@500ms-1500ms")
	check("step", "25uA/cm2@500ms-100ms", "25uA/cm2@500ms-100ms ends before it begins; write 25uA/cm2@500ms-1500ms")
	check("step", "0uA/cm2..5uA/cm2@1ms-2ms", "0uA/cm2..5uA/cm2@1ms-2ms has two currents; a step has one: 25uA/cm2@500ms-1500ms")
	check("ramp", "25uA/cm2@500ms-3s", "25uA/cm2@500ms-3s has one current; a ramp has two: 0uA/cm2..25uA/cm2@500ms-3s")
	check("ramp", "0nA..25uA/cm2@500ms-3s", "0nA..25uA/cm2@500ms-3s mixes uA/cm2 and nA; write both ends alike, such as 0uA/cm2..25uA/cm2@500ms-3s")
	check("from", "-1ms", "-1ms is before the run; times count from its start, such as 500ms")
	check("to", "0ms", "0ms is no time at all; give a positive one, such as 500ms")
	check("girk", "-1mS/cm2", "-1mS/cm2 is negative; a conductance is 0mS/cm2 or more")
	check("Ko", "0mM", "0mM is outside the 1 mM to 20 mM that the currents hold for; a bath has a few mM, such as 3mM")
	check("set", "soma.Na.gbar", `"soma.Na.gbar" sets nothing; write PATH=VALUE, such as soma.Na.gbar=90mS/cm2`)
	check("method", "fix", "fix is not a method; did you mean fixed?")
	check("tol", "tiny", `"tiny" is not a number; a tolerance is a small one, such as 1e-6`)
	check("tol", "-1", "-1 is no tolerance; it lies above 0 and is at most 1, such as 1e-6")
	check("tol", "NaN", "NaN is no tolerance; it lies above 0 and is at most 1, such as 1e-6")
	check("seed", "1.5", `"1.5" is no seed; it is a whole number from 0 on`)
	check("record", "soma.V,", `"soma.V," names no trace; write names with commas, such as soma.V,soma.Na.I`)
	check("label", "", "the label is empty; leave it out, or say something")
}

// A value that is refused leaves the experiment as it was.
func TestPutLeavesWhatWas(t *testing.T) {
	e := &Experiment{Neuron: "squid"}
	for _, w := range []word{{"current", "1uA/cm2"}, {"baclofen", "1uM"}, {"from", "1ms"}, {"to", "2ms"}, {"girk", "0.1mS/cm2"}, {"tol", "1e-5"}} {
		if err := e.Put(w.name, w.text); err != nil {
			t.Fatal(err)
		}
		before := e.Link()
		if err := e.Put(w.name, "1 parsec"); err == nil {
			t.Errorf("%s takes 1 parsec", w.name)
		}
		if after := e.Link(); after != before {
			t.Errorf("%s: %s became %s", w.name, before, after)
		}
	}
}

// Every problem of a file at once, each with its line and a caret.
func TestFileErrors(t *testing.T) {
	check := func(name, file, want string) {
		t.Helper()
		_, err := Read("x.yaml", []byte(file))
		if err == nil {
			t.Errorf("%s: the file is taken", name)
		} else if err.Error() != want {
			t.Errorf("%s:\n%v\nwant\n%s", name, err, want)
		}
	}
	check("all at once", `quell: 1
neuron: cortical-rs
drugs: {bacofen: 3 uM, baclofen: 10}
protocol:
  curent: 5 nA
  current: [1 nA, 5]
  steps:
    - 1nA@500ms
  duration:
set: 5
`, `x.yaml:3:18: bacofen is not a drug of quell; did you mean baclofen?
drugs: {bacofen: 3 uM, baclofen: 10}
                 ^
x.yaml:3:34: 10 has no unit; try 10uM (nM, µM, uM, mM, M)
drugs: {bacofen: 3 uM, baclofen: 10}
                                 ^
x.yaml:5:3: curent is not a key here; did you mean current?
  curent: 5 nA
  ^
x.yaml:6:19: 5 has no unit; try 5uA/cm2 for a density or 5nA for a current
  current: [1 nA, 5]
                  ^
x.yaml:8:7: 1nA@500ms has one time; write when it begins and when it ends: 25uA/cm2@500ms-1500ms
    - 1nA@500ms
      ^
x.yaml:9:12: there is no value; give one, or leave the key out
  duration:
           ^
x.yaml:10:6: set holds names and values, such as soma.Na.gbar: 90 mS/cm2
set: 5
     ^`)
	check("version", "quell: 2\nneuron: squid\n",
		"x.yaml:1:8: experiments of version 2 are not known to this quell, which reads version 1; use the quell that wrote it\nquell: 2\n       ^")
	check("no version", "neuron: squid\n",
		"x.yaml:1:1: the experiment states no quell; write quell: 1\nneuron: squid\n^")
	check("anchor", "quell: 1\nneuron: &a squid\n",
		"x.yaml:2:9: anchors, aliases, tags and merge keys are not read here; write the value itself\nneuron: &a squid\n        ^")
	check("twice", "quell: 1\nneuron: squid\nneuron: squid\n",
		"x.yaml:3:1: mapping key \"neuron\" already defined at [2:1]\nneuron: squid\n^")
	check("wash without a drug", "quell: 1\nneuron: squid\nwash_at: 3 s\n",
		"x.yaml:3:10: there is no drug; give one, such as baclofen 10uM\nwash_at: 3 s\n         ^")
	check("beyond the end", "quell: 1\nneuron: squid\nprotocol: {to: 3 s, duration: 1 s}\n",
		"x.yaml:3:16: 3 s is after the end of the run at 1 s; make the run longer, or do it earlier\nprotocol: {to: 3 s, duration: 1 s}\n               ^")
	if _, err := Read("x.yaml", []byte("a: [")); err == nil || !strings.HasPrefix(err.Error(), "x.yaml:1:4: ") {
		t.Errorf("broken YAML: %v", err)
	}
	for _, empty := range []string{"", "# nothing\n", "- 1\n"} {
		if _, err := Read("x.yaml", []byte(empty)); err == nil || !strings.Contains(err.Error(), "an experiment begins with quell: 1") {
			t.Errorf("%q: %v", empty, err)
		}
	}
}

// What can only be said once the neuron is known.
func TestCheckErrors(t *testing.T) {
	check := func(e *Experiment, field, want string) {
		t.Helper()
		err := e.Check()
		if err == nil {
			t.Errorf("%s is taken", e.Link())
			return
		}
		f, ok := split(err)[0].(*FieldError)
		if !ok || f.Field != field || !strings.Contains(f.Err.Error(), want) {
			t.Errorf("%s:\n%v\nwant %s: … %s", e.Link(), err, field, want)
		}
	}
	experiment := func(words ...word) *Experiment {
		e := &Experiment{Neuron: "squid"}
		for _, w := range words {
			if w.name == "neuron" {
				e.Neuron = w.text
			} else if err := e.Put(w.name, w.text); err != nil {
				t.Fatal(err)
			}
		}
		return e
	}
	check(experiment(word{"neuron", "sqiud"}), "neuron", "squid")
	check(experiment(word{"set", "soma.Na.gbr=90mS/cm2"}), "set", "did you mean soma.Na.gbar?")
	check(experiment(word{"current", "1nA"}), "current", "uA/cm2")
	check(experiment(word{"step", "1nA@1ms-2ms"}), "step", "uA/cm2")
	check(experiment(word{"baclofen", "1uM"}, word{"dose-at", "900ms"}, word{"wash-at", "800ms"}), "wash-at", "800 ms is not after the drug at 900 ms; wash later")
	check(experiment(word{"from", "1s"}, word{"to", "500ms"}), "from", "begin earlier, or end later")
	check(experiment(word{"method", "fixed"}, word{"tol", "1e-5"}), "tol", "the fixed method has no tolerance")
	check(experiment(word{"dt", "0.01ms"}), "dt", "the accurate method chooses its own step")
	noReceptor := experiment(word{"baclofen", "1uM"}, word{"duration", "100ms"})
	noReceptor.Neuron, noReceptor.Text = "bare.yaml", bare
	check(noReceptor, "drug", "those that have one: ")
	noReceptor.Drugs = nil
	if err := noReceptor.Put("girk", "0.1mS/cm2"); err != nil {
		t.Fatal(err)
	}
	check(noReceptor, "girk", "those that have one: ")
	noLength := &Experiment{Neuron: "bare.yaml", Text: bare}
	check(noLength, "duration", "say how long the run is, such as 1s")
}
