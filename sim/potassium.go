package sim

import (
	"quell/model"
	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/unit"
)

// potassiumShift is RT/F·ln(Ko/3 mM), in mV.
func (b *builder) potassiumShift() float64 {
	celsius := gabab.ReferenceCelsius
	if b.n.HasTemp {
		celsius = b.n.Temperature
	}
	return unit.ThermalVoltage(celsius) * expr.Log(float64(b.proto.Ko)/restingKo)
}

// FileKo is the extracellular potassium at which a file's E_K and its GIRK hold, uM.
const FileKo unit.Concentration = 3000

const restingKo = float64(FileKo)

// shifted moves a reversal that equals the neuron's E_K with [K]o.
func (b *builder) shifted(e float64) float64 {
	for _, ek := range potassium(b.n) {
		if e == ek {
			return e + b.shift
		}
	}
	return e
}

// potassium are the reversals that a neuron's file gives to potassium: that of
// GIRK and the parameter EK, which may differ.
func potassium(n *model.Neuron) (all []float64) {
	if n.GABAB != nil && n.GABAB.GIRK != nil {
		all = append(all, n.GABAB.GIRK.Reversal.Num)
	}
	for _, p := range n.Params {
		if p.Name == "EK" {
			all = append(all, p.Num)
		}
	}
	return all
}
