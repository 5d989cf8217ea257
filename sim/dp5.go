package sim

// Dormand–Prince 5(4), Dormand & Prince 1980, J Comput Appl Math 6:19, with the
// fourth-order dense output of Hairer, Nørsett & Wanner 1993, Solving Ordinary
// Differential Equations I, section II.6.
const (
	c2, c3, c4, c5 = 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9

	a21                     = 1.0 / 5
	a31, a32                = 3.0 / 40, 9.0 / 40
	a41, a42, a43           = 44.0 / 45, -56.0 / 15, 32.0 / 9
	a51, a52, a53, a54      = 19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729
	a61, a62, a63, a64, a65 = 9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656
	a71, a73, a74, a75, a76 = 35.0 / 384, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84

	e1, e3, e4, e5, e6, e7 = 71.0 / 57600, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40

	d1 = -12715105075.0 / 11282082432
	d3 = 87487479700.0 / 32700410799
	d4 = -10690763975.0 / 1880347072
	d5 = 701980252875.0 / 199316789632
	d6 = -1453857185.0 / 822651844
	d7 = 69997945.0 / 29380423
)

const (
	firstStep   = 0.01 // ms, after every edge
	longestStep = 10.0 // ms
	tiniestStep = 1e-9 // ms; a smaller step is a failure
	safety      = 0.9
	leastFactor = 0.2
	mostFactor  = 5.0
	nearEdge    = 1.01   // a step that comes so near an edge ends there
	leastError  = 1e-300 // smaller ones count as this
)

// dp5 is the state of the adaptive method between steps.
type dp5 struct {
	*machine
	tol      float64
	t, h     float64 // ms: the time reached and the next step wanted
	x        []float64
	k        [7][]float64
	perScale []float64 // 1/scale; 0 for states whose error scale follows their size
	follows  []int     // those states
	big      []float64 // largest |x| of those so far
	fresh    bool      // k[0] belongs to x
	part     []float64 // of the error, without the last stage: see vectorAttempt
	crawl    int       // steps in a row that were shorter than crawlStep
	drive    drive
	stages   stages // for vectorAttempt

	// The last step, for dense output: from t0 over h0.
	t0, h0 float64
	x0     []float64
}

// drive is an injected current that changes linearly within a step.
type drive struct {
	at, value, slope float64 // ms, uA/cm2, uA/cm2/ms
	ramp             bool
}

// time is where the run stands.
func (s *dp5) time() float64 { return s.t }

func newDP5(m *machine, tol float64) *dp5 {
	n := len(m.p.vars)
	s := &dp5{machine: m, tol: tol, h: firstStep}
	for i := range s.k {
		s.k[i] = make([]float64, m.p.layout.states)[:n]
	}
	for _, list := range []*[]float64{&s.x, &s.x0, &s.big, &s.part, &s.perScale} {
		*list = make([]float64, n)
	}
	for i, v := range m.p.vars {
		if v.scale > 0 {
			s.perScale[i] = 1 / v.scale
		} else {
			s.follows = append(s.follows, i)
		}
	}
	copy(s.x, m.y[:n])
	for i := range s.big {
		s.big[i] = max(abs(s.x[i]), m.rest[i])
	}
	if m.p.solos != nil {
		s.stages = newStages(s)
	}
	return s
}

// eval puts the injected current of time t in place and evaluates the rates.
func (s *dp5) eval(t float64, k []float64) {
	if s.drive.ramp {
		s.y[s.p.comps[s.p.inject].inj] = s.drive.value + float64(s.drive.slope*(t-s.drive.at))
	}
	s.prescribe(t)
	s.rates(k)
}

// drivenBy begins a stretch under another current.
func (s *dp5) drivenBy(d drive) {
	s.drive = d
	s.restart()
}

// restart is called when parameters or states were changed from outside.
func (s *dp5) restart() {
	s.fresh = false
	s.h = min(s.h, firstStep)
}

// step takes one accepted step that ends at or before end.
func (s *dp5) step(end float64) error {
	n := len(s.x)
	if !s.fresh {
		copy(s.y[:n], s.x)
		s.eval(s.t, s.k[0])
		s.fresh = true
	}
	for {
		h := min(s.h, longestStep)
		last := false
		if s.t+float64(nearEdge*h) >= end {
			h, last = end-s.t, true
		}
		err := s.attempt(h)
		factor := leastFactor
		if err == err { // not NaN
			factor = safety * fifthRoot(s.tol/max(err, leastError))
			factor = max(leastFactor, min(mostFactor, factor))
		}
		if err <= s.tol {
			s.accept(h)
			if s.crawls(h) {
				return &FailureError{Time: s.t, State: s.named(s.x), Crawls: true}
			}
			if s.astray() {
				return &FailureError{Time: s.t, State: s.named(s.x0)}
			}
			if last {
				s.t = end
				s.h = max(s.h, h*factor) // a step cut short by an edge says little
			} else {
				s.h = h * factor
			}
			return nil
		}
		s.h = h * min(1, factor)
		if s.h < tiniestStep {
			return &FailureError{Time: s.t, State: s.named(s.x)}
		}
	}
}

