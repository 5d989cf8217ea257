package measure

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quell/model/unit"
)

var sets = flag.Int("sets", 150, "seeded sets of points for the coverage of fitted intervals; 1000 for the numbers in the comments")

// asExact is the agreement that fits promise, relative or in decades.
const asExact = 1e-9

func agree(a, b float64) bool { return math.Abs(a-b) <= asExact*max(math.Abs(a), math.Abs(b), 1) }

// halfLog is a usual series of concentrations, vehicle first.
var halfLog = []unit.Concentration{0, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100}

// points puts points on a curve, moved by noise.
func (h Hill) points(concs []unit.Concentration, noise func() float64) []Point {
	var out []Point
	for _, c := range concs {
		out = append(out, Point{Conc: c, Response: h.At(c) + noise()})
	}
	return out
}

func none() float64 { return 0 }

func (f *HillFit) parts() []Estimate { return []Estimate{f.LogEC50, f.Slope, f.Top, f.Bottom} }
func (h Hill) parts() []float64      { return []float64{h.LogEC50, h.Slope, h.Top, h.Bottom} }

func TestHillExact(t *testing.T) {
	check := func(name string, h Hill, concs []unit.Concentration, held Held) {
		t.Helper()
		got, err := FitHill(h.points(concs, none), held)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		size := max(math.Abs(h.Top), math.Abs(h.Bottom))
		for p, e := range got.parts() {
			want, scale := h.parts()[p], 1.0
			if HillParameter(p) >= Top {
				scale = size
			}
			off := asExact * scale
			if math.Abs(e.Value-want) > off || math.Abs(e.Low-want) > off || math.Abs(e.High-want) > off {
				t.Errorf("%s: %v is %+v, want %v", name, HillParameter(p), e, want)
			}
			if _, ok := held[HillParameter(p)]; ok != e.Held {
				t.Errorf("%s: %v is held: %v", name, HillParameter(p), e.Held)
			}
		}
		if got.R2 < 1-asExact || got.N != len(concs) || len(got.Cautions()) > 0 {
			t.Errorf("%s: R² %v, %d points, cautions %q", name, got.R2, got.N, got.Cautions())
		}
	}
	check("plain", Hill{0.176, 1.2, 100, 0}, halfLog, nil)
	check("falling", Hill{-0.6, 1.9, 3, 41}, halfLog, nil)
	check("hyperpolarisation", Hill{0.2, 1.2, -14.2, -0.1}, halfLog, nil)
	check("steep", Hill{0.1, 8, 1, 0}, []unit.Concentration{0, 0.5, 0.8, 1, 1.2, 1.5, 2, 5}, nil)
	check("shallow", Hill{0.5, 0.4, 1, 0}, halfLog, nil)
	check("no vehicle", Hill{0.5, 1, 1, 0}, halfLog[1:], nil)
	check("small responses", Hill{0.5, 1, 3e-9, 1e-9}, halfLog, nil)
	check("large offset", Hill{0.5, 1, -64, -70}, halfLog, nil)
	check("top above the points", Hill{0.9, 1, 10, 0}, halfLog[:7], nil)
	check("bottom held", Hill{0.5, 1.1, 20, 5}, halfLog, Held{Bottom: 5})
	check("slope and bottom held", Hill{0.5, 1, 20, 0}, halfLog, Held{Bottom: 0, HillSlope: 1})
	check("top held", Hill{0.5, 1.3, 20, 2}, halfLog, Held{Top: 20})
	check("EC50 held", Hill{0.5, 1.3, 20, 2}, halfLog, Held{LogEC50: 0.5})
	check("all but EC50 held", Hill{0.5, 1.3, 20, 2}, halfLog, Held{Top: 20, Bottom: 2, HillSlope: 1.3})
	check("only top free", Hill{0.5, 1.3, 20, 2}, halfLog, Held{LogEC50: 0.5, Bottom: 2, HillSlope: 1.3})
}

func TestHillDerived(t *testing.T) {
	h := Hill{math.Log10(2), 1.2, 10, 0}
	r := rand.New(rand.NewPCG(3, 0))
	points := h.points(halfLog, func() float64 { return 0.3 * r.NormFloat64() })
	f, err := FitHill(points, nil)
	if err != nil {
		t.Fatal(err)
	}
	ec50, p := f.EC50(), f.PEC50()
	if !agree(math.Log10(ec50.Low), f.LogEC50.Low) || !agree(p.Value, 6-f.LogEC50.Value) || !agree(p.Low, 6-f.LogEC50.High) {
		t.Errorf("log EC50 %+v, EC50 %+v, pEC50 %+v", f.LogEC50, ec50, p)
	}
	if half := f.Curve().At(unit.Concentration(ec50.Value)); !agree(half, (f.Top.Value+f.Bottom.Value)/2) {
		t.Errorf("the response to EC50 is %v between %v and %v", half, f.Bottom.Value, f.Top.Value)
	}
	var rss float64
	for _, q := range points {
		rss += (q.Response - f.Curve().At(q.Conc)) * (q.Response - f.Curve().At(q.Conc))
	}
	if !agree(rss, f.RSS) || !agree(f.SD, math.Sqrt(rss/5)) || f.Free != 4 {
		t.Errorf("residuals %v, fit %+v", rss, f)
	}
}

