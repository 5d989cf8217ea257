package validate

import (
	"context"
	"fmt"
	"math"
	"strings"

	"quell/model"
)

// Tolerances against other engines. Two implementations of the same equations
// agree to their integrators' errors: quell's default is chosen so that a spike
// is at most 0.02 ms off, and the rest follows from that.
const (
	spikeTolerance    = 0.02  // ms
	rateTolerance     = 1e-3  // relative
	restTolerance     = 0.002 // mV
	rheobaseTolerance = 4e-4  // relative; the tables bisect to 2e-5 of their range
	rampTolerance     = 5e-3  // relative; the slow ramp delays the onset by what the tolerance decides
	// sensitiveAbove is the disagreement of the reference's own integrators in the
	// first ten spikes, ms, beyond which only the first is compared.
	sensitiveAbove = 2e-3
	// The shape of a spike is read off a trace sampled each shapeSample ms. At the
	// peak of the motoneuron's spike, 0.37 ms wide, a parabola through samples so far
	// apart is off by 0.01 mV; a straight line across its width by less than 1e-4 ms.
	shapeSample    = 0.01
	peakTolerance  = 0.02  // mV
	ahpTolerance   = 0.002 // mV
	widthTolerance = 5e-4  // ms
)

// The tables of a neuron are called by its key and what they hold.
const (
	rateTable  = "_fi"
	spikeTable = "_spikes"
	girkTable  = "_girk"
)

// keys are the neurons of the tables, in the order of the catalogue.
func keys() []string {
	return []string{
		"hh", "brk", "brk5ht", "la_a", "la_b", "la_c", "la_in", "rs", "fs", "ib", "lts",
		"tc", "re", "da", "vgaba", "wb", "pr",
	}
}

// catalogue says which neuron a table means by a key: the one whose file says so.
type catalogue map[string]string

func readCatalogue() (catalogue, error) {
	names := catalogue{}
	for _, name := range model.Names() {
		n, err := model.ByName(name)
		if err != nil {
			return nil, err
		}
		for _, key := range n.Keys {
			names[key] = name
		}
	}
	return names, nil
}

// neuron is a fresh neuron of that key.
func (c catalogue) neuron(key string) (*model.Neuron, error) {
	if name, ok := c[key]; ok {
		return model.ByName(name)
	}
	return nil, &absentError{key}
}

// absentError says that no neuron of the catalogue stands for a key.
type absentError struct{ key string }

func (e *absentError) Error() string {
	return fmt.Sprintf("no neuron of the catalogue says that it is %s of the tables; its file names it under keys", e.key)
}

// Engines are the comparisons with other simulators, table by table.
func Engines() ([]Job, error) {
	neurons, err := readCatalogue()
	if err != nil {
		return nil, err
	}
	var jobs []Job
	add := func(name string, parts func(tab table) ([]Job, error)) {
		if err != nil {
			return
		}
		var tab table
		if tab, err = readTable(name); err != nil {
			return
		}
		tab.neurons = neurons
		var more []Job
		more, err = parts(tab)
		jobs = append(jobs, more...)
	}
	for _, key := range keys() {
		add(key+rateTable, fiJobs)
		add(key+spikeTable, spikeJobs)
		add(key+girkTable, girkJobs)
	}
	add("rest", restJobs)
	add("rheobase", rheobaseJobs)
	add("brk_ramp", rampJobs)
	add("tc_rebound", reboundJobs)
	add("girk_step", girkStepJobs)
	add("terminal_release", terminalJobs)
	return jobs, err
}

// absent is what a row says, before the key, whose neuron there is not.
const absent = "neuron "

// comparison gathers the rows of a job.
type comparison struct {
	table   table
	group   string
	neuron  *model.Neuron
	command string // that shows what is compared, or ""
	rows    []Row
}

// job is a part of a table that is compared on its own. A neuron that is missing
// is a row that says so.
func (tab table) job(key string, compare func(ctx context.Context, c *comparison) error) Job {
	return Job{ID: tab.name, Group: GroupEngine, Run: func(ctx context.Context) ([]Row, error) {
		n, err := tab.neurons.neuron(key)
		if err != nil {
			if _, missing := err.(*absentError); !missing {
				return nil, err
			}
			return []Row{{ID: tab.name, Group: GroupEngine, What: absent + key, Want: math.NaN(), Got: math.NaN(), Verdict: Skipped, Why: err.Error(), Source: tab.source()}}, nil
		}
		c := &comparison{table: tab, group: GroupEngine, neuron: n}
		if err := compare(ctx, c); err != nil {
			return nil, fmt.Errorf("validate: %s: %s: %w", tab.name, n.Name, err)
		}
		return c.rows, nil
	}}
}

// row is one that is yet to be judged.
func (c *comparison) row(what, condition, unit string, want float64) Row {
	r := Row{
		ID: c.table.name, Group: c.group, What: what, Condition: condition, Unit: unit,
		Want: want, Spread: math.NaN(), Got: math.NaN(), Source: c.table.source(), Command: c.command,
	}
	if c.neuron != nil {
		r.Neuron = c.neuron.Name
	}
	return r
}

// hold compares a number with its reference.
func (c *comparison) hold(what, condition, unit string, want, spread, got float64) {
	r := c.row(what, condition, unit, want)
	r.Spread, r.Got, r.Verdict = spread, got, Hit
	if !r.within() {
		r.Verdict = Miss
		r.Why = fmt.Sprintf("off by %.3g %s, allowed %.3g", math.Abs(got-want), unit, spread)
	}
	c.rows = append(c.rows, r)
}

// share compares a number with its reference within a share of it. Two zeros
// agree.
func (c *comparison) share(what, condition, unit string, want, tolerance, got float64) {
	c.hold(what, condition, unit, want, tolerance*math.Abs(want), got)
	c.rows[len(c.rows)-1].Allowed = percent(tolerance)
}

// exactly compares a count.
func (c *comparison) exactly(what, condition string, want float64, got int) {
	c.hold(what, condition, "", want, 0, float64(got))
}

// skip is a reference that is not compared, and why.
func (c *comparison) skip(what, condition, unit string, want float64, why string) {
	r := c.row(what, condition, unit, want)
	r.Verdict, r.Why = Skipped, why
	c.rows = append(c.rows, r)
}

func percent(share float64) string {
	return strings.TrimSpace(fmt.Sprintf("%.2g %%", 100*share))
}
