package study

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// Result is what an experiment gave.
type Result struct {
	Experiment *Experiment
	Neuron     *model.Neuron
	Runs       []Run
	Recordings []*sim.Recording // one for each run
	Summaries  []Summary        // one for each phase of each run
	unsplit    string           // why ΔV has no parts; "" where it has
}

// Do runs the experiment, control and drug side by side, and each family of runs as
// a batch. Results do not depend on how many run at once. When a run fails, or the
// context is cancelled, the rest is given up.
func (e *Experiment) Do(ctx context.Context) (*Result, error) {
	runs, err := e.Runs()
	if err != nil {
		return nil, err
	}
	res := &Result{Experiment: e, Neuron: runs[0].Neuron, Runs: runs, Recordings: make([]*sim.Recording, len(runs))}
	families, rests := familiesOf(runs), restsOf(runs)
	err = sideBySide(ctx, len(families)+len(rests), func(ctx context.Context, i int) error {
		if i >= len(families) {
			return rests[i-len(families)].find(ctx)
		}
		return families[i].do(ctx, res.Recordings)
	})
	if err != nil {
		return nil, err
	}
	var control *sim.Recording
	for i, r := range runs {
		for j, p := range r.Phases {
			s := summarise(res.Recordings[i], p, restOf(rests, r, p))
			if j > 0 { // terminals that have just fired are not those of a control
				s.Release, s.PairedPulse = nil, nil
			}
			if r.Treated {
				s.ControlRate = measured(float64(firing(control, p.Window).Count))
			} else {
				control = res.Recordings[i]
			}
			res.Summaries = append(res.Summaries, s)
		}
	}
	return res, res.split(rests)
}

// rest is a steady state that several phases may share.
type rest struct {
	n     *model.Neuron
	proto sim.Protocol
	key   string // protocols with the same key have the same rest
	found sim.Steady
}

func (r *rest) find(ctx context.Context) error {
	s, err := sim.SteadyState(ctx, r.n, r.proto, nil)
	if err != nil {
		return fmt.Errorf("rest: %w", err)
	}
	r.found = s
	return nil
}

// restsOf are the different steady states of all phases.
func restsOf(runs []Run) []*rest {
	var rests []*rest
	for _, r := range runs {
		for _, p := range r.Phases {
			if len(r.Protocol.Clamp) == 0 && restOf(rests, r, p) == nil {
				proto := r.resting(p)
				rests = append(rests, &rest{n: r.Neuron, proto: proto, key: restKey(proto)})
			}
		}
	}
	return rests
}

func restOf(rests []*rest, r Run, p Phase) *rest {
	key := restKey(r.resting(p))
	for _, s := range rests {
		if s.key == key {
			return s
		}
	}
	return nil
}

func restKey(p sim.Protocol) string {
	return fmt.Sprint(p.Doses, p.HoldGIRK, p.GIRK, p.Drive, p.Ko, p.Receptor)
}

// sideBySide does n jobs, as many at once as there are processors. The first
// error in the order of the jobs is returned; the jobs that have not begun when
// one fails are not done.
func sideBySide(ctx context.Context, n int, job func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make([]error, n)
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				if errs[i] = ctx.Err(); errs[i] == nil {
					errs[i] = job(ctx, i)
				}
				if errs[i] != nil {
					cancel()
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
	return firstCause(errs)
}

// firstCause is the first error that is not merely the cancelling of a job
// because another failed.
func firstCause(errs []error) error {
	var cancelled error
	for _, err := range errs {
		switch {
		case err == nil:
		case isCancelled(err):
			if cancelled == nil {
				cancelled = err
			}
		default:
			return err
		}
	}
	return cancelled
}

// restVoltage is V at rest where spikes are counted.
func restVoltage(n *model.Neuron, s sim.Steady) unit.Voltage {
	return unit.Voltage(s.V[countedIn(n)])
}

// countedIn is the index of the compartment in which spikes are counted.
func countedIn(n *model.Neuron) int {
	for i, c := range n.Compartments {
		if c.Name == n.Inject.Into {
			return i
		}
	}
	return 0
}

// firing measures a recording in a window.
func firing(r *sim.Recording, w measure.Window) measure.Rates { return measure.Firing(r.Spikes, w) }
