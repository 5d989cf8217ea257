package timing

import (
	"math"
	"testing"

	"quell/sim"
)

// Both cells are those of the comparison: their spikes are where the reference has
// them.
func TestSpikes(t *testing.T) {
	for _, name := range Models() {
		row, err := Run(t.Context(), Case{Model: name, Cells: 1, Seconds: 1, Tol: 1e-5, Workers: 1}, still)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: last spike off by %.2g ms", name, row.Error)
		if !(row.Error <= 0.01) {
			t.Errorf("%s: the last spike is off by %g ms, allowed 0.01", name, row.Error)
		}
	}
}

// still is a clock of tests that time nothing.
func still() (wall, processor float64) { return 0, 0 }

func TestCells(t *testing.T) {
	if i, k := Cell(0, 1); i != 10 || k != 1 {
		t.Errorf("the standard cell has %g uA/cm2 and %g", i, k)
	}
	if i, k := Cell(999, 1000); i != 20 || math.Abs(k-0.9-0.2*81/999) > 1e-12 { // 999·7919 mod 1000 is 81
		t.Errorf("the last cell has %g uA/cm2 and %g", i, k)
	}
}

func BenchmarkSweep(b *testing.B) {
	for _, name := range Models() {
		b.Run(name, func(b *testing.B) {
			const cells = 64
			for range b.N {
				if _, err := Run(b.Context(), Case{Model: name, Cells: cells, Seconds: 1, Method: sim.Accurate, Tol: 1e-5, Workers: 1}, still); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/cells/1e6, "us/ms")
		})
	}
}
