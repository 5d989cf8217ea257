package plots_test

import (
	"bytes"
	"image/color"
	"math"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/plot/vg"

	"quell/plots"
	"quell/sim"
)

// pens is a canvas that keeps what is stroked in one colour at one width.
type pens struct {
	witness
	color color.Color
	width vg.Length
	now   vg.Length
	paths []vg.Path
}

func (p *pens) SetLineWidth(w vg.Length) { p.now = w }

func (p *pens) Stroke(path vg.Path) {
	if p.top().color == p.color && p.now == p.width {
		p.paths = append(p.paths, path)
	}
}

// stroked are the strokes of the trace in a figure of one drug recording.
func stroked(t *testing.T, r *sim.Recording) []vg.Path {
	t.Helper()
	s := plots.Slide()
	f, err := plots.Voltage(s, r)
	if err != nil {
		t.Fatal(err)
	}
	p := &pens{witness: witness{stack: []state{{}}}, color: s.Series[1].Color, width: s.Trace}
	f.Draw(p)
	return p.paths
}

// TestThinning: a trace of a quarter of a million samples keeps the peak of its one spike,
// has about the points of its pixels, and no path is long.
func TestThinning(t *testing.T) {
	const n = 1 << 18
	r := &sim.Recording{Neuron: motoneuron().neuron, Protocol: with(step(0, 0, 0, n), "baclofen", 10, 0, 0), End: n}
	tr := sim.Trace{Name: "soma.V", Unit: "mV"}
	for i := range n {
		tr.T, tr.Y = append(tr.T, float64(i)), append(tr.Y, -65+0.1*math.Sin(float64(i)))
	}
	tr.Y[n/3] = 40
	r.Traces = []sim.Trace{tr}
	points, longest := 0, 0
	for _, p := range stroked(t, r) {
		points, longest = points+len(p), max(longest, len(p))
	}
	if points > 8_000 { // 4 a column of at most 1920, and the overlaps
		t.Errorf("%d points for a width of 1920 pixels", points)
	}
	if longest > 160 {
		t.Errorf("a path has %d points", longest)
	}
	if got := peak(stroked(t, r)); got < n/3*0.99 || got > n/3*1.01 {
		t.Errorf("the highest point is at sample %.0f, want %d", got, n/3)
	}
}

// peak is where along the run the highest point of the trace lies.
func peak(paths []vg.Path) float64 {
	var best vg.Point
	left, right := vg.Length(math.Inf(1)), vg.Length(0)
	for _, p := range paths {
		for _, c := range p {
			left, right = min(left, c.Pos.X), max(right, c.Pos.X)
			if c.Pos.Y > best.Y {
				best = c.Pos
			}
		}
	}
	return float64((best.X-left)/(right-left)) * (1 << 18)
}

// TestGap: a trace with a hole in it is drawn as two.
func TestGap(t *testing.T) {
	r := *motoSteady()[1]
	tr := r.Voltage()
	tr.Y = slices.Clone(tr.Y)
	for i := len(tr.Y) / 3; i < len(tr.Y)/2; i++ {
		tr.Y[i] = math.NaN()
	}
	r.Traces = []sim.Trace{tr}
	paths := stroked(t, &r)
	if len(paths) != 2 {
		t.Fatalf("%d lines, want one on either side of the hole", len(paths))
	}
	a, b := paths[0], paths[1]
	from, hole := a[0].Pos.X, b[0].Pos.X-a[len(a)-1].Pos.X
	whole := b[len(b)-1].Pos.X - from
	if share := float64(hole / whole); math.Abs(share-1.0/6) > 0.01 {
		t.Errorf("the hole is %.3f of the run, want 1/6", share)
	}
}

// TestSteps: level and upright pieces stay level and upright.
func TestSteps(t *testing.T) {
	r := *motoSteady()[1]
	r.Traces = []sim.Trace{{Name: "soma.V", T: []float64{0, 200, 400, 400, 400, 900, 900, 1500}, Y: []float64{-65, -65, -65, -10, 20, 20, -65, -65}}}
	var got []vg.Point
	for _, c := range stroked(t, &r)[0] {
		got = append(got, c.Pos)
	}
	for i := 1; i < len(got); i++ {
		if got[i].X != got[i-1].X && math.Abs(float64(got[i].Y-got[i-1].Y)) > 0.2 {
			t.Errorf("a slope from %.1f to %.1f in a path of steps", got[i-1], got[i])
		}
	}
	if len(got) < 6 {
		t.Errorf("%d points for six corners", len(got))
	}
}

// long are two traces of 20 000 points, and bare the same figure with none.
func long() (full, bare []*sim.Recording) {
	for _, r := range motoSteady() {
		a, b := *r, *r
		tr := r.Voltage()
		const n = 20_000
		a.Traces = []sim.Trace{{Name: tr.Name, Unit: tr.Unit, T: tr.T[:n], Y: tr.Y[:n]}}
		b.Traces = []sim.Trace{{Name: tr.Name, Unit: tr.Unit, T: []float64{0, tr.T[n-1]}, Y: []float64{-75, 35}}}
		full, bare = append(full, &a), append(bare, &b)
	}
	return full, bare
}

func toPNG(tb testing.TB, recs []*sim.Recording) {
	f, err := plots.Voltage(plots.Slide(), recs...)
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if err := plots.Write(&b, f, plots.PNG, f.Meta("")); err != nil {
		tb.Fatal(err)
	}
}

// TestTracesCheap holds the price of two traces of 20 000 points at 2.5 times the
// axes alone; 1.3 was measured. The fastest of several runs of each is compared,
// since a shared machine only ever adds time.
func TestTracesCheap(t *testing.T) {
	fastest := func(recs []*sim.Recording) time.Duration {
		least := time.Hour
		for range 3 {
			start := time.Now()
			toPNG(t, recs)
			least = min(least, time.Since(start))
		}
		return least
	}
	full, bare := long()
	if a, b := fastest(full), fastest(bare); a > b*5/2 {
		t.Errorf("two traces take %v, their axes alone %v", a, b)
	}
}

// BenchmarkTraces is two traces of 20 000 points to PNG; BenchmarkAxes is what
// stands around them. The first may take 2.5 times the second.
func BenchmarkTraces(b *testing.B) {
	full, _ := long()
	for b.Loop() {
		toPNG(b, full)
	}
}

func BenchmarkAxes(b *testing.B) {
	_, bare := long()
	for b.Loop() {
		toPNG(b, bare)
	}
}
