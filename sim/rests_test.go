package sim

import (
	"context"
	"math"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// The rest that is found beside that at the concentration before is the one that the
// cell settles into, and its resistance is the slope of V against a small current.
func TestRestsBeside(t *testing.T) {
	ctx := context.Background()
	const same = 1e-7 // mV; both are solved to 1e-12 of a scale of 100 mV
	for _, name := range []string{"motoneuron", "motoneuron-5ht", "cortical-rs", "presynaptic-terminal", "thalamic-relay", "squid"} {
		n, err := model.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		b := Batch{Neuron: n, Protocol: Protocol{Duration: 1, Doses: []Dose{{Ligand: "baclofen", Conc: 1}}}}
		rests, err := b.Rests()
		if err != nil {
			t.Fatal(err)
		}
		none, err := SteadyState(ctx, n, Protocol{Duration: 1}, nil)
		if err != nil || !none.OK {
			t.Fatal(name, err, none.OK)
		}
		near := none
		for _, c := range []unit.Concentration{0.1, 0.3, 1, 3, 10, 30, 100} {
			got, err := rests.Find(ctx, Variant{Conc: []unit.Concentration{c}}, &near)
			if err != nil {
				t.Fatal(name, err)
			}
			want, err := SteadyState(ctx, n, Protocol{Duration: 1, Doses: []Dose{{Ligand: "baclofen", Conc: c}}}, nil)
			if err != nil {
				t.Fatal(name, err)
			}
			beside := near.OK
			near = got // a relay cell under 0.3 to 1 uM oscillates: it has no rest
			if !got.OK || !want.OK {
				if got.OK != want.OK {
					t.Errorf("%s, %v: rests %v, want %v", name, c, got.OK, want.OK)
				}
				continue
			}
			if got.Waited > 0 && beside {
				t.Errorf("%s, %v: it was run for %v", name, c, got.Waited)
			}
			if math.Abs(got.V[0]-want.V[0]) > same || math.Abs(got.Resistance/want.Resistance-1) > same {
				t.Errorf("%s, %v: %v mV, %v, want %v mV, %v", name, c, got.V[0], got.Resistance, want.V[0], want.Resistance)
			}
		}
	}
}

func TestStable(t *testing.T) {
	check := func(want bool, a ...[]float64) {
		t.Helper()
		if got := stable(a); got != want {
			t.Errorf("%v: stable is %v", a, got)
		}
	}
	check(true, []float64{-1})
	check(false, []float64{1})
	check(true, []float64{-50, 3}, []float64{0, -1e-5})
	check(false, []float64{-50, 3}, []float64{0, 1e-5})
	check(true, []float64{-0.1, 40}, []float64{-40, -0.1}) // a spiral inwards
	check(false, []float64{0.1, 40}, []float64{-40, 0.1})
	check(false, []float64{0, 1}, []float64{-1, 0})                             // a circle
	check(false, []float64{-2, 5, 0}, []float64{5, -2, 0}, []float64{0, 0, -1}) // a saddle
}
