package sim

import "quell/model/unit"

// Method names an integrator.
type Method string

// The integrators: Accurate is adaptive Dormand–Prince 5(4); Fixed is staggered
// Crank–Nicolson.
const (
	Accurate Method = "accurate"
	Fixed    Method = "fixed"
)

// Settings say how to integrate and what to keep; nil means the defaults.
type Settings struct {
	Method      Method    // "" = Accurate, with noise Fixed
	Tol         float64   // of Accurate; 0 = DefaultTol
	Dt          unit.Time // of Fixed; 0 = 0.025 ms
	NoiseDt     unit.Time // step of the noise, a multiple of Dt; 0 = Dt
	Sample      unit.Time // spacing of the traces; 0 = Duration/80000, at least 0.01 ms; negative = record no traces
	Record      []string  // trace names; nil = V of every compartment, gabab.* and drug.* when there is a drug
	Kinetic     bool      // keep receptor kinetics live even when the dose never changes
	Desensitise bool      // with a constant dose: live desensitisation
	Label       string
}

// DefaultTol is the loosest tolerance that holds 0.02 ms on the reference tables.
const DefaultTol = 1e-6

// DefaultDt is the step of Fixed in ms.
const DefaultDt unit.Time = 0.025
