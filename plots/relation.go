package plots

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Series is one named line of a relation, or a set of points.
type Series struct {
	Name   string
	X, Y   []float64
	Points bool // dots, no line
}

// Relation is one quantity against another, such as a rate against a current.
type Relation struct {
	Title  string
	X, Y   string // labels, with their unit
	LogX   bool
	Notice string // small print where a drug is drawn; "" without
	Series []Series
}

// Relate draws a relation, with a key of its series above the axes. Points stand
// over lines.
func Relate(s Style, r Relation) (*Figure, error) {
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("plots: %s: %w", r.Title, err)
	}
	p := newPanel(math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1))
	k := legend{}
	var over []plot.Plotter
	for i, c := range r.Series {
		xys := make(plotter.XYs, 0, len(c.X))
		for j := range c.X {
			if !r.LogX || c.X[j] > 0 { // a logarithmic axis has no place for none
				xys = append(xys, plotter.XY{X: c.X[j], Y: c.Y[j]})
			}
		}
		l := line{xys, s.line(s.stroke(i)), s.pixel()}
		p.Add(l) // for the ranges
		if c.Points {
			over = append(over, dots{l, s.dot()})
		} else {
			p.marks = append(p.marks, curve{l})
		}
		k = append(k, legendEntry{entry{s.stroke(i), c.Name}, c.Points, 0})
	}
	p.marks = append(p.marks, over...)
	p.relationAxes(r)
	if len(r.Series) > 1 {
		p.over = []strip{k}
	}
	f := &Figure{Style: s, Title: r.Title, Notice: r.Notice, columns: [][]*panel{{p}}}
	if r.Notice != "" {
		f.footer = []string{r.Notice}
	}
	f.Caption = fmt.Sprintf("%s: %s against %s.", r.Title, r.Y, r.X)
	f.Alt = f.Caption
	for _, c := range r.Series {
		f.Alt += fmt.Sprintf(" %s: %s to %s over %s to %s.", upper(c.Name), figures(slices.Min(c.Y), 3), figures(slices.Max(c.Y), 3), figures(slices.Min(c.X), 3), figures(slices.Max(c.X), 3))
	}
	return f, nil
}

func (r Relation) check() error {
	if len(r.Series) == 0 {
		return errors.New("no series; give one at least")
	}
	for _, c := range r.Series {
		if len(c.X) == 0 || len(c.X) != len(c.Y) {
			return fmt.Errorf("%s: %d of x and %d of y; give as many of each, and one at least", c.Name, len(c.X), len(c.Y))
		}
		if !finite(c.X...) || !finite(c.Y...) {
			return fmt.Errorf("%s: a point is not finite; leave it out", c.Name)
		}
		if r.LogX && !(slices.Max(c.X) > 0) {
			return fmt.Errorf("%s: nothing above 0 for a logarithmic axis", c.Name)
		}
	}
	return nil
}

// relationAxes gives a panel with its marks their room and their labels.
func (p *panel) relationAxes(r Relation) {
	p.Y.Min, p.Y.Max = pad(p.Y.Min, p.Y.Max, 0.06)
	p.x = axis{title: r.X, ticks: func(n int) plot.Ticker { return ticks{n} }}
	p.y = axis{title: r.Y, ticks: func(n int) plot.Ticker { return ticks{n} }}
	if !r.LogX {
		p.X.Min, p.X.Max = pad(p.X.Min, p.X.Max, 0.03)
		return
	}
	const edge = 1.2 // a factor
	p.X.Min, p.X.Max = p.X.Min/edge, p.X.Max*edge
	p.X.Scale = plot.LogScale{}
	p.x.ticks = func(int) plot.Ticker { return decades{} }
}

// curve is a line that keeps its dash, as the key shows it, however many points it
// has: unlike a trace it does not fill its columns with spikes.
type curve struct{ line }

// Plot implements plot.Plotter.
func (k curve) Plot(c draw.Canvas, p *plot.Plot) {
	for _, run := range k.points(c, p) {
		c.StrokeLines(k.LineStyle, straighten(run, unseen*k.Column))
	}
}

// dots are the points of a line, each a disc.
type dots struct {
	line
	radius vg.Length
}

// Plot implements plot.Plotter.
func (d dots) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i := range d.Len() {
		tx, ty := d.XY(i)
		c.SetColor(d.Color)
		c.Fill(disc(x(tx), y(ty), d.radius))
	}
}

func disc(x, y, radius vg.Length) vg.Path {
	var path vg.Path
	path.Move(vg.Point{X: x + radius, Y: y})
	path.Arc(vg.Point{X: x, Y: y}, radius, 0, 2*math.Pi)
	path.Close()
	return path
}

// dot is the radius of a point.
func (s Style) dot() vg.Length { return 2 * s.Trace }

// legend is a key above the axes: a sample of each series and its name, one after
// the other while there is room.
type legend []legendEntry

type legendEntry struct {
	entry
	points bool
	shape  int // of a marker on the line, from 1 on; 0: none
}

// rows breaks the key into lines no wider than width.
func (k legend) rows(s Style, width vg.Length) []legend {
	var all []legend
	room := vg.Length(0)
	for _, e := range k {
		w := e.width(s) + em*s.Body
		if all == nil || w > room {
			all, room = append(all, nil), width
		}
		all[len(all)-1] = append(all[len(all)-1], e)
		room -= w
	}
	return all
}

func (k legend) height(s Style, width vg.Length) vg.Length {
	return vg.Length(len(k.rows(s, width))) * s.body(s.Ink).leading()
}

func (k legend) draw(s Style, c draw.Canvas, _ *plot.Plot) {
	for i, row := range k.rows(s, c.Size().X) {
		x, y := c.Min.X, c.Max.Y-(vg.Length(i)+0.5)*s.body(s.Ink).leading()
		for _, e := range row {
			if e.points {
				c.SetColor(e.Color)
				c.Fill(disc(x+sample*s.Body/2, y, s.dot()))
			} else {
				c.StrokeLine2(s.line(e.Stroke), x, y, x+sample*s.Body, y)
			}
			if e.shape > 0 {
				c.SetColor(e.Color)
				c.Fill(marker(e.shape-1, x+sample*s.Body/2, y, s.dot()))
			}
			pen := s.body(e.Color)
			pen.write(c, x+sample*s.Body+s.Gap, pen.middle(y), left, pen.fit(e.text, c.Max.X-x-sample*s.Body-s.Gap))
			x += e.width(s) + em*s.Body
		}
	}
}
