package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// vector is what the SVG and PDF canvases share: the state that a vg.Canvas
// keeps, with the transform applied here, so that both write plain page
// coordinates with the origin at the top left.
type vector struct {
	w, h  vg.Length
	stack []pencil
}

// pencil is the state that Push saves.
type pencil struct {
	color  color.NRGBA
	width  vg.Length
	dashes []vg.Length
	offset vg.Length
	turn   float64       // angle so far, anticlockwise
	m      [2][3]float64 // to points, y up
}

func newVector(w, h vg.Length) vector {
	return vector{w, h, []pencil{{width: 1, color: black, m: [2][3]float64{{1, 0, 0}, {0, 1, 0}}}}}
}

func (v *vector) top() *pencil { return &v.stack[len(v.stack)-1] }

// Size implements vg.CanvasSizer.
func (v *vector) Size() (w, h vg.Length) { return v.w, v.h }

// SetLineWidth, SetLineDash, SetColor, Push, Pop, Translate, Rotate and Scale
// implement vg.Canvas.
func (v *vector) SetLineWidth(w vg.Length) { v.top().width = w }

// SetLineDash implements vg.Canvas.
func (v *vector) SetLineDash(d []vg.Length, offset vg.Length) {
	v.top().dashes, v.top().offset = d, offset
}

// SetColor implements vg.Canvas.
func (v *vector) SetColor(c color.Color) {
	if c == nil {
		c = color.Black
	}
	v.top().color = color.NRGBAModel.Convert(c).(color.NRGBA)
}

// Push implements vg.Canvas.
func (v *vector) Push() { v.stack = append(v.stack, *v.top()) }

// Pop implements vg.Canvas.
func (v *vector) Pop() { v.stack = v.stack[:len(v.stack)-1] }

// Translate implements vg.Canvas.
func (v *vector) Translate(p vg.Point) {
	m := &v.top().m
	for i := range m {
		m[i][2] += m[i][0]*float64(p.X) + m[i][1]*float64(p.Y)
	}
}

// Rotate implements vg.Canvas.
func (v *vector) Rotate(a float64) {
	m := &v.top().m
	sin, cos := math.Sincos(a)
	for i := range m {
		m[i][0], m[i][1] = m[i][0]*cos+m[i][1]*sin, m[i][1]*cos-m[i][0]*sin
	}
	v.top().turn += a
}

// Scale implements vg.Canvas.
func (v *vector) Scale(x, y float64) {
	m := &v.top().m
	for i := range m {
		m[i][0] *= x
		m[i][1] *= y
	}
}

// page is where a point of the canvas lies on the page, y down.
func (v *vector) page(p vg.Point) (x, y float64) {
	m := v.top().m
	x = m[0][0]*float64(p.X) + m[0][1]*float64(p.Y) + m[0][2]
	y = m[1][0]*float64(p.X) + m[1][1]*float64(p.Y) + m[1][2]
	return x, float64(v.h) - y
}

// degrees is the turn of text written now, clockwise as seen on the page.
func (v *vector) degrees() float64 { return -v.top().turn * 180 / math.Pi }

// unbend replaces arcs by short lines; figures have none but dots.
func unbend(path vg.Path) vg.Path {
	var out vg.Path
	for _, comp := range path {
		if comp.Type != vg.ArcComp {
			out = append(out, comp)
			continue
		}
		const sides = 32
		for i := 0; i <= sides; i++ {
			sin, cos := math.Sincos(comp.Start + comp.Angle*float64(i)/sides)
			pt := vg.Point{X: comp.Pos.X + comp.Radius*vg.Length(cos), Y: comp.Pos.Y + comp.Radius*vg.Length(sin)}
			out.Line(pt)
		}
	}
	return out
}
