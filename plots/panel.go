package plots

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// panel is one pair of axes with what stands above it and beside it. The plot
// holds the ranges and scales, so that any plot.Plotter can be a mark.
type panel struct {
	*plot.Plot
	marks []plot.Plotter
	over  []strip  // above the axes, the highest first
	ends  []ending // labels at the right-hand ends of lines
	key   []entry  // samples of lines, where there are too many for labels
	x, y  axis
	share float64 // height in rows; 0: as low as it can be read
}

// strip is a band above the axes, drawn on a canvas as wide as they are.
type strip interface {
	height(s Style, width vg.Length) vg.Length
	draw(s Style, c draw.Canvas, p *plot.Plot)
}

// axis is one side of a panel: ticks and a title, a scale bar, or (the zero
// value) nothing.
type axis struct {
	title string
	short string                     // where the title is longer than the axis; "": the title all the same
	ticks func(want int) plot.Ticker // nil: no axis
	bar   float64                    // length of a scale bar in data units; 0: none
	label string                     // of the scale bar
	gap   [2]float64                 // where the axis is broken, in data units; from and to the same: nowhere
}

func newPanel(xmin, xmax, ymin, ymax float64) *panel {
	p := &panel{Plot: plot.New(), share: 1}
	p.X.Min, p.X.Max = xmin, xmax
	p.Y.Min, p.Y.Max = ymin, ymax
	return p
}

func (a axis) marks(want int, lo, hi float64) []plot.Tick {
	if a.ticks == nil {
		return nil
	}
	return a.ticks(want).Ticks(lo, hi)
}

// yWant and xWant are how many labels sit well on an axis of that length.
func yWant(s Style, length vg.Length) int {
	return min(max(int(length/(2.6*s.Body)), 2), 6)
}

func xWant(s Style, length vg.Length) int {
	return min(max(int(length/(6*s.Body)), 2), 8)
}

// leftWidth is what the y axis takes, for any height of the axes.
func (p *panel) leftWidth(s Style) vg.Length {
	if p.y.ticks == nil {
		return 0
	}
	pen := s.body(s.Ink)
	var w vg.Length
	for want := 2; want <= 6; want++ {
		for _, t := range p.y.marks(want, p.Y.Min, p.Y.Max) {
			w = max(w, pen.width(t.Label))
		}
	}
	w += s.Gap + s.Tick + s.Gap/2
	if p.y.title != "" {
		w += pen.leading()
	}
	return w
}

func (p *panel) rightWidth(s Style) vg.Length {
	var w vg.Length
	for _, e := range p.ends {
		w = max(w, e.width())
	}
	for _, k := range p.key {
		w = max(w, k.width(s))
	}
	if p.y.bar > 0 {
		w = max(w, s.Gap+s.body(s.Ink).width(p.y.label))
	}
	if w > 0 {
		w += s.Gap
	}
	if p.x.ticks != nil {
		w = max(w, 1.2*s.Body) // half of the last tick's label
	}
	return w
}

// axesHeight is the height of the axes' rectangle: its share of rows that high,
// but never so low that its labels or its key would not fit.
func (p *panel) axesHeight(s Style, row vg.Length) vg.Length {
	const low, flat = 3.6, 2.4 // font sizes: of a trace, of a step of current
	least := flat * s.Body
	if p.share > 0 {
		least = low * s.Body
	}
	key := vg.Length(len(p.key)) * s.body(s.Ink).leading()
	return max(vg.Length(p.share)*row, least, key)
}

func (p *panel) overHeight(s Style, width vg.Length) vg.Length {
	var h vg.Length
	for _, b := range p.over {
		h += b.height(s, width)
	}
	if h > 0 {
		h += s.Gap / 2
	}
	return h
}

func (p *panel) bottomHeight(s Style) vg.Length {
	pen := s.body(s.Ink)
	switch {
	case p.x.ticks != nil:
		return s.Gap + s.Tick + s.Gap/2 + pen.capHeight() + pen.leading() + pen.descent()
	case p.x.bar > 0:
		return s.Gap + s.Gap/2 + pen.capHeight() + pen.descent()
	}
	return 0
}

