package plots_test

import (
	"strings"
	"testing"

	"quell/plots"
	"quell/sim"
)

// A figure says what drives the cell besides a current, and shows no current where
// there is none.
func TestFigureSaysTheInput(t *testing.T) {
	p := sim.Protocol{Duration: 100, Drive: 0.2, Noise: sim.Background(0.01)}
	p.Noise.Seed = 7
	p.Currents = []sim.Segment{{From: 20, To: 80}}
	none := func(float64) float64 { return 0 }
	check := func(p sim.Protocol, want string, not ...string) {
		t.Helper()
		f, err := plots.Voltage(plots.Slide(), motoneuron().record(p, none))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(f.Caption, want) {
			t.Errorf("caption %q, want %q", f.Caption, want)
		}
		for _, n := range not {
			if strings.Contains(f.Caption, n) {
				t.Errorf("caption %q has %q", f.Caption, n)
			}
		}
	}
	const input = "Tonic drive 0.2 mS/cm² · noise of 0.01 mS/cm² (seed 7)."
	check(p, input, "Injected current")
	p.Currents[0].Start.Value, p.Currents[0].End.Value = 5, 5
	check(p, "Injected current 5 µA/cm², 20 to 80 ms. "+input)
	p.Drive, p.Noise = 0, sim.Noise{}
	check(p, "Injected current 5 µA/cm²", "drive", "noise")
}
