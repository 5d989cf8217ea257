package unit

import "math"

// Constants of physics: CODATA 2018, Tiesinga et al. 2021, Rev Mod Phys 93:025010,
// exact in the SI of 2019 and cut here at ten digits.
const (
	// R is the molar gas constant, J/(mol K).
	R = 8.314462618
	// Faraday is the charge of a mole of electrons, C/mol.
	Faraday = 96485.33212
	// ZeroCelsius is 0 degC in kelvin, by definition (BIPM, SI brochure, 9th ed., 2.3.1).
	ZeroCelsius = 273.15
)

// Factors between the units of the bench and the coherent set.
const (
	// PointCurrentDensity turns a pipette's current over membrane, nA/um2, into
	// uA/cm2: 1 nA = 1e-3 uA, 1 um2 = 1e-8 cm2.
	PointCurrentDensity = 1e5
	// SquareMicrometre is 1 um2 in cm2.
	SquareMicrometre = 1e-8
	// Micrometre is 1 um in cm.
	Micrometre = 1e-4
	// Nanosiemens is 1 nS in mS, the conductance that takes mV to uA.
	Nanosiemens = 1e-6
	// Hertz is 1 Hz in 1/ms.
	Hertz = 1e-3
	// Millimolar is 1 mM in uM.
	Millimolar = 1e3
)

// Spans of time.
const (
	Millisecond Time = 1
	Second           = 1000 * Millisecond
	Minute           = 60 * Second
	Hour             = 60 * Minute
	Day              = 24 * Hour
)

// ThermalVoltage is RT/F in mV at a temperature in degC; 26.73 mV at 37 degC.
func ThermalVoltage(degC float64) float64 {
	const millivolts = 1e3
	return millivolts * R * (degC + ZeroCelsius) / Faraday
}

// FluxScale is the factor of a pool's influx. With I in uA/cm2 and depth in cm,
//
//	J = −FluxScale(conc) · I / (valence · Faraday · depth)
//
// is in conc per ms: uA/cm2 / (C/mol · cm) is 1e-6 mol/(s cm3), which is
// 1 uM/ms. It is NaN where conc is not molar, since au converts to nothing.
func FluxScale(conc string) float64 { return molarScale("uM", conc) }

// GHKScale is the factor of a Goldman–Hodgkin–Katz current. With P in cm/s and
// concentrations in conc, GHKScale(conc)·P·z·Faraday·c is in uA/cm2:
// cm/s · C/mol · mM is 1e-6 A/cm2. It is NaN where conc is not molar.
func GHKScale(conc string) float64 { return molarScale(conc, "mM") }

// molarScale is how many of one unit of concentration make one of another.
func molarScale(one, in string) float64 {
	q, err := Parse("1" + one)
	if err != nil || q.Dim() != DimConcentration {
		return math.NaN()
	}
	x, err := q.In(in)
	if err != nil {
		return math.NaN()
	}
	return x
}
