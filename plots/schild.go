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

// SchildFigure is a family of curves that an antagonist moves, and the Schild plot of
// their dose ratios.
type SchildFigure struct {
	Title      string
	Family     DoseFigure
	Antagonist string
	Points     []SchildMark
	Slope, PA2 float64 // of the line; NaN where there is none
	Label      string  // of the line: "slope 1.00 (0.98 to 1.02), pA₂ 8.30"
	Unit       float64 // pA2 of the line of slope 1; NaN where there is none
}

// SchildMark is a dose ratio DR at a concentration of the antagonist.
type SchildMark struct {
	LogB      float64 // log10 of M
	LogDR1    float64 // log10(DR - 1)
	Low, High float64 // its interval; infinite where it is open
	LeftOut   bool    // of the line
}

// Schild draws the family and beside it, or below where there is little width, the
// Schild plot.
func Schild(s Style, d SchildFigure) (*Figure, error) {
	if len(d.Points) == 0 {
		return nil, errors.New("plots: Schild: no dose ratio is above 1; give more of the antagonist")
	}
	f, err := Doses(s, d.Family)
	if err != nil {
		return nil, err
	}
	f.Title = d.Title
	p := d.panel(s)
	p.share = f.columns[0][0].share
	if s.Width >= 40*s.Body {
		f.columns = append(f.columns, []*panel{p})
	} else {
		f.columns[0] = append(f.columns[0], p)
	}
	f.Caption += fmt.Sprintf(" Schild plot of the dose ratios of %s: %s.", d.Antagonist, d.Label)
	f.Alt += fmt.Sprintf(" Schild plot of %s: %d dose ratios, %s.", d.Antagonist, len(d.Points), d.Label)
	return f, nil
}

func (d SchildFigure) panel(s Style) *panel {
	k, muted := s.stroke(1), s.dashed()
	p := newPanel(math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1))
	see := func(x, y float64) {
		p.X.Min, p.X.Max = min(p.X.Min, x), max(p.X.Max, x)
		p.Y.Min, p.Y.Max = min(p.Y.Min, y), max(p.Y.Max, y)
	}
	for _, m := range d.Points {
		see(m.LogB, m.LogDR1)
	}
	see(p.X.Min, 0) // the intercept is at 0
	right := p.X.Max
	straight := func(slope, pA2 float64) plotter.XYs {
		return plotter.XYs{{X: -pA2, Y: 0}, {X: right, Y: slope * (right + pA2)}}
	}
	if finite(d.Slope, d.PA2) {
		l := straight(d.Slope, d.PA2)
		see(l[0].X, l[0].Y)
		see(l[1].X, l[1].Y)
		p.marks = append(p.marks, drop{-d.PA2, 0, s.line(Stroke{k.Color, []vg.Length{1.5, 1.5}}), s.Tick}, curve{line{l, draw.LineStyle{Color: k.Color, Width: s.Trace}, s.pixel()}})
	}
	if finite(d.Unit) {
		l := straight(1, d.Unit)
		see(l[0].X, l[0].Y)
		p.marks = slices.Insert(p.marks, 0, plot.Plotter(curve{line{l, muted, s.pixel()}}))
	}
	p.marks = append([]plot.Plotter{reference{0, muted}}, p.marks...)
	for _, m := range d.Points {
		c := k.Color
		if m.LeftOut {
			c = s.Muted
		}
		p.marks = append(p.marks, errorBar{m, draw.LineStyle{Color: c, Width: s.Hair}}, dots{line{plotter.XYs{{X: m.LogB, Y: m.LogDR1}}, draw.LineStyle{Color: c}, s.pixel()}, s.dot()})
	}
	p.X.Min, p.X.Max = pad(p.X.Min, p.X.Max, 0.06)
	p.Y.Min, p.Y.Max = pad(p.Y.Min, p.Y.Max, 0.08)
	p.x = axis{title: "log₁₀ " + d.Antagonist + " (M)", ticks: func(n int) plot.Ticker { return ticks{n} }}
	p.y = axis{title: "log₁₀ (dose ratio − 1)", ticks: func(n int) plot.Ticker { return ticks{n} }}
	p.over = []strip{header{label: "Schild plot", note: d.Label, color: k.Color, from: math.NaN()}}
	return p
}

// errorBar is the interval of a dose ratio, cut at the axes where it is open.
type errorBar struct {
	SchildMark
	draw.LineStyle
}

// Plot implements plot.Plotter.
func (e errorBar) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	from, to := max(e.Low, p.Y.Min), min(e.High, p.Y.Max)
	c.StrokeLine2(e.LineStyle, x(e.LogB), y(from), x(e.LogB), y(to))
}
