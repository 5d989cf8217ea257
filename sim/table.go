package sim

import (
	"fmt"
	"slices"

	"quell/model/expr"
)

// pair is two curves of V that one look-up interpolates together: A and B of a
// gate, or two value columns.
type pair struct{ a, b expr.Node }

func (p pair) equal(q pair) bool { return expr.Equal(p.a, q.a) && expr.Equal(p.b, q.b) }

// table holds the curves of one compartment: for each grid cell and each pair
// the four coefficients of the cubic Hermite piece in the cell's own fraction.
//
// A row is a sequence of blocks of four pairs, and a block is
// [A0..A3 B0..B3] for the constant, linear, quadratic and cubic coefficient.
type table struct {
	pairs  []pair
	lo     float64 // mV
	perMV  float64 // cells per mV
	cells  int
	top    float64 // cells, as a float
	rowLen int
	data   []float64
	worst  float64 // how far it is off at worst, relative

	// A cell with a corner in it is cut there: split is its number among cut, from
	// 1, or 0. nil where no curve has a corner off the grid.
	split []int32
	cut   [][]fragment
}

// fragment is a part of a cell, up to hi; its row follows those of the cells.
type fragment struct {
	lo, hi, per float64 // mV, mV, 1/mV
	row         int
}

// Range of a table in mV. Inside it every shipped neuron stays; a run that
// leaves it is evaluated from the text and says so.
const (
	tableLow  = -160.0
	tableHigh = 120.0
	// tableError is the largest relative error of an interpolated curve that is
	// accepted on the 1 mV grid; a steeper curve makes the grid finer, to 1/16 mV.
	tableError   = 1e-5
	finestPerMV  = 16
	cornerOffset = 1e-9 // mV beside a corner, where it is surely passed or not
)

// newTable evaluates the pairs from lo to hi, and knows how far it is off at worst.
func newTable(pairs []pair, lo, hi float64) (*table, error) {
	for perMV := 1; ; perMV *= 2 {
		t := buildTable(pairs, lo, hi, perMV)
		t.worst = t.worstError()
		if t.worst != t.worst {
			return nil, fmt.Errorf("sim: a curve is not a number between %g and %g mV", lo, hi)
		}
		if t.worst <= tableError || perMV == finestPerMV {
			return t, nil
		}
	}
}

func buildTable(pairs []pair, lo, hi float64, perMV int) *table {
	t := &table{pairs: pairs, lo: lo, perMV: float64(perMV), cells: int((hi - lo) * float64(perMV))}
	t.top = float64(t.cells)
	t.rowLen = (len(pairs) + pairsInBlock - 1) / pairsInBlock * tableBlock
	g := t.grid()
	t.data = make([]float64, len(g.left)*t.rowLen)
	for j, p := range pairs {
		g.fill(t, p.a, pairBase(j))
		g.fill(t, p.b, pairBase(j)+pairsInBlock)
		g.forget()
	}
	return t
}

// grid are the ends of the rows of a table, and curves there.
type grid struct {
	left, right []int // of each row, among the voltages of ends
	ends        sampling
	into        [2]*sampling // inside the left and the right ends, for curves with corners; nil until wanted
}

// grid cuts the cells that have corners inside. Cells share their ends.
func (t *table) grid() *grid {
	g := &grid{ends: sampling{slopes: true}}
	for i := range t.cells {
		g.ends.v = append(g.ends.v, t.lo+float64(i)/t.perMV)
		g.left, g.right = append(g.left, i), append(g.right, i+1)
	}
	g.ends.v = append(g.ends.v, t.lo+float64(t.cells)/t.perMV)
	for _, p := range t.cutCells() {
		n := len(g.ends.v)
		g.ends.v = append(g.ends.v, p.lo, p.hi)
		g.left, g.right = append(g.left, n), append(g.right, n+1)
	}
	return g
}

// inside are the curves a little inside the ends of each row.
func (g *grid) inside() (left, right *sampling) {
	if g.into[0] == nil {
		for k, side := range [][]int{g.left, g.right} {
			s := &sampling{slopes: true}
			for _, i := range side {
				s.v = append(s.v, g.ends.v[i]+cornerOffset*float64(1-2*k))
			}
			g.into[k] = s
		}
	}
	return g.into[0], g.into[1]
}

func (g *grid) forget() {
	g.ends.forget()
	if g.into[0] != nil {
		g.into[0].forget()
		g.into[1].forget()
	}
}

