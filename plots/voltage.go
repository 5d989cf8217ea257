package plots

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"quell/sim"
)

// Options of a figure of traces.
type Options struct {
	Overlay   bool      // all in one pair of axes, not a row each
	ScaleBars bool      // scale bars in place of axes
	Readings  []Reading // one a recording, in order; nil: read from the traces
}

// Voltage draws the membrane potential of recordings of one neuron, a row each
// on the same scales, with the drug above as a bar and the current below. Where
// a drug comes or goes during a run, that run has the control behind it in grey.
func Voltage(s Style, recs ...*sim.Recording) (*Figure, error) {
	return VoltageWith(s, Options{}, recs...)
}

// VoltageWith is Voltage with options.
func VoltageWith(s Style, o Options, recs ...*sim.Recording) (*Figure, error) {
	if len(o.Readings) > 0 && len(o.Readings) != len(recs) {
		return nil, fmt.Errorf("plots: voltage: %d readings for %d recordings; give one for each", len(o.Readings), len(recs))
	}
	v, err := newVoltage(s, o, recs)
	if err != nil {
		return nil, err
	}
	var col []*panel
	if o.Overlay {
		col = []*panel{v.overlay()}
	} else {
		col = v.rows()
	}
	col = append(col, stimulusPanels(s, recs, v.tmax, o.ScaleBars)...)
	v.timeAxis(col)
	f := &Figure{Style: s, Title: title(recs[0].Neuron), columns: [][]*panel{col}}
	f.describe(recs, v.readings, "membrane potential")
	return f, nil
}

// voltage is a figure in the making.
type voltage struct {
	Style
	Options
	recs       []*sim.Recording
	readings   []Reading
	colours    []color.NRGBA
	tmax       float64
	ymin, ymax float64
	rest       float64 // the control's, NaN where it has none
}

func newVoltage(s Style, o Options, recs []*sim.Recording) (*voltage, error) {
	if len(recs) == 0 {
		return nil, errors.New("plots: voltage: no recording; give at least one")
	}
	v := &voltage{Style: s, Options: o, recs: recs, readings: o.Readings, ymin: math.Inf(1), ymax: math.Inf(-1), rest: math.NaN()}
	for i, r := range recs {
		if r.Voltage().Len() < 2 {
			return nil, fmt.Errorf("plots: voltage: recording %q has no trace of the membrane potential; record it, or do not turn traces off", name(r))
		}
		_, x, lo, hi := line{XYer: r.Voltage()}.DataRange()
		v.tmax = max(v.tmax, x)
		v.ymin, v.ymax = min(v.ymin, lo), max(v.ymax, hi)
		if len(o.Readings) == 0 {
			v.readings = append(v.readings, read(r))
		}
		k := i
		switch {
		case paired(recs) && !o.Overlay: // rows of several currents: control and drug alternate
			k = 0
			if drugged(r) {
				k = 1
			}
		case drugged(recs[0]):
			k++ // the ink stays the control's
		}
		v.colours = append(v.colours, s.stroke(k).Color)
		if i == 0 || math.IsNaN(v.rest) && !drugged(r) {
			v.rest = v.readings[i].Rest
		}
	}
	v.ymin, v.ymax = pad(v.ymin, v.ymax, 0.03)
	return v, nil
}

// paired says that the recordings are a control and a treated run for each of
// several currents.
func paired(recs []*sim.Recording) bool {
	controls, treated := 0, 0
	for _, r := range recs {
		if drugged(r) {
			treated++
		} else {
			controls++
		}
	}
	return controls > 1 && treated > 0
}

// measured is the reading of recording i in words.
func (v *voltage) measured(i int) []string {
	all := v.shift(i)
	if hz := v.readings[i].Rate; !math.IsNaN(hz) && !v.silent() {
		all = append(all, figures(hz, 3)+" Hz")
	}
	return all
}

// silent says that no recording has a spike, so that no rate is worth a word.
func (v *voltage) silent() bool {
	return !slices.ContainsFunc(v.readings, func(r Reading) bool { return r.Rate > 0 })
}

// shift is the change of recording i's rest from the control's, in words.
func (v *voltage) shift(i int) []string {
	d := v.readings[i].Rest - v.rest
	if !drugged(v.recs[i]) || math.IsNaN(d) {
		return nil
	}
	return []string{"ΔV " + signed(d, 1) + " mV"}
}

