package validate

import (
	"fmt"
	"strconv"
	"strings"
)

// FiringFigures are, of each table of firing rates, the spikes against the current.
// They are counted, since the intervals of a cell that bursts once are those in the
// burst.
func (r *Report) FiringFigures() []Figure {
	var all []Figure
	var at map[string]int // of the tables of rates, in all
	for _, row := range r.Rows {
		current, unit, counted := spikesAt(row)
		if !counted {
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
				Title: row.Neuron,
				X:     fmt.Sprintf("injected current (%s)", unit),
				Y:     "spikes in the step",
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

// spikesAt is the current at which a row of a table of rates compares the spikes.
func spikesAt(r Row) (current float64, unit string, ok bool) {
	text, isCurrent := strings.CutPrefix(r.Condition, atCurrent)
	if !strings.HasSuffix(r.ID, rateTable) || r.What != spikeCount || !isCurrent || r.Verdict == Skipped {
		return 0, "", false
	}
	text, unit, _ = strings.Cut(text, " ")
	current, err := strconv.ParseFloat(text, 64)
	return current, unit, err == nil
}
