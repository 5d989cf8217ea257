package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"quell/plots"
	"quell/sim/study"
)

// demonstration is what `make demo` runs: the spastic motoneuron, the squid axon
// and a cortical cell, each with and without baclofen.
func demonstration() []string { return []string{"motoneuron-5ht", "squid", "cortical-rs"} }

// demoDose is a concentration of brain slices.
const demoDose = "10uM"

func demoCommand(s streams) *cobra.Command {
	var out, style string
	c := &cobra.Command{
		Use: "demo", Short: "three neurons with and without baclofen: a table and figures",
		Args: exactly(0, ""), Example: "  $ quell demo -o out",
		RunE: func(cmd *cobra.Command, _ []string) error { return demo(cmd.Context(), s, out, style) },
	}
	c.Flags().StringVarP(&out, "out", "o", "out", "directory of the figures; it is made where it is missing")
	c.Flags().StringVar(&style, "style", "slide", "look of the figures")
	return c
}

func demo(ctx context.Context, s streams, dir, style string) error {
	if _, err := plots.StyleNamed(style, ""); err != nil {
		return wrong(fmt.Errorf("--style: %w", err))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("%s: cannot be made: %w", dir, plain(err))
	}
	var all []*study.Result
	for _, name := range demonstration() {
		e := &study.Experiment{Neuron: name}
		if err := e.Put("baclofen", demoDose); err != nil {
			return err
		}
		res, err := e.Do(ctx)
		if err != nil {
			return interrupted(ctx, err)
		}
		fig, err := figure(res, style, "", false, false)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, name+".png")
		if err := writeOutput(s, file, func(w io.Writer) error {
			return plots.Write(w, fig, plots.PNG, fig.Meta(e.Command()))
		}); err != nil {
			return err
		}
		all = append(all, res)
	}
	return writeOutput(s, "-", func(w io.Writer) error { return demoTable(w, dir, all) })
}

func demoTable(w io.Writer, dir string, all []*study.Result) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "neuron\tcondition\trest (mV)\tΔV (mV)\trate (Hz)\tchange")
	for _, res := range all {
		for i, s := range res.Summaries {
			control := controlOf(res.Summaries, i)
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%.1f\t%s\n", res.Neuron.Name, s.Label, millivolts(s.Rest), shift(control, s), s.Rate, change(control, s))
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, res := range all {
		for _, note := range res.Notes() {
			fmt.Fprintf(w, "%s: %s\n", res.Neuron.Name, note)
		}
	}
	fmt.Fprintf(w, "figures in %s: ", dir)
	for i, name := range demonstration() {
		if i > 0 {
			fmt.Fprint(w, ", ")
		}
		fmt.Fprint(w, name+".png")
	}
	_, err := fmt.Fprintf(w, "\n%s\n", all[0].Notice())
	return err
}
