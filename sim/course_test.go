package sim

import (
	"math"
	"testing"

	"quell/model/gabab"

	"pgregory.net/rapid"
)

// washed is a bath that comes and goes, under an exchange, with a burst of synaptic GABA.
func washed() exposure {
	return exposure{
		bath:   bathOf([]bathStep{{0, 0.1}, {200, 20}, {900, 0.5}}, 80),
		spikes: []float64{300, 305, 310, 310, 1200},
		uptake: gabab.Default(),
	}
}

// solved is the course of a scheme by its name.
func solved(t *testing.T, name string, x exposure, duration float64) *course {
	t.Helper()
	p, err := gabab.PublishedByName(name)
	if err != nil {
		t.Fatal(err)
	}
	c, err := newCourse(p, x, duration)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// In a constant bath nothing happens: a course is at the scheme's plateau throughout,
// at none without agonist and at the whole effect under more than enough.
func TestCourseConstant(t *testing.T) {
	for _, p := range gabab.PublishedSchemes() {
		for _, c := range []float64{0, 0.05, 3, 200, 1e12} {
			x, err := newCourse(p, exposure{bath: bathOf([]bathStep{{0, c}}, 0)}, 5000)
			if err != nil {
				t.Fatal(err)
			}
			open, bound := p.Plateau(c)
			wantGIRK := 0.0
			if p.HasGIRK {
				wantGIRK = open / x.fullOpen
			}
			r := x.reader()
			for _, at := range []float64{0, 1, 777, 5000, 6000} {
				girk, b := r.at(at)
				if math.Abs(girk-wantGIRK) > 1e-9 || math.Abs(b-bound) > 1e-9 || c == 0 && (girk != 0 || b != 0) {
					t.Errorf("%s in %g uM: GIRK %g, bound %g at %g ms; the plateau is %g, %g", p.Name, c, girk, b, at, wantGIRK, bound)
				}
			}
			if got, _ := r.at(0); c == 1e12 && p.HasGIRK && math.Abs(got-1) > 1e-6 {
				t.Errorf("%s: %g of a full effect under GABA without limit", p.Name, got)
			}
		}
	}
}

// A course follows the scheme: at every point within 1e-6 of a full effect of a solution
// with a tolerance of 1e-10 that stops there.
func TestCourseFollows(t *testing.T) {
	const end = 1500.0
	for _, p := range gabab.PublishedSchemes() {
		x, err := newCourse(p, washed(), end)
		if err != nil {
			t.Fatal(err)
		}
		w := newExposed(p, washed())
		s := w.system()
		s.rel = 1e-10
		for i := range s.abs {
			s.abs[i] *= 1e-3
		}
		r := newRosenbrock(s, 0, w.start())
		seen, worst, at := x.reader(), 0.0, 0.0
		most := 1 + 1e-9
		if p.Name == "ds95" { // before receptors desensitise; see TestCourseOvershoot
			most = 1.52
		}
		for _, edge := range w.edges(end) {
			w.enter(r)
			for from, k := r.t, 1; k <= 40; k++ {
				stop := from + (edge-from)*float64(k)/40
				if err := r.advance(stop, nil); err != nil {
					t.Fatal(err)
				}
				girk, bound := seen.at(r.t)
				open, b := p.Open(r.y[:w.n]), p.Bound(r.y[:w.n])
				off := math.Abs(bound - b)
				if p.HasGIRK {
					off = max(off, math.Abs(girk-open/x.fullOpen))
				}
				if off > worst {
					worst, at = off, r.t
				}
				if girk < -1e-12 || girk > most || bound < -1e-12 || bound > 1 {
					t.Errorf("%s: GIRK %g, bound %g at %g ms", p.Name, girk, bound, r.t)
				}
			}
		}
		t.Logf("%s: %d steps, %d cubics; off by %.1e at %.4g ms", p.Name, x.steps, len(x.pieces), worst, at)
		if worst > 1e-6 {
			t.Errorf("%s: off by %g at %g ms", p.Name, worst, at)
		}
	}
}

// A receptor that desensitises opens more at first than in the end: DS95 up to 1.52 times
// its plateau, 130 ms after GABA without limit. The other schemes never pass theirs.
func TestCourseOvershoot(t *testing.T) {
	for _, p := range gabab.PublishedSchemes() {
		x := solved(t, p.Name, exposure{bath: bathOf([]bathStep{{0, 0}, {10, 1e9}}, 0)}, 2000)
		r, top, at := x.reader(), 0.0, 0.0
		for i := range 20_000 {
			if girk, bound := r.at(float64(i) * 0.1); max(girk, bound) > top {
				top, at = max(girk, bound), float64(i)*0.1
			}
		}
		t.Logf("%s: at most %.5g, at %g ms", p.Name, top, at)
		if p.Name == "ds95" && math.Abs(top-1.521) > 1e-3 || p.Name != "ds95" && top > 1+1e-6 {
			t.Errorf("%s: reaches %g at %g ms", p.Name, top, at)
		}
	}
}

// In which order a course is read changes no bit, and it does not jump.
func TestCourseReader(t *testing.T) {
	x := solved(t, "ds95", washed(), 1500)
	forward, last := x.reader(), 0.0
	for i := 0; i <= 150_000; i++ {
		girk, _ := forward.at(float64(i) * 0.01)
		if i > 0 && math.Abs(girk-last) > 1e-4 { // the fastest change here is 5e-3 /ms
			t.Fatalf("jumps from %g to %g at %g ms", last, girk, float64(i)*0.01)
		}
		last = girk
	}
	back := x.reader()
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Float64Range(-10, 1600).Draw(t, "t")
		a, _ := back.at(at)
		b, _ := x.reader().at(at)
		want := x.pieces[0]
		for _, k := range x.pieces {
			if k.from <= at {
				want = k
			}
		}
		u := max(0, min(1, (at-want.from)*want.per))
		if c := value(&want.open, u) / x.fullOpen; a != b || a != c {
			t.Fatalf("%g, %g and %g at %g ms", a, b, c, at)
		}
	})
}

