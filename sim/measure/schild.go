package measure

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"quell/model/unit"
)

// AgonistCurve are the responses to an agonist beside one concentration of an
// antagonist; 0 is the control.
type AgonistCurve struct {
	Antagonist unit.Concentration
	Points     []Point // of the agonist
}

// DoseRatio is by what factor an antagonist moves EC50 of the agonist.
type DoseRatio struct {
	Antagonist unit.Concentration
	EC50       unit.Concentration // of the agonist beside the antagonist
	Log        Estimate           // log10 of the dose ratio
}

// Ratio is the dose ratio.
func (d DoseRatio) Ratio() Estimate { return d.Log.through(exp10) }

// LogLess1 is log10(DR − 1), the ordinate of a Schild plot; NaN where the dose
// ratio is not above 1. Where only its lower end is not, that end is open.
func (d DoseRatio) LogLess1() Estimate {
	e := d.Log.through(logLess1)
	if math.IsNaN(e.Low) && !math.IsNaN(e.Value) {
		e.Low = math.Inf(-1)
	}
	return e
}

func logLess1(log float64) float64 {
	if log <= 0 {
		return math.NaN()
	}
	return log10(exp10(log) - 1)
}

// SchildFit is a family of parallel Hill curves and the Schild plot of their
// dose ratios.
type SchildFit struct {
	LogEC50     Estimate // log10 of the control's EC50 in uM
	Slope       Estimate // of all curves
	Top, Bottom Estimate // likewise, in the unit of the responses
	Ratios      []DoseRatio
	Parallel    Parallel
	Line        *SchildLine // nil where no dose ratio is good for it
	N, Free     int
	RSS, SD, R2 float64

	left []string // why a dose ratio is not in the line
}

// FitSchild fits parallel Hill curves, which share slope, top and bottom, to the
// responses to an agonist without and with an antagonist, takes the dose ratios
// as parameters of that fit with their 95 % profile-likelihood intervals, and
// draws the Schild line through those above 1. held are parameters of the shared
// curve; LogEC50 is the control's. Curves at one concentration of the antagonist
// are taken together.
//
// A dose ratio whose interval is open, because the agonist's concentrations do
// not reach far enough, is left out of the line.
func FitSchild(curves []AgonistCurve, held Held) (*SchildFit, error) {
	out, err := fitSchild(curves, held)
	var un *UnconstrainedError
	switch {
	case errors.As(err, &un):
		un.Fit = "Schild fit"
		return nil, un
	case err != nil:
		return nil, fmt.Errorf("measure: Schild fit: %w", err)
	}
	return out, nil
}

func fitSchild(curves []AgonistCurve, held Held) (*SchildFit, error) {
	curves, err := control(curves, held)
	if err != nil {
		return nil, err
	}
	t, err := shifted(curves, held)
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
	out := &SchildFit{
		LogEC50: parts[0], Slope: t.slopeEstimate(parts), Top: parts[t.top()], Bottom: parts[t.bottom()],
		Parallel: t.parallel(curves, held),
		N:        t.n, Free: t.free, RSS: t.rss, SD: t.sd(), R2: 1 - t.rss/t.total,
	}
	var line []SchildPoint
	for i, c := range curves[1:] {
		d := DoseRatio{c.Antagonist, unit.Concentration(exp10(t.place(t.best, i+1, nil))), parts[i+1]}
		out.Ratios = append(out.Ratios, d)
		if why := d.unfit(); why != "" {
			out.left = append(out.left, why)
			continue
		}
		line = append(line, SchildPoint{d.Antagonist, d.Ratio().Value})
	}
	if len(line) > 0 {
		out.Line, err = FitSchildLine(line)
	}
	return out, err
}

// unfit says why a dose ratio has no place in a Schild plot, or "".
func (d DoseRatio) unfit() string {
	r := d.Ratio()
	below, above := d.Log.Open()
	switch {
	case below || above:
		return fmt.Sprintf("the dose ratio at %v of the antagonist, %.3g, is left out: its 95 %% interval is open; higher concentrations of the agonist would close it", d.Antagonist, r.Value)
	case d.Log.Value <= 0:
		return fmt.Sprintf("the dose ratio at %v of the antagonist, %.3g, is left out: it is not above 1", d.Antagonist, r.Value)
	}
	return ""
}

// Cautions say in sentences what the fit does not show.
func (s *SchildFit) Cautions() []string {
	out := slices.Clone(s.left)
	if p := s.Parallel; p.P < 1-Confidence {
		out = append(out, fmt.Sprintf("the curves are not parallel, or their tops differ, by more than the scatter: F(%d, %d) = %.3g, P = %.2g, residual SD %.3g shared and %.3g each by itself; a dose ratio then depends on the height at which it is read",
			p.Extra, p.Freedom, p.F, p.P, s.SD, p.SD))
	}
	if s.Line == nil {
		return append(out, "no dose ratio is good for a Schild plot; give higher concentrations of the antagonist")
	}
	return append(out, s.Line.Cautions()...)
}

// Cautions say what the line does not show.
func (l *SchildLine) Cautions() []string {
	var out []string
	const three = "three or more concentrations of the antagonist would close it"
	if math.IsNaN(l.Slope.Value) {
		return []string{"the Schild plot has one concentration of the antagonist: it shows no slope, and pKB takes the slope as 1; give three or more"}
	}
	if say := openEnds("the Schild slope", l.Slope); say != "" {
		out = append(out, say+"; "+three)
	}
	if say := openEnds("pA2", l.PA2); say != "" {
		out = append(out, say+"; "+three)
	}
	if l.Slope.Low > 1 || l.Slope.High < 1 {
		out = append(out, fmt.Sprintf("the Schild slope, %.3g (%.3g to %.3g), is not 1: the antagonism is not simply competitive, or not at equilibrium; read pA2, not pKB",
			l.Slope.Value, l.Slope.Low, l.Slope.High))
	}
	return out
}
