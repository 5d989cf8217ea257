package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"quell/model/unit"
	"quell/sim"
	"quell/sim/timing"
)

// benchAsk is what quell bench is asked, as it was written.
type benchAsk struct {
	models, cells, tols, fixed []string
	given                      func(flag string) bool
	seconds, workers, reps     string
	check, csv                 bool
}

func benchFlags(f *pflag.FlagSet) body {
	a := &benchAsk{given: f.Changed}
	f.StringSliceVar(&a.models, "model", timing.Models(), "the `CELL` to run, hh or motor; several stand between commas, here and below (hh,motor)")
	f.StringSliceVar(&a.cells, "cells", []string{"1", "1000"}, "how many cells, a `NUMBER` (1,1000)")
	f.StringVar(&a.seconds, "model-s", "1", "how many `SECONDS` of each cell (1)")
	f.StringSliceVar(&a.tols, "tol", []string{benchTol}, "tolerance `X` of the accurate method ("+benchTol+")")
	f.StringSliceVar(&a.fixed, "fixed", nil, "take the fixed method with steps of `DT`: ms, as in the column dt, or with a unit")
	f.StringVar(&a.workers, "workers", "1", "a `NUMBER` of processors to use (1)")
	f.StringVar(&a.reps, "reps", "5", "the `NUMBER` of times that each case is measured (5)")
	f.BoolVar(&a.check, "check", false, "run many cells once more, at tolerance 1e-11, and print the largest error of one")
	f.BoolVar(&a.csv, "csv", false, "print CSV, as bench always does")
	return func(ctx context.Context, s streams, _ []string) error {
		cases, err := a.cases()
		if err != nil {
			return wrong(err)
		}
		return bench(ctx, s, cases)
	}
}

// What is tried where nothing is given, or what is given does not do.
const (
	benchTol  = "1e-5"  // the loosest power of ten whose error over a population is small enough
	benchStep = "0.025" // ms
)

// Most that is timed.
const (
	mostCells   = 10_000_000
	mostSeconds = 1000
	mostWorkers = 1024
	mostReps    = 1000
)

// cases are those that were asked for: of each cell, each number of them and each
// tolerance or step.
func (a *benchAsk) cases() (all []timing.Case, err error) {
	c := timing.Case{Check: a.check}
	if c.Workers, err = count("workers", a.workers, mostWorkers); err != nil {
		return nil, err
	}
	if c.Reps, err = count("reps", a.reps, mostReps); err != nil {
		return nil, err
	}
	c.Seconds, err = strconv.ParseFloat(a.seconds, 64)
	if err != nil || !(c.Seconds > 0 && c.Seconds <= mostSeconds) {
		return nil, fmt.Errorf("--model-s: %q is not above 0 and at most %d; it is a number of seconds, try 1", a.seconds, mostSeconds)
	}
	for _, l := range []struct {
		flag, try string
		list      []string
	}{{"model", "hh,motor", a.models}, {"cells", "1,1000", a.cells}, {"tol", benchTol, a.tols}, {"fixed", benchStep, a.fixed}} {
		if len(l.list) == 0 && a.given(l.flag) {
			return nil, fmt.Errorf("--%s: the list is empty; try %s", l.flag, l.try)
		}
	}
	if a.given("fixed") && a.given("tol") {
		return nil, fmt.Errorf("--tol: %s is of the accurate method; leave it out, or --fixed", strings.Join(a.tols, ","))
	}
	for _, c.Model = range a.models {
		if !slices.Contains(timing.Models(), c.Model) {
			return nil, fmt.Errorf("--model: %q is not a cell of the comparison%s", c.Model, suggest(c.Model, timing.Models()))
		}
		for _, text := range a.cells {
			if c.Cells, err = count("cells", text, mostCells); err != nil {
				return nil, err
			}
			more, err := a.methods(c)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
	}
	return all, nil
}

// count reads a flag that counts something.
func count(flag, text string, most int) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("--%s: %q is not a whole number from 1 to %d; try 1", flag, text, most)
	}
	return n, nil
}

// methods are the cases of some cells, one for each tolerance or step.
func (a *benchAsk) methods(c timing.Case) (all []timing.Case, err error) {
	texts := a.tols
	c.Method = sim.Accurate
	if a.given("fixed") {
		c.Method, texts = sim.Fixed, a.fixed
	}
	for _, text := range texts {
		if c.Method == sim.Fixed {
			err = setStep(&c.Dt, text)
		} else if c.Tol, err = strconv.ParseFloat(text, 64); err != nil || !(c.Tol > 0) {
			err = fmt.Errorf("--tol: %q is no tolerance; it is a small number, try "+benchTol, text)
		}
		if err == nil {
			err = meant(c)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// meant says what of a method cannot be, under the flag that gave it.
func meant(c timing.Case) error {
	err := c.Meant()
	if err == nil {
		return nil
	}
	_, why, _ := strings.Cut(err.Error(), ": ") // after the setting's name
	why, _, _ = strings.Cut(why, ";")           // before the default of a run
	if c.Method == sim.Fixed {
		return fmt.Errorf("--fixed: %s; try %s", why, benchStep)
	}
	return fmt.Errorf("--tol: %s; try %s", why, benchTol)
}

// setStep reads a step, a bare number as the column dt has it.
func setStep(dt *unit.Time, text string) error {
	if x, err := strconv.ParseFloat(text, 64); err == nil && x <= 0 {
		return fmt.Errorf("--fixed: %s is no step; try %s", text, benchStep)
	} else if err == nil {
		*dt = unit.Time(x) * unit.Millisecond
		return nil
	}
	if err := dt.Set(text); err != nil {
		return fmt.Errorf("--fixed: %w", err)
	}
	return nil
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
		steps := float64(r.Cells) * math.Round(r.Seconds*float64(unit.Second/r.Dt))
		perStep = fmt.Sprintf("%.2f", r.CPU*1e9/steps)
	}
	if sim.Vectorised() {
		engine += "-simd"
	}
	off := ""
	if r.Compared() {
		off = strings.ToLower(fmt.Sprintf("%.3g", r.Error))
	}
	s := func(x float64) string { return fmt.Sprintf("%.4f", x) }
	return []string{engine, r.Model, strconv.Itoa(r.Cells), step, fmt.Sprintf("%g", r.Seconds), s(r.Wall), perStep, off, s(r.CPU), s(r.Least), s(r.Most)}
}
