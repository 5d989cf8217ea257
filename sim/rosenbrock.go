package sim

import (
	"fmt"
	"math"
)

// RODAS, the stiffly accurate and L-stable Rosenbrock method of order 4(3) with six
// stages and a dense output of order 3: Hairer & Wanner 1996, Solving Ordinary
// Differential Equations II, section IV.7, in the form of their code rodas.f, method
// 1. With J = df/dy at the start of a step of length h
//
//	(1/(h γ) - J) U_i = f(t + c_i h, y + sum a_ij U_j) + sum (c_ij/h) U_j + h d_i df/dt
//	y1 = y + sum a_5j U_j + U_5 + U_6,   and U_6 is the estimate of the error
type tableau struct {
	gamma float64
	c, d  [6]float64
	a     [6][5]float64
	k     [6][5]float64 // c_ij
	dense [2][5]float64
}

func rodas() tableau {
	return tableau{
		gamma: 0.25,
		c:     [6]float64{0, 0.386, 0.21, 0.63, 1, 1},
		d:     [6]float64{0.25, -0.1043, 0.1035, -0.03620000000000023},
		a: [6][5]float64{
			{},
			{1.544},
			{0.9466785280815826, 0.2557011698983284},
			{3.314825187068521, 2.896124015972201, 0.9986419139977817},
			{1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950},
			{1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1},
		},
		k: [6][5]float64{
			{},
			{-5.6688},
			{-2.430093356833875, -0.2063599157091915},
			{-0.1073529058151375, -9.594562251023355, -20.47028614809616},
			{7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160},
			{8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054},
		},
		dense: [2][5]float64{
			{10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662},
			{-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872},
		},
	}
}

// stiff is a small system y' = f(t, y) whose rates may be as far apart as they like.
type stiff struct {
	// rates sets dy to f(t, y).
	rates func(t float64, y, dy []float64)
	// jacobian sets j to df/dy, row by row, and dt to df/dt. nil: by differences.
	jacobian func(t float64, y []float64, j [][]float64, dt []float64)

	rel float64   // tolerance relative to a state
	abs []float64 // and what is added to it, by state
}

// rosenbrock is the method between steps. A change of y or of the rates from outside
// wants restart.
type rosenbrock struct {
	stiff
	tableau
	t, h float64 // the time reached and the next step wanted
	y    []float64

	jac  [][]float64
	ft   []float64
	m    *lu
	u    [6][]float64
	work []float64 // y at a stage
	next []float64
	dy   []float64

	steps, rejected int

	// The last step, for dense output: from t0 over h0.
	t0, h0 float64
	y0     []float64
	c2, c3 []float64
}

func newRosenbrock(s stiff, t float64, y []float64) *rosenbrock {
	n := len(y)
	r := &rosenbrock{stiff: s, tableau: rodas(), t: t, h: firstStep, jac: square(n), m: newLU(n)}
	for _, v := range []*[]float64{&r.y, &r.ft, &r.work, &r.next, &r.dy, &r.y0, &r.c2, &r.c3} {
		*v = make([]float64, n)
	}
	for i := range r.u {
		r.u[i] = make([]float64, n)
	}
	copy(r.y, y)
	return r
}

// restart is called where the rates or a state jump.
func (r *rosenbrock) restart() { r.h = min(r.h, firstStep) }

// advance goes to end exactly, and calls after where it is not nil after each step.
func (r *rosenbrock) advance(end float64, after func()) error {
	for r.t < end {
		if err := r.step(end); err != nil {
			return err
		}
		if after != nil {
			after()
		}
	}
	return nil
}

