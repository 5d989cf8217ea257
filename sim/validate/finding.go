package validate

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"

	_ "embed" // the findings' file

	"quell/model/unit"
)

//go:embed findings.yaml
var findingFile []byte

// readFindings reads the file that ships, once.
var readFindings = sync.OnceValues(func() ([]reported, error) {
	return parseFindings("findings.yaml", findingFile)
})

// reported is one number of a finding, and how quell comes to it.
type reported struct {
	id, sentence, condition string
	experiment              *trial // the conditions under which it was measured
	compute                 string // one of computations
	of                      string // the effect of the drug that it is computed from, or a trace
	drug                    string // the ligand whose concentration is varied
	over                    []unit.Concentration
	against                 string   // what it is compared with: a ligand, or an effect
	among                   []string // ligands, in the order that was published

	value, spread float64 // of the paper, in unit; NaN spread: above is all that is asked
	above         bool    // value is a bound from below
	unit          string
	source        string
	confidence    string
	expected      bool // that quell misses it was known before
	why           string
	given         string // by which number or part of the model it is built in
}

// Findings are the comparisons with what papers report, a job for each number.
func Findings() ([]Job, error) {
	all, err := readFindings()
	if err != nil {
		return nil, err
	}
	var jobs []Job
	for _, p := range all {
		jobs = append(jobs, Job{ID: p.id, Group: GroupFinding, Run: func(ctx context.Context) ([]Row, error) {
			p.experiment = p.experiment.begun()
			a, err := computations()[p.compute](ctx, p)
			if err != nil {
				return nil, fmt.Errorf("validate: %s: %s: %w", p.id, p.compute, err)
			}
			return []Row{p.judge(a)}, nil
		}})
	}
	return jobs, nil
}

// answer is what quell gives for a number, and a curve that shows it.
type answer struct {
	got    float64
	figure *Figure
}

// judge holds an answer against the number. A miss keeps the reason that the file
// gives; without one it says by how much quell is off.
func (p reported) judge(a answer) Row {
	r := Row{
		ID: p.id, Group: GroupFinding, Neuron: p.experiment.Neuron, What: p.sentence, Condition: p.condition,
		Unit: p.unit, Want: p.value, Spread: p.spread, Got: a.got, Verdict: Hit,
		Source: p.source, Confidence: p.confidence, Command: p.command(), Given: p.given, Figure: a.figure,
	}
	if a.figure != nil {
		a.figure.Title = p.id + ": " + p.experiment.Neuron + ", " + p.condition
	}
	if p.above {
		r.Allowed = strings.TrimSpace(fmt.Sprintf("above %g %s", p.value, p.unit))
	}
	if p.meets(a.got) {
		return r
	}
	r.Verdict, r.Why = Miss, p.why
	if p.expected {
		r.Verdict = ExpectedMiss
	}
	return r
}

// rounding is what a number may be beyond its spread by the computer's rounding
// alone.
const rounding = 1e-9

func (p reported) meets(got float64) bool {
	if p.above {
		return got > p.value
	}
	return math.Abs(got-p.value) <= p.spread+float64(rounding*math.Abs(p.value))
}

// command is the quell command that shows the experiment.
func (p reported) command() string { return p.experiment.Command() }
