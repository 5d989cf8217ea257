package unit

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// finite draws a float64 of either sign whose size the bench, generously
// taken, could have.
func finite(t *rapid.T) float64 {
	mantissa := rapid.Float64Range(-10, 10).Draw(t, "mantissa")
	tens := rapid.IntRange(-80, 80).Draw(t, "tens")
	x := mantissa * math.Pow10(tens)
	if math.Abs(x) < 1e-90 {
		return 0
	}
	return x
}

// What String and MarshalText write is read back to the same bits.
func roundTrip[T Typed, P interface {
	*T
	value
}](t *testing.T,
) {
	t.Helper()
	t.Run(fmt.Sprintf("%T", *new(T)), rapid.MakeCheck(func(t *rapid.T) {
		x := T(finite(t))
		filed, err := P(&x).MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{P(&x).String(), string(filed)} {
			var y T
			if err := P(&y).Set(text); err != nil || x != y {
				t.Fatalf("%v is written %q and read as %v; %v", float64(x), text, float64(y), err)
			}
		}
	}))
}

func TestTypedFloatsRoundTrip(t *testing.T) {
	roundTrip[Voltage](t)
	roundTrip[Time](t)
	roundTrip[Rate](t)
	roundTrip[Frequency](t)
	roundTrip[Conductance](t)
	roundTrip[ConductanceDensity](t)
	roundTrip[Current](t)
	roundTrip[CurrentDensity](t)
	roundTrip[Capacitance](t)
	roundTrip[CapacitanceDensity](t)
	roundTrip[Resistance](t)
	roundTrip[Resistivity](t)
	roundTrip[Concentration](t)
	roundTrip[Area](t)
	roundTrip[Length](t)
	roundTrip[Temperature](t)
	roundTrip[Permeability](t)
	roundTrip[Mass](t)
	roundTrip[Volume](t)
}

// Whole minutes, hours and days are printed as such and are as exact.
func TestWholeTimesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := rapid.SampledFrom([]Time{Second, Minute, Hour, Day}).Draw(t, "span")
		x := Time(rapid.IntRange(-1_000_000, 1_000_000).Draw(t, "count")) * span
		var y Time
		if err := y.Set(x.String()); err != nil || x != y {
			t.Fatalf("%v ms is written %q and read as %v ms; %v", float64(x), x.String(), float64(y), err)
		}
	})
}

// digits draws a decimal number: its text and the same as a fraction.
func digits(t *rapid.T) (string, *big.Rat) {
	text := rapid.StringMatching(`-?[0-9]{1,25}(\.[0-9]{0,25})?([eE][+-]?[0-9]{1,2})?`).
		Draw(t, "number")
	if mantissa, exponent, ok := strings.Cut(strings.ToLower(text), "e"); ok {
		n, err := strconv.Atoi(exponent)
		if err != nil {
			t.Fatal(err)
		}
		text = mantissa + "e" + strconv.Itoa(n%40)
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is not a number", text)
	}
	return text, r
}

// In is the float64 nearest to the exact quotient, for every pair of units of
// a dimension; math/big is the judge.
func TestConversionsAreExact(t *testing.T) {
	units := map[string]*big.Rat{}
	ten := func(n int64) *big.Rat {
		p := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(max(n, -n)), nil))
		if n < 0 {
			return p.Inv(p)
		}
		return p
	}
	for name, n := range map[string]int64{"pM": -12, "nM": -9, "uM": -6, "µM": -6, "μM": -6, "mM": -3, "M": 0} {
		units[name] = ten(n)
	}
	times := map[string]*big.Rat{"us": ten(-6), "ms": ten(-3), "s": ten(0), "min": big.NewRat(60, 1), "h": big.NewRat(3600, 1), "d": big.NewRat(86400, 1)}
	for _, family := range []map[string]*big.Rat{units, times} {
		names := make([]string, 0, len(family))
		for name := range family {
			names = append(names, name)
		}
		slices.Sort(names)
		rapid.Check(t, func(t *rapid.T) {
			text, exact := digits(t)
			from := rapid.SampledFrom(names).Draw(t, "from")
			to := rapid.SampledFrom(names).Draw(t, "to")
			q, err := Parse(text + rapid.SampledFrom([]string{"", " ", "\u00a0"}).Draw(t, "space") + from)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := new(big.Rat).Quo(new(big.Rat).Mul(exact, family[from]), family[to]).Float64()
			if got, err := q.In(to); err != nil || got != want {
				t.Fatalf("%s in %s is %v, %v; want %v", q, to, got, err, want)
			}
		})
	}
}

// unitText draws a unit that quell knows.
func unitText(t *rapid.T) string {
	symbol := func() string {
		row := rapid.SampledFrom(symbols[:len(symbols)-1]).Draw(t, "symbol") // % is last
		name := spell(rapid.SampledFrom([]rune(row.prefixes)).Draw(t, "prefix"), row.symbol)
		return name + rapid.SampledFrom([]string{"", "", "2"}).Draw(t, "power")
	}
	over, below := symbol(), symbol()
	return rapid.SampledFrom([]string{
		over, "1/" + below, over + "/" + below, over + "*" + below, over + " " + below,
		over + "/(" + below + "*" + symbol() + ")", over + "/" + below + "/" + symbol(), "(" + over + ")/((" + below + "))",
	}).Draw(t, "shape")
}

// A composite unit is read, written and read as the same quantity, and every
// conversion of it is finite.
func TestCompositeUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number, _ := digits(t)
		unit := unitText(t)
		q, err := Parse(number + " " + unit)
		if err != nil {
			checkMessage(t, err)
			return
		}
		again, err := Parse(q.Text())
		if err != nil || again != q {
			t.Fatalf("%s is read back as %s; %v", q.Text(), again.Text(), err)
		}
		for _, conc := range []string{"nM", "uM", "mM", "au"} {
			if x := q.Base(conc); math.IsInf(x, 0) || math.IsNaN(x) == q.Dim().Converts(conc) {
				t.Fatalf("%s is %v in %s", q, x, conc)
			}
		}
		tens := 0 // of the coherent unit, factor by factor; beyond largestUnit it is refused
		for i, p := range q.Dim().pow {
			tens += max(int(p), -int(p)) * coherent[i].ten
		}
		if d, err := DimOf(q.Dim().coherent()); tens <= largestUnit && (err != nil || d != q.Dim()) {
			t.Fatalf("%s: DimOf(%q) = %v, %v", q, q.Dim().coherent(), d, err)
		}
	})
}
