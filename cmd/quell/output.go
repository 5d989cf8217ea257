package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeOutput writes a whole output, or nothing: to a temporary file beside the
// target that then takes its name. "-" is standard output.
func writeOutput(s streams, path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if path == "-" {
		if _, err := s.out.Write(b.Bytes()); err != nil {
			return fmt.Errorf("standard output: cannot be written: %w", plain(err))
		}
		return nil
	}
	if err := replaceFile(path, b.Bytes()); err != nil {
		return fmt.Errorf("%s: cannot be written: %w", path, plain(err))
	}
	return nil
}

func replaceFile(path string, data []byte) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return errors.New("it is a directory")
		}
		return os.WriteFile(path, data, 0o644) // a device or a pipe cannot be renamed over
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".quell-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// plain takes the path that the system names off an error.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}
