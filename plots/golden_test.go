package plots_test

import (
	"bytes"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"quell/plots"
)

var regen = flag.Bool("regen", false, "redraw the golden pictures; look at each before it is kept")

// goldens are the pictures kept, at two thirds of the resolution of the real ones.
var goldens = []struct{ figure, style, size string }{
	{"voltage", "slide", "16:9"},
	{"voltage", "dark", "16:9"},
	{"voltage", "paper", "85mm"},
	{"parts", "slide", "half"},
	{"parts", "paper", "85mm"},
	{"washed", "dark", "16:9"},
	{"washed", "paper", "114mm"},
	{"squid", "slide", "16:9"},
	{"overlay", "paper", "85mm"},
	{"bars", "paper", "114mm"},
	{"three", "slide", "16:9"},
	{"ramp", "paper", "174mm"},
	{"traces", "slide", "half"},
	{"gates", "slide", "16:9"},
	{"gates", "paper", "85mm"},
	{"many", "dark", "4:3"},
	{"dose", "slide", "16:9"},
	{"dose", "paper", "85mm"},
	{"schild", "dark", "16:9"},
	{"schild", "paper", "114mm"},
	{"cells", "paper", "174mm"},
	{"relation", "slide", "half"},
	{"relation", "paper", "85mm"},
}

// Text and lines are smoothed by floating point, which may round differently
// after an update of the rasteriser: a pixel may differ by less than a shade the
// eye can see (24 of 255), and one in a thousand by more.
const (
	shade = 24
	share = 1e-3
)

func TestGolden(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Logf("goldens are of amd64; on %s they are drawn and not compared", runtime.GOARCH)
	}
	for _, g := range goldens {
		s, err := plots.StyleNamed(g.style, g.size)
		if err != nil {
			t.Fatal(err)
		}
		s.DPI = s.DPI * 2 / 3
		t.Run(styled(g.figure, s), func(t *testing.T) {
			got := picture(t, g.figure, s)
			file := filepath.Join("testdata", styled(g.figure, s)+".png")
			if *regen {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; draw it with go test ./plots -run Golden -regen", err)
			}
			if d := difference(t, got, want); runtime.GOARCH == "amd64" && d > share {
				t.Errorf("%.2g of the pixels differ from %s, want at most %.2g", d, file, share)
			}
		})
	}
}

func picture(t *testing.T, name string, s plots.Style) []byte {
	t.Helper()
	for _, g := range gallery {
		if g.name != name {
			continue
		}
		f, err := g.draw(s)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := plots.Write(&b, f, plots.PNG, f.Meta("")); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	t.Fatalf("no figure %s", name)
	return nil
}

// difference is the share of pixels that differ by more than the shade; all of
// them where the sizes differ.
func difference(t *testing.T, got, want []byte) float64 {
	t.Helper()
	a, b := decoded(t, got), decoded(t, want)
	if a.Bounds() != b.Bounds() {
		return 1
	}
	wrong := 0
	for i := 0; i < len(a.Pix); i += 4 {
		for k := range 3 {
			if d := int(a.Pix[i+k]) - int(b.Pix[i+k]); d > shade || d < -shade {
				wrong++
				break
			}
		}
	}
	return 4 * float64(wrong) / float64(len(a.Pix))
}

func decoded(t *testing.T, b []byte) *image.RGBA {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	flat := image.NewRGBA(m.Bounds())
	draw.Draw(flat, flat.Bounds(), m, m.Bounds().Min, draw.Src)
	return flat
}

// TestDifferenceSees: the comparison notices one word that changed.
func TestDifferenceSees(t *testing.T) {
	s := plots.Slide()
	s.DPI /= 2
	recs := motoSteady()
	drawn := func(rate float64) []byte {
		f, err := plots.VoltageWith(s, plots.Options{Readings: []plots.Reading{{Rest: -65, Rate: 76}, {Rest: -73, Rate: rate}}}, recs...)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := plots.Write(&b, f, plots.PNG, plots.Meta{}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if d := difference(t, drawn(0), drawn(0)); d != 0 {
		t.Errorf("one figure drawn twice differs in %.2g of its pixels", d)
	}
	if d := difference(t, drawn(0), drawn(12.5)); d == 0 {
		t.Error("12.5 Hz in place of 0 Hz is not noticed")
	}
}
