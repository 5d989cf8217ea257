package sim

import "quell/model/gabab"

// Release is what one spike released at the neuron's own terminals: u·x of Tsodyks
// and Markram, as a part of what the terminals hold.
type Release struct {
	Time float64 // ms
	Part float64
	Kept float64 // of what the same spike would release from rested terminals without a drug
}

// terminals release at the spikes of a run.
type terminals struct {
	synapse gabab.Terminal
	last    float64 // ms, the last spike
}

// newTerminals are those of the neuron's file; nil where it has none, or where
// spikes are counted elsewhere.
func newTerminals(p *Program) *terminals {
	g := p.neuron.GABAB
	if g == nil || g.Release == nil || g.Release.From != p.comps[p.inject].name {
		return nil
	}
	r := g.Release
	t := &terminals{synapse: gabab.Terminal{
		Use: r.Use, Recovery: r.Recovery, Facilitation: r.Facilitation, Loss: r.Loss, Power: r.Power, Shed: gabab.Default().RAP,
	}}
	t.synapse.Reset()
	return t
}

// renewed are terminals with the numbers of a program anew, in the state they are
// in.
func (t *terminals) renewed(p *Program) *terminals {
	n := newTerminals(p)
	if t == nil || n == nil {
		return n
	}
	n.last = t.last
	n.synapse.Resume(&t.synapse)
	return n
}

// release notes what a spike at time at, the fraction u of the last step, released.
func (r *Runner) release(at, u float64) {
	t := r.terminals
	if t == nil {
		return
	}
	coupling, scheme := r.prog.neuron.GABAB.Release.Coupling, r.prog.scheme
	gamma := r.gamma
	b := coupling.Effect(gamma)
	switch rec := r.prog.rec; {
	case r.proto.Receptor.published(): // what a full agonist binds is the file's
		b = float64(coupling.Effect(1) * r.publishedBound(at))
	case rec != nil:
		gamma, b = r.s.at(rec.gamma, u), r.s.at(rec.terminal, u)
	}
	over := bindingOver(coupling, gamma)
	if r.proto.Receptor.published() {
		over = b / (1 - min(b, 1-1e-9))
	}
	t.synapse.Wait(at-t.last, float64(scheme.Ku0*(1+over)))
	t.last = at
	part, kept := t.synapse.Spike(b)
	r.rec.Releases = append(r.rec.Releases, Release{Time: at, Part: part, Kept: kept})
}

// publishedBound is the bound fraction of calcium channels at t, relative to full.
func (r *Runner) publishedBound(t float64) float64 {
	if c := r.m.courses; c != nil && c.calcium != nil {
		return c.boundAt(t)
	}
	return r.prog.bound
}
