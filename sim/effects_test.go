package sim

import (
	"math"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// The effects are those of the file's curves.
func TestEffectsOfCurves(t *testing.T) {
	n, err := model.ByName("motoneuron")
	if err != nil {
		t.Fatal(err)
	}
	got, err := EffectsOf(n, Protocol{Duration: 1, Doses: []Dose{{Ligand: "baclofen", Conc: 4.75}}})
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9 { // a curve is full at 1 - 1e-9 of the G protein
			t.Errorf("%s %v, want %v", what, got, want)
		}
	}
	check("gamma", got.Gamma, 4.75/(4.75+2)) // K of racemic baclofen is 2 uM
	check("GIRK at its EC50", got.GIRK, 0.5)
	z := math.Pow(4.75/15, 1.2)
	check("calcium", got.Calcium, z/(1+z))
	check("release", got.Release, 1-4.75/(4.75+0.26))
	check("available", got.Available, 1)
	if none, err := EffectsOf(n, Protocol{Duration: 1}); err != nil || none.GIRK != 0 || none.Calcium != 0 || none.Release != 1 {
		t.Errorf("without a drug %+v, %v", none, err)
	}
}

// Exposures of one concentration that follow one another desensitise as one long one.
func TestCumulativeIsOneExposure(t *testing.T) {
	n, err := model.ByName("cortical-rs")
	if err != nil {
		t.Fatal(err)
	}
	p := Protocol{Duration: 1, Doses: []Dose{{Ligand: "baclofen", Conc: 3}}}
	got, err := Cumulative(n, []Protocol{p, p, p}, 10*unit.Second)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range got {
		p.Receptor.After = unit.Time(i+1) * 10 * unit.Second
		want, err := EffectsOf(n, p)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(e.Available-want.Available) > 1e-12 || math.Abs(e.GIRK-want.GIRK) > 1e-12 {
			t.Errorf("after %v: %+v, want %+v", p.Receptor.After, e, want)
		}
	}
	p.Receptor = Receptor{Scheme: "ds95"}
	if _, err := Cumulative(n, []Protocol{p}, unit.Second); err == nil {
		t.Error("a published receptor was taken to desensitise")
	}
}
