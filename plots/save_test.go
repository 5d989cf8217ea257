package plots_test

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"hash/crc32"
	"image/png"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"quell/plots"
)

const command = `quell run motoneuron --current 10uA/cm2 --baclofen "10 µM" -o fig.png`

// drawn is the voltage figure in the format, with its metadata.
func drawn(t *testing.T, format plots.Format) ([]byte, plots.Meta) {
	t.Helper()
	f, err := plots.Voltage(plots.Paper(85*2.8346), motoSteady()...)
	if err != nil {
		t.Fatal(err)
	}
	f.Title = "Spinal motoneuron <5-HT> & co"
	m := f.Meta(command)
	var b bytes.Buffer
	if err := plots.Write(&b, f, format, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), m
}

func TestSameBytes(t *testing.T) {
	for _, format := range []plots.Format{plots.PNG, plots.SVG, plots.PDF} {
		a, _ := drawn(t, format)
		b, _ := drawn(t, format)
		if !bytes.Equal(a, b) {
			t.Errorf("%s: two drawings of one figure differ", format)
		}
	}
}

func TestPNGMeta(t *testing.T) {
	b, m := drawn(t, plots.PNG)
	if _, err := png.Decode(bytes.NewReader(b)); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	var perMetre uint32
	for rest := b[8:]; len(rest) > 0; {
		n := binary.BigEndian.Uint32(rest)
		name, data := string(rest[4:8]), rest[8:8+n]
		if sum := binary.BigEndian.Uint32(rest[8+n:]); sum != crc32.ChecksumIEEE(rest[4:8+n]) {
			t.Errorf("chunk %s has a wrong sum", name)
		}
		switch name {
		case "iTXt":
			parts := strings.SplitN(string(data), "\x00", 6)
			got[parts[0]] = parts[5]
		case "pHYs":
			perMetre = binary.BigEndian.Uint32(data)
		case "tIME":
			t.Error("the file says when it was made")
		}
		rest = rest[12+n:]
	}
	for key, want := range map[string]string{
		"Title": m.Title, "Description": m.Caption, "Alt": m.Alt, "Command": command, "Disclaimer": plots.Notice, "Software": "quell",
	} {
		if got[key] != want {
			t.Errorf("%s is %q, want %q", key, got[key], want)
		}
	}
	if perMetre != 11811 { // 300 dots per inch of 0.0254 m
		t.Errorf("%d pixels per metre, want 11811", perMetre)
	}
}

func TestSVGMeta(t *testing.T) {
	b, m := drawn(t, plots.SVG)
	var doc struct {
		Role  string `xml:"role,attr"`
		Title string `xml:"title"`
		Desc  string `xml:"desc"`
		RDF   struct {
			Description struct {
				Command string `xml:"command"`
				Rights  string `xml:"rights>Alt>li"`
				Caption string `xml:"description>Alt>li"`
			} `xml:"Description"`
		} `xml:"metadata>RDF"`
		Texts []string `xml:"text"`
	}
	if err := xml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	d := doc.RDF.Description
	for _, c := range [][3]string{
		{"role", doc.Role, "img"},
		{"title", doc.Title, m.Title},
		{"desc", doc.Desc, m.Alt},
		{"command", d.Command, command},
		{"rights", d.Rights, plots.Notice},
		{"description", d.Caption, m.Caption},
	} {
		if c[1] != c[2] {
			t.Errorf("%s is %q, want %q", c[0], c[1], c[2])
		}
	}
	if all := strings.Join(doc.Texts, "|"); !strings.Contains(all, "ΔV −8.3 mV") {
		t.Errorf("the text is not text: %s", all)
	}
}

func TestPDFMeta(t *testing.T) {
	b, m := drawn(t, plots.PDF)
	utf := func(s string) []byte {
		out := []byte{0xFE, 0xFF}
		for _, u := range utf16.Encode([]rune(s)) {
			out = binary.BigEndian.AppendUint16(out, u)
		}
		for _, c := range []string{`\`, "(", ")"} {
			out = bytes.ReplaceAll(out, []byte(c), []byte(`\`+c))
		}
		return out
	}
	for key, want := range map[string]string{"Title": m.Title, "Subject": m.Caption, "Creator": command, "Keywords": plots.Notice} {
		if !bytes.Contains(b, append([]byte("/"+key+" ("), utf(want)...)) {
			t.Errorf("the document information has no %s %q", key, want)
		}
	}
	for _, want := range []string{"<quell:alt>", "<quell:command>", "/Lang (en-GB)"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	if dates := regexp.MustCompile(`D:\d+`).FindAllString(string(b), -1); len(dates) != 2 || dates[0] != "D:20000101000000" || dates[1] != dates[0] {
		t.Errorf("dates %v, want the same day of 2000 for every file", dates)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrors(t *testing.T) {
	f, err := plots.Gates(plots.Slide(), "Squid", squidCurves()...)
	if err != nil {
		t.Fatal(err)
	}
	check := func(got error, want string) {
		t.Helper()
		if got == nil || got.Error() != want {
			t.Errorf("error %v, want %s", got, want)
		}
	}
	check(plots.Write(full{}, f, plots.SVG, plots.Meta{}), "plots: writing svg: disk full")
	check(plots.Write(io.Discard, f, "gif", plots.Meta{}), `plots: no picture format "gif"; try png, svg or pdf`)
	_, err = plots.FormatOf("figures/fig.gif")
	check(err, `plots: "fig.gif": no picture format "gif"; try .png, .svg or .pdf`)
	_, err = plots.StyleNamed("slides", "")
	check(err, `plots: "slides" is no style; try slide, paper, dark`)
	_, err = plots.StyleNamed("paper", "16:9")
	check(err, `plots: style paper has no size "16:9"; try 114mm, 85mm, 174mm`)
	_, err = plots.Voltage(plots.Slide())
	check(err, "plots: voltage: no recording; give at least one")
	_, err = plots.Traces(plots.Slide(), squidSteady()[0], "dend.V")
	check(err, `plots: traces: no trace "dend.V" in the recording; it has soma.V and gabab.gamma`)
	_, err = plots.Gates(plots.Slide(), "Squid", plots.Curve{Compartment: "soma", Channel: "Na", Gate: "m", V: []float64{0, 1}, Inf: []float64{1}})
	check(err, "plots: gates: soma.Na.m: 2 potentials, 1 steady states, 0 time constants; give as many of each")
}
