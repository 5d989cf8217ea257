package plots

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// svgCanvas writes SVG that reads the same without our fonts: text stays text,
// each piece holds its length, and Verdana, drawn by the same hand to nearly
// the same widths, stands in for DejaVu.
type svgCanvas struct {
	vector
	out bytes.Buffer
}

// writeSVG writes a picture that a page can take in as it is, with its title,
// description and role for a screen reader.
func writeSVG(out *bytes.Buffer, f *Figure, m Meta) error {
	w, h := f.Size()
	c := &svgCanvas{vector: newVector(w, h)}
	f.Draw(c)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="%spt" height="%spt" viewBox="0 0 %[1]s %[2]s" font-family="'DejaVu Sans', Verdana, sans-serif" stroke-linejoin="round">`+"\n", short(float64(w)), short(float64(h)))
	if m.Title != "" {
		fmt.Fprintf(out, "<title>%s</title>\n", escape(m.Title))
	}
	if m.Alt != "" {
		fmt.Fprintf(out, "<desc>%s</desc>\n", escape(m.Alt))
	}
	fmt.Fprintf(out, "<metadata>%s</metadata>\n", m.rdf())
	out.Write(c.out.Bytes())
	out.WriteString("</svg>\n")
	return nil
}

// rdf is the metadata in the form that XMP shares with SVG.
func (m Meta) rdf() string {
	var b strings.Builder
	b.WriteString(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:quell="urn:quell">`)
	alt := func(tag, text string) {
		fmt.Fprintf(&b, `<%s><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></%[1]s>`, tag, escape(text))
	}
	for _, f := range m.fields() {
		switch f[0] {
		case "Title":
			alt("dc:title", f[1])
		case "Description":
			alt("dc:description", f[1])
		case "Disclaimer":
			alt("dc:rights", f[1])
		case "Software":
			fmt.Fprintf(&b, "<xmp:CreatorTool>%s</xmp:CreatorTool>", escape(f[1]))
		default:
			tag := strings.ToLower(f[0])
			fmt.Fprintf(&b, "<quell:%s>%s</quell:%[1]s>", tag, escape(f[1]))
		}
	}
	b.WriteString("</rdf:Description></rdf:RDF>")
	return b.String()
}

func escape(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(strings.Map(printable, s))); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.String()
}

// short writes a coordinate to a hundredth of a point.
func short(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Stroke implements vg.Canvas.
func (c *svgCanvas) Stroke(path vg.Path) {
	p := c.top()
	if p.width <= 0 {
		return
	}
	dash := ""
	if len(p.dashes) > 0 {
		var all []string
		for _, d := range p.dashes {
			all = append(all, short(float64(d)))
		}
		dash = fmt.Sprintf(` stroke-dasharray="%s"`, strings.Join(all, " "))
		if p.offset != 0 {
			dash += fmt.Sprintf(` stroke-dashoffset="%s"`, short(float64(p.offset)))
		}
	}
	fmt.Fprintf(&c.out, `<path fill="none" stroke="%s" stroke-width="%s"%s d="%s"/>`+"\n",
		hex(p.color), short(float64(p.width)), dash, c.data(path))
}

// Fill implements vg.Canvas.
func (c *svgCanvas) Fill(path vg.Path) {
	fmt.Fprintf(&c.out, `<path fill="%s" d="%s"/>`+"\n", hex(c.top().color), c.data(path))
}

func (c *svgCanvas) data(path vg.Path) string {
	var b strings.Builder
	at := func(letter string, pts ...vg.Point) {
		b.WriteString(letter)
		for i, p := range pts {
			if i > 0 {
				b.WriteByte(' ')
			}
			x, y := c.page(p)
			b.WriteString(short(x) + "," + short(y))
		}
	}
	for _, comp := range unbend(path) {
		switch comp.Type {
		case vg.MoveComp:
			at("M", comp.Pos)
		case vg.LineComp:
			at("L", comp.Pos)
		case vg.CurveComp:
			at(map[int]string{1: "Q", 2: "C"}[len(comp.Control)], append(comp.Control, comp.Pos)...)
		case vg.CloseComp:
			b.WriteByte('Z')
		}
	}
	return b.String()
}

// FillString implements vg.Canvas.
func (c *svgCanvas) FillString(f font.Face, pt vg.Point, text string) {
	x, y := c.page(pt)
	var extra string
	if f.Font.Weight == xfont.WeightBold {
		extra += ` font-weight="bold"`
	}
	if a := c.degrees(); a != 0 {
		extra += fmt.Sprintf(` transform="rotate(%s %s %s)"`, short(a), short(x), short(y))
	}
	fmt.Fprintf(&c.out, `<text x="%s" y="%s" font-size="%s" fill="%s" textLength="%s"%s>%s</text>`+"\n",
		short(x), short(y), short(float64(f.Font.Size)), hex(c.top().color), short(float64(f.Width(text))), extra, escape(text))
}

// DrawImage implements vg.Canvas.
func (c *svgCanvas) DrawImage(r vg.Rectangle, img image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // only an image without pixels cannot be encoded
	}
	x, y := c.page(vg.Point{X: r.Min.X, Y: r.Max.Y})
	fmt.Fprintf(&c.out, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="data:image/png;base64,%s"/>`+"\n",
		short(x), short(y), short(float64(r.Size().X)), short(float64(r.Size().Y)), base64.StdEncoding.EncodeToString(b.Bytes()))
}
