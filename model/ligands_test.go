package model

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quell/model/gabab"
)

// What decisions.md settles: K (uM), efficacy and the top of the range (uM).
func TestLigands(t *testing.T) {
	all, err := Ligands()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range all {
		names = append(names, l.Name)
	}
	want := []string{
		"baclofen", "R-baclofen", "S-baclofen", "GABA", "SKF97541", "GHB", "CGP27492", "CGP44532", "lesogaberan",
		"CGP55845", "CGP35348", "CGP52432", "OH-saclofen", "S-OH-saclofen", "saclofen", "phaclofen", "CGP36742",
		"CGP46381", "CGP54062", "CGP54626", "CGP36216", "SCH50911",
		"CGP7930", "GS39783", "rac-BHFF", "plus-BHFF",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("ligands: %s", diff)
	}
	check := func(name, kind string, k, efficacy, koff, top float64) {
		t.Helper()
		l, err := LigandByName(name)
		if err != nil {
			t.Error(err)
			return
		}
		if l.Kind != kind || l.K != k || l.Efficacy != efficacy || l.Koff != koff || l.Range != [2]float64{0, top} {
			t.Errorf("%s: %s, K %v uM, efficacy %v, koff %v, range %v", name, l.Kind, l.K, l.Efficacy, l.Koff, l.Range)
		}
	}
	const koff = 1.0 / 440
	check("baclofen", "agonist", 2, 1, koff, 100)
	check("R-baclofen", "agonist", 1, 1, koff, 100)
	check("S-baclofen", "agonist", 300, 1, koff, 100)
	check("GABA", "agonist", 0.67, 1, koff, 100)
	check("SKF97541", "agonist", 2.0/11, 1, koff, 18)
	check("GHB", "agonist", 1000, 0.5, koff, 10_000)
	check("CGP55845", "antagonist", 0.005, 0, 5e-5, 10)
	check("CGP35348", "antagonist", 34, 0, koff, 300)
}

// A ligand is the caller's own, all the way down.
func TestLigandsAreFresh(t *testing.T) {
	one, _ := LigandByName("baclofen")
	one.K, one.Holds[0] = 7, "nothing"
	one.Numbers["K"] = gabab.Number{}
	two, _ := LigandByName("baclofen")
	if two.K != 2 || two.Holds[0] != "R-baclofen" || two.Numbers["K"].Value != 2 {
		t.Errorf("a change of one ligand shows in another: %+v", two)
	}
}