// A run whose steps stay shorter than crawlStep (ms) for crawlMost of them is stiff
// beyond use: a second of it would take more than ten million.
const (
	crawlStep = 1e-4
	crawlMost = 50_000
)

// crawls counts the short steps in a row, and says when they are too many.
func (s *dp5) crawls(h float64) bool {
	if h >= crawlStep {
		s.crawl = 0
		return false
	}
	s.crawl++
	return s.crawl > crawlMost
}

// astray says that a V has left every physiological range.
func (s *dp5) astray() bool {
	for i := range s.p.comps {
		if !(abs(s.x[s.p.comps[i].v]) < highestV) {
			return true
		}
	}
	return false
}

// fifthRoot is near r^(1/5) for step control: r^(3/16) from square roots alone.
func fifthRoot(r float64) float64 {
	a := sqrt(sqrt(sqrt(r)))
	return float64(a * sqrt(a))
}

// attempt computes the stages of a step of length h and returns the error
// estimate, relative to the scales. The new state is left in y.
func (s *dp5) attempt(h float64) float64 {
	if s.p.solos != nil {
		return s.vectorAttempt(h)
	}
	return s.plainAttempt(h)
}

func (s *dp5) plainAttempt(h float64) float64 {
	n := len(s.x)
	y, x := s.y[:n], s.x[:n]
	k1, k2, k3, k4, k5, k6, k7 := s.k[0][:n], s.k[1][:n], s.k[2][:n], s.k[3][:n], s.k[4][:n], s.k[5][:n], s.k[6][:n]
	b := float64(h * a21)
	for i := range x {
		y[i] = x[i] + float64(b*k1[i])
	}
	s.eval(s.t+float64(c2*h), k2)
	for i := range x {
		y[i] = x[i] + float64(h*(float64(a31*k1[i])+float64(a32*k2[i])))
	}
	s.eval(s.t+float64(c3*h), k3)
	for i := range x {
		y[i] = x[i] + float64(h*(float64(a41*k1[i])+float64(a42*k2[i])+float64(a43*k3[i])))
	}
	s.eval(s.t+float64(c4*h), k4)
	for i := range x {
		y[i] = x[i] + float64(h*(float64(a51*k1[i])+float64(a52*k2[i])+float64(a53*k3[i])+float64(a54*k4[i])))
	}
	s.eval(s.t+float64(c5*h), k5)
	for i := range x {
		y[i] = x[i] + float64(h*(float64(a61*k1[i])+float64(a62*k2[i])+float64(a63*k3[i])+float64(a64*k4[i])+float64(a65*k5[i])))
	}
	s.eval(s.t+h, k6)
	for i := range x {
		y[i] = x[i] + float64(h*(float64(a71*k1[i])+float64(a73*k3[i])+float64(a74*k4[i])+float64(a75*k5[i])+float64(a76*k6[i])))
	}
	s.eval(s.t+h, k7)
	worst := 0.0
	per := s.perScale[:n]
	for i := range x {
		e := abs(float64(h * (float64(e1*k1[i]) + float64(e3*k3[i]) + float64(e4*k4[i]) + float64(e5*k5[i]) + float64(e6*k6[i]) + float64(e7*k7[i]))))
		if p := per[i]; p > 0 {
			e = float64(e * p)
		} else if e != 0 { // a state at rest at 0 has no scale
			e /= s.size(i, h)
		}
		if !(e <= worst) { // larger, or not a number
			worst = e
			if e != e {
				return e
			}
		}
	}
	return worst
}

// size is what the error of a state without a scale is judged by.
func (s *dp5) size(i int, h float64) float64 {
	return max(abs(s.y[i]), abs(s.x[i]), s.rest[i], float64(0.01*s.big[i]), abs(float64(h*s.k[0][i])))
}

// accept makes the state in y the current one. The old state and the stages stay
// for dense output.
func (s *dp5) accept(h float64) {
	n := len(s.x)
	s.x, s.x0 = s.x0, s.x
	copy(s.x, s.y[:n])
	for _, i := range s.follows {
		if a := abs(s.x[i]); a > s.big[i] {
			s.big[i] = a
		}
	}
	s.k[0], s.k[6] = s.k[6], s.k[0]
	s.t0, s.h0 = s.t, h
	s.t += h
}

// span is the time and length of the last step.
func (s *dp5) span() (t0, h float64) { return s.t0, s.h0 }

// dense is state i over the last step.
func (s *dp5) dense(i operand) quartic {
	return densely(s.h0, s.x0[i], s.x[i], s.k[6][i], s.k[2][i], s.k[3][i], s.k[4][i], s.k[5][i], s.k[0][i])
}

// at is a state at the fraction u of the last step.
func (s *dp5) at(i operand, u float64) float64 { c := s.dense(i); return c.at(u) }
