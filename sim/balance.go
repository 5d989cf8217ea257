package sim

// balance is a system whose rates are zero at a steady state.
type balance struct {
	n     int
	rates func(x, d []float64)
	scale func(i int, x float64) float64 // the size by which a state is judged
}

// Newton's method.
const (
	newtonMost = 50
	newtonDone = 1e-12 // largest change of a state, relative to its scale
	nudge      = 1e-6  // of a state for a derivative, relative to its scale
)

// jacobian sets the first n columns of jac to the derivatives of the rates at x, by
// central differences.
func (b *balance) jacobian(x []float64, jac [][]float64) {
	up, down, y := make([]float64, b.n), make([]float64, b.n), make([]float64, b.n)
	copy(y, x)
	for j := range b.n {
		h := float64(nudge * b.scale(j, x[j]))
		y[j] = x[j] + h
		b.rates(y, up)
		y[j] = x[j] - h
		b.rates(y, down)
		y[j] = x[j]
		for i := range b.n {
			jac[i][j] = (up[i] - down[i]) / (2 * h)
		}
	}
}

// root moves x to where the rates are zero; false where Newton's method finds no such
// state nearby.
func (b *balance) root(x []float64) bool {
	m, dx := newLU(b.n), make([]float64, b.n)
	for range newtonMost {
		b.jacobian(x, m.a)
		b.rates(x, dx)
		if !m.factor() {
			return false
		}
		m.solve(dx)
		worst := 0.0
		for i := range b.n {
			worst = max(worst, abs(dx[i])/b.scale(i, x[i]))
		}
		if worst != worst {
			return false
		}
		shorten := min(1, 0.2/max(worst, 1e-300)) // no step beyond a fifth of a scale
		for i := range b.n {
			x[i] -= float64(shorten * dx[i])
		}
		if worst < newtonDone {
			return true
		}
	}
	return false
}

// chord is root by a Jacobian of nearby, already factored. It is quicker where x is
// close to the root, and leaves x where it was when it does not get there.
func (b *balance) chord(m *lu, x []float64) bool {
	const slowest = 0.5 // of a step, the next
	y, dx, last := make([]float64, b.n), make([]float64, b.n), 1.0
	copy(y, x)
	for range newtonMost {
		b.rates(y, dx)
		m.solve(dx)
		worst := 0.0
		for i := range b.n {
			worst = max(worst, abs(dx[i])/b.scale(i, y[i]))
			y[i] -= dx[i]
		}
		if worst < newtonDone {
			copy(x, y)
			return true
		}
		if !(worst < slowest*last) {
			return false
		}
		last = worst
	}
	return false
}

// scaleOf is the size by which state i of a program is judged where it is x.
func (p *Program) scaleOf(i int, x float64) float64 {
	v := p.vars[i]
	if v.scale > 0 {
		return v.scale
	}
	return max(abs(x), v.rest, 1e-12)
}
