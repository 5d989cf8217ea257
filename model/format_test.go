package model

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"quell/model/expr"
	"quell/model/unit"
)

// of is a file with one compartment and, below it, the text.
func of(text string) string {
	return "name: x\ntitle: x\nsource: x\ntemperature: 36 degC\ncompartments:\n  soma:\n    capacitance: 1 uF/cm2\n    start: {V: -65 mV}\n" + text
}

// two is a file with two linked compartments, each with the text.
func two(a, b string) string {
	return "name: x\ntitle: x\nsource: x\ncompartments:\n" +
		"  a: {capacitance: 1 uF/cm2, start: {V: -65 mV}" + a + "}\n" +
		"  b: {capacitance: 1 uF/cm2, start: {V: -65 mV}" + b + "}\n"
}

const link = "links: [{between: [a, b], conductance: 1 mS/cm2}]\n"

// The fragments of neuron-format, section 9, each in a neuron that holds it.
func fragments() map[string]string {
	return map[string]string{
		"relay cell": "concentration: mM\n" + of(`    channels:
      T: {gbar: 2 mS/cm2, reversal: {in: Ca, out: 2 mM, valence: 2}, gates: {m: {inf: 1/(1+exp(-(V+57)/6.2))}}}
      H:
        gbar: 0.015 mS/cm2
        reversal: -40 mV
        params: {g_inc: 2, Cac: 2e-3 mM, k2: 4e-4 1/ms, k4: 1e-3 1/ms, Pc: 0.01}
        let:
          hinf: 1/(1+exp((V+75)/5.5))
          tau: 20+1000/(exp((V+71.5)/14.2)+exp(-(V+89)/11.6))
          k3: k4*p1/Pc
        states:
          p1: {rate: "k2*pow(Ca/Cac, 4)*(1-p1) - k2*p1", start: "1/(1+pow(Cac/Ca, 4))"}
          o1: {rate: hinf/tau*(1-o1-o2) - (1-hinf)/tau*o1 - k3*o1 + k4*o2, start: 1/(1+(1-hinf)/hinf+p1/Pc)}
          o2: {rate: k3*o1 - k4*o2, start: o1*p1/Pc}
        open: o1 + g_inc*o2
    pools: {Ca: {from: [T], depth: 1 um, decay: 5 ms, rest: 2.4e-4 mM, inward_only: true}}
`),
		"terminal": "concentration: mM\n" + of(`    channels:
      CaHVA:
        ghk: {permeability: 2e-4 cm/s, in: Ca, out: 2 mM, valence: 2}
        q10: {factor: 3, at: 22 degC}
        gates: {o: {alpha: 1.6/(1+exp(-(V-5)/10)), beta: 1.6/(1+exp((V-5)/10)), start: 0}}
    let: {bind: "1e16*(1e-3-FA-VA)*pow(Ca, 4)"}
    states:
      FA: {rate: bind - 0.1*FA - 10*FA + 0.1*VA, start: 0 mM, unit: mM}
      VA: {rate: 10*FA - 4.1*VA, start: 0 mM, unit: mM}
      T: {rate: 4e4*VA - 10*T, start: 0 mM, unit: mM}
    pools:
      Ca: {from: [CaHVA], depth: 1 um, rate: "4*0.1*FA - bind + max(0, J) - 1e-3*Ca/(Ca+1e-5)", start: 1e-5 mM}
`),
		"dendrite in arbitrary units": "concentration: au\n" + of(`    channels:
      CaI: {gbar: 10 mS/cm2, reversal: 80 mV}
      AHP: {gbar: 0.8 mS/cm2, reversal: -75 mV, gates: {q: {alpha: "min(2e-5*Ca, 0.01)", beta: 0.001 1/ms, start: 0}}}
      KC:
        gbar: 15 mS/cm2
        reversal: -75 mV
        let: {slow: 2*exp(-(V+53.5)/27), low: exp((V+50)/11-(V+53.5)/27)/18.975}
        gates: {c: {alpha: "where(V < -10, low, slow)", beta: "where(V < -10, slow-low, 0)"}}
        open: c*min(Ca/250, 1)
    pools: {Ca: {from: [CaI], rate: -0.13*I - 0.075*Ca, start: 0.2 au}}
`),
		"shared definitions": two(", channels: {X: 2 mS/cm2}", ", channels: {X: {}}") + link + `channels:
  X: {gbar: 1 mS/cm2, reversal: {in: 140 uM, out: 3 uM, valence: 1}, gates: {m: {inf: "0.5", tau: 1 s}}}
temperature: 36 degC
`,
	}
}

