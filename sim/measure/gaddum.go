package measure

import (
	"errors"
	"fmt"
	"math"

	"quell/model/unit"
)

// GaddumFit is a family of agonist curves under one competitive law,
//
//	EC50' = EC50 · (1 + ([B]/10^−pA2)^SchildSlope)
//
// with shared slope, top and bottom. With the Schild slope held at 1 this is
// Gaddum's equation (Gaddum 1937, J Physiol 89:7P; recalled) and pA2 is pKB.
type GaddumFit struct {
	LogEC50     Estimate // log10 of the control's EC50 in uM
	PA2         Estimate // −log10 of a concentration in M
	SchildSlope Estimate
	Slope       Estimate // of the agonist's curves
	Top, Bottom Estimate // in the unit of the responses
	N, Free     int
	RSS, SD, R2 float64
}

// FitGaddum fits the law to all curves at once, where the Schild plot first
// takes dose ratios and then a line through them, and so counts the scatter of
// the control in every one of them. competitive holds the Schild slope at 1.
func FitGaddum(curves []AgonistCurve, held Held, competitive bool) (*GaddumFit, error) {
	out, err := fitGaddum(curves, held, competitive)
	var un *UnconstrainedError
	switch {
	case errors.As(err, &un):
		un.Fit = "Gaddum fit"
		return nil, un
	case err != nil:
		return nil, fmt.Errorf("measure: Gaddum fit: %w", err)
	}
	return out, nil
}

func fitGaddum(curves []AgonistCurve, held Held, competitive bool) (*GaddumFit, error) {
	curves, err := control(curves, held)
	if err != nil {
		return nil, err
	}
	if len(curves) == 2 && !competitive {
		return nil, refuseFit("one concentration of the antagonist shows no Schild slope", "give more, or take the antagonism as competitive")
	}
	apart, err := shifted(curves, held)
	if err != nil {
		return nil, err
	}
	f, x, fixed, err := apart.gaddum(curves)
	if err != nil {
		return nil, err
	}
	fixed[2] = competitive
	t, err := f.solve(x, fixed)
	if err != nil {
		return nil, err
	}
	parts, err := t.intervals()
	if err != nil {
		return nil, err
	}
	if err := t.constrained(parts[0], 0); err != nil {
		return nil, err
	}
	if below, above := parts[1].Open(); below && above {
		return nil, refuseFit("the responses scatter too much to say how strong the antagonist is", "give higher concentrations of it, or replicates")
	}
	return &GaddumFit{
		LogEC50: parts[0], PA2: parts[1].through(func(x float64) float64 { return x + micromolar }), SchildSlope: parts[2],
		Slope: t.slopeEstimate(parts), Top: parts[t.top()], Bottom: parts[t.bottom()],
		N: t.n, Free: t.free, RSS: t.rss, SD: t.sd(), R2: 1 - t.rss/t.total,
	}, nil
}

// gaddum puts the law in place of the dose ratios of a fit: log10 EC50, −log10
// of the concentration in uM that gives a dose ratio of 2, and the Schild slope
// place the curves.
func (t *fit) gaddum(curves []AgonistCurve) (f *family, x []float64, fixed []bool, err error) {
	law := *t.family
	law.places = 3
	logs := make([]float64, len(curves))
	affinity, shifts := 0.0, 0.0
	for i, c := range curves[1:] {
		logs[i+1] = log10(float64(c.Antagonist))
		if y := logLess1(t.best[i+1]); !math.IsNaN(y) {
			affinity += y - logs[i+1]
			shifts++
		}
	}
	if shifts == 0 {
		return nil, nil, nil, refuseFit("no concentration of the antagonist moves the agonist's curve to the right", "give higher concentrations of it")
	}
	law.place = func(x []float64, curve int, slope []float64) float64 {
		if slope != nil {
			clear(slope)
			slope[0] = 1
		}
		if curve == 0 {
			return x[0]
		}
		over := logs[curve] + x[1]
		more := exp10(x[2] * over)
		if slope != nil {
			part := 1 / (1 + 1/more)
			slope[1], slope[2] = x[2]*part, over*part
		}
		return x[0] + log10(1+more)
	}
	const leastSchild, mostSchild = 0.1, 10 // chosen for quell, far beyond any published
	strongest, weakest := -logs[1], -logs[len(logs)-1]
	law.bound([]float64{t.low[0], weakest - reach, leastSchild}, []float64{t.high[0], strongest + reach, mostSchild})
	last := len(t.best) - 3
	x = []float64{t.best[0], affinity / shifts, 1, t.best[last], t.best[last+1], t.best[last+2]}
	fixed = []bool{t.held[0], false, false, t.held[last], t.held[last+1], t.held[last+2]}
	return &law, x, fixed, nil
}

// EC50 is the agonist's beside a concentration of the antagonist.
func (g *GaddumFit) EC50(antagonist unit.Concentration) unit.Concentration {
	more := 0.0
	if antagonist > 0 {
		more = exp10(g.SchildSlope.Value * (log10(float64(antagonist)) - micromolar + g.PA2.Value))
	}
	return unit.Concentration(exp10(g.LogEC50.Value) * (1 + more))
}
