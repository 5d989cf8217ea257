package sim

import (
	"fmt"
	"strings"
)

// highestV is the largest |V| in mV that a run may reach.
const highestV = 500

// FailureError is a run that cannot go on: a state is not a number, V has left
// every physiological range, or the step has become too small.
type FailureError struct {
	Neuron string
	Time   float64  // ms
	State  []string // the last finite state, "soma.V = -64.2 mV"
	Crawls bool     // its steps have become too short to get anywhere
}

func (e *FailureError) Error() string {
	if e.Crawls {
		return fmt.Sprintf("sim: %s: at %.6g ms a step has become shorter than %g ms and stays so: a conductance, a rate or a link is too fast; make it smaller, or try --method fixed", e.Neuron, e.Time, crawlStep)
	}
	return fmt.Sprintf("sim: %s: the run cannot go on at %.6g ms; the last state was %s; try a weaker stimulus, a smaller change of parameters or --method fixed",
		e.Neuron, e.Time, strings.Join(e.State, ", "))
}

// named writes the first states with their names and units.
func (m *machine) named(x []float64) []string {
	const most = 6
	var out []string
	for i, v := range m.p.vars {
		if i == most {
			return append(out, fmt.Sprintf("and %d more", len(m.p.vars)-most))
		}
		out = append(out, strings.TrimSuffix(fmt.Sprintf("%s = %.6g %s", v.name, x[i], v.unit), " 1"))
	}
	return out
}
