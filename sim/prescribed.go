package sim

import (
	"fmt"
	"slices"

	"quell/model"
	"quell/model/gabab"
	"quell/model/unit"
)

// prescribed is what a published scheme does to the channels of a neuron. It does
// not see V, so it is solved before the run (see course) and put in place at every
// evaluation.
type prescribed struct {
	girk, calcium *course // nil where the scheme has no such channel
	slot          *girkSlot
	sites         []siteSlot
	bound         operand // the bound fraction relative to full, for traces

	drive operand // part of the tonic drive that is left, or noOperand
	kept  func(bound float64) float64
}

// published sets up a published scheme in place of the receptor.
func (b *builder) published() error {
	f, choice := &b.effects, b.proto.Receptor
	girk, calcium, err := gabab.PublishedArms(choice.Scheme)
	if err != nil {
		return err
	}
	x, live, err := b.exposure()
	if err != nil {
		return err
	}
	b.noteScheme(girk, calcium)
	f.active = true
	if !live && !b.set.Kinetic {
		c, _ := x.bath[0].at(0)
		b.holdPublished(girk, calcium, c)
		b.noteInputs()
		return nil
	}
	p := &prescribed{bound: noOperand, drive: noOperand}
	duration := float64(b.proto.Duration)
	if girk != nil && b.n.GABAB.GIRK != nil {
		if p.girk, err = newCourse(*girk, x, duration); err != nil {
			return err
		}
		p.slot = b.girkSlot()
		p.slot.eff = b.scratch()
		f.girk = p.slot.eff
		b.p.names["gabab.girk"], b.p.units["gabab.girk"] = f.girk, "1"
	}
	if calcium != nil && (b.n.GABAB.Calcium != nil || b.n.GABAB.Release != nil) {
		if p.calcium, err = newCourse(*calcium, x, duration); err != nil {
			return err
		}
		p.bound = b.scratch()
		b.p.names["gabab.B"], b.p.units["gabab.B"] = p.bound, "1"
		if rel := b.n.GABAB.Release; rel != nil { // what a full agonist binds is the file's
			full := rel.Coupling.Effect(1)
			p.drive, p.kept = b.liveDrive(), func(bound float64) float64 { return rel.Kept(float64(full * bound)) }
		}
	}
	b.p.pre = p
	b.noteInputs()
	return nil
}

// holdPublished keeps what a constant concentration opens and binds.
func (b *builder) holdPublished(girk, calcium *gabab.Published, c float64) {
	if g := b.girkSlot(); g != nil {
		b.effects.girkNow = g.basal
		if girk != nil {
			open, _ := girk.Plateau(c)
			full, _ := girk.Full()
			b.effects.girkNow = g.held(open / full)
		}
	}
	if calcium != nil {
		_, bound := calcium.Plateau(c)
		_, full := calcium.Full()
		b.effects.boundNow = bound / full
		b.p.bound = b.effects.boundNow
	}
}

// noteScheme says what stands in place of the recommended receptor.
func (b *builder) noteScheme(girk, calcium *gabab.Published) {
	arms := b.n.GABAB
	for _, s := range []*gabab.Published{girk, calcium} {
		if s != nil && (s == girk && arms.GIRK != nil || s == calcium && (arms.Calcium != nil || arms.Release != nil)) {
			b.p.notes = append(b.p.notes, fmt.Sprintf("receptor %s: %s; its full effect is that of the neuron's file", s.Name, s.Source))
		}
	}
	if calcium == nil && (arms.Calcium != nil || arms.Release != nil) {
		b.p.notes = append(b.p.notes, b.proto.Receptor.Scheme+" has no calcium channels: calcium current and release stay as they are")
	}
	b.p.notes = append(b.p.notes, "a published receptor knows GABA alone: other agonists count as GABA at the ratio of their K, and the potency is the scheme's own")
}

