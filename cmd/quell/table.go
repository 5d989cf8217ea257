package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"quell/sim/study"
)

// writeTable prints what came of an experiment, a line for each condition.
func writeTable(w io.Writer, res *study.Result) error {
	n := res.Neuron
	fmt.Fprintf(w, "%s\n", n.Title)
	if e := res.Experiment; e.Label != "" {
		fmt.Fprintf(w, "%s\n", e.Label)
	}
	if made := changes(res.Experiment); made != "" {
		fmt.Fprintf(w, "changed: %s\n", made)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "condition\trest (mV)\tΔV (mV)\tspikes\trate (Hz)\tchange\t\n")
	for i, s := range res.Summaries {
		control := controlOf(res.Summaries, i)
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%.1f\t%s\t\n", s.Label, millivolts(s.Rest), shift(control, s), s.N, s.Rate, change(control, s))
	}
	t.Flush()
	for _, s := range res.Summaries {
		if late := after(s); late > 0 {
			fmt.Fprintf(w, "%s: %d more after the stimulus\n", s.Label, late)
		}
	}
	said := map[string]bool{}
	for _, s := range res.Summaries {
		for _, warning := range s.Warnings {
			if !said[warning] {
				said[warning] = true
				fmt.Fprintf(w, "warning: %s\n", warning)
			}
		}
	}
	for _, note := range res.Notes() {
		fmt.Fprintf(w, "note: %s\n", note)
	}
	if notice := res.Notice(); notice != "" {
		fmt.Fprintf(w, "%s\n", notice)
	}
	return nil
}

// controlOf is the untreated condition that i is compared with: the last one
// before it, of the same current. An untreated condition is compared with none.
func controlOf(all []study.Summary, i int) *study.Summary {
	untreated := func(s study.Summary) bool { return strings.HasPrefix(s.Label, study.Control) }
	if untreated(all[i]) {
		return nil
	}
	for j := i - 1; j >= 0; j-- {
		if untreated(all[j]) {
			return &all[j]
		}
	}
	return nil
}

func millivolts(v *float64) string {
	if v == nil {
		return "–"
	}
	return minus(fmt.Sprintf("%.2f", *v))
}

func shift(control *study.Summary, s study.Summary) string {
	if control == nil || control.Rest == nil || s.Rest == nil {
		return ""
	}
	return minus(fmt.Sprintf("%+.2f", *s.Rest-*control.Rest))
}

func change(control *study.Summary, s study.Summary) string {
	if control == nil || control.Rate == 0 {
		return ""
	}
	return minus(fmt.Sprintf("%+.0f %%", math.Round(100*(s.Rate/control.Rate-1))))
}

// minus prints the sign as it is printed in papers.
func minus(text string) string { return strings.Replace(text, "-", "−", 1) }

// changes lists what makes the neuron another than its file: --set and --Ko.
func changes(e *study.Experiment) string {
	var out []string
	for _, s := range e.Set {
		out = append(out, s.Path+" = "+s.Value)
	}
	if e.Ko > 0 {
		out = append(out, "[K]o = "+e.Ko.String())
	}
	return strings.Join(out, ", ")
}

// after counts the spikes later than the window of a condition.
func after(s study.Summary) int {
	n := 0
	for _, t := range s.Spikes {
		if t > float64(s.Window.To) {
			n++
		}
	}
	return n
}
