package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"quell/plots"
	"quell/sim/study"
)

// demonstrated are the neurons of the demonstration: the spastic motoneuron, the
// squid axon and a cortical cell.
func demonstrated() []string { return []string{"motoneuron-5ht", "squid", "cortical-rs"} }

// demoDose is a concentration of brain slices.
const demoDose = "10uM"

func demoFlags(flags *pflag.FlagSet) body {
	var dir string
	var l look
	flags.StringVarP(&dir, "out", "o", "out", "`DIR` of the figures; it is made where it is missing")
	l.flags(flags)
	return func(ctx context.Context, s streams, _ []string) error {
		style, err := l.style()
		if err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("%s: cannot be made: %w", dir, plain(err))
		}
		var all []*study.Result
		var files []string
		for _, name := range demonstrated() {
			res, err := treated(ctx, name)
			if err != nil {
				return interrupted(ctx, err)
			}
			fig, err := figure(res, style, plots.Options{})
			if err != nil {
				return err
			}
			to := output{filepath.Join(dir, name+".png"), "png"}
			if err := writeFigure(s, to, fig, append(res.Experiment.Args(), l.args()...)); err != nil {
				return err
			}
			all, files = append(all, res), append(files, to.base())
		}
		_, err = io.WriteString(s.out, demoTable(all)+"figures in "+dir+": "+strings.Join(files, ", ")+"\n")
		return err
	}
}

// treated runs a neuron with and without baclofen.
func treated(ctx context.Context, name string) (*study.Result, error) {
	e := &study.Experiment{Neuron: name}
	if err := e.Put("baclofen", demoDose); err != nil {
		return nil, err
	}
	return e.Do(ctx)
}

func demoTable(all []*study.Result) string {
	rows := [][]string{append([]string{"neuron", "condition"}, strings.Split(measures, ",")...)}
	var notes []string
	for _, res := range all {
		for _, row := range measured(res) {
			rows = append(rows, append([]string{res.Neuron.Name}, row...))
		}
		for _, note := range res.Notes() {
			notes = append(notes, res.Neuron.Name+": "+note+"\n")
		}
	}
	return columns(rows, "ll"+measureAlign) + strings.Join(notes, "") + all[0].Notice() + "\n"
}
