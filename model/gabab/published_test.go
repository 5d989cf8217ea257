package gabab

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The closed steady state is one: the rates vanish there, to the rounding of the
// flows in and out of each species.
func TestPublishedSteady(t *testing.T) {
	for _, p := range PublishedSchemes() {
		n := len(p.Species())
		y, dy, dc, j := make([]float64, n), make([]float64, n), make([]float64, n), square(n)
		for _, c := range []float64{0, 1e-3, 0.1, 1, 30, 1e4} {
			p.Steady(c, y)
			p.Rates(y, c, dy)
			p.Jacobian(y, c, j, dc)
			for i := range y {
				through := p.Species()[i].Tiny * 1e-6 // 1/ms
				for k := range y {
					through = max(through, math.Abs(j[i][k]*y[k]))
				}
				if !(math.Abs(dy[i]) <= 1e-12*through) {
					t.Errorf("%s: %s changes by %g /ms at %g uM, of flows of %g", p.Name, p.Species()[i].Name, dy[i], c, through)
				}
			}
			open, bound := p.Open(y), p.Bound(y)
			if (c == 0) != (open == 0 && bound == 0) {
				t.Errorf("%s: open %g, bound %g at %g uM", p.Name, open, bound, c)
			}
		}
		open, bound := p.Full()
		high, highBound := p.Plateau(1e9)
		if math.Abs(open-high) > 1e-6 || math.Abs(bound-highBound) > 1e-6 || p.HasGIRK != (open > 0) || p.HasCalcium != (bound > 0) {
			t.Errorf("%s: open %g, bound %g under GABA without limit, %g and %g at 1e9 uM", p.Name, open, bound, high, highBound)
		}
	}
}

func square(n int) [][]float64 {
	j := make([][]float64, n)
	for i := range j {
		j[i] = make([]float64, n)
	}
	return j
}

// Rates are at most products of two states, so that central differences give the
// Jacobian to rounding.
func TestPublishedJacobian(t *testing.T) {
	for _, p := range PublishedSchemes() {
		species := p.Species()
		n := len(species)
		rapid.Check(t, func(t *rapid.T) {
			y := make([]float64, n)
			scale := 1.0
			if species[0].Unit == "mM" {
				scale = mmReceptors
			}
			for i := range y {
				y[i] = scale * rapid.Float64Range(0, 1).Draw(t, species[i].Name)
			}
			c := rapid.Float64Range(0, 100).Draw(t, "c")
			j, dc := square(n), make([]float64, n)
			p.Jacobian(y, c, j, dc)
			up, down := make([]float64, n), make([]float64, n)
			check := func(of int, by string, got, d float64) {
				want := (up[of] - down[of]) / (2 * d)
				size := 0.0 // of the flows, whose rounding is left
				for i := range up {
					size = max(size, math.Abs(up[i]), math.Abs(down[i]))
				}
				if math.Abs(got-want) > 1e-12*(math.Abs(want)+size/d) {
					t.Fatalf("%s: d %s'/d %s is %g, differences give %g", p.Name, species[of].Name, by, got, want)
				}
			}
			for k := range y {
				x, d := y[k], 0.1*scale
				y[k] = x + d
				p.Rates(y, c, up)
				y[k] = x - d
				p.Rates(y, c, down)
				y[k] = x
				for i := range y {
					check(i, species[k].Name, j[i][k], d)
				}
			}
			const d = 1.0
			p.Rates(y, c+d, up)
			p.Rates(y, c-d, down)
			for i := range y {
				check(i, "c", dc[i], d)
			}
		})
	}
}

// No reaction makes or destroys receptors, G protein, RGS or channels, whatever the
// state.
func TestConserved(t *testing.T) {
	for _, m := range []MM2025{Postsynaptic(), PresynapticE(), PresynapticI()} {
		rapid.Check(t, func(t *rapid.T) {
			y, dy := make([]float64, mmSpecies), make([]float64, mmSpecies)
			for i, name := range mmNames() {
				y[i] = rapid.Float64Range(0, 1e-3).Draw(t, name)
			}
			m.FreeRates(y, 0, dy)
			fastest := 0.0
			for _, d := range dy {
				fastest = max(fastest, math.Abs(d))
			}
			for name, d := range m.Conserved(dy) { // linear in the species
				if math.Abs(d) > 1e-14*fastest {
					t.Errorf("%s change by %g mM/ms, the fastest species by %g", name, d, fastest)
				}
			}
		})
	}
}

// Both parameter sets of the minimal scheme, and the EC50 that DS95 would have if a
// loss d1 R were added to R, as gabab-signalling 2.2 and 2.3 print them.
func TestPublishedPotency(t *testing.T) {
	check := func(name string, got, want, within float64) {
		t.Helper()
		if !(math.Abs(got-want) <= within) {
			t.Errorf("%s is %.5g, the page has %g", name, got, want)
		}
	}
	emax, ec50, hill := DMS98File().Operational()
	check("maximum of the file's set", emax, 0.437, 5e-4)
	check("EC50 of the file's set", ec50, 8.6, 0.05)
	check("Hill slope of the file's set", hill, 1.41, 5e-3)
	repaired := NewDS95()
	repaired.K2 += repaired.D1
	_, ec50, _ = repaired.Operational()
	check("EC50 of a DS95 that loses d1 R more", ec50, 29.6, 0.05)
	used := [15][2]float64{ // forth and back, as printed in gabab-signalling 2.5
		{0.0557655},
		{3936.756, 0.4330432},
		{24842.4, 0.041404},
		{0.020702},
		{0.165616},
		{12421.2, 0.020702},
		{3936.756, 0.4330432},
		{2, 0.002},
		{0.03},
		{1250},
	}
	for i := 10; i < len(used); i++ {
		used[i] = [2]float64{151.158, 0.093218}
	}
	for i, r := range Postsynaptic().reactions {
		check(fmt.Sprintf("rate forth of reaction %d of MM2025", i), r.forth, used[i][0], 1e-7*used[i][0])
		check(fmt.Sprintf("rate back of reaction %d of MM2025", i), r.back, used[i][1], 1e-7*used[i][1])
	}
	check("flux of MM2025, uM/ms", 1000*MMFlux, 9.29, 5e-3)
	check("half of a burst", BurstEffect(7.1), 0.5, 1e-15)
	post, pre := Postsynaptic(), PresynapticE()
	y := make([]float64, mmSpecies)
	post.Steady(0, y)
	check("precoupled receptors", y[mmRGi]/mmReceptors, 0.999, 5e-4)
	pre.Steady(0.0201, y)
	check("calcium channels at their EC50", pre.Bound(y)/0.78, 0.5, 1e-3)
}

