package unit

import (
	"math"
	"strings"
	"testing"
)

func TestIn(t *testing.T) {
	check := func(text, in string, want float64) {
		t.Helper()
		q, err := Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
			return
		}
		if got, err := q.In(in); err != nil || got != want {
			t.Errorf("%q in %q is %v, %v; want %v", text, in, got, err, want)
		}
	}
	// One concentration, spelt in the ways people do. All give the same bits.
	for _, text := range []string{
		"10uM", "10 uM", "10 µM", "10 μM", "10µM", "1e-5 M", "1e-5M", "0.00001 M", "1E-05 M", "1000000e-11 M",
		"10000 nM", "0.01 mM", ".01mM", "10. uM", "+10 uM", "  10\tuM ", "10\u00a0µM", "1e7 pM",
	} {
		check(text, "uM", 10)
		check(text, "mM", 0.01)
		check(text, "M", 1e-5)
	}
	check("55 mV", "mV", 55)
	check("55 mV", "V", 0.055)
	check("-54.3 mV", "mV", -54.3)
	check("0.3 mS/cm2", "mS/cm2", 0.3)
	check("3 pS/um2", "mS/cm2", 0.3) // 1e-12 S / 1e-8 cm2 = 1e-4 S/cm2
	check("120mS/cm²", "S/cm2", 0.12)
	check("1 µF/cm²", "uF/cm2", 1)
	check("0.009 uM*cm2/(uA*ms)", "uM*cm2/(uA*ms)", 0.009)
	check("2 1/ms", "1/ms", 2)
	check("2 1 / ms", "Hz", 2000)
	check("40 Hz", "1/ms", 0.04)
	check("200 ohm cm", "ohm*cm", 200)
	check("0.2 kΩ cm", "ohm cm", 200)
	check("36 °C", "degC", 36)
	check("36°C", "degC", 36)
	check("5min", "ms", 300000)
	check("5 min", "s", 300)
	check("1.5 h", "min", 90)
	check("1 d", "h", 24)
	check("90 min", "h", 1.5)
	check("1 h", "d", 1.0/24)
	check("24 1/d", "1/h", 1)
	check("1 mL/min", "L/h", 0.06)
	check("25 mg/L", "ug/mL", 25)
	check("1 mL", "cm3", 1)
	check("50%", "", 0.5)
	check("50 %", "%", 50)
	check("5 %/mV", "1/mV", 0.05)
	check("2.25e2 µm2", "cm2", 2.25e-6)
	check("240 au", "au", 240)
	check("1 V/(A*S*ohm2)", "", 1)
	check("0e999999999999 mV", "mV", 0)
	check("-0 mV", "mV", 0)
	check("1e100 mV", "mV", 1e100)
	check("1e-100 mV", "mV", 1e-100)
	check("0."+strings.Repeat("0", 90)+"1 mV", "mV", 1e-91)
}

func TestBase(t *testing.T) {
	check := func(text, conc string, want float64) {
		t.Helper()
		q, err := Parse(text)
		if err != nil {
			t.Error(err)
			return
		}
		if got := q.Base(conc); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("%q in a file of %s is %v, want %v", text, conc, got, want)
		}
	}
	check("1 mS/cm2", "uM", 1)
	check("1 uA/cm2", "uM", 1)
	check("1 uF/cm2", "uM", 1)
	check("1 s", "uM", 1000)
	check("2e-4 cm/s", "uM", 2e-7)
	check("1 um", "uM", 1e-4)
	check("240 nM", "mM", 2.4e-4)
	check("240 nM", "nM", 240)
	check("240 nM", "uM", 0.24)
	check("240 nM", "M", 2.4e-7)
	check("1e16 1/(mM4*ms)", "mM", 1e16)
	check("0.009 uM*cm2/(uA*ms)", "uM", 0.009)
	check("0.009 uM*cm2/(uA*ms)", "nM", 9)
	check("0.07 1/mV", "uM", 0.07)
	check("1 nS", "uM", 1e-6)
	check("1 kohm", "uM", 1)
	check("36 degC", "au", 36)
	check("3 mg", "uM", 3)
	check("5 min", "uM", 300000)
	check("25%", "uM", 0.25)
	check("3 au", "au", 3)
	check("3 au", "uM", math.NaN())
	check("3 uM", "au", math.NaN())
	check("3 uM", "parsecs", math.NaN())
	check("3 mV", "parsecs", 3)
}

func TestText(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if q, err := Parse(text); err != nil || q.Text() != want || q.String() != want {
			t.Errorf("Parse(%q) is written %q, %v; want %q", text, q.Text(), err, want)
		}
	}
	check("120mS/cm2", "120 mS/cm2")
	check(" +0.10  µM ", "0.10 uM")
	check("2 1 / ms", "2 1/ms")
	check("200 ohm  cm", "200 ohm cm")
	check("36°C", "36 degC")
	check("1e-5M", "1e-5 M")
	check("1 uM * cm² / ( uA * ms )", "1 uM*cm2/(uA*ms)")
	if text := (Quantity{}).Text(); text != "0" {
		t.Errorf("the zero quantity is written %q, want 0", text)
	}
}

func TestEqual(t *testing.T) {
	check := func(a, b string, want bool) {
		t.Helper()
		p, errA := Parse(a)
		q, errB := Parse(b)
		if errA != nil || errB != nil {
			t.Error(errA, errB)
		}
		if got := p.Equal(q); got != want {
			t.Errorf("%s equals %s: %v, want %v", p, q, got, want)
		}
	}
	check("10 uM", "1e-5 M", true)
	check("60 min", "1 h", true)
	check("1000 Hz", "1 1/ms", true)
	check("0 mV", "0 V", true)
	check("0 mV", "0 s", false)
	check("10 uM", "10.000001 uM", false)
}

func TestNumber(t *testing.T) {
	check := func(text string, want float64) {
		t.Helper()
		if got, err := Number(text); err != nil || got != want {
			t.Errorf("Number(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	check("2", 2)
	check("-0.5", -0.5)
	check("1e16", 1e16)
	check("30%", 0.3)
	check("0", 0)
	for _, text := range []string{"", "NaN", "Inf", "0x10", "1_000", "2 mV", "1e999", "1e-999", "1.2.3"} {
		if x, err := Number(text); err == nil {
			t.Errorf("Number(%q) = %v, want an error", text, x)
		}
	}
}
