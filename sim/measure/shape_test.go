package measure

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"quell/model/unit"
	"quell/sim"
)

// sampled is y(t) at a spacing of dt from 0 to end.
func sampled(y func(t float64) float64, dt, end float64) sim.Trace {
	tr := sim.Trace{Name: "soma.V", Unit: "mV"}
	for i := 0; float64(i)*dt <= end+dt/2; i++ {
		t := float64(i) * dt
		tr.T = append(tr.T, t)
		tr.Y = append(tr.Y, y(t))
	}
	return tr
}

// The cosine bump from -70 to 30 mV, 10 ms wide at its foot:
// V = -20 - 50·cos(2π(t-t0)/10). It crosses 0 mV where the cosine is -0.4 and
// the middle of any two potentials in closed form.
func bump(t float64) float64 {
	if t < 20 || t > 30 {
		return -70
	}
	return -20 - 50*math.Cos(2*math.Pi*(t-20)/10)
}

// when the bump passes v on the way up.
func bumpUp(v float64) float64 { return 20 + 10/(2*math.Pi)*math.Acos((-20-v)/50) }

// footError is how far below -70 mV the parabola dips where the bump meets the
// flat line: an eighth of the last sample's height, 50·(2π/10·dt)²/2 mV.
func footError(dt float64) float64 { return 50 * math.Pow(2*math.Pi/10*dt, 2) / 16 }

func TestShape(t *testing.T) {
	const dt = 0.05
	// Straight lines between samples are off by dt²/8·|V''|/|V'|, and |V''| is at
	// most 50·(2π/10)² mV/ms²; at the crossings below |V'| is above 28 mV/ms.
	const straight = dt * dt / 8 * 19.8 / 28
	// The slope of OnsetSlope is passed where 10π·sin = 20, on the way up.
	onset := 20 + 10/(2*math.Pi)*math.Asin(20/(10*math.Pi))
	threshold := bump(onset)
	up := bumpUp(0)
	v := sampled(bump, dt, 60)
	shapes := Shapes(v, []float64{up}, 0, Window{0, 60})
	if len(shapes) != 1 {
		t.Fatalf("%d spikes, want 1", len(shapes))
	}
	s := shapes[0]
	check := func(name string, got, want, tolerance float64) {
		t.Helper()
		if !(math.Abs(got-want) <= tolerance) {
			t.Errorf("%s is %v, want %v ± %.2g", name, got, want, tolerance)
		}
	}
	// A parabola through three samples of a cosine misses the top by less than
	// 50·(2π/10·dt)⁴/24 mV.
	check("peak", float64(s.Peak), 30, 50*math.Pow(2*math.Pi/10*dt, 4)/24)
	check("peak time", float64(s.PeakAt), 25, 1e-6)
	check("width", float64(s.Width), 2*(25-up), straight)
	check("half-width", float64(s.HalfWidth), 2*(25-bumpUp((threshold+30)/2)), 2*straight+1e-3)
	// The chord slope over 2·dt is low by (2π/10·dt)²/6, relative: 1.6e-4.
	check("onset", float64(s.Onset), onset, 1e-3)
	check("threshold", float64(s.Threshold), threshold, 20*1e-3)
	check("AHP", float64(s.AHP), -70, footError(dt))
}

func TestShapeAtTheEdges(t *testing.T) {
	v := sampled(bump, 0.05, 26) // the trace ends in the downstroke, above 0 mV
	s := Shapes(v, []float64{bumpUp(0)}, 0, Window{0, 26})[0]
	if !math.IsNaN(float64(s.Width)) || !math.IsNaN(float64(s.HalfWidth)) {
		t.Errorf("a spike without an end has width %v and half-width %v, want none", s.Width, s.HalfWidth)
	}
	if math.Abs(float64(s.Peak)-30) > 1e-4 {
		t.Errorf("its peak is %v, want 30 mV", s.Peak)
	}
	slow := sampled(func(t float64) float64 { return -50 + 60*math.Exp(-(t-50)*(t-50)/200) }, 0.1, 100)
	s = Shapes(slow, []float64{50 - math.Sqrt(200*math.Log(60./50))}, 0, Window{0, 100})[0]
	if !math.IsNaN(float64(s.Onset)) || math.IsNaN(float64(s.Peak)) {
		t.Errorf("a hump that never rises at %v mV/ms has onset %v and peak %v; want a peak alone", OnsetSlope, s.Onset, s.Peak)
	}
	if got := Shapes(sim.Trace{}, nil, 0, Window{0, 100}); len(got) != 0 {
		t.Errorf("no spikes have shapes: %v", got)
	}
	if got := Shapes(sim.Trace{}, []float64{5}, 0, Window{0, 100})[0]; !math.IsNaN(float64(got.Peak)) {
		t.Errorf("a spike without a trace peaks at %v", got.Peak)
	}
}

// The AHP of a spike ends with the next spike.
func TestAHPUntilTheNextSpike(t *testing.T) {
	v := sampled(func(t float64) float64 {
		switch {
		case t < 40:
			return bump(t)
		case t < 50:
			return bump(t - 20)
		default:
			return -70 - 5*math.Exp(-(t-60)*(t-60)/8)
		}
	}, 0.05, 80)
	ts := []float64{bumpUp(0), bumpUp(0) + 20}
	shapes := Shapes(v, ts, 0, Window{0, 80})
	if a, b := shapes[0].AHP, shapes[1].AHP; math.Abs(float64(a)+70) > footError(0.05) || math.Abs(float64(b)+75) > 1e-6 {
		t.Errorf("AHP %v and %v, want -70 and -75 mV", a, b)
	}
	if at := shapes[1].AHPAt; math.Abs(float64(at)-60) > 1e-3 {
		t.Errorf("AHP at %v, want 60 ms", at)
	}
}

// A spike that is moved in time or in potential keeps its widths and moves its
// potentials.
func TestShapeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dv := rapid.Float64Range(-15, 25).Draw(t, "dv")
		dt := rapid.Float64Range(0, 10).Draw(t, "dt")
		a := Shapes(sampled(bump, 0.05, 60), []float64{bumpUp(0)}, 0, Window{0, 60})[0]
		v := sampled(func(x float64) float64 { return bump(x-dt) + dv }, 0.05, 60)
		b := Shapes(v, []float64{bumpUp(0) + dt}, unit.Voltage(dv), Window{0, 60})[0]
		// The samples fall elsewhere on the spike, so the errors of TestShape apply.
		for _, c := range []struct {
			name      string
			got, want float64
			tolerance float64
		}{
			{"peak", float64(b.Peak - a.Peak), dv, 1e-4},
			{"threshold", float64(b.Threshold - a.Threshold), dv, 0.05},
			{"width", float64(b.Width), float64(a.Width), 1e-3},
			{"half-width", float64(b.HalfWidth), float64(a.HalfWidth), 5e-3},
		} {
			if !(math.Abs(c.got-c.want) <= c.tolerance) {
				t.Fatalf("%s is %v, want %v ± %v", c.name, c.got, c.want, c.tolerance)
			}
		}
	})
}
