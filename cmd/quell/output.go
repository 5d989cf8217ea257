package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// output is where a result goes and in which form: a file by its suffix, or
// standard output, written - or, to say the form, -.svg.
type output struct{ path, form string }

func (o output) standard() bool { return o.path == "-" }

// base is the output without its folder, as it stands in the command that a
// figure carries.
func (o output) base() string {
	if o.standard() {
		return "-." + o.form
	}
	return filepath.Base(o.path)
}

// outputs is the flag -o, which may be repeated. The first of the forms is that
// of a bare -.
type outputs struct {
	forms []string
	list  []output
}

func (o *outputs) String() string { return "" }
func (o *outputs) Type() string   { return "FILE" }

// Set reads one destination.
func (o *outputs) Set(text string) error {
	suffix := filepath.Ext(text)
	form := strings.ToLower(strings.TrimPrefix(suffix, "."))
	try := "try ." + strings.Join(o.forms, ", .")
	switch {
	case text == "":
		return errors.New("there is no name; give a file, such as figure." + o.forms[0])
	case text == "-":
		form = o.forms[0]
	case form == "":
		return fmt.Errorf("%s has no suffix that says what to write; %s", text, try)
	case !slices.Contains(o.forms, form):
		return fmt.Errorf("%s: quell writes no %s here; %s", text, suffix, try)
	}
	if text == "-"+suffix {
		text = "-"
	}
	o.list = append(o.list, output{text, form})
	return nil
}

// ready says before anything is run what would keep a file from being written.
func ready(path string) error {
	if path == "" || path == "-" {
		return nil
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s: cannot be written: it is a directory", path)
	}
	dir := filepath.Dir(path)
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: cannot be written: there is no directory %s", path, dir)
	case err != nil:
		return fmt.Errorf("%s: cannot be written: %w", path, plain(err))
	case !info.IsDir():
		return fmt.Errorf("%s: cannot be written: %s is a file", path, dir)
	}
	return nil
}

// writeOutput writes a whole output, or nothing: to a temporary file beside the
// target that then takes its name. "-" is standard output.
func writeOutput(s streams, path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if path == "-" {
		_, err := s.out.Write(b.Bytes())
		return err
	}
	if err := replaceFile(path, b.Bytes()); err != nil {
		return fmt.Errorf("%s: cannot be written: %w", path, plain(err))
	}
	return nil
}

// replaceFile puts data in the place of a file, or leaves all as it was. A device
// or a pipe is written to, since it cannot be replaced; a link stays a link.
func replaceFile(path string, data []byte) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o666) // less what the user's umask takes
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a directory")
	case err == nil && !info.Mode().IsRegular():
		return overwrite(path, data)
	case err == nil:
		mode = info.Mode().Perm()
	}
	f, err := beside(path, mode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func overwrite(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// beside makes a new file in the directory of another.
func beside(path string, mode fs.FileMode) (f *os.File, err error) {
	const most = 100 // leftovers of runs that were killed
	for i := range most {
		name := fmt.Sprintf(".%s.%d-%d", filepath.Base(path), os.Getpid(), i)
		f, err = os.OpenFile(filepath.Join(filepath.Dir(path), name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return f, err
}

// plain takes the path and the operation that the system names off an error.
func plain(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}

// firmWriter remembers that writing failed, for callers that cannot say so.
type firmWriter struct {
	w   io.Writer
	err error
}

func (f *firmWriter) Write(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.failed()
	}
	n, err := f.w.Write(p)
	if err != nil {
		f.err = err
		return n, f.failed()
	}
	return n, nil
}

func (f *firmWriter) failed() error {
	if f.err == nil {
		return nil
	}
	return fmt.Errorf("standard output: cannot be written: %w", plain(f.err))
}
