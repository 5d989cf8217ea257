package study

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"

	"quell/sim"
)

// traceDigits is how many digits of a sample are written.
const traceDigits = 10

// WriteCSV writes the traces of a result as a tidy table: a row for each
// condition and moment, a column for each trace with its unit in its head
// (soma.V_mV). Lines that begin with # say how it was made.
func WriteCSV(w io.Writer, r *Result, version string) error {
	for _, line := range r.Head(version) {
		if _, err := fmt.Fprintf(w, "# %s\n", line); err != nil {
			return err
		}
	}
	return r.Traces().write(csv.NewWriter(w), traceDigits)
}

// Head says how the tables of the result were made, a line each.
func (r *Result) Head(version string) []string {
	var warnings []string
	for _, rec := range r.Recordings {
		for _, warning := range rec.Warnings {
			warnings = append(warnings, rec.Label+": "+warning)
		}
	}
	return r.Experiment.head(version, r.Notes(), warnings)
}

// Traces are the traces as a table.
func (r *Result) Traces() Table {
	columns := traceColumns(r.Recordings)
	t := Table{Name: "traces", Columns: make([]Column, 2+len(columns))}
	condition, time := &t.Columns[0], &t.Columns[1]
	condition.Name, time.Name = "condition", "time_ms"
	condition.Words = []string{}
	for i, c := range columns {
		t.Columns[2+i].Name = c.head
	}
	for _, rec := range r.Recordings {
		if len(rec.Traces) == 0 {
			continue
		}
		at := rec.Traces[0].T
		for range at {
			condition.Words = append(condition.Words, rec.Label)
		}
		time.Numbers = append(time.Numbers, at...)
		for i, c := range columns {
			into := &t.Columns[2+i].Numbers
			tr, _ := rec.Trace(c.name)
			*into = append(*into, tr.Y...)
			for range len(at) - len(tr.Y) {
				*into = append(*into, math.NaN())
			}
		}
	}
	return t
}

type column struct{ name, head string }

// traceColumns are the traces of all recordings, each once, in their order.
func traceColumns(recs []*sim.Recording) []column {
	var columns []column
	for _, rec := range recs {
		for _, tr := range rec.Traces {
			if slices.ContainsFunc(columns, func(c column) bool { return c.name == tr.Name }) {
				continue
			}
			head := tr.Name
			if tr.Unit != "" && tr.Unit != "1" {
				head += "_" + tr.Unit
			}
			columns = append(columns, column{tr.Name, head})
		}
	}
	return columns
}
