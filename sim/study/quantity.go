package study

import (
	"encoding"
	"fmt"
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

// parseAmounts reads a family of currents, a,b,c.
func parseAmounts(text string) ([]model.Amount, error) {
	var list []model.Amount
	for part := range strings.SplitSeq(text, ",") {
		a, err := model.ParseAmount(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		if len(list) > 0 && a.Absolute != list[0].Absolute {
			return nil, fmt.Errorf("%s mixes uA/cm2 and nA; write all currents of a family alike", text)
		}
		list = append(list, a)
	}
	return list, nil
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
