package study

import (
	"encoding"
	"fmt"
	"strconv"
	"strings"

	"quell/model"
	"quell/model/unit"
)

// written is a quantity as a file or a flag has it, with all digits that it takes
// to read back the same float64; gap stands before the unit.
func written(x encoding.TextMarshaler, gap string) string {
	text, err := x.MarshalText()
	if err != nil { // not finite: no reader takes it, and none gave it
		return fmt.Sprint(x)
	}
	return strings.Replace(string(text), " ", gap, 1)
}

func amountText(a model.Amount, gap string) string {
	if a.Absolute {
		return written(unit.Current(a.Value), gap)
	}
	return written(unit.CurrentDensity(a.Value), gap)
}

// rangeParts is how many parts a range of currents has where it does not say.
const rangeParts = 20

// parseAmounts reads a family of currents: a,b,c, of which each may be a range a..b/n of
// n equal parts.
func parseAmounts(text string) ([]model.Amount, error) {
	var list []model.Amount
	for part := range strings.SplitSeq(text, ",") {
		some, err := parseAmountRange(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		if len(list) > 0 && some[0].Absolute != list[0].Absolute {
			return nil, fmt.Errorf("%s mixes uA/cm2 and nA; write all currents of a family alike", text)
		}
		list = append(list, some...)
	}
	return list, nil
}

func parseAmountRange(text string) ([]model.Amount, error) {
	low, high, ok := strings.Cut(text, "..")
	if !ok {
		a, err := model.ParseAmount(text)
		return []model.Amount{a}, err
	}
	high, n, err := countAfter(high, rangeParts)
	if err != nil {
		return nil, err
	}
	a, err := model.ParseAmount(low)
	if err != nil {
		return nil, err
	}
	b, err := model.ParseAmount(high)
	if err != nil {
		return nil, err
	}
	if a.Absolute != b.Absolute {
		return nil, fmt.Errorf("%s mixes uA/cm2 and nA; write both ends of a range alike", text)
	}
	list := make([]model.Amount, n+1)
	for i := range list {
		list[i] = model.Amount{Value: rounded(a.Value + float64((b.Value-a.Value)*float64(i)/float64(n))), Absolute: a.Absolute}
	}
	return list, nil
}

// mostInRange is more than anybody wants to wait for.
const mostInRange = 10_000

// countAfter cuts a number of parts, /n, off the end of a range. A unit may hold a
// slash too, but no number after it alone.
func countAfter(text string, missing int) (rest string, n int, err error) {
	i := strings.LastIndexByte(text, '/')
	if i < 0 || strings.Trim(text[i+1:], "0123456789") != "" {
		return text, missing, nil
	}
	n, err = strconv.Atoi(text[i+1:])
	if err != nil || n < 1 || n > mostInRange {
		return "", 0, fmt.Errorf("%s are no parts of a range; give a whole number from 1 to %d, such as /%d", text[i+1:], mostInRange, missing)
	}
	return text[:i], n, nil
}

// rounded is a computed number without the digits that rounding has left in it.
func rounded(x float64) float64 {
	const digits = 12
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// parseTime reads a time that is not negative.
func parseTime(text string) (unit.Time, error) {
	var t unit.Time
	if err := t.Set(text); err != nil {
		return 0, err
	}
	if t < 0 {
		return 0, fmt.Errorf("%s is before the run; times count from its start, such as 500ms", text)
	}
	return t, nil
}

// parseLength reads a time that is positive.
func parseLength(text string) (unit.Time, error) {
	t, err := parseTime(text)
	if err == nil && t == 0 {
		err = fmt.Errorf("%s is no time at all; give a positive one, such as 500ms", text)
	}
	return t, err
}
