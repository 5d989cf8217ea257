package study

import (
	"hash/fnv"
	"math"
	"strings"

	"quell/model"
	"quell/model/expr"
	"quell/model/unit"
	"quell/sim"
)

// usualSpread is the coefficient of variation of every maximal conductance between
// virtual cells. It is chosen for quell: cells of one kind differ by two to four times
// in single conductances (Schulz, Goaillard & Marder 2006, Nat Neurosci 9:356,
// recalled), which is more, but not in all of them independently.
const usualSpread = 0.2

// virtual is cell number i from 1 on: every maximal conductance, and every permeability,
// of the file times a factor of its own. A channel has one factor in all compartments.
// The factors are lognormal with mean 1 and the coefficient of variation cv; they depend
// on the seed, the cell and the channel's name alone.
func virtual(n *model.Neuron, seed uint64, i int, cv float64) []sim.Tuning {
	var all []sim.Tuning
	for p := range n.Numbers() {
		channel, ok := conductance(p.Path)
		if !ok || p.Num == 0 {
			continue
		}
		all = append(all, sim.Tuning{Path: p.Path, Value: float64(p.Num * lognormal(draw(seed, i, channel), cv))})
	}
	return all
}

// girkArm is what a channel of the receptor is called.
const girkArm = "gabab.girk"

// conductance is the channel whose maximal conductance a path names.
func conductance(path string) (channel string, ok bool) {
	if ofGIRKArm(path) {
		return girkArm, true
	}
	parts := strings.Split(path, ".")
	const three = 3 // compartment, channel, quantity
	if len(parts) != three {
		return "", false
	}
	return parts[1], parts[2] == "gbar" || parts[2] == "permeability"
}

// lognormal is a factor of mean 1 and coefficient of variation cv, from a normal number.
func lognormal(z, cv float64) float64 {
	s2 := expr.Log(1 + float64(cv*cv))
	return expr.Exp(float64(math.Sqrt(s2)*z) - float64(0.5*s2))
}

// draw is a standard normal number that belongs to a seed, a cell and a name: always the
// same one. It is made by Marsaglia's polar method from a counter that is hashed.
func draw(seed uint64, cell int, name string) float64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	key := mixed(mixed(mixed(seed)^uint64(cell)) ^ h.Sum64())
	for k := uint64(0); ; k += 2 {
		u, v := evenly(key+k), evenly(key+k+1)
		if s := float64(u*u) + float64(v*v); s > 0 && s < 1 {
			return float64(u * math.Sqrt(float64(-2*expr.Log(s))/s))
		}
	}
}

// evenly is a number from -1 to 1 that belongs to a counter.
func evenly(counter uint64) float64 {
	const bits = 53
	return float64(2*float64(mixed(counter)>>(64-bits))/(1<<bits)) - 1
}

// mixed is the output function of SplitMix64 (Steele, Lea & Flood 2014, OOPSLA,
// doi 10.1145/2660193.2660195) at that counter.
func mixed(counter uint64) uint64 {
	z := counter * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// ofGIRKArm says that a path is of a GIRK conductance.
func ofGIRKArm(path string) bool { return strings.HasPrefix(path, girkArm+".gbar.") }

// girkDensity is the GIRK conductance at full effect where spikes are counted, or else
// where the file has it first, mS/cm2, under potassium outside.
func girkDensity(n *model.Neuron, ko unit.Concentration) float64 {
	g := n.GABAB.GIRK
	if g == nil || len(g.Gbar) == 0 {
		return math.NaN()
	}
	at := 0
	for i := range g.Gbar {
		if g.Gbar[i].Compartment == n.Compartments[countedIn(n)].Name {
			at = i
		}
	}
	full := g.Gbar[at].Num
	if ko > 0 {
		full *= math.Sqrt(float64(ko / sim.FileKo))
	}
	return full
}

// mostInhibited is the part that a saturating full agonist takes of the calcium channel
// that it takes most of.
func mostInhibited(n *model.Neuron) float64 {
	most := math.NaN()
	if c := n.GABAB.Calcium; c != nil {
		most = 0
		for _, in := range c.Inhibited {
			most = max(most, in.Num)
		}
	}
	return most
}
