package sim

// attemptOf is plainAttempt by vector instructions, eight states at a time. The slices
// of states are filled up to that with zeros.
func (s *dp5) vectorAttempt(h float64) float64 {
	n, y, x := eights(len(s.x)), &s.y[0], &s.x[0]
	k1, k2, k3, k4, k5, k6 := &s.k[0][0], &s.k[1][0], &s.k[2][0], &s.k[3][0], &s.k[4][0], &s.k[5][0]
	stageOf(1, &weights2, n, h, y, x, k1, nil, nil, nil, nil)
	s.eval(s.t+float64(c2*h), s.k[1])
	stageOf(2, &weights3, n, h, y, x, k1, k2, nil, nil, nil)
	s.eval(s.t+float64(c3*h), s.k[2])
	stageOf(3, &weights4, n, h, y, x, k1, k2, k3, nil, nil)
	s.eval(s.t+float64(c4*h), s.k[3])
	stageOf(4, &weights5, n, h, y, x, k1, k2, k3, k4, nil)
	s.eval(s.t+float64(c5*h), s.k[4])
	stageOf(5, &weights6, n, h, y, x, k1, k2, k3, k4, k5)
	s.eval(s.t+h, s.k[5])
	lastStageOf(&weights7, n, h, y, &s.part[0], x, k1, k3, k4, k5, k6)
	s.eval(s.t+h, s.k[6])
	worst := largestOf(e7, n, h, &s.part[0], &s.k[6][0], &s.perScale[0])
	for _, i := range s.follows {
		e := abs(float64(h * (s.part[i] + float64(e7*s.k[6][i]))))
		if e != 0 {
			e /= s.size(i, h)
		}
		if !(e <= worst) && worst == worst {
			worst = e
		}
	}
	return worst
}

// gatesOf evaluates gates whose states are neighbours, block by block.
//
//go:noescape
func gatesOf(blocks *gateBlock, n int, row *float64, f float64, y, d *float64)

// stageOf makes in y the state from which the next stage is evaluated, of as many stages
// as there are terms. n counts eights of states.
//
//go:noescape
func stageOf(terms int, c *[5]float64, n int, h float64, y, x, k1, k2, k3, k4, k5 *float64)

// lastStageOf makes the state after the last stage in y, and in part the error's sum
// over the stages so far.
//
//go:noescape
func lastStageOf(c *[10]float64, n int, h float64, y, part, x, k1, k3, k4, k5, k6 *float64)

// largestOf is the largest error over the states that have a scale, no number if one is
// none.
//
//go:noescape
func largestOf(e7 float64, n int, h float64, part, k7, per *float64) float64
