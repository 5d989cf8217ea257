package plots

import "gonum.org/v1/plot"

// Labelled is how many labels each axis of the figure shows, scale bars apart.
func (f *Figure) Labelled() []int {
	var all []int
	count := func(ticks []plot.Tick, lo, hi float64) {
		n := 0
		for _, t := range ticks {
			if !t.IsMinor() && lo <= t.Value && t.Value <= hi {
				n++
			}
		}
		all = append(all, n)
	}
	_, h := f.Size()
	for i, col := range f.columns {
		x0, x1 := f.span(i)
		l, r := f.edges(col)
		row := f.row(col, h-f.head()-f.foot()-f.beside(col, x1-x0))
		for _, p := range col {
			if p.x.ticks != nil {
				count(p.x.marks(xWant(f.Style, x1-x0-l-r), p.X.Min, p.X.Max), p.X.Min, p.X.Max)
			}
			if p.y.ticks != nil {
				count(p.y.marks(yWant(f.Style, p.axesHeight(f.Style, row)), p.Y.Min, p.Y.Max), p.Y.Min, p.Y.Max)
			}
		}
	}
	return all
}
