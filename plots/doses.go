package plots

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// DoseFigure is effects against the concentration of a drug, on one logarithmic axis
// with the vehicle on a piece of its own.
type DoseFigure struct {
	Title   string
	X, Y    string // labels, with their unit
	What    string // in the caption: "effects of baclofen"
	Series  []DoseSeries
	KeyNote string   // above the names: what stands beside them
	Notes   []string // small print, before the notice
}

// DoseSeries is one effect: what was measured, and the curve through it.
type DoseSeries struct {
	Name      string
	Conc, Y   []float64 // 0 is the vehicle
	At, Curve []float64 // the fitted curve; nil: the points are joined by thin lines
	Low, High []float64 // band of the curve; nil: none
	EC50      float64   // NaN: not fitted
	Half      float64   // the effect there
	Label     string    // of the EC50: "4.75 µM"
}

// Doses draws the effects. Each EC50 is marked on the axis and written beside the name
// of its effect.
func Doses(s Style, d DoseFigure) (*Figure, error) {
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("plots: %s: %w", d.Title, err)
	}
	p := d.panel(s)
	p.over = []strip{header{note: d.KeyNote, color: s.Muted, from: math.NaN()}, d.key(s)}
	if d.KeyNote == "" {
		p.over = p.over[1:]
	}
	f := &Figure{Style: s, Title: d.Title, columns: [][]*panel{{p}}, Notice: Notice}
	p.share = 1.6
	f.footer = append(slices.Clone(d.Notes), Notice)
	f.Caption = fmt.Sprintf("%s: %s against %s.", d.Title, d.What, d.X)
	f.Alt = f.Caption
	for _, c := range d.Series {
		f.Alt += " " + upper(c.spoken()) + "."
	}
	f.Caption += d.halves()
	return f, nil
}

func (d DoseFigure) check() error {
	if len(d.Series) == 0 {
		return errors.New("no effect was measured; give one at least")
	}
	for _, c := range d.Series {
		switch {
		case len(c.Conc) < 2 || len(c.Y) != len(c.Conc):
			return fmt.Errorf("%s: %d concentrations and %d effects; give as many of each, and two at least", c.Name, len(c.Conc), len(c.Y))
		case !finite(c.Y...):
			return fmt.Errorf("%s: an effect is not finite; leave it out", c.Name)
		case !(slices.Max(c.Conc) > 0):
			return fmt.Errorf("%s: nothing above the vehicle for a logarithmic axis", c.Name)
		}
	}
	return nil
}

// panel has the axes and the marks.
func (d DoseFigure) panel(s Style) *panel {
	scale, vehicle := d.scale()
	p := newPanel(scale.low, scale.high, math.Inf(1), math.Inf(-1))
	var bands, lines, points, marks []plot.Plotter
	for i, c := range d.Series {
		k := s.stroke(i)
		for _, ys := range [][]float64{c.Y, c.Curve, c.Low, c.High} {
			for _, y := range ys {
				p.Y.Min, p.Y.Max = min(p.Y.Min, y), max(p.Y.Max, y)
			}
		}
		if c.Low != nil {
			bands = append(bands, band{xys(c.At, c.Low), xys(c.At, c.High), s.tint(k.Color)})
		}
		if c.Curve != nil {
			lines = append(lines, curve{line{xys(c.At, c.Curve), s.line(k), s.pixel()}})
		} else {
			thin := s.line(k)
			thin.Width = s.Hair
			lines = append(lines, line{c.above(c.Y), thin, s.pixel()})
		}
		at := make([]float64, len(c.Conc))
		for j, conc := range c.Conc {
			at[j] = scale.at(conc)
		}
		points = append(points, markers{dots{line{xys(at, c.Y), s.line(k), s.pixel()}, s.dot()}, i})
		if !math.IsNaN(c.EC50) {
			marks = append(marks, drop{c.EC50, c.Half, s.line(Stroke{k.Color, []vg.Length{1.5, 1.5}}), s.Tick})
		}
	}
	slices.SortStableFunc(bands, func(a, b plot.Plotter) int { return cmp.Compare(b.(band).size(), a.(band).size()) })
	p.marks = slices.Concat(bands, marks, lines, points)
	scale.axis(p, d.X, vehicle)
	p.Y.Min, p.Y.Max = pad(p.Y.Min, p.Y.Max, 0.05)
	p.y = axis{title: d.Y, ticks: func(n int) plot.Ticker { return ticks{n} }}
	return p
}

// scale spans all concentrations.
func (d DoseFigure) scale() (scale doseScale, vehicle bool) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, c := range d.Series {
		for _, conc := range c.Conc {
			if conc > 0 {
				low, high = min(low, conc), max(high, conc)
			} else {
				vehicle = true
			}
		}
	}
	if low == high { // one concentration still wants an axis
		low, high = low/2, high*2
	}
	return newDoseScale(low, high), vehicle
}

// above are the points at concentrations above none.
func (c DoseSeries) above(y []float64) plotter.XYs {
	var out plotter.XYs
	for i, conc := range c.Conc {
		if conc > 0 {
			out = append(out, plotter.XY{X: conc, Y: y[i]})
		}
	}
	return out
}

func xys(x, y []float64) plotter.XYs {
	out := make(plotter.XYs, len(x))
	for i := range x {
		out[i] = plotter.XY{X: x[i], Y: y[i]}
	}
	return out
}

// key names the series with their EC50s, above the axes.
func (d DoseFigure) key(s Style) legend {
	var k legend
	for i, c := range d.Series {
		text := c.Name
		if c.Label != "" {
			text += ": " + c.Label
		}
		k = append(k, legendEntry{entry{s.stroke(i), text}, false, i + 1})
	}
	return k
}

// halves are the EC50s in words.
func (d DoseFigure) halves() string {
	var all []string
	for _, c := range d.Series {
		if c.Label != "" {
			all = append(all, c.Name+" "+c.Label)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " EC50: " + strings.Join(all, ", ") + "."
}

func (c DoseSeries) spoken() string {
	n := len(c.Y)
	text := fmt.Sprintf("%s: %s to %s", c.Name, figures(c.Y[0], 3), figures(c.Y[n-1], 3))
	if c.Label != "" {
		text += ", EC50 " + c.Label
	}
	return text
}
