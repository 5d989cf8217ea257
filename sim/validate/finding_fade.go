package validate

import (
	"context"

	"quell/model/expr"
	"quell/model/unit"
)

// currentAfter is the current of the drug after a time in it.
func currentAfter(ctx context.Context, p reported, t unit.Time) (float64, error) {
	e := *p.experiment
	e.Receptor.After = t
	return currentOf(ctx, &e, "uA/cm2")
}

// desensitised are the time constants of two exponentials that the current of the
// drug follows.
func desensitised(ctx context.Context, p reported) (fast, slow unit.Time, err error) {
	// The fast part is over by the first of three times, which are equally far apart;
	// the slow one follows from them, and what it leaves of two early times is fast.
	const every = 100 * unit.Second
	var late [3]float64
	for k := range late {
		if late[k], err = currentAfter(ctx, p, unit.Time(k+1)*every); err != nil {
			return 0, 0, err
		}
	}
	slow = every / unit.Time(expr.Log((late[0]-late[1])/(late[1]-late[2])))
	x := expr.Exp(-float64(every / slow))
	size := (late[0] - late[1]) / float64(x*(1-x))
	last := late[0] - float64(size*x)
	const first, second = 1 * unit.Second, 9 * unit.Second
	var early [2]float64
	for k, t := range []unit.Time{first, second} {
		y, err := currentAfter(ctx, p, t)
		if err != nil {
			return 0, 0, err
		}
		early[k] = y - last - float64(size*expr.Exp(-float64(t/slow)))
	}
	fast = (second - first) / unit.Time(expr.Log(early[0]/early[1]))
	return fast, slow, nil
}

// desensitisedFigure is the course that both time constants describe.
func desensitisedFigure(ctx context.Context, p reported) (*Figure, error) {
	c := Curve{Name: "quell"}
	var whole float64
	for _, t := range []unit.Time{0, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 300} {
		y, err := currentAfter(ctx, p, t*unit.Second)
		if err != nil {
			return nil, err
		}
		if t == 0 {
			whole = y
		}
		c.X, c.Y = append(c.X, float64(t)), append(c.Y, share(y/whole))
	}
	return &Figure{X: "time in the drug (s)", Y: "GIRK current (% of its peak)", Curves: []Curve{c}}, nil
}

// desensitisationFast is the time constant of what fades first.
func desensitisationFast(ctx context.Context, p reported) (answer, error) {
	fast, _, err := desensitised(ctx, p)
	if err != nil {
		return answer{}, err
	}
	got, err := converted(float64(fast), "ms", p.unit)
	return answer{got: got}, err
}

// desensitisationSlow is that of the rest; the figure shows both.
func desensitisationSlow(ctx context.Context, p reported) (answer, error) {
	_, slow, err := desensitised(ctx, p)
	if err != nil {
		return answer{}, err
	}
	fig, err := desensitisedFigure(ctx, p)
	if err != nil {
		return answer{}, err
	}
	got, err := converted(float64(slow), "ms", p.unit)
	return answer{got, fig}, err
}