// Whatever a file states can be set, and is written where it is read again.
func TestEveryPathIsWritten(t *testing.T) {
	for name, text := range fragments() {
		paths := []string{}
		n, err := Parse("mine.yaml", []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for p := range n.Numbers() {
			paths = append(paths, p.Path)
		}
		for _, path := range paths {
			n, _ := Parse("mine.yaml", []byte(text))
			p, _ := n.named(path)
			// A tenth more than what is there keeps signs and bounds.
			const more = 1.1
			x, _ := p[0].value()
			want := strings.TrimSpace(expr.String(expr.Num{Value: x.Num * more}) + " " + p[0].dim.String())
			if x.Dim == unit.DimNumber && path != "soma.H.g_inc" && path != "soma.H.Pc" {
				want = "0.5"
			}
			if err := n.Set(path, want); err != nil {
				t.Errorf("%s: %s: %v", name, path, err)
				continue
			}
			back, err := Parse("again.yaml", n.Write())
			if err != nil {
				t.Errorf("%s: %s=%s: %v\n%s", name, path, want, err, n.Write())
				continue
			}
			if diff := cmp.Diff(numbers(n), numbers(back)); diff != "" {
				t.Errorf("%s: %s=%s: %s", name, path, want, diff)
			}
			if diff := cmp.Diff(numbers(n), numbers(n.Clone())); diff != "" {
				t.Errorf("%s: %s=%s: the clone: %s", name, path, want, diff)
			}
		}
	}
}

// A set value takes the place of an equation and of concentrations.
func TestSetReplaces(t *testing.T) {
	n, err := Parse("mine.yaml", []byte(fragments()["relay cell"]))
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Set("T.reversal", "120 mV"); err != nil {
		t.Fatal(err)
	}
	if err := n.Set("Ca.start", "500 nM"); err != nil {
		t.Fatal(err)
	}
	for i, n := range []*Neuron{n, n.Clone(), mustParse(t, n.Write())} {
		ch := n.Compartments[0].channel("T")
		if ch.Nernst != nil || ch.Reversal.Num != 120 {
			t.Errorf("%d: the reversal is %g, from concentrations: %v", i, ch.Reversal.Num, ch.Nernst)
		}
		if got := numbers(n)["soma.Ca.start"]; got != 5e-4 {
			t.Errorf("%d: calcium starts at %g mM", i, got)
		}
	}
	moto, _ := ByName("motoneuron")
	if err := moto.Set("Ca.start", "0.3 uM"); err != nil {
		t.Fatal(err)
	}
	if got := numbers(moto); got["soma.Ca.start"] != 0.3 || got["dend.Ca.start"] != 0.3 {
		t.Errorf("a start does not replace the equation: %v", got)
	}
}

func mustParse(t *testing.T, text []byte) *Neuron {
	t.Helper()
	n, err := Parse("again.yaml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return n
}

// The potassium reversal of GIRK from concentrations: row I-EK-3 of gabab.csv.
func TestGIRKReversalFromConcentrations(t *testing.T) {
	n := mustParse(t, []byte(strings.Replace(of(""), "36", "35", 1)+"gabab: {girk: {gbar: {soma: 0.1 mS/cm2}, at: -65 mV, reversal: {in: 135 mM, out: 3 mM, valence: 1}, coupling: {theta: 1.2}}}\n"))
	const want, tolerance = -101.0833, 1e-4
	if got := n.GABAB.GIRK.Reversal.Num; math.Abs(got-want) > tolerance {
		t.Errorf("E_K is %g mV, want %g", got, want)
	}
	if err := n.Set("gabab.girk.out", "6 mM"); err != nil {
		t.Fatal(err)
	}
	doubled := want + unit.ThermalVoltage(35)*math.Ln2
	for i, n := range []*Neuron{n, mustParse(t, n.Write())} {
		if got := n.GABAB.GIRK.Reversal.Num; math.Abs(got-doubled) > tolerance {
			t.Errorf("%d: at 6 mM E_K is %g mV, want %g", i, got, doubled)
		}
	}
	if err := n.Set("gabab.girk.reversal", "-90 mV"); err != nil || n.GABAB.GIRK.Reversal.Num != -90 {
		t.Errorf("E_K cannot be set: %g mV, %v", n.GABAB.GIRK.Reversal.Num, err)
	}
}

// Gates that follow a pool are drawn at the pool's start, or where it has none of
// its own at its rest.
func TestCurvesAtPoolStart(t *testing.T) {
	free := fragments()["dendrite in arbitrary units"]
	standard := strings.NewReplacer(`rate: -0.13*I - 0.075*Ca, start: 0.2 au`, `depth: 1 um, decay: 5 ms, rest: 0.2 uM`, "concentration: au\n", "").Replace(free)
	for _, text := range []string{free, standard} {
		drawn := false
		for _, c := range mustParse(t, []byte(text)).Curves(-80, -79, 1) {
			if c.Channel != "AHP" {
				continue
			}
			drawn = true
			alpha := 2e-5 * 0.2
			if want := alpha / (alpha + 0.001); math.Abs(c.Inf[0]-want) > 1e-15 {
				t.Errorf("q is %g at the start of calcium, want %g", c.Inf[0], want)
			}
		}
		if !drawn {
			t.Errorf("the gate of the AHP is not drawn:\n%s", text)
		}
	}
}

// Chains of variants are read from the end, circles refused; an error names the
// file that its text came from.
func TestChainsAndCircles(t *testing.T) {
	variant := func(name, base, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("name: " + name + "\ntitle: x\nsource: of " + name + "\nbased_on: " + base + "\n" + more)}
	}
	leak := "    channels: {leak: {gbar: 1 mS/cm2, reversal: -65 mV}}\n"
	shelf := fstest.MapFS{
		"neurons/root.yaml":   {Data: []byte(of(leak))},
		"neurons/one.yaml":    variant("one", "root", "compartments: {soma: {channels: {leak: 2 mS/cm2}}}\n"),
		"neurons/two.yaml":    variant("two", "one", "compartments: {soma: {capacitance: 2 uF/cm2}}\n"),
		"neurons/ring.yaml":   variant("ring", "ring2", ""),
		"neurons/ring2.yaml":  variant("ring2", "ring", ""),
		"neurons/self.yaml":   variant("self", "self", ""),
		"neurons/broken.yaml": variant("broken", "root", "compartments: {soma: {channels: {leak: {open: x}}}}\n"),
	}
	read := func(name string) (*Neuron, error) {
		data, _ := shelf.ReadFile("neurons/" + name + ".yaml")
		return parse(shelf, name+".yaml", data)
	}
	n, err := read("two")
	if err != nil {
		t.Fatal(err)
	}
	if got := numbers(n); got["soma.leak.gbar"] != 2 || got["soma.capacitance"] != 2 || got["soma.leak.reversal"] != -65 {
		t.Errorf("the chain loses a difference: %v", got)
	}
	if n.Name != "two" || n.SourceOf("soma.leak.gbar") != "of one" {
		t.Errorf("%s has its leak from %q", n.Name, n.SourceOf("soma.leak.gbar"))
	}
	for _, name := range []string{"ring", "self"} {
		if _, err := read(name); err == nil || !strings.Contains(err.Error(), "circle") {
			t.Errorf("%s: %v", name, err)
		}
	}
	shelf["neurons/user.yaml"] = variant("user", "broken", "")
	if _, err := read("user"); err == nil || !strings.HasPrefix(err.Error(), "broken.yaml:5:") {
		t.Errorf("the error is not in the file of its text: %v", err)
	}
}

func TestCatalogueIsListed(t *testing.T) {
	files, err := neuronFiles.ReadDir("neurons")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(Names()) {
		t.Errorf("%d neurons are listed of %d files", len(Names()), len(files))
	}
}

// Lets that double and double are refused before anything holds them.
func TestLetsThatDouble(t *testing.T) {
	text := of("    let:\n")
	for i := range 60 {
		text += strings.ReplaceAll("      aN: bN + bN\n", "N", string(rune('A'+i%26))+strings.Repeat("x", i/26))
		text = strings.ReplaceAll(text, "b"+string(rune('A'+i%26))+strings.Repeat("x", i/26), "a"+string(rune('A'+(i+1)%26))+strings.Repeat("x", (i+1)/26))
	}
	text += "      a" + string(rune('A'+60%26)) + "xx: V\n    channels: {l: {gbar: 1 mS/cm2, reversal: 1 mV, open: aA}}\n"
	if _, err := Parse("mine.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), "more than 10000 terms") {
		t.Errorf("2^60 terms: %v", err)
	}
}
