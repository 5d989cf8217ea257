package sim

// The loops of a block in plain Go: the meaning of the vector kernels, which do the
// same operations in the same order.

// prepare chooses each lane's step.
func (b *lanes) prepare() {
	b.last = 0
	for l := range width {
		h := min(b.h[l], longestStep)
		if b.t[l]+float64(1.01*h) >= b.end[l] {
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
			f := safety * fifthRoot(b.tol/max(err, 1e-300))
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
		b.rows(c)
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

// rows looks up each lane's row of the table and the fraction in its cell.
func (b *lanes) rows(c *compProgram) {
	v := &b.y[c.v]
	for l := range v {
		u := float64((v[l] - c.lo) * c.perMV)
		if u >= 0 && u < c.top {
			j := int(u)
			b.frac[l] = u - float64(j)
			if c.split != nil && c.split[j] > 0 {
				j, b.frac[l] = within(c.tab.cut[c.split[j]-1], v[l])
			}
			b.rowsOf[l] = c.data[j*c.rowLen:][:c.rowLen]
			continue
		}
		if !b.active.has(l) { // a lane that is only carried along
			b.rowsOf[l], b.frac[l] = c.data[:c.rowLen], 0
			continue
		}
		b.outside[l]++
		c.tab.direct(v[l], b.unplainRow[l])
		b.rowsOf[l], b.frac[l] = b.unplainRow[l][:c.rowLen], 0
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

// columns copies the value columns to scratch.
func (b *lanes) columns(c *compProgram) {
	for _, u := range c.values {
		y := &b.y[u.dst]
		for l := range y {
			r, f := (*[tableBlock - 2*pairsInBlock + 1]float64)(b.rowsOf[l][u.base:]), b.frac[l]
			y[l] = r[0] + float64(f*(r[8]+float64(f*(r[16]+float64(f*r[24])))))
		}
	}
}

// code runs straight-line code over every lane.
func (b *lanes) code(code []instr) {
	for i := range code {
		in := &code[i]
		z, x, y := &b.y[in.dst], &b.y[in.a], &b.y[in.b]
		switch in.op {
		case opAdd:
			for l := range z {
				z[l] = x[l] + y[l]
			}
		case opSub:
			for l := range z {
				z[l] = x[l] - y[l]
			}
		case opMul:
			for l := range z {
				z[l] = float64(x[l] * y[l])
			}
		case opDiv:
			for l := range z {
				z[l] = x[l] / y[l]
			}
		case opNeg:
			for l := range z {
				z[l] = -x[l]
			}
		case opWhereLess, opWhereLessEq:
			p, q := &b.y[in.c], &b.y[in.d]
			for l := range z {
				if p[l] < q[l] || in.op == opWhereLessEq && p[l] == q[l] {
					z[l] = x[l]
				} else {
					z[l] = y[l]
				}
			}
		default:
			for l := range z {
				z[l] = in.of(x[l], y[l])
			}
		}
	}
}

// ohmic sums conductances and g·E of a compartment; the sums that pools are fed by
// are made on the way.
func (b *lanes) ohmic(c *compProgram, g, s *vec) {
	*g, *s = b.y[c.g0], b.y[c.s0]
	for i := range c.currents {
		b.current(c, &c.currents[i], g, s)
	}
	for _, u := range c.sums {
		var total vec
		for _, o := range u.parts {
			for l := range total {
				total[l] += b.y[o][l]
			}
		}
		b.y[u.dst] = total
	}
}

func (b *lanes) current(c *compProgram, k *current, g, s *vec) {
	if k.kind == currentGHK {
		b.ghk(k, s)
		return
	}
	var gk vec
	b.conductance(k, &gk)
	e := &b.y[k.e]
	if k.store >= 0 {
		v, to := &b.y[c.v], &b.y[k.store]
		for l := range gk {
			to[l] = float64(gk[l] * (v[l] - e[l]))
		}
	}
	for l := range gk {
		g[l] += gk[l]
		s[l] += float64(gk[l] * e[l])
	}
}

// conductance is g times the open fraction, in the order of compProgram.ohmic.
func (b *lanes) conductance(k *current, gk *vec) {
	g := &b.y[k.g]
	if k.kind == currentProduct {
		b.product(k, gk)
		return
	}
	x := &b.y[k.x]
	switch k.kind {
	case currentX:
		for l := range gk {
			gk[l] = float64(g[l] * x[l])
		}
	case currentX2:
		for l := range gk {
			gk[l] = float64(float64(g[l]*x[l]) * x[l])
		}
	case currentX3:
		for l := range gk {
			gk[l] = float64(float64(float64(g[l]*x[l])*x[l]) * x[l])
		}
	case currentX4:
		for l := range gk {
			q := float64(x[l] * x[l])
			gk[l] = float64(g[l] * float64(q*q))
		}
	case currentXY:
		y := &b.y[k.y]
		for l := range gk {
			gk[l] = float64(float64(g[l]*x[l]) * y[l])
		}
	case currentX2Y:
		y := &b.y[k.y]
		for l := range gk {
			gk[l] = float64(float64(g[l]*y[l]) * float64(x[l]*x[l]))
		}
	case currentX3Y:
		y := &b.y[k.y]
		for l := range gk {
			gk[l] = float64(float64(g[l]*y[l]) * float64(float64(x[l]*x[l])*x[l]))
		}
	}
}

func (b *lanes) product(k *current, gk *vec) {
	*gk = b.y[k.g]
	for _, f := range k.factors {
		x := &b.y[f.x]
		for range f.power {
			for l := range gk {
				gk[l] = float64(gk[l] * x[l])
			}
		}
	}
}

func (b *lanes) ghk(k *current, s *vec) {
	var gk vec
	b.product(k, &gk)
	in, out, fIn, fOut := &b.y[k.in], &b.y[k.out], &b.y[k.fIn], &b.y[k.fOut]
	for l := range gk {
		gk[l] = float64(gk[l] * (float64(in[l]*fIn[l]) - float64(out[l]*fOut[l])))
		s[l] -= gk[l]
	}
	if k.store >= 0 {
		b.y[k.store] = gk
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
