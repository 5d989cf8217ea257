package sim

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quell/model"
	"quell/model/unit"
)

// Gates, bound fractions and the receptor's states stay in [0, 1], whatever is
// injected and given.
func TestStatesStayInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(model.Names()).Draw(t, "neuron")
		n, err := model.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		a := n.Stimulus.Current
		a.Value *= rapid.Float64Range(-1, 3).Draw(t, "current")
		p := Protocol{Duration: 60, Currents: pulse(a, 5, 50), Doses: []Dose{
			{Ligand: "baclofen", Conc: unit.Concentration(rapid.Float64Range(0, 100).Draw(t, "dose")), At: 10, Wash: 40},
			{Ligand: "CGP55845", Conc: unit.Concentration(rapid.Float64Range(0, 1).Draw(t, "antagonist")), At: 20},
		}}
		set := &Settings{Method: rapid.SampledFrom([]Method{Accurate, Fixed}).Draw(t, "method"), Sample: 0.5}
		r, err := Start(n, p, set)
		if err != nil {
			t.Fatal(err)
		}
		set.Record = nil
		for _, v := range r.prog.vars {
			if v.scale == 1 {
				set.Record = append(set.Record, v.name)
			}
		}
		rec, err := Run(t.Context(), n, p, set)
		if err != nil {
			t.Fatal(err)
		}
		// The tolerance of the adaptive method is an error in a gate.
		const slack = 10 * DefaultTol
		for _, tr := range rec.Traces {
			for i, y := range tr.Y {
				if !(y >= -slack && y <= 1+slack) {
					t.Fatalf("%s: %s is %g at %g ms", name, tr.Name, y, tr.T[i])
				}
			}
		}
	})
}

// A tighter tolerance never makes the answer worse, beyond a noise of 1e-9 ms.
// Errors are those of the first spikes against 1e-11.
func TestTighterIsBetter(t *testing.T) {
	for _, c := range []struct {
		name    string
		current model.Amount
	}{
		{"squid", density(10)}, {"motoneuron", density(20)}, {"cortical-rs", model.Amount{Value: 1, Absolute: true}},
	} {
		n := neuron(t, c.name)
		p := Protocol{Duration: 100, Currents: pulse(c.current, 5, 100)}
		spikes := func(tol float64) []float64 { return run(t, n, p, &Settings{Tol: tol, Sample: -1}).Spikes }
		want := spikes(1e-11)
		errorAt := func(tol float64) float64 {
			got, worst := spikes(tol), 0.0
			if len(got) != len(want) {
				t.Fatalf("%s: %d spikes at %g, %d at 1e-11", c.name, len(got), tol, len(want))
			}
			for i := range want {
				worst = math.Max(worst, math.Abs(got[i]-want[i]))
			}
			return worst
		}
		// A halved tolerance changes the step by 15 %, and errors of either sign
		// may cancel; over a decade they may not.
		last := math.Inf(1)
		for tol := 1e-4; tol > 1e-10; tol /= 10 {
			e := errorAt(tol)
			if e > last+1e-9 {
				t.Errorf("%s: error %.3g ms at tolerance %g, %.3g ms at ten times that", c.name, e, tol, last)
			}
			last = e
		}
	}
}

// One neuron written in nM, uM and mM fires at the same times.
func TestUnitOfConcentrationIsFree(t *testing.T) {
	text, err := model.Text("motoneuron")
	if err != nil {
		t.Fatal(err)
	}
	var want []float64
	for _, conc := range []string{"uM", "nM", "mM"} {
		n, err := model.Parse("mine.yaml", []byte("concentration: "+conc+"\n"+string(text)))
		if err != nil {
			t.Fatal(err)
		}
		got := run(t, n, Protocol{Duration: 300, Currents: pulse(density(20), 50, 300)}, &Settings{Sample: -1}).Spikes
		if want == nil {
			want = got
			continue
		}
		if len(got) != len(want) {
			t.Fatalf("%s: %d spikes, %d in uM", conc, len(got), len(want))
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-3 {
				t.Errorf("%s: spike %d at %v, in uM at %v", conc, i, got[i], want[i])
			}
		}
	}
}

// Interpolated curves stay within tableError of their text, also beside corners
// and removable 0/0.
func TestTables(t *testing.T) {
	for _, name := range model.Names() {
		n := neuron(t, name)
		s, p := Settings{}, Protocol{Duration: 1}
		if err := s.complete(p); err != nil {
			t.Fatal(err)
		}
		prog, err := compile(n, &p, &s)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range prog.comps {
			worst := c.tab.worstError()
			t.Logf("%s.%s: %d curve pairs, %g cells a mV, largest relative error %.2g", name, c.name, len(c.tab.pairs), c.tab.perMV, worst)
			if worst > tableError {
				t.Errorf("%s.%s: %.2g", name, c.name, worst)
			}
		}
	}
}

// Far outside the table the curves are evaluated from their text, and the
// recording says so.
func TestOutsideTheTable(t *testing.T) {
	n := neuron(t, "squid")
	p := Protocol{Duration: 20, Clamp: []ClampSegment{{From: 0, V: -65}, {From: 5, V: 200}, {From: 15, V: -65}}}
	rec := run(t, n, p, &Settings{Record: []string{"soma.V", "soma.Na.m"}})
	if len(rec.Warnings) != 1 || !strings.Contains(rec.Warnings[0], "left the table") {
		t.Errorf("warnings %q", rec.Warnings)
	}
	m, _ := rec.Trace("soma.Na.m")
	for i := range m.T {
		if m.T[i] > 14 && m.T[i] < 15 && math.Abs(m.Y[i]-1) > 1e-3 {
			t.Fatalf("m is %g at 200 mV", m.Y[i])
		}
	}
}

// A run that blows up says where and when, and keeps what was recorded.
func TestFailure(t *testing.T) {
	n := neuron(t, "squid")
	rec, err := Run(t.Context(), n, Protocol{Duration: 50, Currents: pulse(density(1e6), 10, 40)}, nil)
	var failed *FailureError
	if err == nil {
		t.Fatal("1 A/cm2 is survived")
	}
	if !asFailure(err, &failed) || failed.Time < 10 || failed.Neuron != "squid" || len(failed.State) == 0 {
		t.Errorf("%v", err)
	}
	if rec == nil || rec.End < 9 {
		t.Error("nothing is kept")
	}
}

func asFailure(err error, to **FailureError) bool {
	f, ok := err.(*FailureError)
	*to = f
	return ok
}

// A program that is stiff for the explicit pair says so.
func TestStiffNote(t *testing.T) {
	n := neuron(t, "motoneuron")
	if err := n.Set("links.soma-dend.conductance", "5mS/cm2"); err != nil {
		t.Fatal(err)
	}
	rec := run(t, n, Protocol{Duration: 10}, &Settings{Sample: -1})
	if len(rec.Notes) != 1 || !strings.Contains(rec.Notes[0], "stiff") {
		t.Errorf("notes %q", rec.Notes)
	}
	if rec := run(t, neuron(t, "motoneuron"), Protocol{Duration: 10}, &Settings{Sample: -1}); len(rec.Notes) != 0 {
		t.Errorf("notes %q", rec.Notes)
	}
}
