package sim

import (
	"fmt"
	"strings"

	"quell/model"
	"quell/model/unit"
)

// Drive is a tonic excitatory conductance g in the compartment that current enters,
// from terminals that the drug acts on too:
//
//	I = g·left·(V - E),  left = (1 - loss·B)^power
//
// with the law of gabab.release of the neuron's file. It is where a drug acts on the
// input of a cell, without a circuit. B is what the drug binds of those terminals'
// calcium channels: at equilibrium at a steady dose, else a state that follows the
// receptor. Single releases, their short-term plasticity, NMDA receptors and the
// place of synapses on dendrites are not modelled.

// excitatory is the reversal in mV of AMPA receptors: Ia synapses on motoneurons,
// Moraud et al. 2016, Neuron 89:814, ModelDB 189786 (read); cortical background,
// Destexhe et al. 2001, ModelDB 8115 (read).
const excitatory = 0.0

// CheckDrive says why a neuron cannot be driven: its file has no release arm of
// terminals that excite. It names neurons that have one.
func CheckDrive(n *model.Neuron) error {
	const cure = "those that have it: "
	switch rel := releaseOf(n); {
	case rel == nil:
		return fmt.Errorf("the file of %s has no release arm, gabab.release, so what a drug leaves of its input is not known; %s", n.Name, cure+drivable())
	case rel.Transmitter == model.GABA:
		return fmt.Errorf("the release arm of %s is of terminals that release GABA, which drive nothing; one of glutamate is wanted, and %s", n.Name, cure+drivable())
	case rel.Transmitter != model.Glutamate:
		return fmt.Errorf("the release arm of %s does not say what its terminals release; it wants transmitter: glutamate, and %s", n.Name, cure+drivable())
	}
	return nil
}

func releaseOf(n *model.Neuron) *model.Release {
	if n.GABAB == nil {
		return nil
	}
	return n.GABAB.Release
}

// drivable names the neurons that can be driven.
func drivable() string {
	var names []string
	for _, name := range model.Names() {
		if n, err := model.ByName(name); err == nil {
			if rel := releaseOf(n); rel != nil && rel.Transmitter == model.Glutamate {
				names = append(names, name)
			}
		}
	}
	return strings.Join(names, ", ")
}

func (p *Protocol) checkDrive(n *model.Neuron, add func(string, ...any)) {
	switch {
	case !(p.Drive >= 0):
		add("drive: %v is below zero; a conductance is 0mS/cm2 or more", p.Drive)
	case p.Drive > 0:
		if err := CheckDrive(n); err != nil {
			add("drive: %w", err)
		}
	}
}

// drive adds the tonic conductance to the compartment that current enters.
func (b *builder) drive(c *compBuild) {
	if b.proto.Drive == 0 {
		return
	}
	if b.effects.drive < 0 {
		c.fold(func() (g, e float64) { return float64(float64(b.proto.Drive) * b.driveLeft()), excitatory })
		return
	}
	c.add(current{
		store: noOperand, factors: []factor{{b.effects.drive, 1}},
		g: b.tuned(func() float64 { return float64(b.proto.Drive) }), e: b.param(excitatory),
	})
}

// driveLeft is the part of the drive that is left at the start.
func (b *builder) driveLeft() float64 {
	rel := b.n.GABAB.Release
	if b.proto.Receptor.published() {
		return rel.Kept(float64(rel.Coupling.Effect(1) * b.effects.boundNow))
	}
	return rel.Kept(rel.Coupling.Effect(b.effects.gamma))
}

// liveDrive is a place for the part that is left, where it changes in the run; noOperand
// without a drive.
func (b *builder) liveDrive() operand {
	if b.proto.Drive == 0 {
		return noOperand
	}
	o := b.scratch()
	b.p.names["gabab.drive"], b.p.units["gabab.drive"] = o, "1"
	b.effects.drive = o
	return o
}

// noteDrive says what the drive is, and what is left of it.
func (b *builder) noteDrive() {
	rel := b.n.GABAB.Release
	from := rel.Inputs
	if from == "" {
		from = "glutamate terminals, taken to be as the cell's own"
	}
	b.p.notes = append(b.p.notes, fmt.Sprintf("tonic drive %v from %s, reversal %v", b.proto.Drive, from, unit.Voltage(excitatory)))
	names, live := b.doses()
	left := ""
	b.p.driveLeft = b.driveLeft()
	switch {
	case live && b.proto.Receptor.published() && b.effects.drive < 0: // a scheme that does not reach terminals
	case live:
		left = "what is left follows the drug, trace gabab.drive"
		b.p.driveLeft = 0
	case len(names) > 0:
		left = b.markedLeft(b.p.driveLeft) + " left under " + b.bathed()
	}
	if left != "" {
		b.p.notes = append(b.p.notes, fmt.Sprintf("tonic drive %v: %s", b.proto.Drive, left))
	}
}

// markedLeft is a part of a release as percent, marked as the file's half-block is.
func (b *builder) markedLeft(left float64) string {
	share := fmt.Sprintf("%.0f %%", 100*left)
	if left < 0.1 {
		share = fmt.Sprintf("%.2g %%", 100*left)
	}
	return model.Marked(share, b.n.TrustOf("gabab.release.coupling.ec50"))
}

// bathed names what is in the bath from the start: "baclofen 10 µM".
func (b *builder) bathed() string {
	var all []string
	for _, d := range b.proto.Doses {
		if d.Conc > 0 && d.At == 0 {
			all = append(all, d.Ligand+" "+d.Conc.String())
		}
	}
	return strings.Join(all, " + ")
}
