package sim

import (
	"fmt"
	"hash/fnv"
	"math"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// bombarded is a background at an excitatory standard deviation of sd mS/cm2.
func bombarded(ms unit.Time, sd unit.ConductanceDensity, seed, trial uint64) Protocol {
	n := Background(sd)
	n.Seed, n.Trial = seed, trial
	return Protocol{Duration: ms, Noise: n}
}

// The published background is that of its file on the area of its cell: 0.0121 uS on
// pi·(105 um)^2 are 0.0349 mS/cm2, and so on (ModelDB 8115).
func TestPublishedBackground(t *testing.T) {
	n := Background(PublishedSD())
	check := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got/want-1) > 1e-12 {
			t.Errorf("%s %v, want %v", what, got, want)
		}
	}
	area := math.Pi * 105e-4 * 105e-4 // cm2
	check("excitation", float64(n.Excite.Mean), 0.0121e-3/area)
	check("its deviation", float64(n.Excite.SD), 0.0030e-3/area)
	check("inhibition", float64(n.Inhibit.Mean), 0.0573e-3/area)
	check("its deviation", float64(n.Inhibit.SD), 0.0066e-3/area)
}

// Both conductances have the mean, standard deviation and autocorrelation
// exp(-lag/tau) of an Ornstein–Uhlenbeck process, and nothing to do with one another.
func TestNoiseIsOrnsteinUhlenbeck(t *testing.T) {
	const ms, every = 60_000, 1
	p := bombarded(ms, 0.01, 11, 0)
	r := run(t, neuron(t, "squid"), p, &Settings{Sample: every, Record: []string{"noise.excitation", "noise.inhibition"}})
	ge, _ := r.Trace("noise.excitation")
	gi, _ := r.Trace("noise.inhibition")
	deviations := func(tr Trace, f Fluctuation) []float64 {
		out := make([]float64, len(tr.Y))
		for i, g := range tr.Y {
			out[i] = (g - float64(f.Mean)) / float64(f.SD)
		}
		return out
	}
	e, i := deviations(ge, p.Noise.Excite), deviations(gi, p.Noise.Inhibit)
	product := func(a, b []float64, lag int) float64 {
		s := 0.0
		for k := range len(a) - lag {
			s += a[k] * b[k+lag]
		}
		return s / float64(len(a)-lag)
	}
	ones := make([]float64, len(e))
	for k := range ones {
		ones[k] = 1
	}
	check := func(what string, got, want, tau float64) {
		t.Helper()
		// Of independent draws there are about ms/(2 tau); four standard errors of a
		// mean square, sqrt(2).
		if tolerance := 4 * math.Sqrt(2) / math.Sqrt(ms/(2*tau)); math.Abs(got-want) > tolerance {
			t.Errorf("%s %.4f, want %.4f to %.4f", what, got, want, tolerance)
		}
	}
	for _, c := range []struct {
		name string
		x    []float64
		tau  float64
	}{{"excitation", e, 2.728}, {"inhibition", i, 10.49}} {
		check(c.name+": mean", product(c.x, ones, 0), 0, c.tau)
		check(c.name+": mean square", product(c.x, c.x, 0), 1, c.tau)
		for _, lag := range []int{1, 3, 10, 40} {
			check(fmt.Sprintf("%s: correlation over %d ms", c.name, lag), product(c.x, c.x, lag), math.Exp(-float64(lag)/c.tau), c.tau)
		}
	}
	check("both", product(e, i, 0), 0, 10.49)
}

