// Package measure reads numbers off a run: rates from spike times, the shape of
// a spike, bursts, means, and differences of steady states.
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
//   - Peaks and troughs are the vertex of the parabola through three samples,
//     crossings are straight lines between two. Turned down: fitting splines,
//     which moves a peak by less than the sampling of the default run.
package measure