// draw puts the panel on its axes' rectangle; edge is where the y title stands
// and top where the strips begin.
func (p *panel) draw(s Style, axes draw.Canvas, edge, top vg.Length) {
	for _, b := range p.over {
		c := axes
		c.Max.Y = top
		top -= b.height(s, axes.Size().X)
		c.Min.Y = top
		b.draw(s, c, p.Plot)
	}
	p.drawY(s, axes, edge)
	p.drawX(s, axes)
	for _, m := range p.marks {
		m.Plot(axes, p.Plot)
	}
	drawEnds(s, axes, p.Plot, p.ends)
	drawKey(s, axes, p.key)
}

func (p *panel) drawY(s Style, c draw.Canvas, edge vg.Length) {
	pen := s.body(s.Ink)
	_, y := p.Transforms(&c)
	if p.y.bar > 0 {
		x, top := c.Max.X+s.Gap, c.Max.Y
		bottom := top - (y(p.y.bar) - y(0))
		c.StrokeLine2(s.thick(), x, bottom, x, top)
		pen.write(c, x+s.Gap, pen.middle((top+bottom)/2), left, p.y.label)
	}
	if p.y.ticks == nil {
		return
	}
	x := c.Min.X - s.Gap
	c.StrokeLine2(s.hair(), x, c.Min.Y, x, c.Max.Y)
	for _, t := range p.y.marks(yWant(s, c.Size().Y), p.Y.Min, p.Y.Max) {
		at, long := y(t.Value), s.Tick
		if t.IsMinor() {
			long /= 2
		}
		c.StrokeLine2(s.hair(), x-long, at, x, at)
		pen.write(c, x-s.Tick-s.Gap/2, pen.middle(at), right, t.Label)
	}
	pen.writeUp(c, edge+pen.capHeight(), (c.Min.Y+c.Max.Y)/2, p.y.title)
}

func (p *panel) drawX(s Style, c draw.Canvas) {
	pen := s.body(s.Ink)
	x, _ := p.Transforms(&c)
	y := c.Min.Y - s.Gap
	if p.x.bar > 0 {
		from := c.Max.X - (x(p.x.bar) - x(0))
		c.StrokeLine2(s.thick(), from, y, c.Max.X, y)
		half := pen.width(p.x.label) / 2
		mid := min((from+c.Max.X)/2, c.Max.X-half)
		pen.write(c, mid, y-s.Gap/2-pen.capHeight(), centre, p.x.label)
	}
	if p.x.ticks == nil {
		return
	}
	if g := p.x.gap; g[0] < g[1] {
		s.brokenLine(c, x(g[0]), x(g[1]), y)
	} else {
		c.StrokeLine2(s.hair(), c.Min.X, y, c.Max.X, y)
	}
	base := y - s.Tick - s.Gap/2 - pen.capHeight()
	for _, t := range p.x.marks(xWant(s, c.Size().X), p.X.Min, p.X.Max) {
		at, long := x(t.Value), s.Tick
		if t.IsMinor() {
			long /= 2
		}
		c.StrokeLine2(s.hair(), at, y-long, at, y)
		pen.write(c, at, base, centre, t.Label)
	}
	title := p.x.title
	if p.x.short != "" && pen.width(title) > c.Size().X {
		title = p.x.short
	}
	pen.write(c, (c.Min.X+c.Max.X)/2, base-pen.leading(), centre, title)
}

// pad widens a range by a share of itself, and by one where it is a point.
func pad(lo, hi, share float64) (float64, float64) {
	if math.IsInf(lo, 0) || math.IsInf(hi, 0) || !(hi > lo) {
		if math.IsInf(lo, 0) || math.IsNaN(lo) {
			lo = 0
		}
		return lo - 1, lo + 1
	}
	d := share * (hi - lo)
	return lo - d, hi + d
}
