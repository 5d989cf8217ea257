//go:build goexperiment.simd && amd64

package sim

import (
	"simd/archsimd"
	"unsafe"
)

// vectorised says that blocks use the machine's vector instructions: AVX-512. They
// do what the plain loops of lanes_go.go do, in the same order and without fused
// operations, so that every bit is the same.
var vectorised = archsimd.X86.AVX512()

type f8 = archsimd.Float64x8

func at(v *vec) f8        { return archsimd.LoadFloat64x8((*[width]float64)(v)) }
func put(v *vec, x f8)    { x.Store((*[width]float64)(v)) }
func all(x float64) f8    { return archsimd.BroadcastFloat64x8(x) }
func splat(x float64) vec { return vec{x, x, x, x, x, x, x, x} }

// constants of the stages as memory operands: a broadcast in a loop is made anew each
// time.
var (
	v21                          = splat(a21)
	v31, v32                     = splat(a31), splat(a32)
	v41, v42, v43                = splat(a41), splat(a42), splat(a43)
	v51, v52, v53, v54           = splat(a51), splat(a52), splat(a53), splat(a54)
	v61, v62, v63, v64, v65      = splat(a61), splat(a62), splat(a63), splat(a64), splat(a65)
	v71, v73, v74, v75, v76      = splat(a71), splat(a73), splat(a74), splat(a75), splat(a76)
	ve1, ve3, ve4, ve5, ve6, ve7 = splat(e1), splat(e3), splat(e4), splat(e5), splat(e6), splat(e7)
	vd1, vd3, vd4, vd5, vd6, vd7 = splat(d1), splat(d3), splat(d4), splat(d5), splat(d6), splat(d7)

	vOne, vTiny, vHundredth = splat(1), splat(1e-300), splat(0.01)
	vMinus                  = splat(-1)
	vLongest, vTiniest      = splat(longestStep), splat(tiniestStep)
	vBeyond, vHighest       = splat(1.01), splat(highestV)
	vSafety, vLeast, vMost  = splat(safety), splat(leastFactor), splat(mostFactor)
	vQuarter                = [4]vec{splat(0.25), splat(0.5), splat(0.75), splat(1)}
)

// vectorAttempt computes the stages of every lane's step, and its error.
func (b *lanes) vectorAttempt() {
	n := len(b.x)
	y, x := b.y[:n], b.x[:n]
	k1, k2, k3, k4, k5, k6 := b.k[0][:n], b.k[1][:n], b.k[2][:n], b.k[3][:n], b.k[4][:n], b.k[5][:n]
	h := at(&b.now)
	hb := h.Mul(at(&v21))
	for i := range y {
		put(&y[i], at(&x[i]).Add(hb.Mul(at(&k1[i]))))
	}
	b.vectorStage(c2, b.k[1])
	h = at(&b.now)
	for i := range y {
		s := at(&v31).Mul(at(&k1[i])).Add(at(&v32).Mul(at(&k2[i])))
		put(&y[i], at(&x[i]).Add(h.Mul(s)))
	}
	b.vectorStage(c3, b.k[2])
	h = at(&b.now)
	for i := range y {
		s := at(&v41).Mul(at(&k1[i])).Add(at(&v42).Mul(at(&k2[i]))).Add(at(&v43).Mul(at(&k3[i])))
		put(&y[i], at(&x[i]).Add(h.Mul(s)))
	}
	b.vectorStage(c4, b.k[3])
	h = at(&b.now)
	for i := range y {
		s := at(&v51).Mul(at(&k1[i])).Add(at(&v52).Mul(at(&k2[i]))).Add(at(&v53).Mul(at(&k3[i]))).Add(at(&v54).Mul(at(&k4[i])))
		put(&y[i], at(&x[i]).Add(h.Mul(s)))
	}
	b.vectorStage(c5, b.k[4])
	h = at(&b.now)
	for i := range y {
		s := at(&v61).Mul(at(&k1[i])).Add(at(&v62).Mul(at(&k2[i]))).Add(at(&v63).Mul(at(&k3[i]))).Add(at(&v64).Mul(at(&k4[i]))).Add(at(&v65).Mul(at(&k5[i])))
		put(&y[i], at(&x[i]).Add(h.Mul(s)))
	}
	b.vectorStage(1, b.k[5])
	h = at(&b.now)
	for i := range y {
		s := at(&v71).Mul(at(&k1[i])).Add(at(&v73).Mul(at(&k3[i]))).Add(at(&v74).Mul(at(&k4[i]))).Add(at(&v75).Mul(at(&k5[i]))).Add(at(&v76).Mul(at(&k6[i])))
		put(&y[i], at(&x[i]).Add(h.Mul(s)))
	}
	b.vectorStage(1, b.k[6])
	b.vectorEstimate()
}

