package sim

// lu is a small dense matrix split into a lower and an upper triangle, in plain sums
// and products so that its bits are the same on every machine.
type lu struct {
	a    [][]float64 // the matrix; then U, and below the diagonal the factors of L
	swap []int       // the row that was exchanged with each
}

func newLU(n int) *lu { return &lu{a: square(n), swap: make([]int, n)} }

// square is a matrix of zeros.
func square(n int) [][]float64 {
	a := make([][]float64, n)
	all := make([]float64, n*n)
	for i := range a {
		a[i] = all[i*n : (i+1)*n]
	}
	return a
}

// factor splits the matrix in a by elimination with partial pivoting; false where it
// is singular.
func (m *lu) factor() bool {
	n := len(m.a)
	for c := range n {
		best := c
		for i := c + 1; i < n; i++ {
			if abs(m.a[i][c]) > abs(m.a[best][c]) {
				best = i
			}
		}
		m.swap[c] = best
		m.a[c], m.a[best] = m.a[best], m.a[c]
		pivot := m.a[c]
		if pivot[c] == 0 || pivot[c] != pivot[c] {
			return false
		}
		for i := c + 1; i < n; i++ {
			row := m.a[i][:n]
			q := row[c] / pivot[c]
			row[c] = q
			if q == 0 {
				continue
			}
			for j := c + 1; j < n; j++ {
				row[j] -= float64(q * pivot[j])
			}
		}
	}
	return true
}

// solve replaces b by the solution of the system.
func (m *lu) solve(b []float64) {
	n := len(m.a)
	for i := range n {
		b[i], b[m.swap[i]] = b[m.swap[i]], b[i]
	}
	for i := range n {
		x := b[i]
		for j, l := range m.a[i][:i] {
			x -= float64(l * b[j])
		}
		b[i] = x
	}
	for i := n - 1; i >= 0; i-- {
		x := b[i]
		for j := i + 1; j < n; j++ {
			x -= float64(m.a[i][j] * b[j])
		}
		b[i] = x / m.a[i][i]
	}
}
