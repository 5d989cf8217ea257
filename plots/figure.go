package plots

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Figure is a picture laid out and ready to draw: columns of panels that share
// their axes' edges, a title where the style wants one, and the small print.
type Figure struct {
	Style   Style
	Title   string
	Caption string // one paragraph, as under a figure in a paper
	Alt     string // what a reader who cannot see the figure needs to know
	Notice  string // "" where no drug is drawn

	columns [][]*panel
	footer  []string // paragraphs of small print
}

// Size is the width and height of the picture. A figure with more rows than the
// style's height has room for is taller.
func (f *Figure) Size() (w, h vg.Length) {
	s := f.Style
	h = s.Height
	for i, col := range f.columns {
		x0, x1 := f.span(i)
		tall := f.beside(col, x1-x0) + f.head() + f.foot()
		for _, p := range col {
			tall += p.axesHeight(s, s.Row)
		}
		h = max(h, tall)
	}
	return s.Width, h
}

// Draw puts the figure on a canvas of its Size.
func (f *Figure) Draw(canvas vg.Canvas) {
	w, h := f.Size()
	c := draw.NewCanvas(canvas, w, h)
	c.SetColor(f.Style.Background)
	c.Fill(c.Rectangle.Path())
	f.drawTitle(c)
	f.drawFooter(c)
	for i, col := range f.columns {
		x0, x1 := f.span(i)
		f.drawColumn(draw.Crop(c, x0, x1-w, f.foot(), -f.head()), col)
	}
}

func (f *Figure) margin() vg.Length { return 2 * f.Style.Gap }

// span is where column i lies between the margins: as much for the axes of
// each, and for what stands beside them as much as it needs.
func (f *Figure) span(i int) (x0, x1 vg.Length) {
	n, between := vg.Length(len(f.columns)), 3*f.Style.Gap
	free := f.Style.Width - 2*f.margin() - (n-1)*between
	for _, col := range f.columns {
		l, r := f.edges(col)
		free -= l + r
	}
	x0 = f.margin()
	for k, col := range f.columns {
		l, r := f.edges(col)
		x1 = x0 + l + free/n + r
		if k == i {
			break
		}
		x0 = x1 + between
	}
	return x0, x1
}

// head and foot are the heights taken by the title and the small print, with
// the margins.
func (f *Figure) head() vg.Length {
	if !f.Style.Title || f.Title == "" {
		return f.margin()
	}
	return f.margin() + f.Style.heading(f.Style.Ink).leading() + 2*f.Style.Gap
}

func (f *Figure) foot() vg.Length {
	n := len(f.small())
	if n == 0 {
		return f.margin()
	}
	return f.margin() + vg.Length(n)*f.Style.small(f.Style.Muted).leading() + f.Style.Gap/2
}

// small is the small print, broken into lines.
func (f *Figure) small() []string {
	var lines []string
	p := f.Style.small(f.Style.Muted)
	for _, par := range f.footer {
		lines = append(lines, p.wrap(par, f.Style.Width-2*f.margin())...)
	}
	return lines
}

func (f *Figure) drawTitle(c draw.Canvas) {
	if !f.Style.Title {
		return
	}
	p := f.Style.heading(f.Style.Ink)
	p.write(c, f.margin(), c.Max.Y-f.margin()-p.capHeight(), left, p.fit(f.Title, f.Style.Width-2*f.margin()))
}

func (f *Figure) drawFooter(c draw.Canvas) {
	p := f.Style.small(f.Style.Muted)
	lines := f.small()
	for i, line := range lines {
		y := f.margin() + p.descent() + vg.Length(len(lines)-1-i)*p.leading() - f.Style.Gap/2
		p.write(c, f.margin(), y, left, line)
	}
}

// edges are the widths beside the axes that the panels of a column share.
func (f *Figure) edges(col []*panel) (l, r vg.Length) {
	for _, p := range col {
		l, r = max(l, p.leftWidth(f.Style)), max(r, p.rightWidth(f.Style))
	}
	return l, r
}

// beside is the height of everything in a column but the axes themselves.
func (f *Figure) beside(col []*panel, width vg.Length) vg.Length {
	l, r := f.edges(col)
	var h vg.Length
	for i, p := range col {
		h += f.gapAbove(i, p) + p.overHeight(f.Style, width-l-r) + p.bottomHeight(f.Style)
	}
	return h
}

// gapAbove keeps panels apart, the more where no words stand between them.
func (f *Figure) gapAbove(i int, p *panel) vg.Length {
	switch {
	case i == 0:
		return 0
	case len(p.over) == 0:
		return 4 * f.Style.Gap
	}
	return 2 * f.Style.Gap
}

// row is the height of one row that makes the axes of a column fill the room.
func (f *Figure) row(col []*panel, room vg.Length) vg.Length {
	pinned := map[*panel]bool{}
	for {
		free, shares := room, 0.0
		for _, p := range col {
			if pinned[p] || p.share == 0 {
				free -= p.axesHeight(f.Style, 0)
			} else {
				shares += p.share
			}
		}
		if shares == 0 {
			return 0
		}
		row, before := free/vg.Length(shares), len(pinned)
		for _, p := range col {
			if p.share > 0 && p.axesHeight(f.Style, 0) > vg.Length(p.share)*row {
				pinned[p] = true
			}
		}
		if len(pinned) == before {
			return row
		}
	}
}

func (f *Figure) drawColumn(c draw.Canvas, col []*panel) {
	l, r := f.edges(col)
	row := f.row(col, c.Size().Y-f.beside(col, c.Size().X))
	top := c.Max.Y
	for i, p := range col {
		top -= f.gapAbove(i, p)
		axes := c
		axes.Min.X, axes.Max.X = c.Min.X+l, c.Max.X-r
		axes.Max.Y = top - p.overHeight(f.Style, axes.Size().X)
		axes.Min.Y = axes.Max.Y - p.axesHeight(f.Style, row)
		p.draw(f.Style, axes, c.Min.X, top)
		top = axes.Min.Y - p.bottomHeight(f.Style)
	}
}