func (b *lanes) vectorStage(c float64, d []vec) {
	if b.ramps {
		archsimd.ClearAVXUpperBits()
		b.inject(c)
	}
	b.vectorRates(d)
}

// vectorEstimate is the largest error of a lane over its states that have a scale;
// those that follow their own size are few and looked at one by one.
func (b *lanes) vectorEstimate() {
	n := len(b.x)
	k1, k3, k4, k5, k6, k7 := b.k[0][:n], b.k[2][:n], b.k[3][:n], b.k[4][:n], b.k[5][:n], b.k[6][:n]
	h, zero := at(&b.now), all(0)
	worst := zero
	bad := zero.Less(zero)
	for i := range k1 {
		s := at(&ve1).Mul(at(&k1[i])).Add(at(&ve3).Mul(at(&k3[i]))).Add(at(&ve4).Mul(at(&k4[i]))).Add(at(&ve5).Mul(at(&k5[i]))).Add(at(&ve6).Mul(at(&k6[i]))).Add(at(&ve7).Mul(at(&k7[i])))
		e := h.Mul(s)
		e = e.Max(zero.Sub(e))
		if per := b.perScale[i]; per > 0 {
			e = e.Mul(at(&b.per[i]))
		} else {
			hk := h.Mul(at(&k1[i]))
			y, x := at(&b.y[i]), at(&b.x[i])
			size := y.Max(zero.Sub(y)).Max(x.Max(zero.Sub(x))).Max(at(&b.rest[i])).Max(at(&vHundredth).Mul(at(&b.big[i]))).Max(hk.Max(zero.Sub(hk)))
			e = e.Div(size).Merge(e, e.NotEqual(zero))
		}
		bad = bad.Or(e.IsNaN())
		worst = e.Max(worst) // the second where one is not a number
	}
	put(&b.err, all(notANumber()).Merge(worst, bad))
}

// vectorPrepare is prepare.
func (b *lanes) vectorPrepare() {
	t, end := at(&b.t), at(&b.end)
	h := at(&b.h).Min(at(&vLongest))
	last := t.Add(at(&vBeyond).Mul(h)).GreaterEqual(end)
	b.last = mask(last.ToBits())
	put(&b.now, end.Sub(t).Merge(h, last))
	archsimd.ClearAVXUpperBits()
}

// vectorChoose is choose.
func (b *lanes) vectorChoose() {
	err := at(&b.err)
	r := all(b.tol).Div(err.Max(at(&vTiny)))
	a := r.Sqrt().Sqrt().Sqrt()
	f := at(&vSafety).Mul(a.Mul(a.Sqrt()))
	f = f.Min(at(&vMost)).Max(at(&vLeast))
	put(&b.factor, at(&vLeast).Merge(f, err.IsNaN()))
}

