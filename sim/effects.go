package sim

import (
	"fmt"
	"math"

	"quell/model"
	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/unit"
)

// Effects are what the receptor does at the drugs that a protocol has from its start,
// each arm by itself, before any equation of the membrane is solved. An arm that the
// neuron's file does not have is NaN.
type Effects struct {
	Gamma     float64 // active G protein; of a published receptor NaN
	Available float64 // part of GIRK that is not desensitised
	GIRK      float64 // part of the GIRK conductance that is open
	Calcium   float64 // calcium channels inhibited, relative to a saturating full agonist
	Release   float64 // release that is left, relative to none of the drug
}

// EffectsOf are the effects on a neuron under a protocol.
func EffectsOf(n *model.Neuron, proto Protocol) (Effects, error) {
	b, err := receptorOnly(n, &proto)
	if err != nil {
		return Effects{}, err
	}
	return b.doing(b.effects.available), nil
}

// Cumulative are the effects at the end of each of several exposures that follow one
// another in one bath, each of that length. The G protein follows each at once, which
// takes it a fraction of a second; GIRK goes on desensitising from where the exposure
// before left it: q' = (gamma - q)/tau (gabab-signalling 4.6).
func Cumulative(n *model.Neuron, protos []Protocol, each unit.Time) ([]Effects, error) {
	out := make([]Effects, len(protos))
	var qF, qS float64
	for i := range protos {
		if protos[i].Receptor.published() {
			return nil, fmt.Errorf("sim: %s does not desensitise, so that earlier exposures leave nothing behind", protos[i].Receptor.Scheme)
		}
		b, err := receptorOnly(n, &protos[i])
		if err != nil {
			return nil, err
		}
		s, gamma := b.effects.scheme, b.effects.gamma
		qF = gamma + float64((qF-gamma)*expr.Exp(-float64(each)/s.TauF))
		qS = gamma + float64((qS-gamma)*expr.Exp(-float64(each)/s.TauS))
		out[i] = b.doing(s.Availability(qF, qS))
	}
	return out, nil
}

// receptorOnly compiles nothing but the receptor.
func receptorOnly(n *model.Neuron, proto *Protocol) (*builder, error) {
	if err := proto.Check(n); err != nil {
		return nil, err
	}
	coupled, err := proto.Receptor.coupled(n)
	if err != nil {
		return nil, err
	}
	b := &builder{
		p: &Program{neuron: coupled, names: map[string]operand{}, units: map[string]string{}},
		n: coupled, proto: proto, set: &Settings{},
	}
	return b, b.receptor()
}

// doing is what the receptor does when so much of GIRK is available.
func (b *builder) doing(available float64) Effects {
	f := &b.effects
	out := Effects{Gamma: f.gamma, Available: available, GIRK: math.NaN(), Calcium: math.NaN(), Release: math.NaN()}
	arms := b.n.GABAB
	if arms == nil {
		return out
	}
	published := b.proto.Receptor.published() && f.active
	if published {
		out.Gamma = math.NaN()
	}
	bound := func(c *gabab.Coupling) float64 {
		if published { // what a full agonist binds is the file's
			return float64(c.Effect(1) * f.boundNow)
		}
		return c.Effect(f.gamma)
	}
	if g := b.girkSlot(); g != nil {
		out.GIRK = g.value(f.gamma, available)
		if published {
			out.GIRK = f.girkNow
		}
	}
	if c := arms.Calcium; c != nil {
		out.Calcium = bound(&c.Coupling) / c.Coupling.Effect(1)
	}
	if r := arms.Release; r != nil {
		out.Release = gabab.Scheme{Iota: r.Loss, Power: r.Power}.Release(bound(&r.Coupling))
	}
	return out
}
