package plots

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot"

	"quell/sim"
)

// Traces draws the named traces of one recording, a row each under the bars of
// its drugs: what the receptor and the currents do while the cell is watched.
func Traces(s Style, r *sim.Recording, names ...string) (*Figure, error) {
	if len(names) == 0 {
		return nil, fmt.Errorf("plots: traces: no name given; the recording has %s", listed(r))
	}
	f := &Figure{Style: s, Title: title(r.Neuron)}
	var col []*panel
	var tmax float64
	for i, name := range names {
		tr, ok := r.Trace(name)
		if !ok {
			return nil, fmt.Errorf("plots: traces: no trace %q in the recording; it has %s", name, listed(r))
		}
		l := line{tr, s.line(Stroke{Color: s.stroke(i).Color}), s.pixel()}
		_, x, lo, hi := l.DataRange()
		tmax = max(tmax, x)
		lo, hi = pad(lo, hi, 0.05)
		p := newPanel(0, tmax, lo, hi)
		p.marks = []plot.Plotter{l}
		p.y = axis{title: unitOf(tr), ticks: func(n int) plot.Ticker { return ticks{n} }}
		if i == 0 && drugged(r) {
			p.over = doses(r, header{color: s.stroke(1).Color})
		}
		p.over = append(p.over, header{label: tr.Name, color: s.stroke(i).Color, from: math.NaN()})
		p.share = 0.6
		col = append(col, p)
	}
	for _, p := range col {
		p.X.Max = tmax
	}
	k := clockFor(tmax)
	col[len(col)-1].x = axis{title: "time (" + k.unit + ")", ticks: func(n int) plot.Ticker { return timeTicks{ticks{n}, k} }}
	f.columns = [][]*panel{col}
	f.describe([]*sim.Recording{r}, nil, listOf(names))
	return f, nil
}

func unitOf(t sim.Trace) string {
	if t.Unit == "1" {
		return ""
	}
	return micro(t.Unit)
}

// micro spells a unit as it is printed: µM, µA/cm².
func micro(unit string) string {
	unit = strings.Replace(unit, "cm2", "cm²", 1)
	for _, u := range []string{"uM", "uA", "uF", "um"} {
		unit = strings.Replace(unit, u, "µ"+u[1:], 1)
	}
	return unit
}

func listed(r *sim.Recording) string {
	var all []string
	for _, t := range r.Traces {
		all = append(all, t.Name)
	}
	if all == nil {
		return "none"
	}
	return listOf(all)
}

// listOf is "a, b and c".
func listOf(all []string) string {
	s := ""
	for i, a := range all {
		switch {
		case i == 0:
		case i == len(all)-1:
			s += " and "
		default:
			s += ", "
		}
		s += a
	}
	return s
}
