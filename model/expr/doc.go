// Package expr reads arithmetic text: the equations of a neuron file, as the
// paper prints them.
//
// An equation is parsed by go/parser and walked once into nodes of our own:
// numbers, names, + - * /, brackets, comparison in the first place of where, and
// the functions exp, log, sqrt, tanh, cosh, abs of one argument, pow, min, max of
// two, where of three. What Go's grammar would read otherwise than a
// neuroscientist does (a power written ^, a product without its *) is refused
// before parsing, with the cure. A node can be evaluated, folded, compared,
// rewritten and printed as text, MathML, LaTeX and NMODL.
//
// The removable 0/0 of a rate such as (V+40)/(1-exp(-(V+40)/10)) is handled in
// the quotient and nowhere else: 1-exp(u) and exp(u)-1 are taken by Expm1, and
// a quotient whose denominator is a vanishing difference is the mean of its
// values at V ± 1e-4 mV.
//
// # Design notes
//
//   - Exp, Log, Pow and the rest are written here in plain arithmetic, without
//     fused multiply-add, because those of package math are assembly on some
//     platforms and differ there in their last bits.
//   - Turned down: a grammar of our own (go/parser is kept by others), and
//     checking equations for dimension (papers mix numbers and units; the key of
//     the file says what comes out).
package expr
