package sim

import (
	"encoding/csv"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"quell/model/gabab"
)

// integrated are the rows of the table that this package computes; those of the
// published schemes that have a closed form are package gabab's, whose test has the
// same line.
var integrated = regexp.MustCompile(`^(B-(DMS98|DS95|TD99)|C-p|K-BB-inh)`)

// Every row that wants an integration is within the table's own tolerance.
func TestPublishedReference(t *testing.T) {
	got := map[string]float64{}
	burstRows(t, got)
	massActionRows(t, got)
	channelRows(t, got)

	f, err := os.Open("../model/gabab/testdata/gabab.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.Comment = '#'
	lines, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows, worst, at := 0, 0.0, ""
	for _, l := range lines[1:] {
		id := l[0]
		if !integrated.MatchString(id) {
			continue
		}
		rows++
		want, err1 := strconv.ParseFloat(l[4], 64)
		tol, err2 := strconv.ParseFloat(l[10], 64)
		v, ok := got[id]
		if err1 != nil || err2 != nil || !ok {
			t.Errorf("%s (%s) is not computed", id, l[3])
			continue
		}
		rel := math.Abs(v-want) / math.Abs(want)
		if !(rel <= tol) {
			t.Errorf("%s (%s): %.10g, want %.10g within %g: off by %.2g", id, l[3], v, want, tol, rel)
		}
		if rel/tol > worst {
			worst, at = rel/tol, id
		}
	}
	t.Logf("%d rows; the worst, %s, is at %.2g of its tolerance", rows, at, worst)
	if rows != 53 { // B 33 of 37, C 18 of 24, K 2 of 15
		t.Errorf("%d rows want an integration, not 53", rows)
	}
}

// rows adds the rows of one response: its peak, when it comes, and how long it takes
// to fall from there.
func rows(out map[string]float64, id string, end float64, f func(t float64) float64) {
	const grid = 4000
	top := 0.0
	for i := range grid {
		if x := end * float64(i) / grid; f(x) > f(top) {
			top = x
		}
	}
	a, b := top-end/grid, top+end/grid // a curve with one top; its slope is 0 there
	slope := func(x float64) float64 { const h = 1e-2; return f(x+h) - f(x-h) }
	top = crossing(slope, 0, a, b)
	peak := f(top)
	out[id+"tpeak"], out[id+"peak"] = top, peak
	for name, part := range map[string]float64{"t50": 0.5, "t37": 1 / math.E, "t10": 0.1} {
		out[id+name] = crossing(f, part*peak, top, end) - top
	}
}

// crossing is where a falling f passes a level between a and b.
func crossing(f func(x float64) float64, level, a, b float64) float64 {
	for range 100 {
		if m := (a + b) / 2; f(m) > level {
			a = m
		} else {
			b = m
		}
	}
	return a
}

// burstRows are slow IPSCs after one and ten releases at 200 Hz: square pulses for
// DMS98 and DS95, jumps under saturable uptake for TD99.
func burstRows(t *testing.T, out map[string]float64) {
	const every, end = 5.0, 1500.0 // ms
	for id, name := range map[string]string{"B-DMS98-min-": "dms98", "B-DS95-": "ds95"} {
		for _, n := range []int{1, 10} {
			var steps []bathStep
			for i := range n {
				on := every * float64(i)
				steps = append(steps, bathStep{on, 1000}, bathStep{on + 1, 0})
			}
			// Before the first pulse there is none: the course starts at a steady state.
			steps = append([]bathStep{{0, 0}}, steps...)
			const ahead = 10.0
			for i := 1; i < len(steps); i++ {
				steps[i].from += ahead
			}
			c := solved(t, name, exposure{bath: bathOf(steps, 0)}, end+ahead)
			r := c.reader()
			rows(out, id+strconv.Itoa(n)+"-", end, func(x float64) float64 {
				girk, _ := r.at(x + ahead)
				return girk * c.fullOpen
			})
		}
	}
	k, m := gabab.TD99Carriers(), gabab.TD99()
	for _, n := range []int{1, 10} {
		s := stiff{
			rates: func(_ float64, y, dy []float64) {
				dy[0], dy[1] = k.Rates(y[0], y[1])
				m.Rates(y[2:], 1000*y[0], dy[2:])
			},
			rel: 1e-9, abs: []float64{1e-12, 1e-12, 1e-12, 1e-12},
		}
		r := newRosenbrock(s, 0, make([]float64, 4))
		c := &course{}
		c.fullOpen, _, _ = m.Operational()
		view := func(u float64) (open, bound float64) {
			y := make([]float64, 4)
			r.at(u, y)
			return m.Open(y[2:]), 0
		}
		for i := 1; i <= n; i++ {
			r.y[0] += gabab.ReleasedGABA
			r.restart()
			stop := every * float64(i)
			if i == n {
				stop = end
			}
			if err := r.advance(stop, func() { c.tabulate(r.t0, r.h0, view) }); err != nil {
				t.Fatal(err)
			}
		}
		seen := c.reader()
		rows(out, "B-TD99-"+strconv.Itoa(n)+"-", end, func(x float64) float64 { girk, _ := seen.at(x); return girk * c.fullOpen })
	}
	for _, id := range []string{"B-DMS98-min-", "B-DS95-", "B-TD99-"} {
		out[id+"ratio"] = out[id+"10-peak"] / out[id+"1-peak"]
	}
}

func solved(t *testing.T, name string, x exposure, duration float64) *course {
	t.Helper()
	p, err := gabab.PublishedByName(name)
	if err != nil {
		t.Fatal(err)
	}
	c, err := newCourse(p, x, duration)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// freeMass is MM2025 with GABA as a species fed by a source, from the published start.
func freeMass(m gabab.MM2025, source *float64, rel, tiny float64) *rosenbrock {
	s := stiff{
		rates: func(_ float64, y, dy []float64) { m.FreeRates(y, *source, dy) },
		jacobian: func(_ float64, y []float64, j [][]float64, dt []float64) {
			m.FreeJacobian(y, j)
			clear(dt)
		},
		rel: rel,
	}
	var y []float64
	for _, one := range m.Species() {
		y, s.abs = append(y, one.Start), append(s.abs, tiny)
	}
	return newRosenbrock(s, 0, y)
}

// massActionRows are MM2025 after 1e6 ms of equilibration and 50 ms of GABA.
func massActionRows(t *testing.T, out map[string]float64) {
	const settle, end = 1e6, 3000.0 // ms
	for name, m := range map[string]gabab.MM2025{
		"post": gabab.Postsynaptic(), "preEE": gabab.PresynapticE(), "preIE": gabab.PresynapticI(),
	} {
		source := 0.0
		r := freeMass(m, &source, 1e-8, 1e-18)
		totals := m.Conserved(r.y)
		conserved := func() {
			for what, x := range m.Conserved(r.y) {
				if math.Abs(x-totals[what]) > 1e-12*totals[what] {
					t.Errorf("%s: %s are %.15g mM at %g ms, and were %.15g", name, what, x, r.t, totals[what])
				}
			}
		}
		if err := r.advance(settle, conserved); err != nil {
			t.Fatal(err)
		}
		r.t = 0
		r.restart()
		c := &course{fullOpen: 1, fullBound: 1}
		y := make([]float64, len(r.y))
		view := func(u float64) (open, bound float64) { r.at(u, y); return m.Open(y), m.Bound(y) }
		after := func() { conserved(); c.tabulate(r.t0, r.h0, view) }
		source = gabab.MMFlux
		if err := r.advance(gabab.MMFluxTime, after); err != nil {
			t.Fatal(err)
		}
		out["C-"+name+"-gaba"] = 1000 * r.y[0] // uM
		source = 0
		r.restart()
		if err := r.advance(end, after); err != nil {
			t.Fatal(err)
		}
		seen := c.reader()
		rows(out, "C-"+name+"-", end, func(x float64) float64 {
			girk, bound := seen.at(x)
			return girk + bound // each has only one of the two
		})
		t.Logf("MM2025 %s: %d steps, %d refused, %d cubics", name, r.steps, r.rejected, len(c.pieces))
	}
}

// channelRows are Bertram & Behan's channel 5 ms into a step to 0 mV, plain and
// 5 ms after 20 ms at +80 mV.
func channelRows(t *testing.T, out map[string]float64) {
	c := gabab.NewBertramBehan()
	type hold struct{ v, ms float64 }
	open := func(a float64, holds ...hold) float64 {
		v := -65.0
		y := make([]float64, gabab.BBStates)
		c.Steady(v, a, y)
		s := stiff{
			rates: func(_ float64, y, dy []float64) { c.Rates(v, a, y, dy) },
			jacobian: func(_ float64, _ []float64, j [][]float64, dt []float64) {
				c.Jacobian(v, a, j)
				clear(dt)
			},
			rel: 1e-9,
		}
		for range y {
			s.abs = append(s.abs, 1e-12)
		}
		r := newRosenbrock(s, 0, y)
		for _, h := range holds {
			v = h.v
			r.restart()
			if err := r.advance(r.t+h.ms, nil); err != nil {
				t.Fatal(err)
			}
		}
		return r.y[gabab.BBOpen]
	}
	test, prepulse := hold{0, 5}, []hold{{80, 20}, {-65, 5}, {0, 5}}
	out["K-BB-inh"] = 1 - open(10, test)/open(0, test)
	out["K-BB-inhpp"] = 1 - open(10, prepulse...)/open(0, prepulse...)
}
