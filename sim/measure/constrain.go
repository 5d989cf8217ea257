package measure

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"quell/model/unit"
)

// UnconstrainedError refuses a fit whose points do not say what is asked. As far
// as they tell, EC50 lies above Above and below Below.
type UnconstrainedError struct {
	Fit          string             // "Hill fit"
	Why          string             // in words of the bench
	Try          string             // what would do
	Above, Below unit.Concentration // 0 and +Inf where nothing is known
}

func (e *UnconstrainedError) Error() string {
	return "measure: " + e.Fit + ": " + e.Why + "; " + e.Try
}

// Bound writes what is known of EC50, "> 30 µM", or "".
func (e *UnconstrainedError) Bound() string {
	above, below := e.Above > 0, !math.IsInf(float64(e.Below), 1)
	switch {
	case above && below:
		return e.Above.String() + " to " + e.Below.String()
	case above:
		return "> " + e.Above.String()
	case below:
		return "< " + e.Below.String()
	}
	return ""
}

func refuseFit(why, try string) *UnconstrainedError {
	return &UnconstrainedError{Fit: "Hill fit", Why: why, Try: try, Below: unit.Concentration(math.Inf(1))}
}

// checkPoints refuses what is no concentration, response or weight.
func checkPoints(points []Point) error {
	for i, p := range points {
		switch c := float64(p.Conc); {
		case !(c >= 0) || math.IsInf(c, 1):
			return fmt.Errorf("point %d: concentration %v: give 0 or more", i+1, p.Conc)
		case math.IsNaN(p.Response) || math.IsInf(p.Response, 0):
			return fmt.Errorf("point %d, at %v: the response %v is no number: leave the point out", i+1, p.Conc, p.Response)
		case !(p.Weight >= 0) || math.IsInf(p.Weight, 1):
			return fmt.Errorf("point %d, at %v: weight %v: give more than 0, or 0 for 1", i+1, p.Conc, p.Weight)
		}
	}
	return nil
}

func (h Held) check() error {
	for p := LogEC50; p <= Bottom; p++ {
		v, ok := h[p]
		switch {
		case !ok:
		case math.IsNaN(v) || math.IsInf(v, 0):
			return fmt.Errorf("%v held at %v: give a number", p, v)
		case p == HillSlope && (v < leastSlope || v > mostSlope):
			return fmt.Errorf("slope held at %g: give %g to %g; a falling curve has its top below its bottom", v, leastSlope, mostSlope)
		}
	}
	return nil
}

