package gabab

import "quell/model/expr"

// Number is one value of a ligand with where it comes from.
type Number struct {
	Value      float64
	Source     string
	Confidence string // read, recalled or chosen
	Range      [2]float64
	Note       string
}

// Ligand is a drug or transmitter of the receptor.
type Ligand struct {
	Name, Title string
	Kind        string // agonist, antagonist or modulator
	Note        string

	K        float64    // uM, equilibrium dissociation constant
	Efficacy float64    // eps: 1 full agonist, 0 antagonist
	Koff     float64    // 1/ms at 35 degC
	Alpha    float64    // modulator: cooperativity of binding
	Beta     float64    // modulator: cooperativity of efficacy
	Range    [2]float64 // uM: the concentrations that data reach

	Holds []string // ligands this one is a mixture of, as a racemate is of enantiomers

	Numbers map[string]Number // by key of the file, for tables of values; "range" has the reason of the cap
}

// Conc is a ligand at a concentration in uM.
type Conc struct {
	Ligand *Ligand
	C      float64
}

// Binding is the kinetics of one ligand in a mix: Kon 1/(uM ms), Koff 1/ms, and
// its efficacy, modulators taken into account.
type Binding struct{ Kon, Koff, Efficacy float64 }

// modulation is the effect of the modulators in a mix: the factors of K and of
// the efficacy, (1+b)/(1+alpha b) and (1+alpha beta b)/(1+alpha b) with
// b = C/K_P (allosteric ternary complex, gabab-signalling 3.4). Modulators bind
// faster than agonists and independently of one another; one that acts without an
// agonist is not modelled.
func modulation(mix []Conc) (ofK, ofEfficacy float64) {
	ofK, ofEfficacy = 1, 1
	for _, c := range mix {
		if l := c.Ligand; l.Kind == "modulator" {
			b := c.C / l.K
			bound := 1 + float64(l.Alpha*b)
			ofK *= (1 + b) / bound
			ofEfficacy *= (1 + float64(float64(l.Alpha*l.Beta)*b)) / bound
		}
	}
	return ofK, ofEfficacy
}

// BindingRates gives the kinetics of every ligand of the mix. A modulator does
// not take part in binding itself: its rates are 0. The modulator slows
// unbinding; association is unchanged.
func BindingRates(s Scheme, mix []Conc) []Binding {
	ofK, ofEfficacy := modulation(mix)
	out := make([]Binding, len(mix))
	for i, c := range mix {
		l := c.Ligand
		if l.Kind == "modulator" {
			continue
		}
		koff := float64(l.Koff * s.Warm)
		out[i] = Binding{Kon: koff / l.K, Koff: float64(koff * ofK), Efficacy: float64(l.Efficacy * ofEfficacy)}
	}
	return out
}

// Occupancy is the fraction of receptors that each ligand of the mix holds at
// equilibrium: a_j/(1 + sum a), a = C/K (Gaddum).
func Occupancy(mix []Conc) []float64 {
	ofK, _ := modulation(mix)
	out := make([]float64, len(mix))
	total := 1.0
	for i, c := range mix {
		if c.Ligand.Kind != "modulator" {
			out[i] = c.C / float64(c.Ligand.K*ofK)
			total += out[i]
		}
	}
	for i := range out {
		out[i] /= total
	}
	return out
}

// Drive is the agonist drive A of bound fractions.
func Drive(mix []Conc, bound []float64) float64 {
	_, ofEfficacy := modulation(mix)
	a := 0.0
	for i, c := range mix {
		a += float64(float64(c.Ligand.Efficacy*ofEfficacy) * bound[i])
	}
	return a
}

// Gamma is the free Gβγ of naive receptors at equilibrium with the mix.
func Gamma(mix []Conc) float64 { return Drive(mix, Occupancy(mix)) }

// Coupling is how an effector follows gamma.
//
// Imposed: effect = Emax z^Hill/(EC50^Hill + z^Hill) with the equivalent
// concentration z = K gamma/(1 - gamma) of the agonist the curve was measured
// with. Else mechanistic: Top (Theta gamma)^N/(1 + (Theta gamma)^N).
type Coupling struct {
	Imposed          bool
	Agonist          string
	K                float64 // uM, of that agonist
	EC50, Hill, Emax float64 // uM, 1, 1
	Theta, N         float64
	Top              float64 // factor of the mechanistic effect; 0 counts as 1
}

// fullGamma is the largest gamma that an imposed curve is read at; at 1 the
// equivalent concentration is infinite.
const fullGamma = 1 - 1e-9

// Effect is the effector's activation at gamma. It is exactly 0 at gamma 0.
func (c Coupling) Effect(gamma float64) float64 {
	if gamma <= 0 {
		return 0
	}
	if !c.Imposed {
		p := expr.Pow(float64(c.Theta*gamma), c.N)
		if c.Top != 0 {
			return float64(c.Top*p) / (1 + p)
		}
		return p / (1 + p)
	}
	g := min(gamma, fullGamma)
	z := expr.Pow(float64(c.K*g)/(1-g)/c.EC50, c.Hill)
	return float64(c.Emax*z) / (1 + z)
}

// Relative is Effect over its value at gamma = 1: of the mechanistic GIRK the Ohat
// of the scheme. An imposed curve, and one with a Top, is not scaled: it already says
// what part of the maximum is reached.
func (c Coupling) Relative(gamma float64) float64 {
	if c.Imposed || c.Top != 0 {
		return c.Effect(gamma)
	}
	return c.Effect(gamma) / c.Effect(1)
}
