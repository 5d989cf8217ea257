package unit

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseForRefuses(t *testing.T) {
	const micromolar = "(nM, µM, uM, mM, M)"
	for _, row := range []struct {
		name, subject, text string
		want                Dim
		kind                error
		message             string
	}{
		{"bare", "", "10", DimConcentration, ErrNoUnit, "10 has no unit; try 10uM " + micromolar},
		{"bare zero", "", "0", DimConcentration, ErrNoUnit, "0 has no unit; try 0uM " + micromolar},
		{"bare time", "", "500", DimTime, ErrNoUnit, "500 has no unit; try 500ms (us, ms, s, min, h, d)"},
		{"bare rate", "", "2", DimRate, ErrNoUnit, "2 has no unit; try 2 1/ms (1/ms, 1/s, 1/min, Hz)"},
		{"bare, nameless dimension", "", "2", DimVoltage.Per(DimTime), ErrNoUnit, "2 has no unit; try 2mV/ms"},
		{"bare, with subject", "Na.gbar", "120", DimConductanceDensity, ErrNoUnit, "Na.gbar has no unit; write it with one, such as 120 mS/cm2"},
		{"unknown", "", "10 parsecs", DimConcentration, ErrUnknownUnit, `"10 parsecs": parsecs is not a unit of concentration; try 10uM ` + micromolar},
		{"unknown in a fraction", "", "3 parsecs/cm2", DimConductanceDensity, ErrUnknownUnit, `"3 parsecs/cm2": parsecs is not a unit; try 3mS/cm2 (uS/cm2, mS/cm2, S/cm2, pS/um2)`},
		{"capitals", "", "10 MM", DimConcentration, ErrUnknownUnit, `"10 MM": MM is not a unit of concentration; try 10mM ` + micromolar},
		{"capitals", "", "5ml", DimVolume, ErrUnknownUnit, `"5ml": ml is not a unit of volume; try 5mL (uL, mL, L)`},
		{"dimension", "", "120 mV", DimConductanceDensity, ErrDimension, "120 mV is in mV, wants mS/cm2"},
		{"dimension, with subject", "Na.gbar", "120mV", DimConductanceDensity, ErrDimension, "120 mV is in mV, Na.gbar wants mS/cm2"},
		{"molar in au", "", "3 uM", DimArbitrary, ErrDimension, "3 uM is in uM, wants au"},
		{"unit for a number", "power", "2 mV", DimNumber, ErrDimension, "2 mV is in mV, power wants a pure number"},
		{"percent", "", "5 %", DimVoltage, ErrDimension, "5 % is in %, wants mV"},
		{"empty", "", "", DimTime, ErrNumber, `"": a quantity starts with a decimal number; try 10ms (us, ms, s, min, h, d)`},
		{"word", "", "ten uM", DimConcentration, ErrNumber, `"ten uM": a quantity starts with a decimal number; try 10uM ` + micromolar},
		{"comma", "", "10,5 uM", DimConcentration, ErrNumber, `"10,5 uM": write the number with a point and no comma`},
		{"thousands", "", "10 000 uM", DimConcentration, ErrNumber, `"10 000 uM": write the number without spaces`},
		{"two points", "", "1.2.3 uM", DimConcentration, ErrNumber, `"1.2.3 uM": write the number in plain decimal digits`},
		{"hexadecimal", "", "0x10 uM", DimConcentration, ErrNumber, `"0x10 uM": write the number in plain decimal digits`},
		{"underscore", "", "1_000 uM", DimConcentration, ErrNumber, `"1_000 uM": write the number in plain decimal digits`},
		{"typographic minus", "", "−65 mV", DimVoltage, ErrNumber, `"−65 mV": the minus sign is the one of the keyboard, -; try 10mV (µV, uV, mV, V)`},
		{"not a number", "", "NaN uM", DimConcentration, ErrNumber, `"NaN uM": a quantity starts with a decimal number; try 10uM ` + micromolar},
		{"huge", "", "1e999999999 M", DimConcentration, ErrRange, `"1e999999999 M": quell reads numbers from 1e-100 to 1e100`},
		{"tiny", "", "1e-999999999999999999999 M", DimConcentration, ErrRange, `"1e-999999999999999999999 M": quell reads numbers from 1e-100 to 1e100`},
		{"caret", "", "1 mS/cm^2", DimConductanceDensity, ErrUnknownUnit, `"1 mS/cm^2": a power is a digit, such as cm2`},
		{"long power", "", "1 cm22", DimLength, ErrUnknownUnit, `"1 cm22": a power is one digit from 2 to 6, such as cm2`},
		{"negative power", "", "1 mS cm-2", DimConductanceDensity, ErrUnknownUnit, `"1 mS cm-2": write a negative power with /, such as mS/cm2 or 1/ms`},
		{"raised negative power", "", "1 ms⁻¹", DimRate, ErrUnknownUnit, `"1 ms⁻¹": write a negative power with /, such as mS/cm2 or 1/ms`},
		{"no space before 1/", "", "0.0011/ms", DimRate, ErrUnknownUnit, `"0.0011/ms": write 1/ before the unit and a space before that, such as 2 1/ms`},
		{"two readings", "", "5 mS/cm2*ms", DimCapacitanceDensity, ErrUnknownUnit, `"5 mS/cm2*ms": put what stands below the line in brackets, such as uM/(uA*ms)`},
		{"two readings", "", "5 mS/cm2 ms", DimCapacitanceDensity, ErrUnknownUnit, `"5 mS/cm2 ms": put what stands below the line in brackets, such as uM/(uA*ms)`},
		{"dot product", "", "5 ohm·cm", DimResistivity, ErrUnknownUnit, `"5 ohm·cm": write a product of units with *`},
		{"beyond", "", "5 um6*um6", DimVolume, ErrUnknownUnit, `"5 um6*um6": this unit is beyond any that quell knows; use fewer factors`},
		{"control characters", "", "1 u\x00M\n", DimConcentration, ErrUnknownUnit, `"1 u\x00M\n": u\x00M is not a unit of concentration; try 1uM ` + micromolar},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := ParseFor(row.subject, row.text, row.want)
			if !errors.Is(err, row.kind) {
				t.Fatalf("%q: %v is of another kind than %v", row.text, err, row.kind)
			}
			if err.Error() != row.message {
				t.Errorf("got  %s\nwant %s", err, row.message)
			}
		})
	}
}

