package plots

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"math"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// render is the figure as pixels.
func render(f *Figure) image.Image {
	w, h := f.Size()
	c := vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(f.Style.DPI))
	f.Draw(kerned{c})
	return c.Image()
}

// kerned sets text in chunks that need no kerning, each where it belongs: the
// rasteriser's font kerns by the same number of pixels at every size.
type kerned struct{ *vgimg.Canvas }

// FillString implements vg.Canvas.
func (k kerned) FillString(f font.Face, pt vg.Point, text string) {
	var chunk string
	var before rune
	x := pt.X
	for i, r := range text {
		gap := f.Width(string([]rune{before, r})) - f.Width(string(before)) - f.Width(string(r))
		const none = 1e-6 // points
		if i > 0 && math.Abs(float64(gap)) > none {
			k.Canvas.FillString(f, vg.Point{X: x, Y: pt.Y}, chunk)
			x += f.Width(chunk) + gap
			chunk = ""
		}
		chunk += string(r)
		before = r
	}
	k.Canvas.FillString(f, vg.Point{X: x, Y: pt.Y}, chunk)
}

// writePNG encodes for speed: a figure is flat colour and small either way.
func writePNG(out *bytes.Buffer, f *Figure, m Meta) error {
	var body bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&body, render(f)); err != nil {
		return err
	}
	const header = 8 + 12 + 13 // signature; length, name and sum of IHDR; IHDR
	out.Write(body.Next(header))
	resolution(out, f.Style.DPI)
	for _, field := range m.fields() {
		// iTXt: keyword, not compressed, language, keyword in that language, UTF-8.
		chunk(out, "iTXt", []byte(field[0]+"\x00\x00\x00en-GB\x00\x00"+field[1]))
	}
	out.Write(body.Bytes())
	return nil
}

// resolution is the pHYs chunk, by which a journal's software knows the width.
func resolution(out *bytes.Buffer, dpi int) {
	const inch = 0.0254 // m
	perMetre := uint32(math.Round(float64(dpi) / inch))
	data := binary.BigEndian.AppendUint32(nil, perMetre)
	data = binary.BigEndian.AppendUint32(data, perMetre)
	chunk(out, "pHYs", append(data, 1))
}

func chunk(out *bytes.Buffer, name string, data []byte) {
	body := append([]byte(name), data...)
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
	out.Write(body)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
}