// step takes one accepted step that ends at or before end.
func (r *rosenbrock) step(end float64) error {
	const leastStep = 1e-12 // of the time and one first step: smaller is a failure
	r.differentiate()
	after := false // a step was refused
	for {
		h, last := r.h, false
		if r.t+float64(1.01*h) >= end {
			h, last = end-r.t, true
		}
		err := r.attempt(h)
		factor := leastFactor
		if err == err { // not NaN
			factor = safety / sqrt(sqrt(max(err, 1e-300)))
			factor = max(leastFactor, min(mostFactor, factor))
		}
		if err <= 1 {
			if after {
				factor = min(1, factor)
			}
			r.accept(h)
			if last {
				r.t = end
				r.h = max(r.h, float64(h*factor)) // a step cut short by an edge says little
			} else {
				r.h = float64(h * factor)
			}
			return nil
		}
		after = true
		r.rejected++
		r.h = float64(h * min(1, factor))
		if r.h < float64(leastStep*(abs(r.t)+firstStep)) {
			return fmt.Errorf("the stiff method cannot go on at %.6g ms: its step fell to %.3g ms", r.t, r.h)
		}
	}
}

// attempt computes the stages of a step and gives its error relative to the
// tolerances. The new state is left in next.
func (r *rosenbrock) attempt(h float64) float64 {
	n := len(r.y)
	shift := 1 / float64(h*r.gamma)
	for i := range n {
		row := r.m.a[i]
		for j, v := range r.jac[i] {
			row[j] = -v
		}
		row[i] += shift
	}
	if !r.m.factor() {
		return math.Inf(1)
	}
	for s := range r.u {
		copy(r.work, r.y)
		for k, a := range r.a[s][:s] {
			for i, v := range r.u[k] {
				r.work[i] += float64(a * v)
			}
		}
		u := r.u[s]
		r.rates(r.t+float64(r.c[s]*h), r.work, u)
		for k, c := range r.k[s][:s] {
			c /= h
			for i, v := range r.u[k] {
				u[i] += float64(c * v)
			}
		}
		if d := float64(r.d[s] * h); d != 0 {
			for i, v := range r.ft {
				u[i] += float64(d * v)
			}
		}
		r.m.solve(u)
	}
	sum := 0.0
	for i := range n { // work is y + sum a_6j U_j: all of y1 but U_6
		e := r.u[5][i]
		r.next[i] = r.work[i] + e
		e /= r.abs[i] + float64(r.rel*max(abs(r.y[i]), abs(r.next[i])))
		sum += float64(e * e)
	}
	return sqrt(sum / float64(n))
}

// accept makes next the current state and keeps what dense output needs.
func (r *rosenbrock) accept(h float64) {
	r.y, r.y0, r.next = r.next, r.y, r.y0
	for i := range r.c2 {
		r.c2[i], r.c3[i] = 0, 0
		for k := range 5 {
			r.c2[i] += float64(r.tableau.dense[0][k] * r.u[k][i])
			r.c3[i] += float64(r.tableau.dense[1][k] * r.u[k][i])
		}
	}
	r.t0, r.h0 = r.t, h
	r.t += h
	r.steps++
}

// at sets y to the state at the fraction u of the last step.
func (r *rosenbrock) at(u float64, y []float64) {
	w := 1 - u
	for i := range y {
		y[i] = float64(r.y0[i]*w) + float64(u*(r.y[i]+float64(w*(r.c2[i]+float64(u*r.c3[i])))))
	}
}

// differentiate evaluates df/dy and df/dt at the start of a step.
func (r *rosenbrock) differentiate() {
	if r.jacobian != nil {
		r.jacobian(r.t, r.y, r.jac, r.ft)
		return
	}
	// Central differences: the error of the cube root of the rounding is least.
	const small = 6e-6
	copy(r.work, r.y)
	for j := range r.y {
		d := float64(small * max(abs(r.y[j]), r.abs[j]/r.rel))
		r.work[j] = r.y[j] + d
		r.rates(r.t, r.work, r.dy)
		for i := range r.y {
			r.jac[i][j] = r.dy[i]
		}
		r.work[j] = r.y[j] - d
		r.rates(r.t, r.work, r.dy)
		for i := range r.y {
			r.jac[i][j] = (r.jac[i][j] - r.dy[i]) / float64(2*d)
		}
		r.work[j] = r.y[j]
	}
	d := float64(small * max(abs(r.t), firstStep))
	r.rates(r.t+d, r.y, r.ft)
	r.rates(r.t-d, r.y, r.dy)
	for i := range r.ft {
		r.ft[i] = (r.ft[i] - r.dy[i]) / float64(2*d)
	}
}
