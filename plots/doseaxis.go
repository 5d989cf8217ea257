package plots

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// doseScale is a logarithmic axis of concentrations with a place for none of the drug,
// the vehicle, on a piece of its own at the left.
type doseScale struct {
	low, high float64 // the least and the greatest concentration above none
	vehicle   float64 // where the vehicle stands
}

// newDoseScale makes room for the vehicle in proportion to the axis, so that its label
// and the next do not meet.
func newDoseScale(low, high float64) doseScale {
	const least, share = 0.55, 0.17 // decades, and of the axis
	away := max(least, share*math.Log10(high/low))
	return doseScale{low, high, low / math.Pow(10, away)}
}

// at is where a concentration stands on the axis.
func (d doseScale) at(c float64) float64 {
	if c > 0 {
		return c
	}
	return d.vehicle
}

// axis sets a panel's x axis.
func (d doseScale) axis(p *panel, title string, vehicle bool) {
	const edge = 1.25 // a factor
	p.X.Scale = plot.LogScale{}
	p.X.Min, p.X.Max = d.low/edge, d.high*edge
	p.x = axis{title: title, ticks: func(want int) plot.Ticker { return fewDecades{want} }}
	if !vehicle {
		return
	}
	p.X.Min = d.vehicle / edge
	from := math.Sqrt(d.vehicle * d.low)
	half := math.Pow(d.low/d.vehicle, 0.07)
	p.x.gap = [2]float64{from / half, from * half}
	p.x.ticks = func(want int) plot.Ticker { return doseTicks{d, p.x.gap[1], want} }
}

// fewDecades are decades, of which every other has no label where there is room for few.
type fewDecades struct{ want int }

// Ticks implements plot.Ticker.
func (t fewDecades) Ticks(lo, hi float64) []plot.Tick {
	all := decades{}.Ticks(lo, hi)
	labels := 0
	for _, m := range all {
		if !m.IsMinor() {
			labels++
		}
	}
	for seen, i := 0, 0; labels > t.want+2 && i < len(all); i++ {
		if all[i].IsMinor() {
			continue
		}
		if seen%2 == 1 {
			all[i].Label = ""
		}
		seen++
	}
	return all
}

// doseTicks are the decades above the break, and the vehicle: by its name where there is
// room for it.
type doseTicks struct {
	doseScale
	from float64
	want int
}

// Ticks implements plot.Ticker.
func (t doseTicks) Ticks(_, hi float64) []plot.Tick {
	const roomy = 5 // labels
	label := "vehicle"
	if t.want < roomy {
		label = "0"
	}
	return append([]plot.Tick{{Value: t.vehicle, Label: label}}, fewDecades{t.want}.Ticks(t.from, hi)...)
}

// brokenLine is the line of an axis with a break between two places, each end of which
// has a short slanted stroke.
func (s Style) brokenLine(c draw.Canvas, from, to, y vg.Length) {
	c.StrokeLine2(s.hair(), c.Min.X, y, from, y)
	c.StrokeLine2(s.hair(), to, y, c.Max.X, y)
	lean, up := s.Tick*0.35, s.Tick*0.8
	for _, x := range []vg.Length{from, to} {
		c.StrokeLine2(s.hair(), x-lean, y-up, x+lean, y+up)
	}
}
