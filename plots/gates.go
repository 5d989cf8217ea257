package plots

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// Curve is one gate of a neuron against the membrane potential.
type Curve struct {
	Compartment, Channel, Gate string
	V, Inf, Tau                []float64 // mV; 1; ms. Tau is nil for an instant gate.
}

// inline is the greatest number of curves that carry their names; more get a key.
const inline = 6

// Gates draws the steady state and the time constant of gates against V, side
// by side where the width allows. The time constants are on a logarithmic axis
// where they span more than a factor of 50.
func Gates(s Style, title string, curves ...Curve) (*Figure, error) {
	if len(curves) == 0 {
		return nil, errors.New("plots: gates: no curve; a neuron with gates has at least one")
	}
	for _, c := range curves {
		if len(c.V) < 2 || len(c.Inf) != len(c.V) || c.Tau != nil && len(c.Tau) != len(c.V) {
			return nil, fmt.Errorf("plots: gates: %s.%s.%s: %d potentials, %d steady states, %d time constants; give as many of each",
				c.Compartment, c.Channel, c.Gate, len(c.V), len(c.Inf), len(c.Tau))
		}
	}
	labels := gateNames(curves)
	inf := gatePanel(s, curves, labels, "steady state", func(c Curve) []float64 { return c.Inf })
	inf.Y.Min, inf.Y.Max = 0, 1
	panels := []*panel{inf}
	if slices.ContainsFunc(curves, func(c Curve) bool { return c.Tau != nil }) {
		tau := gatePanel(s, curves, labels, "time constant (ms)", func(c Curve) []float64 { return c.Tau })
		tau.tauScale()
		panels = append(panels, tau)
	}
	f := &Figure{Style: s, Title: title}
	narrow := s.Width < 40*s.Body
	if narrow {
		f.columns = [][]*panel{panels}
		panels[0].x = axis{}
	} else {
		for _, p := range panels {
			f.columns = append(f.columns, []*panel{p})
		}
	}
	last := panels[len(panels)-1]
	for _, p := range panels {
		p.share = 1.4
		if p == last || !narrow {
			p.x = axis{title: "membrane potential (mV)", short: "V (mV)", ticks: func(n int) plot.Ticker { return ticks{n} }}
		}
	}
	f.gateKey(curves, labels, last)
	f.Caption = fmt.Sprintf("%s: gating variables against the membrane potential: steady state and time constant of %s.", title, strings.Join(labels, ", "))
	f.Alt = fmt.Sprintf("%s. Curves of gating variables against membrane potential.", title)
	for i, c := range curves {
		f.Alt += " " + upper(labels[i]) + ": " + c.spoken() + "."
	}
	return f, nil
}

// gateNames are the shortest names that tell the curves apart.
func gateNames(curves []Curve) []string {
	one := func(part func(Curve) string) bool {
		return !slices.ContainsFunc(curves, func(c Curve) bool { return part(c) != part(curves[0]) })
	}
	compartments := !one(func(c Curve) string { return c.Compartment })
	var names []string
	for _, c := range curves {
		n := strings.TrimSpace(c.Channel + " " + c.Gate)
		if compartments {
			n = c.Compartment + " " + n
		}
		names = append(names, n)
	}
	return names
}

func gatePanel(s Style, curves []Curve, labels []string, title string, of func(Curve) []float64) *panel {
	p := newPanel(math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1))
	p.y = axis{title: title, ticks: func(n int) plot.Ticker { return ticks{n} }}
	var named namedCurves
	for i, c := range curves {
		ys := of(c)
		if ys == nil {
			continue
		}
		xys := make(plotter.XYs, len(ys))
		for k := range ys {
			xys[k] = plotter.XY{X: c.V[k], Y: ys[k]}
		}
		l := line{xys, s.line(s.stroke(i)), s.pixel()}
		p.Add(l) // for the ranges
		p.marks = append(p.marks, l)
		named = append(named, namedCurve{l, labels[i], s.bold(s.stroke(i).Color)})
	}
	if len(curves) <= inline {
		p.marks = append(p.marks, named)
	}
	return p
}

// tauScale is linear from zero, or logarithmic where that would press the fast
// gates flat.
func (p *panel) tauScale() {
	const wide = 50
	least := math.Inf(1)
	for _, m := range p.marks {
		l, ok := m.(line)
		if !ok {
			continue
		}
		for i := range l.Len() {
			if _, y := l.XY(i); y > 0 {
				least = min(least, y)
			}
		}
	}
	if math.IsInf(least, 0) || p.Y.Max < wide*least {
		p.Y.Min = min(0, p.Y.Min)
		_, p.Y.Max = pad(p.Y.Min, p.Y.Max, 0.04)
		return
	}
	p.Y.Min = math.Pow(10, math.Floor(math.Log10(least)))
	p.Y.Max *= 1.2
	p.Y.Scale = plot.LogScale{}
	p.y.ticks = func(int) plot.Ticker { return decades{} }
}

// gateKey lists many curves beside the last panel.
func (f *Figure) gateKey(curves []Curve, labels []string, last *panel) {
	if len(curves) <= inline {
		return
	}
	for i := range curves {
		last.key = append(last.key, entry{f.Style.stroke(i), labels[i]})
	}
}

// spoken is the curve in words: where it is half open and how slow it gets.
func (c Curve) spoken() string {
	lo, hi := slices.Min(c.Inf), slices.Max(c.Inf)
	way := "rises"
	if c.Inf[0] > c.Inf[len(c.Inf)-1] {
		way = "falls"
	}
	s := way + " with depolarisation"
	mid := (lo + hi) / 2
	for i := 1; i < len(c.V); i++ {
		if (c.Inf[i-1] < mid) != (c.Inf[i] < mid) {
			s += fmt.Sprintf(", half at %s mV", decimal(c.V[i], 0))
			break
		}
	}
	if c.Tau == nil {
		return s + ", instant"
	}
	return s + fmt.Sprintf(", time constant %s to %s ms", figures(slices.Min(c.Tau), 2), figures(slices.Max(c.Tau), 2))
}
