package plots

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Format is the kind of picture file.
type Format string

// The formats that Write knows.
const (
	PNG Format = "png"
	SVG Format = "svg"
	PDF Format = "pdf"
)

// FormatOf is the format that a file's name asks for by its suffix.
func FormatOf(file string) (Format, error) {
	suffix := strings.ToLower(strings.TrimPrefix(filepath.Ext(file), "."))
	switch f := Format(suffix); f {
	case PNG, SVG, PDF:
		return f, nil
	}
	return "", fmt.Errorf("plots: %q: no picture format %q; try .png, .svg or .pdf", filepath.Base(file), suffix)
}

// Meta is what a picture file says about itself. It holds no time of day and no
// path, so that the same figure is the same bytes wherever it is made.
type Meta struct {
	Title, Caption, Alt string
	Command             string // the exact command that draws it again
	Notice              string
}

// Meta is what the figure says about itself, with the command that drew it.
func (f *Figure) Meta(command string) Meta {
	return Meta{Title: f.Title, Caption: f.Caption, Alt: f.Alt, Command: command, Notice: f.Notice}
}

// fields are the entries with a value, in the order in which every format
// writes them.
func (m Meta) fields() [][2]string {
	var all [][2]string
	for _, f := range [][2]string{
		{"Title", m.Title},
		{"Description", m.Caption},
		{"Alt", m.Alt},
		{"Command", m.Command},
		{"Disclaimer", m.Notice},
		{"Software", "quell"},
	} {
		if f[1] != "" {
			f[1] = strings.Map(printable, f[1])
			all = append(all, f)
		}
	}
	return all
}

// printable drops what neither XML nor PNG text may hold.
func printable(r rune) rune {
	if r < ' ' && r != '\n' && r != '\t' || r == '\uFFFE' || r == '\uFFFF' {
		return -1
	}
	return r
}

// Write draws the figure to w. Nothing is written when drawing fails.
func Write(w io.Writer, f *Figure, format Format, m Meta) error {
	var out bytes.Buffer
	var err error
	switch format {
	case PNG:
		err = writePNG(&out, f, m)
	case SVG:
		err = writeSVG(&out, f, m)
	case PDF:
		err = writePDF(&out, f, m)
	default:
		err = fmt.Errorf("no picture format %q; try png, svg or pdf", format)
	}
	if err != nil {
		return fmt.Errorf("plots: %w", err)
	}
	if _, err = w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("plots: writing %s: %w", format, err)
	}
	return nil
}
