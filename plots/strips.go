package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// header is the line of words above a row: what it is on the left, with a note
// in lighter type, and what was measured on the right. What does not fit on
// one line takes the next. Under what was measured stands in lighter type what it is
// made of, where there is room for it.
type header struct {
	label, note, right, under string
	color                     color.NRGBA
	from                      float64 // where on the x axis the label begins; NaN: at the edge
}

// words of one line of a header.
type words struct{ label, note, right, under string }

// lines breaks the header into lines no wider than width: the right part and
// the note stand beside the last line of the label where there is room.
func (h header) lines(s Style, width vg.Length) []words {
	bold, small, plain := s.bold(h.color), s.small(s.Muted), s.body(h.color)
	var all []words
	for _, l := range bold.wrap(h.label, width) {
		all = append(all, words{label: l})
	}
	if all == nil {
		all = []words{{}}
	}
	last := &all[len(all)-1]
	used := bold.width(last.label)
	var rest []words
	if need := em*s.Body + plain.width(h.right); h.right != "" && used+need <= width {
		last.right, used = h.right, used+need
	} else if h.right != "" {
		rest = append(rest, words{right: h.right})
	}
	if h.note != "" && used+s.Gap+small.width(h.note) <= width {
		last.note = h.note
	} else {
		for _, l := range small.wrap(h.note, width) {
			rest = append(rest, words{note: l})
		}
	}
	switch need := small.width(h.under); {
	case h.under == "" || need > width:
	case len(rest) > 0 && rest[0].right == "" && small.width(rest[0].note)+em*s.Body+need <= width:
		rest[0].under = h.under
	default:
		rest = append(rest, words{under: h.under})
	}
	if *last == (words{}) && rest != nil { // nothing stands on the first line
		return rest
	}
	return append(all, rest...)
}

// em is the least room between the words at the left and those at the right,
// in font sizes.
const em = 1.2

func (h header) height(s Style, width vg.Length) vg.Length {
	return vg.Length(len(h.lines(s, width))) * s.bold(h.color).leading()
}

func (h header) draw(s Style, c draw.Canvas, p *plot.Plot) {
	bold, small, plain := s.bold(h.color), s.small(s.Muted), s.body(h.color)
	at, _ := p.Transforms(&c)
	for i, l := range h.lines(s, c.Size().X) {
		y := c.Max.Y - vg.Length(i+1)*bold.leading() + bold.descent()
		w, note := bold.width(l.label), vg.Length(0)
		if l.label != "" {
			note = w + s.Gap
		}
		if l.note != "" {
			w = note + small.width(l.note)
		}
		x, end := c.Min.X, c.Max.X
		if l.right != "" && w > 0 {
			end -= em*s.Body + plain.width(l.right)
		}
		if !math.IsNaN(h.from) {
			x = max(x, min(at(h.from), end-w))
		}
		bold.write(c, x, y, left, l.label)
		small.write(c, x+note, y, left, l.note)
		plain.write(c, c.Max.X, y, right, l.right)
		small.write(c, c.Max.X, y, right, l.under)
	}
}

// doseBar is the thick line above a trace while a drug is in the bath.
type doseBar struct {
	from, to float64
	color    color.NRGBA
}

func (doseBar) height(s Style, _ vg.Length) vg.Length { return s.Bar + s.Gap }

func (b doseBar) draw(s Style, c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	y := (c.Min.Y + c.Max.Y) / 2
	l := draw.LineStyle{Color: b.color, Width: s.Bar}
	c.StrokeLine2(l, max(c.Min.X, x(b.from)), y, min(c.Max.X, x(b.to)), y)
}

// periods are words over stretches of the x axis: the rate before, during and
// after a drug. A word wider than its stretch is left out rather than crowded.
type periods []period

type period struct {
	from, to float64
	text     string
	color    color.NRGBA
}

func (ps periods) height(s Style, _ vg.Length) vg.Length { return s.body(s.Ink).leading() }

func (ps periods) draw(s Style, c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	for _, w := range ps {
		pen := s.body(w.color)
		a, b := max(c.Min.X, x(w.from)), min(c.Max.X, x(w.to))
		if pen.width(w.text) > b-a {
			continue
		}
		pen.write(c, (a+b)/2, c.Max.Y-pen.leading()+pen.descent(), centre, w.text)
	}
}

// thick is the line of a scale bar.
func (s Style) thick() draw.LineStyle { return draw.LineStyle{Color: s.Ink, Width: 2.5 * s.Hair} }
