package sim

import (
	"fmt"
	"slices"
	"strings"

	"quell/model"
	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/unit"
)

// Receptor chooses how the receptor is modelled. The zero value is the recommended
// scheme with each arm coupled as the neuron's file says, on naive receptors that
// have not begun to desensitise.
type Receptor struct {
	Scheme   string    // one of Schemes; "" is the first
	Coupling string    // one of Couplings
	Reserve  string    // one of Reserves
	After    unit.Time // how long the drugs have acted: GIRK is desensitised as far as it is by then
	Chronic  unit.Time // how long they were given before: receptors are lost
}

// Schemes are the receptors to choose from: the recommended one, and published ones.
func Schemes() []string { return []string{"default", "dms98", "ds95", "mm2025"} }

// Couplings are the choices of how effectors follow the receptor: by the curve that
// the neuron's file imposes on each arm, or by the scheme's own power laws.
func Couplings() []string { return []string{"imposed", "mechanistic"} }

// Reserves are the two readings of one potency: a receptor of high affinity without
// spare receptors, or one of low affinity with many. No experiment chooses between
// them.
func Reserves() []string { return []string{"none", "spare"} }

// Spare receptors: K of racemic baclofen is 30 uM in place of 2 uM, and so for
// every full agonist (pharmacology 1.7, derived); one site. K of an antagonist is
// measured by itself and does not depend on reserve, and that of the partial agonist
// GHB, 1 mM, is already of the 1 to 5 mM that this reading gives it.
const (
	spareAffinity = 15.0
	spareSites    = 1.0
)

// chosen is the place of a choice, with "" for the first; -1 where there is none.
func chosen(choice string, of []string) int {
	if choice == "" {
		return 0
	}
	return slices.Index(of, choice)
}

// published says that a published receptor stands in place of the recommended one.
func (r Receptor) published() bool   { return chosen(r.Scheme, Schemes()) > 0 }
func (r Receptor) mechanistic() bool { return chosen(r.Coupling, Couplings()) == 1 }
func (r Receptor) spare() bool       { return chosen(r.Reserve, Reserves()) == 1 }

// check reports what is wrong with the choice under these doses.
func (r Receptor) check(n *model.Neuron, doses []Dose, add func(string, ...any)) {
	for _, c := range []struct {
		name, choice string
		of           []string
	}{{"gabab", r.Scheme, Schemes()}, {"coupling", r.Coupling, Couplings()}, {"reserve", r.Reserve, Reserves()}} {
		if chosen(c.choice, c.of) < 0 {
			add("%s: %s is not known; there are %s", c.name, c.choice, strings.Join(c.of, ", "))
		}
	}
	if r.spare() && r.mechanistic() {
		add("reserve: spare couples by the operational model, which takes the place of the mechanistic coupling; leave one of them out")
	}
	if r.spare() && n.GABAB != nil {
		if err := spareArms(ownArms(n.GABAB)); err != nil {
			add("reserve: %w", err)
		}
	}
	for _, t := range []struct {
		name string
		at   unit.Time
	}{{"after", r.After}, {"chronic", r.Chronic}} {
		if t.at < 0 {
			add("%s: %v is below zero", t.name, t.at)
		}
		if t.at > 0 && !slices.ContainsFunc(doses, func(d Dose) bool { return d.At == 0 && d.Conc > 0 }) {
			add("%s: no drug is there from the start; give one from 0 ms on", t.name)
		}
	}
	if err := r.checkModulators(n, doses); err != nil {
		add("coupling: %w", err)
	}
}

// checkModulators refuses a modulator that raises efficacy on an imposed curve,
// which has no place for an effect above its maximum.
func (r Receptor) checkModulators(n *model.Neuron, doses []Dose) error {
	if r.mechanistic() || r.spare() || r.published() || n.GABAB == nil || !slices.ContainsFunc(armsOf(n.GABAB), func(c *gabab.Coupling) bool { return c.Imposed }) {
		return nil
	}
	for _, d := range doses {
		l, err := model.LigandByName(d.Ligand)
		if err == nil && d.Conc > 0 && l.Kind == "modulator" && l.Beta > 1 && agonistIn(doses) {
			return fmt.Errorf("%s raises the maximum, and an imposed curve has no place above its own; use --coupling mechanistic", d.Ligand)
		}
	}
	return nil
}

// agonistIn says that there is something to modulate.
func agonistIn(doses []Dose) bool {
	return slices.ContainsFunc(doses, func(d Dose) bool {
		l, err := model.LigandByName(d.Ligand)
		return err == nil && d.Conc > 0 && l.Efficacy > 0
	})
}

func armsOf(g *model.GABAB) (arms []*gabab.Coupling) {
	if g.GIRK != nil {
		arms = append(arms, &g.GIRK.Coupling)
	}
	if g.Calcium != nil {
		arms = append(arms, &g.Calcium.Coupling)
	}
	if g.Release != nil {
		arms = append(arms, &g.Release.Coupling)
	}
	return arms
}

