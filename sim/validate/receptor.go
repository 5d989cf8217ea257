package validate

import (
	"context"
	"fmt"
	"strings"

	"quell/model/gabab"
)

// receptorID is what the rows of the receptor are called.
const receptorID = "gabab"

// values are what the receptor gives, by the names of the table's rows.
type values map[string]float64

// compute puts the values of rows whose names have that beginning.
type compute func(ctx context.Context, v values, begins string) error

// receptorPart are rows of gabab.csv that are computed together.
type receptorPart struct {
	begins  string // how the names of its rows begin
	what    string // it is of
	compute compute
}

// What several parts are of.
const (
	publishedIPSC = "published schemes: slow IPSCs"
	publishedFlux = "published mass action: a flux of GABA"
)

// receptorParts share out the rows; a row is of the first part whose beginning it has.
func receptorParts() []receptorPart {
	return []receptorPart{
		{"D-ipsc-", "synaptic GABA: slow IPSCs", ipscs(0)},
		{"D-ipscblk-", "synaptic GABA: slow IPSCs without uptake", ipscs(1)},
		{"D-bath-", "binding and coupling: drug in the bath", baths},
		{"D-", "binding and coupling", closed(values.binding, values.mixtures)},
		{"F-AP-", "calcium channels: a spike", spikeRelief},
		{"F-", "calcium channels and relief", closed(values.channels)},
		{"G-", "release and short-term plasticity", closed(values.releases)},
		{"H-", "desensitisation and tolerance", closed(values.slow)},
		{"I-", "rectification and potassium", closed(values.potassium)},
		{"A-", "published schemes: GABA in the bath", publishedCurves},
		{"B-Otis", "published schemes: product of exponentials", otis},
		{"B-DMS98-min-", publishedIPSC, bursts(squarePulses(gabab.DMS98()))},
		{"B-DS95-", publishedIPSC, bursts(squarePulses(gabab.NewDS95()))},
		{"B-TD99-", publishedIPSC, bursts(carriedJumps)},
		{"C-ss-", "published mass action: GABA in the bath", massActionCurves},
		{"C-post-", publishedFlux, massAction(gabab.Postsynaptic())},
		{"C-preEE-", publishedFlux, massAction(gabab.PresynapticE())},
		{"C-preIE-", publishedFlux, massAction(gabab.PresynapticI())},
		{"K-BB-inh", "published calcium channel: inhibition", channelSteps},
		{"K-", "published calcium channel and release: steady", publishedSites},
	}
}

// closed are parts that the default scheme gives in closed form.
func closed(fill ...func(v values, s gabab.Scheme)) compute {
	return func(_ context.Context, v values, _ string) error {
		for _, f := range fill {
			f(v, gabab.Default())
		}
		return nil
	}
}

// flat are rows at which the table has the time of a maximum from a search for the
// largest value. A curve is flat there, so that such a search is good to the square
// root of rounding, 1.5e-8 of the time; quell has the root of the derivative.
func flat(id string) bool {
	return id == "B-Otis-tpeak" || id == "B-Otis35-tpeak" || id == "B-Otis35-t37"
}

// flatTolerance is what is allowed of a row that is flat, relative.
const flatTolerance = 2e-8

// Receptor are the comparisons with other solutions of the receptor's equations: of
// every row of the table, a job for each part.
func Receptor() ([]Job, error) {
	tab, err := readTable(receptorID)
	if err != nil {
		return nil, err
	}
	parts := receptorParts()
	rows := make([][]line, len(parts))
next:
	for _, row := range tab.rows {
		for i, p := range parts {
			if strings.HasPrefix(row["id"], p.begins) {
				rows[i] = append(rows[i], row)
				continue next
			}
		}
		return nil, fmt.Errorf("validate: %s: no part computes row %s", tab.name, row["id"])
	}
	var jobs []Job
	for i, p := range parts {
		jobs = append(jobs, Job{ID: receptorID, Group: GroupReceptor, Run: func(ctx context.Context) ([]Row, error) {
			rows, err := p.compare(ctx, tab, rows[i])
			if err != nil {
				return nil, fmt.Errorf("validate: %s: %s: %w", tab.name, p.what, err)
			}
			return rows, nil
		}})
	}
	return jobs, nil
}

// compare judges the rows of a part, each by the tolerance that its line suggests.
func (p receptorPart) compare(ctx context.Context, tab table, rows []line) ([]Row, error) {
	got := values{}
	if err := p.compute(ctx, got, p.begins); err != nil {
		return nil, err
	}
	c := &comparison{table: tab, group: GroupReceptor}
	for _, row := range rows {
		id := row["id"]
		x, ok := got[id]
		if !ok {
			return nil, fmt.Errorf("row %s is not computed", id)
		}
		delete(got, id)
		tolerance := row.must("suggested_rel_tol")
		if flat(id) {
			tolerance = flatTolerance
		}
		unit := row["unit"]
		if unit == "1" {
			unit = ""
		}
		c.share(p.what, fmt.Sprintf("%s: %s, %s", id, row["quantity"], row["condition"]), unit, row.must("value"), tolerance, x)
		c.rows[len(c.rows)-1].Source = row["method"]
	}
	for id := range got {
		return nil, fmt.Errorf("there is no row %s", id)
	}
	return c.rows, nil
}
