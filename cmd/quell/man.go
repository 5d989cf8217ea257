package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

func manFlags(*pflag.FlagSet) body {
	return func(_ context.Context, s streams, words []string) error {
		dir := words[0]
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("%s: cannot be made: %w", dir, plain(err))
		}
		root := newRoot(s)
		for _, cmd := range append([]*cobra.Command{root}, root.Commands()...) {
			name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
			if err := writeOutput(s, filepath.Join(dir, name), func(w io.Writer) error { return manPage(cmd, w) }); err != nil {
				return err
			}
		}
		return nil
	}
}

// manPage writes the manual page of a command. It bears the month of the version,
// not of the day: the same program writes the same page.
func manPage(cmd *cobra.Command, w io.Writer) error {
	month := time.Date(versionYear, versionMonth, 1, 0, 0, 0, 0, time.UTC)
	return doc.GenMan(cmd, &doc.GenManHeader{Section: "1", Date: &month, Source: "quell " + version, Manual: "quell"}, w)
}
