package validate

import (
	"context"
	"fmt"
	"math"

	"quell/model"
	"quell/model/expr"
	"quell/model/unit"
)

// potencyRatio is how many times more of a ligand than of another has the same
// effect.
func potencyRatio(ctx context.Context, p reported) (answer, error) {
	f, err := effectOf(p.of, "uA/cm2")
	if err != nil {
		return answer{}, err
	}
	want, err := f.of(ctx, p.experiment, f.unit)
	if err != nil {
		return answer{}, err
	}
	var conc float64
	for _, d := range p.experiment.Drugs {
		if d.Name == p.drug {
			conc = float64(d.Conc)
		}
	}
	other, err := model.LigandByName(p.against)
	if err != nil {
		return answer{}, err
	}
	without := dosed(p.experiment, p.drug, 0)
	same, err := logRoot(func(c float64) (float64, error) {
		x, err := f.of(ctx, dosed(without, p.against, unit.Concentration(c)), f.unit)
		return x/want - 1, err
	}, conc/10_000, other.Range[1])
	return answer{got: conc / same}, err
}

// logRoot is where a rising f passes 0 between a and b, by halving in ln x.
func logRoot(f func(x float64) (float64, error), a, b float64) (float64, error) {
	lo, hi := expr.Log(a), expr.Log(b)
	const halvings = 24 // to 1e-6 of a ratio of 1e5
	for range halvings {
		mid := (lo + hi) / 2
		y, err := f(expr.Exp(mid))
		if err != nil {
			return math.NaN(), err
		}
		if y < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return expr.Exp((lo + hi) / 2), nil
}

// modulated are the curves of an agonist without and with a modulator, and their
// fits.
func modulated(ctx context.Context, p reported) (plain, with hill, fig *Figure, err error) {
	fig = &Figure{
		X: p.drug + " (µM)", Y: "effect (% of " + p.drug + " alone)", LogX: true,
	}
	fits := []*hill{&plain, &with}
	for i, e := range []*trial{dosed(p.experiment, p.against, 0), p.experiment} {
		c, err := curveOf(ctx, p, e, p.of, p.drug)
		if err != nil {
			return plain, with, nil, err
		}
		if *fits[i], err = c.fit(); err != nil {
			return plain, with, nil, err
		}
		name := []string{p.drug + " alone", "with " + p.against}[i]
		fig.Curves = append(fig.Curves, Curve{Name: name, X: c.conc, Y: c.parts(plain.top)})
	}
	return plain, with, fig, nil
}

// modulatorShift is how many times a modulator lowers an agonist's EC50.
func modulatorShift(ctx context.Context, p reported) (answer, error) {
	plain, with, fig, err := modulated(ctx, p)
	return answer{plain.ec50 / with.ec50, fig}, err
}

// modulatorMaximum is the largest effect with a modulator, as a percentage of that
// without.
func modulatorMaximum(ctx context.Context, p reported) (answer, error) {
	plain, with, _, err := modulated(ctx, p)
	return answer{got: share(with.top / plain.top)}, err
}

// antagonistOrder counts the antagonists whose IC50 on the effect is above that of
// the one before them in the published order.
func antagonistOrder(ctx context.Context, p reported) (answer, error) {
	f, err := effectOf(p.of, "uA/cm2")
	if err != nil {
		return answer{}, err
	}
	whole, err := f.of(ctx, p.experiment, f.unit)
	if err != nil {
		return answer{}, err
	}
	fig := &Figure{X: "antagonist (µM)", Y: "slow IPSC (% of control)", LogX: true}
	inOrder, before := 0, 0.0
	for _, name := range p.among {
		c, err := p.blocked(ctx, f, name, whole)
		if err != nil {
			return answer{}, err
		}
		ic50, err := c.fallsToHalf()
		if err != nil {
			return answer{}, fmt.Errorf("%s: %w", name, err)
		}
		if before > 0 && ic50 > before {
			inOrder++
		}
		before = ic50
		fig.Curves = append(fig.Curves, Curve{Name: fmt.Sprintf("%s, IC50 %.2g µM", name, ic50), X: c.conc, Y: c.effect})
	}
	return answer{float64(inOrder), fig}, nil
}

// blocked is what an antagonist leaves of the effect, in percent, from a
// thousandth of its highest concentration up.
func (p reported) blocked(ctx context.Context, f effect, name string, whole float64) (curve, error) {
	l, err := model.LigandByName(name)
	if err != nil {
		return curve{}, err
	}
	var c curve
	const points, decades = 12, 3
	for i := range points {
		conc := l.Range[1] * expr.Pow(10, decades*(float64(i)/(points-1)-1))
		x, err := f.of(ctx, dosed(p.experiment, name, unit.Concentration(conc)), f.unit)
		if err != nil {
			return c, err
		}
		c.conc, c.effect = append(c.conc, conc), append(c.effect, share(x/whole))
	}
	return c, nil
}

// fallsToHalf is where a falling curve passes 50 %, by the line of its neighbours
// against ln c.
func (c curve) fallsToHalf() (float64, error) {
	for i := 1; i < len(c.conc); i++ {
		if a, b := c.effect[i-1], c.effect[i]; a > halfShare && b <= halfShare {
			x, y := expr.Log(c.conc[i-1]), expr.Log(c.conc[i])
			return expr.Exp(x + float64((y-x)*(a-halfShare)/(a-b))), nil
		}
	}
	return math.NaN(), fmt.Errorf("it does not fall to half between %.3g and %.3g uM", c.conc[0], c.conc[len(c.conc)-1])
}
