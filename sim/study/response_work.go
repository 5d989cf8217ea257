package study

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"strings"

	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// program sets the batch to the runs of a level.
func (w *doseWork) program(l *level) {
	w.batch.Neuron, w.batch.Protocol = w.n, l.proto
	w.batch.Settings = w.settings("")
	w.batch.Settings.Sample, w.batch.Settings.Record = -1, nil
}

// rests finds V at rest and the input resistance of every cell at every level: of the
// vehicle as the cell settles from the file's start, then beside that at the
// concentration before, as when the drug is added to a cell at rest.
func (w *doseWork) rests(ctx context.Context, c *doseCurve) error {
	workers := min(len(w.cells), runtime.GOMAXPROCS(0))
	finders := make([][2]*sim.Rests, workers) // of the vehicle, of the drug
	for i := range finders {
		for k := range finders[i] {
			w.program(&c.levels[k])
			var err error
			if finders[i][k], err = w.batch.Rests(); err != nil {
				return fmt.Errorf("%s: %w", c.label, err)
			}
		}
	}
	return sideBySide(ctx, workers, func(ctx context.Context, i int) error {
		for cell := i; cell < len(w.cells); cell += workers {
			if err := w.restsOf(ctx, c, cell, finders[i]); err != nil {
				return fmt.Errorf("%s: rest: %w", c.label, err)
			}
		}
		return nil
	})
}

// restsOf finds those of one cell.
func (w *doseWork) restsOf(ctx context.Context, c *doseCurve, cell int, by [2]*sim.Rests) error {
	var vehicle, last sim.Steady
	scale, _ := resistanceUnit(w.n)
	for i := range c.levels {
		l := &c.levels[i]
		near := &last
		if i == 0 {
			near = nil
		}
		found, err := by[min(i, 1)].Find(ctx, w.variant(cell, l), near)
		switch {
		case err != nil:
			return err
		case i == 0 && !found.OK: // there is nothing that a drug could shift
			return nil
		case i == 0:
			vehicle = found
		}
		last = found
		if !found.OK {
			continue
		}
		p := &l.points[cell]
		p.Rest = restVoltage(w.n, found)
		shift, _ := measure.Shift(vehicle, found, countedIn(w.n))
		w.put(p, ofDeltaV, float64(shift))
		w.put(p, ofResistance, float64(found.Resistance*scale))
	}
	return nil
}

// fire counts spikes of every cell at every level.
func (w *doseWork) fire(ctx context.Context, c *doseCurve) error {
	if err := w.fireAt(ctx, c, c.levels[:1]); err != nil {
		return err
	}
	return w.fireAt(ctx, c, c.levels[1:])
}

// fireAt does so of levels that share a program.
func (w *doseWork) fireAt(ctx context.Context, c *doseCurve, levels []level) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w.program(&levels[0])
	w.notes.begin()
	var failed error
	err := w.batch.Run(ctx, len(levels)*len(w.cells),
		func(i int) sim.Variant {
			v := w.variant(i%len(w.cells), &levels[i/len(w.cells)])
			v.Label = c.label
			return v
		},
		func(i int, rec *sim.Recording, err error) {
			l, cell := &levels[i/len(w.cells)], i%len(w.cells)
			if err != nil {
				if failed == nil {
					failed = fmt.Errorf("%s, %v, cell %d: %w", c.label, l.conc, w.cells[cell].number, err)
				}
				cancel()
				return
			}
			l.points[cell].Rates = firing(rec, w.s.window)
			w.put(&l.points[cell], ofRate, float64(l.points[cell].Rates.MeanISI))
			l.done[cell] = true
			w.notes.add(l.conc, rec)
			w.done++
			w.told.tell(w.done, w.all)
		})
	w.notes.end(w.out)
	return firstCause([]error{failed, err})
}

// noteCount keeps the notes that hold at every concentration, and all warnings.
type noteCount struct {
	at     map[string]map[unit.Concentration]bool
	order  []string
	concs  map[unit.Concentration]bool
	warned []string
}

func (k *noteCount) begin() {
	*k = noteCount{at: map[string]map[unit.Concentration]bool{}, concs: map[unit.Concentration]bool{}}
}

func (k *noteCount) add(c unit.Concentration, rec *sim.Recording) {
	k.concs[c] = true
	k.warned = appendNew(k.warned, rec.Warnings...)
	for _, note := range rec.Notes {
		if k.at[note] == nil {
			k.at[note] = map[unit.Concentration]bool{}
			k.order = append(k.order, note)
		}
		k.at[note][c] = true
	}
}

func (k *noteCount) end(r *Response) {
	r.warnings = appendNew(r.warnings, k.warned...)
	for _, note := range k.order {
		if len(k.at[note]) == len(k.concs) {
			r.notes = appendNew(r.notes, note)
		}
	}
}

// close keeps the points that were finished.
func (r *Response) close(w *doseWork) {
	for _, d := range w.curves {
		c := ResponseCurve{Label: d.label, Agonist: d.agonist, With: d.with}
		for _, l := range d.levels {
			for k, p := range l.points {
				if l.done[k] {
					c.Points = append(c.Points, p)
				}
			}
		}
		r.Curves = append(r.Curves, c)
	}
	r.Fits, r.Schilds = r.fitted(), r.schild()
	r.warnings = appendNew(r.warnings, w.drugWarnings()...)
	r.warnings = append(r.warnings, r.restless()...)
	r.notes = append(r.notes, w.facts()...)
}

// restless says which cells have no rest, and so no ΔV: without the drug, or under it.
func (r *Response) restless() (said []string) {
	vehicle, under := map[int]bool{}, map[unit.Concentration]int{}
	var concs []string
	for _, c := range r.Curves {
		for _, p := range c.Points {
			switch {
			case !math.IsNaN(float64(p.Rest)):
			case p.Conc == 0:
				vehicle[p.Cell] = true
			case !vehicle[p.Cell]:
				if under[p.Conc]++; under[p.Conc] == 1 {
					concs = append(concs, p.Conc.String())
				}
			}
		}
	}
	const none = "no ΔV and no input resistance"
	switch {
	case len(vehicle) > 0 && r.Cells == 0:
		said = append(said, r.Neuron.Name+" does not come to rest without the drug, so that there is "+none)
	case len(vehicle) > 0:
		said = append(said, fmt.Sprintf("of %d cells %d come to no rest without the drug; these have %s", r.Cells, len(vehicle), none))
	}
	if len(under) > 0 {
		who := r.Neuron.Name + " comes"
		if r.Cells > 0 {
			who = "some cells come"
		}
		said = append(said, fmt.Sprintf("%s to no rest under %s, firing or oscillating without current; there is %s then", who, strings.Join(concs, ", "), none))
	}
	return said
}
