package sim

import "golang.org/x/sys/cpu"

// vectorised says that blocks use the machine's vector instructions: AVX-512. They do
// what the plain loops of lanes_go.go do, in the same order and without fused
// operations, so that every bit is the same.
var vectorised = cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ

// Weights of the stages, as the kernels want them.
var (
	weights2 = [5]float64{a21}
	weights3 = [5]float64{a31, a32}
	weights4 = [5]float64{a41, a42, a43}
	weights5 = [5]float64{a51, a52, a53, a54}
	weights6 = [5]float64{a61, a62, a63, a64, a65}
	// those of the last stage, and those of the error
	weights7 = [11]float64{a71, a73, a74, a75, a76, e1, e3, e4, e5, e6, e7}

	stepNumbers = [6]float64{longestStep, nearEdge, leastError, safety, leastFactor, mostFactor}
	// those of the dense output, the quarters of a step, the limit of V, the smallest step
	watchNumbers = [11]float64{d1, d3, d4, d5, d6, d7, 0.25, 0.5, 0.75, highestV, tiniestStep}
)

// vectorStep is step after prepare, by vector instructions.
func (b *lanes) vectorStep() {
	b.vectorAttempt()
	b.took = decide(b.clocks, &stepNumbers, b.tol, b.active, b.last)
	b.swap()
	copy(b.x, b.y[:len(b.x)])
	for _, i := range b.follows {
		follow(b.took, &b.x[i], &b.big[i])
	}
	if b.took != everyLane {
		restore(b.took, len(b.x), &b.x[0], &b.x0[0], &b.k[0][0], &b.k[6][0])
	}
	b.vectorWatch()
}

// vectorAttempt computes the stages of every lane's step, and its error.
func (b *lanes) vectorAttempt() {
	n, now, y, x := len(b.x), &b.now, &b.y[0], &b.x[0]
	k1, k2, k3, k4, k5, k6 := &b.k[0][0], &b.k[1][0], &b.k[2][0], &b.k[3][0], &b.k[4][0], &b.k[5][0]
	stage(1, &weights2, n, now, y, x, k1, nil, nil, nil, nil)
	b.inject(c2)
	b.vectorRates(b.k[1])
	stage(2, &weights3, n, now, y, x, k1, k2, nil, nil, nil)
	b.inject(c3)
	b.vectorRates(b.k[2])
	stage(3, &weights4, n, now, y, x, k1, k2, k3, nil, nil)
	b.inject(c4)
	b.vectorRates(b.k[3])
	stage(4, &weights5, n, now, y, x, k1, k2, k3, k4, nil)
	b.inject(c5)
	b.vectorRates(b.k[4])
	stage(5, &weights6, n, now, y, x, k1, k2, k3, k4, k5)
	b.inject(1)
	b.vectorRates(b.k[5])
	lastStage(&weights7, n, now, y, &b.part[0], x, k1, k3, k4, k5, k6)
	b.inject(1)
	b.vectorRates(b.k[6])
	largest(e7, n, now, &b.part[0], &b.k[6][0], &b.err, &b.perScale[0])
	for _, i := range b.follows {
		own(e7, now, &b.part[i], &b.k[6][i], &b.y[i], &b.x[i], &b.rest[i], &b.big[i], &b.k[0][i], &b.err)
	}
}

// vectorWatch is watch.
func (b *lanes) vectorWatch() {
	var seen watched
	o := b.p.spikes
	quarters(&seen, &watchNumbers, b.p.thresh, &b.h0, &b.h, &b.x0[o], &b.x[o], &b.k[6][o], &b.k[2][o], &b.k[3][o], &b.k[4][o], &b.k[5][o], &b.k[0][o])
	b.look = b.took & b.last
	for i, m := range seen.low {
		b.crossed[i] = b.took & b.below &^ m
		b.look |= b.crossed[i]
		b.below = b.below&^b.took | m&b.took
	}
	b.look |= b.took&^seen.fine | b.active&^b.took&seen.tiny
	if len(b.p.comps) > 1 {
		for l := range width {
			if b.took.has(l) && b.astray(l) {
				b.look.set(l, true)
			}
		}
	}
}

// vectorRates evaluates the derivative of every state into d.
func (b *lanes) vectorRates(d []vec) {
	for i := range b.kernels {
		b.kernels[i].rates(b, &b.p.comps[i], d)
	}
}

// prepare chooses each lane's step and says which end at an edge.
//
//go:noescape
func prepare(c *clocks, numbers *[6]float64) (last mask)

// stage makes in y the state from which the next stage is evaluated, of as many stages
// as there are terms.
//
//go:noescape
func stage(terms int, c *[5]float64, n int, now, y, x, k1, k2, k3, k4, k5 *vec)

// lastStage makes the state after the last stage in y, and in part the error's sum over
// the stages so far.
//
//go:noescape
func lastStage(c *[11]float64, n int, now, y, part, x, k1, k3, k4, k5, k6 *vec)

// largest is the largest error of each lane over its states that have a scale, no
// number if one is none.
//
//go:noescape
func largest(e7 float64, n int, now, part, k7, err *vec, per *float64)

// own adds to it that of a state that is judged by its own size.
//
//go:noescape
func own(e7 float64, now, part, k7, y, x, rest, big, k1, err *vec)

// decide accepts or refuses each lane's step.
//
//go:noescape
func decide(c *clocks, numbers *[6]float64, tol float64, active, last mask) (took mask)

// follow keeps the largest size of a state that is judged by it.
//
//go:noescape
func follow(took mask, x, big *vec)

// restore gives lanes that have not moved their state and first stage again.
//
//go:noescape
func restore(took mask, n int, x, x0, k1, k7 *vec)

// watched says of each lane whether V is below the threshold after each quarter of its
// step, whether it is where a V can be, and whether the next step is too small.
type watched struct {
	low        [4]mask
	fine, tiny mask
}

// quarters looks at V over the last step of each lane.
//
//go:noescape
func quarters(seen *watched, c *[11]float64, thresh float64, h0, h, x0, x, k1, k3, k4, k5, k6, k7 *vec)
