package plots

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Style is the look of every figure: each colour, width, font and size stands
// here and nowhere else. Take one from Slide, Dark, Paper or StyleNamed.
type Style struct {
	Name string
	Size string // the name of the size: "16:9", "114mm"

	// Width is that of the picture and Height the least of its height: 0 lets it
	// be as tall as rows of height Row make it, as in a journal's column.
	Width, Height vg.Length
	DPI           int // pixels per inch of a PNG, and columns per inch of a decimated line

	Background, Ink, Muted, Faint color.NRGBA
	Series                        []Stroke // the first is the control's

	Body, Small, Heading     vg.Length // font sizes
	Trace, Hair, Bar, Dashed vg.Length // line widths: data, axes, drug bar, reference
	Tick, Gap                vg.Length // length of a tick; the unit of distance
	Row                      vg.Length // height of one row of axes; 0: what Height leaves
	Title                    bool      // the title is drawn on the figure, not left to the caption
}

// Stroke tells one line from another by colour and, for print in grey, by dash.
type Stroke struct {
	Color color.NRGBA
	Dash  []vg.Length // in line widths; nil is solid
}

// Okabe & Ito's colours, which stay apart for all common kinds of colour vision
// (Color Universal Design, 2008).
var (
	black     = color.NRGBA{A: 255}
	orange    = color.NRGBA{R: 230, G: 159, A: 255}
	sky       = color.NRGBA{R: 86, G: 180, B: 233, A: 255}
	green     = color.NRGBA{G: 158, B: 115, A: 255}
	yellow    = color.NRGBA{R: 240, G: 228, B: 66, A: 255}
	blue      = color.NRGBA{G: 114, B: 178, A: 255}
	vermilion = color.NRGBA{R: 213, G: 94, A: 255}
	purple    = color.NRGBA{R: 204, G: 121, B: 167, A: 255}
	white     = color.NRGBA{R: 255, G: 255, B: 255, A: 255}
	night     = color.NRGBA{R: 16, G: 20, B: 28, A: 255}
	chalk     = color.NRGBA{R: 236, G: 239, B: 244, A: 255}
)

// dashes go with the colours; seven colours and five dashes give 35 pairs.
var dashes = [...][]vg.Length{nil, {5, 2}, {1.5, 1.5}, {6, 2, 1.5, 2}, {3, 1.5}}

// Slide is dark ink on white, 16:9, to be read from the last row.
func Slide() Style {
	s := Style{
		Name: "slide", Size: "16:9", Width: 960, Height: 540, DPI: 144,
		Body: 17, Small: 13, Heading: 23,
		Trace: 1.7, Hair: 1.1, Bar: 5, Dashed: 1.1,
		Tick: 5, Gap: 7, Title: true,
	}
	s.light()
	return s
}

// Dark is a slide for a dark room: light ink on near black.
func Dark() Style {
	s := Slide()
	s.Name = "dark"
	s.Background, s.Ink = night, chalk
	s.Muted, s.Faint = mix(chalk, night, 0.66), mix(chalk, night, 0.22)
	s.Series = pair(chalk, sky, orange, green, purple, yellow, vermilion)
	return s
}

// Paper is a journal's figure: one column (85 mm), one and a half (114 mm) or
// two (174 mm) wide, 7 point text, no title, since the caption has it.
func Paper(width vg.Length) Style {
	s := Style{
		Name: "paper", Size: fmt.Sprintf("%.0fmm", float64(width/vg.Millimeter)),
		Width: width, DPI: 300,
		Body: 7, Small: 6, Heading: 8,
		Trace: 0.75, Hair: 0.5, Bar: 2, Dashed: 0.5,
		Tick: 2.2, Gap: 3, Row: min(max(width*0.27, 24*vg.Millimeter), 34*vg.Millimeter),
	}
	s.light()
	return s
}

func (s *Style) light() {
	s.Background, s.Ink = white, color.NRGBA{R: 26, G: 26, B: 26, A: 255}
	s.Muted, s.Faint = mix(black, white, 0.62), mix(black, white, 0.2)
	s.Series = pair(s.Ink, blue, vermilion, green, purple, orange, sky)
}

