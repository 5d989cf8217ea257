package unit

import (
	"math"
	"strings"
)

// kind is what is known of a named dimension: its customary unit, those to
// suggest, and those to print in.
type kind struct {
	name  string
	dim   Dim
	unit  string // the unit of the typed float
	also  string // what the suggestion lists
	steps []step // to print in, smallest first; none: unit
	whole []whole
}

// step is a unit to print in from some magnitude on.
type step struct {
	unit string
	ten  int // the unit is 10^ten of the kind's unit
	from int // used from 10^from of the kind's unit on
}

// whole is a unit to print in where the value is a whole number of it.
type whole struct {
	unit string
	size float64 // in the kind's unit
}

// Tables of names and units. Rate and frequency share a dimension; a message
// about the dimension alone speaks of rates.
var (
	voltage     = kind{name: "voltage", dim: DimVoltage, unit: "mV", also: "µV, uV, mV, V"}
	rate        = kind{name: "rate", dim: DimRate, unit: "1/ms", also: "1/ms, 1/s, 1/min, Hz"}
	frequency   = kind{name: "frequency", dim: DimFrequency, unit: "Hz", also: "Hz, 1/s"}
	temperature = kind{name: "temperature", dim: DimTemperature, unit: "degC", also: "degC, °C", steps: []step{{"°C", 0, 0}}}
	resistivity = kind{name: "resistivity", dim: DimResistivity, unit: "ohm cm", also: "ohm cm, kohm cm"}
	area        = kind{name: "area", dim: DimArea, unit: "um2", also: "µm2, um2, mm2, cm2", steps: []step{{"µm2", 0, 0}}}

	permeability       = kind{name: "permeability", dim: DimPermeability, unit: "cm/s", also: "cm/s, um/s"}
	conductanceDensity = kind{name: "conductance density", dim: DimConductanceDensity, unit: "mS/cm2", also: "uS/cm2, mS/cm2, S/cm2, pS/um2"}
	currentDensity     = kind{name: "current density", dim: DimCurrentDensity, unit: "uA/cm2", also: "nA/cm2, µA/cm2, uA/cm2, mA/cm2", steps: []step{{"µA/cm2", 0, 0}}}
	capacitanceDensity = kind{name: "capacitance density", dim: DimCapacitanceDensity, unit: "uF/cm2", also: "µF/cm2, uF/cm2", steps: []step{{"µF/cm2", 0, 0}}}

	duration = kind{
		name: "time", dim: DimTime, unit: "ms", also: "us, ms, s, min, h, d",
		steps: []step{{"µs", -3, 0}, {"ms", 0, -3}, {"s", 3, 3}},
		whole: []whole{{"d", 86_400_000}, {"h", 3_600_000}, {"min", 60_000}},
	}
	concentration = kind{
		name: "concentration", dim: DimConcentration, unit: "uM", also: "nM, µM, uM, mM, M",
		steps: []step{{"pM", -6, 0}, {"nM", -3, -3}, {"µM", 0, 0}, {"mM", 3, 3}, {"M", 6, 6}},
	}
	conductance = kind{
		name: "conductance", dim: DimConductance, unit: "nS", also: "pS, nS, uS, mS",
		steps: []step{{"pS", -3, 0}, {"nS", 0, 0}, {"µS", 3, 3}, {"mS", 6, 6}, {"S", 9, 9}},
	}
	current = kind{
		name: "current", dim: DimCurrent, unit: "nA", also: "pA, nA, uA",
		steps: []step{{"pA", -3, 0}, {"nA", 0, 0}, {"µA", 3, 3}, {"mA", 6, 6}, {"A", 9, 9}},
	}
	capacitance = kind{
		name: "capacitance", dim: DimCapacitance, unit: "pF", also: "pF, nF, uF",
		steps: []step{{"pF", 0, 0}, {"nF", 3, 3}, {"µF", 6, 6}, {"mF", 9, 9}, {"F", 12, 12}},
	}
	resistance = kind{
		name: "resistance", dim: DimResistance, unit: "Mohm", also: "ohm, kohm, Mohm",
		steps: []step{{"ohm", -6, 0}, {"kohm", -3, -3}, {"Mohm", 0, 0}},
	}
	length = kind{
		name: "length", dim: DimLength, unit: "um", also: "µm, um, mm, cm",
		steps: []step{{"µm", 0, 0}, {"mm", 3, 3}, {"cm", 4, 4}},
	}
	mass = kind{
		name: "mass", dim: DimMass, unit: "mg", also: "µg, ug, mg, g",
		steps: []step{{"ng", -6, 0}, {"µg", -3, -3}, {"mg", 0, 0}, {"g", 3, 3}, {"kg", 6, 6}},
	}
	volume = kind{
		name: "volume", dim: DimVolume, unit: "mL", also: "uL, mL, L",
		steps: []step{{"µL", -3, 0}, {"mL", 0, 0}, {"L", 3, 3}},
	}
)

