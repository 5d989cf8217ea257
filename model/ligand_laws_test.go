package model

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"quell/model/gabab"
)

func everyLigand(t *testing.T) []*gabab.Ligand {
	t.Helper()
	all, err := Ligands()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func ligandNamed(t *testing.T, name string) *gabab.Ligand {
	t.Helper()
	l, err := LigandByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Every number has a source and a confidence, and a range in which it is
// plausible, but for the efficacies that are so by definition.
func TestLigandNumbers(t *testing.T) {
	keys := map[string][]string{
		"agonist":    {"K", "efficacy", "koff", "range"},
		"antagonist": {"K", "efficacy", "koff", "range"},
		"modulator":  {"K", "alpha", "beta", "range"},
	}
	for _, l := range everyLigand(t) {
		if l.Title == "" {
			t.Errorf("%s has no title", l.Name)
		}
		var found []string
		for _, n := range LigandNumbers(l) {
			found = append(found, n.Key)
			if n.Source == "" || !slices.Contains([]string{"read", "recalled", "chosen"}, n.Confidence) {
				t.Errorf("%s.%s: %+v", l.Name, n.Key, n)
			}
			definition := n.Key == "efficacy" && (n.Value == 0 || n.Source == "full agonist, by definition of the scale")
			if n.Range == [2]float64{} && !definition {
				t.Errorf("%s.%s has no range", l.Name, n.Key)
			}
			if n.Key != "range" && n.Range != [2]float64{} && (n.Value < n.Range[0] || n.Value > n.Range[1]) {
				t.Errorf("%s.%s is %s, not within %s", l.Name, n.Key, n.Text(), n.Plausible())
			}
		}
		if !slices.Equal(found, keys[l.Kind]) {
			t.Errorf("%s has %q, %s %s has %q", l.Name, found, article(l.Kind), l.Kind, keys[l.Kind])
		}
	}
}

// No agonist goes far beyond the 100 K that the scheme is meant for; the farthest
// is GABA, whose 100 uM were measured.
func TestAgonistReach(t *testing.T) {
	for _, l := range everyLigand(t) {
		if l.Kind == "agonist" && l.Range[1] > 150*l.K {
			t.Errorf("%s reaches %g uM, %g K", l.Name, l.Range[1], l.Range[1]/l.K)
		}
	}
}

// S-baclofen is 120 (Ault 1986) to 700 (Lacey 1988) times weaker than R. The
// racemate is half R, so a little S in it does nothing: its K is twice that of R.
func TestEnantiomers(t *testing.T) {
	r, s, racemate := ligandNamed(t, "R-baclofen"), ligandNamed(t, "S-baclofen"), ligandNamed(t, "baclofen")
	if ratio := s.K / r.K; ratio < 120 || ratio > 700 {
		t.Errorf("S-baclofen is %g times weaker than R", ratio)
	}
	const most = 0.005 // of gamma; S holds 1/300 of what R does
	for _, c := range []float64{0.1, 1, 10, 100} {
		whole := gabab.Gamma([]gabab.Conc{{Ligand: racemate, C: c}})
		parts := gabab.Gamma([]gabab.Conc{{Ligand: r, C: c / 2}, {Ligand: s, C: c / 2}})
		if math.Abs(whole-parts) > most {
			t.Errorf("at %g uM gamma is %g of the racemate, %g of its halves", c, whole, parts)
		}
	}
}

// Where the K of an antagonist is a pA2, it is 10^(6-pA2) uM to the three digits
// that the file has.
func TestPA2(t *testing.T) {
	form := regexp.MustCompile(`^pA2 ([0-9.]+)`)
	found := 0
	for _, l := range everyLigand(t) {
		m := form.FindStringSubmatch(l.Numbers["K"].Source)
		if m == nil {
			continue
		}
		found++
		pA2, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		if want := math.Pow(10, 6-pA2); math.Abs(l.K/want-1) > 0.005 {
			t.Errorf("%s: K %g uM, but pA2 %g is %g uM", l.Name, l.K, pA2, want)
		}
	}
	if found < 8 {
		t.Errorf("only %d antagonists state a pA2", found)
	}
}

// The order of Olpe et al. 1993 (0.013, 4.9, 34 and 36 uM), in K and in what 10 uM
// of each leaves of the effect of baclofen.
func TestOlpeOrder(t *testing.T) {
	baclofen := gabab.Conc{Ligand: ligandNamed(t, "baclofen"), C: 10}
	left := func(name string) float64 {
		return gabab.Gamma([]gabab.Conc{baclofen, {Ligand: ligandNamed(t, name), C: 10}})
	}
	order := []string{"CGP54062", "CGP46381", "CGP35348", "CGP36742"}
	for i, name := range order[1:] {
		before := order[i]
		if ligandNamed(t, before).K >= ligandNamed(t, name).K || left(before) >= left(name) {
			t.Errorf("%s does not block more than %s", before, name)
		}
	}
	if ratio := ligandNamed(t, "CGP36742").K / ligandNamed(t, "CGP35348").K; ratio > 1.1 {
		t.Errorf("CGP36742 and CGP35348 should be alike, but are %g apart", ratio)
	}
}

// A modulator alone is silent, bit for bit; beside an agonist it raises the
// potency and the maximum.
func TestModulators(t *testing.T) {
	baclofen := ligandNamed(t, "baclofen")
	for _, l := range everyLigand(t) {
		if l.Kind != "modulator" {
			continue
		}
		full := gabab.Conc{Ligand: l, C: l.Range[1]}
		if gamma := gabab.Gamma([]gabab.Conc{full}); gamma != 0 {
			t.Errorf("%s alone drives %g", l.Name, gamma)
		}
		for _, c := range []float64{0.01, 1, 100} {
			dose := gabab.Conc{Ligand: baclofen, C: c}
			if bare, with := gabab.Gamma([]gabab.Conc{dose}), gabab.Gamma([]gabab.Conc{dose, full}); with <= bare {
				t.Errorf("%s takes %g uM of baclofen from %g to %g", l.Name, c, bare, with)
			}
		}
	}
}

// The alpha and beta of the modulators give back the shift of the curve and the
// maximum that they were derived from.
func TestModulatorSizes(t *testing.T) {
	gaba := ligandNamed(t, "GABA")
	check := func(name string, c, shift, most float64) {
		t.Helper()
		beside := gabab.Conc{Ligand: ligandNamed(t, name), C: c}
		drive := func(a float64) float64 { return gabab.Gamma([]gabab.Conc{{Ligand: gaba, C: a}, beside}) }
		const enough, within = 1e9, 1e-3
		if got := drive(enough); math.Abs(got/most-1) > within {
			t.Errorf("%g uM of %s raises the maximum to %g, want %g", c, name, got, most)
		}
		if got := drive(gaba.K/shift) / drive(enough); math.Abs(got-0.5) > within {
			t.Errorf("%g uM of %s: at K/%g the effect is %g of its maximum, want a half", c, name, shift, got)
		}
	}
	check("rac-BHFF", 0.3, 15.3, 1.49)  // Malherbe et al. 2008
	check("plus-BHFF", 0.3, 87.3, 1.81) // the same
	// 30 uM, nearly full: alpha (1 + b)/(1 + alpha b) and so on, by hand.
	b := 30 / 4.6
	check("CGP7930", 30, (1+8*b)/(1+b), (1+8*1.5*b)/(1+8*b))
}

// A mark stands behind what was not read, and nowhere else.
func TestMark(t *testing.T) {
	check := func(confidence, want string) {
		t.Helper()
		if got := Marked("2 uM", confidence); got != want {
			t.Errorf("%q is shown as %q, want %q", confidence, got, want)
		}
	}
	check("read", "2 uM")
	check("", "2 uM")
	check("recalled", "2 uM [recalled]")
	check("chosen", "2 uM [chosen]")
}

// Every number of the catalogue says how sure it is, so that no mark means read.
func TestCatalogueTrust(t *testing.T) {
	for _, name := range Names() {
		n, err := ByName(name)
		if err != nil {
			t.Error(err)
			continue
		}
		for p := range n.Numbers() {
			if n.TrustIn(p) == "" {
				t.Errorf("%s: %s states no confidence", name, p.Path)
			}
		}
	}
}
