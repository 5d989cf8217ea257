package sim

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// fixedSteps integrates n equal steps, whatever their error, and gives the largest
// error at the end and at the thirds of every step.
func fixedSteps(s stiff, y []float64, end float64, n int, exact func(t float64, i int) float64) (last, dense float64) {
	s.rel, s.abs = 1, make([]float64, len(y))
	for i := range s.abs {
		s.abs[i] = 1
	}
	r := newRosenbrock(s, 0, y)
	h := end / float64(n)
	between := make([]float64, len(y))
	for range n {
		r.differentiate()
		r.attempt(h)
		r.accept(h)
		for _, u := range []float64{1.0 / 3, 2.0 / 3} {
			r.at(u, between)
			for i, v := range between {
				dense = max(dense, math.Abs(v-exact(r.t0+u*h, i)))
			}
		}
	}
	for i, v := range r.y {
		last = max(last, math.Abs(v-exact(end, i)))
	}
	return last, dense
}

// Halving the step divides the error by 2^4, and that of the dense output within a
// step by 2^4 too, its order being 3. The problem is not linear and not autonomous,
// and one pair of states has exact solutions sin t and exp(-sin² t).
func TestRosenbrockOrder(t *testing.T) {
	exact := func(t float64, i int) float64 {
		if i == 0 {
			return math.Sin(t)
		}
		return math.Exp(-math.Sin(t) * math.Sin(t))
	}
	analytic := stiff{
		rates: func(t float64, y, dy []float64) {
			dy[0] = math.Cos(t) + y[1]*(math.Sin(t)-y[0])
			dy[1] = -2 * y[0] * math.Cos(t) * y[1]
		},
		jacobian: func(t float64, y []float64, j [][]float64, dt []float64) {
			j[0][0], j[0][1] = -y[1], math.Sin(t)-y[0]
			j[1][0], j[1][1] = -2*math.Cos(t)*y[1], -2*y[0]*math.Cos(t)
			dt[0], dt[1] = -math.Sin(t)+y[1]*math.Cos(t), 2*y[0]*math.Sin(t)*y[1]
		},
	}
	for name, s := range map[string]stiff{"analytic": analytic, "differences": {rates: analytic.rates}} {
		last, within := fixedSteps(s, []float64{0, 1}, 2, 20, exact)
		for n := 40; n <= 160; n *= 2 {
			l, w := fixedSteps(s, []float64{0, 1}, 2, n, exact)
			t.Logf("%s: %d steps: error %.2e, %.1f times less; within steps %.2e, %.1f times", name, n, l, last/l, w, within/w)
			if last/l < 13 || last/l > 20 || within/w < 13 || within/w > 20 { // 16 in the limit
				t.Errorf("%s: half the step divides the error by %.1f, within steps by %.1f, not 16", name, last/l, within/w)
			}
			last, within = l, w
		}
	}
}

// A component a million times faster than the solution is damped at once: the
// problem of Prothero & Robinson 1974, y' = -rate (y - cos t) - sin t.
func TestRosenbrockStiff(t *testing.T) {
	const rate = 1e6
	s := stiff{
		rates: func(t float64, y, dy []float64) { dy[0] = -rate*(y[0]-math.Cos(t)) - math.Sin(t) },
		rel:   1e-8, abs: []float64{1e-10},
	}
	r := newRosenbrock(s, 0, []float64{2}) // off the solution by 1
	if err := r.advance(10, nil); err != nil {
		t.Fatal(err)
	}
	if off := math.Abs(r.y[0] - math.Cos(10)); off > 1e-7 || r.steps > 2000 {
		t.Errorf("off by %g after %d steps", off, r.steps)
	}
}

// The error follows the tolerance, and a step lands on the end to the bit.
func TestRosenbrockTolerance(t *testing.T) {
	for _, tol := range []float64{1e-4, 1e-6, 1e-8, 1e-10} {
		s := stiff{
			rates: func(_ float64, y, dy []float64) { // Robertson 1966; Hairer & Wanner 1996, section IV.1
				dy[0] = -0.04*y[0] + 1e4*y[1]*y[2]
				dy[2] = 3e7 * y[1] * y[1]
				dy[1] = -dy[0] - dy[2]
			},
			rel: tol, abs: []float64{1e-4 * tol, 1e-8 * tol, 1e-4 * tol},
		}
		r := newRosenbrock(s, 0, []float64{1, 0, 0})
		if err := r.advance(40, nil); err != nil {
			t.Fatal(err)
		}
		// The values at 40 on which RADAU and BDF agree at tolerances of 1e-12.
		off := math.Abs(r.y[0]-0.715827068719) + math.Abs(r.y[1]-9.185534764558e-6) + math.Abs(r.y[2]-0.284163745746)
		sum := r.y[0] + r.y[1] + r.y[2] - 1
		t.Logf("tolerance %g: off by %.1e in %d steps, the sum by %.1e", tol, off, r.steps, sum)
		if off > 10*tol || math.Abs(sum) > 1e-12 || r.t != 40 {
			t.Errorf("tolerance %g: off by %g, the sum by %g, at %v", tol, off, sum, r.t)
		}
	}
}

// Rates that are no numbers end in an error, not in a loop.
func TestRosenbrockFails(t *testing.T) {
	s := stiff{rates: func(_ float64, y, dy []float64) { dy[0] = y[0] * y[0] }, rel: 1e-6, abs: []float64{1e-6}}
	r := newRosenbrock(s, 0, []float64{1}) // 1/(1-t)
	if err := r.advance(2, nil); err == nil {
		t.Errorf("went through the pole at 1 to %g", r.y[0])
	}
}

// A solved system has a residual of rounding, whatever the order of its rows.
func TestLU(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "n")
		m, a, b := newLU(n), square(n), make([]float64, n)
		for i := range n {
			for j := range n {
				a[i][j] = rapid.Float64Range(-1, 1).Draw(t, "a")
			}
			a[i][(i+1)%n] += float64(2 * n) // dominant, but not on the diagonal
			b[i] = rapid.Float64Range(-1, 1).Draw(t, "b")
			copy(m.a[i], a[i])
		}
		if !m.factor() {
			t.Fatal("called singular")
		}
		x := append([]float64(nil), b...)
		m.solve(x)
		for i := range n {
			sum := 0.0
			for j := range n {
				sum += a[i][j] * x[j]
			}
			if math.Abs(sum-b[i]) > 1e-14*float64(n) {
				t.Fatalf("row %d gives %g, not %g", i, sum, b[i])
			}
		}
	})
	if m := newLU(2); m.factor() {
		t.Error("a matrix of zeros was split")
	}
}
