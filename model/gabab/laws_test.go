package gabab

import (
	"testing"

	"pgregory.net/rapid"
)

func ligand(name string, k, efficacy float64) *Ligand {
	return &Ligand{Name: name, Kind: "agonist", K: k, Efficacy: efficacy, Koff: 1.0 / 440}
}

// Two full agonists, as gabab-signalling 3.1 has them.
func gaba() *Ligand { return ligand("GABA", 0.67, 1) }
func rbac() *Ligand { return ligand("R-baclofen", 1, 1) }

func gammaOf(l *Ligand, c float64) float64 { return Gamma([]Conc{{l, c}}) }

func conc(t *rapid.T, name string) float64 { return rapid.Float64Range(0, 1000).Draw(t, name) }

func couplings() []Coupling {
	s := Default()
	return []Coupling{s.GIRK(), s.Calcium(), {Imposed: true, K: 2, EC50: 4.75, Hill: 1.57, Emax: 1}, {Imposed: true, K: 2, EC50: 15, Hill: 1.2, Emax: 0.8}}
}

// rounding is what the laws of order allow. gamma is a sum, a quotient and a
// product, a few times 1.1e-16; an effect magnifies that by at most
// Hill (EC50/K)^Hill, 13 for the curves here, and Pow adds 2 ulp.
const rounding = 1e-14

// Occupancy and every effect rise with dose; an antagonist never raises one.
func TestDoseLaws(t *testing.T) {
	agonist := ligand("agonist", 2, 1)
	antagonist := &Ligand{Kind: "antagonist", K: 0.005}
	rapid.Check(t, func(t *rapid.T) {
		c, more := conc(t, "c"), conc(t, "more")
		b := rapid.Float64Range(0, 10).Draw(t, "antagonist")
		low, high := gammaOf(agonist, c), gammaOf(agonist, c+more)
		blocked := Gamma([]Conc{{agonist, c}, {antagonist, b}})
		if high < low-rounding || blocked > low+rounding || low < 0 || high > 1 {
			t.Fatalf("gamma %g at %g uM, %g at %g uM, %g with %g uM of antagonist", low, c, high, c+more, blocked, b)
		}
		for _, k := range couplings() {
			if k.Effect(high) < k.Effect(low)-rounding || k.Effect(blocked) > k.Effect(low)+rounding || k.Effect(high) > 1 {
				t.Fatalf("%+v: effects %g, %g, %g", k, k.Effect(low), k.Effect(high), k.Effect(blocked))
			}
		}
		total := 0.0
		for _, o := range Occupancy([]Conc{{agonist, c}, {antagonist, b}, {gaba(), more}}) {
			total += o
		}
		if total < 0 || total > 1+rounding {
			t.Fatalf("occupancy %g", total)
		}
	})
}

func TestNothingGivesNothing(t *testing.T) {
	if g := gammaOf(gaba(), 0); g != 0 {
		t.Errorf("gamma %g without a ligand", g)
	}
	for _, k := range couplings() {
		if k.Effect(0) != 0 || k.Relative(0) != 0 {
			t.Errorf("%+v has an effect at 0", k)
		}
	}
	if r := Default().Release(0); r != 1 {
		t.Errorf("release %g of control", r)
	}
}

// A modulator alone is silent.
func TestModulatorAlone(t *testing.T) {
	pam := &Ligand{Kind: "modulator", K: 1, Alpha: 8, Beta: 1.2}
	if g := Gamma([]Conc{{pam, 100}}); g != 0 {
		t.Errorf("gamma %g under a modulator alone", g)
	}
}

// Desensitised and down-regulated receptors stay within their bounds.
func TestSlowBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Default()
		g := rapid.Float64Range(0, 1).Draw(t, "gamma")
		ms := rapid.Float64Range(0, 1e7).Draw(t, "t")
		if a := s.AvailabilityAfter(g, ms); a < 1-s.FF-s.FS || a > 1 {
			t.Fatalf("availability %g", a)
		}
		if n := s.Tolerance(g, ms/1e5); n < 1-s.FN-1e-12 || n > 1 {
			t.Fatalf("tolerance %g", n)
		}
		v := rapid.Float64Range(-150, 120).Draw(t, "v")
		if b := s.Bound(g, v); b < 0 || b > 1 {
			t.Fatalf("B %g", b)
		}
	})
}
