package plots_test

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"

	"quell/plots"
)

// text is a piece of text on a figure and the rectangle of its ink.
type text struct {
	string
	box    vg.Rectangle
	bold   bool
	size   vg.Length
	color  color.Color
	upward bool
}

// witness is a canvas that notes where text is put.
type witness struct {
	texts []text
	stack []state
}

type state struct {
	at    vg.Point
	up    bool
	color color.Color
}

func (w *witness) top() *state                        { return &w.stack[len(w.stack)-1] }
func (w *witness) SetLineWidth(vg.Length)             {}
func (w *witness) SetLineDash([]vg.Length, vg.Length) {}
func (w *witness) SetColor(c color.Color)             { w.top().color = c }
func (w *witness) Rotate(float64)                     { w.top().up = true }
func (w *witness) Scale(x, y float64)                 {}
func (w *witness) Push()                              { w.stack = append(w.stack, *w.top()) }
func (w *witness) Pop()                               { w.stack = w.stack[:len(w.stack)-1] }
func (w *witness) Stroke(vg.Path)                     {}
func (w *witness) Fill(vg.Path)                       {}
func (w *witness) DrawImage(vg.Rectangle, image.Image) {
}

func (w *witness) Translate(p vg.Point) { w.top().at = w.top().at.Add(p) }

func (w *witness) FillString(f font.Face, p vg.Point, s string) {
	const cap, below = 0.73, 0.24 // of DejaVu Sans, in ems
	size := f.Font.Size
	lo, hi := vg.Point{X: p.X, Y: p.Y - below*size}, vg.Point{X: p.X + f.Width(s), Y: p.Y + cap*size}
	if w.top().up {
		lo, hi = vg.Point{X: -hi.Y, Y: lo.X}, vg.Point{X: -lo.Y, Y: hi.X}
	}
	w.texts = append(w.texts, text{
		string: s, box: vg.Rectangle{Min: lo.Add(w.top().at), Max: hi.Add(w.top().at)},
		bold: f.Font.Weight == xfont.WeightBold, size: size, color: w.top().color, upward: w.top().up,
	})
}

// seen is the text that a figure draws.
func seen(f *plots.Figure) []text {
	w := &witness{stack: []state{{}}}
	f.Draw(w)
	return w.texts
}

// TestLint looks at every figure of the gallery in every style and size.
func TestLint(t *testing.T) {
	faces := map[bool]*sfnt.Font{false: parsed(t, dejavusans.TTF), true: parsed(t, dejavusansbold.TTF)}
	for _, s := range styles() {
		for _, g := range gallery {
			t.Run(styled(g.name, s), func(t *testing.T) {
				f, err := g.draw(s)
				if err != nil {
					t.Fatal(err)
				}
				texts := seen(f)
				for _, wrong := range misplaced(f, texts) {
					t.Error(wrong)
				}
				lintType(t, s, texts)
				for _, x := range texts {
					lintGlyphs(t, faces[x.bold], x.string)
				}
				lintAxes(t, f, g.name == "bars", texts)
			})
		}
	}
	for _, f := range faces {
		lintGlyphs(t, f, "µ²⁻₅₀Δ−∞γ°·→≤±")
	}
}

// misplaced is every text that leaves the canvas or lies over another.
func misplaced(f *plots.Figure, texts []text) []string {
	var all []string
	w, h := f.Size()
	for i, a := range texts {
		if a.box.Min.X < 0 || a.box.Min.Y < 0 || a.box.Max.X > w || a.box.Max.Y > h {
			all = append(all, fmt.Sprintf("%q leaves the canvas of %.0f by %.0f: %.0f", a.string, w, h, a.box))
		}
		for _, b := range texts[:i] {
			d := 0.08 * a.size // a third of the descent may touch: few letters hang there
			if a.box.Min.X < b.box.Max.X && b.box.Min.X < a.box.Max.X && a.box.Min.Y+d < b.box.Max.Y && b.box.Min.Y+d < a.box.Max.Y {
				all = append(all, fmt.Sprintf("%q at %.0f lies over %q at %.0f", a.string, a.box, b.string, b.box))
			}
		}
	}
	return all
}

// lintType: text is large enough and stands out from the background.
func lintType(t *testing.T, s plots.Style, texts []text) {
	const enough = 4.5 // WCAG 2.1, 1.4.3
	least := map[string]vg.Length{"paper": 6, "slide": 13, "dark": 13}[s.Name]
	for _, x := range texts {
		if x.size < least {
			t.Errorf("%q is %.1f points, want at least %.0f", x.string, x.size, least)
		}
		if r := ratio(x.color, s.Background); r < enough {
			t.Errorf("%q has contrast %.2f, want %.1f", x.string, r, enough)
		}
	}
}

