package unit

import (
	"math/big"
	"strconv"
	"strings"
)

// decimal is the exact number 0.digits · 10^ten: digits without zeros at
// either end, "" for zero, which has no sign.
type decimal struct {
	negative bool
	digits   string
	ten      int
}

// largestNumber bounds the power of ten of a number that is read. Nothing on
// the bench comes near it, and no conversion of what is inside it overflows.
const largestNumber = 100

// leadingNumber is the length of the decimal number that text starts with, 0
// if it starts with none. Signs, a point and an exponent are allowed; hex,
// underscores, Inf and NaN are not numbers here.
func leadingNumber(text string) int {
	i := 0
	if i < len(text) && (text[i] == '+' || text[i] == '-') {
		i++
	}
	whole := countDigits(text[i:])
	i += whole
	part := 0
	if i < len(text) && text[i] == '.' {
		part = countDigits(text[i+1:])
		i += 1 + part
	}
	if whole+part == 0 {
		return 0
	}
	return i + exponentLength(text[i:])
}

// exponentLength is the length of e-5, E12 and the like at the start of text.
func exponentLength(text string) int {
	if text == "" || text[0] != 'e' && text[0] != 'E' {
		return 0
	}
	i := 1
	if i < len(text) && (text[i] == '+' || text[i] == '-') {
		i++
	}
	if n := countDigits(text[i:]); n > 0 {
		return i + n
	}
	return 0
}

func countDigits(text string) int {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n
}

// readDecimal reads a number that leadingNumber measured. It reports false
// where the number is beyond 1e±100.
func readDecimal(text string) (decimal, bool) {
	d := decimal{negative: strings.HasPrefix(text, "-")}
	text = strings.TrimLeft(text, "+-")
	mantissa, exponent := text, ""
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], text[i+1:]
	}
	whole, part, _ := strings.Cut(mantissa, ".")
	whole = strings.TrimLeft(whole, "0")
	all := whole + part
	d.digits = strings.TrimLeft(all, "0")
	d.ten = len(whole) - (len(all) - len(d.digits))
	d.digits = strings.TrimRight(d.digits, "0")
	if d.digits == "" {
		return decimal{}, true
	}
	if exponent != "" {
		n, err := strconv.Atoi(exponent)
		if err != nil || n > 10*largestNumber || n < -10*largestNumber {
			return d, false
		}
		d.ten += n
	}
	return d, -largestNumber < d.ten && d.ten <= largestNumber+1
}

// floatDecimal is the shortest decimal that reads back as x, or x rounded to
// so many significant digits where digits is above 0. x is finite.
func floatDecimal(x float64, digits int) decimal {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', digits-1, 64), "e")
	d := decimal{negative: strings.HasPrefix(mantissa, "-")}
	d.digits = strings.TrimRight(strings.Replace(strings.TrimPrefix(mantissa, "-"), ".", "", 1), "0")
	d.digits = strings.TrimLeft(d.digits, "0")
	if d.digits == "" {
		return decimal{}
	}
	n, err := strconv.Atoi(exponent)
	if err != nil {
		return decimal{} // cannot be: strconv wrote the exponent
	}
	d.ten = n + 1
	return d
}

// float is the float64 nearest to the number times s: one rounding.
func (d decimal) float(s scale) float64 {
	if d.digits == "" {
		return 0
	}
	text := d.digits
	if d.negative {
		text = "-" + text
	}
	ten := d.ten - len(d.digits) + s.ten
	if s.two == 0 && s.three == 0 {
		x, _ := strconv.ParseFloat(text+"e"+strconv.Itoa(ten), 64) // ±Inf on overflow, which Parse rules out
		return x
	}
	r, _ := new(big.Rat).SetString(text)
	for _, f := range []struct {
		base  int64
		power int
	}{{10, ten}, {2, s.two}, {3, s.three}} {
		p := new(big.Int).Exp(big.NewInt(f.base), big.NewInt(int64(max(f.power, -f.power))), nil)
		if f.power < 0 {
			r.Quo(r, new(big.Rat).SetInt(p))
		} else {
			r.Mul(r, new(big.Rat).SetInt(p))
		}
	}
	x, _ := r.Float64()
	return x
}

// String writes the number as %g would: plain between 1e-4 and 1e15, else
// with an exponent.
func (d decimal) String() string {
	sign, n := "", len(d.digits)
	if d.negative {
		sign = "-"
	}
	switch {
	case n == 0:
		return "0"
	case d.ten <= -4 || d.ten > 15:
		text := d.digits[:1]
		if n > 1 {
			text += "." + d.digits[1:]
		}
		return sign + text + "e" + strconv.Itoa(d.ten-1)
	case d.ten <= 0:
		return sign + "0." + strings.Repeat("0", -d.ten) + d.digits
	case d.ten >= n:
		return sign + d.digits + strings.Repeat("0", d.ten-n)
	}
	return sign + d.digits[:d.ten] + "." + d.digits[d.ten:]
}
