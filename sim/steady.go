package sim

import (
	"context"

	"quell/model"
	"quell/model/unit"
)

// Steady is the state of a neuron without stimulus under constant drugs.
type Steady struct {
	OK     bool               // false: the neuron has no stable steady state it settles into
	V      []float64          // mV, by compartment
	States map[string]float64 // every state, by name
	Waited unit.Time          // how long it was run before the state was found; 0: it was found beside another

	// Resistance is the slope dV/dI of a small current where current is injected:
	// the input resistance, mV per uA/cm2.
	Resistance float64
}

// Rest search: the cell is run in pieces; after each the steady state nearby is
// solved for, and taken once the run itself has come close and goes closer.
const (
	restPiece unit.Time = 200    // ms
	restLimit unit.Time = 20_000 // ms
	restNear            = 2.0    // mV between the run and the solution
)

// SteadyState finds the rest of the neuron under the drugs, potassium, held
// conductance and tonic drive of the protocol at its start, without any stimulus: a solution of
// all rates = 0 that the run settles into from the file's start state, not V
// after a fixed wait. OK is false for a neuron that goes on firing.
func SteadyState(ctx context.Context, n *model.Neuron, proto Protocol, set *Settings) (Steady, error) {
	var s Settings
	if set != nil {
		s = *set
	}
	s.Method, s.Sample, s.Record, s.Kinetic, s.Desensitise = Accurate, -1, nil, false, false
	r, err := Start(n, resting(proto), &s)
	if err != nil {
		return Steady{}, err
	}
	return r.comeToRest(ctx)
}
