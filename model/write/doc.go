// Package write puts a neuron on paper: its equations typeset, a table of every
// number with its source, and the papers behind it, as text, as a web page with
// MathML, as LaTeX and as BibTeX.
//
// The equations are those of the file, in the paper's letters, with what the
// format leaves unsaid written out: for a compartment with capacitance C
//
//	C dV/dt = I − sum of I_k − currents to its neighbours
//	I_k     = g_k · open_k · (V − E_k)
//	dm/dt   = α(1 − m) − βm   or   (m∞ − m)/τ
//
// # Design notes
//
//   - One list of lines (see equations.go) is written in every format, and one
//     tree is drawn by every printer of package expr, so that a format cannot
//     say something of its own.
//   - Lets are shown as lets, not put in: the page should look like the paper.
//   - Turned down: text/template. A page is a list of lines and two tables.
package write
