package sim

import (
	"math"
	"testing"

	"quell/model"
	"quell/model/gabab"
	"quell/model/unit"
)

// clampCell has the test channel of gabab.csv (half -5 mV, slope 8 mV, 0.3 ms,
// squared) with the mechanistic calcium coupling; at the fraction 0.5, which is B
// at gamma = 1, the loss is B itself.
const clampCell = `name: cell
title: A cell for tests
source: gabab-signalling 4.4
compartments:
  soma:
    capacitance: 1 uF/cm2
    start: {V: -60 mV}
    channels:
      Ca: {gbar: 1 mS/cm2, reversal: 60 mV, gates: {m: {power: 2, inf: 1/(1+exp(-(V+5)/8)), tau: 0.3 ms}}}
      leak: {gbar: 0.1 mS/cm2, reversal: -60 mV}
gabab:
  girk: {gbar: {soma: 0.1 mS/cm2}, reversal: -90 mV, at: -60 mV, coupling: {theta: 1.2}}
  calcium: {inhibited: {Ca: 0.5}, coupling: {theta: 1}, relief: {Ca: {gate: m, shift: 30 mV, reluctant: RHO}}}
`

// Willing and reluctant channels under a voltage clamp give the inhibition and
// the prepulse facilitation of the reference rows F-inh, F-inhpp.
func TestPrepulse(t *testing.T) {
	for _, c := range []struct {
		rho          string
		plain, after float64
	}{
		{"1", 0.3875156878, 0.1013769351},
		{"0", 0.3891404207, 0.1018019771},
	} {
		text := []byte(replace(clampCell, "RHO", c.rho))
		n, err := model.Parse("cell.yaml", text)
		if err != nil {
			t.Fatal(err)
		}
		at := func(steps []ClampSegment, doses []Dose) float64 {
			end := steps[len(steps)-1].From + 5
			rec := run(t, n, Protocol{Duration: end, Clamp: steps, Doses: doses},
				&Settings{Record: []string{"soma.Ca.I"}, Sample: 0.01, Tol: 1e-9})
			tr, _ := rec.Trace("soma.Ca.I")
			return tr.Y[len(tr.Y)-1]
		}
		drug := []Dose{{Ligand: "R-baclofen", Conc: 10}}
		// Long enough at -60 mV that B is at its steady state there.
		plain := []ClampSegment{{V: -60}, {From: 1000, V: 0}}
		pre := []ClampSegment{{V: -60}, {From: 1000, V: 80}, {From: 1050, V: -60}, {From: 1055, V: 0}}
		for _, k := range []struct {
			name  string
			steps []ClampSegment
			want  float64
		}{{"inhibition", plain, c.plain}, {"inhibition after a prepulse", pre, c.after}} {
			got := 1 - at(k.steps, drug)/at(k.steps, nil)
			t.Logf("rho %s: %s %.8f, reference %.8f", c.rho, k.name, got, k.want)
			if math.Abs(got-k.want) > 1e-5 { // the table of curves is good to 1e-5
				t.Errorf("rho %s: %s is %.8f, want %.8f", c.rho, k.name, got, k.want)
			}
		}
	}
}

func replace(text, old, to string) string {
	for i := 0; i+len(old) <= len(text); i++ {
		if text[i:i+len(old)] == old {
			return text[:i] + to + text[i+len(old):]
		}
	}
	return text
}

// The receptor's states in a run follow the closed forms of wash-in, wash-out and
// desensitisation, with either method.
func TestReceptorInARun(t *testing.T) {
	n := neuron(t, "motoneuron")
	l, err := model.LigandByName("baclofen")
	if err != nil {
		t.Fatal(err)
	}
	s := gabab.Default()
	p := Protocol{Duration: 3000, Doses: []Dose{{Ligand: "baclofen", Conc: 100, At: 100, Wash: 2000}}}
	for method, tol := range map[Method]float64{Accurate: 1e-5, Fixed: 1e-5} {
		rec := run(t, n, p, &Settings{Method: method, Sample: 1, Record: []string{"gabab.gamma", "gabab.qF", "drug.baclofen"}})
		gamma, _ := rec.Trace("gabab.gamma")
		full := s.OnStep(l, 100, 1e9)
		for i, time := range gamma.T {
			want := 0.0
			switch {
			case time > 2000:
				want = s.OffStep(l, 100, time-2000)
			case time > 100:
				want = s.OnStep(l, 100, time-100)
			}
			if math.Abs(gamma.Y[i]-want) > tol {
				t.Fatalf("%s: gamma is %g at %g ms, want %g", method, gamma.Y[i], time, want)
			}
		}
		drug, _ := rec.Trace("drug.baclofen")
		for i, time := range drug.T {
			if time > 110 && time < 1990 && drug.Y[i] != 100 || time < 90 && drug.Y[i] != 0 {
				t.Fatalf("%s: the bath holds %g uM at %g ms", method, drug.Y[i], time)
			}
		}
		qF, _ := rec.Trace("gabab.qF")
		if q := qF.Y[2000]; q < 0.15*full || q > 0.25*full {
			t.Errorf("%s: the fast part of GIRK is desensitised by %g after 1.9 s", method, q)
		}
	}
}

// A slow bath reaches 1 - 1/e of the dose after its time constant.
func TestExchange(t *testing.T) {
	n := neuron(t, "motoneuron")
	p := Protocol{Duration: 1000, Exchange: 200, Doses: []Dose{{Ligand: "baclofen", Conc: 10, At: 100}}}
	rec := run(t, n, p, &Settings{Sample: 1, Record: []string{"drug.baclofen"}})
	tr, _ := rec.Trace("drug.baclofen")
	if got, want := tr.Y[300], 10*(1-math.Exp(-1)); math.Abs(got-want) > 1e-4 {
		t.Errorf("%g uM after one time constant, want %g", got, want)
	}
}

// Potassium moves every reversal that is E_K by RT/F ln(Ko/3 mM), at the cell's
// own temperature, and scales GIRK by its square root.
func TestPotassium(t *testing.T) {
	n := neuron(t, "squid")
	p := Protocol{Duration: 1, Ko: 6000, Doses: []Dose{{Ligand: "baclofen", Conc: 100}}}
	set := Settings{}
	if err := set.complete(p); err != nil {
		t.Fatal(err)
	}
	prog, err := compile(n, &p, &set)
	if err != nil {
		t.Fatal(err)
	}
	m := newMachine(prog)
	var k *current
	for i := range prog.comps[0].currents {
		if c := &prog.comps[0].currents[i]; c.kind == currentX4 {
			k = c
		}
	}
	want := -77 + unit.ThermalVoltage(6.3)*math.Log(2)
	if got := m.y[k.e]; math.Abs(got-want) > 1e-9 {
		t.Errorf("E_K at 6 mM is %g mV, want %g", got, want)
	}
	girk := n.GABAB.GIRK
	effect := girk.Coupling.Relative(gabab.Gamma([]gabab.Conc{{Ligand: mustLigand(t, "baclofen"), C: 100}}))
	if got, want := m.y[prog.comps[0].g0], 0.3+0.1*math.Sqrt2*effect; math.Abs(got-want) > 1e-12 {
		t.Errorf("leak and GIRK are %g mS/cm2, want %g", got, want)
	}
}

func mustLigand(t *testing.T, name string) *gabab.Ligand {
	t.Helper()
	l, err := model.LigandByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
