package validate

import (
	"fmt"
	"strconv"
	"strings"
)

// Figures are the curves of the report: those that rows carry, and of each table
// of firing rates the last rate against the current.
func (r *Report) Figures() []Figure {
	var all []Figure
	var at map[string]int // of the tables of rates, in all
	for _, row := range r.Rows {
		if row.Figure != nil {
			all = append(all, *row.Figure)
		}
		current, unit, isRate := rateAt(row)
		if !isRate {
			continue
		}
		i, begun := at[row.ID]
		if !begun {
			if at == nil {
				at = map[string]int{}
			}
			i = len(all)
			at[row.ID] = i
			all = append(all, Figure{
				Title: row.Neuron + ": firing rate",
				X:     fmt.Sprintf("injected current (%s)", unit),
				Y:     "rate at the end of the step (Hz)",
				Curves: []Curve{
					{Name: "quell"},
					{Name: "NEURON", Points: true},
				},
			})
		}
		c := all[i].Curves
		c[0].X, c[0].Y = append(c[0].X, current), append(c[0].Y, row.Got)
		c[1].X, c[1].Y = append(c[1].X, current), append(c[1].Y, row.Want)
	}
	return all
}

// rateAt is the current at which a row of a table of rates compares the last rate.
func rateAt(r Row) (current float64, unit string, ok bool) {
	text, isCurrent := strings.CutPrefix(r.Condition, atCurrent)
	if !strings.HasSuffix(r.ID, rateTable) || r.What != lastRate || !isCurrent || r.Verdict == Skipped {
		return 0, "", false
	}
	text, unit, _ = strings.Cut(text, " ")
	current, err := strconv.ParseFloat(text, 64)
	return current, unit, err == nil
}