func TestLigandNames(t *testing.T) {
	check := func(name, want string) {
		t.Helper()
		if _, err := LigandByName(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	check("baclofin", "did you mean baclofen?")
	check("gaba", "did you mean GABA?")
	check("r-baclofen", "did you mean R-baclofen?")
	check("aspirin", "there are baclofen, R-baclofen,")
}

func TestMixWarnings(t *testing.T) {
	check := func(want []string, names ...string) {
		t.Helper()
		got, err := MixWarnings(names...)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v: %v %s", names, err, diff)
		}
	}
	r := "baclofen is the racemate and already holds R-baclofen; the two together count it twice"
	s := "baclofen is the racemate and already holds S-baclofen; the two together count it twice"
	check(nil)
	check(nil, "baclofen")
	check(nil, "baclofen", "CGP55845")
	check(nil, "R-baclofen", "S-baclofen") // the racemate by its halves
	check([]string{r}, "baclofen", "R-baclofen")
	check([]string{s}, "S-baclofen", "GABA", "baclofen")
	check([]string{r, s}, "baclofen", "R-baclofen", "S-baclofen")
	if _, err := MixWarnings("aspirin"); err == nil {
		t.Error("aspirin is taken")
	}
}

// fewLigands is a file of ligands that stays as it is, for its lines to be counted.
const fewLigands = `quell: 1
ligands:
  baclofen:
    title: baclofen (racemic)
    kind: agonist
    holds: [R-baclofen]
    K: {value: 2.0 uM, source: test, confidence: chosen, range: [0.5 uM, 30 uM], note: a note}
    efficacy: {value: 1, source: test, confidence: chosen}
    koff: {value: 0.0023 1/ms, source: test, confidence: chosen}
    range: {value: [0 uM, 100 uM], source: test, confidence: read}
  R-baclofen:
    title: R-baclofen
    kind: agonist
    K: {value: 1.0 uM, source: test, confidence: chosen}
    efficacy: {value: 1, source: test, confidence: chosen}
    koff: {value: 0.0023 1/ms, source: test, confidence: chosen}
    range: {value: [0 uM, 100 uM], source: test, confidence: read}
  CGP55845:
    title: CGP55845
    kind: antagonist
    K: {value: 0.005 uM, source: test, confidence: read}
    efficacy: {value: 0, source: test, confidence: read}
    koff: {value: 5e-5 1/ms, source: test, confidence: recalled}
    range: {value: [0 uM, 10 uM], source: test, confidence: chosen}
`

// Every mistake in a file of ligands: its words, and its line and column.
func TestLigandErrors(t *testing.T) {
	if _, err := parseLigands("mine.yaml", []byte(fewLigands)); err != nil {
		t.Fatal(err)
	}
	check := func(old, text, at, want string) {
		t.Helper()
		data := fewLigands
		if !strings.Contains(data, old) {
			t.Fatalf("the file of ligands has no %q", old)
		}
		all, err := parseLigands("mine.yaml", []byte(strings.Replace(data, old, text, 1)))
		if err == nil || all != nil {
			t.Errorf("%q is taken", text)
			return
		}
		if !strings.Contains(err.Error(), "mine.yaml:"+at+": "+want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	check("quell: 1", "quell: 2", "1:8", "this is version 2 of the file of ligands; this quell reads version 1")
	check("quell: 1\n", "", "1:1", "a file of ligands wants quell")
	check("kind: agonist", "kind: agnoist", "5:11", "agnoist is no kind of ligand; it is agonist, antagonist or modulator")
	check("    kind: agonist\n", "", "4:5", "baclofen wants kind")
	check("    title: baclofen (racemic)\n", "", "4:5", "baclofen wants title")
	check("title: baclofen (racemic)", "titel: baclofen (racemic)", "4:5", "titel is not a key here; did you mean title?")
	check("K: {value: 2.0 uM", "K: {value: 2.0", "7:16", "baclofen.K has no unit")
	check("K: {value: 2.0 uM", "K: {value: 2.0 mV", "7:16", "2.0 mV is in mV")
	check("K: {value: 2.0 uM", "K: {value: -2.0 uM", "7:8", "baclofen.K is -2.0 uM, which cannot be; it is above 0")
	check("K: {value: 2.0 uM", "K: {value: 0 uM", "7:8", "baclofen.K is 0 uM, which cannot be; it is above 0")
	check("K: {value: 2.0 uM", "K: {value: 40 uM", "7:8", "baclofen.K is 40 uM, outside its own range")
	check("efficacy: {value: 1", "efficacy: {value: full", "8:15", "baclofen.efficacy is a number here, not the equation full")
	check("efficacy: {value: 1", "efficacy: {value: NaN", "8:15", "baclofen.efficacy is a number here, not the equation NaN")
	check("efficacy: {value: 1", "efficacy: {value: 1.5", "8:15", "baclofen.efficacy is 1.5, which cannot be; it is at most 1")
	check("efficacy: {value: 1", "efficacy: {value: 0", "8:15", "baclofen.efficacy is 0, but the kind is agonist")
	check("efficacy: {value: 0,", "efficacy: {value: 1,", "22:15", "CGP55845.efficacy is 1, but the kind is antagonist")
	check("koff: {value: 0.0023", "koff: {value: -0.0023", "9:11", "baclofen.koff is -0.0023")
	check(", confidence: chosen, range: [0.5 uM", ", range: [0.5 uM", "7:8", "baclofen.K wants a source and a confidence: read, recalled or chosen")
	check("confidence: chosen", "confidence: sure", "7:50", "sure is no confidence; it is read, recalled or chosen")
	check("value: [0 uM, 100 uM]", "value: [100 uM, 0 uM]", "10:20", "baclofen.range goes from the lowest concentration to the highest")
	check("value: [0 uM, 100 uM]", "value: 100 uM", "10:20", "baclofen.range is a list of two concentrations")
	check("value: [0 uM, 100 uM]", "value: [0, 100 uM]", "10:21", "baclofen.range")
	check("holds: [R-baclofen]", "holds: [T-baclofen]", "6:12", "baclofen holds T-baclofen, which is no other ligand of this file")
	check("holds: [R-baclofen]", "holds: [baclofen]", "6:12", "baclofen holds baclofen, which is no other ligand of this file")
	check("  CGP55845:", "  baclofen:", "18:3", `mapping key "baclofen" already defined at [3:3]`)
	check("  CGP55845:\n", "  GHB: none\n  XYZ:\n", "18:8", "GHB is a map of keys and values")
	check("kind: antagonist", "kind: modulator", "23:11", "CGP55845: a modulator has no koff; leave it out")
	check("kind: antagonist", "kind: modulator", "19:5", "CGP55845 wants alpha")
}

// A modulator is read with its two cooperativities, and without binding rates.
func TestModulator(t *testing.T) {
	const file = `quell: 1
ligands:
  CGP7930:
    title: CGP7930
    kind: modulator
    K: {value: 4.6 uM, source: Urwyler 2001, confidence: recalled}
    alpha: {value: 8, source: Urwyler 2001, confidence: recalled}
    beta: {value: 1.2, source: test value, confidence: chosen}
    range: {value: [0 uM, 30 uM], source: Chen 2005, confidence: read}
`
	all, err := parseLigands("mine.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if l := all[0]; l.K != 4.6 || l.Alpha != 8 || l.Beta != 1.2 || l.Koff != 0 || l.Numbers["range"].Confidence != "read" {
		t.Errorf("%+v", l)
	}
}
