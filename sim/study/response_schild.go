package study

import (
	"errors"
	"math"

	"quell/model/unit"
	"quell/sim/measure"
)

// ResponseSchild is what the antagonist does to the curves of one measure: parallel Hill
// curves, their dose ratios and the Schild plot; or why there is none.
type ResponseSchild struct {
	Measure  int
	Fit      *measure.SchildFit // nil: not fitted
	Gaddum   *measure.GaddumFit // the same at once, with a slope of 1; nil: not fitted
	Missing  bool               // there are no points at all
	Why      string
	Cautions []string
}

// schild fits the family of every measure.
func (r *Response) schild() (all []ResponseSchild) {
	if r.Experiment.Dose.Antagonist == "" || len(r.Curves) < 2 {
		return nil
	}
	for i := range r.Measures {
		all = append(all, r.schildOf(i))
	}
	return all
}

func (r *Response) schildOf(k int) ResponseSchild {
	out := ResponseSchild{Measure: k}
	curves := r.family(k)
	if len(curves[0].Points) == 0 {
		out.Missing, out.Why = true, r.Measures[k].Title+" was not measured: "+r.missing(k)
		return out
	}
	held := measure.Held{measure.Bottom: 0}
	fit, err := measure.FitSchild(curves, held)
	if err != nil {
		out.Why = whyNot(err)
		return out
	}
	if r.Cells <= 1 { // a simulated cell has no scatter to test against
		fit.Parallel.P = math.NaN()
	}
	out.Fit, out.Cautions = fit, fit.Cautions()
	if g, err := measure.FitGaddum(curves, held, true); err == nil {
		out.Gaddum = g
	}
	return out
}

// whyNot is why there is no fit, without where it was tried.
func whyNot(err error) string {
	if none := (*measure.UnconstrainedError)(nil); errors.As(err, &none) {
		return none.Why + "; " + none.Try
	}
	return err.Error()
}

// family are the curves of a measure without and with the antagonist.
func (r *Response) family(k int) (curves []measure.AgonistCurve) {
	for i := range r.Curves {
		if c := &r.Curves[i]; i == 0 || r.against(c) > 0 {
			curves = append(curves, measure.AgonistCurve{Antagonist: r.against(c), Points: c.changes(k)})
		}
	}
	return curves
}

// against is the concentration of the antagonist that is varied beside a curve.
func (r *Response) against(c *ResponseCurve) unit.Concentration {
	for _, d := range c.With {
		if d.Name == r.Experiment.Dose.Antagonist {
			return d.Conc
		}
	}
	return 0
}

// schilds has a row for each dose ratio, with the line of its measure.
func (r *Response) schilds() Table {
	names := []string{
		"antagonist_uM", "ec50_uM", "dose_ratio", "dose_ratio_low", "dose_ratio_high", "log_antagonist_M", "log_dr_minus_1",
		"schild_slope", "schild_slope_low", "schild_slope_high", "pa2", "pa2_low", "pa2_high", "pkb", "pkb_low", "pkb_high",
	}
	number := map[string][]float64{}
	var antagonist, name, said []string
	for _, s := range r.Schilds {
		rows := []map[string]float64{{}}
		if s.Fit != nil {
			rows = s.ratios()
		}
		for _, row := range rows {
			antagonist, name = append(antagonist, r.Experiment.Dose.Antagonist), append(name, r.Measures[s.Measure].Name)
			said = append(said, s.said())
			for _, n := range names {
				x, ok := row[n]
				if !ok {
					x = math.NaN()
				}
				number[n] = append(number[n], x)
			}
		}
	}
	t := Table{"schild", []Column{{"antagonist", nil, words(antagonist)}, {"measure", nil, words(name)}}}
	for _, n := range names {
		t.Columns = append(t.Columns, Column{n, number[n], nil})
	}
	t.Columns = append(t.Columns, Column{"said", nil, words(said)})
	return t
}

// ratios are the rows of a fit.
func (s ResponseSchild) ratios() (rows []map[string]float64) {
	put := func(row map[string]float64, name string, e measure.Estimate) {
		row[name], row[name+"_low"], row[name+"_high"] = e.Value, e.Low, e.High
	}
	for _, d := range s.Fit.Ratios {
		row := map[string]float64{
			"antagonist_uM": float64(d.Antagonist), "ec50_uM": float64(d.EC50),
			"log_antagonist_M": LogMolar(d.Antagonist), "log_dr_minus_1": d.LogLess1().Value,
		}
		put(row, "dose_ratio", d.Ratio())
		if l := s.Fit.Line; l != nil {
			put(row, "schild_slope", l.Slope)
			put(row, "pa2", l.PA2)
		}
		if s.Gaddum != nil {
			put(row, "pkb", s.Gaddum.PA2)
		}
		rows = append(rows, row)
	}
	return rows
}

func (s ResponseSchild) said() string { return ResponseFit{Why: s.Why, Cautions: s.Cautions}.said() }
