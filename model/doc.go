// Package model says what a neuron, a receptor and a drug are.
//
// A neuron is a page of equations: a YAML file with compartments, channels and
// gates as the paper prints them, each quantity with its unit and its source. It
// is data; nothing in it runs, and this package integrates nothing. Package sim
// reads the page to run it, package write to typeset it, the program to make flags
// and tables of it. For a compartment of capacitance C
//
//	C dV/dt = I - sum gbar·open·(V - E) - sum g_link·(V - V_neighbour)
//	open    = product of gates to their powers, or an equation of its own
//	dx/dt   = alpha (1 - x) - beta x  =  (inf - x)/tau
//
// Outward current is positive, and so is injected current that depolarises. Numbers
// are in mV, ms, mS/cm2, uA/cm2, uF/cm2, degC, cm where an equation uses a length,
// and the file's own unit of concentration; in that set the membrane equation needs
// no factor.
//
// # Design notes
//
//   - A file is read twice over by nothing: Parse merges what it is based on as
//     text, reads the result once, and keeps the merged text in the Neuron, from
//     which Clone reads again and Write writes.
//   - Every number is reached by a path, such as soma.Na.gbar, by Set, Numbers and
//     the flags alike. A value that is an equation of parameters stays one until it
//     is set.
//   - Mistakes are gathered, not met one at a time: each has file, line, column and
//     a caret, and those that are independent are said together.
//   - Turned down: decoding into structs by tags (it loses places, and cuts 2.5 to
//     2), anchors and merge keys (the channels and params of the file do that work),
//     and a format that could run code.
package model
