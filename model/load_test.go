package model

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quell/model/unit"
)

func TestCatalogue(t *testing.T) {
	for _, name := range Names() {
		n, err := ByName(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n.Name != name {
			t.Errorf("the file of %s names itself %s", name, n.Name)
		}
		for _, want := range [][2]string{{"use", n.Use}, {"omits", n.Omits}, {"source", n.Source}, {"title", n.Title}} {
			if want[1] == "" {
				t.Errorf("%s does not say its %s", name, want[0])
			}
		}
		if !n.Stimulus.Set || len(n.Healthy) == 0 || len(n.Keys) == 0 && n.BasedOn == "" || n.GABAB == nil {
			t.Errorf("%s lacks a stimulus, healthy values, keys or the receptor", name)
		}
		for p := range n.Numbers() {
			if p.Source.Text == "" && n.SourceOf(p.Path) == "" {
				t.Errorf("%s: %s has no source", name, p.Path)
			}
		}
		if diff := cmp.Diff(numbers(n), numbers(n.Clone())); diff != "" {
			t.Errorf("%s: the clone differs: %s", name, diff)
		}
	}
	if _, err := ByName("squib"); err == nil || !strings.Contains(err.Error(), "did you mean squid?") {
		t.Errorf("squib: %v", err)
	}
}

func numbers(n *Neuron) map[string]float64 {
	out := map[string]float64{}
	for p := range n.Numbers() {
		out[p.Path] = p.Num
	}
	return out
}

// squidWith is the squid file with one piece of text replaced.
func squidWith(t *testing.T, old, text string) []byte {
	t.Helper()
	data, err := Text("squid")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("the squid file has no %q", old)
	}
	return []byte(strings.Replace(string(data), old, text, 1))
}

// Every kind of mistake of the format, section 7: its words, and the caret under
// its place.
func TestErrors(t *testing.T) {
	check := func(old, text, under, want string) {
		t.Helper()
		_, err := Parse("mine.yaml", squidWith(t, old, text))
		if err == nil {
			t.Errorf("%q is taken", text)
			return
		}
		lines := strings.Split(err.Error(), "\n")
		for i, line := range lines {
			if !strings.Contains(line, want) {
				continue
			}
			if !strings.HasPrefix(line, "mine.yaml:") {
				t.Errorf("%q: %s does not begin with its place", text, line)
			}
			if under != "" && (i+2 >= len(lines) || !strings.HasPrefix(lines[i+1][min(len(lines[i+1]), strings.Index(lines[i+2], "^")):], under)) {
				t.Errorf("%q: the caret is not under %q:\n%s", text, under, strings.Join(lines[i:min(len(lines), i+3)], "\n"))
			}
			return
		}
		t.Errorf("%q: %v\nwant %s", text, err, want)
	}
	check("4*exp(-(V+65)/18)", "4*exp(-(V+65)/18)^2", "^2", "^ is not a power here; write pow(x, n)")
	check("4*exp(-(V+65)/18)", "4*exp(-(Vm+65)/18)", "Vm", "Vm is not known here; did you mean V?")
	check("4*exp(-(V+65)/18)", "4exp(-(V+65)/18)", "4exp", "a product needs its *; write 4*exp")
	check("4*exp(-(V+65)/18)", "4*exp(-(t+65)/18)", "t+65", "time is not a name")
	check("beta: 4*exp(-(V+65)/18)", "beta: where(V<-10, 1, 2)", "", "is not a key here; a comma inside { } ends a value")
	check("beta: 4*exp(-(V+65)/18)", `beta: "where(V<-10, 1, 2)"`, "<-", "<- is read as one sign; put a space: < -")
	check("beta: 4*exp(-(V+65)/18)", "beta: 4", "4", "beta has no unit")
	check("reversal: 50 mV", "reversal: 50", "50", "Na.reversal has no unit; write it with one, such as")
	check("reversal: 50 mV", "reversal: 50 mS/cm2", "50 mS/cm2", "50 mS/cm2 is in mS/cm2, Na.reversal wants mV")
	check("reversal: 50 mV", "reversal: 0", "0", "Na.reversal has no unit")
	check("reversal: 50 mV", "reversal: ENa", "", "ENa is not a parameter here")
	check("reversal: 50 mV", "revrsal: 50 mV", "revrsal", "revrsal is not a key here; did you mean reversal?")
	check("gbar: {value: 36 mS/cm2", "gmax: {value: 36 mS/cm2", "gmax", "gmax is not a key here; did you mean gbar?")
	check(", beta: 4*exp(-(V+65)/18)", "", "", "gate m wants alpha and beta, or inf and tau, or inf alone")
	check("power: 3", "power: 2.5", "2.5", "power is a whole number from 1 to 8")
	check("power: 3", "power: 0", "0", "power is a whole number from 1 to 8")
	check("temperature: 6.3 degC\n", "", "", "q10 is given, but the neuron has no temperature; write temperature: 36 degC")
	check("capacitance: 1 uF/cm2", "capacitance: 0 uF/cm2", "", "it is above 0")
	check("capacitance: 1 uF/cm2", "capacitance: 1 uF", "1 uF", "1 uF is in uF")
	check("gbar: {value: 36 mS/cm2", "gbar: {value: -36 mS/cm2", "", "a conductance is not negative")
	check("leak: {", "Na2: {params: {V: 1}, ", "V", "V has a meaning of its own in equations")
	check("leak: {", "leak: {params: {exp: 1}, ", "exp", "exp is a function of equations")
	check("leak: {", "leak: {params: {range: 1}, ", "range", "a word of Go's grammar")
	check("leak: {", "leak: {open: \"m\", ", "m", "m is not known here")
	check("name: squid", "name: &a squid", "", "anchors, aliases, tags and merge keys are not read here")
	check("name: squid", "name: squid\nname: squid", "", "name")
	check("title: Squid giant axon", "title: [a, b]", "", "text is wanted here")
	check("rectification: none", "rectification: some", "some", "some is no rectification")
	check("    rectification: none\n", "", "", "girk wants at, the voltage at which gbar holds")
	check("gbar: {soma:", "gbar: {axon:", "", "axon, which is not a compartment of this neuron")
	check("agonist: baclofen", "agonist: baclofin", "baclofin", "did you mean baclofen?")
	check("keys: [hh]", "based_on: nobody", "nobody", "nobody is not a neuron to be based on")
	check("site: none", "site: heart", "heart", "it is spinal, brain or none")
	check("leak: {", "leak: {let: {q: Na.I}, gates: {x: {inf: q}}, ", "q", "q uses Na.I, which is not known here")
	check("leak: {", "leak: {let: {q: celsius2}, open: q, ", "celsius2", "celsius2 is not known here")
	check("leak: {", "leak: {states: {a: {rate: -a, start: b}, b: {rate: -b, start: 0}}, open: a, ", "b", "b is not known here")
	check("leak: {", "leak: {gates: {x: {inf: 1, tau: -4 ms}}, ", "-4 ms", "a time constant is above 0")
	check("compartments:", "params: {b: 2*a, a: 3}\ncompartments:", "", "a is not a parameter here")
	check("compartments:", "params: {a: a+1}\ncompartments:", "", "a is not a parameter here")
	check("start: {V: -65 mV}", "start: {V: -6500 mV}", "-6500 mV", "within ±500 mV")
	check("from: 200 ms, to: 1200 ms", "from: 2000 ms, to: 1200 ms", "", "the first time is the smallest")
	check("measure: rest", "measure: sleep", "sleep", "sleep is no measure")
	check("healthy:", "unhealthy:", "unhealthy", "did you mean healthy?")
}

