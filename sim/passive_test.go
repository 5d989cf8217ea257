package sim

import (
	"fmt"
	"testing"

	"quell/model"
)

// A compartment without a rate curve has a table without columns. It runs all the same,
// by either method, alone and in blocks, also where V leaves the table.
func TestPassive(t *testing.T) {
	const soma = `name: passive
title: Leak alone
source: made up for a test
compartments:
  soma:
    capacitance: 1 uF/cm2
    start: {V: -65 mV}
    channels:
      leak: {gbar: 0.3 mS/cm2, reversal: -65 mV}
`
	n, err := model.Parse("passive.yaml", []byte(soma))
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []Method{Accurate, Fixed} {
		for _, top := range []float64{1, 100, -100} { // uA/cm2; 100 is beyond 120 mV
			p, set := Protocol{Duration: 50}, Settings{Method: method, Sample: 1}
			want := make([]*Recording, width)
			b := Batch{Neuron: n, Protocol: p, Settings: set, sideBySide: true}
			variant := func(i int) Variant {
				return Variant{Currents: pulse(density(top*float64(i+1)/width), 0, 50)}
			}
			for i := range want {
				q := p
				q.Currents = variant(i).Currents
				want[i] = run(t, n, q, &set)
			}
			err := b.Run(t.Context(), width, variant, func(i int, rec *Recording, err error) {
				if err != nil {
					t.Error(err)
				}
				if got, alone := rec.Voltage().Y, want[i].Voltage().Y; fmt.Sprint(got) != fmt.Sprint(alone) {
					t.Errorf("%s, %g uA/cm2, run %d: %v, alone %v", method, top, i, got, alone)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			v := want[width-1].Voltage().Y
			if end := v[len(v)-1]; abs(end-(-65+top/0.3)) > 0.01*abs(top) {
				t.Errorf("%s: %g uA/cm2 ends at %g mV", method, top, end)
			}
		}
	}
}
