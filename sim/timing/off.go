package timing

import (
	"context"
	"math"
	"strconv"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

// Finest is the tolerance of the runs that many cells are compared with; below it
// rounding shows.
const Finest = 1e-11

// compareTo is the end of what is compared, so long as the run lasts: a spike within
// the last 5 ms of the first second may come after its end.
const (
	compareTo = 1000 * unit.Millisecond
	compareOf = 5 * unit.Millisecond
)

// compare is the largest error of the last spike of a cell, in ms.
func compare(ctx context.Context, n *model.Neuron, c Case, got [][]float64) (float64, error) {
	want, err := c.wanted(ctx, n)
	if err != nil {
		return 0, err
	}
	return c.worst(got, want), nil
}

// wanted are the spikes to compare with, by cell.
func (c Case) wanted(ctx context.Context, n *model.Neuron) ([][]float64, error) {
	if c.Cells == 1 {
		return [][]float64{reference(c.Model)}, nil
	}
	c.Method, c.Tol, c.Dt = sim.Accurate, Finest, 0
	c.Seconds = min(c.Seconds, float64(compareTo/unit.Second))
	want, _, err := sweep(ctx, n, c)
	return want, err
}

// worst is the largest error of a cell; no number if that of one is none.
func (c Case) worst(got, want [][]float64) float64 {
	end := float64(min(compareTo, c.duration()) - compareOf)
	most := 0.0
	for i := range got {
		most = max(most, off(got[i], want[i], end))
	}
	return most
}

// off is how far the last spike before the end is from where it is wanted, in ms; no
// number where one is missing or none is wanted.
func off(got, want []float64, end float64) float64 {
	n := 0
	for n < len(want) && want[n] < end {
		n++
	}
	if n == 0 || len(got) < n {
		return math.NaN()
	}
	return math.Abs(got[n-1] - want[n-1])
}

// reference are the spike times (ms) of 10 s of the standard cell, upward crossings of
// 0 mV, by SciPy's DOP853 at rtol 1e-12 and atol 1e-13.
func reference(name string) (spikes []float64) {
	text, err := files.ReadFile("testdata/reference_" + name + ".txt")
	if err != nil {
		return nil
	}
	for word := range strings.FieldsSeq(string(text)) {
		if t, err := strconv.ParseFloat(word, 64); err == nil {
			spikes = append(spikes, t)
		}
	}
	return spikes
}
