package measure

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// The trapezoidal rule is exact for a line, wherever the window cuts it.
func TestMeanOfALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.Float64Range(-2, 2).Draw(t, "slope")
		from := rapid.Float64Range(0, 50).Draw(t, "from")
		to := from + rapid.Float64Range(1, 50).Draw(t, "length")
		tr := sampled(func(x float64) float64 { return -60 + k*x }, 0.3, 120)
		want := -60 + k*(from+to)/2
		if got := Mean(tr, Window{unit.Time(from), unit.Time(to)}); math.Abs(got-want) > 1e-9 {
			t.Fatalf("mean %v, want %v", got, want)
		}
	})
}

func TestMean(t *testing.T) {
	sine := sampled(func(x float64) float64 { return -60 + 10*math.Sin(2*math.Pi*x/20) }, 0.1, 100)
	if got := Mean(sine, Window{0, 100}); math.Abs(got+60) > 1e-9 {
		t.Errorf("five periods of a sine about -60 have mean %v", got)
	}
	if got := Mean(sine, Window{200, 300}); !math.IsNaN(got) {
		t.Errorf("the mean beyond the trace is %v, want none", got)
	}
	if got := Mean(sim.Trace{}, Window{0, 100}); !math.IsNaN(got) {
		t.Errorf("the mean of nothing is %v, want none", got)
	}
	if got := Mean(sine, Window{100, 0}); !math.IsNaN(got) {
		t.Errorf("the mean of a window turned round is %v, want none", got)
	}
	r := &sim.Recording{Neuron: &model.Neuron{Compartments: []*model.Compartment{{Name: "soma"}}}, Traces: []sim.Trace{sine}}
	if got := MeanVoltage(r, Window{0, 20}); math.Abs(float64(got)+60) > 1e-9 {
		t.Errorf("mean V is %v, want -60 mV", got)
	}
}

// The vertex of three samples of a parabola is the parabola's own, however they
// are spaced.
func TestVertex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bend := -rapid.Float64Range(0.1, 10).Draw(t, "bend")
		at := rapid.Float64Range(-0.4, 0.4).Draw(t, "top")
		h1 := rapid.Float64Range(1, 3).Draw(t, "h1")
		h2 := rapid.Float64Range(1, 3).Draw(t, "h2")
		y := func(x float64) float64 { return 30 + bend*(x-at)*(x-at) }
		v := sim.Trace{T: []float64{-h1, 0, h2}, Y: []float64{y(-h1), y(0), y(h2)}}
		x, top := vertex(v, 1)
		if math.Abs(x-at) > 1e-9 || math.Abs(top-30) > 1e-9 {
			t.Fatalf("vertex (%v, %v), want (%v, 30)", x, top, at)
		}
	})
}

func TestSteadyDifferences(t *testing.T) {
	rest := sim.Steady{OK: true, V: []float64{-60, -58}}
	pushed := sim.Steady{OK: true, V: []float64{-59, -57.5}}
	if dv, ok := Shift(rest, pushed, 1); !ok || dv != 0.5 {
		t.Errorf("ΔV of the dendrite is %v (%v), want 0.5 mV", dv, ok)
	}
	if r, err := InputResistance(rest, pushed, 0, 0.02); err != nil || !near(float64(r), 50) {
		t.Errorf("1 mV for 0.02 nA is %v (%v), want 50 Mohm", r, err)
	}
	if r, err := SpecificResistance(rest, pushed, 0, 0.5); err != nil || r != 2 {
		t.Errorf("1 mV for 0.5 uA/cm2 is %v (%v), want 2 kohm cm2", r, err)
	}
	if _, err := InputResistance(rest, pushed, 0, 0); err == nil {
		t.Error("no current, but an input resistance")
	}
	if _, err := InputResistance(rest, sim.Steady{}, 0, 0.1); err == nil {
		t.Error("no rest, but an input resistance")
	}
}

// The top of a bump is found between samples, and so is when it has fallen to a level
// and when it first came to one; a window without either has none.
func TestPeakAndReaches(t *testing.T) {
	const tau = 20.0
	bump := sampled(func(x float64) float64 { return x / tau * math.Exp(1-x/tau) }, 0.3, 200) // 1 at tau
	at, top := Peak(bump, Window{0, 200})
	if math.Abs(float64(at)-tau) > 2e-3 || math.Abs(top-1) > 1e-6 {
		t.Errorf("peak of %v at %v, want 1 at 20 ms", top, at)
	}
	check := func(w Window, level, want float64) {
		t.Helper()
		if got := float64(Reaches(bump, level, w)); !(math.Abs(got-want) <= 2e-3) && // a line across 0.3 ms of a bend over 20 ms
			!(math.IsNaN(want) && math.IsNaN(got)) {
			t.Errorf("reaches %v at %v, want %v", level, got, want)
		}
	}
	check(Window{0, 200}, 0.5, 4.63922) // 20 times 0.2319610 and 2.6783470, the roots of x exp(1-x) = 1/2
	check(Window{at, 200}, 0.5, 53.56694)
	check(Window{at, 50}, 0.5, math.NaN())
	if at, top := Peak(bump, Window{300, 400}); !math.IsNaN(float64(at)) || !math.IsNaN(top) {
		t.Errorf("peak of %v at %v beyond the trace", top, at)
	}
}