// The same seed and trial give the same bits, and others give others; a drug does not
// change the noise; one run is not another for the company it has.
func TestNoiseIsOfItsPlace(t *testing.T) {
	n := neuron(t, "cortical-rs")
	set := &Settings{Record: []string{"soma.V", "noise.excitation"}}
	base := run(t, n, bombarded(200, 0.01, 1, 0), set)
	sameBits(t, "the same again", base, run(t, n, bombarded(200, 0.01, 1, 0), set))
	noise := func(r *Recording) []float64 { tr, _ := r.Trace("noise.excitation"); return tr.Y }
	check := func(what string, p Protocol, same bool) {
		t.Helper()
		got := noise(run(t, n, p, set))
		if is := fmt.Sprint(got) == fmt.Sprint(noise(base)); is != same {
			t.Errorf("%s: the noise is the same: %v", what, is)
		}
	}
	check("another seed", bombarded(200, 0.01, 2, 0), false)
	check("another trial", bombarded(200, 0.01, 1, 1), false)
	treated := bombarded(200, 0.01, 1, 0)
	treated.Doses = []Dose{{Ligand: "baclofen", Conc: 10}}
	check("a drug", treated, true)
	treated.Doses[0].At = 50
	check("a drug that comes", treated, true)

	b := Batch{Neuron: n, Protocol: treated, Settings: *set, sideBySide: true}
	b.Protocol.Doses = []Dose{{Ligand: "baclofen", Conc: 1}}
	conc := []unit.Concentration{0.1, 1, 3, 10, 30}
	err := b.Run(t.Context(), len(conc), func(i int) Variant { return Variant{Conc: conc[i : i+1]} }, func(i int, rec *Recording, err error) {
		if err != nil {
			t.Fatal(err)
		}
		p := bombarded(200, 0.01, 1, 0)
		p.Doses = []Dose{{Ligand: "baclofen", Conc: conc[i]}}
		sameBits(t, conc[i].String(), rec, run(t, n, p, set))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Noise of nothing is none, bit for bit, by both methods.
func TestZeroNoiseIsNone(t *testing.T) {
	for _, m := range []Method{Accurate, Fixed} {
		p := Protocol{Duration: 200, Currents: pulse(density(10), 20, 180)}
		plain := run(t, neuron(t, "squid"), p, &Settings{Method: m})
		p.Noise = Background(0)
		p.Noise.Seed = 3
		sameBits(t, string(m), plain, run(t, neuron(t, "squid"), p, &Settings{Method: m}))
	}
}

// A background without fluctuation is a constant conductance.
func TestStillNoiseIsConductance(t *testing.T) {
	p := Protocol{Duration: 300}
	p.Noise.Excite = Fluctuation{Mean: 0.05, Tau: 1}
	a := run(t, neuron(t, "cortical-rs"), p, nil)
	b := run(t, neuron(t, "cortical-rs"), Protocol{Duration: 300, Drive: 0.05}, &Settings{Method: Fixed})
	if len(a.Spikes) == 0 || len(a.Spikes) != len(b.Spikes) {
		t.Fatalf("%d and %d spikes", len(a.Spikes), len(b.Spikes))
	}
	for i := range a.Spikes {
		if math.Abs(a.Spikes[i]-b.Spikes[i]) > 1e-6 { // sums in another order
			t.Errorf("spike %d at %v and %v", i, a.Spikes[i], b.Spikes[i])
		}
	}
}

// Halving the step under the same noise moves spikes by the order of the method; with
// noise of its own the rate stays the same within its statistics.
func TestNoiseAtHalfTheStep(t *testing.T) {
	n := neuron(t, "cortical-rs")
	p := bombarded(4000, PublishedSD(), 5, 0)
	p.Noise.Excite.SD, p.Noise.Inhibit.SD = 4*p.Noise.Excite.SD, 4*p.Noise.Inhibit.SD // as the published demonstration has them
	p.Currents = pulse(model.Amount{Value: 0.5, Absolute: true}, 0, 4000)
	whole := run(t, n, p, &Settings{Sample: -1})
	if len(whole.Spikes) < 20 {
		t.Fatalf("%d spikes, which test little", len(whole.Spikes))
	}
	moved := func(dt unit.Time) (worst float64) {
		a := run(t, n, p, &Settings{Sample: -1, Dt: dt, NoiseDt: DefaultDt})
		b := run(t, n, p, &Settings{Sample: -1, Dt: dt / 2, NoiseDt: DefaultDt})
		if len(a.Spikes) != len(b.Spikes) {
			t.Fatalf("at %v %d spikes, at half of it %d", dt, len(a.Spikes), len(b.Spikes))
		}
		for i := range a.Spikes {
			worst = max(worst, math.Abs(a.Spikes[i]-b.Spikes[i]))
		}
		return worst
	}
	if a, b := moved(DefaultDt), moved(DefaultDt/2); !(a < 0.5 && a > 2.5*b) { // second order: 4
		t.Errorf("halving moves spikes by %.4f ms, halving again by %.4f", a, b)
	}
	other := run(t, n, p, &Settings{Sample: -1, Dt: DefaultDt / 2})
	a, b := float64(len(whole.Spikes)), float64(len(other.Spikes))
	if math.Abs(a-b) > 4*math.Sqrt(a+b) { // at most the variance of Poisson counts
		t.Errorf("%v spikes, with half the step %v", a, b)
	}
}

// A snapshot keeps the noise where it is.
func TestNoiseGoesOnAfterASnapshot(t *testing.T) {
	n := neuron(t, "squid")
	p := bombarded(100, 0.05, 9, 2)
	whole := run(t, n, p, nil)
	r, err := Start(n, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	advance := func(to unit.Time) {
		t.Helper()
		if err := r.Advance(t.Context(), to); err != nil {
			t.Fatal(err)
		}
	}
	advance(40)
	s := r.Snapshot()
	advance(70)
	if err := r.Restore(s); err != nil {
		t.Fatal(err)
	}
	advance(100)
	sameBits(t, "restored", whole, r.Recording())
}

func TestNoiseWants(t *testing.T) {
	n := neuron(t, "squid")
	p := bombarded(10, 0.01, 0, 0)
	check := func(what string, p Protocol, set Settings) {
		t.Helper()
		if _, err := Start(n, p, &set); err == nil {
			t.Errorf("%s is not refused", what)
		}
	}
	check("the accurate method", p, Settings{Method: Accurate})
	check("a noise step that is no multiple", p, Settings{Dt: 0.02, NoiseDt: 0.03})
	bad := p
	bad.Noise.Excite.Tau = 0
	check("no time constant", bad, Settings{})
	bad = p
	bad.Noise.Inhibit.SD = -1
	check("a negative deviation", bad, Settings{})
}

// The bits of runs with noise are fixed.
func TestNoiseHash(t *testing.T) {
	h := fnv.New64a()
	for _, name := range []string{"squid", "cortical-rs", "motoneuron"} {
		p := bombarded(100, 0.02, 3, 1)
		p.Doses = []Dose{{Ligand: "baclofen", Conc: 1, At: 20}}
		r := run(t, neuron(t, name), p, nil)
		for _, y := range append(r.Voltage().Y, r.Spikes...) {
			fmt.Fprintf(h, "%016x", math.Float64bits(y))
		}
	}
	const want = "d6fa01ec865275d6"
	if got := fmt.Sprintf("%016x", h.Sum64()); got != want {
		t.Errorf("hash of runs with noise %s, want %s", got, want)
	}
}
