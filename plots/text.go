package plots

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"sync"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// The two faces of every figure. DejaVu has the glyphs that physiology needs
// and gonum's default font lacks: superscript minus, subscript figures, Δ.
var (
	regular = font.Font{Typeface: "DejaVu", Variant: "Sans"}
	bold    = font.Font{Typeface: "DejaVu", Variant: "Sans", Weight: xfont.WeightBold}
)

// faces is our own cache, so that no other package's fonts or defaults change
// a figure.
var faces = sync.OnceValue(func() *font.Cache {
	var all font.Collection
	for _, f := range []struct {
		font.Font
		ttf []byte
	}{{regular, dejavusans.TTF}, {bold, dejavusansbold.TTF}} {
		face, err := opentype.Parse(f.ttf)
		if err != nil {
			panic(fmt.Sprintf("plots: embedded font %s: %v", f.Name(), err))
		}
		all = append(all, font.Face{Font: f.Font, Face: face})
	}
	return font.NewCache(all)
})

// Proportions of DejaVu Sans, in ems.
const (
	capHeight = 0.73
	descent   = 0.24
	leading   = 1.3 // from one baseline to the next
)

// pen writes in one face, size and colour.
type pen struct {
	face  font.Face
	color color.NRGBA
}

func newPen(f font.Font, size vg.Length, c color.NRGBA) pen {
	return pen{faces().Lookup(f, size), c}
}

func (p pen) size() vg.Length              { return p.face.Font.Size }
func (p pen) width(text string) vg.Length  { return p.face.Width(text) }
func (p pen) leading() vg.Length           { return leading * p.size() }
func (p pen) capHeight() vg.Length         { return capHeight * p.size() }
func (p pen) descent() vg.Length           { return descent * p.size() }
func (p pen) middle(y vg.Length) vg.Length { return y - p.capHeight()/2 }

// Where along the text its anchor is.
const (
	left   = 0.0
	centre = 0.5
	right  = 1.0
)

// write puts the text on the baseline y, its anchor at x.
func (p pen) write(c vg.Canvas, x, y vg.Length, anchor float64, text string) {
	if text == "" {
		return
	}
	c.SetColor(p.color)
	c.FillString(p.face, vg.Point{X: x - vg.Length(anchor)*p.width(text), Y: y}, text)
}

// writeUp puts the text on a baseline that runs up the page at x, its middle at y.
func (p pen) writeUp(c vg.Canvas, x, y vg.Length, text string) {
	c.Push()
	defer c.Pop()
	c.Translate(vg.Point{X: x, Y: y})
	c.Rotate(math.Pi / 2)
	p.write(c, 0, 0, centre, text)
}

// wrap breaks the text between words into lines no wider than width.
func (p pen) wrap(text string, width vg.Length) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case p.width(line+" "+word) <= width:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fit shortens the text with an ellipsis until it is no wider than width.
func (p pen) fit(text string, width vg.Length) string {
	runes := []rune(text)
	for n := len(runes); n > 0; n-- {
		t := text
		if n < len(runes) {
			t = strings.TrimRight(string(runes[:n]), " ,;(") + "…"
		}
		if p.width(t) <= width {
			return t
		}
	}
	return ""
}
