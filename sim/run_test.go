package sim

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"testing"

	"quell/model"
	"quell/model/unit"
)

func neuron(t testing.TB, name string) *model.Neuron {
	t.Helper()
	n, err := model.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func density(v float64) model.Amount { return model.Amount{Value: v} }

// pulse is a constant current over an interval.
func pulse(a model.Amount, from, to unit.Time) []Segment {
	return []Segment{{Name: "current", From: from, To: to, Start: a, End: a}}
}

func run(t testing.TB, n *model.Neuron, p Protocol, s *Settings) *Recording {
	t.Helper()
	rec, err := Run(context.Background(), n, p, s)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// The squid axon just above repetitive threshold, where a first-order method
// gives a wrong count: with the leak reversal of the 1952 paper, -54.387 mV, 43
// spikes converged (22 by exponential Euler at 0.025 ms; design, section 5); with
// the -54.3 mV of NEURON's hh, which the file has, 52.
func TestNearThresholdCount(t *testing.T) {
	check := func(leak string, want int) {
		n := neuron(t, "squid")
		if err := n.Set("leak.reversal", leak); err != nil {
			t.Fatal(err)
		}
		p := Protocol{Duration: 1000, Currents: pulse(density(6.26), 0, 1000)}
		for _, s := range []*Settings{nil, {Tol: 1e-10}} {
			if rec := run(t, n, p, s); len(rec.Spikes) != want {
				t.Errorf("squid with the leak at %s fires %d times at 6.26 uA/cm2 in 1 s, want %d", leak, len(rec.Spikes), want)
			}
		}
	}
	check("-54.387 mV", 43)
	check("-54.3 mV", 52)
}

// order is the observed order from errors at steps that shrink by a factor.
func order(coarse, fine, factor float64) float64 {
	return math.Log(coarse/fine) / math.Log(factor)
}

func lastSpike(t testing.TB, n *model.Neuron, a float64, s Settings) float64 {
	s.Sample = -1
	rec := run(t, n, Protocol{Duration: 150, Currents: pulse(density(a), 0, 150)}, &s)
	if len(rec.Spikes) < 3 {
		t.Fatalf("%s fires only %d times", n.Name, len(rec.Spikes))
	}
	return rec.Spikes[2]
}

func TestConvergence(t *testing.T) {
	for _, c := range []struct {
		name    string
		current float64
		dts     [2]unit.Time
	}{
		{"squid", 10, [2]unit.Time{0.02, 0.01}},
		{"motoneuron", 20, [2]unit.Time{0.0025, 0.00125}},
	} {
		n := neuron(t, c.name)
		want := lastSpike(t, n, c.current, Settings{Tol: 1e-11})
		a := math.Abs(lastSpike(t, n, c.current, Settings{Method: Fixed, Dt: c.dts[0]}) - want)
		b := math.Abs(lastSpike(t, n, c.current, Settings{Method: Fixed, Dt: c.dts[1]}) - want)
		p := order(a, b, 2)
		t.Logf("%s, fixed: error %.3g ms at %v, %.3g ms at %v: order %.2f", c.name, a, c.dts[0], b, c.dts[1], p)
		if p < 1.8 || p > 2.3 {
			t.Errorf("%s: Crank–Nicolson converges with order %.2f, want 2", c.name, p)
		}
		// The error of an adaptive pair of order 5(4) goes as tolerance^(4/5) to
		// tolerance: over three decades it must fall by 250; 50 leaves room for errors that cancel.
		e1 := math.Abs(lastSpike(t, n, c.current, Settings{Tol: 1e-5}) - want)
		e2 := math.Abs(lastSpike(t, n, c.current, Settings{Tol: 1e-8}) - want)
		t.Logf("%s, accurate: error %.3g ms at 1e-5, %.3g ms at 1e-8", c.name, e1, e2)
		if e2 > e1/50 && e2 > 1e-9 {
			t.Errorf("%s: Dormand–Prince error falls only from %.3g to %.3g ms over three decades of tolerance", c.name, e1, e2)
		}
	}
}

// With its step held, the pair must show order 5 over the upstroke of a spike.
func TestDormandPrinceOrder(t *testing.T) {
	n := neuron(t, "squid")
	set := Settings{}
	p := Protocol{Duration: 100}
	if err := set.complete(p); err != nil {
		t.Fatal(err)
	}
	prog, err := compile(n, &p, &set)
	if err != nil {
		t.Fatal(err)
	}
	end := func(h float64) float64 {
		m := newMachine(prog)
		m.y[prog.comps[0].inj] = 20
		d := newDP5(m, 1)
		d.rates(d.k[0])
		d.fresh = true
		for range int(1.6/h + 0.5) {
			d.attempt(h)
			d.accept(h)
		}
		return d.x[0]
	}
	exact := end(1.6 / 2048)
	e := func(h float64) float64 { return math.Abs(end(h) - exact) }
	a, b := e(0.02), e(0.01)
	q := order(a, b, 2)
	t.Logf("error %.3g mV at 0.02 ms, %.3g mV at 0.01 ms: order %.2f", a, b, q)
	if q < 4.5 || q > 6.5 {
		t.Errorf("order %.2f, want 5", q)
	}
}

// Spike trains give the same bits on every platform. The hash was computed on
// amd64; the test also runs under GOOS=js GOARCH=wasm.
func TestSpikeHash(t *testing.T) {
	h := fnv.New64a()
	note := func(rec *Recording) {
		for _, s := range rec.Spikes {
			fmt.Fprintf(h, "%016x", math.Float64bits(s))
		}
		v := rec.Voltage()
		for _, y := range v.Y {
			fmt.Fprintf(h, "%016x", math.Float64bits(y))
		}
	}
	baclofen := []Dose{{Ligand: "baclofen", Conc: 10, At: 200, Wash: 400}}
	for _, m := range []Method{Accurate, Fixed} {
		s := &Settings{Method: m, Sample: 0.5}
		note(run(t, neuron(t, "squid"), Protocol{Duration: 200, Currents: pulse(density(10), 20, 180)}, s))
		note(run(t, neuron(t, "motoneuron-5ht"), Protocol{Duration: 600, Currents: pulse(density(12), 50, 550), Doses: baclofen}, s))
		note(run(t, neuron(t, "cortical-rs"), Protocol{
			Duration: 300, Currents: pulse(model.Amount{Value: 1, Absolute: true}, 20, 280),
			Doses: []Dose{{Ligand: "baclofen", Conc: 3}},
		}, s))
	}
	const want = "b28a18da8034b6e7"
	if got := fmt.Sprintf("%016x", h.Sum64()); got != want {
		t.Errorf("hash of spike trains and voltages %s, want %s", got, want)
	}
}

func sameBits(t *testing.T, what string, a, b *Recording) {
	t.Helper()
	if len(a.Spikes) != len(b.Spikes) {
		t.Fatalf("%s: %d and %d spikes", what, len(a.Spikes), len(b.Spikes))
	}
	for i := range a.Spikes {
		if a.Spikes[i] != b.Spikes[i] {
			t.Fatalf("%s: spike %d at %v and %v", what, i, a.Spikes[i], b.Spikes[i])
		}
	}
	va, vb := a.Voltage(), b.Voltage()
	for i := range va.Y {
		if va.Y[i] != vb.Y[i] {
			t.Fatalf("%s: V differs at %v ms: %v and %v", what, va.T[i], va.Y[i], vb.Y[i])
		}
	}
}

func TestZeroDrugIsNoReceptor(t *testing.T) {
	for _, name := range model.Names() {
		n := neuron(t, name)
		a := n.Stimulus.Current
		p := Protocol{Duration: 300, Currents: pulse(a, 50, 250)}
		with := p
		with.Doses = []Dose{{Ligand: "baclofen", Conc: 0}, {Ligand: "GABA", Conc: 0, At: 100}}
		for _, m := range []Method{Accurate, Fixed} {
			bare := neuron(t, name)
			bare.GABAB = nil
			x := run(t, bare, p, &Settings{Method: m})
			y := run(t, n, with, &Settings{Method: m})
			sameBits(t, name, x, y)
		}
	}
}

func TestAdvanceInPieces(t *testing.T) {
	n := neuron(t, "motoneuron")
	p := Protocol{Duration: 400, Currents: pulse(density(20), 50, 350), Doses: []Dose{{Ligand: "baclofen", Conc: 10, At: 100, Wash: 250}}}
	for _, m := range []Method{Accurate, Fixed} {
		whole := run(t, n, p, &Settings{Method: m})
		r, err := Start(n, p, &Settings{Method: m})
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range []unit.Time{1, 49.9, 50, 50.0001, 123.456, 300, 399, 400, 500} {
			if err := r.Advance(context.Background(), to); err != nil {
				t.Fatal(err)
			}
		}
		sameBits(t, string(m), whole, r.Recording())
	}
}

// A moment brought back goes on as the run did, and what was recorded before it
// is not written over.
func TestSnapshotRestore(t *testing.T) {
	n := neuron(t, "motoneuron")
	p := Protocol{Duration: 300, Currents: pulse(density(20), 20, 280), Doses: []Dose{{Ligand: "baclofen", Conc: 30, At: 50}}}
	for _, m := range []Method{Accurate, Fixed} {
		set := &Settings{Method: m, Record: []string{"soma.V", "soma.Na.I"}}
		whole := run(t, n, p, set)
		r, err := Start(n, p, set)
		if err != nil {
			t.Fatal(err)
		}
		to := func(end unit.Time) {
			t.Helper()
			if err := r.Advance(t.Context(), end); err != nil {
				t.Fatal(err)
			}
		}
		to(100)
		s := r.Snapshot()
		to(200)
		first := r.Recording()
		if err := r.Restore(s); err != nil {
			t.Fatal(err)
		}
		if err := r.Set("drug.baclofen", "0uM"); err != nil {
			t.Fatal(err)
		}
		to(300)
		for i, y := range first.Voltage().Y {
			if y != whole.Voltage().Y[i] {
				t.Fatalf("%s: the first recording is written over at %g ms", m, first.Voltage().T[i])
			}
		}
		if err := r.Restore(s); err != nil {
			t.Fatal(err)
		}
		to(300)
		sameBits(t, string(m)+" brought back", whole, r.Recording())
	}
}

// Changes that change nothing leave a fixed run where it was.
func TestSetNothing(t *testing.T) {
	n := neuron(t, "squid")
	p := Protocol{Duration: 200, Currents: pulse(density(10), 20, 200)}
	set := &Settings{Method: Fixed, Record: []string{"soma.V", "soma.Na.I"}}
	whole := run(t, n, p, set)
	r, err := Start(n, p, set)
	if err != nil {
		t.Fatal(err)
	}
	for to := unit.Time(10); to <= 200; to += 10 {
		if err := r.Advance(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		if err := r.Set("soma.Na.gbar", "120mS/cm2"); err != nil {
			t.Fatal(err)
		}
	}
	sameBits(t, "after changes to the same value", whole, r.Recording())
}

// A drug given in mid-run by Set does what the same drug in the protocol does.
func TestSetDrugMidRun(t *testing.T) {
	n := neuron(t, "motoneuron")
	p := Protocol{Duration: 1500, Currents: pulse(density(20), 100, 1500)}
	r, err := Start(n, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if err := r.Advance(ctx, 500); err != nil {
		t.Fatal(err)
	}
	if err := r.Set("drug.baclofen", "100uM"); err != nil {
		t.Fatal(err)
	}
	if err := r.Set("soma.Na.gbar", "118mS/cm2"); err != nil {
		t.Fatal(err)
	}
	if err := r.Advance(ctx, 1500); err != nil {
		t.Fatal(err)
	}
	control := run(t, n, p, nil)
	if len(r.rec.Spikes) >= len(control.Spikes)-3 {
		t.Errorf("%d spikes with 100 uM from 500 ms on, %d without: the drug does nothing", len(r.rec.Spikes), len(control.Spikes))
	}
	if err := r.Set("soma.Na.gbr", "1mS/cm2"); err == nil {
		t.Error("a wrong path is taken")
	}
}
