package measure

import (
	"math"

	"quell/model/unit"
	"quell/sim"
)

// OnsetSlope is the rate of rise at which a spike is said to begin, mV/ms. The
// threshold of a spike is V where dV/dt, followed back from the steepest point of
// the upstroke, last exceeds it. Source: chosen for quell; 10 to 20 mV/ms is
// usual, and a 20 uA/cm2 step into 1 uF/cm2 by itself charges at 20 mV/ms, so the
// first spike of a stronger step begins with the step.
const OnsetSlope = 20.0

// Shape is one spike read off a voltage trace. What the trace does not show (the
// downstroke of a spike cut off by the end of the run) is NaN.
type Shape struct {
	Time      unit.Time    // of the upward crossing of the detection threshold
	Threshold unit.Voltage // where dV/dt passes OnsetSlope
	Onset     unit.Time    // when it does
	Peak      unit.Voltage // vertex of the parabola through the three highest samples
	PeakAt    unit.Time
	HalfWidth unit.Time    // time above the potential midway from Threshold to Peak
	Width     unit.Time    // time above the detection threshold
	AHP       unit.Voltage // lowest V from the peak to the next spike or the window's end
	AHPAt     unit.Time
}

// Shapes measures every spike inside the window. The trace is a membrane
// potential, ts are the rising times at which it crosses the detection threshold
// upwards.
func Shapes(v sim.Trace, ts []float64, threshold unit.Voltage, w Window) []Shape {
	in := w.In(ts)
	shapes := make([]Shape, 0, len(in))
	for i, t := range in {
		end := float64(w.To)
		if i+1 < len(in) {
			end = in[i+1]
		}
		shapes = append(shapes, shapeOf(v, t, end, float64(threshold)))
	}
	return shapes
}

// shapeOf measures the spike that crosses level at t and is over by end.
func shapeOf(v sim.Trace, t, end, level float64) Shape {
	nan := math.NaN()
	s := Shape{
		Time: unit.Time(t), Threshold: unit.Voltage(nan), Onset: unit.Time(nan),
		Peak: unit.Voltage(nan), PeakAt: unit.Time(nan),
		HalfWidth: unit.Time(nan), Width: unit.Time(nan),
		AHP: unit.Voltage(nan), AHPAt: unit.Time(nan),
	}
	first := firstAfter(v.T, t)
	last := firstAfter(v.T, end)
	down := first
	for down < last && v.Y[down] >= level {
		down++
	}
	top := highest(v.Y, first, down)
	if top < 0 {
		return s
	}
	peakAt, peak := vertex(v, top)
	s.Peak, s.PeakAt = unit.Voltage(peak), unit.Time(peakAt)
	if down < last {
		s.Width = unit.Time(crossing(v, down-1, level) - t)
	}
	if trough := lowest(v.Y, top+1, last); trough >= 0 {
		at, low := vertex(v, trough)
		s.AHP, s.AHPAt = unit.Voltage(low), unit.Time(at)
	}
	onset, threshold, ok := onset(v, first, top)
	if !ok {
		return s
	}
	s.Onset, s.Threshold = unit.Time(onset), unit.Voltage(threshold)
	s.HalfWidth = unit.Time(timeAbove(v, top, last, threshold/2+peak/2))
	return s
}

// onset follows the upstroke back from its steepest sample, and says when and at
// what potential dV/dt passes OnsetSlope. The slope of a sample is that of the
// chord between its neighbours.
func onset(v sim.Trace, first, top int) (at, threshold float64, ok bool) {
	steepest := max(1, first-1)
	for i := steepest; i < top; i++ {
		if slope(v, i) > slope(v, steepest) {
			steepest = i
		}
	}
	if steepest+1 >= len(v.T) || slope(v, steepest) < OnsetSlope {
		return 0, 0, false
	}
	for i := steepest; i > 1; i-- {
		after, before := slope(v, i), slope(v, i-1)
		if before < OnsetSlope {
			f := (OnsetSlope - before) / (after - before)
			return between(v.T, i-1, f), between(v.Y, i-1, f), true
		}
	}
	return v.T[0], v.Y[0], true
}

// slope is dV/dt at sample i, which has a neighbour on both sides.
func slope(v sim.Trace, i int) float64 {
	return (v.Y[i+1] - v.Y[i-1]) / (v.T[i+1] - v.T[i-1])
}

// timeAbove is how long the spike whose highest sample is top stays above level;
// NaN where the trace ends first.
func timeAbove(v sim.Trace, top, last int, level float64) float64 {
	up := top
	for up > 0 && v.Y[up-1] >= level {
		up--
	}
	down := top
	for down < last && v.Y[down] >= level {
		down++
	}
	if up == 0 || down == last {
		return math.NaN()
	}
	return crossing(v, down-1, level) - crossing(v, up-1, level)
}
