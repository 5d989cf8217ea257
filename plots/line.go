package plots

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// line draws a trace of any length in the time of a short one: where there are
// more samples than columns of pixels it keeps the least and the greatest of
// each column, so that no spike loses its peak, and it hands the path over in
// short pieces, since a rasteriser's time grows faster than a path.
type line struct {
	plotter.XYer
	draw.LineStyle
	Column vg.Length // width of a column of pixels
}

// piece is the number of points stroked at once; longer and shorter are slower.
const piece = 40

// unseen is how far a line may be moved, in pixels.
const unseen = 0.1

// Plot implements plot.Plotter.
func (l line) Plot(c draw.Canvas, p *plot.Plot) {
	for _, run := range l.points(c, p) {
		l.stroke(c, run)
	}
}

// points are the places to join, a run for each stretch of finite samples.
func (l line) points(c draw.Canvas, p *plot.Plot) [][]vg.Point {
	x, y := p.Transforms(&c)
	var runs [][]vg.Point
	var run []vg.Point
	for i := range l.Len() {
		tx, ty := l.XY(i)
		if !finite(tx, ty) {
			runs, run = append(runs, run), nil
			continue
		}
		run = append(run, vg.Point{X: x(tx), Y: y(ty)})
	}
	runs = append(runs, run)
	const few = 4 // points a column that cost no more than they would save
	if l.Len() > few*int(math.Ceil(float64(c.Size().X/l.Column))) {
		for i := range runs {
			runs[i] = thin(runs[i], l.Column)
		}
	}
	return slices.DeleteFunc(runs, func(r []vg.Point) bool { return len(r) < 2 })
}

// thin keeps of each column of that width the first and last point and the
// lowest and highest, in their order.
func thin(run []vg.Point, column vg.Length) []vg.Point {
	var kept []vg.Point
	for from := 0; from < len(run); {
		edge := run[0].X + vg.Length(math.Floor(float64((run[from].X-run[0].X)/column))+1)*column
		low, high, to := from, from, from+1
		for ; to < len(run) && run[to].X < edge; to++ {
			if run[to].Y < run[low].Y {
				low = to
			}
			if run[to].Y > run[high].Y {
				high = to
			}
		}
		last := -1
		for _, i := range [...]int{from, min(low, high), max(low, high), to - 1} {
			if i > last {
				kept, last = append(kept, run[i]), i
			}
		}
		from = to
	}
	return kept
}

func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// stroke draws one run, cut into pieces where it is long. A cut is made in the
// steepest of the segments around it, which both pieces draw, so that a spike's
// tip is joined; level stretches are one segment and have no seam.
func (l line) stroke(c draw.Canvas, run []vg.Point) {
	const readable = 10 * piece // a dash is lost on a path that fills its columns
	if len(l.Dashes) > 0 && len(run) < readable {
		c.StrokeLines(l.LineStyle, run)
		return
	}
	l.Dashes = nil
	run = straighten(run, unseen*l.Column)
	var cut [][]vg.Point
	for len(run) > 4*piece {
		at := steepest(run, piece-piece/4, piece+piece/4)
		cut = append(cut, run[:at+1])
		run = run[at-1:]
	}
	c.StrokeLines(l.LineStyle, append(cut, run)...)
}

// steepest is the end of the steepest segment between points from and to.
func steepest(run []vg.Point, from, to int) int {
	best, at := vg.Length(-1), from
	for i := from; i < to; i++ {
		dx, dy := run[i].X-run[i-1].X, max(run[i].Y-run[i-1].Y, run[i-1].Y-run[i].Y)
		if slope := dy / max(dx, vg.Length(math.SmallestNonzeroFloat32)); slope > best {
			best, at = slope, i
		}
	}
	return at
}

// straighten leaves out points that lie within so much, up or down, of the line
// between those it keeps. From each point kept, it goes on while some slope
// passes all points since; where the path goes straight up, it keeps both ends.
func straighten(run []vg.Point, within vg.Length) []vg.Point {
	var kept []vg.Point
	var from, last vg.Point
	var low, high float64
	keep := func(p vg.Point) {
		kept, from, last = append(kept, p), p, p
		low, high = math.Inf(-1), math.Inf(1)
	}
	keep(run[0])
	for _, p := range run[1:] {
		slope := func(dy vg.Length) float64 { return float64((p.Y + dy - from.Y) / (p.X - from.X)) }
		if last != from && (p.X <= last.X || slope(0) < low || slope(0) > high) {
			keep(last)
		}
		if p.X <= from.X {
			keep(p)
			continue
		}
		low, high = max(low, slope(-within)), min(high, slope(within))
		last = p
	}
	if last != from {
		keep(last)
	}
	return kept
}

// DataRange implements plot.DataRanger over the finite samples.
func (l line) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, ymin = math.Inf(1), math.Inf(1)
	xmax, ymax = math.Inf(-1), math.Inf(-1)
	for i := range l.Len() {
		x, y := l.XY(i)
		if !finite(x, y) {
			continue
		}
		xmin, xmax = min(xmin, x), max(xmax, x)
		ymin, ymax = min(ymin, y), max(ymax, y)
	}
	return xmin, xmax, ymin, ymax
}

// reference is a dashed horizontal line over the width of the axes.
type reference struct {
	Y float64
	draw.LineStyle
}

// Plot implements plot.Plotter.
func (r reference) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	c.StrokeLine2(r.LineStyle, c.Min.X, y(r.Y), c.Max.X, y(r.Y))
}
