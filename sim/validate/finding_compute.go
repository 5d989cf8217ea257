package validate

import (
	"context"
	"fmt"
)

// computation comes from the experiment of a finding to its number.
type computation func(ctx context.Context, p reported) (answer, error)

// computations are what findings.yaml may call for.
func computations() map[string]computation {
	return map[string]computation{
		"effect":               effectItself,
		"left":                 effectLeft,
		"ec50":                 ec50,
		"ec50-ratio":           ec50Ratio,
		"potency-ratio":        potencyRatio,
		"modulator-shift":      modulatorShift,
		"modulator-maximum":    modulatorMaximum,
		"antagonist-order":     antagonistOrder,
		"reversal":             reversal,
		"facilitation":         facilitation,
		"paired-pulse":         pairedPulse,
		"onset":                onset,
		"offset":               offset,
		"desensitisation-fast": desensitisationFast,
		"desensitisation-slow": desensitisationSlow,
		"receptors":            receptorsLeft,
	}
}

// effectItself is the effect of the drugs at the experiment's concentrations.
func effectItself(ctx context.Context, p reported) (answer, error) {
	f, err := effectOf(p.of, p.unit)
	if err != nil {
		return answer{}, err
	}
	if f.unit != p.unit {
		return answer{}, fmt.Errorf("%s is in %s, and the number in %s", p.of, f.unit, p.unit)
	}
	x, err := f.of(ctx, p.experiment, p.unit)
	if err != nil {
		return answer{}, err
	}
	fig, err := effectFigure(ctx, p)
	return answer{x, fig}, err
}

// effectLeft is what a loss leaves of the control.
func effectLeft(ctx context.Context, p reported) (answer, error) {
	a, err := effectItself(ctx, p)
	a.got = share(1) - a.got
	return a, err
}

// curveOf varies one ligand of an experiment.
func curveOf(ctx context.Context, p reported, e *trial, of, ligand string) (curve, error) {
	f, err := effectOf(of, "uA/cm2")
	if err != nil {
		return curve{}, err
	}
	var c curve
	for _, at := range p.over {
		x, err := f.of(ctx, dosed(e, ligand, at), f.unit)
		if err != nil {
			return c, err
		}
		c.conc, c.effect = append(c.conc, float64(at)), append(c.effect, x)
	}
	return c, nil
}

// half of the largest effect, on the axis of a figure.
const halfShare = 50

// doseFigure is a curve of what axis says against the drug of the number.
func doseFigure(p reported, axis string, curves ...Curve) *Figure {
	return &Figure{X: p.drug + " (µM)", Y: axis + " (% of top)", LogX: true, Curves: curves}
}

// ec50 is the concentration of half the largest effect.
func ec50(ctx context.Context, p reported) (answer, error) {
	c, err := curveOf(ctx, p, p.experiment, p.of, p.drug)
	if err != nil {
		return answer{}, err
	}
	h, err := c.fit()
	if err != nil {
		return answer{}, err
	}
	got, err := converted(h.ec50, "uM", p.unit)
	if err != nil {
		return answer{}, err
	}
	want, err := converted(p.value, p.unit, "uM")
	return answer{got, doseFigure(p, effects()[p.of].axis,
		Curve{Name: "quell", X: c.conc, Y: c.parts(h.top)},
		Curve{Name: "published", X: []float64{want}, Y: []float64{halfShare}, Points: true})}, err
}

// ec50Ratio is how many times the EC50 of one effect is that of another.
func ec50Ratio(ctx context.Context, p reported) (answer, error) {
	var halves [2]float64
	var curves []Curve
	for i, of := range []string{p.against, p.of} {
		c, err := curveOf(ctx, p, p.experiment, of, p.drug)
		if err != nil {
			return answer{}, err
		}
		h, err := c.fit()
		if err != nil {
			return answer{}, err
		}
		halves[i] = h.ec50
		curves = append(curves, Curve{Name: effects()[of].axis, X: c.conc, Y: c.parts(h.top)})
	}
	return answer{halves[0] / halves[1], doseFigure(p, "effect", curves...)}, nil
}

// pairedPulse is the second release as a multiple of the first, under the drug
// where there is one.
func pairedPulse(ctx context.Context, p reported) (answer, error) {
	r, drug, err := releases(ctx, p.experiment)
	if err != nil {
		return answer{}, err
	}
	if drug != nil {
		r = drug
	}
	const pair = 2
	if len(r) != pair {
		return answer{}, fmt.Errorf("%d spikes release; a pair is two", len(r))
	}
	return answer{got: r[1].Part / r[0].Part}, nil
}

// receptorsLeft is the G protein that is active after days of the drug, as a
// percentage of that in a naive animal: the part of the receptors that is left.
func receptorsLeft(ctx context.Context, p reported) (answer, error) {
	naive := *p.experiment
	naive.Receptor.Chronic = 0
	whole, err := gammaOfDrug(ctx, &naive, "")
	if err != nil {
		return answer{}, err
	}
	left, err := gammaOfDrug(ctx, p.experiment, "")
	return answer{got: share(left / whole)}, err
}