// vectorDecide is decide.
func (b *lanes) vectorDecide() {
	took := at(&b.err).LessEqual(all(b.tol)).And(archsimd.Mask64x8FromBits(uint8(b.active)))
	last := archsimd.Mask64x8FromBits(uint8(b.last))
	active := archsimd.Mask64x8FromBits(uint8(b.active))
	b.took = mask(took.ToBits())
	now, factor, t, h, one := at(&b.now), at(&b.factor), at(&b.t), at(&b.h), at(&vOne)
	next := now.Mul(factor)
	next = h.Max(next).Merge(next, last)
	less := now.Mul(one.Min(factor))
	put(&b.h, next.Merge(less.Merge(h, active), took))
	put(&b.t0, t.Merge(at(&b.t0), took))
	put(&b.h0, now.Merge(at(&b.h0), took))
	to := at(&b.end).Merge(t.Add(now), last)
	put(&b.t, to.Merge(t, took))
	put(&b.tried, at(&b.tried).Add(one))
	put(&b.taken, at(&b.taken).Add(one.Merge(all(0), took)))
	b.swap()
	for i := range b.x {
		put(&b.x[i], at(&b.y[i]))
	}
	zero := all(0)
	for _, i := range b.follows {
		x, big := at(&b.x[i]), at(&b.big[i])
		put(&b.big[i], big.Max(x.Max(zero.Sub(x))).Merge(big, took))
	}
	archsimd.ClearAVXUpperBits()
}

// vectorWatch is watch.
func (b *lanes) vectorWatch() {
	o := b.p.spikes
	h, r0, one, zero := at(&b.h0), at(&b.x0[o]), at(&vOne), all(0)
	k1, k7 := at(&b.k[6][o]), at(&b.k[0][o])
	r1 := at(&b.x[o]).Sub(r0)
	r2 := h.Mul(k1).Sub(r1)
	r3 := r1.Sub(h.Mul(k7)).Sub(r2)
	r4 := h.Mul(at(&vd1).Mul(k1).Add(at(&vd3).Mul(at(&b.k[2][o]))).Add(at(&vd4).Mul(at(&b.k[3][o]))).Add(at(&vd5).Mul(at(&b.k[4][o]))).Add(at(&vd6).Mul(at(&b.k[5][o]))).Add(at(&vd7).Mul(k7)))
	thr := all(b.p.thresh)
	b.look = b.took & b.last
	for q := range b.crossed {
		u := at(&vQuarter[q])
		w := one.Sub(u)
		y := r0.Add(u.Mul(r1.Add(w.Mul(r2.Add(u.Mul(r3.Add(w.Mul(r4))))))))
		low := mask(y.Less(thr).ToBits())
		b.crossed[q] = b.took & b.below &^ low
		b.look |= b.crossed[q]
		b.below = b.below&^b.took | low&b.took
	}
	fine := zero.Equal(zero)
	for i := range b.p.comps {
		v := at(&b.x[b.p.comps[i].v])
		fine = fine.And(v.Max(zero.Sub(v)).Less(at(&vHighest)))
	}
	b.look |= b.took &^ mask(fine.ToBits())
	b.look |= b.active &^ b.took & mask(at(&b.h).Less(at(&vTiniest)).ToBits())
	archsimd.ClearAVXUpperBits()
}

func (b *lanes) vectorsDone() { archsimd.ClearAVXUpperBits() }

func notANumber() float64 {
	zero := 0.0
	return zero / zero
}

