package study

import (
	"context"
	"math"
	"strings"
	"testing"
)

// asked is an experiment in words.
func asked(t *testing.T, neuron string, said ...string) *Experiment {
	t.Helper()
	e := &Experiment{Neuron: neuron}
	for _, s := range said {
		name, text, _ := strings.Cut(s, " ")
		if err := e.Put(name, text); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return e
}

func responseOf(t *testing.T, neuron string, said ...string) *Response {
	t.Helper()
	r, err := asked(t, neuron, append([]string{"study dose"}, said...)...).DoDose(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// measured is a measure of the first curve at a concentration in uM.
func (r *Response) measured(name string, conc float64) float64 {
	for i, m := range r.Measures {
		for _, p := range r.Curves[0].Points {
			if m.Name == name && float64(p.Conc) == conc {
				return p.Values[i]
			}
		}
	}
	return math.NaN()
}

func (r *Response) ec50(name string) float64 {
	for i, m := range r.Measures {
		if m.Name == name && r.FitOf(0, i).Fit != nil {
			return r.FitOf(0, i).Fit.EC50().Value
		}
	}
	return math.NaN()
}

// A point is what a run of the same drug gives.
func TestDosePointIsRun(t *testing.T) {
	r := responseOf(t, "motoneuron", "conc 1uM,10uM")
	run, err := asked(t, "motoneuron", "baclofen 10uM").Do(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	control, drug := run.Summaries[0], run.Summaries[1]
	if got, want := r.measured("delta_v", 10), *drug.Rest-*control.Rest; math.Abs(got-want) > 1e-6 {
		t.Errorf("ΔV %v, want %v", got, want)
	}
	if got, want := r.measured("mean_isi_rate", 10), drug.MeanISIRate; got != want {
		t.Errorf("rate %v, want %v", got, want)
	}
	if got, want := r.measured("mean_isi_rate", 0), control.MeanISIRate; got != want {
		t.Errorf("rate in the vehicle %v, want %v", got, want)
	}
}

// Three effects of one drug have three EC50s, and those of the arms are the file's.
func TestDoseHasSeveralEC50s(t *testing.T) {
	r := responseOf(t, "motoneuron")
	near := func(name string, want, within float64) {
		t.Helper()
		if got := r.ec50(name); !(math.Abs(got/want-1) < within) {
			t.Errorf("EC50 of %s is %v uM, want %v", name, got, want)
		}
	}
	const exact = 1e-6
	near("girk", 4.75, exact)
	near("calcium_loss", 15, 1e-5) // an imposed curve is full at 1 - 1e-9 of the G protein
	near("release_loss", 0.26, exact)
	if v, hz := r.ec50("delta_v"), r.ec50("mean_isi_rate"); !(hz < v && v < 4.75) {
		t.Errorf("EC50 of rate %v, of ΔV %v, of the conductance 4.75: want them to rise", hz, v)
	}
}

// Published findings that are points of a curve: P02, the EC50 of the current of nigral
// cells, and P21, the part of the calcium current that is lost (pharmacology, findings).
func TestDoseFindings(t *testing.T) {
	if got := responseOf(t, "snc-dopamine", "conc 0.1uM..30uM").ec50("girk"); math.Abs(got-1.5) > 0.3 {
		t.Errorf("P02: EC50 %v uM, published 1.5", got)
	}
	r := responseOf(t, "cortical-ib", "conc 2uM,10uM,100uM")
	check := func(conc, want, spread float64) {
		t.Helper()
		if got := r.measured("calcium_loss", conc); math.Abs(got-want) > spread {
			t.Errorf("P21 at %v uM: %.3g %%, published %v", conc, got, want)
		}
	}
	check(100, 28, 5)
	check(2, 18.9, 1.4)
	if got := r.measured("calcium_loss", 10); math.Abs(got-27.2) > 0.1 { // 21 is published: a miss that findings.yaml explains
		t.Errorf("P21 at 10 uM: %.3g %%, and the table of findings has 27.2", got)
	}
}

// With --after the conductance is less; one concentration after the other it is less
// still where those before have acted.
func TestDoseDesensitises(t *testing.T) {
	naive := responseOf(t, "cortical-rs", "conc 1uM,3uM,10uM")
	apart := responseOf(t, "cortical-rs", "conc 1uM,3uM,10uM", "after 10s")
	after := responseOf(t, "cortical-rs", "conc 1uM,3uM,10uM", "cumulative 10s")
	first := func(r *Response) float64 { return r.measured("girk", 1) }
	last := func(r *Response) float64 { return r.measured("girk", 10) }
	if a, b := first(apart), first(after); math.Abs(a/b-1) > 1e-12 {
		t.Errorf("at the first concentration %v and %v", a, b)
	}
	if !(last(after) < last(apart) && last(apart) < last(naive)) {
		t.Errorf("cumulative %v, separate %v, before desensitisation %v: want them to rise", last(after), last(apart), last(naive))
	}
	if v, dv := naive.measured("delta_v", 10), after.measured("delta_v", 10); !(v < dv) {
		t.Errorf("ΔV %v before desensitisation and %v after", v, dv)
	}
}

// A partial agonist reaches less, a modulator shifts to the left.
func TestDoseCompany(t *testing.T) {
	r := responseOf(t, "cortical-rs", "coupling mechanistic", "partial GHB", "modulator CGP7930=30uM")
	if len(r.Curves) != 3 {
		t.Fatalf("%d curves, want 3", len(r.Curves))
	}
	top := func(curve int) float64 {
		l := r.Curves[curve].Levels(0)
		return l[len(l)-1].Mean
	}
	fit := func(curve int) float64 { return r.FitOf(curve, 0).Fit.EC50().Value }
	if !(fit(1) < fit(0)) || !(top(1) > top(0)) {
		t.Errorf("with the modulator EC50 %v for %v, top %v for %v", fit(1), fit(0), top(1), top(0))
	}
	if !(top(2) < top(0)) {
		t.Errorf("the partial agonist reaches %v, the agonist %v", top(2), top(0))
	}
}

// What finishes before the user stops it is kept; one that is stopped at once has
// nothing.
func TestDoseStopped(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	e := asked(t, "motoneuron", "study dose", "cells 200", "conc 1uM..10uM")
	r, err := e.DoDose(ctx, func(done, _ int) {
		if done == 300 {
			stop()
		}
	})
	if !isCancelled(err) || r == nil {
		t.Fatalf("%v, want that it was stopped", err)
	}
	if n := r.Tables()[0].Len(); n < 300 || n >= 1000 {
		t.Errorf("%d points were kept", n)
	}
	stop()
	if r, err = e.DoDose(ctx, nil); !isCancelled(err) || r.Tables()[0].Len() > 0 {
		t.Errorf("%v", err)
	}
}

func TestDoseRefuses(t *testing.T) {
	check := func(neuron, why string, said ...string) {
		t.Helper()
		err := asked(t, neuron, append([]string{"study dose"}, said...)...).Check()
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s %v: %v, want %q", neuron, said, err, why)
		}
	}
	check("motoneuron", "does not extrapolate", "conc 1uM,1mM")
	check("motoneuron", "vehicle alone", "conc 0uM")
	check("motoneuron", "is what is varied", "baclofen 1uM")
	check("motoneuron", "use --coupling mechanistic", "modulator rac-BHFF=0.3uM")
	check("motoneuron", "already", "antagonist CGP55845=10nM", "CGP55845 1nM")
	check("motoneuron", "is the agonist itself", "agonist GHB", "partial GHB")
	check("motoneuron", "one cell", "spread 0.1")
	check("motoneuron", "leave after out", "cumulative 1min", "after 1min")
	check("motoneuron", "does not desensitise", "cumulative 1min", "gabab ds95")
	check("motoneuron", "one current", "current 1uA/cm2,2uA/cm2")
	check("motoneuron", "dose does not take it", "dose-at 1s")
	run := asked(t, "motoneuron", "conc 1uM,10uM")
	if err := run.Check(); err == nil || !strings.Contains(err.Error(), "ask quell dose") {
		t.Errorf("run takes concentrations: %v", err)
	}
	refuse := func(name, text, why string) {
		t.Helper()
		if err := new(Experiment).Put(name, text); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s %s: %v, want %q", name, text, err, why)
		}
	}
	refuse("agonist", "CGP55845", "no agonist, but an antagonist")
	refuse("agonist", "baclofen=1uM", "--conc")
	refuse("antagonist", "baclofen=1uM", "no antagonist, but an agonist")
	refuse("antagonist", "CGP55845", "NAME=LIST")
	refuse("antagonist", "CGP55845=0uM", "curve without it")
	refuse("modulator", "CGP7930=0uM", "curve without it")
	refuse("partial", "GABA", "full agonist")
	refuse("cells", "0", "no number of cells")
	refuse("spread", "2", "no coefficient of variation")
	refuse("rheobase", "maybe", "neither yes nor no")
}

// The same answer whatever is asked beside it: a cell of three is the same among six.
func TestDoseCellsAlone(t *testing.T) {
	few := responseOf(t, "cortical-rs", "cells 3", "seed 5", "conc 1uM,10uM")
	many := responseOf(t, "cortical-rs", "cells 6", "seed 5", "conc 0.5uM,1uM,10uM")
	for _, p := range few.Curves[0].Points {
		found := false
		for _, q := range many.Curves[0].Points {
			if p.Cell != q.Cell || p.Conc != q.Conc {
				continue
			}
			found = true
			for i := range p.Values {
				if d := math.Abs(p.Values[i] - q.Values[i]); d > 1e-7 || few.Measures[i].kind == ofRate && d != 0 {
					t.Errorf("cell %d at %v: %s is %v and %v", p.Cell, p.Conc, few.Measures[i].Name, p.Values[i], q.Values[i])
				}
			}
		}
		if !found {
			t.Errorf("cell %d at %v is missing", p.Cell, p.Conc)
		}
	}
}
