package sim

import (
	"context"
	"math"
	"strings"
	"testing"

	"quell/model"
	"quell/model/gabab"
	"quell/model/unit"
)

// restUnder is V at rest of a neuron under 10 uM of baclofen with a choice of
// receptor, and without a drug.
func restUnder(t *testing.T, name string, conc unit.Concentration, r Receptor) float64 {
	t.Helper()
	p := Protocol{Duration: 1, Receptor: r}
	if conc > 0 {
		p.Doses = []Dose{{Ligand: "baclofen", Conc: conc}}
	}
	s, err := SteadyState(context.Background(), neuron(t, name), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.V[0]
}

// Spare receptors keep each arm's EC50 and its full effect, on every neuron.
func TestSpareKeepsPotency(t *testing.T) {
	s := gabab.Default()
	for _, name := range model.Names() {
		n := neuron(t, name)
		m, err := Receptor{Reserve: "spare"}.coupled(n)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		baclofen := mustLigand(t, "baclofen")
		far := Receptor{Reserve: "spare"}.ligand(baclofen, 1)
		was, is := armsOf(n.GABAB), armsOf(m.GABAB)
		for i := range was {
			full := func(c *gabab.Coupling) float64 { return c.Effect(1) }
			if math.Abs(full(is[i])-full(was[i])) > 1e-6 {
				t.Errorf("%s: arm %d reaches %g with spare receptors, %g without", name, i, full(is[i]), full(was[i]))
			}
			half := func(c *gabab.Coupling, l *gabab.Ligand) float64 {
				lo, hi := 1e-4, 1e4
				for range 200 {
					m := math.Sqrt(lo * hi)
					if c.Effect(gabab.Gamma([]gabab.Conc{{Ligand: l, C: m}})) < 0.5*full(c) {
						lo = m
					} else {
						hi = m
					}
				}
				return lo
			}
			if a, b := half(was[i], baclofen), half(is[i], far); math.Abs(b/a-1) > 1e-6 {
				t.Errorf("%s: arm %d has EC50 %g with spare receptors, %g without", name, i, b, a)
			}
		}
		// Losing a third of the receptors costs less where there is a reserve.
		if k := n.GABAB.GIRK; k != nil {
			const left = 0.654 // H-tol-N-7 of gabab.csv
			plain, spare := s.GIRK().Relative(left), is[0].Relative(left)
			if !(spare > plain) {
				t.Errorf("%s: of GIRK %g is left with spare receptors, %g without", name, spare, plain)
			}
		}
	}
}

// An antagonist moves the curve by 1 + B/K_B, with spare receptors as without, and a
// curve that does not reach its full effect does not with them.
func TestSpareSchild(t *testing.T) {
	baclofen, blocker := mustLigand(t, "baclofen"), mustLigand(t, "CGP55845")
	for _, r := range []Receptor{{}, {Reserve: "spare"}} {
		n := neuron(t, "cortical-rs")
		n.GABAB.GIRK.Coupling.Emax = 0.5
		m, err := r.coupled(n)
		if err != nil {
			t.Fatal(err)
		}
		c := m.GABAB.GIRK.Coupling
		if full := c.Relative(1); math.Abs(full-0.5) > 1e-6 {
			t.Errorf("%+v: full effect %g, want 0.5", r, full)
		}
		at := func(conc, block float64) float64 {
			return c.Relative(gabab.Gamma([]gabab.Conc{{Ligand: r.ligand(baclofen, 1), C: conc}, {Ligand: r.ligand(blocker, 1), C: block}}))
		}
		const ratio = 11 // at ten times K_B, D-Schild of gabab.csv
		if a, b := at(1.5, 0), at(1.5*ratio, 10*blocker.K); math.Abs(a-b) > 1e-9 {
			t.Errorf("%+v: %g at 1.5 uM, %g at eleven times that under ten K_B", r, a, b)
		}
	}
}

// The mechanistic scheme at seven days of saturating agonist leaves 0.654 of the
// receptors (H-tol-N-7) and 0.408 of GIRK (H-tol-GIRK-7).
func TestChronic(t *testing.T) {
	n := neuron(t, "motoneuron")
	prog, err := compile(n, &Protocol{
		Duration: 1, Receptor: Receptor{Coupling: "mechanistic", Chronic: 7 * unit.Day},
		Doses: []Dose{{Ligand: "R-baclofen", Conc: 100}},
	}, &Settings{})
	if err != nil {
		t.Fatal(err)
	}
	drive := 100.0 / 101
	left := gabab.Default().Tolerance(drive, 7)
	if math.Abs(prog.gamma-left*drive) > 1e-12 {
		t.Errorf("gamma %g, want %g of a drive of %g", prog.gamma, left, drive)
	}
	if math.Abs(left-0.6544409) > 2e-3 {
		t.Errorf("%g of the receptors are left, want 0.654", left)
	}
	naive, tolerant := restUnder(t, "motoneuron", 10, Receptor{}), restUnder(t, "motoneuron", 10, Receptor{Chronic: 7 * unit.Day})
	if !(tolerant > naive) {
		t.Errorf("rest is %g after a week of the drug, %g at first", tolerant, naive)
	}
}

// GIRK after minutes of the drug is what a live run has by then.
func TestAfter(t *testing.T) {
	n := neuron(t, "cortical-rs")
	p := Protocol{Duration: 60_000, Doses: []Dose{{Ligand: "baclofen", Conc: 10}}}
	live := run(t, n, p, &Settings{Desensitise: true, Sample: 1000})
	v := live.Voltage().Y
	later := restUnder(t, "cortical-rs", 10, Receptor{After: unit.Minute})
	if got := v[len(v)-1]; math.Abs(got-later) > 0.02 {
		t.Errorf("V is %g after a minute under the drug, rest after a minute of it %g", got, later)
	}
	if first := restUnder(t, "cortical-rs", 10, Receptor{}); !(later > first+0.5) {
		t.Errorf("rest %g at first, %g after a minute", first, later)
	}
}

// A choice that cannot be is refused with what would do.
func TestChoiceErrors(t *testing.T) {
	drug := []Dose{{Ligand: "baclofen", Conc: 10}}
	check := func(r Receptor, doses []Dose, want string) {
		t.Helper()
		p := Protocol{Duration: 100, Receptor: r, Doses: doses}
		if err := p.Check(neuron(t, "motoneuron")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", r, err, want)
		}
	}
	check(Receptor{Coupling: "loose"}, drug, "there are imposed, mechanistic")
	check(Receptor{Reserve: "much"}, drug, "there are none, spare")
	check(Receptor{Scheme: "mine"}, drug, "there are default, dms98")
	check(Receptor{Reserve: "spare", Coupling: "mechanistic"}, drug, "leave one of them out")
	check(Receptor{After: 1}, nil, "no drug is there from the start")
	check(Receptor{Chronic: 1}, []Dose{{Ligand: "baclofen", Conc: 1, At: 5}}, "no drug is there from the start")
	modulated := append(drug, Dose{Ligand: "CGP7930", Conc: 5})
	check(Receptor{}, modulated, "use --coupling mechanistic")
	for _, fine := range []Protocol{
		{Duration: 100, Doses: modulated[1:]}, // silent alone
		{Duration: 100, Doses: modulated, Receptor: Receptor{Coupling: "mechanistic"}},
		{Duration: 100, Doses: modulated, Receptor: Receptor{Reserve: "spare"}},
	} {
		if err := fine.Check(neuron(t, "motoneuron")); err != nil {
			t.Errorf("%+v: %v", fine, err)
		}
	}
}

// What spikes release follows the closed form of the scheme at a steady dose, with
// the receptor folded or live, and in pieces.
func TestReleases(t *testing.T) {
	n := neuron(t, "presynaptic-terminal")
	a := model.Amount{Value: 0.1, Absolute: true}
	p := Protocol{
		Duration: 200, Doses: []Dose{{Ligand: "R-baclofen", Conc: 10}},
		Currents: []Segment{{From: 5, To: 7, Start: a, End: a}, {From: 55, To: 57, Start: a, End: a}, {From: 105, To: 107, Start: a, End: a}},
	}
	for _, kinetic := range []bool{false, true} {
		rec := run(t, n, p, &Settings{Kinetic: kinetic, Sample: -1})
		if len(rec.Releases) != 3 {
			t.Fatalf("%d releases at %d spikes", len(rec.Releases), len(rec.Spikes))
		}
		s := gabab.Default().At(36)
		b, rate := s.AtRest(10.0 / 11)
		x, last := s.Terminal(), 0.0
		for i, r := range rec.Releases {
			x.Wait(r.Time-last, rate)
			last = r.Time
			if want, _ := x.Spike(b); math.Abs(r.Part/want-1) > 1e-6 {
				t.Errorf("live %v: spike %d releases %g, want %g", kinetic, i+1, r.Part, want)
			}
		}
	}
	whole, err := Start(n, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := whole.Advance(t.Context(), 60); err != nil {
		t.Fatal(err)
	}
	snap := whole.Snapshot()
	for range 2 {
		if err := whole.Advance(t.Context(), 200); err != nil {
			t.Fatal(err)
		}
		if got := whole.Recording().Releases; len(got) != 3 || got[2] != run(t, n, p, nil).Releases[2] {
			t.Errorf("in pieces: %v", got)
		}
		if err := whole.Restore(snap); err != nil {
			t.Fatal(err)
		}
	}
}
