package measure

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"quell/model/unit"
)

// SchildPoint is a dose ratio, above 1, at a concentration of the antagonist.
type SchildPoint struct {
	Antagonist unit.Concentration
	Ratio      float64
}

// SchildLine is the regression of log10(DR − 1) on log10 of the antagonist's
// concentration (Arunlakshana & Schild 1959, Br J Pharmacol Chemother 14:48),
//
//	log10(DR − 1) = Slope · (log10 [B] + pA2)
//
// [B] in M. pA2 is where the line meets DR = 2; with the slope held at 1, as
// simple competition has it, it is pKB.
type SchildLine struct {
	Points []SchildPoint
	Slope  Estimate // NaN with a single concentration of the antagonist
	PA2    Estimate // −log10 of a concentration in M; NaN likewise
	PKB    Estimate // the same with the slope held at 1
	SD     float64  // of log10(DR − 1) about the line; NaN with fewer than three points
}

// FitSchildLine draws the line by least squares, all dose ratios alike. The
// intervals are those of Student's t; that of pA2, a ratio of two estimates, is
// Fieller's (1954, J R Stat Soc B 16:175; recalled), which is the profile
// likelihood of the straight line and not symmetric. Ends that the points leave
// open are infinite: all with one point, those of slope and pA2 with two.
//
// Dose ratios that share a control share its error, which the scatter about the
// line does not show. Of a thousand seeded families the interval of the slope
// holds the truth in 94 %, that of pA2 in 92 %, but that of pKB in 85 %, and
// pKB of FitGaddum in 95 % (TestSchildCoverage): where curves are at hand, that
// is the pKB to report.
func FitSchildLine(points []SchildPoint) (*SchildLine, error) {
	if len(points) == 0 {
		return nil, fmt.Errorf("measure: Schild line: no dose ratio: give three or more, at different concentrations of the antagonist")
	}
	for _, p := range points {
		switch b := float64(p.Antagonist); {
		case !(b > 0) || math.IsInf(b, 1):
			return nil, fmt.Errorf("measure: Schild line: antagonist at %v: give more than 0", p.Antagonist)
		case !(p.Ratio > 1) || math.IsInf(p.Ratio, 1):
			return nil, fmt.Errorf("measure: Schild line: the dose ratio at %v of the antagonist is %.4g: log(DR − 1) needs one above 1; leave it out", p.Antagonist, p.Ratio)
		}
	}
	x, y := make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		x[i], y[i] = log10(float64(p.Antagonist)), log10(p.Ratio-1)
	}
	l := &SchildLine{Points: points, PKB: competitive(x, y)}
	l.Slope, l.PA2, l.SD = regression(x, y)
	return l, nil
}

// At is the dose ratio on the line at a concentration of the antagonist.
func (l *SchildLine) At(b unit.Concentration) float64 {
	return 1 + exp10(l.Slope.Value*(log10(float64(b))-micromolar+l.PA2.Value))
}

// competitive is pKB, the mean of log10(DR − 1) − log10 [B].
func competitive(x, y []float64) Estimate {
	n := float64(len(x))
	var mean, squares float64
	for i := range x {
		mean += (y[i] - x[i]) / n
	}
	for i := range x {
		squares += (y[i] - x[i] - mean) * (y[i] - x[i] - mean)
	}
	e := around(mean+micromolar, math.Inf(1))
	if n > 1 {
		e = around(e.Value, student(n-1)*math.Sqrt(squares/(n-1)/n))
	}
	return e
}

// regression is the slope, minus the intercept with y = 0 as pA2, and the
// residual SD.
func regression(x, y []float64) (slope, pa2 Estimate, sd float64) {
	n := float64(len(x))
	var mx, my, xx, xy float64
	for i := range x {
		mx += x[i] / n
		my += y[i] / n
	}
	for i := range x {
		xx += (x[i] - mx) * (x[i] - mx)
		xy += (x[i] - mx) * (y[i] - my)
	}
	if xx <= exact*exact*n {
		nothing := around(math.NaN(), math.Inf(1))
		nothing.Low, nothing.High = math.Inf(-1), math.Inf(1)
		return nothing, nothing, math.NaN()
	}
	b := xy / xx
	slope = around(b, math.Inf(1))
	pa2 = around(my/b-mx+micromolar, math.Inf(1))
	if n < 3 {
		return slope, pa2, math.NaN()
	}
	var rss float64
	for i := range x {
		r := y[i] - my - b*(x[i]-mx)
		rss += r * r
	}
	sd = math.Sqrt(rss / (n - 2))
	off := student(n-2) * sd
	slope = around(b, off/math.Sqrt(xx))
	// Fieller: the intercepts mx + d whose fitted y is within off of 0.
	if square := b*b - off*off/xx; square > 0 {
		middle := my * b / square
		half := off * math.Sqrt(square/n+my*my/xx) / square
		pa2.Low, pa2.High = middle-half-mx+micromolar, middle+half-mx+micromolar
	}
	return slope, pa2, sd
}

func around(value, half float64) Estimate {
	return Estimate{Value: value, Low: value - half, High: value + half}
}

// student is the two-sided 95 % point of Student's t.
func student(freedom float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile((1 + Confidence) / 2)
}