// cutCells cuts every cell that has a corner of a curve inside, and gives the
// fragments in the order of their rows.
func (t *table) cutCells() (all []fragment) {
	at := map[int][]float64{}
	for _, p := range t.pairs {
		for _, n := range []expr.Node{p.a, p.b} {
			for _, v := range corners(n, t.lo, t.lo+float64(t.cells)/t.perMV) {
				i, f, ok := t.cell(v)
				near := float64(cornerOffset * t.perMV)
				if ok && f > near && f < 1-near && !slices.ContainsFunc(at[i], func(u float64) bool { return abs(u-v) < 2*cornerOffset }) {
					at[i] = append(at[i], v)
				}
			}
		}
	}
	if len(at) == 0 {
		return nil
	}
	t.split = make([]int32, t.cells)
	for i := range t.cells {
		edges := at[i]
		if len(edges) == 0 {
			continue
		}
		slices.Sort(edges)
		var cut []fragment
		from := t.lo + float64(i)/t.perMV
		for _, to := range append(edges, t.lo+float64(i+1)/t.perMV) {
			cut = append(cut, fragment{lo: from, hi: to, per: 1 / (to - from), row: t.cells + len(all) + len(cut)})
			from = to
		}
		all = append(all, cut...)
		t.cut = append(t.cut, cut)
		t.split[i] = int32(len(t.cut))
	}
	return all
}

// within is the row of v in a cell that is cut, and the fraction in its fragment.
func within(cut []fragment, v float64) (row int, f float64) {
	for i := range cut {
		if p := &cut[i]; v < p.hi || i == len(cut)-1 {
			return p.row, float64((v - p.lo) * p.per)
		}
	}
	panic("sim: a cell is cut into nothing")
}

// pairBase is where pair j starts in a row.
func pairBase(j int) int { return j/pairsInBlock*tableBlock + j%pairsInBlock }

// fill writes the Hermite coefficients of one curve.
func (g *grid) fill(t *table, n expr.Node, base int) {
	if hasCorner(n) {
		left, right := g.inside()
		l, r := left.at(n), right.at(n)
		for i := range g.left {
			g.write(t, i, base, l.f[i], r.f[i], l.d[i], r.d[i])
		}
		left.drop(l)
		right.drop(r)
		return
	}
	z := g.ends.at(n)
	for i, a := range g.left {
		b := g.right[i]
		g.write(t, i, base, z.f[a], z.f[b], z.d[a], z.d[b])
	}
	g.ends.drop(z)
}

// write writes a row's cubic from values and slopes at its ends.
func (g *grid) write(t *table, i, base int, f0, f1, s0, s1 float64) {
	h := g.ends.v[g.right[i]] - g.ends.v[g.left[i]]
	d0, d1 := float64(h*s0), float64(h*s1)
	row := t.data[i*t.rowLen+base:]
	row[0] = f0
	row[8] = d0
	row[16] = float64(3*(f1-f0)) - float64(2*d0) - d1
	row[24] = float64(2*(f0-f1)) + d0 + d1
}

// worstError is the largest relative error at the middle of the cells, against
// the curves evaluated from their text, between -120 and 60 mV.
func (t *table) worstError() float64 {
	var v []float64
	var row []int
	add := func(m float64, r int) {
		if m > -120 && m < 60 {
			v, row = append(v, m), append(row, r)
		}
	}
	for i := range t.cells {
		if t.split != nil && t.split[i] > 0 {
			for _, p := range t.cut[t.split[i]-1] {
				add(p.lo+float64(0.5*(p.hi-p.lo)), p.row)
			}
			continue
		}
		add(t.lo+(float64(i)+0.5)/t.perMV, i)
	}
	worst := 0.0
	s := sampling{v: v}
	for j, p := range t.pairs {
		for k, n := range []expr.Node{p.a, p.b} {
			want := s.at(n)
			base := pairBase(j) + k*pairsInBlock
			top := 0.0
			for i := range v {
				top = max(top, abs(want.f[i]))
			}
			for i, c := range row {
				r := t.data[c*t.rowLen+base:]
				got := r[0] + 0.5*(r[8]+0.5*(r[16]+0.5*r[24]))
				e := abs(got-want.f[i]) / (abs(want.f[i]) + 1e-4*top + 1e-300)
				if e > worst || e != e {
					worst = e
				}
			}
			s.drop(want)
		}
		s.forget()
	}
	return worst
}

// cell is the grid cell of v and the fraction in it; false outside the range and
// where v is not a number.
func (t *table) cell(v float64) (i int, f float64, ok bool) {
	u := float64((v - t.lo) * t.perMV)
	if u >= 0 && u < t.top {
		i = int(u)
		return i, u - float64(i), true
	}
	return 0, 0, false
}

// row is where the row of v stands and the fraction in it, cut cells included.
func (t *table) row(v float64) (r int, f float64, ok bool) {
	i, f, ok := t.cell(v)
	if ok && t.split != nil && t.split[i] > 0 {
		i, f = within(t.cut[t.split[i]-1], v)
	}
	return i, f, ok
}

// direct evaluates every curve at v from its text.
func (t *table) direct(v float64, row []float64) {
	env := func(string) float64 { return v }
	for j, p := range t.pairs {
		base := pairBase(j)
		row[base] = expr.Eval(p.a, env)
		row[base+pairsInBlock] = expr.Eval(p.b, env)
		for k := 1; k < 4; k++ {
			row[base+8*k], row[base+8*k+pairsInBlock] = 0, 0
		}
	}
}
