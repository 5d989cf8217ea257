package gabab

import (
	"fmt"
	"math"
	"strings"
)

// Species is one state of a published scheme.
type Species struct {
	Name  string
	Unit  string  // as the source has it: 1, uM or mM
	Start float64 // where the source starts it, before any agonist
	Tiny  float64 // an amount too small to matter, the absolute tolerance of a solver
}

// Constant is a number of a published scheme, as its source prints it.
type Constant struct {
	Symbol     string
	Value      float64
	Unit       string
	Confidence string // read, recalled or chosen
}

// Kinetics is what a solver has to know of a published scheme. y are the states
// in the order of Species and c is the GABA that the receptor sees, uM, held by
// the bath whatever the receptor binds. Every rate is linear in c.
type Kinetics interface {
	Species() []Species
	Constants() []Constant

	// Rates sets dy to dy/dt, per ms.
	Rates(y []float64, c float64, dy []float64)
	// Jacobian sets j to the derivatives of the rates by y, row by row, and dc
	// to those by c.
	Jacobian(y []float64, c float64, j [][]float64, dc []float64)
	// Steady sets y to the steady state under c, which may be infinite.
	Steady(c float64, y []float64)

	// Open is the open fraction of GIRK channels; 0 where the scheme has none.
	Open(y []float64) float64
	// Bound is the fraction of calcium channels that carry Gβγ; 0 where the
	// scheme has none.
	Bound(y []float64) float64
}

// Published is a reaction scheme of the receptor as a paper or its code has it, with
// its own constants and its own potency, which no dose of ours has touched.
type Published struct {
	Name, Title string
	Source      string
	Confidence  string // of the constants: read, recalled or chosen
	Good, Omits string // what it can show, and what it cannot (gabab-signalling 2.12)
	HasGIRK     bool
	HasCalcium  bool
	Kinetics
}

// Plateau is what a steady concentration of c uM opens and binds; c may be infinite.
func (p Published) Plateau(c float64) (open, bound float64) {
	y := make([]float64, len(p.Species()))
	p.Steady(c, y)
	return p.Open(y), p.Bound(y)
}

// Full is what GABA without limit opens and binds at steady state: the scheme's own
// full effect. DS95 opens up to 1.52 times that for a while, before its receptors
// desensitise.
func (p Published) Full() (open, bound float64) { return p.Plateau(math.Inf(1)) }

const (
	code18198  = "Destexhe, Mainen & Sejnowski 1998, in Methods in Neuronal Modeling; code ModelDB 18198"
	code169985 = "Thomson & Destexhe 1999, Neuroscience 92:1193, as coded by Sanders et al. 2013; ModelDB 169985"
	code201826 = "Mäki-Marttunen et al. 2025; code ModelDB 2018268"
)

// PublishedSchemes lists every published scheme, each a fresh value.
func PublishedSchemes() []Published {
	const ipsc = "shape and summation of the slow IPSC after brief pulses"
	const bath = "potency in a bath, which the fits never saw; desensitisation over seconds"
	return []Published{
		{
			Name: "dms98", Title: "Four G proteins open a channel (set of the chapter and its demonstration)",
			Source: code18198 + "; the same numbers in 157157", Confidence: "read",
			Good: ipsc + "; growth with the fourth power", Omits: bath, HasGIRK: true, Kinetics: DMS98(),
		},
		{
			Name: "dms98-file", Title: "Four G proteins open a channel (default set of the mechanism file)",
			Source: code18198, Confidence: "read",
			Good: ipsc, Omits: bath, HasGIRK: true, Kinetics: DMS98File(),
		},
		{
			Name: "ds95", Title: "Four G proteins, and a receptor that desensitises within one IPSC",
			Source:     "Destexhe & Sejnowski 1995, PNAS 92:9515; code ModelDB 18198 and, in other units, 169985",
			Confidence: "read", Good: ipsc + ", with mild growth in a burst", Omits: bath, HasGIRK: true, Kinetics: NewDS95(),
		},
		{
			Name: "td99", Title: "Four G proteins under transmitter whose uptake saturates",
			Source: code169985, Confidence: "read",
			Good: "a threshold in the number of spikes of a burst", Omits: "pharmacology in a bath", HasGIRK: true, Kinetics: TD99(),
		},
		mm2025("post", "postsynaptic: GIRK without calcium channels", Postsynaptic()),
		mm2025("preEE", "presynaptic at an excitatory synapse: calcium channels without GIRK", PresynapticE()),
		mm2025("preIE", "presynaptic at an inhibitory synapse: calcium channels without GIRK", PresynapticI()),
	}
}

func mm2025(part, title string, k MM2025) Published {
	return Published{
		Name: "mm2025-" + part, Title: "Mass action from GABA to Gβγ on channels, " + title,
		Source: code201826, Confidence: "read",
		Good:    "time course of the slow IPSC or of presynaptic inhibition after one GABA transient; competition for Gβγ",
		Omits:   "amplitudes and potency (fitted to normalised courses); relief by depolarisation; desensitisation",
		HasGIRK: k.girk > 0, HasCalcium: k.vgcc > 0, Kinetics: k,
	}
}

// PublishedByName is the published scheme of that name.
func PublishedByName(name string) (Published, error) {
	var names []string
	for _, p := range PublishedSchemes() {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Published{}, fmt.Errorf("gabab: %q is no published scheme; try one of %s", name, strings.Join(names, ", "))
}

// PublishedArms are the schemes that a user's choice stands for: one that opens GIRK and
// one that holds calcium channels, nil where the choice has none. The plain name
// mm2025 is the postsynaptic fit for the one and that at an excitatory synapse for the
// other, since MM2025 has the two ends of a synapse as separate fits.
func PublishedArms(name string) (girk, calcium *Published, err error) {
	opens, binds := name, name
	if name == "mm2025" {
		opens, binds = name+"-post", name+"-preEE"
	}
	g, err := PublishedByName(opens)
	if err != nil {
		return nil, nil, err
	}
	c, err := PublishedByName(binds)
	if err != nil {
		return nil, nil, err
	}
	if g.HasGIRK {
		girk = &g
	}
	if c.HasCalcium {
		calcium = &c
	}
	return girk, calcium, nil
}
