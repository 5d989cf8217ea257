// Package sim runs a neuron: it turns a model.Neuron and a Protocol into a
// Recording.
//
// A neuron file is compiled once into a Program: one table of rate curves for
// each compartment and a flat list of operations for everything else. For a
// compartment with capacitance C, conductances g_k and reversals E_k
//
//	C dV/dt = I - sum g_k·open_k·(V - E_k) - sum g_link·(V - V_neighbour)
//	dx/dt   = A(V) - B(V)·x,   A = inf/tau = alpha,  B = 1/tau = alpha + beta
//
// with outward ionic and depolarising injected current positive. Two methods
// integrate it: Accurate, the Dormand–Prince 5(4) pair with its own step, and
// Fixed, staggered Crank–Nicolson. Units are those of package model: mV, ms,
// mS/cm2, uA/cm2, uF/cm2.
//
// # Design notes
//
//   - Curves of V alone are evaluated from their text only when a table is
//     built. Rows hold the cubic Hermite pieces of A and B on a 1 mV grid, finer
//     where a curve has a corner; outside its range a curve is evaluated from
//     the text and the recording carries a warning. Nothing is clamped.
//   - State, parameters and scratch of a run lie in one slice, addressed by
//     operand; a block of several runs is the same slice with a stride, so that
//     operands, not types, change when lanes are added.
//   - Every sum is taken in list order, products are rounded before they are
//     added (no fused multiply-add) and the functions are package expr's own, so
//     a run gives the same bits on every platform.
//   - Published receptor schemes do not see V and may be stiff. RODAS, a Rosenbrock method,
//     solves them before the run, with a dense LU of its own since gonum sums in
//     another order on other machines; the run reads a course of cubics.
//   - A change of rest is split along the path that the concentration takes, because
//     parts taken one after the other depend on their order, and their sum does not
//     say so. Turned down: shares of conductance, which leave out what other currents
//     do when V moves.
//   - Noise is drawn by place (seed, trial, step) and never from a generator that runs
//     on, so that a run does not depend on its company. It has a step of its own, which
//     a finer run keeps: halving the step of the integrator then asks about the same
//     noise. Runs with noise are integrated one by one.
//   - Turned down: compiling a neuron to Go code or closures (slower to start,
//     and cannot be laid out by lanes), and exponential Euler (first order: the
//     squid axon at 6.26 uA/cm2 gives 22 spikes for 43).
package sim
