package plots

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// namedCurves writes the name of each curve beside it, where it touches no
// curve, no other name and no edge.
type namedCurves []namedCurve

type namedCurve struct {
	line
	text string
	pen
}

// Plot implements plot.Plotter.
func (ns namedCurves) Plot(c draw.Canvas, p *plot.Plot) {
	paths := make([][]vg.Point, len(ns))
	for i, n := range ns {
		for _, run := range n.points(c, p) {
			paths[i] = append(paths[i], run...)
		}
	}
	var taken []vg.Rectangle
	for i, n := range ns {
		box, ok := n.place(c, i, paths, taken)
		if !ok {
			continue
		}
		taken = append(taken, box)
		n.write(c, box.Min.X, box.Min.Y+n.descent(), left, n.text)
	}
}

// place is the best of many boxes along the curve: clear of everything, nearer
// to its own curve than to any other, and near the middle of the axes.
func (n namedCurve) place(c draw.Canvas, own int, paths [][]vg.Point, taken []vg.Rectangle) (vg.Rectangle, bool) {
	w, h, gap := n.width(n.text), n.capHeight()+2*n.descent(), n.size()*0.5
	best, least := vg.Rectangle{}, math.Inf(1)
	for k := 0; k < len(paths[own]); k += max(1, len(paths[own])/60) {
		at := paths[own][k]
		for _, off := range []vg.Point{
			{X: gap, Y: -h / 2},
			{X: -gap - w, Y: -h / 2},
			{X: gap, Y: -h - gap/2},
			{X: -gap - w, Y: gap / 2},
			{X: gap, Y: gap / 2},
			{X: -gap - w, Y: -h - gap/2},
			{X: -w / 2, Y: gap},
			{X: -w / 2, Y: -h - gap},
		} {
			box := vg.Rectangle{Min: at.Add(off)}
			box.Max = box.Min.Add(vg.Point{X: w, Y: h})
			if cost := n.cost(c, box, own, paths, taken); cost < least {
				best, least = box, cost
			}
		}
	}
	return best, !math.IsInf(least, 1)
}

// cost of a box: infinite outside the axes or over another name.
func (n namedCurve) cost(c draw.Canvas, box vg.Rectangle, own int, paths [][]vg.Point, taken []vg.Rectangle) float64 {
	if box.Min.X < c.Min.X || box.Min.Y < c.Min.Y || box.Max.X > c.Max.X || box.Max.Y > c.Max.Y {
		return math.Inf(1)
	}
	for _, t := range taken {
		if overlap(box, t) {
			return math.Inf(1)
		}
	}
	em := float64(n.size())
	var cost float64
	mine := distance(box, paths[own])
	if mine < em/4 {
		cost += 20
	}
	for i, path := range paths {
		if i == own {
			continue
		}
		switch d := distance(box, path); {
		case d == 0:
			cost += 50
		case d < 2*em:
			cost += 6 * (2*em - d) / em
		}
	}
	middle := c.Center()
	far := math.Hypot(float64((box.Min.X+box.Max.X)/2-middle.X)/float64(c.Size().X), float64((box.Min.Y+box.Max.Y)/2-middle.Y)/float64(c.Size().Y))
	return cost + mine/em + 2*far
}

func overlap(a, b vg.Rectangle) bool {
	return a.Min.X < b.Max.X && b.Min.X < a.Max.X && a.Min.Y < b.Max.Y && b.Min.Y < a.Max.Y
}

// distance from the box to the path, 0 where they touch.
func distance(box vg.Rectangle, path []vg.Point) float64 {
	least := math.Inf(1)
	for i, p := range path {
		least = min(least, apart(box, p))
		if i == 0 {
			continue
		}
		const between = 8 // a steep piece has few points of its own
		q := path[i-1]
		for k := 1; k < between; k++ {
			t := vg.Length(k) / between
			least = min(least, apart(box, vg.Point{X: q.X + t*(p.X-q.X), Y: q.Y + t*(p.Y-q.Y)}))
		}
	}
	return least
}

func apart(box vg.Rectangle, p vg.Point) float64 {
	dx := max(box.Min.X-p.X, 0, p.X-box.Max.X)
	dy := max(box.Min.Y-p.Y, 0, p.Y-box.Max.Y)
	return math.Hypot(float64(dx), float64(dy))
}
