package study

import (
	"context"
	"errors"
	"fmt"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// rheobases finds the rheobase of the cell of the file at every level: of steps as long
// as the stimulus. Virtual cells share it.
func (w *doseWork) rheobases(ctx context.Context) error {
	top, err := w.strongest(w.n, w.s)
	if err != nil {
		return err
	}
	var all []*level
	for _, c := range w.curves {
		for k := range c.levels {
			all = append(all, &c.levels[k])
		}
	}
	return sideBySide(ctx, len(all), func(ctx context.Context, i int) error { return w.rheobase(ctx, all[i], top) })
}

// rheobase is that of a level; none where the cell fires without current, or not even at
// many times the strongest.
func (w *doseWork) rheobase(ctx context.Context, l *level, top model.Amount) error {
	r := Run{Label: unit.Short(l.conc, 3), Neuron: w.n, Protocol: l.proto, Settings: w.settings("")}
	if set := w.tuning(doseCell{girk: 1}, l); len(set) > 0 {
		r.Neuron = tuned(w.n, set)
	}
	at, none, err := r.rheobase(ctx, top)
	if err != nil || none != "" {
		return err
	}
	for k := range l.points {
		w.put(&l.points[k], ofRheobase, at.Value)
	}
	return nil
}

// strongest is the current of the stimulus, or where there is none the strongest that the
// neuron's file thinks of.
func (e *Experiment) strongest(n *model.Neuron, s stimulus) (model.Amount, error) {
	if len(s.segments) == 0 {
		return model.Amount{}, errors.New("there is no step of current; give one, such as --current 10uA/cm2")
	}
	for _, a := range []model.Amount{s.segments[0].Start, n.Stimulus.Current, n.Stimulus.Range[1]} {
		if a.Value > 0 {
			return a, nil
		}
	}
	return model.Amount{}, fmt.Errorf("%s does not say how strong a step may be; give one, such as --current 10uA/cm2", n.Name)
}

// tuned is the neuron with numbers of its own.
func tuned(n *model.Neuron, set []sim.Tuning) *model.Neuron {
	out := n.Clone()
	for _, t := range set {
		if d, err := out.Dial(t.Path); err == nil {
			d.Turn(t.Value)
		}
	}
	out.Settle()
	return out
}
