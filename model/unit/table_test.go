package unit

import (
	"math"
	"strings"
	"testing"
)

func TestNoTwoSymbolsAreSpeltAlike(t *testing.T) {
	seen := map[string]string{}
	for _, row := range symbols {
		for _, p := range row.prefixes {
			name := spell(p, row.symbol)
			if before, twice := seen[name]; twice {
				t.Errorf("%s is both a %s and a %s", name, before, row.symbol)
			}
			seen[name] = row.symbol
			if _, ok := prefixTens[p]; !ok {
				t.Errorf("%s has a prefix without a power of ten", name)
			}
		}
	}
}

// What a message suggests must be right when typed.
func TestSuggestionsAreRead(t *testing.T) {
	for _, k := range append(kinds, frequency) {
		if k.dim == DimNumber {
			continue
		}
		for _, u := range append(strings.Split(k.also, ", "), k.unit) {
			text := strings.TrimPrefix(kind{unit: u}.try(Quantity{}), "try ")
			if _, err := ParseDim(text, k.dim); err != nil {
				t.Errorf("%s suggests %q: %v", k.name, text, err)
			}
		}
		if d, err := DimOf(k.dim.String()); err != nil || d != k.dim {
			t.Errorf("%s: DimOf(%q) = %v, %v", k.name, k.dim.String(), d, err)
		}
		if d, err := DimOf(k.dim.coherent()); err != nil || d != k.dim {
			t.Errorf("%s: DimOf(%q) = %v, %v", k.name, k.dim.coherent(), d, err)
		}
	}
}

// The steps that a kind prints in are as large as the table says.
func TestStepsAreToScale(t *testing.T) {
	check := func(name, one, in string, want float64) {
		t.Helper()
		q, err := Parse("1 " + one)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if got, err := q.In(in); err != nil || math.Abs(got-want) > 1e-15*want {
			t.Errorf("%s: 1 %s is %v %s, the table says %v; %v", name, one, got, in, want, err)
		}
	}
	for _, k := range kinds {
		for i, s := range k.steps {
			check(k.name, s.unit, k.unit, math.Pow10(s.ten))
			if i > 0 && k.steps[i-1].from >= s.from && i > 1 {
				t.Errorf("%s: %s is never printed", k.name, k.steps[i-1].unit)
			}
		}
		for _, w := range k.whole {
			check(k.name, w.unit, k.unit, w.size)
		}
	}
}

func TestDim(t *testing.T) {
	check := func(d Dim, want string) {
		t.Helper()
		if got := d.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	check(DimNumber, "")
	check(DimConductanceDensity, "mS/cm2")
	check(DimConcentration.Times(DimArea).Per(DimCurrent.Times(DimTime)), "uM*cm2/(uA*ms)")
	check(DimNumber.Per(DimTime.Times(DimTime)), "1/ms2")
	check(DimVoltage.Per(DimTime), "mV/ms")
	if DimConcentrationIn("au") != DimArbitrary || DimConcentrationIn("nM") != DimConcentration {
		t.Error("DimConcentrationIn takes the wrong one")
	}
}

// The factors are the ones that reading the units gives.
func TestFactors(t *testing.T) {
	check := func(name string, constant float64, one, in string) {
		t.Helper()
		q, err := Parse("1 " + one)
		if err != nil {
			t.Error(err)
			return
		}
		if got, err := q.In(in); err != nil || got != constant {
			t.Errorf("%s is %v, but 1 %s is %v %s; %v", name, constant, one, got, in, err)
		}
	}
	check("PointCurrentDensity", PointCurrentDensity, "nA/um2", "uA/cm2")
	check("SquareMicrometre", SquareMicrometre, "um2", "cm2")
	check("Micrometre", Micrometre, "um", "cm")
	check("Nanosiemens", Nanosiemens, "nS", "uA/mV")
	check("Hertz", Hertz, "Hz", "1/ms")
	check("Second", float64(Second), "s", "ms")
	check("Minute", float64(Minute), "min", "ms")
	check("Hour", float64(Hour), "h", "ms")
	check("Day", float64(Day), "d", "ms")
}

func TestPhysics(t *testing.T) {
	check := func(name string, got, want, tolerance float64) {
		t.Helper()
		if !(math.Abs(got-want) <= tolerance) && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	// k/e from the SI's exact values: 1.380649e-23 J/K over 1.602176634e-19 C.
	check("RT/F at 0 degC", ThermalVoltage(0), 1e3*1.380649e-23/1.602176634e-19*273.15, 1e-7)
	check("RT/F at 37 degC", ThermalVoltage(37), 26.7267, 5e-5) // Hille 2001, table 1.1: 26.7 mV
	// 1 uA/cm2 into 1 um holds 1/(2F·1e-4) = 0.0518 uM/ms of a divalent ion.
	check("influx", FluxScale("uM")/(2*Faraday*Micrometre), 0.0518, 5e-5)
	check("influx in nM", FluxScale("nM"), 1000, 0)
	check("influx in mM", FluxScale("mM"), 1e-3, 0)
	check("influx in au", FluxScale("au"), math.NaN(), 0)
	check("influx in mV", FluxScale("mV"), math.NaN(), 0)
	check("GHK in mM", GHKScale("mM"), 1, 0)
	check("GHK in uM", GHKScale("uM"), 1e-3, 0)
	check("GHK in au", GHKScale("au"), math.NaN(), 0)
}
