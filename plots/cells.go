package plots

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"
)

// CellFigure is measures of many cells against the concentration of a drug, a panel
// each.
type CellFigure struct {
	Title  string
	X      string // label of the concentration, with its unit
	Panels []CellPanel
	Notes  []string // small print, before the notice
}

// CellPanel is one measure.
type CellPanel struct {
	Name, Y   string      // heading; label with unit
	Conc      []float64   // 0 is the vehicle
	Cells     [][]float64 // of each cell, by concentration; NaN where there is none
	Mean      []float64
	Low, High []float64 // what most cells lie between
	Band      string    // in words: "90 of 100 cells"
}

// Cells draws every cell as a faint line, the band that most of them lie in, and the
// mean.
func Cells(s Style, d CellFigure) (*Figure, error) {
	if len(d.Panels) == 0 {
		return nil, errors.New("plots: cells: no measure differs between the cells; give some that do")
	}
	f := &Figure{Style: s, Title: d.Title, Notice: Notice, footer: append(slices.Clone(d.Notes), Notice)}
	columns := 1
	if s.Width >= 40*s.Body && len(d.Panels) > 1 {
		columns = 2
	}
	f.columns = make([][]*panel, columns)
	for i, c := range d.Panels {
		if len(c.Conc) < 2 || len(c.Mean) != len(c.Conc) || len(c.Low) != len(c.Conc) || len(c.High) != len(c.Conc) {
			return nil, fmt.Errorf("plots: cells: %s: %d concentrations, %d means; give as many of each, and two at least", c.Name, len(c.Conc), len(c.Mean))
		}
		p := c.panel(s, s.stroke(i).Color)
		if i+columns < len(d.Panels) {
			p.x = axis{gap: p.x.gap}
		} else {
			p.x.title = d.X
		}
		f.columns[i%columns] = append(f.columns[i%columns], p)
	}
	f.Caption = fmt.Sprintf("%s: single cells (thin), %s (band) and the mean (points) against %s.", d.Title, d.Panels[0].Band, d.X)
	f.Alt = f.Caption
	for _, c := range d.Panels {
		n := len(c.Mean) - 1
		f.Alt += fmt.Sprintf(" %s: mean %s to %s.", upper(c.Name), figures(c.Mean[0], 3), figures(c.Mean[n], 3))
	}
	return f, nil
}

func (c CellPanel) panel(s Style, k color.NRGBA) *panel {
	one := DoseFigure{Series: []DoseSeries{{Conc: c.Conc}}}
	scale, vehicle := one.scale()
	p := newPanel(scale.low, scale.high, math.Inf(1), math.Inf(-1))
	at := make([]float64, len(c.Conc))
	for i, conc := range c.Conc {
		at[i] = scale.at(conc)
	}
	see := func(ys []float64) {
		for _, y := range ys {
			if finite(y) {
				p.Y.Min, p.Y.Max = min(p.Y.Min, y), max(p.Y.Max, y)
			}
		}
	}
	first := 0
	if vehicle {
		first = 1
	}
	p.marks = append(p.marks, band{xys(at[first:], c.Low[first:]), xys(at[first:], c.High[first:]), s.tint(k)})
	for _, cell := range c.Cells {
		see(cell)
		thin := draw.LineStyle{Color: mix(k, s.Background, 0.45), Width: s.Hair / 2}
		p.marks = append(p.marks, line{xys(at[first:], cell[first:]), thin, s.pixel()})
	}
	see(slices.Concat(c.Mean, c.Low, c.High))
	mean := xys(at, c.Mean)
	p.marks = append(p.marks, curve{line{mean[first:], draw.LineStyle{Color: k, Width: 1.3 * s.Trace}, s.pixel()}}, dots{line{mean, draw.LineStyle{Color: k}, s.pixel()}, s.dot()})
	if vehicle {
		p.marks = append(p.marks, whisker{plotter.XY{X: at[0], Y: c.Low[0]}, c.High[0], draw.LineStyle{Color: k, Width: s.Trace}})
	}
	scale.axis(p, "", vehicle)
	p.Y.Min, p.Y.Max = pad(p.Y.Min, p.Y.Max, 0.05)
	p.y = axis{title: c.Y, ticks: func(n int) plot.Ticker { return ticks{n} }}
	p.over = []strip{header{label: c.Name, color: k, from: math.NaN()}}
	return p
}

// whisker is a line up from a point.
type whisker struct {
	from plotter.XY
	to   float64
	draw.LineStyle
}

// Plot implements plot.Plotter.
func (w whisker) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	c.StrokeLine2(w.LineStyle, x(w.from.X), y(w.from.Y), x(w.from.X), y(w.to))
}
