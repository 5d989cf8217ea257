package sim

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// population are variants of a neuron: each its own current, and its own conductance
// of the first channel.
func population(t testing.TB, n *model.Neuron, size int) (path string, of func(i int) Variant) {
	t.Helper()
	var first model.ParamInfo
	for p := range n.Numbers() {
		if strings.HasSuffix(p.Path, ".gbar") && p.Num > 0 && p.Expr == nil {
			first = p
			break
		}
	}
	from, to := unit.Time(n.Stimulus.From), min(unit.Time(n.Stimulus.To), unit.Time(n.Stimulus.From)+100)
	return first.Path, func(i int) Variant {
		u := float64(i) / float64(max(1, size-1))
		a := n.Stimulus.Current
		a.Value = a.Value*(0.9+0.2*u) + 0.01*u
		return Variant{
			Label:    fmt.Sprint(i),
			Set:      []Tuning{{first.Path, first.Num * (0.95 + 0.1*math.Mod(7*u, 1))}},
			Currents: []Segment{{Name: "current", From: from, To: to, Start: a, End: a}},
		}
	}
}

// A run of a batch is what Run gives, bit for bit, on every neuron, with and without a
// drug, in any company.
func TestBatchIsRun(t *testing.T) {
	for _, name := range model.Names() {
		for _, doses := range [][]Dose{nil, {{Ligand: "baclofen", Conc: 10}}} {
			n := neuron(t, name)
			duration := unit.Time(n.Stimulus.From) + 120
			p := Protocol{Duration: duration, Doses: doses}
			const size = 5
			_, of := population(t, n, size)
			got := make([]*Recording, size)
			b := Batch{Neuron: n, Protocol: p, Settings: Settings{Sample: 1}, Workers: 1}
			err := b.Run(t.Context(), size, of, func(i int, rec *Recording, err error) {
				if err != nil {
					t.Error(err)
				}
				got[i] = rec
			})
			if err != nil {
				t.Fatal(err)
			}
			for i, rec := range got {
				v := of(i)
				m := n.Clone()
				d, err := m.Dial(v.Set[0].Path)
				if err != nil {
					t.Fatal(err)
				}
				d.Turn(v.Set[0].Value)
				m.Settle()
				q := p
				q.Currents = v.Currents
				want := run(t, m, q, &Settings{Sample: 1})
				sameBits(t, fmt.Sprintf("%s, run %d, %v", name, i, doses), rec, want)
				if rec.Evals != want.Evals || rec.Steps != want.Steps {
					t.Errorf("%s, run %d: %d evaluations in %d steps, alone %d in %d", name, i, rec.Evals, rec.Steps, want.Evals, want.Steps)
				}
			}
		}
	}
}
