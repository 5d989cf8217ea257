// Package expr reads arithmetic text, the equations of a neuron file, and
// evaluates, rewrites and draws it.
//
// An equation stands in the file as the paper prints it, such as
//
//	0.1*(V+40)/(1-exp(-(V+40)/10))
//
// so that it can be held against the paper, and everything that quell does
// with it starts from that one text: the engine's tables, the typeset page, the
// mod file. The language has decimal numbers, names, + - * /, brackets,
//
//	exp log sqrt tanh cosh abs (x)    pow(x, n)    min max (x, y)    where(a < b, x, y)
//
// and < <= > >= in the first place of where. Arithmetic is float64 throughout:
// 1/2 is 0.5. An equation has no unit and no time; what its names mean is the
// caller's to know.
//
// A rate such as the one above is 0/0 at V = -40, and tables have rows there.
// That is met in the quotient and nowhere else; see Eval.
//
// # Design notes
//
// The text is read by go/parser, and its tree walked into six kinds of node: no
// parser here, and no bug of one. Go's grammar does read some arithmetic
// otherwise than its writer meant: ^ is another operator, // hides the rest in
// silence, 010 is 8, <- is an arrow. So the text is looked through before, and
// refused with what to write instead. An error of go/parser itself, which
// would speak of Go, is never shown.
//
// Exp, Log, Pow, Tanh, Cosh and Sinh are written here, of plain sums and
// products that the compiler may not fuse. Those of package math are assembly
// on some machines, differ there in the last bits, and would end the rule that
// one command gives one result everywhere. A table of 32 powers of two for Exp
// was turned down: it saves 2 of 8 ns where calls do not wait for one another,
// none where they do, and adds the rounding of its entries.
//
// A removable 0/0 is looked at from 1e-4 mV to both sides, not differentiated:
// l'Hôpital's rule would want derivatives of where and min, and rows that are
// good to 2e-11 are good enough.
//
// Fold never moves a number past a name, and puts no 1 where it would make
// 1 - exp(u) of something else, because folding may not change a single bit.
// An algebra that would simplify more was turned down for the same reason, and
// because the paper's constants should stay visible.
//
// MathML and LaTeX share one layout and differ in a small script each. NMODL
// has its own writer: it is a program, not a drawing.
package expr