// Asking for a scheme that there is not says which there are.
func TestPublishedByName(t *testing.T) {
	_, err := PublishedByName("dms99")
	for _, p := range PublishedSchemes() {
		if err == nil || !strings.Contains(err.Error(), p.Name) {
			t.Errorf("%v does not name %s", err, p.Name)
		}
	}
}

// The plain name mm2025 stands for both ends of a synapse; the other schemes open GIRK
// alone.
func TestPublishedArms(t *testing.T) {
	check := func(name, girk, calcium string) {
		t.Helper()
		g, c, err := PublishedArms(name)
		if err != nil {
			t.Fatal(err)
		}
		if named(g) != girk || named(c) != calcium {
			t.Errorf("%s: GIRK by %s, calcium by %s", name, named(g), named(c))
		}
	}
	check("dms98", "dms98", "none")
	check("mm2025", "mm2025-post", "mm2025-preEE")
	check("mm2025-preIE", "none", "mm2025-preIE")
	if _, _, err := PublishedArms("mm2024"); err == nil {
		t.Error("mm2024 was found")
	}
}

func named(p *Published) string {
	if p == nil {
		return "none"
	}
	return p.Name
}

// The reduction of Bertram & Behan to one variable has the same steady state, and the
// channel's own steady state makes its rates vanish.
func TestBertramBehan(t *testing.T) {
	c := NewBertramBehan()
	rapid.Check(t, func(t *rapid.T) {
		v, a := rapid.Float64Range(-100, 100).Draw(t, "V"), rapid.Float64Range(0, 1000).Draw(t, "a")
		p, dp := make([]float64, BBStates), make([]float64, BBStates)
		c.Steady(v, a, p)
		c.Rates(v, a, p, dp)
		on, off := c.Reduced(v, a)
		if got, want := on/(on+off), c.Bound(p); math.Abs(got-want) > 1e-12*want+1e-300 {
			t.Errorf("reduced: %g bound, in full %g", got, want)
		}
		for i, d := range dp {
			if math.Abs(d) > 1e-13*200 { // the fastest rates are 4 a and 32 b, below 200 /ms
				t.Errorf("state %d changes by %g /ms at rest", i, d)
			}
		}
	})
}

// The peaks of Otis et al. to 30 digits, by mpmath's root of the derivative.
func TestOtisPeak(t *testing.T) {
	check := func(got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-13*want {
			t.Errorf("peak at %.15g ms, not %.15g", got, want)
		}
	}
	check(Otis35().PeakTime(), 118.859530569774095)
	check(Otis(23.5).PeakTime(), 293.693292414099816)
}

// Time courses start at 0, peak where they say and as high as they say.
func TestTimeCourses(t *testing.T) {
	for name, c := range map[string]interface {
		At(t float64) float64
		PeakTime() float64
	}{"Otis": Otis(23.5), "Otis35": Otis35(), "Blue Brain": BlueBrain()} {
		p := c.PeakTime()
		top := c.At(p)
		if c.At(0) != 0 || c.At(-1) != 0 || c.At(p-1) >= top || c.At(p+1) >= top || math.Abs(top-1) > 0.014 { // the 0.31 of Otis is 0.306 at 35 degC
			t.Errorf("%s: %g, %g, %g round the peak at %g ms", name, c.At(p-1), top, c.At(p+1), p)
		}
	}
	f := DMS94()
	full := f.Alpha / (f.Alpha + f.Beta)
	if got := f.At(f.Lasts); f.At(0) != 0 || math.Abs(got-full*(1-math.Exp(-(f.Alpha+f.Beta)*f.Lasts))) > 1e-15 {
		t.Errorf("first order: %g at the end of the pulse", got)
	}
	if late := f.At(f.Lasts+100) / f.At(f.Lasts); math.Abs(late-math.Exp(-0.47)) > 1e-15 { // beta 0.0047 /ms
		t.Errorf("first order: falls to %g in 100 ms", late)
	}
}

// Release: steady values of the gates are where they go, and the end plate's depends on
// the fourth power of calcium where there is little.
func TestReleaseModels(t *testing.T) {
	g := BSS96()
	var s [4]float64
	if got, want := g.After(&s, 50, 1e6), g.Steady(50); math.Abs(got-want) > 1e-15 {
		t.Errorf("four gates: %g after a long time, %g at rest", got, want)
	}
	if ratio := DodgeRahamimoff(2e-4, 1) / DodgeRahamimoff(1e-4, 1); math.Abs(ratio-16) > 0.01 {
		t.Errorf("twice the calcium gives %g times the release, not 2^4", ratio)
	}
	if !(DodgeRahamimoff(1, 2) < DodgeRahamimoff(1, 1)) {
		t.Error("magnesium does not lower release")
	}
}