// scipyCase is a fit by scipy.optimize.curve_fit; testdata/hill.py says how.
type scipyCase struct {
	Name     string
	Conc     []float64 `json:"conc_uM"`
	Response []float64
	Weight   []float64
	Held     map[string]float64
	Best     map[string]float64
	Interval map[string][2]float64
	RSS, R2  float64
}

func TestHillScipy(t *testing.T) {
	// scipy stops where the sum of squares is flat, at the root of a rounding; the
	// sum itself and the ends of the profiles do not feel that.
	const asScipy = 2e-7
	text, err := os.ReadFile("testdata/hill.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []scipyCase }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	names := []string{"logEC50", "slope", "top", "bottom"}
	for _, c := range file.Cases {
		var points []Point
		for i := range c.Conc {
			points = append(points, Point{unit.Concentration(c.Conc[i]), c.Response[i], c.Weight[i]})
		}
		held := Held{}
		for p, name := range names {
			if v, ok := c.Held[name]; ok {
				held[HillParameter(p)] = v
			}
		}
		f, err := FitHill(points, held)
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
			continue
		}
		same := func(what string, got, want, near float64) {
			t.Helper()
			if math.Abs(got-want) > near*max(1, math.Abs(want)) {
				t.Errorf("%s: %s is %.12g, scipy's %.12g", c.Name, what, got, want)
			}
		}
		same("RSS", f.RSS, c.RSS, asExact)
		same("R²", f.R2, c.R2, asExact)
		for p, e := range f.parts() {
			same(names[p], e.Value, c.Best[names[p]], asScipy)
			if ends, ok := c.Interval[names[p]]; ok {
				same(names[p]+" low", e.Low, ends[0], asExact)
				same(names[p]+" high", e.High, ends[1], asExact)
			}
		}
	}
	if len(file.Cases) == 0 {
		t.Error("no case")
	}
}

// TestHillCoverage counts how often a 95 % interval holds the truth. With
// -sets 1000 (binomial SD 0.7 %, 7 s) in per cent
//
//	                                            log EC50  slope   top  bottom
//	three replicates, SD 5 % of the height          94.8   93.9  94.3    95.5
//	single points, SD 5 %, falling                  95.7   96.3  95.6    96.4
//	single points, SD 5 %, bottom held              95.7   95.7  95.6    held
func TestHillCoverage(t *testing.T) {
	check := func(name string, h Hill, sd float64, replicates int, held Held) {
		t.Helper()
		r := rand.New(rand.NewPCG(1959, uint64(replicates)))
		var in [4]int
		refused := 0
		for range *sets {
			points := h.points(slices.Repeat(halfLog, replicates), func() float64 { return sd * r.NormFloat64() })
			f, err := FitHill(points, held)
			if err != nil {
				refused++
				continue
			}
			for p, e := range f.parts() {
				if want := h.parts()[p]; e.Low <= want && want <= e.High {
					in[p]++
				}
			}
		}
		// four standard deviations, or the 93 to 97 % that a thousand sets must show
		wide := max(0.02, 4*math.Sqrt(Confidence*(1-Confidence)/float64(*sets)))
		if share := float64(in[LogEC50]) / float64(*sets); math.Abs(share-Confidence) > wide {
			t.Errorf("%s: log EC50 is held in %.1f %% of %d sets", name, 100*share, *sets)
		}
		if refused*100 > *sets {
			t.Errorf("%s: %d of %d sets refused", name, refused, *sets)
		}
		t.Logf("%s: %d sets, %d refused, held: log EC50 %d, slope %d, top %d, bottom %d", name, *sets, refused, in[0], in[1], in[2], in[3])
	}
	check("three replicates, SD 5 % of the height", Hill{0.176, 1.2, 100, 0}, 5, 3, nil)
	check("single points, SD 5 %, falling", Hill{0.176, 1.2, 0, 100}, 5, 1, nil)
	check("single points, SD 5 %, bottom held", Hill{0.176, 1.2, 100, 0}, 5, 1, Held{Bottom: 0})
}

