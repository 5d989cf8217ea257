package study

import (
	"fmt"
	"strings"

	"quell/model"
	"quell/model/gabab"
	"quell/sim"
)

// facts are the facts that a reader of the curves should know.
func (w *doseWork) facts() (notes []string) {
	if g := w.n.GABAB; g.Note != "" {
		notes = append(notes, g.Note)
	}
	notes = append(notes, w.potencies()...)
	switch {
	case w.Dose.Cumulative > 0:
		notes = append(notes, fmt.Sprintf("cumulative: each concentration acts for %v after the one before it, and GIRK desensitises all the time; column available", w.Dose.Cumulative))
	case w.Receptor.After == 0 && (w.Receptor.Scheme == "" || w.Receptor.Scheme == sim.Schemes()[0]):
		notes = append(notes, "before desensitisation; --after 5min includes what 5 min of each concentration do, --cumulative 5min adds one to the other")
	}
	if w.Dose.Cells > 0 {
		cv, mark := usualSpread, " "+model.Mark("chosen")
		if w.Dose.Spread != nil {
			cv, mark = *w.Dose.Spread, ""
		}
		notes = append(notes, fmt.Sprintf("%d virtual cells: each maximal conductance is that of the file times a lognormal factor of its own, mean 1, coefficient of variation %g%s; potencies and kinetics are the same in all", w.Dose.Cells, cv, mark))
	}
	return append(notes, "rate: mean_isi_rate_hz, of the mean interval; 0 with fewer than two spikes")
}

// potencies are the EC50s that the neuron's file imposes, with their marks: what the
// curves of the arms give back.
func (w *doseWork) potencies() []string {
	if w.Receptor.Coupling == sim.Couplings()[1] || w.Receptor.Reserve == sim.Reserves()[1] || w.Receptor.Scheme != "" && w.Receptor.Scheme != sim.Schemes()[0] {
		return nil
	}
	var parts []string
	add := func(name, path string, c gabab.Coupling) {
		if c.Imposed {
			text := fmt.Sprintf("%s %v, slope %g", name, concOf(c.EC50), c.Hill)
			parts = append(parts, model.Marked(text, w.n.TrustOf(path+".coupling.ec50")))
		}
	}
	g := w.n.GABAB
	if g.GIRK != nil {
		add("GIRK", "gabab.girk", g.GIRK.Coupling)
	}
	if g.Calcium != nil {
		add("calcium current", "gabab.calcium", g.Calcium.Coupling)
	}
	if g.Release != nil {
		name := "release"
		if g.Release.Inputs != "" {
			name += " from " + g.Release.Inputs
		}
		add(name, "gabab.release", g.Release.Coupling)
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{"EC50 of baclofen that the neuron's file gives to each arm: " + strings.Join(parts, "; ")}
}
