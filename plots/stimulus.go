package plots

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"quell/model/unit"
	"quell/sim"
)

// current is the injected current of a protocol against time: the sum of its
// segments of one kind, nA (absolute) or µA/cm². It has a point on either side
// of every jump. It is nil where there is no such segment.
func current(p sim.Protocol, absolute bool) plotter.XYs {
	var segs []sim.Segment
	edges := []float64{0, float64(p.Duration)}
	for _, g := range p.Currents {
		if g.Start.Absolute == absolute {
			segs = append(segs, g)
			edges = append(edges, float64(g.From), min(float64(g.To), float64(p.Duration)))
		}
	}
	if segs == nil {
		return nil
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var xys plotter.XYs
	for i := 0; i+1 < len(edges); i++ {
		a, b := edges[i], edges[i+1]
		xys = append(xys, plotter.XY{X: a, Y: total(segs, a, b, a)}, plotter.XY{X: b, Y: total(segs, a, b, b)})
	}
	return xys
}

// total is the sum at t of the segments that cover the stretch a to b; a ramp
// is 0 outside its own interval.
func total(segs []sim.Segment, a, b, t float64) float64 {
	var sum float64
	for _, g := range segs {
		from, to := float64(g.From), float64(g.To)
		if from <= a && b <= to {
			sum += g.Start.Value + (g.End.Value-g.Start.Value)*(t-from)/(to-from)
		}
	}
	return sum
}

// window is when the stimulus is on, from its first segment's start to its
// last one's end; without one it is the whole run.
func window(r *sim.Recording) (from, to float64) {
	end := r.End
	if end == 0 {
		end = float64(r.Protocol.Duration)
	}
	if len(r.Protocol.Currents) == 0 {
		return 0, end
	}
	from, to = math.Inf(1), math.Inf(-1)
	for _, g := range r.Protocol.Currents {
		from, to = min(from, float64(g.From)), max(to, float64(g.To))
	}
	return from, min(to, end)
}

// currentUnit of a segment's numbers.
func currentUnit(absolute bool) string {
	if absolute {
		return "nA"
	}
	return "µA/cm²"
}

// describeCurrent is the stimulus in words: "10 µA/cm²", "0 to 25 µA/cm²".
func describeCurrent(p sim.Protocol, absolute bool) string {
	xys := current(p, absolute)
	if xys == nil {
		return ""
	}
	lo := slices.MinFunc(xys, func(a, b plotter.XY) int { return cmp.Compare(a.Y, b.Y) }).Y
	hi := slices.MaxFunc(xys, func(a, b plotter.XY) int { return cmp.Compare(a.Y, b.Y) }).Y
	levels := map[float64]bool{}
	for _, xy := range xys {
		if xy.Y != 0 {
			levels[xy.Y] = true
		}
	}
	const n = 4
	if len(levels) == 1 && lo*hi == 0 {
		return figures(lo+hi, n) + " " + currentUnit(absolute)
	}
	return figures(lo, n) + " to " + figures(hi, n) + " " + currentUnit(absolute)
}

// still says that no current is injected.
func still(lines []plotter.XYs) bool {
	for _, xys := range lines {
		if slices.ContainsFunc(xys, func(xy plotter.XY) bool { return xy.Y != 0 }) {
			return false
		}
	}
	return true
}

// describeInput is what drives the cell besides a current: "tonic drive 0.2 mS/cm²",
// "noise of 0.01 mS/cm² (seed 7)".
func describeInput(p sim.Protocol) string {
	var parts []string
	density := func(g unit.ConductanceDensity) string { return figures(float64(g), 3) + " mS/cm²" }
	if p.Drive > 0 {
		parts = append(parts, "tonic drive "+density(p.Drive))
	}
	if n := p.Noise; n.On() {
		parts = append(parts, "noise of "+density(n.Excite.SD)+" ("+n.Place()+")")
	}
	return strings.Join(parts, " · ")
}

// stimulusPanels draw the injected current of the recordings under their
// traces, each protocol once and each kind of unit on its own axes.
func stimulusPanels(s Style, recs []*sim.Recording, tmax float64, bars bool) []*panel {
	var panels []*panel
	for _, absolute := range []bool{false, true} {
		var lines []plotter.XYs
		for _, r := range recs {
			xys := current(r.Protocol, absolute)
			same := func(o plotter.XYs) bool { return slices.Equal(o, xys) }
			if xys != nil && !slices.ContainsFunc(lines, same) {
				lines = append(lines, xys)
			}
		}
		if lines == nil {
			continue
		}
		p := stimulusPanel(s, lines, tmax, paired(recs))
		title := "injected current, " + currentUnit(absolute)
		if bars {
			title = "injected current, " + describeCurrent(recs[0].Protocol, absolute)
			p.y = axis{}
		}
		said := describeInput(recs[0].Protocol)
		if said != "" && still(lines) {
			title = "no injected current"
			p.y = axis{}
		}
		if said != "" && panels == nil {
			title += " · " + said
		}
		p.over = []strip{header{note: title, color: s.Ink, from: math.NaN()}}
		panels = append(panels, p)
	}
	return panels
}

// stimulusPanel draws the currents; plain ones all in ink, where the colours of
// the rows mean something else.
func stimulusPanel(s Style, lines []plotter.XYs, tmax float64, plain bool) *panel {
	lo, hi := 0.0, 0.0
	for _, xys := range lines {
		_, _, l, h := plotter.XYRange(xys)
		lo, hi = min(lo, l), max(hi, h)
	}
	if lo == hi {
		hi = 1
	}
	p := newPanel(0, tmax, lo, hi)
	p.share = 0
	for i, xys := range lines {
		k := s.stroke(i)
		if plain {
			k = s.stroke(0)
		}
		p.marks = append(p.marks, line{xys, s.line(k), s.pixel()})
	}
	p.y = axis{ticks: func(int) plot.Ticker { return ends{} }}
	return p
}

// ends marks an axis at zero and at its two ends: enough for a step of current.
type ends struct{}

// Ticks implements plot.Ticker.
func (ends) Ticks(lo, hi float64) []plot.Tick {
	var all []plot.Tick
	for _, v := range []float64{lo, 0, hi} {
		near := func(t plot.Tick) bool { return math.Abs(t.Value-v) < 0.25*(hi-lo) }
		if v == 0 && (lo > 0 || hi < 0) || slices.ContainsFunc(all, near) {
			continue
		}
		all = append(all, plot.Tick{Value: v, Label: figures(v, 3)})
	}
	return all
}
