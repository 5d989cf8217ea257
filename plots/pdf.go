package plots

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"time"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"codeberg.org/go-pdf/fpdf"
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// pdfCanvas writes PDF with our fonts embedded by the glyphs used. gonum's own
// canvas knows Windows' Western characters only, which have no Δ and no ⁻.
type pdfCanvas struct {
	vector
	doc    *fpdf.Fpdf
	images int
}

const family = "DejaVu"

// undated stands where PDF asks for the time of day.
var undated = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

func writePDF(out *bytes.Buffer, f *Figure, m Meta) error {
	w, h := f.Size()
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: float64(w), Ht: float64(h)}})
	doc.SetCatalogSort(true)
	doc.SetCreationDate(undated)
	doc.SetModificationDate(undated)
	doc.SetAutoPageBreak(false, 0)
	doc.SetLang("en-GB")
	doc.SetProducer("quell", true)
	doc.SetCreator(m.Command, true)
	doc.SetTitle(m.Title, true)
	doc.SetSubject(m.Caption, true)
	doc.SetKeywords(m.Notice, true)
	doc.SetXmpMetadata([]byte(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">` +
		m.rdf() + `</x:xmpmeta><?xpacket end="r"?>`))
	doc.AddUTF8FontFromBytes(family, "", bytes.Clone(dejavusans.TTF))
	doc.AddUTF8FontFromBytes(family, "B", bytes.Clone(dejavusansbold.TTF))
	doc.AddPage()
	doc.SetLineJoinStyle("round")
	f.Draw(&pdfCanvas{vector: newVector(w, h), doc: doc})
	return doc.Output(out)
}

// Stroke implements vg.Canvas.
func (c *pdfCanvas) Stroke(path vg.Path) {
	p := c.top()
	if p.width <= 0 {
		return
	}
	c.doc.SetDrawColor(int(p.color.R), int(p.color.G), int(p.color.B))
	c.doc.SetLineWidth(float64(p.width))
	dashes := make([]float64, len(p.dashes))
	for i, d := range p.dashes {
		dashes[i] = float64(d)
	}
	c.doc.SetDashPattern(dashes, float64(p.offset))
	c.outline(path)
	c.doc.DrawPath("D")
}

// Fill implements vg.Canvas.
func (c *pdfCanvas) Fill(path vg.Path) {
	p := c.top()
	c.doc.SetFillColor(int(p.color.R), int(p.color.G), int(p.color.B))
	c.outline(path)
	c.doc.DrawPath("F")
}

func (c *pdfCanvas) outline(path vg.Path) {
	for _, comp := range unbend(path) {
		x, y := c.page(comp.Pos)
		switch comp.Type {
		case vg.MoveComp:
			c.doc.MoveTo(x, y)
		case vg.LineComp:
			c.doc.LineTo(x, y)
		case vg.CurveComp:
			ax, ay := c.page(comp.Control[0])
			if len(comp.Control) == 1 {
				c.doc.CurveTo(ax, ay, x, y)
				continue
			}
			bx, by := c.page(comp.Control[1])
			c.doc.CurveBezierCubicTo(ax, ay, bx, by, x, y)
		case vg.CloseComp:
			c.doc.ClosePath()
		}
	}
}

// FillString implements vg.Canvas.
func (c *pdfCanvas) FillString(f font.Face, pt vg.Point, text string) {
	x, y := c.page(pt)
	weight := ""
	if f.Font.Weight == xfont.WeightBold {
		weight = "B"
	}
	p := c.top()
	c.doc.SetTextColor(int(p.color.R), int(p.color.G), int(p.color.B))
	c.doc.SetFont(family, weight, float64(f.Font.Size))
	if a := c.degrees(); a != 0 {
		c.doc.TransformBegin()
		c.doc.TransformRotate(-a, x, y)
		defer c.doc.TransformEnd()
	}
	c.doc.Text(x, y, text)
}

// DrawImage implements vg.Canvas.
func (c *pdfCanvas) DrawImage(r vg.Rectangle, img image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		c.doc.SetError(err)
		return
	}
	c.images++
	id := fmt.Sprintf("image%d", c.images)
	o := fpdf.ImageOptions{ImageType: "PNG"}
	c.doc.RegisterImageOptionsReader(id, o, &b)
	x, y := c.page(vg.Point{X: r.Min.X, Y: r.Max.Y})
	c.doc.ImageOptions(id, x, y, float64(r.Size().X), float64(r.Size().Y), false, o, 0, "")
}
