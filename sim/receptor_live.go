package sim

import (
	"cmp"

	"quell/model/gabab"
	"quell/model/unit"
)

// liveReceptor makes the receptor's states: bound fractions, gamma, and both
// desensitisation states; each inhibited channel adds its own B. GIRK desensitises
// where the dose changes or the settings ask for it; at a steady dose the
// conductance is that before desensitisation.
func (b *builder) liveReceptor(changing bool) {
	f := &b.effects
	r := &receptor{
		desensitises: b.set.Desensitise || changing, available: f.available,
		list: f.ligands, scheme: f.scheme, tau: float64(b.proto.Exchange), block: b.proto.UptakeBlock,
		synapse: noOperand, terminal: noOperand, drive: b.liveDrive(),
	}
	kinetics := gabab.BindingRates(f.scheme, f.atStart)
	for i, l := range f.ligands {
		s := ligandSlot{name: l.Name}
		s.bound = b.state(variable{name: "gabab.bound." + l.Name, unit: "1", scale: 1, start: f.bound[i]})
		s.kon, s.koff, s.eps = b.param(kinetics[i].Kon), b.param(kinetics[i].Koff), b.param(kinetics[i].Efficacy)
		c := f.atStart[i].C
		s.target = b.param(c)
		s.c = s.target
		if r.tau > 0 {
			s.c = b.state(variable{name: "drug." + l.Name, unit: "uM", rest: l.K, start: c})
		} else {
			b.p.names["drug."+l.Name], b.p.units["drug."+l.Name] = s.c, "uM"
		}
		if l.Name == transmitter && len(b.proto.Pulses) > 0 {
			r.synapse = b.state(variable{name: "synapse.GABA", unit: "uM", rest: f.scheme.Ts})
			r.released = i
		}
		r.ligands = append(r.ligands, s)
	}
	r.gamma = b.state(variable{name: "gabab.gamma", unit: "1", scale: 1, start: f.gamma})
	if r.desensitises {
		qF, qS := b.proto.Receptor.desensitised(f.scheme, f.gamma)
		r.qF = b.state(variable{name: "gabab.qF", unit: "1", scale: 1, start: qF})
		r.qS = b.state(variable{name: "gabab.qS", unit: "1", scale: 1, start: qS})
	}
	if rel := b.n.GABAB.Release; rel != nil && (rel.From != "" || r.drive >= 0) {
		r.atTerminal, r.kept = rel.Coupling, rel.Kept
		r.terminal = b.state(variable{name: "gabab.B." + cmp.Or(rel.From, "inputs"), unit: "1", scale: 1, start: rel.Coupling.Effect(f.gamma)})
	}
	if r.girk = b.girkSlot(); r.girk != nil {
		r.girk.eff = b.scratch()
		f.girk = r.girk.eff
		b.p.names["gabab.girk"], b.p.units["gabab.girk"] = f.girk, "1"
	}
	b.p.rec = r
}

// startEffects sets the factors that the currents need before the first
// evaluation of the rates.
func (r *receptor) startEffects(y []float64) {
	if r == nil {
		return
	}
	gamma := y[r.gamma]
	if r.girk != nil {
		y[r.girk.eff] = r.girk.value(gamma, r.left(y))
	}
	if r.drive >= 0 {
		y[r.drive] = r.kept(y[r.terminal])
	}
	for i := range r.sites {
		u := &r.sites[i]
		u.effect(gamma, y[u.bound], y)
	}
}

// bathLigand is one ligand at a moment: its concentration (uM), binding rates
// (1/(uM ms), 1/ms) and efficacy, modulators taken into account.
type bathLigand struct{ C, Kon, Koff, Efficacy float64 }

// bath is the state of the bath at t, in the order of the ligands.
func (r *receptor) bath(doses []Dose, t unit.Time) []bathLigand {
	conc := concentrations(r.list, doses, t)
	kinetics := gabab.BindingRates(r.scheme, conc)
	out := make([]bathLigand, len(conc))
	for i, k := range kinetics {
		out[i] = bathLigand{conc[i].C, k.Kon, k.Koff, k.Efficacy}
	}
	return out
}

// each calls f with every state of the receptor.
func (r *receptor) each(f func(operand)) {
	for _, l := range r.ligands {
		f(l.bound)
		if r.tau > 0 {
			f(l.c)
		}
	}
	f(r.gamma)
	if r.desensitises {
		f(r.qF)
		f(r.qS)
	}
	if r.synapse >= 0 {
		f(r.synapse)
	}
	if r.terminal >= 0 {
		f(r.terminal)
	}
	for _, u := range r.sites {
		f(u.bound)
	}
}