// vectorRates evaluates the derivative of every state into d.
func (b *lanes) vectorRates(d []vec) {
	for i := range b.p.comps {
		c := &b.p.comps[i]
		b.vectorRows(c, d)
		b.vectorCode(c.code)
		g, s := at(&b.y[c.g0]), at(&b.y[c.s0])
		v := at(&b.y[c.v])
		for j := range c.currents {
			k := &c.currents[j]
			var gk f8
			switch k.kind {
			case currentX:
				gk = at(&b.y[k.g]).Mul(at(&b.y[k.x]))
			case currentX2:
				x := at(&b.y[k.x])
				gk = at(&b.y[k.g]).Mul(x).Mul(x)
			case currentX3:
				x := at(&b.y[k.x])
				gk = at(&b.y[k.g]).Mul(x).Mul(x).Mul(x)
			case currentX4:
				x := at(&b.y[k.x])
				x = x.Mul(x)
				gk = at(&b.y[k.g]).Mul(x.Mul(x))
			case currentXY:
				gk = at(&b.y[k.g]).Mul(at(&b.y[k.x])).Mul(at(&b.y[k.y]))
			case currentX2Y:
				x := at(&b.y[k.x])
				gk = at(&b.y[k.g]).Mul(at(&b.y[k.y])).Mul(x.Mul(x))
			case currentX3Y:
				x := at(&b.y[k.x])
				gk = at(&b.y[k.g]).Mul(at(&b.y[k.y])).Mul(x.Mul(x).Mul(x))
			case currentGHK:
				i := b.vectorProduct(k).Mul(at(&b.y[k.in]).Mul(at(&b.y[k.fIn])).Sub(at(&b.y[k.out]).Mul(at(&b.y[k.fOut]))))
				s = s.Sub(i)
				if k.store >= 0 {
					put(&b.y[k.store], i)
				}
				continue
			default:
				gk = b.vectorProduct(k)
			}
			e := at(&b.y[k.e])
			if k.store >= 0 {
				put(&b.y[k.store], gk.Mul(v.Sub(e)))
			}
			g, s = g.Add(gk), s.Add(gk.Mul(e))
		}
		for _, u := range c.sums {
			total := all(0)
			for _, o := range u.parts {
				total = total.Add(at(&b.y[o]))
			}
			put(&b.y[u.dst], total)
		}
		if len(c.late)+len(c.relax)+len(c.rates) > 0 {
			b.vectorSlow(c, d)
		}
		in := s.Sub(g.Mul(v)).Add(at(&b.y[c.inj]))
		for _, k := range c.links {
			in = in.Add(at(&b.y[k.g]).Mul(at(&b.y[k.other]).Sub(v)))
		}
		put(&d[c.v], in.Mul(at(&b.y[c.perCap])))
	}
}

// vectorRows looks up each lane's row of the table and evaluates the gates and value
// columns of a compartment from them, four pairs of curves at a time: each lane's row
// gives the eight values of a block in one register, and eight of those are turned
// over so that a register holds one value of every lane.
func (b *lanes) vectorRows(c *compProgram, d []vec) {
	var row [width]unsafe.Pointer
	u := at(&b.y[c.v]).Sub(all(c.lo)).Mul(all(c.perMV))
	inside := u.GreaterEqual(all(0)).And(u.Less(all(c.top)))
	if inside.ToBits() == 1<<width-1 && c.split == nil {
		put(&b.frac, u.Sub(u.TruncScaled(0)))
		var cell [width]int32
		u.ConvertToInt32().Store(&cell)
		first, step := unsafe.Pointer(&c.data[0]), uintptr(c.rowLen)*8
		for l := range row {
			row[l] = unsafe.Add(first, uintptr(cell[l])*step)
		}
	} else {
		archsimd.ClearAVXUpperBits()
		b.rows(c)
		for l := range row {
			row[l] = unsafe.Pointer(&b.rowsOf[l][0])
		}
	}
	f0, f1, f2, f3 := all(b.frac[0]), all(b.frac[1]), all(b.frac[2]), all(b.frac[3])
	f4, f5, f6, f7 := all(b.frac[4]), all(b.frac[5]), all(b.frac[6]), all(b.frac[7])
	for i := range c.slots {
		to := &c.slots[i]
		r0, r1, r2, r3 := cubicAt(row[0], i, f0), cubicAt(row[1], i, f1), cubicAt(row[2], i, f2), cubicAt(row[3], i, f3)
		r4, r5, r6, r7 := cubicAt(row[4], i, f4), cubicAt(row[5], i, f5), cubicAt(row[6], i, f6), cubicAt(row[7], i, f7)
		// Pairs of lanes, value by value: t holds values 0, 2, 4, 6 of two lanes, and w 1, 3, 5, 7.
		t0, w0 := r0.SelectFromPairGrouped(0, 2, r1), r0.SelectFromPairGrouped(1, 3, r1)
		t2, w2 := r2.SelectFromPairGrouped(0, 2, r3), r2.SelectFromPairGrouped(1, 3, r3)
		t4, w4 := r4.SelectFromPairGrouped(0, 2, r5), r4.SelectFromPairGrouped(1, 3, r5)
		t6, w6 := r6.SelectFromPairGrouped(0, 2, r7), r6.SelectFromPairGrouped(1, 3, r7)
		lo, hi := archsimd.LoadUint64x8(&evenQuarters), archsimd.LoadUint64x8(&oddQuarters)
		// Fours of lanes: the first holds values 0 and 4 (or 1 and 5), the second 2 and 6 (3 and 7).
		p0, p2 := t0.ConcatPermute(t2, lo), t0.ConcatPermute(t2, hi)
		q0, q2 := t4.ConcatPermute(t6, lo), t4.ConcatPermute(t6, hi)
		p1, p3 := w0.ConcatPermute(w2, lo), w0.ConcatPermute(w2, hi)
		q1, q3 := w4.ConcatPermute(w6, lo), w4.ConcatPermute(w6, hi)
		front, back := archsimd.LoadUint64x8(&lowHalves), archsimd.LoadUint64x8(&highHalves)
		b.deliver(&to[0], p0.ConcatPermute(q0, front), p0.ConcatPermute(q0, back), d)
		b.deliver(&to[1], p1.ConcatPermute(q1, front), p1.ConcatPermute(q1, back), d)
		b.deliver(&to[2], p2.ConcatPermute(q2, front), p2.ConcatPermute(q2, back), d)
		b.deliver(&to[3], p3.ConcatPermute(q3, front), p3.ConcatPermute(q3, back), d)
	}
}

