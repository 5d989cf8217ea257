package sim

import (
	"math"
	"strings"
	"testing"

	"quell/model/unit"
)

func tonic(g float64, doses ...Dose) Protocol {
	return Protocol{Duration: 400, Drive: unit.ConductanceDensity(g), Doses: doses}
}

// A drive that the drug leaves the half of is a drive of half the conductance, whether
// the receptor is folded away or live.
func TestDriveIsScaledByRelease(t *testing.T) {
	check := func(name string, set *Settings, doses ...Dose) {
		t.Helper()
		n := neuron(t, name)
		n.GABAB.GIRK, n.GABAB.Calcium = nil, nil // the input alone
		const g = 0.2
		got := run(t, n, tonic(g, doses...), set)
		p, err := compile(n, &Protocol{Duration: 1, Doses: doses}, &Settings{Method: Accurate})
		if err != nil {
			t.Fatal(err)
		}
		gamma := p.gamma
		left := n.GABAB.Release.Kept(n.GABAB.Release.Coupling.Effect(gamma))
		if !(left > 0.05 && left < 0.95) {
			t.Fatalf("%s: %g is left, which tests little", name, left)
		}
		want := run(t, n, tonic(g*left), set)
		a, b := got.Voltage(), want.Voltage()
		for i := range a.Y {
			if math.Abs(a.Y[i]-b.Y[i]) > 1e-3 { // mV; spikes are steep
				t.Fatalf("%s: at %v ms %v mV, want %v", name, a.T[i], a.Y[i], b.Y[i])
			}
		}
		if len(got.Spikes) != len(want.Spikes) {
			t.Errorf("%s: %d spikes, want %d", name, len(got.Spikes), len(want.Spikes))
		}
	}
	low := Dose{Ligand: "baclofen", Conc: 0.2}
	check("motoneuron", nil, low)
	check("cortical-rs", nil, low)
	check("motoneuron", &Settings{Kinetic: true}, low)
	check("cortical-rs", &Settings{Method: Fixed, Kinetic: true}, low)
}

// What is left of a drive follows a drug that comes and goes, in both methods and
// under a published receptor.
func TestDriveFollowsTheDrug(t *testing.T) {
	check := func(name string, set Settings, proto Protocol) {
		t.Helper()
		proto.Duration, proto.Drive = 3000, 0.05
		set.Record, set.Sample = []string{"gabab.drive"}, 10
		r := run(t, neuron(t, name), proto, &set)
		left, _ := r.Trace("gabab.drive")
		at := func(ms float64) float64 { return left.Y[int(ms/10)] }
		if !(at(400) == 1 && at(1500) < 0.7 && at(600) > at(1500) && at(2900) > 0.9) {
			t.Errorf("%s, %+v: left %.3f before, %.3f coming, %.3f under, %.3f after the drug", name, set, at(400), at(600), at(1500), at(2900))
		}
	}
	come := []Dose{{Ligand: "baclofen", Conc: 0.3, At: 500, Wash: 1600}}
	check("motoneuron", Settings{}, Protocol{Doses: come})
	check("motoneuron", Settings{Method: Fixed}, Protocol{Doses: come})
	check("cortical-rs", Settings{}, Protocol{Doses: []Dose{{Ligand: "baclofen", Conc: 3, At: 500, Wash: 1200}}})
	check("motoneuron", Settings{}, Protocol{Doses: []Dose{{Ligand: "GABA", Conc: 50, At: 500, Wash: 1600}}, Receptor: Receptor{Scheme: "mm2025"}})
}

// No drive is no drive, bit for bit.
func TestZeroDriveIsNone(t *testing.T) {
	for _, m := range []Method{Accurate, Fixed} {
		p := Protocol{Duration: 200, Currents: pulse(density(12), 20, 180), Doses: []Dose{{Ligand: "baclofen", Conc: 3}}}
		a := run(t, neuron(t, "motoneuron"), p, &Settings{Method: m})
		p.Drive = 0
		sameBits(t, string(m), a, run(t, neuron(t, "motoneuron"), p, &Settings{Method: m}))
	}
}

// Runs that differ in concentration share a program, and give what Run gives.
func TestDriveIsInTheSharedProgram(t *testing.T) {
	n := neuron(t, "cortical-rs")
	b := Batch{Neuron: n, Protocol: tonic(0.03, Dose{Ligand: "baclofen", Conc: 1}), Settings: Settings{Sample: 1}, sideBySide: true}
	conc := []unit.Concentration{0.1, 0.3, 1, 3, 10}
	tpl, err := newTemplate(n, b.Protocol, b.Settings, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p := tonic(0.03, Dose{Ligand: "baclofen", Conc: 3}); !tpl.fits(&p) {
		t.Error("another concentration takes another program")
	}
	err = b.Run(t.Context(), len(conc), func(i int) Variant { return Variant{Conc: conc[i : i+1]} }, func(i int, rec *Recording, err error) {
		if err != nil {
			t.Fatal(err)
		}
		alone := run(t, n, tonic(0.03, Dose{Ligand: "baclofen", Conc: conc[i]}), &Settings{Sample: 1})
		sameBits(t, conc[i].String(), rec, alone)
		if got, want := strings.Join(rec.Notes, "\n"), strings.Join(alone.Notes, "\n"); got != want {
			t.Errorf("notes of %v: %s\nwant %s", conc[i], got, want)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDriveWants(t *testing.T) {
	check := func(name string, want ...string) {
		t.Helper()
		p := tonic(0.1)
		err := p.Check(neuron(t, name))
		for _, w := range want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %v, want %q", name, err, w)
			}
		}
	}
	check("squid", "has no release arm", "motoneuron, ", "cortical-rs")
	check("cortical-fs", "release GABA")
	check("presynaptic-terminal", "does not say what its terminals release")
	p := tonic(-1)
	if err := p.Check(neuron(t, "motoneuron")); err == nil || !strings.Contains(err.Error(), "below zero") {
		t.Errorf("%v", err)
	}
}

// The drive can be changed on the way.
func TestSetDrive(t *testing.T) {
	n := neuron(t, "motoneuron")
	r, err := Start(n, tonic(0), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Advance(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	if err := r.Set("drive", "0.3mS/cm2"); err != nil {
		t.Fatal(err)
	}
	if err := r.Advance(t.Context(), 400); err != nil {
		t.Fatal(err)
	}
	if s := r.Recording().Spikes; len(s) == 0 || s[0] < 100 {
		t.Errorf("spikes at %v", s)
	}
	if err := r.Set("drive", "0.3"); err == nil || !strings.Contains(err.Error(), "no unit") {
		t.Errorf("%v", err)
	}
}
