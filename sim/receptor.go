package sim

import (
	"cmp"
	"fmt"
	"slices"

	"quell/model"
	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/unit"
)

// effects are the arms of the receptor as seen by the channels: operands while
// the receptor is live, numbers at a steady dose.
type effects struct {
	active    bool
	gamma     float64 // at the start
	available float64 // part of GIRK that is not desensitised, at a steady dose
	girk      operand
	girkNow   float64
	drive     operand // part of the tonic drive that is left, or noOperand where it does not change
	boundNow  float64 // of a published receptor at a steady dose
	ligands   []*gabab.Ligand
	scheme    gabab.Scheme
	atStart   []gabab.Conc
	bound     []float64
}

// potassiumShift is RT/F·ln(Ko/3 mM), in mV.
func (b *builder) potassiumShift() float64 {
	celsius := gabab.ReferenceCelsius
	if b.n.HasTemp {
		celsius = b.n.Temperature
	}
	return unit.ThermalVoltage(celsius) * expr.Log(float64(b.proto.Ko)/restingKo)
}

// FileKo is the extracellular potassium at which a file's E_K and its GIRK hold, uM.
const FileKo unit.Concentration = 3000

const restingKo = float64(FileKo)

// shifted moves a reversal that equals the neuron's E_K with [K]o.
func (b *builder) shifted(e float64) float64 {
	for _, ek := range potassium(b.n) {
		if e == ek {
			return e + b.shift
		}
	}
	return e
}

// potassium are the reversals that a neuron's file gives to potassium: that of
// GIRK and the parameter EK, which may differ.
func potassium(n *model.Neuron) (all []float64) {
	if n.GABAB != nil && n.GABAB.GIRK != nil {
		all = append(all, n.GABAB.GIRK.Reversal.Num)
	}
	for _, p := range n.Params {
		if p.Name == "EK" {
			all = append(all, p.Num)
		}
	}
	return all
}

// celsius is the neuron's temperature where the receptor's rates hold, or
// 35 degC where the file states none or one outside 20–40 degC.
func (b *builder) celsius() float64 {
	if b.n.HasTemp && b.n.Temperature >= gabab.MinCelsius && b.n.Temperature <= gabab.MaxCelsius {
		return b.n.Temperature
	}
	return gabab.ReferenceCelsius
}

// receptor decides whether the receptor is off, at a steady dose or live, and
// makes its states.
func (b *builder) receptor() error {
	f := &b.effects
	f.girk, f.drive, f.available = noOperand, noOperand, 1
	if b.n.GABAB == nil {
		return nil
	}
	f.scheme = gabab.Default().At(b.celsius())
	b.p.scheme = f.scheme
	names, live := b.doses()
	if len(names) == 0 {
		b.steadyGIRK(0)
		b.noteInputs()
		return nil
	}
	if b.proto.Receptor.published() {
		return b.published()
	}
	f.active = true
	if b.n.HasTemp && b.celsius() != b.n.Temperature {
		b.p.notes = append(b.p.notes, fmt.Sprintf("receptor kinetics at %g degC: their rates are not known at %g degC", b.celsius(), b.n.Temperature))
	}
	if err := b.bathOf(names); err != nil {
		return err
	}
	// Relief depends on V, so B is then a state at a steady dose too.
	if !live && !b.relieved() && !b.set.Kinetic && !b.set.Desensitise {
		b.steadyGIRK(f.gamma)
		return nil
	}
	b.liveReceptor(live)
	return nil
}

// bathOf are the ligands as the choice of receptor sees them, and what they do at
// the start.
func (b *builder) bathOf(names []string) error {
	left, err := b.bathe(names)
	if err != nil {
		return err
	}
	b.bathNotes.from = len(b.p.notes)
	b.p.notes = append(b.p.notes, b.proto.Receptor.notes(b.effects.available, left)...)
	b.p.gamma = b.effects.gamma
	b.noteInputs()
	b.bathNotes.to = len(b.p.notes)
	return nil
}

