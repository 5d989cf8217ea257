package main

import (
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"quell/model"
	"quell/model/unit"
	"quell/plots"
	"quell/sim/study"
)

func versionCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "print the version", Args: exactly(0, ""), Example: "  $ quell version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(s.out, "quell %s %s/%s\n", version, runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

func listCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "list neurons and drugs", Args: exactly(0, ""), Example: "  $ quell list",
		RunE: func(*cobra.Command, []string) error {
			return writeOutput(s, "-", writeList)
		},
	}
}

func writeList(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "neurons")
	for _, name := range model.Names() {
		n, err := model.ByName(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(t, "  %s\t%s\n", name, n.Title)
	}
	fmt.Fprintln(t, "drugs")
	const digits = 3
	ligands, err := model.Ligands()
	if err != nil {
		return err
	}
	for _, l := range ligands {
		mark := ""
		if l.Numbers["K"].Confidence != "read" {
			mark = " [" + l.Numbers["K"].Confidence + "]"
		}
		fmt.Fprintf(t, "  %s\t%s, %s, K %s%s, up to %s\n", l.Name, l.Title, l.Kind, unit.Short(unit.Concentration(l.K), digits), mark, unit.Concentration(l.Range[1]))
	}
	return t.Flush()
}

func checkCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use: "check FILE", Short: "say everything that is wrong with a neuron or experiment file",
		Args: exactly(1, "the file"), Example: "  $ quell check mine.yaml",
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := readFile(args[0])
			if err != nil {
				return err
			}
			base := filepath.Base(args[0])
			if study.IsExperiment(data) {
				if _, err := study.Read(base, data); err != nil {
					return err
				}
				_, err = fmt.Fprintf(s.out, "%s: an experiment without fault\n", base)
				return err
			}
			n, err := model.Parse(base, data)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(s.out, "%s: %s, a neuron without fault\n", base, n.Name)
			return err
		},
	}
}

// neuronOf finds a neuron by name or file.
func neuronOf(name string) (*model.Neuron, error) {
	if slices.Contains(model.Names(), name) || !looksLikeFile(name) {
		n, err := model.ByName(name)
		return n, wrong(err)
	}
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	return model.Parse(filepath.Base(name), data)
}

func gatesCommand(s streams) *cobra.Command {
	var style, size, out string
	c := &cobra.Command{
		Use: "gates NEURON|FILE", Short: "draw steady states and time constants of the gates",
		Args: exactly(1, "the neuron"), Example: "  $ quell gates squid -o gates.png",
		RunE: func(_ *cobra.Command, args []string) error {
			format := plots.PNG
			if out != "-" {
				var err error
				if format, err = plots.FormatOf(out); err != nil {
					return wrong(fmt.Errorf("--out: %q has no suffix that says what to draw; try .png, .svg or .pdf", filepath.Base(out)))
				}
			}
			look, err := plots.StyleNamed(style, size)
			if err != nil {
				return wrong(fmt.Errorf("--style: %w", err))
			}
			n, err := neuronOf(args[0])
			if err != nil {
				return err
			}
			const low, high, perMV = -100, 50, 2 // mV
			var curves []plots.Curve
			for _, c := range n.Curves(low, high, perMV) {
				curves = append(curves, plots.Curve(c))
			}
			fig, err := plots.Gates(look, n.Title, curves...)
			if err != nil {
				return err
			}
			command := []string{"quell", "gates", filepath.Base(args[0]), "--style", style, "-o", filepath.Base(out)}
			return writeOutput(s, out, func(w io.Writer) error {
				return plots.Write(w, fig, format, fig.Meta(study.ShellLine(command)))
			})
		},
	}
	styleFlags(c, &style, &size)
	c.Flags().StringVarP(&out, "out", "o", "gates.png", "the figure (.png, .svg, .pdf); - is standard output")
	return c
}

func manCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use: "man DIR", Short: "write the manual pages into a directory", Args: exactly(1, "the directory"), Example: "  $ quell man .",
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			root.DisableAutoGenTag = true
			if err := doc.GenManTree(root, &doc.GenManHeader{Title: "QUELL", Section: "1", Source: "quell " + version}, args[0]); err != nil {
				return fmt.Errorf("%s: cannot be written: %w", args[0], plain(err))
			}
			return nil
		},
	}
}
