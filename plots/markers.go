package plots

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// markers are points whose shape goes with their number, so that they can be told apart
// without colour.
type markers struct {
	dots
	number int
}

// Plot implements plot.Plotter.
func (m markers) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i := range m.Len() {
		tx, ty := m.XY(i)
		c.SetColor(m.Color)
		c.Fill(marker(m.number, x(tx), y(ty), m.radius))
	}
}

// marker is a disc, a square, a triangle, a diamond, a triangle upside down, and again.
func marker(number int, x, y, radius vg.Length) vg.Path {
	const (
		shapes   = 5
		quarter  = math.Pi / 2
		triangle = 1.25 // of the radius: areas alike
	)
	switch number % shapes {
	case 1:
		return polygon(x, y, triangle*radius, 4, quarter/2)
	case 2:
		return polygon(x, y, 1.4*radius, 3, quarter)
	case 3:
		return polygon(x, y, triangle*radius, 4, 0)
	case 4:
		return polygon(x, y, 1.4*radius, 3, -quarter)
	}
	return disc(x, y, radius)
}

// polygon has n corners on a circle, the first at an angle.
func polygon(x, y, radius vg.Length, n int, first float64) vg.Path {
	var path vg.Path
	for i := range n {
		a := first + 2*math.Pi*float64(i)/float64(n)
		at := vg.Point{X: x + radius*vg.Length(math.Cos(a)), Y: y + radius*vg.Length(math.Sin(a))}
		if i == 0 {
			path.Move(at)
		} else {
			path.Line(at)
		}
	}
	path.Close()
	return path
}