// Responses in another unit scale the curve's height, concentrations in another
// unit move it along their axis, and neither does anything else.
func TestHillLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Hill{
			LogEC50: rapid.Float64Range(-0.8, 1.2).Draw(t, "log EC50"),
			Slope:   rapid.Float64Range(0.8, 2).Draw(t, "slope"),
			Top:     rapid.Float64Range(5, 20).Draw(t, "top"),
			Bottom:  rapid.Float64Range(-2, 2).Draw(t, "bottom"),
		}
		noise := rapid.Float64Range(-0.2, 0.2)
		points := h.points(halfLog, func() float64 { return noise.Draw(t, "noise") })
		for i := range points { // never so near a curve that only roundings are left
			points[i].Response += 0.05 * float64(i%2)
		}
		y := math.Pow(10, rapid.Float64Range(-6, 6).Draw(t, "log unit of response"))
		if rapid.Bool().Draw(t, "falling") {
			y = -y
		}
		c := math.Pow(10, rapid.Float64Range(-4, 4).Draw(t, "log unit of concentration"))
		moved := slices.Clone(points)
		for i := range moved {
			moved[i].Response *= y
			moved[i].Conc *= unit.Concentration(c)
		}
		a, err := FitHill(points, nil)
		b, err2 := FitHill(moved, nil)
		if err != nil || err2 != nil {
			if (err == nil) != (err2 == nil) {
				t.Fatalf("%v, but in other units %v", err, err2)
			}
			return
		}
		const asFit = 1e-9 // of the interval's width or the number, whatever is larger
		same := func(what string, got, want, scale float64) {
			if got != want && !(math.Abs(got-want) <= asFit*max(scale, math.Abs(want))) {
				t.Fatalf("%s: %v, want %v", what, got, want)
			}
		}
		shift := math.Log10(c)
		want := []Estimate{
			{a.LogEC50.Value + shift, a.LogEC50.Low + shift, a.LogEC50.High + shift, false},
			a.Slope, a.Top.scaled(y), a.Bottom.scaled(y),
		}
		for p, e := range b.parts() {
			scale := 1.0
			if HillParameter(p) >= Top {
				scale = math.Abs(y) * 10
			}
			same(HillParameter(p).String(), e.Value, want[p].Value, scale)
			same(HillParameter(p).String()+" low", e.Low, want[p].Low, scale)
			same(HillParameter(p).String()+" high", e.High, want[p].High, scale)
		}
		same("R²", b.R2, a.R2, 1)
		same("SD", b.SD, a.SD*math.Abs(y), 0)
	})
}

func (e Estimate) scaled(by float64) Estimate {
	e.Value, e.Low, e.High = e.Value*by, e.Low*by, e.High*by
	if by < 0 {
		e.Low, e.High = e.High, e.Low
	}
	return e
}

// Whatever the points, a fit is refused or is a curve: no worse than a constant,
// each number inside its interval, EC50 among the concentrations.
func TestHillAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		concs := rapid.SliceOfN(rapid.Float64Range(-3, 3), 5, 12).Draw(t, "log concentrations")
		y := rapid.OneOf(rapid.Float64Range(-1, 1), rapid.SampledFrom([]float64{0, 1, 1e-12, 1e12}))
		var points []Point
		low, high := math.Inf(1), 0.0
		for i, c := range concs {
			p := Point{Conc: unit.Concentration(math.Pow(10, c)), Response: y.Draw(t, "response")}
			if i == 0 && rapid.Bool().Draw(t, "vehicle") {
				p.Conc = 0
			} else {
				low, high = min(low, float64(p.Conc)), max(high, float64(p.Conc))
			}
			points = append(points, p)
		}
		held := Held{}
		for p := LogEC50; p <= Bottom; p++ {
			if rapid.IntRange(0, 3).Draw(t, "hold") == 0 {
				held[p] = rapid.Float64Range(0.2, 3).Draw(t, "at")
			}
		}
		f, err := FitHill(points, held)
		if err != nil {
			return
		}
		for p, e := range f.parts() {
			if math.IsNaN(e.Value) || math.IsInf(e.Value, 0) || !(e.Low <= e.Value && e.Value <= e.High) {
				t.Fatalf("%v is %+v", HillParameter(p), e)
			}
		}
		if ec50 := f.EC50().Value; !f.LogEC50.Held && (ec50 < low*(1-rounding) || ec50 > high*(1+rounding)) {
			t.Fatalf("EC50 %v outside %v to %v", ec50, low, high)
		}
		_, top := held[Top]
		_, bottom := held[Bottom]
		if !top && !bottom && f.R2 < -rounding {
			t.Fatalf("R² is %v", f.R2)
		}
	})
}

