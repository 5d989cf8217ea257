package study

import (
	"cmp"
	"context"
	"errors"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// Gain is how a treated condition comes to its rate: with f the rate at a current,
// R the rheobase and c and d the control and the treated cell,
//
//	f_d(I) - f_c(I) = [f_c(I - (R_d - R_c)) - f_c(I)] + rest
//
// of which the first is what a mere shift of the rheobase does, and the rest is by
// gain. Rates are counts over the stimulus.
type Gain struct {
	Label      string
	Rate       [2]unit.Frequency // of the control and under treatment
	Rheobase   [2]model.Amount   // of steps as long as the stimulus
	ByRheobase unit.Frequency
	ByGain     unit.Frequency
	Why        string // there is no such split; "" where there is
}

// Shift is the change of the rheobase.
func (g Gain) Shift() model.Amount {
	return model.Amount{Value: g.Rheobase[1].Value - g.Rheobase[0].Value, Absolute: g.Rheobase[0].Absolute}
}

// gainTol is how well a rheobase is found, relative.
const gainTol = 1e-4

// Explicable says why the rates of an experiment cannot be split into rheobase and
// gain, whatever the neuron.
func (e *Experiment) Explicable() error {
	switch {
	case len(e.Drugs) == 0 && e.GIRK == nil:
		return errors.New("there is nothing to explain without a drug; add --baclofen 10uM")
	case len(e.Clamp) > 0:
		return errors.New("a clamped cell does not fire; leave --clamp out")
	case len(e.Steps)+len(e.Ramps) > 0:
		return errors.New("rheobase is of one step of current; give --current in place of --step and --ramp")
	case e.DoseAt > 0 || e.WashAt > 0:
		return errors.New("rheobase is of a cell at equilibrium with the drug; leave --dose-at and --wash-at out")
	case len(e.Trains) > 0:
		return errors.New("rheobase is of a cell at equilibrium, which synapses do not keep; leave --synapse out")
	}
	return nil
}

// Gains splits the rate of each treated condition. It wants an experiment that is
// Explicable.
func (r *Result) Gains(ctx context.Context) ([]Gain, error) {
	if err := r.Experiment.Explicable(); err != nil {
		return nil, err
	}
	gains, err := r.rheobases(ctx)
	if err != nil {
		return nil, err
	}
	var shifted []Run // the control under the current less the shift
	var of []int      // the gain that each is of
	for i, g := range gains {
		if g.Why != "" {
			continue
		}
		run := r.Runs[2*i]
		run.Protocol.Currents = []sim.Segment{run.Protocol.Currents[0]}
		c := &run.Protocol.Currents[0]
		c.Start.Value -= g.Shift().Value
		c.End = c.Start
		run.Settings.Sample, run.Settings.Record = -1, nil
		shifted, of = append(shifted, run), append(of, i)
	}
	recs := make([]*sim.Recording, len(shifted))
	for _, f := range familiesOf(shifted) {
		if err := f.do(ctx, recs); err != nil {
			return nil, err
		}
	}
	for k, i := range of {
		g := &gains[i]
		at := firing(recs[k], shifted[k].Phases[0].Window).Count
		g.ByRheobase, g.ByGain = at-g.Rate[0], g.Rate[1]-at
	}
	return gains, nil
}

// rheobases begins the gains, with rates and with the rheobases that all currents of a
// family share. Runs are control and treated by turns.
func (r *Result) rheobases(ctx context.Context) ([]Gain, error) {
	gains := make([]Gain, len(r.Runs)/2)
	var top model.Amount
	for i := range gains {
		control, treated, g := r.Summaries[2*i], r.Summaries[2*i+1], &gains[i]
		*g = Gain{Label: treated.Label, Rate: [2]unit.Frequency{unit.Frequency(control.Rate), unit.Frequency(treated.Rate)}}
		var current model.Amount
		if steps := r.Runs[2*i].Protocol.Currents; len(steps) > 0 {
			current = steps[0].Start
		}
		switch {
		case current.Value <= 0:
			g.Why = "no depolarising current is injected"
		case control.Window.Length() < measure.ShortestRate:
			g.Why = "the stimulus is too short for a rate"
		case control.N == 0:
			g.Why = "the control does not fire"
		case current.Value > top.Value:
			top = current
		}
	}
	if top.Value == 0 {
		return gains, nil
	}
	var found [2]model.Amount
	var why [2]string
	err := sideBySide(ctx, 2, func(ctx context.Context, k int) (err error) {
		found[k], why[k], err = r.Runs[k].rheobase(ctx, top)
		return err
	})
	for i := range gains {
		if g := &gains[i]; g.Why == "" {
			g.Rheobase, g.Why = found, cmp.Or(why[0], why[1])
		}
	}
	return gains, err
}

// rheobase is that of steps in place of the stimulus of a run, up to 16 times a current
// that fires the control; or why there is none.
func (r Run) rheobase(ctx context.Context, top model.Amount) (at model.Amount, none string, err error) {
	c := r.Protocol.Currents[0]
	s := newSteps(sim.Batch{Neuron: r.Neuron, Protocol: r.Protocol, Settings: r.Settings}, c.From, c.To, top)
	ends := []model.Amount{{Absolute: top.Absolute}}
	for _, times := range []float64{1, 2, 4, 8, 16} {
		ends = append(ends, model.Amount{Value: times * top.Value, Absolute: top.Absolute})
	}
	got, err := s.try(ctx, ends)
	if err != nil {
		return at, "", err
	}
	for i, end := range ends {
		switch {
		case got[i].err != nil:
			return at, "", got[i].err
		case got[i].fired && i == 0:
			return at, r.Label + " fires without current and has no rheobase", nil
		case got[i].fired:
			at, err = s.halve(ctx, ends[i-1], end, gainTol)
			return at, "", err
		}
	}
	return at, r.Label + " does not fire up to " + ends[len(ends)-1].String(), nil
}