// bathe computes the effects of the doses at the start, and the part of the receptors
// that is left.
func (b *builder) bathe(names []string) (left float64, err error) {
	f, choice := &b.effects, b.proto.Receptor
	left = 1.0
	for range 2 { // the loss of receptors follows the drive that the drugs had before it
		f.ligands = f.ligands[:0]
		for _, name := range names {
			l, err := model.LigandByName(name)
			if err != nil {
				return 0, err
			}
			f.ligands = append(f.ligands, choice.ligand(l, left))
		}
		f.atStart = concentrations(f.ligands, b.proto.Doses, 0)
		f.bound = gabab.Occupancy(f.atStart)
		f.gamma = gabab.Gamma(f.atStart)
		if left == 1 {
			left = choice.receptors(f.scheme, f.gamma)
		}
	}
	f.available = choice.availability(f.scheme, f.gamma)
	return left, nil
}

// rebathe does so for other concentrations of the same ligands.
func (b *builder) rebathe(names []string) error {
	if b.proto.Receptor.published() { // such a program is not shared by concentrations
		return nil
	}
	after := slices.Clone(b.p.notes[b.bathNotes.to:])
	b.p.notes = slices.Clip(b.p.notes[:b.bathNotes.from])
	if err := b.bathOf(names); err != nil {
		return err
	}
	b.p.notes = append(b.p.notes, after...)
	b.steadyGIRK(b.effects.gamma)
	return nil
}

// noteInputs says what the drugs at the start do to the terminals on this cell,
// which its own equations do not have, and what their drive is.
func (b *builder) noteInputs() {
	if b.proto.Drive > 0 {
		b.noteDrive()
		return
	}
	if rel := b.n.GABAB.Release; rel != nil && rel.Inputs != "" && b.effects.gamma > 0 {
		left := rel.Kept(rel.Coupling.Effect(b.effects.gamma))
		b.p.notes = append(b.p.notes, fmt.Sprintf("%s release %s of control onto this cell; the run has no input from them", rel.Inputs, b.markedLeft(left)))
	}
}

// relieved says whether depolarisation relieves any calcium channel.
func (b *builder) relieved() bool {
	c := b.n.GABAB.Calcium
	return c != nil && slices.ContainsFunc(c.Inhibited, func(in model.Inhibited) bool { return in.Relief != nil })
}

// doses lists the ligands that are ever present, and says whether any changes
// during the run.
func (b *builder) doses() (names []string, live bool) {
	for _, d := range b.proto.Doses {
		if d.Conc == 0 {
			continue
		}
		if !slices.Contains(names, d.Ligand) {
			names = append(names, d.Ligand)
		}
		live = live || d.At > 0 || d.Wash > 0 && d.Wash < b.proto.Duration
	}
	if len(b.proto.Pulses) > 0 {
		live = true
		if !slices.Contains(names, transmitter) {
			names = append(names, transmitter)
		}
	}
	return names, live
}

// transmitter is the ligand that synapses release.
const transmitter = "GABA"

// concentrations in the bath at time t, in the order of the ligands.
func concentrations(ligands []*gabab.Ligand, doses []Dose, t unit.Time) []gabab.Conc {
	out := make([]gabab.Conc, len(ligands))
	for i, l := range ligands {
		out[i].Ligand = l
		for _, d := range doses {
			if d.Ligand == l.Name && d.At <= t && (d.Wash == 0 || t < d.Wash) {
				out[i].C += float64(d.Conc)
			}
		}
	}
	return out
}

func (b *builder) girkSlot() *girkSlot {
	g := b.n.GABAB.GIRK
	if g == nil {
		return nil
	}
	return &girkSlot{coupling: g.Coupling, basal: g.Basal, eff: noOperand}
}