// exposure is the equivalent concentration of GABA over the run, and whether it
// ever changes.
func (b *builder) exposure() (exposure, bool, error) {
	_, live := b.doses()
	x := exposure{block: b.proto.UptakeBlock, uptake: b.effects.scheme}
	for _, t := range slices.Sorted(slices.Values(b.proto.Pulses)) {
		x.spikes = append(x.spikes, float64(t))
	}
	var steps []bathStep
	doses := Protocol{Duration: b.proto.Duration, Doses: b.proto.Doses}
	for _, t := range append([]float64{0}, doses.edges()...) {
		c, err := equivalent(b.proto.Doses, unit.Time(t))
		if err != nil {
			return x, live, err
		}
		if len(steps) == 0 || steps[len(steps)-1].c != c {
			steps = append(steps, bathStep{t, c})
		}
	}
	x.bath = bathOf(steps, float64(b.proto.Exchange))
	return x, live, nil
}

// equivalent is the concentration of GABA (uM) that does what the doses do at t:
// full agonists by the ratio of their K, divided by 1 + B/K of competitive
// antagonists.
func equivalent(doses []Dose, t unit.Time) (float64, error) {
	gaba, err := model.LigandByName(transmitter)
	if err != nil {
		return 0, err
	}
	c, ratio := 0.0, 1.0
	for _, d := range doses {
		if d.Conc == 0 || d.At > t || d.Wash != 0 && t >= d.Wash {
			continue
		}
		l, err := model.LigandByName(d.Ligand)
		if err != nil {
			return 0, err
		}
		if l.Efficacy > 0 {
			c += float64(float64(d.Conc) * gaba.K / l.K)
		} else {
			ratio += float64(d.Conc) / l.K
		}
	}
	return c / ratio, nil
}

// checkPublished says what a published scheme has no place for.
func (p *Protocol) checkPublished(add func(string, ...any)) {
	r := p.Receptor
	if !r.published() {
		return
	}
	if r.mechanistic() || r.spare() || r.After > 0 || r.Chronic > 0 {
		add("gabab: %s has its own coupling and no desensitisation or loss of receptors; leave coupling, reserve, after and chronic out, or use --gabab default", r.Scheme)
	}
	antagonist, changes := "", len(p.Pulses) > 0
	for _, d := range p.Doses {
		l, err := model.LigandByName(d.Ligand)
		if err != nil || d.Conc == 0 {
			continue
		}
		changes = changes || d.At > 0 || d.Wash > 0
		switch {
		case l.Kind == "modulator", l.Efficacy > 0 && l.Efficacy < 1:
			add("gabab: %s knows full agonists and no %s; use --gabab default for %s", r.Scheme, kindOf(l), d.Ligand)
		case l.Efficacy == 0:
			antagonist = d.Ligand
		}
	}
	if antagonist != "" && changes {
		add("gabab: in %s an antagonist such as %s is known at equilibrium alone; give every drug from the start, without synaptic GABA, or use --gabab default", r.Scheme, antagonist)
	}
}

func kindOf(l *gabab.Ligand) string {
	if l.Kind == "modulator" {
		return "modulators"
	}
	return "partial ones"
}

// courses is a machine's own place in the courses of its program.
type courses struct {
	pre           *prescribed
	girk, calcium *courseReader
}

func newCourses(p *prescribed) *courses {
	if p == nil {
		return nil
	}
	c := &courses{pre: p}
	if p.girk != nil {
		c.girk = p.girk.reader()
	}
	if p.calcium != nil {
		c.calcium = p.calcium.reader()
	}
	return c
}

// prescribe puts the effects of time t in place.
func (m *machine) prescribe(t float64) {
	c := m.courses
	if c == nil {
		return
	}
	if c.girk != nil {
		effect, _ := c.girk.at(t)
		m.y[c.pre.slot.eff] = c.pre.slot.held(effect)
	}
	if c.calcium != nil {
		bound := c.boundAt(t)
		m.y[c.pre.bound] = bound
		if c.pre.drive >= 0 {
			m.y[c.pre.drive] = c.pre.kept(bound)
		}
		for i := range c.pre.sites {
			u := &c.pre.sites[i]
			m.y[u.willing] = 1 - float64(u.fraction*bound)
		}
	}
}

// boundAt is the bound fraction of calcium channels relative to full.
func (c *courses) boundAt(t float64) float64 {
	_, bound := c.calcium.at(t)
	return bound / c.calcium.c.fullBound
}
