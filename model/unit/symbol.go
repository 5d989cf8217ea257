package unit

// scale is a factor 10^ten · 2^two · 3^three. The last two are there for
// minutes, hours and days; all else is decimal.
type scale struct{ ten, two, three int }

func (s scale) times(t scale, power int) scale {
	return scale{s.ten + power*t.ten, s.two + power*t.two, s.three + power*t.three}
}

// measure is a unit: so many bases of a dimension.
type measure struct {
	scale
	dim Dim
}

// raise multiplies m by n to a power. It reports false once a power or factor
// is beyond what any quantity of the bench has, so that nothing overflows.
func (m measure) raise(n measure, power int) (measure, bool) {
	m.scale = m.times(n.scale, power)
	for i := range m.dim.pow {
		p := int(m.dim.pow[i]) + power*int(n.dim.pow[i])
		if p < -highest || p > highest {
			return m, false
		}
		m.dim.pow[i] = int8(p)
	}
	return m, max(m.ten, -m.ten) <= largestUnit && max(m.two, -m.two, m.three, -m.three) <= largestUnit
}

// largestUnit bounds the powers of a unit's factor: 1e-30 of a base is less
// than any published unit.
const largestUnit = 30

// symbols are the units that quell reads, spelt as papers print them, without
// prefix. prefixes lists those that may stand before the symbol; "-" stands
// for none.
var symbols = []struct {
	symbol, prefixes string
	measure
}{
	{"V", "pnum-", measure{scale{}, DimVoltage}},
	{"A", "pnum-", measure{scale{}, DimCurrent}},
	{"S", "pnum-", measure{scale{}, DimConductance}},
	{"F", "pnum-", measure{scale{}, DimCapacitance}},
	{"s", "pnum-", measure{scale{}, DimTime}},
	{"M", "pnum-", measure{scale{}, DimConcentration}},
	{"g", "num-k", measure{scale{}, DimMass}},
	{"L", "um-", measure{scale{ten: 3}, DimVolume}},
	{"m", "umc", measure{scale{ten: 2}, DimLength}},
	{"ohm", "-kM", measure{scale{}, DimResistance}},
	{"min", "-", measure{scale{ten: 1, two: 1, three: 1}, DimTime}}, // 60
	{"h", "-", measure{scale{ten: 2, two: 2, three: 2}, DimTime}},   // 3600
	{"d", "-", measure{scale{ten: 2, two: 5, three: 3}, DimTime}},   // 86400
	{"Hz", "-", measure{scale{}, DimFrequency}},
	{"degC", "-", measure{scale{}, DimTemperature}},
	{"au", "-", measure{scale{}, DimArbitrary}},
	{percent, "-", measure{scale{ten: -2}, DimNumber}},
}

// percent is how % is spelt while go/parser reads a unit. Nobody can type it
// in one: refuseText lets no underscore through.
const percent = "_"

var prefixTens = map[rune]int{'p': -12, 'n': -9, 'u': -6, 'm': -3, 'c': -2, '-': 0, 'k': 3, 'M': 6}

// lookup finds a symbol with its prefix. No two rows of the table spell the
// same unit.
func lookup(name string) (measure, bool) {
	for _, row := range symbols {
		for _, p := range row.prefixes {
			if spell(p, row.symbol) == name {
				m := row.measure
				m.ten += prefixTens[p]
				return m, true
			}
		}
	}
	return measure{}, false
}

func spell(prefix rune, symbol string) string {
	if prefix == '-' {
		return symbol
	}
	return string(prefix) + symbol
}

// concentrationTens is how many of a file's unit of concentration, as a power
// of ten, make 1 M.
func concentrationTens(conc string) (ten int, ok bool) {
	m, ok := lookup(conc)
	return -m.ten, ok && m.dim == DimConcentration
}
