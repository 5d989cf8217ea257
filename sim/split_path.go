package sim

import (
	"slices"

	"gonum.org/v1/gonum/integrate/quad"
)

// The integrals are taken by Gauss–Legendre on pieces of the path. A piece is halved
// until that moves no integral by more than pieceTol: rate curves are read from tables
// whose cubics meet with a leap of their curvature, which rules of high order do not
// take well.
const (
	firstPieces = 8
	pieceNodes  = 4
	pieceTol    = 1e-8 // mV
	pieceDepth  = 16   // halvings at most
)

// sums are the integrals over a stretch of the path, in mV: of each action, and of
// that by current.
type sums struct {
	shift   []float64
	through [][]float64
	end     []float64 // the steady state where it ends; nil where none was found
}

func (w *splitter) none() sums {
	s := sums{shift: make([]float64, len(w.actions))}
	for range w.actions {
		s.through = append(s.through, make([]float64, len(w.currents)))
	}
	return s
}

func (s *sums) sum() (v float64) {
	for _, x := range s.shift {
		v += x
	}
	return v
}

func (s *sums) add(o sums) {
	for i := range s.shift {
		s.shift[i] += o.shift[i]
		for j := range s.through[i] {
			s.through[i][j] += o.through[i][j]
		}
	}
}

// near says that two integrals over the same stretch are the same.
func (s *sums) near(o sums) bool {
	for i := range s.shift {
		if !(abs(s.shift[i]-o.shift[i]) <= pieceTol) {
			return false
		}
	}
	return true
}

// integrate takes the integrals along the path that begins at the steady state
// without drug; false where they do not add up.
func (w *splitter) integrate(from []float64, out *Shift) bool {
	w.total = w.none()
	x, ok := from, true
	for i := range firstPieces {
		a, b := float64(i)/firstPieces, float64(i+1)/firstPieces
		if x, ok = w.halved(x, a, b, w.piece(x, a, b), pieceDepth); !ok {
			return false
		}
	}
	out.Nodes, out.Residual, out.Parts = w.nodes, out.V-w.total.sum(), w.parts()
	return abs(out.Residual) < splitTol
}

// halved adds the integrals from level a, where the steady state is x, to b to the
// total, and gives the steady state at b. whole is the piece before it is halved.
func (w *splitter) halved(x []float64, a, b float64, whole sums, depth int) ([]float64, bool) {
	if depth == 0 {
		w.total.add(whole)
		return whole.end, whole.end != nil
	}
	mid := 0.5 * (a + b)
	left := w.piece(x, a, mid)
	if left.end != nil && whole.end != nil {
		right := w.piece(left.end, mid, b)
		both := w.none()
		both.add(left)
		both.add(right)
		if right.end != nil && both.near(whole) && abs(right.end[w.target]-x[w.target]-both.sum()) <= pieceTol {
			w.total.add(both)
			return right.end, true
		}
	}
	x, ok := w.halved(x, a, mid, left, depth-1)
	if !ok {
		return nil, false
	}
	return w.halved(x, mid, b, w.piece(x, mid, b), depth-1)
}

// piece takes the integrals over one piece.
func (w *splitter) piece(x []float64, a, b float64) sums {
	s, ok := w.none(), true
	var at, weight [pieceNodes]float64
	quad.Legendre{}.FixedLocations(at[:], weight[:], a, b)
	for i, level := range at {
		if x, ok = w.follow(x, level); !ok || !w.add(&s, x, level, weight[i]) {
			return s
		}
		w.nodes++
	}
	if x, ok = w.follow(x, b); ok {
		s.end = x
	}
	return s
}

// follow is the steady state near x with all actions at a level.
func (w *splitter) follow(x []float64, level float64) ([]float64, bool) {
	for i := range w.actions {
		w.actions[i].to(level)
	}
	x = slices.Clone(x)
	return x, w.near != nil && w.chord(w.near, x) || w.root(x)
}

// nudged is the step of a level for a derivative.
const nudged = 1e-5

// add adds a level, where the steady state is x, to the integrals.
func (w *splitter) add(s *sums, x []float64, level, weight float64) bool {
	all, rest := newLU(w.n), newLU(w.n-w.cells)
	w.jacobian(x, all.a)
	for i := range rest.a {
		copy(rest.a[i], all.a[w.cells+i][w.cells:])
	}
	if !all.factor() {
		return false
	}
	w.near = all
	free := rest.factor() // so that the other states follow where V is held
	up, down := make([]float64, w.n), make([]float64, w.n)
	for i := range w.actions {
		a := &w.actions[i]
		a.to(level + nudged)
		w.rates(x, up)
		a.to(level - nudged)
		w.rates(x, down)
		for j := range up {
			up[j] = -(up[j] - down[j]) / (2 * nudged)
		}
		if free && a.feeds {
			w.addThrough(s.through[i], a, rest, x, up[w.cells:], level, weight)
		}
		a.to(level)
		all.solve(up)
		s.shift[i] += float64(weight * up[w.target])
	}
	return true
}

// addThrough adds what an action does by each current. With V held, the states that
// it drives follow it, and the currents with them; then each change moves V.
func (w *splitter) addThrough(sum []float64, a *action, rest *lu, x, drive []float64, level, weight float64) {
	moved := slices.Clone(drive)
	rest.solve(moved)
	y, d := slices.Clone(x), make([]float64, w.n)
	seen := func(h float64) []float64 {
		for i, m := range moved {
			y[w.cells+i] = x[w.cells+i] + float64(h*m)
		}
		a.to(level + h)
		w.rates(y, d)
		out := make([]float64, len(w.currents))
		for i, c := range w.currents {
			out[i] = w.m.y[c.at]
		}
		return out
	}
	up, down := seen(nudged), seen(-nudged)
	for i, c := range w.currents {
		slope := (up[i] - down[i]) / (2 * nudged) // uA/cm2, outward positive
		if slope == 0 {
			continue
		}
		clear(d)
		d[c.cell] = float64(slope * w.m.y[w.prog.comps[c.cell].perCap])
		w.near.solve(d)
		sum[i] += float64(weight * d[w.target])
	}
}

// leastThrough is what is too little to speak of, mV.
const leastThrough = 1e-9

// parts are the actions with their integrals, those of a channel's compartments
// together. What comes by one current alone goes through nothing.
func (w *splitter) parts() (all []Part) {
	for k, a := range w.actions {
		p := Part{Name: a.name, V: w.total.shift[k]}
		for i, v := range w.total.through[k] {
			if v == 0 {
				continue
			}
			name := w.currents[i].channel
			j := slices.IndexFunc(p.Through, func(q Part) bool { return q.Name == name })
			if j < 0 {
				j = len(p.Through)
				p.Through = append(p.Through, Part{Name: name})
			}
			p.Through[j].V += v
		}
		p.Through = slices.DeleteFunc(p.Through, func(q Part) bool { return abs(q.V) < leastThrough })
		if len(p.Through) == 1 {
			p.Through = nil
		}
		all = append(all, p)
	}
	return all
}