// coupled is the neuron with the couplings of the choice.
func (r Receptor) coupled(n *model.Neuron) (*model.Neuron, error) {
	if n.GABAB == nil || !r.mechanistic() && !r.spare() {
		return n, nil
	}
	out := *n
	out.GABAB = ownArms(n.GABAB)
	if r.spare() {
		return &out, spareArms(out.GABAB)
	}
	// A coupling that is mechanistic already keeps its own numbers.
	s := gabab.Default()
	if g := out.GABAB.GIRK; g != nil && g.Coupling.Imposed {
		g.Coupling = s.GIRK()
	}
	if c := out.GABAB.Calcium; c != nil && c.Coupling.Imposed {
		c.Coupling = s.Calcium()
	}
	if rel := out.GABAB.Release; rel != nil && rel.Coupling.Imposed {
		rel.Coupling, rel.Loss, rel.Power = s.Calcium(), s.Iota, s.Power
	}
	return &out, nil
}

// ownArms copies the arms, so that their couplings can be changed.
func ownArms(g *model.GABAB) *model.GABAB {
	out := *g
	if g.GIRK != nil {
		k := *g.GIRK
		out.GIRK = &k
	}
	if g.Calcium != nil {
		c := *g.Calcium
		out.Calcium = &c
	}
	if g.Release != nil {
		rel := *g.Release
		out.Release = &rel
	}
	return &out
}

// spareArms replaces each coupling by the operational model with one site
// that has the same EC50 and the same effect of a saturating full agonist. Its Hill
// slope is 1.
func spareArms(g *model.GABAB) error {
	for _, c := range armsOf(g) {
		k, ec50, top := c.K, c.EC50, c.Emax
		if !c.Imposed {
			ratio, _ := c.Operational()
			k, ec50, top = 1, ratio, c.Effect(1)
			if g.GIRK != nil && c == &g.GIRK.Coupling {
				top = 1 // GIRK is relative to its full effect
			}
		}
		theta := float64(spareAffinity*k)/ec50 - 1
		if !(theta > 0) {
			return fmt.Errorf("an EC50 of %g µM lies above the affinity of spare receptors, %g µM; no reserve can give it", ec50, spareAffinity*k)
		}
		*c = gabab.Coupling{Theta: theta, N: spareSites, Top: float64(top*(1+theta)) / theta}
	}
	return nil
}

// ligand is a ligand as this choice sees it: its affinity on spare receptors, and
// of a partial loss n of receptors the same loss of efficacy, which the drive does
// not tell apart (gabab-signalling 4.11, form 9).
func (r Receptor) ligand(l *gabab.Ligand, n float64) *gabab.Ligand {
	out := *l
	if r.spare() && l.Efficacy == 1 {
		out.K = float64(spareAffinity * out.K)
	}
	out.Efficacy = float64(out.Efficacy * n)
	return &out
}

// availability of GIRK at a constant gamma after the drugs have acted so long.
func (r Receptor) availability(s gabab.Scheme, gamma float64) float64 {
	if r.After == 0 {
		return 1
	}
	return s.AvailabilityAfter(gamma, float64(r.After))
}

// desensitised are the fast and slow states of GIRK by then.
func (r Receptor) desensitised(s gabab.Scheme, gamma float64) (qF, qS float64) {
	return float64(-gamma * expr.Expm1(-float64(r.After)/s.TauF)), float64(-gamma * expr.Expm1(-float64(r.After)/s.TauS))
}

// receptors is the part of the receptors that is left, under a drive that was
// constant.
func (r Receptor) receptors(s gabab.Scheme, drive float64) float64 {
	if r.Chronic == 0 {
		return 1
	}
	return s.Tolerance(drive, float64(r.Chronic/unit.Day))
}

// Words are the choice as a label says it; none for the zero value.
func (r Receptor) Words() (words []string) {
	if r.published() {
		words = append(words, "receptor "+r.Scheme)
	}
	if r.mechanistic() {
		words = append(words, "mechanistic coupling")
	}
	if r.spare() {
		words = append(words, "spare receptors")
	}
	if r.After > 0 {
		words = append(words, "after "+r.After.String())
	}
	if r.Chronic > 0 {
		words = append(words, r.Chronic.String()+" of it before")
	}
	return words
}

// notes say what was chosen and what came of it: avail is the part of GIRK that is
// not desensitised, left the part of the receptors.
func (r Receptor) notes(avail, left float64) (notes []string) {
	if r.mechanistic() {
		notes = append(notes, "mechanistic coupling: every arm follows the receptor by the scheme's own law, not by a curve measured in this cell")
	}
	if r.spare() {
		notes = append(notes, "spare receptors: K of racemic baclofen is 30 µM; no experiment chooses between this reading and that without reserve. Desensitisation and loss of receptors follow the receptor's own activity, which is smaller in it")
	}
	if r.After > 0 {
		notes = append(notes, fmt.Sprintf("after %v of the drug %.0f %% of its GIRK is not desensitised", r.After, 100*avail))
	}
	if r.Chronic > 0 {
		notes = append(notes, fmt.Sprintf("after %v of the drug %.0f %% of the receptors are left", r.Chronic, 100*left))
	}
	return notes
}