func pair(colours ...color.NRGBA) []Stroke {
	var all []Stroke
	for i, c := range colours {
		all = append(all, Stroke{c, dashes[i%len(dashes)]})
	}
	return all
}

// Names lists the styles, and Sizes the sizes of one, the default first.
func Names() []string { return []string{"slide", "paper", "dark"} }

// Sizes of the style of that name, the default first.
func Sizes(style string) []string {
	switch style {
	case "slide", "dark":
		return []string{"16:9", "4:3", "half"}
	case "paper":
		return []string{"114mm", "85mm", "174mm"}
	}
	return nil
}

// StyleNamed is the style of that name in one of its sizes; "" is the default
// size.
func StyleNamed(name, size string) (Style, error) {
	sizes := Sizes(name)
	if sizes == nil {
		return Style{}, fmt.Errorf("plots: %q is no style; try %s", name, strings.Join(Names(), ", "))
	}
	if size == "" {
		size = sizes[0]
	}
	s := Slide()
	if name == "dark" {
		s = Dark()
	}
	switch size {
	case "16:9", "4:3", "half":
		s.Size = size
		s.Width = map[string]vg.Length{"16:9": s.Width, "4:3": 720, "half": 470}[size]
	case "85mm", "114mm", "174mm":
		s = Paper(map[string]vg.Length{"85mm": 85, "114mm": 114, "174mm": 174}[size] * vg.Millimeter)
	}
	if s.Name != name || s.Size != size {
		return Style{}, fmt.Errorf("plots: style %s has no size %q; try %s", name, size, strings.Join(sizes, ", "))
	}
	return s, nil
}

// stroke is the i-th line's; it comes round again when they run out, with the
// dash moved on so that no pair of colour and dash returns soon.
func (s Style) stroke(i int) Stroke {
	k := s.Series[i%len(s.Series)]
	k.Dash = dashes[(i+i/len(s.Series))%len(dashes)]
	return k
}

// line is the stroke at the data's width.
func (s Style) line(k Stroke) draw.LineStyle {
	l := draw.LineStyle{Color: k.Color, Width: s.Trace}
	for _, d := range k.Dash {
		l.Dashes = append(l.Dashes, d*s.Trace)
	}
	return l
}

func (s Style) hair() draw.LineStyle { return draw.LineStyle{Color: s.Ink, Width: s.Hair} }

func (s Style) dashed() draw.LineStyle {
	return draw.LineStyle{Color: s.Muted, Width: s.Dashed, Dashes: []vg.Length{4 * s.Dashed, 3 * s.Dashed}}
}

// legible is the colour, moved towards the ink as far as text in it needs to
// stand out from the background by 4.5 to 1 (WCAG 2.1, 1.4.3).
func (s Style) legible(c color.NRGBA) color.NRGBA {
	const enough, step = 4.5, 0.05
	for t := 0.0; t < 1; t += step {
		if d := mix(s.Ink, c, t); contrast(d, s.Background) >= enough {
			return d
		}
	}
	return s.Ink
}

func (s Style) body(c color.NRGBA) pen    { return newPen(regular, s.Body, s.legible(c)) }
func (s Style) bold(c color.NRGBA) pen    { return newPen(bold, s.Body, s.legible(c)) }
func (s Style) small(c color.NRGBA) pen   { return newPen(regular, s.Small, s.legible(c)) }
func (s Style) heading(c color.NRGBA) pen { return newPen(bold, s.Heading, s.legible(c)) }

// mix is share t of a over the rest of b.
func mix(a, b color.NRGBA, t float64) color.NRGBA {
	f := func(x, y uint8) uint8 { return uint8(math.Round(t*float64(x) + (1-t)*float64(y))) }
	return color.NRGBA{R: f(a.R, b.R), G: f(a.G, b.G), B: f(a.B, b.B), A: 255}
}

// contrast is the ratio of relative luminances of WCAG 2.1.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	const flare = 0.05
	return (max(la, lb) + flare) / (min(la, lb) + flare)
}

func luminance(c color.NRGBA) float64 {
	lin := func(v uint8) float64 {
		x := float64(v) / math.MaxUint8
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

// pixel is the width of one column of a PNG in this style.
func (s Style) pixel() vg.Length { return font.Length(vg.Inch) / vg.Length(s.DPI) }
