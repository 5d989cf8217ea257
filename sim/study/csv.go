package study

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"quell/sim"
)

// traceDigits is how many digits of a sample are written.
const traceDigits = 10

// WriteCSV writes the traces of a result as a tidy table: a row for each
// condition and moment, a column for each trace with its unit in its head
// (soma.V_mV). Lines that begin with # say how it was made.
func WriteCSV(w io.Writer, r *Result, version string) error {
	head := []string{"quell " + version, "command: " + r.Experiment.Command()}
	if r.Experiment.Label != "" {
		head = append(head, "label: "+strconv.Quote(r.Experiment.Label))
	}
	head = append(head, r.Notes()...)
	for _, rec := range r.Recordings {
		for _, warning := range rec.Warnings {
			head = append(head, "warning: "+rec.Label+": "+warning)
		}
	}
	if notice := r.Notice(); notice != "" {
		head = append(head, "notice: "+notice)
	}
	for _, line := range head {
		if _, err := fmt.Fprintf(w, "# %s\n", line); err != nil {
			return err
		}
	}
	return writeTraces(csv.NewWriter(w), r.Recordings)
}

func writeTraces(w *csv.Writer, recs []*sim.Recording) error {
	columns := traceColumns(recs)
	names := []string{"condition", "time_ms"}
	for _, c := range columns {
		names = append(names, c.head)
	}
	if err := w.Write(names); err != nil {
		return err
	}
	row := make([]string, len(names))
	for _, rec := range recs {
		if len(rec.Traces) == 0 {
			continue
		}
		lines := make([]sim.Trace, len(columns))
		for i, c := range columns {
			lines[i], _ = rec.Trace(c.name)
		}
		row[0] = rec.Label
		for i, t := range rec.Traces[0].T {
			row[1] = sample(t)
			for k, tr := range lines {
				row[2+k] = ""
				if i < len(tr.Y) {
					row[2+k] = sample(tr.Y[i])
				}
			}
			if err := w.Write(row); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
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

func sample(x float64) string { return strconv.FormatFloat(x, 'g', traceDigits, 64) }