// Orders of the turning over, as places in two registers of eight.
var (
	evenQuarters = [width]uint64{0, 1, 8, 9, 4, 5, 12, 13}
	oddQuarters  = [width]uint64{2, 3, 10, 11, 6, 7, 14, 15}
	lowHalves    = [width]uint64{0, 1, 2, 3, 8, 9, 10, 11}
	highHalves   = [width]uint64{4, 5, 6, 7, 12, 13, 14, 15}
)

// cubicAt evaluates the eight curves of block i of a row at the fraction f.
func cubicAt(row unsafe.Pointer, i int, f f8) f8 {
	r := (*[4]vec)(unsafe.Add(row, i*tableBlock*8))
	return at(&r[0]).Add(f.Mul(at(&r[1]).Add(f.Mul(at(&r[2]).Add(f.Mul(at(&r[3])))))))
}

// deliver takes the two curves of a pair to where they are wanted.
func (b *lanes) deliver(to *pairSlot, first, second f8, d []vec) {
	if to.gate >= 0 {
		put(&d[to.gate], first.Sub(second.Mul(at(&b.y[to.gate]))))
		return
	}
	if to.a >= 0 {
		put(&b.y[to.a], first)
	}
	if to.b >= 0 {
		put(&b.y[to.b], second)
	}
}

func (b *lanes) vectorProduct(k *current) f8 {
	g := at(&b.y[k.g])
	for _, f := range k.factors {
		x := at(&b.y[f.x])
		for range f.power {
			g = g.Mul(x)
		}
	}
	return g
}

// vectorSlow evaluates the states that are not gates of V.
func (b *lanes) vectorSlow(c *compProgram, d []vec) {
	b.vectorCode(c.late)
	for _, r := range c.relax {
		put(&d[r.x], at(&b.y[r.a]).Sub(at(&b.y[r.b]).Mul(at(&b.y[r.x]))))
	}
	for _, r := range c.rates {
		put(&d[r.x], at(&b.y[r.a]))
	}
}

// vectorCode runs straight-line code; functions are called lane by lane.
func (b *lanes) vectorCode(code []instr) {
	for i := range code {
		in := &code[i]
		z := &b.y[in.dst]
		switch in.op {
		case opAdd:
			put(z, at(&b.y[in.a]).Add(at(&b.y[in.b])))
		case opSub:
			put(z, at(&b.y[in.a]).Sub(at(&b.y[in.b])))
		case opMul:
			put(z, at(&b.y[in.a]).Mul(at(&b.y[in.b])))
		case opDiv:
			put(z, at(&b.y[in.a]).Div(at(&b.y[in.b])))
		case opNeg:
			put(z, at(&b.y[in.a]).Mul(at(&vMinus)))
		default:
			archsimd.ClearAVXUpperBits()
			b.code(code[i : i+1])
		}
	}
}
