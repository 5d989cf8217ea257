package sim

import (
	"fmt"
	"slices"
	"strings"

	"quell/model/expr"
)

// sampler writes the traces of a run on an even grid of times.
type sampler struct {
	dt    float64 // ms; 0: no traces
	count int     // samples taken
	ops   []operand
	vars  bool // every trace is a state, so that dense output alone gives it
	keep  []float64
	spare []float64
}

// start lays out the traces and takes the sample at time 0.
func (s *sampler) start(r *Runner) {
	if r.set.Sample < 0 {
		return
	}
	s.dt = float64(r.set.Sample)
	n := int(float64(r.proto.Duration)/s.dt) + 1
	t := make([]float64, 0, n)
	for _, name := range r.set.traces(r.prog) {
		r.rec.Traces = append(r.rec.Traces, Trace{Name: name, Unit: r.prog.units[name], T: t, Y: make([]float64, 0, n)})
	}
	s.resolve(r)
	s.spare = make([]float64, len(r.prog.vars))
	if !s.vars {
		r.m.rates(s.spare)
	}
	s.take(r, func(o operand) float64 { return r.m.y[o] })
}

// resolve finds the operand of every trace in the present program.
func (s *sampler) resolve(r *Runner) {
	s.ops = s.ops[:0]
	s.vars = true
	for _, t := range r.rec.Traces {
		o := r.prog.names[t.Name]
		s.ops = append(s.ops, o)
		s.vars = s.vars && int(o) < r.prog.layout.states
	}
}

// rewind continues after the samples that the recording holds.
func (s *sampler) rewind(r *Runner) {
	s.resolve(r)
	s.spare = make([]float64, len(r.prog.vars))
	s.count = 0
	if len(r.rec.Traces) > 0 {
		s.count = len(r.rec.Traces[0].Y)
	}
}

func (s *sampler) take(r *Runner, value func(operand) float64) {
	t := float64(float64(s.count) * s.dt)
	s.count++
	for i := range r.rec.Traces {
		tr := &r.rec.Traces[i]
		if i == 0 {
			tr.T = append(tr.T, t)
		} else {
			tr.T = r.rec.Traces[0].T
		}
		tr.Y = append(tr.Y, value(s.ops[i]))
	}
}

// step takes every sample that lies in the last step.
func (s *sampler) step(r *Runner) {
	if s.dt == 0 || len(r.rec.Traces) == 0 {
		return
	}
	t0, h := r.s.span()
	for {
		t := float64(float64(s.count) * s.dt)
		if t > t0+h+timeGrain || t > float64(r.proto.Duration)+timeGrain {
			return
		}
		u := min(1, max(0, (t-t0)/h))
		if s.vars {
			s.take(r, func(o operand) float64 { return r.s.at(o, u) })
			continue
		}
		n := len(r.prog.vars)
		s.keep = append(s.keep[:0], r.m.y...)
		for i := range n {
			r.m.y[i] = r.s.at(operand(i), u)
		}
		r.m.prescribe(t)
		if r.set.Method == Accurate {
			r.m.rates(s.spare)
		} else {
			r.m.quantities()
		}
		s.take(r, func(o operand) float64 { return r.m.y[o] })
		copy(r.m.y, s.keep)
	}
}

// quantities evaluates currents and other scratch without derivatives.
func (m *machine) quantities() {
	for i := range m.p.comps {
		c := &m.p.comps[i]
		row, f := m.lookUp(c)
		m.currents(c, row, f)
	}
}

// ofDrug says that a trace belongs to the receptor or the bath, which a run
// without a drug does not have.
func ofDrug(name string) bool {
	return strings.HasPrefix(name, "gabab.") || strings.HasPrefix(name, "drug.") || strings.HasSuffix(name, ".GIRK.I")
}

// live says whether a run must keep the receptor's states because a trace of
// them is asked for.
func (s *Settings) live(p *Protocol) bool {
	if !slices.ContainsFunc(s.Record, func(name string) bool { return strings.HasPrefix(name, "gabab.") || strings.HasPrefix(name, "drug.") }) {
		return false
	}
	return p.drugged()
}

// known refuses names of traces that the run does not have, and drops those that
// it would have with a drug.
func (s *Settings) known(p *Program, proto *Protocol) error {
	var names []string
	for name := range p.names {
		names = append(names, name)
	}
	slices.Sort(names)
	var kept []string
	for _, want := range s.Record {
		if slices.Contains(names, want) {
			kept = append(kept, want)
			continue
		}
		if ofDrug(want) && !proto.drugged() && p.neuron.GABAB != nil {
			continue
		}
		cure := "there are " + strings.Join(names, ", ") + ", and the current of each channel, such as soma.Na.I"
		if near := expr.Nearest(want, names); near != "" {
			cure = "did you mean " + near + "?"
		}
		return fmt.Errorf("record: %s is not a trace of this run; %s", want, cure)
	}
	if s.Record != nil {
		s.Record = append([]string{}, kept...)
	}
	return nil
}

// traces are the names to record: those asked for, or V of every compartment
// and whatever the receptor and the bath do.
func (s *Settings) traces(p *Program) []string {
	if s.Record != nil {
		return s.Record
	}
	var out []string
	for _, v := range p.vars {
		if strings.HasSuffix(v.name, ".V") {
			out = append(out, v.name)
		}
	}
	var more []string
	for name := range p.names {
		if strings.HasPrefix(name, "gabab.") || strings.HasPrefix(name, "drug.") {
			more = append(more, name)
		}
	}
	slices.Sort(more)
	return append(out, more...)
}
