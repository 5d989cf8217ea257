package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"quell/sim/study"
	"quell/sim/validate"
)

// validationText is the report as a table for the terminal.
func validationText(rep *validate.Report) string {
	var parts []string
	for _, g := range []struct{ group, head string }{
		{validate.GroupEngine, "Other engines: the same equations in NEURON and scipy. The worst difference of each quantity"},
		{validate.GroupReceptor, "Receptor: the same equations solved otherwise. The worst difference of each part"},
	} {
		if rows := quantityRows(rep, g.group); len(rows) > 1 {
			parts = append(parts, g.head+"\n\n"+columns(rows, "lllrrrrll")+leftOut(rep, g.group))
		}
	}
	if text := findingText(rep); text != "" {
		parts = append(parts, text)
	}
	parts = append(parts, tally(rep))
	if notice := noticeOn(rep); notice != "" {
		parts = append(parts, notice+"\n")
	}
	return strings.Join(parts, "\n")
}

// noticeOn is the notice where a drug is in what was compared, else "".
func noticeOn(rep *validate.Report) string {
	for _, r := range rep.Rows {
		if r.Group != validate.GroupEngine {
			return study.Notice
		}
	}
	return ""
}

// quantityRows are a line for each quantity of each table, under a head.
func quantityRows(rep *validate.Report, group string) [][]string {
	rows := [][]string{{"table", "neuron", "quantity", "rows", "left out", "worst", "allowed", "verdict", "at"}}
	for _, q := range rep.Quantities(group) {
		rows = append(rows, quantityCells(q))
	}
	return rows
}

func quantityCells(q validate.Quantity) []string {
	worst, allowed := "", ""
	if q.N > 0 {
		worst, allowed = worstOf(q.Worst)
	}
	return []string{q.ID, q.Neuron, q.What, strconv.Itoa(q.N), dash(q.Skipped), worst, allowed, verdictOf(q), q.Worst.Condition}
}

func dash(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// verdictOf is what the rows of a quantity come to.
func verdictOf(q validate.Quantity) string {
	switch {
	case q.Missed > 0:
		return fmt.Sprintf("%s (%d)", validate.Miss, q.Missed)
	case q.N == 0:
		return string(validate.Skipped)
	}
	return string(validate.Hit)
}

// worstOf is the difference of a row and what is allowed, both as a share where
// the tolerance is one.
func worstOf(r validate.Row) (worst, allowed string) {
	off := math.Abs(r.Got - r.Want)
	if math.IsNaN(off) {
		return "nothing", amountOf(r.Spread, r.Unit)
	}
	if r.Allowed != "" {
		if r.Want == 0 {
			return amountOf(off, r.Unit), r.Allowed
		}
		return fmt.Sprintf("%.2g %%", 100*off/math.Abs(r.Want)), r.Allowed
	}
	return amountOf(off, r.Unit), amountOf(r.Spread, r.Unit)
}

func amountOf(x float64, unit string) string {
	return strings.TrimSpace(fmt.Sprintf("%.2g %s", x, unit))
}

// leftOut says why rows were not compared, each reason once.
func leftOut(rep *validate.Report, group string) string {
	var reasons []string
	count := map[string]int{}
	for _, r := range rep.Rows {
		if r.Group != group || r.Verdict != validate.Skipped {
			continue
		}
		if count[r.Why]++; count[r.Why] == 1 {
			reasons = append(reasons, r.Why)
		}
	}
	text := ""
	for _, why := range reasons {
		text += fmt.Sprintf("left out, %d: %s\n", count[why], why)
	}
	if text != "" {
		text = "\n" + text
	}
	return text
}

// findingText is a line for each published finding, and under each miss its reason,
// under each number that is built in by what it is.
func findingText(rep *validate.Report) string {
	rows := [][]string{{"id", "verdict", "published", "quell", "finding"}}
	notes := [][]string{nil}
	for _, r := range rep.Rows {
		if r.Group != validate.GroupFinding {
			continue
		}
		published, got := findingNumbers(r)
		what := r.What
		if r.Condition != "" {
			what += " (" + r.Condition + ")"
		}
		rows, notes = append(rows, []string{r.ID, findingVerdict(r), published, got, what}), append(notes, findingNotes(r))
	}
	if len(rows) == 1 {
		return ""
	}
	text := "Published findings\n\n"
	for i, line := range strings.SplitAfter(columns(rows, "llrrl"), "\n") {
		text += line
		if i >= len(notes) {
			continue
		}
		for _, note := range notes[i] {
			for _, l := range wrapped(note, helpWidth-len(indent)) {
				text += indent + l + "\n"
			}
		}
	}
	return text
}

// findingVerdict marks a hit that is built in.
func findingVerdict(r validate.Row) string {
	if r.Verdict == validate.Hit && r.Given != "" {
		return string(r.Verdict) + ", " + builtIn
	}
	return string(r.Verdict)
}

// builtIn is what a hit is called that returns what the model was given.
const builtIn = "built in"

// findingNotes are the reason of a miss, and by what a number is built in.
func findingNotes(r validate.Row) []string {
	var notes []string
	if r.Why != "" {
		notes = append(notes, r.Why)
	}
	if r.Given != "" {
		notes = append(notes, builtIn+": "+r.Given)
	}
	return notes
}

// indent is where the reason of a miss stands, and what a hit is built in by.
const indent = "        "

// findingNumbers are the published number with its spread, and quell's.
func findingNumbers(r validate.Row) (published, got string) {
	if r.Allowed != "" {
		return r.Allowed, measuredIn(r.Got, r.Unit)
	}
	published = measuredIn(r.Want, "")
	if r.Spread > 0 {
		published += " ± " + measuredIn(r.Spread, "")
	}
	return strings.TrimSpace(published + " " + r.Unit), measuredIn(r.Got, r.Unit)
}

// measuredIn is a number to three figures with its unit, or a dash where there is
// none.
func measuredIn(x float64, unit string) string {
	const digits = 3
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	text := strconv.FormatFloat(x, 'g', digits, 64)
	if strings.Contains(text, "e+") {
		text = strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strings.TrimSpace(strings.Replace(text, "-", "−", 1) + " " + unit)
}

// tally counts the verdicts of each group.
func tally(rep *validate.Report) string {
	text := ""
	for _, g := range validate.Groups() {
		var counts []string
		for _, v := range []validate.Verdict{validate.Hit, validate.Miss, validate.ExpectedMiss, validate.Skipped} {
			if n := rep.Count(g, v); n > 0 {
				counts = append(counts, fmt.Sprintf("%d %s", n, v))
			}
			if n := rep.GivenBack(g); v == validate.Hit && n > 0 {
				counts = append(counts, fmt.Sprintf("%d of them %s", n, builtIn))
			}
		}
		if counts != nil {
			text += g + ": " + strings.Join(counts, ", ") + "\n"
		}
	}
	return text
}
