package study

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"quell/model"
	"quell/sim"
)

// familyNames are the labels of the runs of each family.
func familyNames(runs []Run) string {
	var all []string
	for _, f := range familiesOf(runs) {
		var names []string
		for _, r := range f.runs {
			names = append(names, r.Label)
		}
		all = append(all, strings.Join(names, "; "))
	}
	return strings.Join(all, " | ")
}

// Runs that differ in their currents alone, or in concentrations that are there, are
// one family.
func TestFamilies(t *testing.T) {
	check := func(want string, words ...word) {
		t.Helper()
		if got := familyNames(expand(t, experiment(t, "squid", words...))); got != want {
			t.Errorf("%v: %s, want %s", words, got, want)
		}
	}
	check("control")
	check("control | baclofen 10 µM", word{"baclofen", "10uM"})
	check("control, 5 µA/cm2; control, 8 µA/cm2", word{"current", "5uA/cm2,8uA/cm2"})
	check("control, 5 µA/cm2; control, 8 µA/cm2 | baclofen 1 µM, 5 µA/cm2; baclofen 1 µM, 8 µA/cm2",
		word{"current", "5uA/cm2,8uA/cm2"}, word{"baclofen", "1uM"})
	check("control | GIRK 0.1 mS/cm2", word{"girk", "0.1mS/cm2"})

	weak := expand(t, experiment(t, "squid", word{"baclofen", "1uM"}))[1]
	strong := weak
	strong.Protocol.Doses = []sim.Dose{{Ligand: "baclofen", Conc: 2}}
	none := weak
	none.Protocol.Doses = []sim.Dose{{Ligand: "baclofen"}}
	late := weak
	late.Protocol.Doses = []sim.Dose{{Ligand: "baclofen", Conc: 1, At: 1e-7}}
	if got := len(familiesOf([]Run{weak, strong, none, late})); got != 3 {
		t.Errorf("%d families of 1 µM, 2 µM, none, and 1 µM that comes later; want 3", got)
	}
}

// What Do gives of each run is what sim.Run gives, bit for bit: in families that fill a
// block and in those that do not, with drugs at rest and drugs that come and go.
func TestDoIsRun(t *testing.T) {
	check := func(neuron string, words ...word) {
		t.Helper()
		words = append([]word{{"from", "20ms"}, {"to", "80ms"}, {"duration", "90ms"}}, words...)
		res := do(t, experiment(t, neuron, words...))
		for i, r := range res.Runs {
			set := r.Settings
			want, err := sim.Run(t.Context(), r.Neuron, r.Protocol, &set)
			if err != nil {
				t.Fatal(err)
			}
			want.Warnings, want.Notes = append(want.Warnings, r.Warnings...), append(want.Notes, r.Notes...)
			if got := res.Recordings[i]; !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: Do gives something else than Run", neuron, r.Label)
			}
		}
	}
	const many, few = "6uA/cm2,8uA/cm2,10uA/cm2,12uA/cm2,14uA/cm2", "6uA/cm2,8uA/cm2"
	for _, currents := range []string{few, many} {
		check("squid", word{"current", currents}, word{"baclofen", "1uM"}, word{"record", "soma.V,soma.Na.I"})
		check("squid", word{"current", currents}, word{"method", "fixed"}, word{"girk", "0.1mS/cm2"})
		check("squid", word{"current", currents}, word{"baclofen", "1uM"}, word{"dose-at", "30ms"}, word{"wash-at", "60ms"})
		check("squid", word{"current", currents}, word{"baclofen", "1uM"}, word{"record", "soma.V,gabab.gamma"})
	}
	check("cortical-rs", word{"current", "0.5nA,0.6nA,0.7nA,0.8nA,1nA"}, word{"baclofen", "10uM"})
}

// The error of a family is that of the first run that failed, under its own name.
func TestFamilyFails(t *testing.T) {
	runs := expand(t, experiment(t, "squid", word{"current", "5uA/cm2,6uA/cm2,1e9uA/cm2,8uA/cm2"}, word{"duration", "300ms"}, word{"to", "250ms"}))
	err := familiesOf(runs)[0].do(t.Context(), make([]*sim.Recording, len(runs)))
	if failed := (*sim.FailureError)(nil); !errors.As(err, &failed) || !strings.HasPrefix(err.Error(), runs[2].Label+": ") {
		t.Errorf("%v", err)
	}
	runs[0].Settings.Record = []string{"soma.X"}
	_, want := sim.Start(runs[0].Neuron, runs[0].Protocol, &runs[0].Settings)
	err = familiesOf(runs[:1])[0].do(t.Context(), make([]*sim.Recording, 1))
	if err == nil || err.Error() != fmt.Sprintf("%s: %v", runs[0].Label, want) {
		t.Errorf("%v, want %v", err, want)
	}
}

// soon is how long after it is cancelled an experiment may go on.
const soon = 200 * time.Millisecond

// Whatever is being run, Ctrl-C ends it at once.
func TestCancelWithin(t *testing.T) {
	check := func(what string, words ...word) {
		t.Helper()
		words = append([]word{{"duration", "1h"}, {"to", "3500s"}, {"sample", "10ms"}}, words...)
		e := experiment(t, "cortical-rs", words...)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { _, err := e.Do(ctx); ended <- err }()
		time.Sleep(soon) // so that it is well under way
		at := time.Now()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", what, err)
		}
		if took := time.Since(at); took > soon {
			t.Errorf("%s: went on for %v", what, took)
		}
	}
	const many = "0.5nA,0.6nA,0.7nA,0.8nA,0.9nA,1nA"
	check("one run", word{"current", "1nA"})
	check("a family", word{"current", many})
	check("control and drug", word{"current", many}, word{"baclofen", "1uM"})
	check("a drug that comes", word{"current", many}, word{"baclofen", "1uM"}, word{"dose-at", "1s"})
	check("the fixed method", word{"current", many}, word{"method", "fixed"})
}

// Halving by looking ahead comes to the same current as one halving after another.
func TestLookingAhead(t *testing.T) {
	const tol = 1e-4
	for _, threshold := range []float64{1.001, 1.37, 1.5, 1.999, 2} {
		fires := func(x float64) bool { return x >= threshold }
		lo, hi := model.Amount{Value: 1, Absolute: true}, model.Amount{Value: 2, Absolute: true}
		want := hi.Value
		for low := lo.Value; want-low > tol*want; {
			if mid := low/2 + want/2; fires(mid) {
				want = mid
			} else {
				low = mid
			}
		}
		for rounds, ahead := range []int{5, 4, 1, 4} {
			at := middles(lo, hi, ahead)
			got := make([]tried, len(at))
			for i, a := range at {
				got[i].fired = fires(a.Value)
			}
			var err error
			if lo, hi, err = between(lo, hi, at, got, tol); err != nil {
				t.Fatal(rounds, err)
			}
		}
		if hi.Value != want || !hi.Absolute || apart(lo, hi, tol) {
			t.Errorf("threshold %g: %v, one by one %v", threshold, hi, want)
		}
	}
}
