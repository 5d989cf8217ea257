package sim

// quartic is a state over a step, by the fraction u of it that has passed:
//
//	y(u) = r0 + u (r1 + w (r2 + u (r3 + w r4))),  w = 1 - u
//
// as the dense output of the Dormand–Prince pair has it (Hairer, Nørsett & Wanner
// 1993, II.6).
type quartic struct{ r0, r1, r2, r3, r4 float64 }

// densely makes it of a step of length h from x0 to x with the stages k1 to k7.
func densely(h, x0, x, k1, k3, k4, k5, k6, k7 float64) quartic {
	c := quartic{r0: x0, r1: x - x0}
	c.r2 = float64(h*k1) - c.r1
	c.r3 = c.r1 - float64(h*k7) - c.r2
	c.r4 = float64(h * (float64(d1*k1) + float64(d3*k3) + float64(d4*k4) + float64(d5*k5) + float64(d6*k6) + float64(d7*k7)))
	return c
}

func (c *quartic) at(u float64) float64 {
	w := 1 - u
	return c.r0 + float64(u*(c.r1+float64(w*(c.r2+float64(u*(c.r3+float64(w*c.r4)))))))
}

// slope is dy/du.
func (c *quartic) slope(u float64) float64 {
	w := 1 - u
	e := c.r3 + float64(w*c.r4)
	d := c.r2 + float64(u*e)
	b := c.r1 + float64(w*d)
	dd := e - float64(u*c.r4)
	db := float64(w*dd) - d
	return b + float64(u*db)
}

// reach is a bound from above.
func (c *quartic) reach() float64 {
	// The largest values of u w, u^2 w and u^2 w^2 in the step.
	return max(c.r0, c.r0+c.r1) + float64(0.25*abs(c.r2)) + float64(0.15*abs(c.r3)) + float64(0.0625*abs(c.r4))
}

// crossing is where y passes thr upwards between a, where it is below, and b, where
// it is not: Newton's method from the chord between the two ends, which close in.
func (c *quartic) crossing(thr, a, b float64) float64 {
	u := 0.5 * (a + b)
	if low, high := c.at(a)-thr, c.at(b)-thr; low < 0 && high > 0 {
		u = a + float64((b-a)*(low/(low-high)))
	}
	for range 60 {
		f := c.at(u) - thr
		if f < 0 {
			a = u
		} else {
			b = u
		}
		next := 0.5 * (a + b)
		const (
			grain = 1e-15 // of a step
			close = 1e-8  // whose square is below that: so much nearer is Newton's next
		)
		if s := c.slope(u); s > 0 {
			if to := u - f/s; to > a && to < b {
				if next = to; abs(next-u) <= close {
					return next
				}
			}
		}
		if b-a <= grain || abs(next-u) <= grain {
			return next
		}
		u = next
	}
	return u
}