func parsed(t *testing.T, ttf []byte) *sfnt.Font {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func lintGlyphs(t *testing.T, f *sfnt.Font, s string) {
	var buf sfnt.Buffer
	for _, r := range s {
		if i, err := f.GlyphIndex(&buf, r); err != nil || i == 0 {
			t.Errorf("no glyph for %q of %q", r, s)
		}
	}
}

// lintAxes: every axis has two labels or more, and a figure without axes has
// its scale bars.
func lintAxes(t *testing.T, f *plots.Figure, bars bool, texts []text) {
	axes := f.Labelled()
	for i, n := range axes {
		if n < 2 {
			t.Errorf("axis %d has %d labels, want at least 2", i, n)
		}
	}
	for _, want := range []string{"20 mV", "200 ms"} {
		if bars && !slices.ContainsFunc(texts, func(s text) bool { return s.string == want }) {
			t.Errorf("no scale bar %s", want)
		}
	}
	if !bars && len(axes) < 2 {
		t.Errorf("%d axes, want at least 2", len(axes))
	}
}

// TestLintSees breaks a figure in each way that misplaced is for.
func TestLintSees(t *testing.T) {
	f, err := plots.Voltage(plots.Slide(), motoSteady()...)
	if err != nil {
		t.Fatal(err)
	}
	texts := seen(f)
	if got := misplaced(f, texts); got != nil {
		t.Errorf("the figure as it is: %v", got)
	}
	if misplaced(f, append(texts, texts[0])) == nil {
		t.Error("a text over another is not noticed")
	}
	texts[0].box.Max.X += f.Style.Width
	if misplaced(f, texts[:1]) == nil {
		t.Error("a text off the canvas is not noticed")
	}
}

func TestContrast(t *testing.T) {
	for _, s := range styles() {
		const text, line = 4.5, 3.0 // WCAG 2.1, 1.4.3 and 1.4.11
		for _, c := range []color.Color{s.Ink, s.Muted} {
			if r := ratio(c, s.Background); r < text {
				t.Errorf("%s: text %v has contrast %.1f, want %.1f", s.Name, c, r, text)
			}
		}
		for i, k := range s.Series[:4] {
			if r := ratio(k.Color, s.Background); r < line {
				t.Errorf("%s: line %d has contrast %.1f, want %.1f", s.Name, i, r, line)
			}
		}
	}
}

// ratio is WCAG 2.1's contrast, written apart from the package's own.
func ratio(a, b color.Color) float64 {
	l := func(c color.Color) float64 {
		r, g, b, _ := c.RGBA()
		f := func(v uint32) float64 {
			x := float64(v) / math.MaxUint16
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*f(r) + 0.7152*f(g) + 0.0722*f(b)
	}
	x, y := l(a)+0.05, l(b)+0.05
	return max(x, y) / min(x, y)
}

func TestWords(t *testing.T) {
	has := func(t *testing.T, name string, want ...string) {
		t.Helper()
		for _, g := range gallery {
			if g.name != name {
				continue
			}
			f, err := g.draw(plots.Slide())
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, s := range seen(f) {
				all = append(all, s.string)
			}
			joined := strings.Join(all, " ")
			for _, w := range want {
				if !strings.Contains(joined, w) {
					t.Errorf("%s does not say %q: %s", name, w, joined)
				}
			}
			return
		}
		t.Errorf("no figure %s", name)
	}
	has(t, "voltage", "control", "76 Hz", "baclofen 10 µM", "there from the start", "ΔV −8.3 mV", "0 Hz", "−65 mV", plots.Notice)
	has(t, "squid", "Teaching case: squid axon has no GABA-B receptor", "Warning: the drug was washed out", "ΔV −3.4 mV", "61 Hz")
	has(t, "washed", "76.2 Hz", "1.5 Hz", "control", "ideal fast perfusion")
	has(t, "overlay", "wash", "control", "ΔV −7.1 mV")
	has(t, "three", "baclofen 10 µM + CGP55845 100 nM", "there from the start")
	has(t, "ramp", "GIRK held at 0.1 mS/cm²", plots.Notice)
	has(t, "many", "dend CaL m")
}

// TestNoDrugNoNotice: a figure without a drug carries no warning about one.
func TestNoDrugNoNotice(t *testing.T) {
	f, err := plots.Voltage(plots.Slide(), motoSteady()[0])
	if err != nil {
		t.Fatal(err)
	}
	if f.Notice != "" {
		t.Errorf("notice %q on a control alone", f.Notice)
	}
}
