package measure

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quell/model/unit"
)

// rounding is what a few float64 operations may leave, relative.
const rounding = 1e-12

func near(a, b float64) bool { return math.Abs(a-b) <= rounding*max(math.Abs(a), math.Abs(b), 1) }

func TestFiring(t *testing.T) {
	step := Window{200, 1200}
	check := func(name string, ts []float64, w Window, want Rates) {
		t.Helper()
		got := Firing(ts, w)
		same := got.N == want.N && near(float64(got.Count), float64(want.Count)) &&
			near(float64(got.MeanISI), float64(want.MeanISI)) && near(float64(got.FirstISI), float64(want.FirstISI)) &&
			near(float64(got.LastISI), float64(want.LastISI))
		late := near(float64(got.Latency), float64(want.Latency)) || math.IsNaN(float64(got.Latency)) && math.IsNaN(float64(want.Latency))
		if !same || !late {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	never := unit.Time(math.NaN())
	check("none", nil, step, Rates{Latency: never})
	check("one", []float64{210}, step, Rates{N: 1, Count: 1, Latency: 10})
	check("two", []float64{210, 230}, step, Rates{N: 2, Count: 2, MeanISI: 50, FirstISI: 50, LastISI: 50, Latency: 10})
	check("adapting", []float64{210, 220, 240, 280}, step, Rates{N: 4, Count: 4, MeanISI: 3000. / 70, FirstISI: 100, LastISI: 25, Latency: 10})
	check("outside", []float64{100, 200, 210, 1200, 1201}, step, Rates{N: 2, Count: 2, MeanISI: 1000. / 990, FirstISI: 1000. / 990, LastISI: 1000. / 990, Latency: 10})
	check("half a second", []float64{600, 700}, Window{500, 1000}, Rates{N: 2, Count: 4, MeanISI: 10, FirstISI: 10, LastISI: 10, Latency: 100})
	check("empty window", []float64{600, 700}, Window{500, 500}, Rates{Latency: never})
	check("window turned round", []float64{600, 700}, Window{900, 500}, Rates{Latency: never})
}

func TestRateAt(t *testing.T) {
	ts := []float64{100, 110, 130}
	check := func(at unit.Time, want unit.Frequency) {
		t.Helper()
		if got := RateAt(ts, at); !near(float64(got), float64(want)) {
			t.Errorf("at %v: %v, want %v", at, got, want)
		}
	}
	check(99, 0)
	check(100, 100)
	check(105, 100)
	check(111, 50)
	check(130, 0)
	check(131, 0)
}

// spikeTimes draws a rising train.
func spikeTimes(t *rapid.T) []float64 {
	intervals := rapid.SliceOf(rapid.Float64Range(0.5, 300)).Draw(t, "intervals")
	ts, at := []float64{}, 0.0
	for _, d := range intervals {
		at += d
		ts = append(ts, at)
	}
	return ts
}

func drawWindow(t *rapid.T) Window {
	from := unit.Time(rapid.Float64Range(0, 1000).Draw(t, "from"))
	return Window{from, from + unit.Time(rapid.Float64Range(0, 5000).Draw(t, "length"))}
}

// Two windows that meet share no spike and lose none.
func TestWindowsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ts, w := spikeTimes(t), drawWindow(t)
		cut := w.From + w.Length()*unit.Time(rapid.Float64Range(0, 1).Draw(t, "cut"))
		parts := slices.Concat(Window{w.From, cut}.In(ts), Window{cut, w.To}.In(ts))
		if !slices.Equal(parts, w.In(ts)) {
			t.Fatalf("parts %v of %v", parts, w.In(ts))
		}
	})
}

// The mean rate lies between the slowest and the fastest interval's, and a train
// that is shifted in time with its window keeps its rates.
func TestRateLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ts, w := spikeTimes(t), drawWindow(t)
		r := Firing(ts, w)
		in := w.In(ts)
		slowest, fastest := math.Inf(1), 0.0
		for i := 1; i < len(in); i++ {
			hz := float64(rate(1, in[i]-in[i-1]))
			slowest, fastest = min(slowest, hz), max(fastest, hz)
		}
		if len(in) > 1 && (float64(r.MeanISI) > fastest*(1+rounding) || float64(r.MeanISI) < slowest*(1-rounding)) {
			t.Fatalf("mean %v outside %v to %v", r.MeanISI, slowest, fastest)
		}
		const shift = 4096 // a power of two, so that the intervals stay as they are to 1e-9
		moved := make([]float64, len(ts))
		for i, x := range ts {
			moved[i] = x + shift
		}
		s := Firing(moved, Window{w.From + shift, w.To + shift})
		if s.N != r.N || math.Abs(float64(s.LastISI-r.LastISI)) > 1e-6*float64(r.LastISI) {
			t.Fatalf("shifted: %+v, before: %+v", s, r)
		}
	})
}
