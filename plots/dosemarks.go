package plots

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// band fills the room between two lines.
type band struct {
	low, high plotter.XYs
	color     color.NRGBA
}

// size is the mean height, so that wide bands are drawn under narrow ones.
func (b band) size() float64 {
	sum := 0.0
	for i := range b.low {
		sum += math.Abs(b.high[i].Y - b.low[i].Y)
	}
	return sum / float64(len(b.low))
}

// Plot implements plot.Plotter.
func (b band) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	var path vg.Path
	for i, q := range b.high {
		at := vg.Point{X: x(q.X), Y: y(q.Y)}
		if i == 0 {
			path.Move(at)
		} else {
			path.Line(at)
		}
	}
	for _, q := range slices.Backward(b.low) {
		path.Line(vg.Point{X: x(q.X), Y: y(q.Y)})
	}
	path.Close()
	c.SetColor(b.color)
	c.Fill(path)
}

// tint is a colour so light that lines over it can be read.
func (s Style) tint(c color.NRGBA) color.NRGBA {
	const share = 0.18
	return mix(c, s.Background, share)
}

// drop is a line from a point down to the axis, where it ends in a mark.
type drop struct {
	x, y float64
	draw.LineStyle
	tick vg.Length
}

// Plot implements plot.Plotter.
func (d drop) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	c.StrokeLine2(d.LineStyle, x(d.x), y(d.y), x(d.x), c.Min.Y)
	var path vg.Path
	path.Move(vg.Point{X: x(d.x), Y: c.Min.Y - d.tick/2})
	path.Line(vg.Point{X: x(d.x) - d.tick/2, Y: c.Min.Y + d.tick/2})
	path.Line(vg.Point{X: x(d.x) + d.tick/2, Y: c.Min.Y + d.tick/2})
	path.Close()
	c.SetColor(d.Color)
	c.Fill(path)
}
