package model

import (
	"strconv"
	"strings"

	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/unit"
)

// LigandNumber is a number of a ligand under its key in the file: K, efficacy,
// koff, alpha, beta, or range, whose value is the highest concentration.
type LigandNumber struct {
	Key string
	gabab.Number
	dim unit.Dim
}

// LigandNumbers are the numbers that a ligand has, in the order of its file.
func LigandNumbers(l *gabab.Ligand) []LigandNumber {
	var all []LigandNumber
	for _, q := range append(ligandNumbers(), ligandNumber{key: "range", dim: unit.DimConcentration}) {
		if n, ok := l.Numbers[q.key]; ok {
			all = append(all, LigandNumber{q.key, n, q.dim})
		}
	}
	return all
}

// Text is the number with all its digits.
func (n LigandNumber) Text() string {
	if n.dim == unit.DimConcentration {
		return unit.Concentration(n.Value).String()
	}
	return strings.TrimSpace(expr.Number(n.Value) + " " + n.dim.String())
}

// Short is the number as a reader wants it: no more of it is known.
func (n LigandNumber) Short() string { return n.short(n.Value) }

func (n LigandNumber) short(x float64) string {
	const digits = 3
	if n.dim == unit.DimConcentration {
		return unit.Short(unit.Concentration(x), digits)
	}
	return strings.TrimSpace(strconv.FormatFloat(x, 'g', digits, 64) + " " + n.dim.String())
}

// Plausible is the range of the number in words, "" where none is stated.
func (n LigandNumber) Plausible() string {
	if n.Range == [2]float64{} || n.Key == "range" {
		return ""
	}
	return n.short(n.Range[0]) + " to " + n.short(n.Range[1])
}
