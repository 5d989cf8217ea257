package sim

// The loops of a block in plain Go: the meaning of the vector kernels, which do the
// same operations in the same order.

// prepare chooses each lane's step.
func (b *lanes) prepare() {
	b.last = 0
	for l := range width {
		h := min(b.h[l], longestStep)
		if b.t[l]+float64(nearEdge*h) >= b.end[l] {
			h = b.end[l] - b.t[l]
			b.last.set(l, true)
		}
		b.now[l] = h
	}
}

// attempt computes the stages of every lane's step, and its error.
func (b *lanes) attempt() {
	b.stage2()
	b.inject(c2)
	b.rates(b.k[1])
	b.stage3()
	b.inject(c3)
	b.rates(b.k[2])
	b.stage4()
	b.inject(c4)
	b.rates(b.k[3])
	b.stage5()
	b.inject(c5)
	b.rates(b.k[4])
	b.stage6()
	b.inject(1)
	b.rates(b.k[5])
	b.stage7()
	b.inject(1)
	b.rates(b.k[6])
	b.estimate()
}

// choose is the factor of the next step by the error of this one.
func (b *lanes) choose() {
	for l, err := range b.err {
		b.factor[l] = leastFactor
		if err == err { // not NaN
			f := safety * fifthRoot(b.tol/max(err, leastError))
			b.factor[l] = max(leastFactor, min(mostFactor, f))
		}
	}
}

// decide accepts or refuses each lane's step.
func (b *lanes) decide() {
	b.took = 0
	for l := range width {
		h, factor := b.now[l], b.factor[l]
		b.tried[l]++
		if !b.active.has(l) {
			continue
		}
		if !(b.err[l] <= b.tol) {
			b.h[l] = h * min(1, factor)
			continue
		}
		b.took.set(l, true)
		b.taken[l]++
		b.t0[l], b.h0[l] = b.t[l], h
		b.t[l] += h
		if b.last.has(l) {
			b.t[l] = b.end[l]
			b.h[l] = max(b.h[l], h*factor)
		} else {
			b.h[l] = h * factor
		}
	}
	b.swap()
	copy(b.x, b.y[:len(b.x)])
	for _, i := range b.follows {
		x, big := &b.x[i], &b.big[i]
		for l := range width {
			if a := abs(x[l]); b.took.has(l) && a > big[l] {
				big[l] = a
			}
		}
	}
}

// swap makes the old state and the stages those of the last step.
func (b *lanes) swap() {
	b.x, b.x0 = b.x0, b.x
	b.k[0], b.k[6] = b.k[6], b.k[0]
}

// watch says which lanes want a look: those whose V has passed the threshold, that
// have come to an edge, that have left every range, or that cannot go on. It follows
// V by quarters of the step, as Runner.spikes does.
func (b *lanes) watch() {
	o := b.p.spikes
	b.look = b.took & b.last
	b.crossed = [4]mask{}
	for l := range width {
		if !b.took.has(l) {
			if b.h[l] < tiniestStep && b.active.has(l) {
				b.look.set(l, true)
			}
			continue
		}
		c := b.dense(l, o)
		for q := range b.crossed {
			low := c.at(float64(0.25*float64(q+1))) < b.p.thresh
			if !low && b.below.has(l) {
				b.crossed[q].set(l, true)
				b.look.set(l, true)
			}
			b.below.set(l, low)
		}
		if b.astray(l) {
			b.look.set(l, true)
		}
	}
}

func (b *lanes) stage2() {
	k1 := b.k[0]
	var h vec
	for l := range h {
		h[l] = float64(b.now[l] * a21)
	}
	for i := range b.x {
		y, x, p1 := &b.y[i], &b.x[i], &k1[i]
		for l := range y {
			y[l] = x[l] + float64(h[l]*p1[l])
		}
	}
}

func (b *lanes) stage3() {
	h, k1, k2 := &b.now, b.k[0], b.k[1]
	for i := range b.x {
		y, x, p1, p2 := &b.y[i], &b.x[i], &k1[i], &k2[i]
		for l := range y {
			y[l] = x[l] + float64(h[l]*(float64(a31*p1[l])+float64(a32*p2[l])))
		}
	}
}

func (b *lanes) stage4() {
	h, k1, k2, k3 := &b.now, b.k[0], b.k[1], b.k[2]
	for i := range b.x {
		y, x, p1, p2, p3 := &b.y[i], &b.x[i], &k1[i], &k2[i], &k3[i]
		for l := range y {
			y[l] = x[l] + float64(h[l]*(float64(a41*p1[l])+float64(a42*p2[l])+float64(a43*p3[l])))
		}
	}
}