func TestErrorsAllAtOnce(t *testing.T) {
	data := strings.Replace(string(squidWith(t, "reversal: 50 mV", "reversal: 50")), "4*exp(-(V+65)/18)", "4*exp(-(Vm+65)/18)", 1)
	_, err := Parse("mine.yaml", []byte(data))
	if err == nil || !strings.Contains(err.Error(), "has no unit") || !strings.Contains(err.Error(), "did you mean V?") {
		t.Errorf("not both mistakes are said: %v", err)
	}
}

func TestSet(t *testing.T) {
	n, err := ByName("motoneuron")
	if err != nil {
		t.Fatal(err)
	}
	number := func(path string) float64 { return numbers(n)[path] }
	check := func(path, text string, want map[string]float64) {
		t.Helper()
		if err := n.Set(path, text); err != nil {
			t.Errorf("%s=%s: %v", path, text, err)
		}
		for p, v := range want {
			if got := number(p); math.Abs(got-v) > 1e-12*math.Abs(v) {
				t.Errorf("%s=%s: %s is %g, want %g", path, text, p, got, v)
			}
		}
	}
	check("soma.Na.gbar", "90mS/cm2", map[string]float64{"soma.Na.gbar": 90})
	check("CaN.gbar", "0.1 S/cm2", map[string]float64{"soma.CaN.gbar": 100, "dend.CaN.gbar": 100})
	check("EK", "-90 mV", map[string]float64{"soma.Kdr.reversal": -90, "dend.KCa.reversal": -90, "gabab.girk.reversal": -90})
	check("soma.Kdr.reversal", "-85mV", map[string]float64{"soma.Kdr.reversal": -85, "soma.KCa.reversal": -90})
	check("KCa.Kd", "300nM", map[string]float64{"soma.KCa.Kd": 0.3, "dend.KCa.Kd": 0.3})
	check("gabab.girk.coupling.ec50", "1 uM", map[string]float64{"gabab.girk.coupling.ec50": 1})
	check("gabab.calcium.inhibited.CaN", "0.1", map[string]float64{"gabab.calcium.inhibited.CaN": 0.1})
	check("links.soma-dend.conductance", "0.2mS/cm2", map[string]float64{"links.soma-dend.conductance": 0.2})
	before := numbers(n)
	refuse := func(path, text, want string) {
		t.Helper()
		if err := n.Set(path, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s=%s: %v, want %s", path, text, err, want)
		}
	}
	refuse("soma.Na.gbr", "1mS/cm2", "soma.Na.gbr is not a number of this neuron; did you mean soma.Na.gbar?")
	refuse("soma.Na.gbar", "1mV", "1 mV is in mV, soma.Na.gbar wants mS/cm2")
	refuse("soma.Na.gbar", "1", "has no unit")
	refuse("soma.Na.gbar", "-1mS/cm2", "not negative")
	refuse("soma.capacitance", "0uF/cm2", "above 0")
	refuse("soma.share", "0.5", "sum to")
	if diff := cmp.Diff(before, numbers(n)); diff != "" {
		t.Errorf("a refused change changes the neuron: %s", diff)
	}
	if diff := cmp.Diff(numbers(n), numbers(n.Clone())); diff != "" {
		t.Errorf("a clone loses changes: %s", diff)
	}
}

