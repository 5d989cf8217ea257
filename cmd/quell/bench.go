package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"quell/model/unit"
	"quell/sim"
	"quell/sim/timing"
)

func benchFlags(f *pflag.FlagSet) body {
	models := f.StringSlice("model", timing.Models(), "the cells: hh, motor")
	cells := f.IntSlice("cells", []int{1, 1000}, "how many of them")
	seconds := f.Float64("model-s", 1, "how much time of each cell, in seconds")
	tols := f.StringSlice("tol", []string{"1e-5"}, "tolerances of the accurate method")
	fixed := f.StringSlice("fixed", nil, "steps of the fixed method instead, such as 0.025ms")
	workers := f.Int("workers", 1, "how many processors")
	reps := f.Int("reps", 5, "how often each case is measured")
	return func(ctx context.Context, s streams, _ []string) error {
		var cases []timing.Case
		for _, m := range *models {
			if !slices.Contains(timing.Models(), m) {
				return wrong(fmt.Errorf("--model: %s is not a cell of the comparison%s", m, suggest(m, timing.Models())))
			}
			for _, n := range *cells {
				c := timing.Case{Model: m, Cells: n, Seconds: *seconds, Workers: *workers, Reps: *reps}
				more, err := methods(c, *tols, *fixed)
				if err != nil {
					return wrong(err)
				}
				cases = append(cases, more...)
			}
		}
		for _, c := range cases {
			if c.Cells < 1 || c.Workers < 1 || c.Reps < 1 || !(c.Seconds > 0 && c.Seconds <= mostBenched) {
				return wrong(fmt.Errorf("cells, workers and reps are 1 or more, and model-s is above 0 and at most %d", mostBenched))
			}
		}
		return bench(ctx, s, cases)
	}
}

// mostBenched is the longest that a cell is timed for, in seconds.
const mostBenched = 1000

// methods are the cases of a cell, one for each tolerance or step.
func methods(c timing.Case, tols, steps []string) (all []timing.Case, err error) {
	for _, text := range steps {
		c.Method = sim.Fixed
		if err := c.Dt.Set(text); err != nil {
			return nil, fmt.Errorf("--fixed: %w", err)
		}
		all = append(all, c)
	}
	if len(steps) > 0 {
		return all, nil
	}
	for _, text := range tols {
		c.Method = sim.Accurate
		if c.Tol, err = strconv.ParseFloat(text, 64); err != nil || !(c.Tol > 0) {
			return nil, fmt.Errorf("--tol: %q is no tolerance; it is a small number, such as 1e-5", text)
		}
		all = append(all, c)
	}
	return all, nil
}

// bench prints a row for each case, as soon as it is known.
func bench(ctx context.Context, s streams, cases []timing.Case) error {
	w := csv.NewWriter(s.out)
	head := []string{"engine", "model", "cells", "dt", "model_s", "wall_s", "ns_per_cell_step", "error_ms", "cpu_s", "cpu_min", "cpu_max"}
	if err := w.Write(head); err != nil {
		return err
	}
	began := time.Now()
	clock := func() (wall, cpu float64) {
		wall = time.Since(began).Seconds()
		return wall, processor(wall)
	}
	for _, c := range cases {
		row, err := timing.Run(ctx, c, clock)
		if err != nil {
			return err
		}
		if err := w.Write(benched(row)); err != nil {
			return err
		}
		w.Flush()
		if err := w.Error(); err != nil {
			return err
		}
	}
	return nil
}

func benched(r timing.Row) []string {
	engine, step, perStep := "quell-accurate", fmt.Sprintf("tol=%g", r.Tol), ""
	if r.Method == sim.Fixed {
		engine, step = "quell-fixed", fmt.Sprintf("%g", float64(r.Dt))
		steps := float64(r.Cells) * r.Seconds * float64(unit.Second/r.Dt)
		perStep = fmt.Sprintf("%.2f", r.CPU*1e9/steps)
	}
	if sim.Vectorised() {
		engine += "-simd"
	}
	off := ""
	if !math.IsNaN(r.Error) {
		off = fmt.Sprintf("%.3g", r.Error)
	} else if r.Cells == 1 {
		off = "nan"
	}
	s := func(x float64) string { return fmt.Sprintf("%.4f", x) }
	return []string{engine, r.Model, strconv.Itoa(r.Cells), step, fmt.Sprintf("%g", r.Seconds), s(r.Wall), perStep, off, s(r.CPU), s(r.Least), s(r.Most)}
}
