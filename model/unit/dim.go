package unit

import "strings"

// Dim is the dimension of a quantity: a whole power of each base. Two
// quantities can be compared or converted when their Dims are equal by ==.
// The zero Dim is a pure number.
type Dim struct{ pow [bases]int8 }

// The bases. A molar concentration is a base of its own, and so is a paper's
// arbitrary unit, which converts to nothing.
const (
	volt = iota
	ampere
	second
	centimetre
	molar
	arbitrary
	celsius
	gram
	bases
)

// highest is the largest power of a base, and of a symbol, that is read. With
// it every conversion of a number that Parse accepts stays inside float64.
const highest = 6

// coherent is the set used inside: the symbol of each base in it and how many
// of it, as a power of ten, make one base. The file says which unit a molar
// concentration is in, so Base looks that one up; uM is what String writes.
var coherent = [bases]struct {
	symbol string
	ten    int
}{
	volt: {"mV", 3}, ampere: {"uA", 6}, second: {"ms", 3}, centimetre: {"cm", 0},
	molar: {symbol: "uM"}, arbitrary: {"au", 0}, celsius: {"degC", 0}, gram: {"mg", 3},
}

// The dimensions of the bench. DimNumber is a pure number, DimArbitrary a
// concentration in a paper's arbitrary unit.
var (
	DimNumber             = Dim{}
	DimVoltage            = base(volt)
	DimCurrent            = base(ampere)
	DimTime               = base(second)
	DimLength             = base(centimetre)
	DimConcentration      = base(molar)
	DimArbitrary          = base(arbitrary)
	DimTemperature        = base(celsius)
	DimMass               = base(gram)
	DimArea               = DimLength.Times(DimLength)
	DimVolume             = DimArea.Times(DimLength)
	DimRate               = DimNumber.Per(DimTime)
	DimFrequency          = DimRate
	DimConductance        = DimCurrent.Per(DimVoltage)
	DimResistance         = DimVoltage.Per(DimCurrent)
	DimResistivity        = DimResistance.Times(DimLength)
	DimCapacitance        = DimCurrent.Times(DimTime).Per(DimVoltage)
	DimConductanceDensity = DimConductance.Per(DimArea)
	DimCurrentDensity     = DimCurrent.Per(DimArea)
	DimCapacitanceDensity = DimCapacitance.Per(DimArea)
	DimPermeability       = DimLength.Per(DimTime)
	DimInverseVoltage     = DimNumber.Per(DimVoltage)
	DimClearance          = DimVolume.Per(DimTime)
	DimMassRate           = DimMass.Per(DimTime)
	DimMassConcentration  = DimMass.Per(DimVolume)
)

func base(i int) Dim {
	var d Dim
	d.pow[i] = 1
	return d
}

// Times is the dimension of a product.
func (d Dim) Times(e Dim) Dim {
	for i := range d.pow {
		d.pow[i] += e.pow[i]
	}
	return d
}

// Per is the dimension of a quotient.
func (d Dim) Per(e Dim) Dim {
	for i := range d.pow {
		d.pow[i] -= e.pow[i]
	}
	return d
}

// DimConcentrationIn is the dimension of a concentration in a file whose unit
// of concentration is conc: DimArbitrary for "au", else DimConcentration.
func DimConcentrationIn(conc string) Dim {
	if conc == "au" {
		return DimArbitrary
	}
	return DimConcentration
}

// Converts reports whether a quantity of this dimension has a value in a file
// whose unit of concentration is conc (nM, uM, mM, M or au): molar
// concentrations do not in "au", arbitrary ones only there.
func (d Dim) Converts(conc string) bool {
	if conc == "au" {
		return d.pow[molar] == 0
	}
	_, known := concentrationTens(conc)
	return d.pow[arbitrary] == 0 && (known || d.pow[molar] == 0)
}

// String is a unit of the dimension: the customary one where it has a name
// (mS/cm2), else one of the coherent set (uM*cm2/(ms*uA)), "" for a pure number.
func (d Dim) String() string {
	if k, ok := kindOf(d); ok {
		return k.unit
	}
	return d.coherent()
}

// coherent spells the dimension in the coherent set.
func (d Dim) coherent() string {
	if d == DimNumber {
		return ""
	}
	over, under := factors(d, 1), factors(d, -1)
	text := "1"
	if len(over) > 0 {
		text = strings.Join(over, "*")
	}
	switch len(under) {
	case 0:
		return text
	case 1:
		return text + "/" + under[0]
	}
	return text + "/(" + strings.Join(under, "*") + ")"
}

// factors lists the bases whose power has the given sign, concentration first.
func factors(d Dim, sign int) []string {
	var list []string
	for _, i := range [bases]int{molar, arbitrary, gram, volt, ampere, centimetre, second, celsius} {
		switch p := sign * int(d.pow[i]); {
		case p == 1:
			list = append(list, coherent[i].symbol)
		case p > 1:
			list = append(list, coherent[i].symbol+string(rune('0'+p)))
		}
	}
	return list
}
