package study

import (
	"context"
	"math"
	"testing"

	"quell/model"
	"quell/model/unit"
	"quell/sim/measure"
)

// fiLine is a curve that begins at a current and rises by so many Hz for each uA/cm2.
func fiLine(from, slope float64) (points []FIPoint) {
	for i := range 21 {
		at := float64(i)
		points = append(points, FIPoint{
			Current: model.Amount{Value: at},
			Rates:   measure.Rates{MeanISI: unit.Frequency(max(0, slope*(at-from)))},
		})
	}
	return points
}

// A curve that is another, shifted and scaled, is found to be that.
func TestAlongside(t *testing.T) {
	for _, c := range []struct{ shift, scale float64 }{{0, 1}, {2, 0.8}, {-1, 1.25}, {6, 0.5}} {
		shift, scale, rest := alongside(fiLine(4, 5), fiLine(4+c.shift, 5*c.scale))
		if !(math.Abs(shift-c.shift) < 1e-6 && math.Abs(scale-c.scale) < 1e-6 && rest < 1e-4) {
			t.Errorf("shift %g, scale %g: found %g, %g, residual %g Hz", c.shift, c.scale, shift, scale, rest)
		}
	}
	if shift, _, _ := alongside(fiLine(4, 5), fiLine(18, 5)); shift == shift {
		t.Errorf("two points that fire give a shift of %g", shift)
	}
}

// The curves of a neuron: a drug that opens GIRK raises the rheobase, and shifts the
// curve by at least as much.
func TestFI(t *testing.T) {
	e := &Experiment{Neuron: "motoneuron", Study: "fi"}
	for _, w := range [][2]string{{"baclofen", "10uM"}, {"current", "0uA/cm2..40uA/cm2/10"}} {
		if err := e.Put(w[0], w[1]); err != nil {
			t.Fatal(err)
		}
	}
	f, err := e.DoFI(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	c, d := f.Conditions[0], f.Conditions[1]
	if n := f.Tables()[0].Len(); n != 22 {
		t.Errorf("%d points, want 22", n)
	}
	if up := d.Rheobase.Value - c.Rheobase.Value; !(up > 0 && d.Shift >= up-1e-3 && d.Residual < 2) {
		t.Errorf("rheobase %v to %v, shift %g, residual %g Hz", c.Rheobase, d.Rheobase, d.Shift, d.Residual)
	}
	if !(c.Adapts > 0 && c.Adapts < 1) {
		t.Errorf("the last interval's rate is %g of the first: a motoneuron adapts", c.Adapts)
	}
}

// Stopped before it began, it has no points and says so.
func TestFIStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f, err := (&Experiment{Neuron: "squid", Study: "fi"}).DoFI(ctx, nil)
	if err == nil || f == nil || f.Tables()[0].Len() > 0 {
		t.Errorf("%v, %v", f, err)
	}
}
