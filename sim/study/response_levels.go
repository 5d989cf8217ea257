package study

import (
	"context"
	"fmt"
	"math"
	"slices"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// doseWork is the question in the making.
type doseWork struct {
	*Experiment
	n         *model.Neuron
	s         stimulus
	out       *Response
	cells     []doseCell
	curves    []*doseCurve
	batch     sim.Batch // whose tables all runs share
	told      Progress
	done, all int
	notes     noteCount
}

// doseCell is a cell as it differs from that of the file.
type doseCell struct {
	number int
	tuning []sim.Tuning
	girk   float64 // factor of its GIRK
}

// doseCurve is a curve in the making.
type doseCurve struct {
	concCurve
	levels []level // the vehicle first
}

// level is a concentration and what it does to the receptor.
type level struct {
	conc    unit.Concentration
	proto   sim.Protocol
	effects sim.Effects
	girk    float64 // by what GIRK is multiplied, as earlier concentrations have desensitised it
	points  []ResponsePoint
	done    []bool
}

// populate makes the cells.
func (w *doseWork) populate() {
	if w.Dose.Cells == 0 {
		w.cells = []doseCell{{girk: 1}}
		return
	}
	cv := usualSpread
	if w.Dose.Spread != nil {
		cv = *w.Dose.Spread
	}
	for i := 1; i <= w.Dose.Cells; i++ {
		c := doseCell{number: i, tuning: virtual(w.n, w.Seed, i, cv), girk: 1}
		if at := slices.IndexFunc(c.tuning, func(t sim.Tuning) bool { return ofGIRKArm(t.Path) }); at >= 0 {
			c.girk = lognormal(draw(w.Seed, i, girkArm), cv)
		}
		w.cells = append(w.cells, c)
	}
}

func (w *doseWork) do(ctx context.Context) error {
	if err := w.levels(); err != nil {
		return err
	}
	for _, c := range w.curves {
		if err := w.rests(ctx, c); err != nil {
			return err
		}
	}
	for _, c := range w.curves {
		if err := w.fire(ctx, c); err != nil {
			return err
		}
	}
	if w.Dose.Rheobase {
		if err := w.rheobases(ctx); err != nil {
			return err
		}
	}
	return w.converged(ctx)
}

// levels finds what every concentration does to the receptor.
func (w *doseWork) levels() error {
	for _, c := range w.Experiment.curves() {
		d := &doseCurve{concCurve: c}
		var protos []sim.Protocol
		for _, conc := range append([]unit.Concentration{0}, c.conc...) {
			l := level{conc: conc, proto: w.protocol(c, conc, w.s), girk: 1}
			var err error
			if l.effects, err = sim.EffectsOf(w.n, l.proto); err != nil {
				return fmt.Errorf("%s: %w", c.label, err)
			}
			for _, cell := range w.cells {
				p := ResponsePoint{Conc: conc, Cell: cell.number, Rest: unit.Voltage(math.NaN()), Values: make([]float64, len(w.out.Measures))}
				for i := range p.Values {
					p.Values[i] = math.NaN()
				}
				l.points = append(l.points, p)
			}
			l.done = make([]bool, len(w.cells))
			d.levels, protos = append(d.levels, l), append(protos, l.proto)
		}
		if w.Dose.Cumulative > 0 {
			if err := d.cumulate(w.n, protos, w.Dose.Cumulative); err != nil {
				return err
			}
		}
		for i := range d.levels {
			w.arms(&d.levels[i])
		}
		w.all += len(d.levels) * len(w.cells)
		w.curves = append(w.curves, d)
	}
	return nil
}

// cumulate puts in place what is left of GIRK when the concentrations follow one another.
func (d *doseCurve) cumulate(n *model.Neuron, protos []sim.Protocol, each unit.Time) error {
	all, err := sim.Cumulative(n, protos, each)
	if err != nil {
		return err
	}
	for i := range d.levels {
		l := &d.levels[i]
		if l.effects.GIRK > 0 {
			l.girk = all[i].GIRK / l.effects.GIRK
		}
		l.effects = all[i]
	}
	return nil
}

// arms measures the arms of the receptor.
func (w *doseWork) arms(l *level) {
	for k := range l.points {
		p := &l.points[k]
		p.Effects = l.effects
		w.put(p, ofGIRK, float64(girkDensity(w.n, w.Ko)*w.cells[k].girk)*l.effects.GIRK)
		w.put(p, ofCalcium, 100*float64(mostInhibited(w.n)*l.effects.Calcium))
		w.put(p, ofRelease, 100*(1-l.effects.Release))
	}
}

// put sets a measure, where the neuron has it.
func (w *doseWork) put(p *ResponsePoint, kind measureKind, x float64) {
	for i, m := range w.out.Measures {
		if m.kind == kind {
			p.Values[i] = x
		}
	}
}

// tuning are the numbers of a cell at a level.
func (w *doseWork) tuning(cell doseCell, l *level) []sim.Tuning {
	if l.girk == 1 {
		return cell.tuning
	}
	all := slices.Clone(cell.tuning)
	for p := range w.n.Numbers() {
		if !ofGIRKArm(p.Path) {
			continue
		}
		x := float64(float64(p.Num*cell.girk) * l.girk)
		if i := slices.IndexFunc(all, func(t sim.Tuning) bool { return t.Path == p.Path }); i >= 0 {
			all[i].Value = x
		} else {
			all = append(all, sim.Tuning{Path: p.Path, Value: x})
		}
	}
	return all
}

// variant is a cell at a level.
func (w *doseWork) variant(cell int, l *level) sim.Variant {
	v := sim.Variant{Set: w.tuning(w.cells[cell], l)}
	for _, d := range l.proto.Doses {
		v.Conc = append(v.Conc, d.Conc)
	}
	return v
}
