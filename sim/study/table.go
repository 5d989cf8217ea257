package study

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// Table is a result as rows and columns. It is tidy: a column holds one quantity, in
// the unit that its name ends with.
type Table struct {
	Name    string // "points", "fits"
	Columns []Column
}

// Column is a column of numbers, of which those that are none were not defined, or of
// words.
type Column struct {
	Name    string // rate_hz
	Numbers []float64
	Words   []string // nil in a column of numbers
}

// Len is the number of rows.
func (c Column) Len() int { return max(len(c.Numbers), len(c.Words)) }

// Len is the number of rows.
func (t Table) Len() int {
	if len(t.Columns) == 0 {
		return 0
	}
	return t.Columns[0].Len()
}

// WriteTable writes a table of an answer as CSV. Lines that begin with # say how it was
// made.
func WriteTable(w io.Writer, e *Experiment, a Answer, t Table, version string) error {
	for _, line := range Head(e, a, version) {
		if _, err := fmt.Fprintf(w, "# %s\n", line); err != nil {
			return err
		}
	}
	return t.write(csv.NewWriter(w), allDigits)
}

// allDigits are as many as it takes to read the same number back.
const allDigits = -1

// write writes the rows under their heads. A number that is none is an empty cell.
func (t Table) write(w *csv.Writer, digits int) error {
	row := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		row[i] = c.Name
	}
	if err := w.Write(row); err != nil {
		return err
	}
	for i := range t.Len() {
		for k, c := range t.Columns {
			switch {
			case c.Words != nil:
				row[k] = c.Words[i]
			case c.Numbers[i] == c.Numbers[i]:
				row[k] = strconv.FormatFloat(c.Numbers[i], 'g', digits, 64)
			default:
				row[k] = ""
			}
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// Head says how the tables of an answer were made, a line each.
func Head(e *Experiment, a Answer, version string) []string {
	return e.head(version, a.Notes(), a.Cautions())
}

func (e *Experiment) head(version string, notes, warnings []string) []string {
	lines := []string{"quell " + version, "command: " + e.Command()}
	if e.Label != "" {
		lines = append(lines, "label: "+strconv.Quote(e.Label))
	}
	lines = append(lines, notes...)
	for _, warning := range warnings {
		lines = append(lines, "warning: "+warning)
	}
	if notice := e.Notice(); notice != "" {
		lines = append(lines, "notice: "+notice)
	}
	return lines
}