// Without a wanted dimension the message lists what quell knows.
func TestParseRefuses(t *testing.T) {
	check := func(text string, kind error, part string) {
		t.Helper()
		if _, err := Parse(text); !errors.Is(err, kind) || !strings.Contains(err.Error(), part) {
			t.Errorf("Parse(%q): %v; want %v with %q", text, err, kind, part)
		}
	}
	check("10", ErrNoUnit, "10 has no unit; write it with one, such as 10 mV")
	check("10 parsecs", ErrUnknownUnit, "parsecs is not a unit; quell knows V A S F s M with")
	check("10 uM*", ErrUnknownUnit, "uM* is not a unit")
	check("10 percent", ErrUnknownUnit, "percent is not a unit")
	check("10 uM//ms", ErrUnknownUnit, "uM//ms is not a unit")
	check("10 uM/*ms*/", ErrUnknownUnit, "is not a unit")
	check("10 func(){}", ErrUnknownUnit, "is not a unit")
	check("10 uM(1)", ErrUnknownUnit, "symbols with * and /")
	check("10 1/1", ErrUnknownUnit, "symbols with * and /")
	check("10 1", ErrNumber, "without spaces")
	check("10 1*mV", ErrNumber, "without spaces")
	check("10 "+strings.Repeat("(", 200), ErrUnknownUnit, "((… is not a unit")
	check("10 "+strings.Repeat("(", 100)+"mV"+strings.Repeat(")", 101), ErrUnknownUnit, "is not a unit")
	check("1"+strings.Repeat("0", 200)+" mV", ErrRange, "000…\"")
	check("0."+strings.Repeat("0", 150)+"1 mV", ErrRange, "000…\"")
	check("1e101 mV", ErrRange, "1e100")
	check("9.99e-101 mV", ErrRange, "1e-100")
	check("1 V6*V", ErrUnknownUnit, "fewer factors")
	check("1 1/(V4*V3)", ErrUnknownUnit, "fewer factors")
	check(strings.Repeat("1", 1<<20)+" mV", ErrNumber, "longer than any quantity")
	check("1 "+strings.Repeat("m/", 1<<20), ErrNumber, "longer than any quantity")
}

func TestInRefuses(t *testing.T) {
	q, err := Parse("10 uM")
	if err != nil {
		t.Fatal(err)
	}
	check := func(unit string, kind error, want string) {
		t.Helper()
		if _, err := q.In(unit); !errors.Is(err, kind) || err.Error() != want {
			t.Errorf("In(%q): %v, want %s", unit, err, want)
		}
	}
	check("mV", ErrDimension, "10 uM is in uM, wants mV")
	check("", ErrDimension, "10 uM is in uM, wants a pure number")
	check("ms/", ErrUnknownUnit, `"ms/": ms/ is not a unit; quell knows V A S F s M with p n u m or none, um mm cm, ohm kohm Mohm, min h d, mg mL L, degC, Hz, %, au`)
	q = Quantity{}
	check("mV", ErrDimension, "0 is a pure number, wants mV")
	if _, err := DimOf("furlong"); !errors.Is(err, ErrUnknownUnit) {
		t.Errorf("DimOf(furlong): %v", err)
	}
	if _, err := DimOf(strings.Repeat("m", 1<<20)); !errors.Is(err, ErrUnknownUnit) {
		t.Errorf("DimOf of a megabyte: %v", err)
	}
}

// A message is one line, valid text, and short whatever was given.
func checkMessage(t interface {
	Helper()
	Errorf(string, ...any)
}, err error,
) {
	t.Helper()
	text := err.Error()
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\n\r\x00\x1b") || len(text) > 2000 {
		t.Errorf("not one readable line: %q", text)
	}
	for _, kind := range []error{ErrNoUnit, ErrUnknownUnit, ErrDimension, ErrNumber, ErrRange} {
		if errors.Is(err, kind) {
			return
		}
	}
	t.Errorf("no kind: %v", err)
}