func (v *voltage) axes() *panel {
	p := newPanel(0, v.tmax, v.ymin, v.ymax)
	p.y = axis{title: "V (mV)", ticks: func(n int) plot.Ticker { return ticks{n} }}
	if !math.IsNaN(v.rest) {
		p.marks = append(p.marks, reference{v.rest, v.dashed()})
		p.ends = append(p.ends, ending{v.rest, []string{decimal(v.rest, 0) + " mV"}, v.small(v.Muted)})
	}
	return p
}

func (v *voltage) trace(i int, c color.NRGBA) plot.Plotter {
	return line{v.recs[i].Voltage(), draw.LineStyle{Color: c, Width: v.Trace}, v.pixel()}
}

// rows is one panel a recording; a control that only serves as the ghost of
// runs with a moving drug has none.
func (v *voltage) rows() []*panel {
	ghost := v.ghost()
	var col []*panel
	for i, r := range v.recs {
		if i == ghost {
			continue
		}
		p := v.axes()
		if ghost >= 0 && moving(r) {
			p.marks = append(p.marks, v.trace(ghost, v.Faint))
			p.ends = append(p.ends, v.ending(ghost, v.Muted, "control"))
		}
		p.marks = append(p.marks, v.trace(i, v.colours[i]))
		p.over = v.above(i)
		col = append(col, p)
	}
	return col
}

// ghost is the control to draw behind, where every other run has a moving drug.
func (v *voltage) ghost() int {
	at := -1
	for i, r := range v.recs {
		switch {
		case !drugged(r) && at < 0:
			at = i
		case !moving(r):
			return -1
		}
	}
	if len(v.recs) < 2 {
		return -1
	}
	return at
}

func (v *voltage) ending(i int, c color.NRGBA, lines ...string) ending {
	tr := v.recs[i].Voltage()
	return ending{tr.Y[tr.Len()-1], lines, v.small(c)}
}

// above is what stands over the row of recording i: its name, or the drug bars.
func (v *voltage) above(i int) []strip {
	r, h := v.recs[i], header{right: strings.Join(v.measured(i), " · "), color: v.colours[i], from: math.NaN()}
	if !drugged(r) {
		h.label = name(r)
		return []strip{h}
	}
	if list := v.readings[i].split(v.readings[i].Rest - v.rest); strings.Contains(list, ",") && i == v.firstSplit() {
		h.under = "ΔV = " + list
	}
	if moving(r) {
		h.right = strings.Join(v.shift(i), "")
		return append(doses(r, h), v.periods(r, v.colours[i]))
	}
	return doses(r, h)
}

// firstSplit is the first recording whose change of rest has parts: the rows of other
// currents have the same.
func (v *voltage) firstSplit() int {
	return slices.IndexFunc(v.readings, func(r Reading) bool { return len(r.Parts) > 0 })
}

// overlay is all recordings in one pair of axes, named at their ends.
func (v *voltage) overlay() *panel {
	p := v.axes()
	for i, r := range v.recs {
		p.marks = append(p.marks, v.trace(i, v.colours[i]))
		e := v.ending(i, v.colours[i], withText(name(r), strings.Join(v.measured(i), " · "))...)
		p.ends = append(p.ends, e)
		if drugged(r) {
			p.over = append(p.over, doses(r, header{color: v.colours[i]})...)
		}
	}
	return p
}

// withText are the texts that are not empty.
func withText(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// timeAxis puts the time under the lowest panel, as an axis or a scale bar.
func (v *voltage) timeAxis(col []*panel) {
	k := clockFor(v.tmax)
	last := col[len(col)-1]
	if !v.ScaleBars {
		last.x = axis{title: "time (" + k.unit + ")", ticks: func(n int) plot.Ticker { return timeTicks{ticks{n}, k} }}
		return
	}
	t := roundStep(v.tmax / k.ms / 8)
	last.x = axis{bar: t * k.ms, label: figures(t, 3) + " " + k.unit}
	for i, p := range col {
		if p.y.title == "" {
			continue
		}
		p.y = axis{}
		if i == 0 {
			mv := roundStep((v.ymax - v.ymin) / 5)
			p.y = axis{bar: mv, label: figures(mv, 3) + " mV"}
		}
	}
}
