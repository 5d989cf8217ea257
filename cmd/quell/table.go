package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
	"quell/sim/study"
)

// columns aligns rows: a column to the left, or to the right where align has an r
// for it.
func columns(rows [][]string, align string) string {
	var width []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			if i > 0 {
				line += "  "
			}
			gap := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i < len(align) && align[i] == 'r' {
				line += gap + cell
			} else {
				line += cell + gap
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// measures are the columns of numbers that every table of conditions has.
const (
	measures     = "rest (mV),ΔV (mV),spikes,rate (Hz),change (%)"
	measureAlign = "rrrrr"
)

// conditions is the table of a result, a row for each condition, under what was
// done to the neuron.
func conditions(res *study.Result) string {
	e := res.Experiment
	head := res.Neuron.Title + ", " + stimulus(res) + "\n"
	if e.Label != "" {
		head += e.Label + "\n"
	}
	if made := changes(e); made != "" {
		head += "changed: " + made + "\n"
	}
	titles := append([]string{"condition"}, strings.Split(measures, ",")...)
	rows := append([][]string{titles}, measured(res)...)
	if releases(res) {
		rows[0] = append(rows[0], "release (%)", "2nd/1st")
		for i, s := range res.Summaries {
			rows[i+1] = append(rows[i+1], released(s)...)
		}
	}
	return head + "\n" + columns(rows, "l"+measureAlign+"rr")
}

// releases says that the neuron has terminals of its own, which released in the
// control, and that something was done to them.
func releases(res *study.Result) bool {
	return len(res.Experiment.Drugs) > 0 && res.Summaries[0].Kept != nil
}

// released is what the drug leaves of a release at the first spike, by the law of the
// neuron's file, and the paired-pulse ratio.
func released(s study.Summary) []string {
	first, ratio := "", ""
	if s.Kept != nil {
		first = decimal("%.1f", 100**s.Kept)
	}
	if s.PairedPulse != nil {
		ratio = decimal("%.2f", *s.PairedPulse)
	}
	return []string{first, ratio}
}

// changes is what makes the neuron another than its file.
func changes(e *study.Experiment) string {
	var all []string
	for _, s := range e.Set {
		all = append(all, s.Path+" = "+s.Value)
	}
	if e.Ko > 0 {
		all = append(all, "[K]o = "+e.Ko.String())
	}
	return strings.Join(all, ", ")
}

// stimulus is the injected current in words. That of a family stands in the labels.
func stimulus(res *study.Result) string {
	parts := input(res)
	for i, c := range res.Runs[0].Protocol.Currents {
		amount := c.Start.String()
		switch {
		case len(parts) > 0 && len(res.Experiment.Currents) == 0 && c.Start.Value == 0 && c.End.Value == 0:
			amount = "measured"
		case c.End != c.Start:
			amount += " to " + c.End.String()
		case i == 0 && len(res.Experiment.Currents) > 1:
			amount = "currents"
		}
		parts = append(parts, fmt.Sprintf("%s from %s to %s", amount, c.From, c.To))
	}
	for i, c := range res.Runs[0].Protocol.Clamp {
		said := decimal("%g", float64(c.V)) + " mV from " + c.From.String()
		if i == 0 {
			said = "clamped at " + said
		}
		parts = append(parts, said)
	}
	if len(parts) == 0 {
		return "no current"
	}
	return strings.Join(parts, ", ")
}

// input is what drives the cell besides a current.
func input(res *study.Result) (parts []string) {
	p := &res.Runs[0].Protocol
	if p.Drive > 0 {
		parts = append(parts, "tonic drive "+p.Drive.String())
	}
	if p.Noise.On() {
		parts = append(parts, "noise of "+p.Noise.Excite.SD.String()+" ("+p.Noise.Place()+")")
	}
	return parts
}

// measured are the rows of a result: its label and the measures.
func measured(res *study.Result) [][]string {
	var rows [][]string
	var control study.Summary
	next := 0
	for _, r := range res.Runs {
		for range r.Phases {
			s := res.Summaries[next]
			next++
			shift, change := "", ""
			rate := decimal("%.1f", s.Rate)
			if !r.Treated {
				control = s
			} else {
				shift, change = compared(control, s)
			}
			if s.Window.Length() < measure.ShortestRate || len(r.Protocol.Clamp) > 0 {
				rate, change = "–", ""
			}
			rows = append(rows, []string{s.Label, millivolts(s.Rest), shift, fmt.Sprint(s.N), rate, change})
		}
	}
	return rows
}

// compared is how far rest and rate are from those of the control.
func compared(control, s study.Summary) (shift, change string) {
	if control.Rest != nil && s.Rest != nil {
		shift = decimal("%+.2f", *s.Rest-*control.Rest)
	}
	if s.ControlRate != nil && *s.ControlRate > 0 {
		change = decimal("%+.1f", 100*(s.Rate / *s.ControlRate - 1))
	}
	return shift, change
}

// millivolts is a potential, or a dash where the cell has none.
func millivolts(v *float64) string {
	if v == nil {
		return "–"
	}
	return decimal("%.2f", *v)
}

// decimal prints a number with the minus sign of papers, and no sign before a
// zero.
func decimal(format string, x float64) string {
	text := fmt.Sprintf(format, x)
	if strings.Trim(text, "+-0.") == "" {
		text = strings.TrimLeft(text, "+-")
	}
	return strings.Replace(text, "-", "−", 1)
}

// cautions are what the reader of a result must know: how far a check moved it,
// and its warnings.
func (res *outcome) cautions() []string {
	var all []string
	for _, d := range res.drifts {
		all = append(all, "check: "+d.String())
	}
	for _, s := range res.Summaries {
		for _, w := range s.Warnings {
			all = append(all, "warning: "+w)
		}
	}
	return all
}

// facts are notes on a result, and the notice where there is a drug.
func facts(res *study.Result) []string {
	var all []string
	for _, r := range res.Recordings {
		if late := after(r); late == 1 {
			all = append(all, fmt.Sprintf("note: %s: 1 more spike after the stimulus", r.Label))
		} else if late > 1 {
			all = append(all, fmt.Sprintf("note: %s: %d more spikes after the stimulus", r.Label, late))
		}
	}
	for _, n := range res.Notes() {
		all = append(all, "note: "+n)
	}
	return append(all, res.Notice())
}

// after counts the spikes later than the last injected current.
func after(r *sim.Recording) int {
	var end unit.Time
	for _, c := range r.Protocol.Currents {
		end = max(end, c.To)
	}
	if end == 0 {
		return 0
	}
	n := 0
	for _, t := range r.Spikes {
		if t > float64(end) {
			n++
		}
	}
	return n
}

// lines prints texts a line each, each once.
func lines(texts []string) string {
	var b strings.Builder
	for i, t := range texts {
		if t != "" && !slices.Contains(texts[:i], t) {
			b.WriteString(t + "\n")
		}
	}
	return b.String()
}
