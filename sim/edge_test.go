package sim

import (
	"slices"
	"strings"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// A run that is kept and brought back exactly where a current begins, ends or
// turns goes on as one that was never interrupted.
func TestRestoreAtAnEdge(t *testing.T) {
	n := neuron(t, "cortical-rs")
	one, none := model.Amount{Value: 1, Absolute: true}, model.Amount{Absolute: true}
	for _, currents := range [][]Segment{
		{{From: 0, To: 100, Start: none, End: one}, {From: 100, To: 400, Start: one, End: one}},
		{{From: 100, To: 400, Start: none, End: one}},
		{{From: 0, To: 100, Start: one, End: one}},
	} {
		p := Protocol{Duration: 400, Currents: currents}
		want := run(t, n, p, nil).Spikes
		for _, at := range []unit.Time{100, 250} {
			r, err := Start(n, p, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Advance(t.Context(), at); err != nil {
				t.Fatal(err)
			}
			s := r.Snapshot()
			if err := r.Advance(t.Context(), 400); err != nil {
				t.Fatal(err)
			}
			if err := r.Restore(s); err != nil {
				t.Fatal(err)
			}
			if err := r.Advance(t.Context(), 400); err != nil {
				t.Fatal(err)
			}
			if got := r.Recording().Spikes; !slices.Equal(got, want) {
				t.Errorf("from %v: %v, want %v", at, got, want)
			}
		}
	}
}

// Numbers of the terminals can be changed on the way, and a change that fails
// leaves the run as it was.
func TestSetOnTheWay(t *testing.T) {
	n := neuron(t, "cortical-rs")
	one := model.Amount{Value: 1, Absolute: true}
	p := Protocol{
		Duration: 300, Currents: []Segment{{From: 10, To: 300, Start: one, End: one}},
		Doses: []Dose{{Ligand: "baclofen", Conc: 2}}, Receptor: Receptor{Reserve: "spare"},
	}
	start := func() *Runner {
		r, err := Start(n, p, nil)
		if err == nil {
			err = r.Advance(t.Context(), 1)
		}
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := func(r *Runner) float64 {
		if err := r.Advance(t.Context(), 300); err != nil {
			t.Fatal(err)
		}
		return r.Recording().Releases[0].Part
	}
	plain := first(start())
	more := start()
	if err := more.Set("gabab.release.use", "0.9"); err != nil {
		t.Fatal(err)
	}
	if got := first(more); !(got > 2*plain) {
		t.Errorf("the first release is %g with a use of 0.9, %g with 0.25", got, plain)
	}
	// No reserve gives an EC50 above its affinity.
	broken := start()
	if err := broken.Set("gabab.girk.coupling.ec50", "40 uM"); err == nil || !strings.Contains(err.Error(), "no reserve") {
		t.Fatalf("%v", err)
	}
	if err := broken.Set("soma.Na.gbar", "50 mS/cm2"); err != nil {
		t.Errorf("after a refused change: %v", err)
	}
	if got := first(broken); got != plain {
		t.Errorf("after a refused change %g is released, %g without", got, plain)
	}
}

// A clamp holds from 0 on, in the order of its times, and its steps are no spikes.
func TestClampTimes(t *testing.T) {
	n := neuron(t, "cortical-rs")
	p := Protocol{Duration: 200, Clamp: []ClampSegment{{From: 100, V: 10}, {From: 0, V: -60}}}
	rec := run(t, n, p, nil)
	if v := rec.Voltage(); len(rec.Spikes)+len(rec.Releases) != 0 || v.Y[0] != -60 || v.Y[len(v.Y)-1] != 10 {
		t.Errorf("spikes %v, releases %v, V from %g to %g", rec.Spikes, rec.Releases, v.Y[0], v.Y[len(v.Y)-1])
	}
	for want, clamp := range map[string][]ClampSegment{
		"the first voltage is held from 100 ms": {{From: 100, V: 10}},
		"the run goes from 0 to 200 ms":         {{From: 0, V: 10}, {From: 300, V: -60}},
	} {
		q := Protocol{Duration: 200, Clamp: clamp}
		if err := q.Check(n); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", clamp, err)
		}
	}
}

// What a published receptor does can be recorded at a steady dose too; a name that
// no run has is refused.
func TestRecordPublished(t *testing.T) {
	n := neuron(t, "cortical-rs")
	p := Protocol{Duration: 50, Receptor: Receptor{Scheme: "dms98"}, Doses: []Dose{{Ligand: "baclofen", Conc: 10}}}
	rec := run(t, n, p, &Settings{Record: []string{"gabab.girk"}})
	if tr, ok := rec.Trace("gabab.girk"); !ok || !(tr.Y[0] > 0) || tr.Y[0] != tr.Y[len(tr.Y)-1] {
		t.Errorf("gabab.girk %v %v", ok, tr.Y)
	}
	if _, err := Run(t.Context(), n, p, &Settings{Record: []string{"gabab.nonsense"}}); err == nil {
		t.Error("gabab.nonsense is recorded")
	}
}
