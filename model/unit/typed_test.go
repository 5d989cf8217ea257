package unit

import (
	"encoding"
	"errors"
	"math"
	"testing"
)

// value is what a flag and a text file ask of a typed float.
type value interface {
	Set(string) error
	String() string
	Type() string
	encoding.TextMarshaler
	encoding.TextUnmarshaler
}

// everyType returns a zero of each typed float, with its unit.
func everyType() map[string]value {
	return map[string]value{
		"mV": new(Voltage), "ms": new(Time), "1/ms": new(Rate), "Hz": new(Frequency), "nS": new(Conductance),
		"mS/cm2": new(ConductanceDensity), "nA": new(Current), "uA/cm2": new(CurrentDensity), "pF": new(Capacitance),
		"uF/cm2": new(CapacitanceDensity), "Mohm": new(Resistance), "ohm cm": new(Resistivity), "uM": new(Concentration),
		"um2": new(Area), "um": new(Length), "degC": new(Temperature), "cm/s": new(Permeability), "mg": new(Mass), "mL": new(Volume),
	}
}

func TestEveryTypeReadsItsUnit(t *testing.T) {
	for unit, v := range everyType() {
		if v.Type() == "" {
			t.Errorf("%s has no name", unit)
		}
		if err := v.Set("2.5 " + unit); err != nil {
			t.Errorf("%s: %v", v.Type(), err)
		}
		written := v.String()
		text, err := v.MarshalText()
		if err != nil {
			t.Errorf("%s: %v", v.Type(), err)
		}
		for _, c := range text {
			if c > '~' {
				t.Errorf("%s is filed as %q, which is not plain letters", v.Type(), text)
			}
		}
		for _, bad := range []string{"3", "", "3 parsecs", "3 au", "NaN " + unit, "Inf " + unit} {
			err := v.UnmarshalText([]byte(bad))
			if err == nil {
				t.Errorf("%s: %q was read as %s", v.Type(), bad, v)
				continue
			}
			checkMessage(t, err)
		}
		if v.String() != written {
			t.Errorf("%s changed from %s to %s by text that was refused", v.Type(), written, v)
		}
		if err := v.UnmarshalText(text); err != nil || v.String() != written {
			t.Errorf("%s: %q is read back as %s, not %s; %v", v.Type(), text, v, written, err)
		}
	}
}

func TestString(t *testing.T) {
	check := func(v interface{ String() string }, want string) {
		t.Helper()
		if got := v.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	check(Concentration(10), "10 µM")
	check(Concentration(0.5), "500 nM")
	check(Concentration(0.0123), "12.3 nM")
	check(Concentration(5e-5), "50 pM")
	check(Concentration(1e-9), "0.001 pM")
	check(Concentration(999.5), "999.5 µM")
	check(Concentration(1000), "1 mM")
	check(Concentration(2e9), "2000 M")
	check(Concentration(0), "0 µM")
	check(Concentration(math.Copysign(0, -1)), "0 µM")
	check(Concentration(-3), "-3 µM")
	check(Concentration(1.0/3), "333.3333333333333 nM")
	check(Time(1500), "1.5 s")
	check(Time(0.025), "0.025 ms")
	check(Time(0.0005), "0.5 µs")
	check(Time(300), "300 ms")
	check(Time(59000), "59 s")
	check(Time(90000), "90 s")
	check(Minute, "1 min")
	check(90*Minute, "90 min")
	check(36*Hour, "36 h")
	check(-2*Day, "-2 d")
	check(Time(60000.5), "60.0005 s")
	check(Voltage(-65), "-65 mV")
	check(Voltage(0.02), "0.02 mV")
	check(Voltage(0.00002), "2e-5 mV")
	check(Rate(0.01), "0.01 1/ms")
	check(Frequency(1200), "1200 Hz")
	check(Conductance(0.3), "300 pS")
	check(ConductanceDensity(0.3), "0.3 mS/cm2")
	check(Current(0.75), "750 pA")
	check(CurrentDensity(10), "10 µA/cm2")
	check(Capacitance(150), "150 pF")
	check(Capacitance(2000), "2 nF")
	check(CapacitanceDensity(1), "1 µF/cm2")
	check(Resistance(0.5), "500 kohm")
	check(Resistance(1500), "1500 Mohm")
	check(Resistivity(200), "200 ohm cm")
	check(Area(17000), "17000 µm2")
	check(Length(0.8), "0.8 µm")
	check(Length(1200), "1.2 mm")
	check(Temperature(36), "36 °C")
	check(Permeability(2e-4), "0.0002 cm/s")
	check(Permeability(2e-20), "2e-20 cm/s")
	check(Mass(0.05), "50 µg")
	check(Volume(1500), "1.5 L")
	check(Concentration(math.NaN()), "NaN µM")
	check(Voltage(math.Inf(-1)), "-Inf mV")
}

func TestShort(t *testing.T) {
	check := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	check(Short(Concentration(1.0/3), 3), "333 nM")
	check(Short(Concentration(0.9996), 3), "1 µM")
	check(Short(Concentration(999.96), 4), "1 mM")
	check(Short(Voltage(-64.973), 3), "-65 mV")
	check(Short(Voltage(-64.973), 4), "-64.97 mV")
	check(Short(Time(61234), 2), "61 s")
	check(Short(Time(0), 3), "0 ms")
	check(Short(Time(5), -1), "5 ms")
	check(Short(Time(math.NaN()), 3), "NaN ms")
}

// What is not a number is shown but goes into no file.
func TestNotFiniteIsNotFiled(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if text, err := Time(x).MarshalText(); !errors.Is(err, ErrNumber) {
			t.Errorf("%v is filed as %q, %v", x, text, err)
		}
	}
}
