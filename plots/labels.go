package plots

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ending is a label at the right-hand end of a line, in place of a legend.
type ending struct {
	y     float64 // of the line's end, in data units
	lines []string
	pen   pen
}

func (e ending) width() vg.Length {
	var w vg.Length
	for _, l := range e.lines {
		w = max(w, e.pen.width(l))
	}
	return w
}

func (e ending) height() vg.Length { return vg.Length(len(e.lines)) * e.pen.leading() }

// drawEnds writes the labels beside their lines, moved apart where they would
// overlap, with a thin lead from the line to a label that had to move.
func drawEnds(s Style, c draw.Canvas, p *plot.Plot, ends []ending) {
	_, y := p.Transforms(&c)
	want := make([]vg.Length, len(ends))
	tall := make([]vg.Length, len(ends))
	for i, e := range ends {
		want[i], tall[i] = y(e.y), e.height()
	}
	for i, mid := range spread(want, tall, c.Min.Y, c.Max.Y) {
		e, x := ends[i], c.Max.X+s.Gap
		if d := mid - want[i]; d > tall[i]/2 || d < -tall[i]/2 {
			lead := draw.LineStyle{Color: e.pen.color, Width: s.Hair / 2}
			c.StrokeLine2(lead, c.Max.X, want[i], x-s.Gap/4, mid)
		}
		base := mid + tall[i]/2
		for k, l := range e.lines {
			e.pen.write(c, x, base-(vg.Length(k)+0.5)*e.pen.leading()-e.pen.capHeight()/2, left, l)
		}
	}
}

// spread moves intervals of these heights, each wanting its middle at a place,
// apart as little as needed, and returns their middles. They stay between lo
// and hi where there is room for all.
func spread(want, tall []vg.Length, lo, hi vg.Length) []vg.Length {
	order := make([]int, len(want))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(want[b], want[a]) })
	type block struct {
		ids       []int
		mid, tall vg.Length
	}
	var blocks []block
	for _, i := range order {
		blocks = append(blocks, block{[]int{i}, within(want[i], tall[i], lo, hi), tall[i]})
		for n := len(blocks); n > 1; n = len(blocks) {
			a, b := blocks[n-2], blocks[n-1]
			if a.mid-a.tall/2 >= b.mid+b.tall/2 {
				break
			}
			na, nb := vg.Length(len(a.ids)), vg.Length(len(b.ids))
			// Each label is as near to its place as the others let it be: the mean.
			mid := (na*(a.mid-b.tall/2) + nb*(b.mid+a.tall/2)) / (na + nb)
			blocks = append(blocks[:n-2], block{append(a.ids, b.ids...), within(mid, a.tall+b.tall, lo, hi), a.tall + b.tall})
		}
	}
	mids := make([]vg.Length, len(want))
	for _, b := range blocks {
		top := b.mid + b.tall/2
		for _, i := range b.ids {
			mids[i] = top - tall[i]/2
			top -= tall[i]
		}
	}
	return mids
}

// within moves the middle of an interval so that it lies between lo and hi; one
// that is too long hangs from hi.
func within(mid, tall, lo, hi vg.Length) vg.Length {
	return min(max(mid, lo+tall/2), hi-tall/2)
}

// entry is one line of a key.
type entry struct {
	Stroke
	text string
}

const sample = 2.6 // length of a key's line, in ems

func (k entry) width(s Style) vg.Length {
	return sample*s.Body + s.Gap + s.body(k.Color).width(k.text)
}

// drawKey lists samples of the lines beside the axes, from the top.
func drawKey(s Style, c draw.Canvas, key []entry) {
	for i, k := range key {
		pen := s.body(k.Color)
		y := c.Max.Y - (vg.Length(i)+0.5)*pen.leading()
		x := c.Max.X + s.Gap
		c.StrokeLine2(s.line(k.Stroke), x, y, x+sample*s.Body, y)
		pen.write(c, x+sample*s.Body+s.Gap, pen.middle(y), left, k.text)
	}
}
