package validate

import (
	"fmt"
	"math"

	"quell/model/expr"
)

// curve is an effect at several concentrations, uM.
type curve struct{ conc, effect []float64 }

// hill is what a fit finds of a curve: effect = top c^slope/(ec50^slope + c^slope).
type hill struct{ ec50, slope, top float64 }

func (h hill) at(c float64) float64 {
	z := expr.Pow(c/h.ec50, h.slope)
	return float64(h.top*z) / (1 + z)
}

// fit is the Hill curve of least squares, as a paper gets its EC50 from its points:
// a compass search in ln ec50 and ln slope, each with the top that suits it best.
// An ec50 beyond the concentrations is none: NaN.
func (c curve) fit() (hill, error) {
	if len(c.conc) < 4 {
		return hill{}, fmt.Errorf("over: a curve of three numbers needs four concentrations or more")
	}
	best := [2]float64{(expr.Log(c.conc[0]) + expr.Log(c.conc[len(c.conc)-1])) / 2, 0}
	h, least := c.with(best)
	const first, finest = 1, 1e-9 // of a logarithm
	for step := float64(first); step > finest; {
		moved := false
		for _, d := range [][2]float64{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
			x := [2]float64{best[0] + d[0], best[1] + d[1]}
			if other, sum := c.with(x); sum < least {
				best, h, least, moved = x, other, sum, true
			}
		}
		if !moved {
			step /= 2
		}
	}
	if !(c.conc[0] <= h.ec50 && h.ec50 <= c.conc[len(c.conc)-1]) {
		h.ec50 = math.NaN()
	}
	return h, nil
}

// with is the curve of an ec50 and a slope with its best top, and the sum of the
// squares that it is off.
func (c curve) with(x [2]float64) (hill, float64) {
	h := hill{expr.Exp(x[0]), expr.Exp(x[1]), 1}
	along, own := 0.0, 0.0
	for i, conc := range c.conc {
		y := h.at(conc)
		along += float64(y * c.effect[i])
		own += float64(y * y)
	}
	h.top = along / own
	sum := 0.0
	for i, conc := range c.conc {
		off := c.effect[i] - h.at(conc)
		sum += float64(off * off)
	}
	if math.IsNaN(sum) {
		return h, math.Inf(1)
	}
	return h, sum
}

// parts are the effects as a percentage of the top.
func (c curve) parts(top float64) []float64 {
	var y []float64
	for _, x := range c.effect {
		y = append(y, share(x/top))
	}
	return y
}
