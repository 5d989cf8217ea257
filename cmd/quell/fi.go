package main

import (
	"context"

	"quell/plots"
	"quell/sim/study"
)

func askFI(ctx context.Context, e *study.Experiment, told study.Progress) (answer, error) {
	f, err := e.DoFI(ctx, told)
	if f == nil {
		return answer{}, err
	}
	return answer{
		Answer: f,
		text:   func() string { return fiText(f) },
		figures: []drawing{
			{"rate", func(s plots.Style) (*plots.Figure, error) { return plots.Relate(s, fiRelation(f)) }},
		},
	}, err
}

func fiText(f *study.FI) string {
	tables := f.Tables()
	t := tables[0]
	text := table([]string{"condition", t.Columns[1].Name, "spikes", "rate (Hz)"}, t.Columns[0].Words,
		numbered("%.4g", t.Columns[1].Numbers), numbered("%.0f", t.Columns[2].Numbers), numbered("%.1f", t.Columns[3].Numbers))
	if len(tables) == 1 {
		return text
	}
	c := tables[1].Columns
	heads := []string{"curve", c[1].Name, c[2].Name, "gain", "residual (Hz)", "last/first"}
	text += "\n" + table(heads, c[0].Words, numbered("%.4g", c[1].Numbers), numbered("%+.3g", c[2].Numbers), numbered("× %.3g", c[3].Numbers), numbered("%.2g", c[4].Numbers), numbered("%.2f", c[5].Numbers))
	for _, k := range f.Conditions {
		if k.Why != "" {
			text += k.Why + "\n"
		}
	}
	return text
}

func fiRelation(f *study.FI) plots.Relation {
	r := plots.Relation{Title: f.Neuron.Title, X: "injected current (µA/cm²)", Y: "rate (Hz)", Notice: f.Experiment.Notice()}
	for _, c := range f.Conditions {
		s := plots.Series{Name: c.Label}
		for _, p := range c.Points {
			if p.Current.Absolute {
				r.X = "injected current (nA)"
			}
			s.X, s.Y = append(s.X, p.Current.Value), append(s.Y, float64(p.MeanISI))
		}
		r.Series = append(r.Series, s)
	}
	return r
}
