package sim

import (
	"testing"

	"quell/model"
	"quell/model/unit"
)

// A GIRK conductance that is held from the first moment on is that of the
// protocol, and one of nothing is none.
func TestSetGIRK(t *testing.T) {
	check := func(set string, held unit.ConductanceDensity) {
		t.Helper()
		n := neuron(t, "cortical-rs")
		p := Protocol{Duration: 600, Currents: pulse(model.Amount{Value: 1, Absolute: true}, 100, 600)}
		r, err := Start(n, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Set("girk", set); err != nil {
			t.Fatal(err)
		}
		if err := r.Advance(t.Context(), p.Duration); err != nil {
			t.Fatal(err)
		}
		p.HoldGIRK, p.GIRK = true, held
		want := run(t, n, p, nil)
		got := r.Recording()
		if got.Evals != want.Evals || got.Voltage().Y[len(got.Voltage().Y)-1] != want.Voltage().Y[len(want.Voltage().Y)-1] {
			t.Errorf("%s set at the start is another run than %v of the protocol", set, held)
		}
		if got.Protocol.GIRK != held || !got.Protocol.HoldGIRK {
			t.Errorf("the recording says GIRK %v, want %v", got.Protocol.GIRK, held)
		}
	}
	check("0.02 mS/cm2", 0.02)
	check("0 mS/cm2", 0)
	r, err := Start(neuron(t, "cortical-rs"), Protocol{Duration: 100}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"0.02", "0.02 mV"} {
		if err := r.Set("girk", text); err == nil || r.Recording().Protocol.HoldGIRK {
			t.Errorf("girk %s: no error, or half set", text)
		}
	}
}
