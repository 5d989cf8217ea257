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
package timing

import (
	"context"
	"embed"
	"fmt"
	"math"
	"slices"
	"strconv"
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
}

// Row is what a case gave: seconds of wall and of processor time.
type Row struct {
	Case
	Wall, CPU, Least, Most float64
	Error                  float64 // ms, of the last spike before 0.995 s; NaN with many cells
	Spikes                 int
}

// Clock gives the seconds of wall and of processor time so far.
type Clock func() (wall, processor float64)

// Run measures a case.
func Run(ctx context.Context, c Case, clock Clock) (Row, error) {
	n, err := Neuron(c.Model)
	if err != nil {
		return Row{}, err
	}
	row := Row{Case: c, Error: math.NaN()}
	var walls, cpus []float64
	for range max(1, c.Reps) {
		began, used := clock()
		last, spikes, err := sweep(ctx, n, c)
		if err != nil {
			return Row{}, err
		}
		wall, cpu := clock()
		walls, cpus = append(walls, wall-began), append(cpus, cpu-used)
		row.Spikes = spikes
		if c.Cells == 1 {
			row.Error = last
		}
	}
	slices.Sort(walls)
	slices.Sort(cpus)
	row.Wall, row.CPU, row.Least, row.Most = median(walls), median(cpus), cpus[0], cpus[len(cpus)-1]
	return row, nil
}

// sweep runs the cells, and gives the error of the last cell and all spikes.
func sweep(ctx context.Context, n *model.Neuron, c Case) (off float64, spikes int, err error) {
	duration := unit.Time(c.Seconds) * unit.Second
	gK := 0.0
	for p := range n.Numbers() {
		if p.Path == "soma.K.gbar" {
			gK = p.Num
		}
	}
	b := sim.Batch{
		Neuron: n, Protocol: sim.Protocol{Duration: duration}, Workers: c.Workers,
		Settings: sim.Settings{Method: c.Method, Tol: c.Tol, Dt: c.Dt, Sample: -1},
	}
	var failed error
	err = b.Run(ctx, c.Cells, func(i int) sim.Variant {
		current, rectifier := Cell(i, c.Cells)
		a := model.Amount{Value: current}
		v := sim.Variant{Currents: []sim.Segment{{To: duration, Start: a, End: a}}}
		if c.Cells > 1 {
			v.Set = []sim.Tuning{{Path: "soma.K.gbar", Value: gK * rectifier}}
		}
		return v
	}, func(_ int, rec *sim.Recording, err error) {
		if err != nil && failed == nil {
			failed = err
		}
		spikes += len(rec.Spikes)
		if c.Cells == 1 {
			off = distance(c.Model, rec.Spikes, float64(duration))
		}
	})
	if err == nil {
		err = failed
	}
	return off, spikes, err
}

// distance is how far the last spike before the end is from the reference's, in ms;
// NaN where one is missing.
func distance(name string, spikes []float64, duration float64) float64 {
	text, err := files.ReadFile("testdata/reference_" + name + ".txt")
	if err != nil {
		return math.NaN()
	}
	end := min(1000, duration) - 5
	n, last := 0, math.NaN()
	for word := range strings.FieldsSeq(string(text)) {
		if t, err := strconv.ParseFloat(word, 64); err == nil && t < end {
			n++
			last = t
		}
	}
	if n == 0 || len(spikes) < n {
		return math.NaN()
	}
	return math.Abs(spikes[n-1] - last)
}

func median(sorted []float64) float64 {
	n := len(sorted)
	return 0.5 * (sorted[n/2] + sorted[(n-1)/2])
}