// A weight of k is the point k times over, as far as the curve goes.
func TestHillWeights(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 0))
	points := Hill{0.3, 1, 10, 0}.points(halfLog, func() float64 { return 0.3 * r.NormFloat64() })
	var thrice []Point
	weighted := slices.Clone(points)
	for i, p := range points {
		thrice = append(thrice, slices.Repeat([]Point{p}, 1+i%3)...)
		weighted[i].Weight = float64(1 + i%3)
	}
	a, err := FitHill(weighted, nil)
	b, err2 := FitHill(thrice, nil)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	for p := range a.parts() {
		if !agree(a.parts()[p].Value, b.parts()[p].Value) {
			t.Errorf("%v: weighted %v, repeated %v", HillParameter(p), a.parts()[p], b.parts()[p])
		}
	}
	if !agree(a.RSS, b.RSS) || a.SD <= b.SD {
		t.Errorf("weighted: RSS %v, SD %v; repeated: %v, %v", a.RSS, a.SD, b.RSS, b.SD)
	}
}

func TestHillRefuses(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 0))
	noise := func(sd float64) func() float64 { return func() float64 { return sd * r.NormFloat64() } }
	check := func(name string, points []Point, held Held, bound, want string) {
		t.Helper()
		_, err := FitHill(points, held)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
			return
		}
		var un *UnconstrainedError
		if errors.As(err, &un) && un.Bound() != bound || un == nil && bound != "" {
			t.Errorf("%s: bound %q, want %q", name, fmt.Sprint(un.Bound()), bound)
		}
		t.Log(err)
	}
	h := Hill{0, 1, 10, 0}
	check("too few", h.points(halfLog[:4], none), nil, "", "4 points for 4 free parameters: at least 5 points")
	check("none", nil, nil, "", "0 points for 4 free parameters")
	check("replicates only", slices.Repeat(h.points(halfLog[4:7], none), 3), nil, "", "the points stand at 3 concentrations for 4 free parameters")
	check("vehicle", slices.Repeat(h.points(halfLog[:1], none), 3), Held{Bottom: 0, LogEC50: 0, HillSlope: 1}, "", "every point is vehicle")
	check("no effect", Hill{0, 1, 3, 3}.points(halfLog, none), nil, "", "the responses are all alike, 3")
	check("scatter", Hill{0, 1, 3, 3}.points(halfLog, noise(1)), nil, "", "no effect of the drug is shown")
	check("scatter, bottom held", Hill{0, 1, 3, 3}.points(halfLog, noise(1)), Held{Bottom: 3}, "", "no effect of the drug is shown")
	check("scatter, top held", Hill{0, 1, 3, 3}.points(halfLog, noise(1)), Held{Top: 3, HillSlope: 1}, "", "no effect of the drug is shown")
	check("too much scatter", Hill{1.5, 1, 10, 0}.points(halfLog[:7], noise(1)), Held{HillSlope: 1}, "", "scatter")
	check("shallow", Hill{0, 0.05, 10, 0}.points(halfLog[1:], none), nil, "", "neither plateau shows between 30 nM and 100 µM")
	check("plateau not reached", Hill{2.5, 1, 10, 0}.points(halfLog[:7], noise(0.001)), nil, "> 10 µM", "the half-maximal response is not reached at 10 µM")
	check("plateau not reached, top held", Hill{2.5, 1, 10, 0}.points(halfLog[:7], none), Held{Top: 10}, "> 10 µM", "give concentrations up to 1 mM or more")
	check("all above half", Hill{-1, 1, 10, 0}.points(halfLog[4:], none), Held{Bottom: 0}, "< 1 µM", "EC50 is below it")
	check("jump", []Point{{Conc: 0}, {Conc: 0.1}, {Conc: 1}, {3, 10, 1}, {10, 10, 1}, {30, 10, 1}}, nil, "1 µM to 3 µM", "within one step of concentration, 1 µM to 3 µM")
	check("negative", []Point{{Conc: -1}}, nil, "", "point 1: concentration -1 µM: give 0 or more")
	check("not a number", []Point{{1, math.NaN(), 1}}, nil, "", "point 1, at 1 µM: the response NaN is no number")
	check("weight", []Point{{1, 1, -1}}, nil, "", "weight -1: give more than 0")
	check("held slope", h.points(halfLog, none), Held{HillSlope: -1}, "", "slope held at -1: give 0.1 to 20")
}

// A plateau that the points hardly show leaves the interval of EC50 open above,
// and the fit says so.
func TestHillOpen(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 0))
	points := Hill{1, 1, 10, 0}.points(slices.Repeat(halfLog[:7], 2), func() float64 { return 0.4 * r.NormFloat64() })
	f, err := FitHill(points, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, above := f.LogEC50.Open(); !above || !math.IsInf(f.EC50().High, 1) || !math.IsInf(f.PEC50().Low, -1) || !math.IsInf(f.Top.High, 1) {
		t.Errorf("log EC50 %+v, top %+v", f.LogEC50, f.Top)
	}
	if c := f.Cautions(); len(c) == 0 || !strings.Contains(c[0], "is open above") {
		t.Errorf("cautions %q", c)
	}
}
