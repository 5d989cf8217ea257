package study

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// finer is by how much a check refines: half the step of the fixed method, a
// tenth of the tolerance of the accurate one.
const (
	finerStep = 2
	finerTol  = 10
)

// Drift is how far a run's answer moved when it was repeated more finely.
type Drift struct {
	Label  string
	Finer  string // "tolerance 1e-07", "step 12.5 µs"
	N      [2]int // spikes inside the window, before and after
	Spike  unit.Time
	Rate   [2]unit.Frequency // count rate
	MeanV  [2]unit.Voltage
	Window measure.Window
}

// String is one line for the user.
func (d Drift) String() string {
	if d.N[0] != d.N[1] {
		return fmt.Sprintf("%s: %s gives %d spikes for %d; the run is not converged", d.Label, d.Finer, d.N[1], d.N[0])
	}
	return fmt.Sprintf("%s: %s moves spikes by at most %s and the rate from %s to %s", d.Label, d.Finer, unit.Short(d.Spike, 2), unit.Short(d.Rate[0], 5), unit.Short(d.Rate[1], 5))
}

// Converge repeats every run of a result more finely and says how far each phase
// moved: the step halved, or the tolerance divided by ten.
func (r *Result) Converge(ctx context.Context) ([]Drift, error) {
	runs, again := slices.Clone(r.Runs), make([]*sim.Recording, len(r.Runs))
	for i := range runs {
		runs[i].Settings = finer(r.Recordings[i].Settings)
	}
	families := familiesOf(runs)
	err := sideBySide(ctx, len(families), func(ctx context.Context, i int) error { return families[i].do(ctx, again) })
	if err != nil {
		return nil, err
	}
	var drifts []Drift
	for i, run := range r.Runs {
		for _, p := range run.Phases {
			drifts = append(drifts, driftOf(r.Recordings[i], again[i], p))
		}
	}
	return drifts, nil
}

func finer(s sim.Settings) sim.Settings {
	if s.Method == sim.Fixed {
		s.Dt /= finerStep
	} else {
		s.Tol /= finerTol
	}
	return s
}

func driftOf(before, after *sim.Recording, p Phase) Drift {
	a, b := firing(before, p.Window), firing(after, p.Window)
	d := Drift{
		Label: p.Label, Finer: "tolerance " + fmt.Sprint(after.Settings.Tol),
		N: [2]int{a.N, b.N}, Rate: [2]unit.Frequency{a.Count, b.Count},
		MeanV:  [2]unit.Voltage{measure.MeanVoltage(before, p.Window), measure.MeanVoltage(after, p.Window)},
		Window: p.Window,
	}
	if after.Settings.Method == sim.Fixed {
		d.Finer = "step " + after.Settings.Dt.String()
	}
	x, y := p.Window.In(before.Spikes), p.Window.In(after.Spikes)
	for i := range min(len(x), len(y)) {
		d.Spike = max(d.Spike, unit.Time(math.Abs(x[i]-y[i])))
	}
	return d
}

func isCancelled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