// kinds are the named dimensions; the last rows have no typed float.
var kinds = []kind{
	voltage, duration, rate, conductance, conductanceDensity, current, currentDensity,
	capacitance, capacitanceDensity, resistance, resistivity, concentration, area,
	length, temperature, permeability, mass, volume,
	{name: "pure number", dim: DimNumber},
	{name: "concentration in an arbitrary unit", dim: DimArbitrary, unit: "au", also: "au"},
	{name: "inverse voltage", dim: DimInverseVoltage, unit: "1/mV", also: "1/mV, 1/V"},
	{name: "clearance", dim: DimClearance, unit: "L/h", also: "mL/min, mL/h, L/h"},
	{name: "dose rate", dim: DimMassRate, unit: "mg/d", also: "ug/d, mg/h, mg/d"},
	{name: "mass concentration", dim: DimMassConcentration, unit: "mg/L", also: "ug/L, ug/mL, mg/L"},
}

// kindOf finds a dimension among the named ones.
func kindOf(d Dim) (kind, bool) {
	for _, k := range kinds {
		if k.dim == d {
			return k, true
		}
	}
	return kind{}, false
}

// kindFor is kindOf, with a nameless kind in the coherent set for the rest.
func kindFor(d Dim) kind {
	if k, ok := kindOf(d); ok {
		return k
	}
	return kind{dim: d, unit: d.coherent(), also: d.coherent()}
}

// try is "try 10uM (nM, µM, uM, mM, M)", with the number that was given.
func (k kind) try(q Quantity) string {
	number := q.text
	if number == "" {
		number = "10"
	}
	join := ""
	if strings.HasPrefix(k.unit, "1/") || strings.Contains(k.unit, " ") {
		join = " "
	}
	text := "try " + show(number) + join + k.unit
	if k.also != "" && k.also != k.unit {
		text += " (" + k.also + ")"
	}
	return text
}

// exactInteger is 2^53: up to it a float64 that looks whole is.
const exactInteger = 1 << 53

// print writes x, in the kind's unit, with the prefix that suits it and so
// many significant digits, 0 for as many as read back to the same float64.
func (k kind) print(x float64, digits int) string {
	for _, w := range k.whole {
		if n := x / w.size; n != 0 && n == math.Floor(n) && math.Abs(x) <= exactInteger {
			return floatDecimal(n, digits).String() + " " + w.unit
		}
	}
	d, s := floatDecimal(x, digits), k.home()
	for i, t := range k.steps {
		if d.digits != "" && (i == 0 || d.ten > t.from) {
			s = t
		}
	}
	d.ten -= s.ten
	return d.String() + " " + s.unit
}

// home is the step of the kind's own unit.
func (k kind) home() step {
	for _, s := range k.steps {
		if s.ten == 0 {
			return s
		}
	}
	return step{unit: k.unit}
}
