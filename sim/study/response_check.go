package study

import (
	"context"
	"fmt"
	"math"

	"quell/model/unit"
	"quell/sim"
)

// converged runs the point that fires least, of those that fire at all, more finely. That
// is the one nearest the threshold of the first curve. It says how far the rate moved
// where that is worth a word.
func (w *doseWork) converged(ctx context.Context) error {
	l, cell := w.nearThreshold()
	if l == nil {
		return nil
	}
	w.program(l)
	w.batch.Settings = finer(w.batch.Settings)
	var again *sim.Recording
	var failed error
	err := w.batch.Run(ctx, 1, func(int) sim.Variant { return w.variant(cell, l) }, func(_ int, rec *sim.Recording, err error) { again, failed = rec, err })
	if err := firstCause([]error{failed, err}); err != nil {
		return err
	}
	before, after := l.points[cell].Rates, firing(again, w.s.window)
	where := fmt.Sprintf("%s, %v", w.curves[0].label, l.conc)
	if w.Dose.Cells > 0 {
		where += fmt.Sprintf(", cell %d", w.cells[cell].number)
	}
	const worth = 1e-3 // of the rate
	switch moved := math.Abs(float64(after.MeanISI/before.MeanISI) - 1); {
	case before.N != after.N:
		w.out.warnings = append(w.out.warnings, fmt.Sprintf("%s: run more finely it has %d spikes for %d; the rates are not converged, try --tol 1e-8", where, after.N, before.N))
	case moved > worth:
		w.out.notes = append(w.out.notes, fmt.Sprintf("%s: run more finely its rate is %s for %s", where, unit.Short(after.MeanISI, 5), unit.Short(before.MeanISI, 5)))
	}
	return nil
}

// nearThreshold is the point of the first curve with the fewest spikes that make a rate.
func (w *doseWork) nearThreshold() (at *level, cell int) {
	const rate = 2
	if len(w.curves) == 0 {
		return nil, 0
	}
	for i := range w.curves[0].levels {
		l := &w.curves[0].levels[i]
		for k, p := range l.points {
			if l.done[k] && p.Rates.N >= rate && (at == nil || p.Rates.N < at.points[cell].Rates.N) {
				at, cell = l, k
			}
		}
	}
	return at, cell
}
