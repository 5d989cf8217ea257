package sim

import (
	"math"
	"slices"
	"strings"
	"testing"

	"quell/model"
	"quell/model/gabab"
	"quell/model/unit"
)

// A published receptor under a drug that comes and stays ends where the same drug
// from the start holds it, with either method.
func TestPublishedSettles(t *testing.T) {
	for _, scheme := range Schemes()[1:] {
		n := neuron(t, "motoneuron")
		held := run(t, n, Protocol{Duration: 4000, Receptor: Receptor{Scheme: scheme}, Doses: []Dose{{Ligand: "GABA", Conc: 10}}}, nil)
		v := held.Voltage().Y
		want := v[len(v)-1]
		for _, method := range []Method{Accurate, Fixed} {
			p := Protocol{Duration: 8000, Receptor: Receptor{Scheme: scheme}, Doses: []Dose{{Ligand: "GABA", Conc: 10, At: 100}}}
			rec := run(t, n, p, &Settings{Method: method})
			v := rec.Voltage().Y
			if got := v[len(v)-1]; math.Abs(got-want) > 2e-3 {
				t.Errorf("%s, %s: V settles at %g, held at %g", scheme, method, got, want)
			}
			if girk, ok := rec.Trace("gabab.girk"); !ok || girk.Y[0] != 0 || !(slices.Max(girk.Y) > 0.05) {
				t.Errorf("%s, %s: GIRK goes from %v to %g", scheme, method, girk.Y[:1], slices.Max(girk.Y))
			}
		}
	}
}

// Synaptic GABA opens GIRK in a run as the scheme by itself says, and a release
// lasts as long.
func TestPublishedInARun(t *testing.T) {
	girk, _, err := gabab.PublishedArms("dms98")
	if err != nil {
		t.Fatal(err)
	}
	p := Protocol{Duration: 500, Receptor: Receptor{Scheme: "dms98"}}
	for i := range 10 {
		p.Pulses = append(p.Pulses, 100+5*unit.Time(i))
	}
	rec := run(t, neuron(t, "motoneuron"), p, &Settings{Record: []string{"gabab.girk"}, Sample: 1})
	x := exposure{bath: bathOf([]bathStep{{0, 0}}, 0), uptake: gabab.Default()}
	for _, s := range p.Pulses {
		x.spikes = append(x.spikes, float64(s))
	}
	c, err := newCourse(*girk, x, 500)
	if err != nil {
		t.Fatal(err)
	}
	tr, _ := rec.Trace("gabab.girk")
	r := c.reader()
	for i, at := range tr.T {
		if want, _ := r.at(at); math.Abs(tr.Y[i]-want) > 1e-12 {
			t.Fatalf("GIRK is %g at %g ms, the scheme has %g", tr.Y[i], at, want)
		}
	}
}

// MM2025 binds calcium channels: the terminal lets in and releases less.
func TestPublishedCalcium(t *testing.T) {
	n := neuron(t, "presynaptic-terminal")
	a := model.Amount{Value: 0.1, Absolute: true}
	p := Protocol{Duration: 30, Currents: []Segment{{From: 5, To: 7, Start: a, End: a}}, Receptor: Receptor{Scheme: "mm2025"}}
	top := func(conc float64) (transmitter, released float64) {
		q := p
		if conc > 0 {
			q.Doses = []Dose{{Ligand: "GABA", Conc: unit.Concentration(conc)}}
		}
		rec := run(t, n, q, &Settings{Record: []string{"terminal.T"}})
		tr, _ := rec.Trace("terminal.T")
		return slices.Max(tr.Y), rec.Releases[0].Part
	}
	t0, r0 := top(0)
	t1, r1 := top(1)
	if !(t1 < 0.8*t0 && r1 < 0.5*r0) {
		t.Errorf("under GABA %g mM and %g are released, %g and %g without", t1, r1, t0, r0)
	}
}

// What a published receptor has no place for is refused.
func TestPublishedErrors(t *testing.T) {
	check := func(r Receptor, doses []Dose, want string) {
		t.Helper()
		p := Protocol{Duration: 100, Receptor: r, Doses: doses}
		if err := p.Check(neuron(t, "motoneuron")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v %+v: %v, want %q", r, doses, err, want)
		}
	}
	check(Receptor{Scheme: "ds95", Reserve: "spare"}, nil, "leave coupling, reserve, after and chronic out")
	check(Receptor{Scheme: "ds95"}, []Dose{{Ligand: "GHB", Conc: 1000}}, "knows full agonists and no partial ones")
	check(Receptor{Scheme: "dms98"}, []Dose{{Ligand: "CGP7930", Conc: 10}}, "no modulators")
	check(Receptor{Scheme: "dms98"}, []Dose{{Ligand: "baclofen", Conc: 10, At: 5}, {Ligand: "CGP55845", Conc: 1}}, "at equilibrium alone")
	p := Protocol{Duration: 100, Receptor: Receptor{Scheme: "dms98"}, Doses: []Dose{{Ligand: "baclofen", Conc: 10}, {Ligand: "CGP55845", Conc: 0.005}}}
	if err := p.Check(neuron(t, "motoneuron")); err != nil {
		t.Error(err)
	}
	// Baclofen counts as GABA at the ratio of K; an antagonist at its K_B halves it.
	c, err := equivalent(p.Doses, 0)
	if want := 10 * 0.67 / 2.0 / 2; err != nil || math.Abs(c-want) > 1e-12 {
		t.Errorf("%g uM of GABA, want %g: %v", c, want, err)
	}
}