// enough refuses points that cannot constrain a curve whatever the responses.
func enough(points []Point, free int) error {
	if len(points) < free+1 {
		return refuseFit(
			fmt.Sprintf("%s for %s: at least %s are needed, one more than parameters",
				count(len(points), "point"), count(free, "free parameter"), count(free+1, "point")),
			"give more concentrations, or hold bottom at the response to the vehicle, or the slope at 1")
	}
	var levels []unit.Concentration
	for _, p := range points {
		if !slices.Contains(levels, p.Conc) {
			levels = append(levels, p.Conc)
		}
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range points {
		low, high = min(low, p.Response), max(high, p.Response)
	}
	switch size := max(math.Abs(low), math.Abs(high)); {
	case len(levels) < free:
		return refuseFit(
			fmt.Sprintf("the points stand at %s for %s: replicates say how much a response scatters, not how it depends on the concentration",
				count(len(levels), "concentration"), count(free, "free parameter")),
			"give more concentrations, spaced by a factor of about 3, or hold a parameter that is known")
	case slices.Max(levels) == 0:
		return refuseFit("every point is vehicle", "give concentrations of the drug")
	case high-low <= exact*size:
		return refuseFit(
			fmt.Sprintf("the responses are all alike, %.4g: the drug does nothing at these concentrations", low),
			"give concentrations at which it acts, or measure a response on which it acts")
	}
	return nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// atSlopeBound refuses a curve whose slope has run away.
func (t *fit) atSlopeBound(curve int) error {
	k := t.slope()
	bound := t.best[k] <= t.low[k] || t.best[k] >= t.high[k]
	switch low, high := t.measured(curve); {
	case t.held[k]:
	case bound && !t.effect():
		return t.nothing(low, high)
	case t.best[k] >= t.high[k]:
		e := t.place(t.best, curve, nil)
		below, above := t.neighbours(e, curve)
		err := refuseFit(
			fmt.Sprintf("the response goes from bottom to top within one step of concentration, %v to %v: no point between says how steeply (slope above %g)",
				below, above, mostSlope),
			"give concentrations between these two, or hold the slope")
		err.Above, err.Below = below, above
		return err
	case t.best[k] <= t.low[k]:
		return refuseFit(
			fmt.Sprintf("the response changes so little from each concentration to the next (slope under %g) that neither plateau shows between %v and %v",
				leastSlope, low, high),
			"give a wider range of concentrations, or hold top and bottom")
	}
	return nil
}

// neighbours are the measured concentrations on either side of an EC50.
func (t *fit) neighbours(log float64, curve int) (below, above unit.Concentration) {
	above = unit.Concentration(math.Inf(1))
	for _, l := range t.data {
		switch c := l.conc; {
		case l.curve != curve:
		case l.log <= log:
			below = max(below, c)
		default:
			above = min(above, c)
		}
	}
	return below, above
}

// measured is the lowest and the highest concentration of a curve, vehicle apart.
func (t *fit) measured(curve int) (low, high unit.Concentration) {
	low = unit.Concentration(math.Inf(1))
	for _, l := range t.data {
		if l.curve == curve && l.conc > 0 {
			low, high = min(low, l.conc), max(high, l.conc)
		}
	}
	return low, high
}

// constrained refuses a curve whose EC50 the points leave open, or which lies
// outside their concentrations.
func (t *fit) constrained(e Estimate, curve int) error {
	if e.Held {
		return nil
	}
	low, high := t.measured(curve)
	a, b := t.span(curve)
	below, above := e.Open()
	switch {
	case below && above:
		return t.nothing(low, high)
	case e.Value > b:
		return t.beyond(e, high)
	case e.Value < a:
		return t.before(e, low)
	}
	return nil
}

// effect reports whether the responses depend on the concentration by more than
// they scatter: the F test of the curve against a constant, at 5 %.
func (t *fit) effect() bool {
	top, bottom := t.held[t.top()], t.held[t.bottom()]
	if top && bottom {
		return true
	}
	extra := t.free
	if !top && !bottom {
		extra--
	}
	freedom := float64(t.n - t.free)
	f := (t.flat(t.best, t.held) - t.rss) / float64(extra) / (t.rss / freedom)
	return f > distuv.F{D1: float64(extra), D2: freedom}.Quantile(Confidence)
}

// nothing says why EC50 is open on both sides.
func (t *fit) nothing(low, high unit.Concentration) error {
	const try = "give replicates, or concentrations further apart, or hold top and bottom at known values"
	if !t.effect() {
		return refuseFit(
			fmt.Sprintf("the responses differ between %v and %v no more than they scatter (residual SD %.3g): no effect of the drug is shown", low, high, t.sd()), try)
	}
	return refuseFit(
		fmt.Sprintf("the responses scatter too much (residual SD %.3g) to say where between %v and %v, or beyond, the half-maximal response lies", t.sd(), low, high), try)
}

// further is by what factor concentrations beyond the measured ones are asked
// for: from half to 99 % of a curve of slope 1.
const further = 100

// beyond says that the curve does not reach half its height.
func (t *fit) beyond(e Estimate, high unit.Concentration) error {
	err := refuseFit(
		fmt.Sprintf("the half-maximal response is not reached at %v, the highest concentration: EC50 is above it%s", high, t.atLeast(e.Low)),
		fmt.Sprintf("give concentrations up to %s or more", unit.Short(further*high, 3))+t.known(Top))
	err.Above = high
	return err
}

// before says that the curve is past half its height at the lowest concentration.
func (t *fit) before(e Estimate, low unit.Concentration) error {
	err := refuseFit(
		fmt.Sprintf("the response to %v, the lowest concentration, is already more than half-maximal: EC50 is below it%s", low, t.atMost(e.High)),
		fmt.Sprintf("give concentrations down to %s or less", unit.Short(low/further, 3))+t.known(Bottom))
	err.Below = low
	return err
}

func (t *fit) known(p HillParameter) string {
	k := t.top()
	if p == Bottom {
		k = t.bottom()
	}
	if t.held[k] {
		return ""
	}
	return fmt.Sprintf(", or hold %v at a known response", p)
}

func (t *fit) atLeast(log float64) string {
	if math.IsInf(log, 0) {
		return ""
	}
	return fmt.Sprintf(" (95 %% interval from %s)", unit.Short(unit.Concentration(exp10(log)), 3))
}

func (t *fit) atMost(log float64) string {
	if math.IsInf(log, 0) {
		return ""
	}
	return fmt.Sprintf(" (95 %% interval up to %s)", unit.Short(unit.Concentration(exp10(log)), 3))
}
