package study

import (
	"context"
	"fmt"
	"slices"

	"quell/model/unit"
	"quell/sim"
)

// family are runs that differ in nothing but their currents, and in concentrations
// of ligands that all of them have: one batch.
type family struct {
	runs []Run
	at   []int // their places among the runs of the experiment
}

// familiesOf are the families of the runs, in the order of the first of each.
func familiesOf(runs []Run) []*family {
	var all []*family
	seen := map[string]*family{}
	for i, r := range runs {
		key := r.familyKey()
		f, ok := seen[key]
		if !ok {
			f = &family{}
			seen[key] = f
			all = append(all, f)
		}
		f.runs, f.at = append(f.runs, r), append(f.at, i)
	}
	return all
}

// familyKey is the same of runs of one family. Numbers are written out wholly.
func (r Run) familyKey() string {
	p, s := r.Protocol, r.Settings
	p.Currents, s.Label = nil, ""
	p.Doses = slices.Clone(p.Doses)
	for i := range p.Doses {
		if p.Doses[i].Conc > 0 {
			p.Doses[i].Conc = 1
		}
	}
	return fmt.Sprintf("%p %#v %#v", r.Neuron, p, s)
}

// gather runs all runs, family by family, and gives their recordings in their order.
// Where it is stopped or a run fails, those that were finished are there, the others
// nil.
func gather(ctx context.Context, runs []Run, told Progress) ([]*sim.Recording, error) {
	recs := make([]*sim.Recording, len(runs))
	done := 0
	for _, f := range familiesOf(runs) {
		err := f.each(ctx, func(i int, rec *sim.Recording) {
			recs[f.at[i]] = rec
			done++
			told.tell(done, len(runs))
		})
		if err != nil {
			return recs, err
		}
	}
	return recs, nil
}

// do runs the family and puts each recording in its place.
func (f *family) do(ctx context.Context, recs []*sim.Recording) error {
	return f.each(ctx, func(i int, rec *sim.Recording) { recs[f.at[i]] = rec })
}

// each runs the family and gives each recording to see. When a run fails, the others
// are given up; the error is that of the first that failed.
func (f *family) each(ctx context.Context, see func(i int, rec *sim.Recording)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b := sim.Batch{Neuron: f.runs[0].Neuron, Protocol: f.runs[0].Protocol, Settings: f.runs[0].Settings}
	errs := make([]error, len(f.runs))
	err := b.Run(ctx, len(f.runs), f.variant, func(i int, rec *sim.Recording, err error) {
		r := f.runs[i]
		if err != nil {
			errs[i] = fmt.Errorf("%s: %w", r.Label, err)
			cancel()
			return
		}
		rec.Warnings = append(rec.Warnings, r.Warnings...)
		rec.Notes = append(rec.Notes, r.Notes...)
		see(i, rec)
	})
	if err != nil {
		err = fmt.Errorf("%s: %w", f.runs[0].Label, err)
	}
	return firstCause(append(errs, err))
}

// variant is a run of the family as one of its batch.
func (f *family) variant(i int) sim.Variant {
	p := f.runs[i].Protocol
	v := sim.Variant{Label: f.runs[i].Label, Currents: p.Currents}
	if v.Currents == nil && f.runs[0].Protocol.Currents != nil { // nil would be those
		v.Currents = []sim.Segment{}
	}
	if len(p.Doses) > 0 {
		v.Conc = make([]unit.Concentration, len(p.Doses))
		for j, d := range p.Doses {
			v.Conc[j] = d.Conc
		}
	}
	return v
}