func (b *lanes) stage5() {
	h, k1, k2, k3, k4 := &b.now, b.k[0], b.k[1], b.k[2], b.k[3]
	for i := range b.x {
		y, x, p1, p2, p3, p4 := &b.y[i], &b.x[i], &k1[i], &k2[i], &k3[i], &k4[i]
		for l := range y {
			y[l] = x[l] + float64(h[l]*(float64(a51*p1[l])+float64(a52*p2[l])+float64(a53*p3[l])+float64(a54*p4[l])))
		}
	}
}

func (b *lanes) stage6() {
	h, k1, k2, k3, k4, k5 := &b.now, b.k[0], b.k[1], b.k[2], b.k[3], b.k[4]
	for i := range b.x {
		y, x, p1, p2, p3, p4, p5 := &b.y[i], &b.x[i], &k1[i], &k2[i], &k3[i], &k4[i], &k5[i]
		for l := range y {
			y[l] = x[l] + float64(h[l]*(float64(a61*p1[l])+float64(a62*p2[l])+float64(a63*p3[l])+float64(a64*p4[l])+float64(a65*p5[l])))
		}
	}
}

func (b *lanes) stage7() {
	h, k1, k3, k4, k5, k6 := &b.now, b.k[0], b.k[2], b.k[3], b.k[4], b.k[5]
	for i := range b.x {
		y, x, p1, p3, p4, p5, p6 := &b.y[i], &b.x[i], &k1[i], &k3[i], &k4[i], &k5[i], &k6[i]
		for l := range y {
			y[l] = x[l] + float64(h[l]*(float64(a71*p1[l])+float64(a73*p3[l])+float64(a74*p4[l])+float64(a75*p5[l])+float64(a76*p6[l])))
		}
	}
}

// estimate is the error of every lane's step: the largest over its states; not a
// number where one is not.
func (b *lanes) estimate() {
	b.err = vec{}
	h, k1, k3, k4, k5, k6, k7 := &b.now, b.k[0], b.k[2], b.k[3], b.k[4], b.k[5], b.k[6]
	for i := range b.x {
		p1, p3, p4, p5, p6, p7 := &k1[i], &k3[i], &k4[i], &k5[i], &k6[i], &k7[i]
		per := b.perScale[i]
		for l := range b.err {
			e := abs(float64(h[l] * (float64(e1*p1[l]) + float64(e3*p3[l]) + float64(e4*p4[l]) + float64(e5*p5[l]) + float64(e6*p6[l]) + float64(e7*p7[l]))))
			if per > 0 {
				e = float64(e * per)
			} else if e != 0 {
				e /= max(abs(b.y[i][l]), abs(b.x[i][l]), b.rest[i][l], float64(0.01*b.big[i][l]), abs(float64(h[l]*p1[l])))
			}
			if !(e <= b.err[l]) && b.err[l] == b.err[l] {
				b.err[l] = e
			}
		}
	}
}

// rates evaluates the derivative of every state into d.
func (b *lanes) rates(d []vec) {
	for i := range b.p.comps {
		c := &b.p.comps[i]
		b.rows(c, b.active)
		b.gates(c, d)
		b.columns(c)
		b.code(c.code)
		var g, s vec
		b.ohmic(c, &g, &s)
		b.slow(c, d)
		v, inj, per, dv := &b.y[c.v], &b.y[c.inj], &b.y[c.perCap], &d[c.v]
		var in vec
		for l := range in {
			in[l] = s[l] - float64(g[l]*v[l]) + inj[l]
		}
		for _, k := range c.links {
			gk, other := &b.y[k.g], &b.y[k.other]
			for l := range in {
				in[l] += float64(gk[l] * (other[l] - v[l]))
			}
		}
		for l := range in {
			dv[l] = float64(in[l] * per[l])
		}
	}
}

// gates evaluates the gates of a compartment from the rows.
func (b *lanes) gates(c *compProgram, d []vec) {
	for i := range c.gates {
		g := &c.gates[i]
		x, dx := &b.y[g.x], &d[g.x]
		for l := range x {
			r, f := (*[tableBlock - pairsInBlock + 1]float64)(b.rowsOf[l][g.base:]), b.frac[l]
			dx[l] = r[0] + float64(f*(r[8]+float64(f*(r[16]+float64(f*r[24]))))) -
				float64((r[4]+float64(f*(r[12]+float64(f*(r[20]+float64(f*r[28]))))))*x[l])
		}
	}
}

// slow evaluates the states that are not gates of V.
func (b *lanes) slow(c *compProgram, d []vec) {
	if len(c.late)+len(c.relax)+len(c.rates) == 0 {
		return
	}
	b.code(c.late)
	for _, r := range c.relax {
		a, k, x, dx := &b.y[r.a], &b.y[r.b], &b.y[r.x], &d[r.x]
		for l := range dx {
			dx[l] = a[l] - float64(k[l]*x[l])
		}
	}
	for _, r := range c.rates {
		d[r.x] = b.y[r.a]
	}
}
