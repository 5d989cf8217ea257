// Package measure reads numbers off a run: rates from spike times, the shape of
// a spike, bursts, means, differences of steady states; and fits curves to them.
//
// Rates come from the times at which V crosses the threshold, never from the
// samples of a trace, so they do not depend on how often a run was recorded.
// With spikes t_1 … t_n inside a window of length T
//
//	count rate  n / T
//	mean ISI    (n-1) / (t_n - t_1)
//	first ISI   1 / (t_2 - t_1)
//	last ISI    1 / (t_n - t_(n-1))
//
// Concentration–response curves are fitted by FitHill, families of them beside an
// antagonist by FitSchild and FitGaddum, with 95 % intervals from the profile
// likelihood. Concentrations are uM; pEC50, pA2 and pKB are of M.
//
// Every function is pure: a slice or a trace in, numbers out. Times are ms and
// potentials mV.
//
// # Design notes
//
//   - A rate that cannot be measured (fewer than two spikes) is 0, as in the
//     reference tables; a latency, a threshold or a width that does not exist is
//     NaN, because 0 ms would be a measurement.
//   - A window holds From < t <= To: a spike at the very moment a step begins was
//     on its way before it.
//   - Fits are Levenberg–Marquardt of our own on gonum's linear algebra. Top and
//     bottom enter linearly and are solved for at every step; a Newton step or two
//     at the end makes the result the same to 1e-9 on every machine. Turned down:
//     gonum/optimize, which minimises a number and not a sum of squares, and
//     symmetric intervals from the curvature at the best curve, which are wrong
//     where a plateau is hardly reached.
//   - A fit that the points do not constrain is an error that says what would do,
//     or "EC50 > 30 µM", and not a number with a huge interval.
//   - Peaks and troughs are the vertex of the parabola through three samples,
//     crossings are straight lines between two. Turned down: fitting splines,
//     which moves a peak by less than the sampling of the default run.
package measure
