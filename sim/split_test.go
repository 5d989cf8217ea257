package sim

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// splitOf is the split of a neuron under a protocol, by way of its steady states.
func splitOf(t *testing.T, n *model.Neuron, p Protocol) (Shift, error) {
	t.Helper()
	p.Duration = 1
	var rest [2]Steady
	for i, q := range []Protocol{{Duration: 1, Ko: p.Ko}, p} {
		s, err := SteadyState(context.Background(), n, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		rest[i] = s
	}
	return Split(n, p, rest[0], rest[1])
}

func baclofen(c unit.Concentration) []Dose { return []Dose{{Ligand: "baclofen", Conc: c}} }

// sumOf adds parts up.
func sumOf(parts []Part) (v float64) {
	for _, p := range parts {
		v += p.V
	}
	return v
}

// checkSums holds parts to the whole, and what comes through each current to its part.
func checkSums(t *testing.T, what string, s Shift) {
	t.Helper()
	if d := s.V - sumOf(s.Parts); !(math.Abs(d) < 1e-6) || math.Abs(d-s.Residual) > 1e-12 {
		t.Errorf("%s: ΔV %.9f mV and its parts are %.2g mV apart; it says %.2g", what, s.V, d, s.Residual)
	}
	for _, p := range s.Parts {
		if d := sumOf(p.Through) - p.V; len(p.Through) > 0 && !(math.Abs(d) < 1e-6) {
			t.Errorf("%s: %s is %.9f mV, and by its currents %.2g mV more", what, p.Name, p.V, d)
		}
	}
}

// Every neuron with a rest and a receptor has a split that adds up, and says so where
// it has none.
func TestSplitAddsUp(t *testing.T) {
	restless := map[string]bool{"pyramidal-ca3": true, "vta-dopamine": true, "snc-dopamine": true, "vta-gaba": true}
	for _, name := range model.Names() {
		n := neuron(t, name)
		if n.GABAB == nil {
			continue
		}
		for _, c := range []unit.Concentration{1, 10, 100} {
			s, err := splitOf(t, n, Protocol{Doses: baclofen(c)})
			if none := (*NoSplitError)(nil); name == "thalamic-relay" && c == 1 { // it oscillates
				if !errors.As(err, &none) {
					t.Errorf("%s at %v oscillates, and has a split: %v", name, c, err)
				}
				continue
			}
			if none := (*NoSplitError)(nil); restless[name] != errors.As(err, &none) || !restless[name] && err != nil {
				t.Errorf("%s at %v: %v", name, c, err)
			}
			if restless[name] {
				break
			}
			checkSums(t, name+" at "+c.String(), s)
			if g := n.GABAB.GIRK; g != nil {
				if p := s.Parts[0]; p.Name != "GIRK" || !(p.V < 0) {
					t.Errorf("%s at %v: the first part is %s, %g mV; GIRK below 0 is wanted", name, c, p.Name, p.V)
				}
				if d := s.Force[1] - s.Force[0] - s.V; math.Abs(d) > 1e-12 || s.Force[1] <= 0 {
					t.Errorf("%s at %v: the driving force goes from %g to %g mV while V moves by %g", name, c, s.Force[0], s.Force[1], s.V)
				}
			} else if !math.IsNaN(s.Force[0]) {
				t.Errorf("%s has no GIRK, but a driving force of %g mV", name, s.Force[0])
			}
		}
	}
}

// Whatever the protocol does to a receptor, the parts add up.
func TestSplitOfEveryReceptor(t *testing.T) {
	cell := neuron(t, "motoneuron")
	baclofenAnd := func(more ...Dose) []Dose { return append(baclofen(10), more...) }
	for what, p := range map[string]Protocol{
		"held GIRK":          {HoldGIRK: true, GIRK: 0.1},
		"held GIRK and drug": {HoldGIRK: true, GIRK: 0.05, Doses: baclofen(30)},
		"potassium":          {Ko: 2500, Doses: baclofen(10)},
		"antagonist":         {Doses: baclofenAnd(Dose{Ligand: "CGP55845", Conc: 0.1})},
		"antagonist alone":   {Doses: []Dose{{Ligand: "CGP55845", Conc: 0.1}}},
		"after":              {Doses: baclofen(10), Receptor: Receptor{After: 5 * unit.Minute}},
		"chronic":            {Doses: baclofen(10), Receptor: Receptor{Chronic: 7 * unit.Day}},
		"mechanistic":        {Doses: baclofen(10), Receptor: Receptor{Coupling: "mechanistic"}},
		"modulator":          {Doses: baclofenAnd(Dose{Ligand: "GS39783", Conc: 10}), Receptor: Receptor{Coupling: "mechanistic"}},
		"spare":              {Doses: baclofen(10), Receptor: Receptor{Reserve: "spare"}},
		"dms98":              {Doses: baclofen(10), Receptor: Receptor{Scheme: "dms98"}},
		"ds95":               {Doses: baclofen(10), Receptor: Receptor{Scheme: "ds95"}},
		"mm2025":             {Doses: baclofen(10), Receptor: Receptor{Scheme: "mm2025"}},
	} {
		s, err := splitOf(t, cell, p)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		checkSums(t, what, s)
	}
}

// passive has nothing but three constant conductances, so that the integrals have a
// closed form.
const passive = `
name: passive
title: Three conductances
source: made for this test
compartments:
  soma:
    capacitance: 1 uF/cm2
    start: {V: -60 mV}
    channels:
      leak: {gbar: 0.5 mS/cm2, reversal: -60 mV}
      Ca: {gbar: 0.1 mS/cm2, reversal: 60 mV}
gabab:
  girk:
    gbar: {soma: 0.2 mS/cm2}
    reversal: -90 mV
    rectification: none
    coupling: {agonist: baclofen, ec50: 3 uM, hill: 1.2}
  calcium:
    inhibited: {Ca: FRACTION}
    coupling: {agonist: baclofen, ec50: 3 uM, hill: 1.2}
`

// TestSplitClosedForm: where both arms have the same effect e, GIRK opens G·e and
// closes f·C·e of the calcium conductance, so that with a = leak + C, b = G - f·C
//
//	V = (n + m·e)/(a + b·e),   dV = ((EK - V)·G - (ECa - V)·f·C)/(a + b·e) de
//
// which are integrated by hand.
func TestSplitClosedForm(t *testing.T) {
	const gl, el, c, eca, g, ek = 0.5, -60, 0.1, 60, 0.2, -90
	for _, fraction := range []string{"0.0", "0.3"} {
		n, err := model.Parse("passive.yaml", []byte(strings.Replace(passive, "FRACTION", fraction, 1)))
		if err != nil {
			t.Fatal(err)
		}
		f := n.GABAB.Calcium.Inhibited[0].Num
		for _, conc := range []float64{0.3, 3, 100} {
			s, err := splitOf(t, n, Protocol{Doses: baclofen(unit.Concentration(conc))})
			if err != nil {
				t.Fatal(err)
			}
			r := math.Pow(conc/3, 1.2)
			e := r / (1 + r)
			a, b := gl+c, g-f*c
			p, q := gl*el+c*eca, g*ek-f*c*eca
			l := math.Log1p(b*e/a) / b // ∫ de/(a + b e)
			m := (1/a - 1/(a+b*e)) / b // ∫ de/(a + b e)²
			by := func(weight, reversal float64) float64 { return weight * ((reversal-q/b)*l - (p-q*a/b)*m) }
			for i, want := range []float64{by(g, ek), -by(f*c, eca)} {
				if d := s.Parts[i].V - want; math.Abs(d) > 1e-7 {
					t.Errorf("%s at %g µM: %s is %.9f mV, by hand %.9f", fraction, conc, s.Parts[i].Name, s.Parts[i].V, want)
				}
			}
			checkSums(t, fraction, s)
			if v := (p+q*e)/(a+b*e) - p/a; math.Abs(s.V-v) > 1e-7 {
				t.Errorf("%s at %g µM: ΔV %.9f mV, by hand %.9f", fraction, conc, s.V, v)
			}
		}
	}
}

// Less calcium hyperpolarises by the calcium current itself and depolarises by the
// potassium current that it feeds.
func TestSplitThrough(t *testing.T) {
	s, err := splitOf(t, neuron(t, "motoneuron-5ht"), Protocol{Doses: baclofen(10)})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Parts[1:] {
		got := map[string]float64{}
		for _, q := range p.Through {
			got[q.Name] = q.V
		}
		if len(got) != 2 || !(got[strings.TrimPrefix(p.Name, "less ")] < 0) || !(got["KCa"] > 0) {
			t.Errorf("%s goes through %v; its own current below 0 and KCa above are wanted", p.Name, got)
		}
	}
}

// A leap has no parts.
func TestSplitLeap(t *testing.T) {
	n := neuron(t, "motoneuron")
	p := Protocol{Duration: 1, Doses: baclofen(10)}
	before, err := SteadyState(context.Background(), n, Protocol{Duration: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	under := before
	under.V = []float64{before.V[0] - 20, before.V[1] - 20}
	if _, err := Split(n, p, before, under); err == nil || !strings.Contains(err.Error(), "leaps") {
		t.Errorf("a rest that no path leads to: %v", err)
	}
}

func TestRoundParts(t *testing.T) {
	check := func(whole float64, parts, want []float64) {
		t.Helper()
		var in []Part
		for _, v := range parts {
			in = append(in, Part{V: v})
		}
		sum := 0.0
		for i, p := range RoundParts(in, whole, 0.01) {
			sum += p.V
			if math.Abs(p.V-want[i]) > 1e-12 {
				t.Errorf("%v of %g: part %d is %g, want %g", parts, whole, i, p.V, want[i])
			}
		}
		if math.Abs(sum-math.Round(100*whole)/100) > 1e-12 {
			t.Errorf("%v of %g add up to %g", parts, whole, sum)
		}
	}
	check(-4.9100, []float64{-4.6251, 0.0016, -0.2866}, []float64{-4.62, 0, -0.29})
	check(-4.9100, []float64{-4.9100}, []float64{-4.91})
	check(0.01, []float64{0.0049, 0.0049}, []float64{0.01, 0})
	check(0, []float64{0, 0}, []float64{0, 0})
}
