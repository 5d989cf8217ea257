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
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "condition\trest (mV)\tΔV (mV)\tspikes\trate (Hz)\tchange\t\n")
	for i, s := range res.Summaries {
		control := controlOf(res.Summaries, i)
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%.1f\t%s\t\n", s.Label, millivolts(s.Rest), shift(control, s), s.N, s.Rate, change(control, s))
	}
	t.Flush()
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

// controlOf is the last untreated condition before i.
func controlOf(all []study.Summary, i int) *study.Summary {
	for j := i - 1; j >= 0; j-- {
		if strings.HasPrefix(all[j].Label, "control") {
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