// A variant states differences: one by one what is many, whole what is one.
func TestVariants(t *testing.T) {
	text := `name: mine
title: mine
source: mine
based_on: motoneuron
params: {EK: -90 mV}
compartments:
  soma:
    channels:
      Na: {gates: {h: {inf: 0.5, tau: 4 ms}}}
      CaN: null
      KCa: 3 mS/cm2
    pools: {Ca: {from: [Na], rate: "-Ca", start: 0}}
gabab: {calcium: null}
`
	n, err := Parse("mine.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	soma := n.Compartments[0]
	if soma.channel("CaN") != nil {
		t.Error("null does not remove a channel")
	}
	if soma.channel("KCa").Gbar.Num != 3 || soma.channel("KCa").Open == nil {
		t.Error("a conductance in place of a channel loses the rest of it")
	}
	if na := soma.channel("Na"); len(na.Gates) != 2 || na.Gates[0].Name != "m" || na.Gates[1].Tau.Text != "4 ms" || na.Gbar.Num != 120 {
		t.Errorf("the gate h is not replaced in its place: %+v", na.Gates)
	}
	if soma.channel("Kdr").Reversal.Num != -90 || n.GABAB.GIRK.Reversal.Num != -90 {
		t.Error("a changed parameter does not reach what uses it")
	}
	if n.GABAB.Calcium != nil || n.GABAB.GIRK == nil {
		t.Error("an arm is not removed alone")
	}
	if len(n.Healthy) != 0 || len(n.Keys) != 0 {
		t.Error("what is true of the base alone is inherited")
	}
}

func TestConcentrationUnitOfFile(t *testing.T) {
	for conc, want := range map[string]float64{"nM": 200, "uM": 0.2, "mM": 2e-4} {
		data, err := Text("motoneuron")
		if err != nil {
			t.Fatal(err)
		}
		n, err := Parse("mine.yaml", append([]byte("concentration: "+conc+"\n"), data...))
		if err != nil {
			t.Fatal(err)
		}
		if got := numbers(n)["soma.KCa.Kd"]; got != want {
			t.Errorf("in %s Kd is %g, want %g", conc, got, want)
		}
	}
}

// The GIRK reversal may be a Nernst potential; the value is that of I-EK-3 of the
// reference rows.
func TestNernstGIRK(t *testing.T) {
	text := strings.Replace(string(squidWith(t, "    reversal: -77 mV\n    rectification", "    reversal: {in: 135 mM, out: 3 mM, valence: 1}\n    rectification")),
		"temperature: 6.3 degC", "temperature: 35 degC", 1)
	n, err := Parse("mine.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := n.GABAB.GIRK.Reversal.Num; math.Abs(got+101.0833051) > 1e-6 {
		t.Errorf("E_K is %.7f mV, want -101.0833051", got)
	}
}

func TestInjectedDensity(t *testing.T) {
	rs, _ := ByName("cortical-rs")
	d, err := rs.InjectedDensity(Amount{Value: 1, Absolute: true})
	if want := unit.PointCurrentDensity / (math.Pi * 96 * 96); err != nil || math.Abs(d-want) > 1e-12 {
		t.Errorf("1 nA is %g uA/cm2, want %g: %v", d, want, err)
	}
	squid, _ := ByName("squid")
	if _, err := squid.InjectedDensity(Amount{Value: 1, Absolute: true}); err == nil || !strings.Contains(err.Error(), "give a density") {
		t.Errorf("1 nA into the squid: %v", err)
	}
	moto, _ := ByName("motoneuron")
	a, b := moto.Coupling(moto.Links[0])
	if math.Abs(a-1) > 1e-12 || math.Abs(b-0.1/0.9) > 1e-12 {
		t.Errorf("the motoneuron's link is %g and %g mS/cm2", a, b)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range Names() {
		data, err := Text(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	for _, s := range []string{"", "a", "name: x", "- 1", "{", "name: [", "compartments: {a: {channels: {b: {gates: {m: {inf: m}}}}}}", "based_on: squid", "name: &a x\ntitle: *a", "<<: {a: 1}", "channels: 3", "compartments: {s: null}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := Parse("mine.yaml", []byte(text))
		if err != nil {
			return
		}
		for range n.Numbers() {
			continue
		}
		n.Clone()
		n.Curves(-80, 40, 1)
	})
}
