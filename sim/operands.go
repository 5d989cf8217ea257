package sim

// operands are the numbers of every lane of a block, by place, and what the last
// look-up in a table has found. Its methods are one run's machine, lane by lane: the
// meaning of the vector kernels, which do the same operations in the same order.
type operands struct {
	p          *Program
	y          []vec
	frac       *vec // of the cell of the table in which V is
	rowsOf     [width][]float64
	unplainRow [width][]float64 // rows evaluated outside the table
	outside    [width]int
}

func newOperands(p *Program, frac *vec, y []vec) operands {
	b := operands{p: p, y: y, frac: frac}
	for l := range b.unplainRow {
		b.unplainRow[l] = make([]float64, p.direct)
	}
	return b
}

// left is how often V of a lane has left the table.
func (b *operands) left(l int) int { return b.outside[l] }

// seen is what a block shows after a step.
type seen struct {
	active  mask    // lanes with a run
	took    mask    // those that have moved
	below   mask    // V is below the threshold of a spike
	look    mask    // something has happened in the step: see watch
	crossed [4]mask // V has passed the threshold upwards in that quarter of it
}

func (s *seen) shown() *seen { return s }

// mask is a set of lanes.
type mask uint16

const everyLane mask = 1<<width - 1

func (m mask) has(l int) bool { return m>>l&1 != 0 }

func (m *mask) set(l int, yes bool) {
	*m &^= 1 << l
	if yes {
		*m |= 1 << l
	}
}

// rows looks up each lane's row of the table and the fraction in its cell; only those
// of some lanes count.
func (b *operands) rows(c *compProgram, of mask) {
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
		if !of.has(l) { // a lane that is only carried along
			b.rowsOf[l], b.frac[l] = c.data[:c.rowLen], 0
			continue
		}
		b.outside[l]++
		c.tab.direct(v[l], b.unplainRow[l])
		b.rowsOf[l], b.frac[l] = b.unplainRow[l][:c.rowLen], 0
	}
}

// columns copies the value columns to scratch.
func (b *operands) columns(c *compProgram) {
	for _, u := range c.values {
		y := &b.y[u.dst]
		for l := range y {
			r, f := (*[tableBlock - 2*pairsInBlock + 1]float64)(b.rowsOf[l][u.base:]), b.frac[l]
			y[l] = r[0] + float64(f*(r[8]+float64(f*(r[16]+float64(f*r[24])))))
		}
	}
}

// code runs straight-line code over every lane.
func (b *operands) code(code []instr) {
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
func (b *operands) ohmic(c *compProgram, g, s *vec) {
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

func (b *operands) current(c *compProgram, k *current, g, s *vec) {
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
func (b *operands) conductance(k *current, gk *vec) {
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

func (b *operands) product(k *current, gk *vec) {
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

func (b *operands) ghk(k *current, s *vec) {
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