// steadyGIRK holds the GIRK effect of a constant gamma.
func (b *builder) steadyGIRK(gamma float64) {
	if g := b.girkSlot(); g != nil {
		b.effects.girkNow = g.value(gamma, b.effects.available)
	}
}

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

// inhibition splits a current by what the receptor does to it: unchanged, one
// scaled part, or a willing and a reluctant part.
func (b *builder) inhibition(c *compBuild, ch *model.Channel, k current) []current {
	arm, in := b.inhibited(c.c.Name, ch.Name)
	if arm == nil || !b.effects.active {
		return []current{k}
	}
	u := siteSlot{
		coupling: arm.Coupling, fraction: in.Num, full: arm.Coupling.Effect(1), free: arm.VoltageIndependent,
		ku: noOperand, willing: noOperand, reluctant: noOperand,
	}
	if b.proto.Receptor.published() {
		return []current{b.inhibitedAsPublished(k, u)}
	}
	live := b.p.rec != nil
	if in.Relief == nil {
		if !live {
			left := func() float64 { return 1 - float64(in.Num*arm.Coupling.Effect(b.effects.gamma))/arm.Coupling.Effect(1) }
			return []current{k.times(b.tuned(left))}
		}
		u.willing = b.scratch()
		u.bound = b.boundState(c, ch, u)
		b.p.rec.sites = append(b.p.rec.sites, u)
		return []current{k.times(u.willing)}
	}
	u.rhoR = in.Relief.Reluctant
	u.ku = c.valueColumn(b.effects.scheme.ReliefCurve())
	u.willing, u.reluctant = b.scratch(), b.scratch()
	u.bound = b.boundState(c, ch, u)
	b.p.rec.sites = append(b.p.rec.sites, u)
	reluctant := k
	reluctant.factors = slices.Clone(k.factors)
	if k.store >= 0 { // the channel's current is the sum of both parts
		total := k.store
		k.store, reluctant.store = b.scratch(), b.scratch()
		c.prog.sums = append(c.prog.sums, sum{dst: total, parts: []operand{k.store, reluctant.store}})
	}
	for i, f := range k.factors {
		if f.x == c.names[ch.Name+"."+in.Relief.Gate] {
			reluctant.factors[i].x = c.shiftedGate(ch, in.Relief)
		}
	}
	return []current{k.times(u.willing), reluctant.times(u.reluctant)}
}

// inhibitedAsPublished scales a current by the bound fraction of a published
// scheme, which knows no relief.
func (b *builder) inhibitedAsPublished(k current, u siteSlot) current {
	if b.p.pre == nil {
		return k.times(b.param(1 - float64(u.fraction*b.effects.boundNow)))
	}
	if b.p.pre.calcium == nil {
		return k
	}
	u.willing = b.scratch()
	b.p.pre.sites = append(b.p.pre.sites, u)
	return k.times(u.willing)
}

func (k current) times(o operand) current {
	k.factors = append(slices.Clone(k.factors), factor{o, 1})
	return k
}

// boundState is B of one site, at its steady state at rest.
func (b *builder) boundState(c *compBuild, ch *model.Channel, u siteSlot) operand {
	return b.state(variable{name: "gabab.B." + c.c.Name + "." + ch.Name, unit: "1", scale: 1, start: u.coupling.Effect(b.effects.gamma)})
}

// shiftedGate is the gate of reluctant channels: the same curves, moved.
func (c *compBuild) shiftedGate(ch *model.Channel, r *model.Relief) operand {
	for _, g := range ch.Gates {
		if g.Name != r.Gate {
			continue
		}
		move := func(n expr.Node) expr.Node {
			return expr.Substitute(n, func(name string) expr.Node {
				if name == "V" {
					return expr.Bin{Op: '-', X: expr.Name{Name: "V"}, Y: expr.Num{Value: r.Shift}}
				}
				return nil
			})
		}
		a, b, inf := c.b.gateCurves(c.c, ch, g)
		if g.Instant {
			return c.emit(&c.prog.code, move(inf))
		}
		return c.gateState(c.path(ch.Name, g.Name+"_reluctant"), move(a), move(b))
	}
	panic("sim: relief names no gate") // model.Check has refused it
}

