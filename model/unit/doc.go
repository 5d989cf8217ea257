// Package unit reads, converts and prints physical quantities, and refuses a
// number that does not say what it is measured in.
//
// A factor of a thousand is a different drug effect, so nothing here is
// guessed: `10uM`, `10 µM` and `1e-5 M` are one concentration, to the last bit
// of the float64, and a bare `10` is an error that says what to type. Inside
// quell one coherent set is used,
//
//	mV  ms  mS/cm2  uF/cm2  uA/cm2  cm  degC  and the file's unit of concentration,
//
// in which the membrane equation needs no conversion factor:
//
//	C dV/dt = I − Σ g (V − E)      uF/cm2 · mV/ms = uA/cm2 = mS/cm2 · mV
//
// The factors that remain, and the constants of physics, are named in
// constants.go with their source.
//
// What is not here: kelvin and other scales with an offset, amounts in moles,
// and any conversion between mass and molarity, which needs the drug.
//
// # Design notes
//
// A quantity keeps its decimal digits and a power of ten until a float64 is
// asked for, so there is one rounding, in strconv, whatever the prefix was.
// Multiplying by 1e-6 instead was turned down: 55 * 1e-3 * 1e3 need not be 55.
// Minutes, hours and days keep a power of two and of three beside the ten and
// go through math/big.
//
// The unit's text is read by go/parser, as equations are; a product written
// with a space becomes a star first. `mS/cm2*ms` is refused, because
// physicists and programmers read it differently.
//
// A number without a unit before `/` is refused too: `0.001 1/ms` without its
// space would be 0.0011 per ms.
//
// Millimolar and metre share letters, so units are case-sensitive; a wrong
// case is answered with the right one.
//
// A parser generated from a grammar and the full SI table were turned down:
// the symbols are those of the papers, in one table.
package unit
