package sim

import (
	"fmt"
	"slices"

	"quell/model"
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
