// Package plots draws what was recorded: traces with their drug and stimulus,
// and the gating curves of a neuron, as PNG, SVG or PDF.
//
// A lecturer shows a figure for a minute and an editor prints it for good; both
// need to see what was done, what changed and by how much without a legend to
// decode. So a drug is a bar over the time it is in the bath, each trace is
// named where it stands, the control's resting potential runs through every row
// as a dashed line, and what was measured is written beside the trace.
//
// Nothing here computes physics. A figure draws a sim.Recording, curves handed
// to it, and readings handed to it; the few numbers it takes off a trace itself
// (a rate as spikes over the stimulus, a rest as the potential before it) are
// counted, not modelled.
//
// # Design notes
//
// Rows, not an overlay, are the default: two spike trains in one pair of axes
// hide each other. An overlay is an option, for responses below threshold.
//
// A Figure lays out its own axes and hands gonum's plot.Plot to the marks for
// its ranges and scales, so that every mark is a plot.Plotter. gonum's own
// layout was turned down because panels of unequal height with words above and
// beside them must share their edges to the pixel.
//
// Long traces are thinned to the extremes of each pixel column and stroked in
// short pieces. Largest-triangle thinning was turned down: it loses the peaks of
// spikes.
//
// SVG and PDF have canvases of our own. gonum's PDF canvas knows no character
// outside Windows' Western set (no Δ, no superscript minus) and neither canvas
// has a place for a title, a description or the command. SVG keeps its text as
// text, each piece holding its width, rather than embedding 750 kB of font.
//
// A dash tells lines apart in grey print, but only where it can be read: a
// trace that fills its pixel columns is drawn solid.
package plots
