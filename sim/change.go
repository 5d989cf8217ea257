package sim

import (
	"fmt"

	"quell/model/unit"
)

// Set changes a number of the neuron, by its path, the concentration of a drug,
// by "drug." and its name, the held GIRK conductance, by "girk", or the tonic drive,
// by "drive", from the present moment on: the end of the last step, which lies at or shortly after the
// time that Advance was asked for.
func (r *Runner) Set(path, text string) error {
	states := map[string]float64{}
	for i, v := range r.prog.vars {
		states[v.name] = r.s.now()[i]
	}
	n, proto := r.n, r.proto
	err := r.change(path, text)
	if err == nil {
		err = r.rebuild(states, r.s.time(), r.carry(false))
	}
	if err != nil {
		r.n, r.proto, r.rec.Neuron, r.rec.Protocol = n, proto, n, proto
		return err
	}
	r.sam.rewind(r)
	return nil
}

// change makes the change in the neuron or the protocol.
func (r *Runner) change(path, text string) error {
	if name, ok := drugName(path); ok {
		return r.dose(name, text)
	}
	if path == "girk" || path == "drive" {
		return r.hold(path, text)
	}
	n := r.n.Clone()
	if err := n.Set(path, text); err != nil {
		return err
	}
	r.n = n
	r.rec.Neuron = n
	return nil
}

// hold holds the GIRK conductance or the tonic drive from now on, as Protocol.GIRK and
// Protocol.Drive do from the start.
func (r *Runner) hold(path, text string) error {
	p := r.proto
	g := &p.Drive
	if path == "girk" {
		p.HoldGIRK, g = true, &p.GIRK
	}
	if err := g.Set(text); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := p.Check(r.n); err != nil {
		return err
	}
	r.proto, r.rec.Protocol = p, p
	return nil
}

func drugName(path string) (string, bool) {
	const prefix = "drug."
	if len(path) > len(prefix) && path[:len(prefix)] == prefix {
		return path[len(prefix):], true
	}
	return "", false
}

// dose replaces the concentration of a ligand from now on.
func (r *Runner) dose(name, text string) error {
	var c unit.Concentration
	if err := c.Set(text); err != nil {
		return fmt.Errorf("drug.%s: %w", name, err)
	}
	now := unit.Time(r.s.time())
	var doses []Dose
	for _, d := range r.proto.Doses {
		if d.Ligand == name {
			if d.At >= now {
				continue
			}
			if d.Wash == 0 || d.Wash > now {
				d.Wash = now
			}
		}
		doses = append(doses, d)
	}
	if c > 0 {
		doses = append(doses, Dose{Ligand: name, Conc: c, At: now})
	}
	old := r.proto.Doses
	r.proto.Doses = doses
	if err := r.proto.Check(r.n); err != nil {
		r.proto.Doses = old
		return err
	}
	r.rec.Protocol = r.proto
	return nil
}

// rebuild compiles anew and goes on from the states, by name. States that are
// new start where a run would start them.
func (r *Runner) rebuild(states map[string]float64, t float64, c carry) error {
	b, err := build(r.n, &r.proto, &r.set, r.made)
	if err != nil {
		return err
	}
	prog := b.p
	m := newMachine(prog)
	for i, v := range prog.vars {
		if x, ok := states[v.name]; ok {
			m.y[i] = x
		}
	}
	m.evals, m.outside = r.m.evals, r.m.outside
	r.prog, r.made, r.gamma = prog, b, prog.gamma
	r.terminals = r.terminals.renewed(prog)
	r.edges = r.proto.edges()
	if err := r.begin(m, t); err != nil {
		return err
	}
	r.resume(c)
	return nil
}
