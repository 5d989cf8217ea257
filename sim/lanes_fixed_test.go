package sim

import (
	"fmt"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// fixedAlone is a variant under the fixed method, run by itself.
func fixedAlone(t *testing.T, n *model.Neuron, p Protocol, set Settings, v *Variant) *Recording {
	t.Helper()
	m := n.Clone()
	for _, g := range v.Set {
		d, err := m.Dial(g.Path)
		if err != nil {
			t.Fatal(err)
		}
		d.Turn(g.Value)
	}
	m.Settle()
	p.Currents = v.Currents
	return run(t, m, p, &set)
}

// A run of a batch under the fixed method is what Run gives, bit for bit, on every
// neuron, with and without a drug, under steps and ramps whose edges lie on a step of
// the method or between two, with more runs than lanes.
func TestFixedBatchIsRun(t *testing.T) {
	check := func(n *model.Neuron, doses []Dose, size int, dt unit.Time) {
		t.Helper()
		from := min(unit.Time(n.Stimulus.From), 10)
		p := Protocol{Duration: from + 50, Doses: doses}
		set := Settings{Method: Fixed, Dt: dt, Sample: 1}
		_, of := population(t, n, size)
		variant := func(i int) Variant {
			v := of(i)
			c := &v.Currents[0]
			c.From, c.To = from+unit.Time(i%3)*0.0101, from+40
			if i%2 == 1 { // a ramp, and a step that begins in the middle of it
				end := c.End
				end.Value *= 1.25
				c.End = end
				v.Currents = append(v.Currents, Segment{Name: "step", From: from + 20, To: from + 100, Start: end, End: end})
			}
			return v
		}
		b := Batch{Neuron: n, Protocol: p, Settings: set, Workers: 1, sideBySide: true}
		if tp, err := newTemplate(n, p, set, nil); err != nil {
			t.Fatal(err)
		} else if !b.inBlocks(tp, size) {
			t.Fatalf("%s: runs under the fixed method are not side by side", n.Name)
		}
		err := b.Run(t.Context(), size, variant, func(i int, rec *Recording, err error) {
			if err != nil {
				t.Error(err)
				return
			}
			v := variant(i)
			want := fixedAlone(t, n, p, set, &v)
			what := fmt.Sprintf("%s, run %d of %d, %v", n.Name, i, size, doses)
			sameBits(t, what, rec, want)
			if rec.Steps != want.Steps || len(rec.Warnings) != len(want.Warnings) {
				t.Errorf("%s: %d steps and %q, alone %d and %q", what, rec.Steps, rec.Warnings, want.Steps, want.Warnings)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	both := func(size int) {
		for _, name := range model.Names() {
			check(neuron(t, name), nil, size, 0.025)
		}
		for _, name := range []string{"motoneuron", "pyramidal-ca3", "vta-dopamine"} {
			check(neuron(t, name), []Dose{{Ligand: "baclofen", Conc: 10}}, 3*width/2+1, 0.03)
		}
	}
	both(5)
	if vectorised {
		defer withoutVectors()()
		both(5)
	}
}
