// Package timing measures how fast quell is on the two cells that simulators are
// compared on, and how far its spikes are from those of a solver of high order.
//
// One cell is the standard cell, under 10 uA/cm2. Of many, the current goes from 8 to
// 20 uA/cm2 and the delayed rectifier from 0.9 to 1.1 of its value; they are not
// connected. Only what a sweep keeps is kept: spike times.
//
// # Design notes
//
//   - Time is that of the processor, user and system together, since machines are
//     shared; wall time stands beside it.
//   - The whole of sim.Batch is timed, with what it takes to compile the neuron once;
//     other simulators are timed without their set-up.
//   - One cell is held to spike times of SciPy's DOP853 at rtol 1e-12 and atol 1e-13,
//     in testdata. Many are held to quell's own at the tolerance Finest: what one cell
//     has shown right is the reference of the others, some of which, near rheobase,
//     are harder.
package timing

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"math"
	"slices"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

//go:embed testdata
var files embed.FS

// Models are the names of the cells.
func Models() []string { return []string{"hh", "motor"} }

// Neuron is one of the cells.
func Neuron(name string) (*model.Neuron, error) {
	if !slices.Contains(Models(), name) {
		return nil, fmt.Errorf("%s is not a cell of the comparison; there are %s", name, strings.Join(Models(), ", "))
	}
	text, err := files.ReadFile("testdata/" + name + ".yaml")
	if err != nil {
		return nil, err
	}
	return model.Parse(name+".yaml", text)
}

// Cell is what one of n cells differs in: its current (uA/cm2) and the factor of its
// delayed rectifier.
func Cell(i, n int) (current, rectifier float64) {
	if n == 1 {
		return 10, 1
	}
	m := float64(n - 1)
	return 8 + 12*float64(i)/m, 0.9 + 0.2*float64(i*7919%n)/m
}

// Case is one measurement.
type Case struct {
	Model   string
	Cells   int
	Seconds float64 // how much time of each cell is simulated, in seconds
	Method  sim.Method
	Tol     float64
	Dt      unit.Time
	Workers int
	Reps    int
	Check   bool // many cells are run once more, at Finest, for their error
}

// Row is what a case gave: seconds of wall and of processor time.
type Row struct {
	Case
	Wall, CPU, Least, Most float64
	Error                  float64 // ms, the largest of the cells; NaN where a spike is missing, or nothing was compared
	Spikes                 int
}

// Clock gives the seconds of wall and of processor time so far.
type Clock func() (wall, processor float64)

// settings of the case. Only spike times are kept.
func (c Case) settings() sim.Settings {
	return sim.Settings{Method: c.Method, Tol: c.Tol, Dt: c.Dt, Sample: -1}
}

// Meant says what of its method cannot be.
func (c Case) Meant() error { return c.settings().Check(sim.Protocol{Duration: c.duration()}) }

func (c Case) duration() unit.Time { return unit.Time(c.Seconds) * unit.Second }

// Compared says whether a measurement of the case has an error.
func (c Case) Compared() bool { return c.Cells == 1 || c.Check }

// Run measures a case.
func Run(ctx context.Context, c Case, clock Clock) (Row, error) {
	n, err := Neuron(c.Model)
	if err != nil {
		return Row{}, err
	}
	row := Row{Case: c, Error: math.NaN()}
	var walls, cpus []float64
	var last [][]float64
	for range max(1, c.Reps) {
		began, used := clock()
		last, row.Spikes, err = sweep(ctx, n, c)
		if err != nil {
			return Row{}, err
		}
		wall, cpu := clock()
		walls, cpus = append(walls, wall-began), append(cpus, cpu-used)
	}
	slices.Sort(walls)
	slices.Sort(cpus)
	row.Wall, row.CPU, row.Least, row.Most = median(walls), median(cpus), cpus[0], cpus[len(cpus)-1]
	if c.Compared() {
		row.Error, err = compare(ctx, n, c, last)
	}
	return row, err
}

// sweep runs the cells, counts their spikes and, where they will be compared, keeps
// them, by cell.
func sweep(ctx context.Context, n *model.Neuron, c Case) (kept [][]float64, spikes int, err error) {
	if c.Compared() {
		kept = make([][]float64, c.Cells)
	}
	err = c.each(ctx, n, func(i int, rec *sim.Recording) {
		spikes += len(rec.Spikes)
		if kept != nil {
			kept[i] = rec.Spikes
		}
	})
	return kept, spikes, err
}

// each runs the cells and gives their recordings away.
func (c Case) each(ctx context.Context, n *model.Neuron, see func(i int, rec *sim.Recording)) error {
	b := sim.Batch{Neuron: n, Protocol: sim.Protocol{Duration: c.duration()}, Workers: c.Workers, Settings: c.settings()}
	gK := rectifierOf(n)
	var failed error
	err := b.Run(ctx, c.Cells, func(i int) sim.Variant { return c.variant(i, gK) }, func(i int, rec *sim.Recording, err error) {
		if err != nil {
			failed = cmp.Or(failed, err)
		} else {
			see(i, rec)
		}
	})
	return cmp.Or(err, failed)
}

// variant is cell i; gK is the conductance (mS/cm2) of its delayed rectifier in the file.
func (c Case) variant(i int, gK float64) sim.Variant {
	current, factor := Cell(i, c.Cells)
	a := model.Amount{Value: current}
	v := sim.Variant{Currents: []sim.Segment{{To: c.duration(), Start: a, End: a}}}
	if c.Cells > 1 {
		v.Set = []sim.Tuning{{Path: rectifier, Value: gK * factor}}
	}
	return v
}

// rectifier is the conductance in which cells differ.
const rectifier = "soma.K.gbar"

func rectifierOf(n *model.Neuron) float64 {
	for p := range n.Numbers() {
		if p.Path == rectifier {
			return p.Num
		}
	}
	return math.NaN()
}

func median(sorted []float64) float64 {
	n := len(sorted)
	return 0.5 * (sorted[n/2] + sorted[(n-1)/2])
}