// The bath follows its steps: at once, or with the time constant of the exchange and
// without a jump, also where a step comes before the last one is done.
func TestBath(t *testing.T) {
	at := func(p []piece, t float64) float64 {
		c := 0.0
		for _, k := range p {
			if k.from <= t {
				c, _ = k.at(t)
			}
		}
		return c
	}
	steps := []bathStep{{0, 1}, {100, 11}, {150, 0}}
	ideal, slow := bathOf(steps, 0), bathOf(steps, 50)
	check := func(p []piece, t0, want float64) {
		t.Helper()
		if got := at(p, t0); math.Abs(got-want) > 1e-12 {
			t.Errorf("%g uM at %g ms, not %g", got, t0, want)
		}
	}
	check(ideal, 99, 1)
	check(ideal, 100, 11)
	check(ideal, 1e4, 0)
	check(slow, 99, 1)
	check(slow, 100, 1)
	check(slow, 150, 11-10*math.Exp(-1))
	check(slow, 200, (11-10*math.Exp(-1))*math.Exp(-1))
	const h = 1e-4
	_, slope := slow[1].at(120)
	if d := (at(slow, 120+h) - at(slow, 120-h)) / (2 * h); math.Abs(d-slope) > 1e-7 {
		t.Errorf("slope %g, differences give %g", slope, d)
	}
}

// Synaptic GABA decays with 16.7 ms where it is little, and 100 ms with uptake blocked
// (gabab-signalling 4.8); the course of its effect ends where it began.
func TestCourseSynapse(t *testing.T) {
	s := gabab.Default()
	s.Ts = 1e-3
	for block, tau := range map[float64]float64{0: 1 / (s.Vmax/s.Km + s.Kd), 1: 1 / s.Kd} {
		p, err := gabab.PublishedByName("ds95")
		if err != nil {
			t.Fatal(err)
		}
		w := newExposed(p, exposure{bath: bathOf([]bathStep{{0, 0}}, 0), spikes: []float64{0}, uptake: s, block: block})
		r := newRosenbrock(w.system(), 0, w.start())
		w.enter(r)
		if err := r.advance(tau, nil); err != nil {
			t.Fatal(err)
		}
		if got := r.y[w.n] / s.Ts; math.Abs(got-math.Exp(-1)) > 1e-4 { // Ts/Km is 2.5e-4
			t.Errorf("block %g: %g of the GABA is left after %g ms", block, got, tau)
		}
	}
	x := solved(t, "mm2025-post", exposure{bath: bathOf([]bathStep{{0, 0}}, 0), spikes: []float64{50}, uptake: gabab.Default()}, 30_000)
	r := x.reader()
	before, _ := r.at(49)
	peak, _ := r.at(250)
	end, _ := r.at(30_000)
	// Of the last Gβγ and αGDP less and less meet: the tail falls with 1/t.
	if before != 0 || peak < 1e-3 || end > 1e-5 {
		t.Errorf("GIRK %g before a spike, %g after, %g at the end", before, peak, end)
	}
}

// A course of 2 s of MM2025 with a wash, and the equilibration of 1e6 ms that its closed
// steady state saves.
func BenchmarkCourse(b *testing.B) {
	p, err := gabab.PublishedByName("mm2025-post")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("MM2025 2 s", func(b *testing.B) {
		for b.Loop() {
			if _, err := newCourse(p, washed(), 2000); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("MM2025 equilibration", func(b *testing.B) {
		for b.Loop() {
			source := 0.0
			if err := freeMass(gabab.Postsynaptic(), &source).Advance(1e6); err != nil {
				b.Fatal(err)
			}
		}
	})
	x, err := newCourse(p, washed(), 2000)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("read on", func(b *testing.B) {
		r, t := x.reader(), 0.0
		for b.Loop() {
			r.at(t)
			if t += 0.05; t > 2000 {
				t = 0
			}
		}
	})
}