func (b *builder) inhibited(comp, channel string) (*model.Calcium, *model.Inhibited) {
	if b.n.GABAB == nil || b.n.GABAB.Calcium == nil {
		return nil, nil
	}
	var all *model.Inhibited // of every compartment; the line of one goes before it
	for i := range b.n.GABAB.Calcium.Inhibited {
		in := &b.n.GABAB.Calcium.Inhibited[i]
		switch {
		case in.Channel != channel:
		case in.Compartment == comp:
			return b.n.GABAB.Calcium, in
		case in.Compartment == "":
			all = in
		}
	}
	if all == nil {
		return nil, nil
	}
	return b.n.GABAB.Calcium, all
}

// girk adds the GIRK current of a compartment.
func (b *builder) girk(c *compBuild) {
	if b.proto.HoldGIRK {
		if b.hasEK {
			c.fold(func() (g, e float64) { return float64(b.proto.GIRK), b.n.GABAB.GIRK.Reversal.Num + b.shift })
		}
		return
	}
	if b.n.GABAB == nil || b.n.GABAB.GIRK == nil {
		return
	}
	g := b.n.GABAB.GIRK
	live := b.effects.girk >= 0
	gbar := func() float64 { return b.girkIn(c, g, live) }
	recorded := b.recorded(c.path("GIRK", "I"))
	if gbar() == 0 && !recorded {
		return
	}
	e := func() float64 { return g.Reversal.Num + b.shift }
	if g.Rectification == "none" && !live && !recorded {
		c.fold(func() (float64, float64) { return gbar(), e() })
		return
	}
	k := current{store: noOperand}
	if live {
		k.factors = append(k.factors, factor{b.effects.girk, 1})
	}
	if g.Rectification != "none" {
		k.factors = append(k.factors, factor{c.valueColumn(rectification(g, b.shift, e())), 1})
	}
	if recorded {
		k.store = b.scratch()
		b.p.names[c.path("GIRK", "I")], b.p.units[c.path("GIRK", "I")] = k.store, "uA/cm2"
	}
	k.g, k.e = b.tuned(gbar), b.tuned(e)
	c.add(k)
}

// girkIn is the GIRK conductance of a compartment: at full effect where the
// receptor is live, else what the steady dose opens of it.
func (b *builder) girkIn(c *compBuild, g *model.GIRK, live bool) float64 {
	gbar := 0.0
	for i := range g.Gbar {
		if g.Gbar[i].Compartment == c.c.Name {
			gbar = g.Gbar[i].Num
		}
	}
	if b.proto.Ko > 0 {
		gbar *= sqrt(float64(b.proto.Ko) / restingKo)
	}
	if !live {
		gbar *= b.effects.girkNow
	}
	return gbar
}

// rectification is rho(V - E_K)/rho(at - E_K), gabab-signalling 2.6: the
// conductance at V relative to that at the voltage the file states. With [K]o
// the whole curve moves with E_K.
func rectification(g *model.GIRK, shift, e float64) expr.Node {
	boltzmann := func(v expr.Node) expr.Node { // 1/rho = 1 + exp(k (v - e + s))
		u := scaled(g.K, expr.Bin{Op: '-', X: v, Y: expr.Num{Value: e - g.S}})
		return expr.Bin{Op: '+', X: expr.Num{Value: 1}, Y: expr.Call{Fn: "exp", Args: []expr.Node{u}}}
	}
	at := boltzmann(expr.Num{Value: g.At.Num + shift})
	return quotient(expr.Fold(at), boltzmann(expr.Name{Name: "V"}))
}

// recorded says whether the settings ask for a trace of that name.
func (b *builder) recorded(name string) bool { return slices.Contains(b.set.Record, name) }

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
