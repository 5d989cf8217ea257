package timing

import (
	"context"
	"math"
	"runtime"
	"testing"

	"quell/model"
	"quell/sim"
)

// The largest errors of a spike after 1 s, in ms. Firing is periodic, so that an error
// grows with time: 0.01 ms in 1 s is a hundred thousandth of the rate.
const (
	offOne  = 0.01  // of the standard cell
	offMany = 0.015 // of a population, some of it near rheobase
)

// Both cells are those of the comparison: their spikes are where the reference has
// them.
func TestSpikes(t *testing.T) {
	for _, name := range Models() {
		for _, tol := range []float64{1e-5, sim.DefaultTol, Finest} {
			row, err := Run(t.Context(), Case{Model: name, Cells: 1, Seconds: 1, Tol: tol, Workers: 1}, still)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s, tolerance %g: last spike off by %.2g ms", name, tol, row.Error)
			if !(row.Error <= offOne) {
				t.Errorf("%s, tolerance %g: the last spike is off by %g ms, allowed %g", name, tol, row.Error, offOne)
			}
		}
	}
}

// The standard cell is lucky: what holds for it holds for 64 others, at the tolerance
// that is timed and at the program's own.
func TestPopulation(t *testing.T) {
	for _, name := range Models() {
		n, err := Neuron(name)
		if err != nil {
			t.Fatal(err)
		}
		c := Case{Model: name, Cells: 64, Seconds: 1, Check: true}
		want, err := c.wanted(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		for _, c.Tol = range []float64{1e-5, sim.DefaultTol} {
			got, _, err := sweep(t.Context(), n, c)
			if err != nil {
				t.Fatal(err)
			}
			most := c.worst(got, want)
			t.Logf("%s, tolerance %g: last spikes of %d cells off by %.2g ms at most", name, c.Tol, c.Cells, most)
			if !(most <= offMany) {
				t.Errorf("%s, tolerance %g: the last spike of a cell is off by %g ms, allowed %g", name, c.Tol, most, offMany)
			}
		}
	}
}

// A spike that is late, or missing, shows.
func TestOff(t *testing.T) {
	check := func(got, want []float64, wanted float64) {
		t.Helper()
		if d := off(got, want, 100); d != wanted && !(math.IsNaN(d) && math.IsNaN(wanted)) {
			t.Errorf("%v for %v: %g, want %g", got, want, d, wanted)
		}
	}
	check([]float64{10, 90.5, 120}, []float64{10, 90, 130}, 0.5)
	check([]float64{10, 101}, []float64{10, 99}, 2) // the end is the reference's
	check([]float64{10}, []float64{10, 90}, math.NaN())
	check(nil, nil, math.NaN())
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

// A sweep needs no more memory for more runs. 256 kB over 19000 runs is 14 bytes each:
// nothing of a run can be kept. What is in use by chance differs by some 60 kB.
func TestMemoryIsFlat(t *testing.T) {
	const allowed = 256 << 10
	for _, name := range Models() {
		n, err := Neuron(name)
		if err != nil {
			t.Fatal(err)
		}
		few, many := held(t, n, name, 1000), held(t, n, name, 20_000)
		t.Logf("%s: %d kB are in use at the end of 1000 runs, %d kB at that of 20000", name, few>>10, many>>10)
		if many > few+allowed {
			t.Errorf("%s: %d bytes are in use at the end of 1000 runs, %d at that of 20000", name, few, many)
		}
	}
}

// held is the memory in use (bytes) while the last run of a sweep is given away.
func held(t *testing.T, n *model.Neuron, name string, cells int) (bytes uint64) {
	t.Helper()
	c := Case{Model: name, Cells: cells, Seconds: 0.002, Tol: 1e-5, Workers: 2}
	given := 0
	err := c.each(context.Background(), n, func(int, *sim.Recording) {
		if given++; given < cells {
			return
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		bytes = m.HeapAlloc
	})
	if err != nil {
		t.Fatal(err)
	}
	return bytes
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
