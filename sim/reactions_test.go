package sim

import (
	"math"
	"slices"
	"testing"

	"quell/model/gabab"
	"quell/model/unit"
)

// Reactions follow the exact solution through a jump of a state and of a rate, and
// what is seen of them is evenly spaced, whatever the steps.
func TestReactions(t *testing.T) {
	k := 0.1 // 1/ms
	x := Reactions{
		Rates: func(_ float64, y, dy []float64) { dy[0] = -k * y[0] },
		Y:     []float64{1}, Tiny: 1e-12, Sample: 0.3, See: func(y []float64) float64 { return 2 * y[0] },
	}
	advance := func(to unit.Time) {
		t.Helper()
		if err := x.Advance(to); err != nil || x.Time != to {
			t.Fatalf("at %v, not %v: %v", x.Time, to, err)
		}
	}
	advance(10)
	x.Y[0]++
	k = 1
	advance(20)
	exact := func(at float64) float64 {
		if at <= 10 {
			return math.Exp(-0.1 * at)
		}
		return (math.Exp(-1) + 1) * math.Exp(-(at - 10))
	}
	if math.Abs(x.Y[0]/exact(20)-1) > 1e-7 {
		t.Errorf("%g is left, not %g", x.Y[0], exact(20))
	}
	if n := x.Seen.Len(); n != 67 { // 0, 0.3, ... 19.8
		t.Errorf("%d samples, not 67", n)
	}
	for i := range x.Seen.Len() {
		at, y := x.Seen.XY(i)
		if math.Abs(at-0.3*float64(i)) > 1e-12 || math.Abs(y-2*exact(at)) > 1e-7 {
			t.Errorf("sample %d is %g at %g ms, not %g at %g", i, y, at, 2*exact(at), 0.3*float64(i))
		}
	}
	quiet := Reactions{Rates: x.Rates, Y: []float64{1}, Tiny: 1e-12}
	if err := quiet.Advance(1); err != nil || quiet.Seen.Len() != 0 {
		t.Errorf("%d samples are kept without a spacing: %v", quiet.Seen.Len(), err)
	}
}

// Where they have no solution, reactions end in an error and say how far they came.
func TestReactionsFail(t *testing.T) {
	x := Reactions{Rates: func(_ float64, y, dy []float64) { dy[0] = y[0] * y[0] }, Y: []float64{1}, Tiny: 1e-9}
	if err := x.Advance(2); err == nil || math.Abs(float64(x.Time)-1) > 1e-3 {
		t.Errorf("at %v past the pole at 1 ms: %v", x.Time, err)
	}
}

// freeMass is MM2025 from the published start, with GABA as a species fed by a source.
func freeMass(m gabab.MM2025, source *float64) *Reactions {
	x := &Reactions{Rates: func(_ float64, y, dy []float64) { m.FreeRates(y, *source, dy) }, Tiny: 1e-15}
	for _, s := range m.Species() {
		x.Y = append(x.Y, s.Start)
	}
	return x
}

// Mass action makes and destroys no protein through a million ms of equilibration and
// a flux of GABA, and without GABA it comes to rest where the closed form has it.
func TestMassAction(t *testing.T) {
	for name, m := range map[string]gabab.MM2025{
		"post": gabab.Postsynaptic(), "preEE": gabab.PresynapticE(), "preIE": gabab.PresynapticI(),
	} {
		source := 0.0
		x := freeMass(m, &source)
		totals := m.Conserved(x.Y)
		advance := func(to unit.Time) {
			t.Helper()
			if err := x.Advance(to); err != nil {
				t.Fatal(err)
			}
			for what, now := range m.Conserved(x.Y) {
				if math.Abs(now-totals[what]) > 1e-12*totals[what] {
					t.Errorf("%s: %s are %.15g mM at %v, and were %.15g", name, what, now, x.Time, totals[what])
				}
			}
		}
		const settled = 1e6 // ms
		advance(settled)
		rest := make([]float64, len(x.Y))
		m.Steady(0, rest)
		largest := slices.Max(rest)
		for i, s := range m.Species() {
			if math.Abs(x.Y[i]-rest[i]) > 1e-6*largest {
				t.Errorf("%s: %s is %g mM after %g ms, at rest %g", name, s.Name, x.Y[i], settled, rest[i])
			}
		}
		source = gabab.MMFlux
		for i := range 5 {
			advance(settled + unit.Time(i+1)*gabab.MMFluxTime/5)
		}
		source = 0
		advance(settled + 3000)
	}
}
