package measure

import (
	"fmt"

	"quell/model/unit"
	"quell/sim"
)

// Shift is ΔV: by how much V of one compartment differs between two steady
// states, the second less the first. false where one of them is none.
func Shift(from, to sim.Steady, compartment int) (unit.Voltage, bool) {
	if !from.OK || !to.OK {
		return 0, false
	}
	return unit.Voltage(to.V[compartment] - from.V[compartment]), true
}

// InputResistance is the slope ΔV/ΔI between two steady states of the compartment
// that receives current: without current, and with a small total current.
// nA and mV make Mohm.
func InputResistance(without, with sim.Steady, compartment int, current unit.Current) (unit.Resistance, error) {
	dv, err := slopeVoltage(without, with, compartment, float64(current))
	return unit.Resistance(dv), err
}

// SpecificResistance is InputResistance of a neuron stated per membrane, in
// kohm cm2: mV per uA/cm2.
func SpecificResistance(without, with sim.Steady, compartment int, current unit.CurrentDensity) (float64, error) {
	return slopeVoltage(without, with, compartment, float64(current))
}

func slopeVoltage(without, with sim.Steady, compartment int, current float64) (float64, error) {
	if current == 0 {
		return 0, fmt.Errorf("measure: an input resistance needs a current other than 0")
	}
	dv, ok := Shift(without, with, compartment)
	if !ok {
		return 0, fmt.Errorf("measure: the neuron does not rest, so it has no input resistance")
	}
	return float64(dv) / current, nil
}
