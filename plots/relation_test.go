package plots_test

import (
	"bytes"
	"strings"
	"testing"

	"quell/plots"
)

// A curve of many points has the dash that the key shows.
func TestRelationKeepsDash(t *testing.T) {
	var long plots.Series
	for i := range 5000 {
		x := float64(i)
		long.X, long.Y = append(long.X, x), append(long.Y, x*x)
	}
	control, drug := long, long
	control.Name, drug.Name = "control", "drug"
	f, err := plots.Relate(plots.Slide(), plots.Relation{Title: "t", X: "x", Y: "y", Series: []plots.Series{control, drug}})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := plots.Write(&b, f, plots.SVG, f.Meta("")); err != nil {
		t.Fatal(err)
	}
	const want = 2 // in the key and on the axes
	if n := strings.Count(b.String(), `stroke-dasharray="`); n != want {
		t.Errorf("%d dashed lines, want %d", n, want)
	}
}
