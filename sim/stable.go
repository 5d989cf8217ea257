package sim

// stable says that every eigenvalue of the matrix has a negative real part, so that a
// steady state with that Jacobian is one that a cell stays in. The sign of a matrix,
// which Newton's method S' = (S + S⁻¹)/2 comes to from the matrix itself, is then -1
// times the identity; its trace is the number of eigenvalues on the right less that
// on the left (Roberts 1980, Int J Control 32:677).
func stable(a [][]float64) bool {
	const most, settled = 100, 1e-6
	n := len(a)
	s, inv := square(n), newLU(n)
	for i := range s {
		copy(s[i], a[i])
	}
	column := make([]float64, n)
	for range most {
		for i := range s {
			copy(inv.a[i], s[i])
		}
		if !inv.factor() {
			return false
		}
		was, trace := 0.0, 0.0
		for i := range n {
			was += s[i][i]
		}
		for j := range n {
			clear(column)
			column[j] = 1
			inv.solve(column)
			for i := range n {
				s[i][j] = float64(0.5 * (s[i][j] + column[i]))
			}
			trace += s[j][j]
		}
		if abs(trace-was) < settled {
			return trace < 0.5-float64(n)
		}
	}
	return false
}
