package measure

import (
	"math/rand/v2"
	"testing"

	"quell/model/unit"
)

// The band holds the true curve at a concentration in 95 of 100 sets.
func TestBandHolds(t *testing.T) {
	h := Hill{0.3, 1.2, 10, 0}
	at := []unit.Concentration{0.3, 2, 30}
	in, n := make([]int, len(at)), 0
	r := rand.New(rand.NewPCG(7, 0))
	for range 400 {
		var points []Point
		for range 3 {
			points = append(points, h.points(halfLog, func() float64 { return 0.5 * r.NormFloat64() })...)
		}
		f, err := FitHill(points, nil)
		if err != nil {
			t.Fatal(err)
		}
		low, high, ok := f.Band(points, at)
		if !ok {
			t.Fatal("no band")
		}
		n++
		for i, c := range at {
			if want := h.At(c); low[i] <= want && want <= high[i] {
				in[i]++
			}
		}
	}
	for i, k := range in {
		const spread = 0.03 // three standard errors of 400 sets
		if share := float64(k) / float64(n); share < Confidence-spread-0.01 || share > Confidence+spread {
			t.Errorf("at %v the band holds %.3f of %d sets", at[i], share, n)
		}
	}
}
