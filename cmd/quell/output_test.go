package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOutputs(t *testing.T) {
	check := func(text string, want output) {
		t.Helper()
		o := outputs{forms: []string{"png", "svg", "csv"}}
		if err := o.Set(text); err != nil {
			t.Errorf("%q: %v", text, err)
		} else if o.list[0] != want {
			t.Errorf("%q is %v, want %v", text, o.list[0], want)
		}
	}
	check("a.png", output{"a.png", "png"})
	check("out/A.SVG", output{"out/A.SVG", "svg"})
	check("-", output{"-", "png"})
	check("-.csv", output{"-", "csv"})
	check("./-.csv", output{"./-.csv", "csv"})
	for _, text := range []string{"", "a", "a.", "a.bmp", "-.bmp", ".png.", "png"} {
		if err := (&outputs{forms: []string{"png"}}).Set(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range list {
		all = append(all, e.Name())
	}
	return all
}

// An output that fails half-way leaves what was there.
func TestWriteOutputWhole(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.txt")
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	if err := writeOutput(streams{}, file, text("first")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	half := func(w io.Writer) error {
		if err := text("sec")(w); err != nil {
			return err
		}
		return broken
	}
	if err := writeOutput(streams{}, file, half); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	data, err := os.ReadFile(file)
	if err != nil || string(data) != "first" {
		t.Errorf("the file holds %q, %v", data, err)
	}
	if diff := cmp.Diff([]string{"a.txt"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// A leftover of a run that was killed is in nobody's way, and is not ours to
// remove.
func TestLeftover(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.txt")
	left, err := beside(file, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := left.Close(); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(file, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{filepath.Base(left.Name()), "a.txt"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestDecimal(t *testing.T) {
	check := func(format string, x float64, want string) {
		t.Helper()
		if got := decimal(format, x); got != want {
			t.Errorf("%g is %s, want %s", x, got, want)
		}
	}
	check("%+.2f", -7.618, "−7.62")
	check("%+.2f", 7.618, "+7.62")
	check("%+.2f", -0.001, "0.00")
	check("%+.1f", 0, "0.0")
	check("%.2f", -64.974, "−64.97")
	check("%+.1f", -100, "−100.0")
}
