package unit

import (
	"math"
	"testing"
)

// FuzzParse reads anything. It must neither panic nor hang; what it accepts
// is finite in every unit and is read back from its own text; what it refuses
// has a message of one line.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"10 µM", "1e-5 M", "0.009 uM*cm2/(uA*ms)", "2 1/ms", "36 °C", "50%", "-54.3mV", "5 min", "10", "10 parsecs"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, k := range kinds {
			if _, err := ParseFor("Na.gbar", text, k.dim); err != nil {
				checkMessage(t, err)
			}
		}
		q, err := Parse(text)
		if err != nil {
			checkMessage(t, err)
			return
		}
		again, err := Parse(q.Text())
		if err != nil || again != q || !again.Equal(q) {
			t.Fatalf("%q: %q is read back as %q; %v", text, q.Text(), again.Text(), err)
		}
		own, err := q.In(q.Unit())
		if err != nil || math.IsInf(own, 0) || math.IsNaN(own) {
			t.Fatalf("%q in its own unit: %v, %v", text, own, err)
		}
		for _, conc := range []string{"uM", "au"} {
			if x := q.Base(conc); math.IsInf(x, 0) || math.IsNaN(x) == q.Dim().Converts(conc) {
				t.Fatalf("%q in %s: %v", text, conc, x)
			}
		}
	})
}
