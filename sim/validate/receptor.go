package validate

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"quell/model/gabab"
)

// receptorID is what the rows of the receptor are called.
const receptorID = "gabab"

// The rows of gabab.csv are compared here where the receptor gives them in closed
// form; those that want a time course, and the published schemes, by the tests of
// package gabab.
const (
	whyCourse    = "wants a time course; go test ./model/gabab compares it"
	whyPublished = "a published scheme; go test ./model/gabab compares it"
)

// published are the schemes of others, by the beginning of a row's name: DMS98,
// DS95, TD99 and MM2025, the channels of Bertram and Behan, two models of release.
var published = regexp.MustCompile(`^[ABCK]-`)

// Receptor are the comparisons with other solutions of the receptor's equations.
func Receptor() ([]Job, error) {
	tab, err := parseTable(receptorID, gabab.Reference())
	if err != nil {
		return nil, err
	}
	return []Job{{ID: receptorID, Group: GroupReceptor, Run: func(context.Context) ([]Row, error) {
		got := receptorValues()
		c := &comparison{table: tab, group: GroupReceptor}
		for _, row := range tab.rows {
			id := row["id"]
			x, ok := got[id]
			delete(got, id)
			switch {
			case ok:
				c.share(partOf(id), id+": "+row["condition"], row["unit"], row.must("value"), row.must("suggested_rel_tol"), x)
			case published.MatchString(id):
				c.skip(partOf(id), id, row["unit"], row.must("value"), whyPublished)
			default:
				c.skip(partOf(id), id, row["unit"], row.must("value"), whyCourse)
			}
		}
		for id := range got {
			return nil, fmt.Errorf("validate: %s has no row %s", tab.name, id)
		}
		return c.rows, nil
	}}}, nil
}

// partOf is the part of the receptor that a row is of.
func partOf(id string) string {
	part, _, _ := strings.Cut(id, "-")
	return map[string]string{
		"A": "published schemes: GIRK", "B": "published schemes: synaptic currents", "C": "published schemes: temperature and uptake",
		"D": "binding and coupling", "F": "calcium channels and relief", "G": "release and short-term plasticity",
		"H": "desensitisation and tolerance", "I": "rectification and potassium", "K": "published models of calcium channels and release",
	}[part]
}
