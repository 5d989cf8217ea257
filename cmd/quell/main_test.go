package main

import (
	"bytes"
	"errors"
	"flag"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var regen = flag.Bool("regen", false, "draw the golden figures anew and write transcripts as they run")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"quell": main})
}

func TestTranscripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *regen,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": status,
			"empty":  empty,
		},
	})
}

// status N quell ... wants the exit status N, and leaves what was said of the
// mistake in the file said. A mistake prints nothing on standard output.
func status(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	program := filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], args[1])
	var out, errs bytes.Buffer
	c := exec.Command(program, args[2:]...)
	c.Dir, c.Stdout, c.Stderr = ts.MkAbs("."), &out, &errs
	got := 0
	if err := c.Run(); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d\n%s%s", got, want, out.String(), errs.String())
	}
	if got == askedWrong && out.Len() > 0 {
		ts.Fatalf("a mistake prints on standard output:\n%s", out.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs("said"), errs.Bytes(), 0o644))
}

// empty DIR wants a directory without files: nothing half-written is left.
func empty(ts *testscript.TestScript, _ bool, args []string) {
	list, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(list) > 0 {
		ts.Fatalf("%s holds %s", args[0], list[0].Name())
	}
}

// The picture of README is what its command draws.
func TestReadmeFigure(t *testing.T) {
	drawn := filepath.Join(t.TempDir(), "motoneuron.png")
	var out, errs bytes.Buffer
	if got := run(t.Context(), streams{out: &out, err: &errs}, []string{"run", "motoneuron-5ht", "--baclofen", "10uM", "-o", drawn}); got != done {
		t.Fatalf("exit status %d: %s", got, errs.String())
	}
	golden := filepath.Join("testdata", "motoneuron.png")
	if *regen {
		data, err := os.ReadFile(drawn)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	a, b := decode(t, drawn), decode(t, golden)
	if a.Bounds() != b.Bounds() {
		t.Fatalf("%v is drawn, %v is the golden", a.Bounds(), b.Bounds())
	}
	differ := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if far(a, b, x, y) {
				differ++
			}
		}
	}
	// A glyph's edge may fall otherwise on another machine; a line may not.
	if most := a.Bounds().Dx() * a.Bounds().Dy() / 1000; differ > most {
		t.Errorf("%d pixels differ from the golden, at most %d may; look at it and run go test ./cmd/quell -regen", differ, most)
	}
}

func far(a, b image.Image, x, y int) bool {
	r, g, bl, _ := a.At(x, y).RGBA()
	r2, g2, b2, _ := b.At(x, y).RGBA()
	const close = 0x2000
	d := func(p, q uint32) bool { return p > q+close || q > p+close }
	return d(r, r2) || d(g, g2) || d(bl, b2)
}

func decode(t *testing.T, name string) image.Image {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}
