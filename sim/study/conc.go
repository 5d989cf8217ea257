package study

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"quell/model/expr"
	"quell/model/unit"
)

const concExample = "0uM,0.1uM..100uM"

// perDecade is how many concentrations a range has in each decade where it does not
// say: 1, 2.15, 4.64, 10.
const perDecade = 3

// mostConcs is more than anybody pipettes.
const mostConcs = 1000

// parseConcs reads concentrations that rise: a,b,c, of which each may be a range a..b,
// or a..b/n with n to each decade.
func parseConcs(text string) ([]unit.Concentration, error) {
	var list []unit.Concentration
	for part := range strings.SplitSeq(text, ",") {
		some, err := parseConcRange(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		for _, c := range some {
			if len(list) > 0 && c <= list[len(list)-1] {
				return nil, fmt.Errorf("%v does not lie above the %v before it; write concentrations from the lowest to the highest, such as %s", c, list[len(list)-1], concExample)
			}
			list = append(list, c)
		}
		if len(list) > mostConcs {
			return nil, fmt.Errorf("%d concentrations are more than %d; take fewer to a decade, such as /%d", len(list), mostConcs, perDecade)
		}
	}
	return list, nil
}

func parseConcRange(text string) ([]unit.Concentration, error) {
	low, high, ok := strings.Cut(text, "..")
	if !ok {
		c, err := parseConc(text)
		return []unit.Concentration{c}, err
	}
	high, n, err := countAfter(high, perDecade)
	if err != nil {
		return nil, err
	}
	a, err := parseConc(low)
	if err != nil {
		return nil, err
	}
	b, err := parseConc(high)
	switch {
	case err != nil:
		return nil, err
	case a == 0:
		return nil, fmt.Errorf("%s: a range goes up by equal factors and cannot begin at nothing; write %s", text, concExample)
	case b <= a:
		return nil, fmt.Errorf("%s does not rise; write the lower concentration first, such as 0.1uM..100uM", text)
	}
	return logSpaced(a, b, n), nil
}

func parseConc(text string) (unit.Concentration, error) {
	var c unit.Concentration
	if err := c.Set(text); err != nil {
		if text == "0" {
			return 0, errors.New("0 has no unit; the vehicle is 0uM")
		}
		return 0, err
	}
	if !(c >= 0) {
		return 0, fmt.Errorf("%v is below zero; a concentration is 0uM or more", c)
	}
	return c, nil
}

// logSpaced are concentrations from a to b at equal factors, about n to a decade, the
// inner ones to three figures.
func logSpaced(a, b unit.Concentration, n int) []unit.Concentration {
	steps := max(1, int(math.Round(float64(n)*expr.Log(float64(b/a))/expr.Log(10))))
	list := []unit.Concentration{a}
	for i := 1; i < steps; i++ {
		c := float64(a) * expr.Exp(float64(i)/float64(steps)*expr.Log(float64(b/a)))
		list = append(list, unit.Concentration(threeFigures(c)))
	}
	return slices.Compact(append(list, b))
}

func threeFigures(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	if err != nil {
		return x
	}
	return y
}

func concsText(list []unit.Concentration, gap string) string {
	var parts []string
	for _, c := range list {
		parts = append(parts, written(c, gap))
	}
	return strings.Join(parts, ","+gap)
}

// perMolar is log10 of 1 uM in M.
const perMolar = -6

// LogMolar is log10 of a concentration in M.
func LogMolar(c unit.Concentration) float64 { return expr.Log(float64(c))/expr.Log(10) + perMolar }
