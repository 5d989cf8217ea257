package unit

// The typed floats. Each is a plain float64 in the unit beside it, with the
// methods of a flag and of a text file:
//
//	Set, UnmarshalText   read text with a unit; nothing changes where it is refused
//	String               writes it with the prefix that suits it: 10 µM, 500 nM, 1.5 s
//	MarshalText          writes the same in plain letters; both read back to the same float64
//	Type                 is the name of the dimension, for a flag's help
//
// Zero is written without a sign. What is not finite is shown by String and
// refused by MarshalText; so are, when read, numbers beyond 1e±100.

// Voltage is an electric potential, or a difference of two, in mV.
type Voltage float64

func (Voltage) kind() kind                         { return voltage }
func (Voltage) Type() string                       { return voltage.name }
func (x Voltage) String() string                   { return format(x) }
func (x *Voltage) Set(text string) error           { return set(x, text) }
func (x Voltage) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Voltage) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Time is a span of time, in ms.
type Time float64

func (Time) kind() kind                         { return duration }
func (Time) Type() string                       { return duration.name }
func (x Time) String() string                   { return format(x) }
func (x *Time) Set(text string) error           { return set(x, text) }
func (x Time) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Time) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Rate is a rate constant, in 1/ms.
type Rate float64

func (Rate) kind() kind                         { return rate }
func (Rate) Type() string                       { return rate.name }
func (x Rate) String() string                   { return format(x) }
func (x *Rate) Set(text string) error           { return set(x, text) }
func (x Rate) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Rate) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Frequency is a number of events, such as spikes, per second, in Hz.
type Frequency float64

func (Frequency) kind() kind                         { return frequency }
func (Frequency) Type() string                       { return frequency.name }
func (x Frequency) String() string                   { return format(x) }
func (x *Frequency) Set(text string) error           { return set(x, text) }
func (x Frequency) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Frequency) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Conductance is the conductance of a cell, a synapse or a link, in nS.
type Conductance float64

func (Conductance) kind() kind                         { return conductance }
func (Conductance) Type() string                       { return conductance.name }
func (x Conductance) String() string                   { return format(x) }
func (x *Conductance) Set(text string) error           { return set(x, text) }
func (x Conductance) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Conductance) UnmarshalText(text []byte) error { return set(x, string(text)) }

// ConductanceDensity is conductance per membrane, in mS/cm2.
type ConductanceDensity float64

func (ConductanceDensity) kind() kind                         { return conductanceDensity }
func (ConductanceDensity) Type() string                       { return conductanceDensity.name }
func (x ConductanceDensity) String() string                   { return format(x) }
func (x *ConductanceDensity) Set(text string) error           { return set(x, text) }
func (x ConductanceDensity) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *ConductanceDensity) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Current is the current of a pipette or of a whole cell, in nA.
type Current float64

func (Current) kind() kind                         { return current }
func (Current) Type() string                       { return current.name }
func (x Current) String() string                   { return format(x) }
func (x *Current) Set(text string) error           { return set(x, text) }
func (x Current) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Current) UnmarshalText(text []byte) error { return set(x, string(text)) }

// CurrentDensity is current per membrane, in uA/cm2.
type CurrentDensity float64

func (CurrentDensity) kind() kind                         { return currentDensity }
func (CurrentDensity) Type() string                       { return currentDensity.name }
func (x CurrentDensity) String() string                   { return format(x) }
func (x *CurrentDensity) Set(text string) error           { return set(x, text) }
func (x CurrentDensity) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *CurrentDensity) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Capacitance is the capacitance of a whole cell, in pF.
type Capacitance float64

func (Capacitance) kind() kind                         { return capacitance }
func (Capacitance) Type() string                       { return capacitance.name }
func (x Capacitance) String() string                   { return format(x) }
func (x *Capacitance) Set(text string) error           { return set(x, text) }
func (x Capacitance) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Capacitance) UnmarshalText(text []byte) error { return set(x, string(text)) }

// CapacitanceDensity is capacitance per membrane, in uF/cm2.
type CapacitanceDensity float64

func (CapacitanceDensity) kind() kind                         { return capacitanceDensity }
func (CapacitanceDensity) Type() string                       { return capacitanceDensity.name }
func (x CapacitanceDensity) String() string                   { return format(x) }
func (x *CapacitanceDensity) Set(text string) error           { return set(x, text) }
func (x CapacitanceDensity) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *CapacitanceDensity) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Resistance is a resistance, such as a cell's input resistance, in Mohm.
type Resistance float64

func (Resistance) kind() kind                         { return resistance }
func (Resistance) Type() string                       { return resistance.name }
func (x Resistance) String() string                   { return format(x) }
func (x *Resistance) Set(text string) error           { return set(x, text) }
func (x Resistance) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Resistance) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Resistivity is the resistivity of cytoplasm, in ohm cm.
type Resistivity float64

func (Resistivity) kind() kind                         { return resistivity }
func (Resistivity) Type() string                       { return resistivity.name }
func (x Resistivity) String() string                   { return format(x) }
func (x *Resistivity) Set(text string) error           { return set(x, text) }
func (x Resistivity) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Resistivity) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Concentration is a molar concentration, in uM.
type Concentration float64

func (Concentration) kind() kind                         { return concentration }
func (Concentration) Type() string                       { return concentration.name }
func (x Concentration) String() string                   { return format(x) }
func (x *Concentration) Set(text string) error           { return set(x, text) }
func (x Concentration) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Concentration) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Area is an area of membrane, in um2.
type Area float64

func (Area) kind() kind                         { return area }
func (Area) Type() string                       { return area.name }
func (x Area) String() string                   { return format(x) }
func (x *Area) Set(text string) error           { return set(x, text) }
func (x Area) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Area) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Length is a length or a diameter, in um.
type Length float64

func (Length) kind() kind                         { return length }
func (Length) Type() string                       { return length.name }
func (x Length) String() string                   { return format(x) }
func (x *Length) Set(text string) error           { return set(x, text) }
func (x Length) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Length) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Temperature is a temperature, or a difference of two, in degC.
type Temperature float64

func (Temperature) kind() kind                         { return temperature }
func (Temperature) Type() string                       { return temperature.name }
func (x Temperature) String() string                   { return format(x) }
func (x *Temperature) Set(text string) error           { return set(x, text) }
func (x Temperature) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Temperature) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Permeability is the permeability of membrane to an ion, in cm/s.
type Permeability float64

func (Permeability) kind() kind                         { return permeability }
func (Permeability) Type() string                       { return permeability.name }
func (x Permeability) String() string                   { return format(x) }
func (x *Permeability) Set(text string) error           { return set(x, text) }
func (x Permeability) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Permeability) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Mass is a mass, such as a dose, in mg.
type Mass float64

func (Mass) kind() kind                         { return mass }
func (Mass) Type() string                       { return mass.name }
func (x Mass) String() string                   { return format(x) }
func (x *Mass) Set(text string) error           { return set(x, text) }
func (x Mass) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Mass) UnmarshalText(text []byte) error { return set(x, string(text)) }

// Volume is a volume, in mL.
type Volume float64

func (Volume) kind() kind                         { return volume }
func (Volume) Type() string                       { return volume.name }
func (x Volume) String() string                   { return format(x) }
func (x *Volume) Set(text string) error           { return set(x, text) }
func (x Volume) MarshalText() ([]byte, error)     { return marshal(x) }
func (x *Volume) UnmarshalText(text []byte) error { return set(x, string(text)) }
