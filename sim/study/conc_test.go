package study

import (
	"math"
	"slices"
	"strings"
	"testing"

	"quell/model"
	"quell/model/unit"
)

func TestConcentrations(t *testing.T) {
	check := func(text string, want ...unit.Concentration) {
		t.Helper()
		got, err := parseConcs(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v, want %v", text, got, err, want)
		}
	}
	check("0uM,0.1uM..100uM", 0, 0.1, 0.215, 0.464, 1, 2.15, 4.64, 10, 21.5, 46.4, 100)
	check("0uM, 1uM..100uM/1", 0, 1, 10, 100)
	check("100nM..1uM/2", 0.1, 0.316, 1)
	check("3uM", 3)
	check("0uM,1uM,3uM,10uM", 0, 1, 3, 10)
	check("1uM..2uM", 1, 2)
	check("1uM,2uM..20uM/1,50uM", 1, 2, 20, 50)
	refuse := func(text, why string) {
		t.Helper()
		if got, err := parseConcs(text); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, %v, want %q", text, got, err, why)
		}
	}
	refuse("0,1uM", "the vehicle is 0uM")
	refuse("1uM,0.5uM", "from the lowest to the highest")
	refuse("0uM..10uM", "cannot begin at nothing")
	refuse("10uM..1uM", "does not rise")
	refuse("10..100uM", "has no unit")
	refuse("1uM..10uM/0", "no parts of a range")
	refuse("-1uM", "below zero")
	refuse("1uM..100uM/999", "more than 1000")
}

// A cell is the same at every concentration and in every run, and another under another
// seed; the factors have the mean and the variation that they are said to have.
func TestVirtualCells(t *testing.T) {
	n, err := model.ByName("motoneuron")
	if err != nil {
		t.Fatal(err)
	}
	of := func(seed uint64, cell int, path string) float64 {
		for _, g := range virtual(n, seed, cell, 0.3) {
			if g.Path == path {
				return g.Value
			}
		}
		t.Fatalf("%s is not varied", path)
		return 0
	}
	if a, b := of(1, 7, "soma.Na.gbar"), of(1, 7, "soma.Na.gbar"); a != b {
		t.Errorf("cell 7 has %v and %v of one conductance", a, b)
	}
	if of(1, 7, "soma.Na.gbar") == of(2, 7, "soma.Na.gbar") || of(1, 7, "soma.Na.gbar") == of(1, 8, "soma.Na.gbar") {
		t.Error("seed or cell do not tell")
	}
	const same = 1e-12
	if soma, dend := of(1, 7, "soma.KCa.gbar")/5, of(1, 7, "dend.KCa.gbar")/1.1; math.Abs(soma-dend) > same {
		t.Errorf("one channel has factors %v and %v in two compartments", soma, dend)
	}
	const cells = 20_000
	sum, squares := 0.0, 0.0
	for i := range cells {
		f := lognormal(draw(3, i, "Na"), 0.3)
		sum += f
		squares += f * f
	}
	mean := sum / cells
	cv := math.Sqrt(squares/cells-mean*mean) / mean
	if math.Abs(mean-1) > 0.01 || math.Abs(cv-0.3) > 0.01 { // four standard errors
		t.Errorf("mean %v and coefficient of variation %v, want 1 and 0.3", mean, cv)
	}
}
