package study

import (
	"slices"

	"quell/model"
	"quell/model/unit"
)

func concOf(uM float64) unit.Concentration { return unit.Concentration(uM) }

// Tables are the points, and what was made of them.
func (r *Response) Tables() []Table {
	all := []Table{r.points(), r.fits()}
	if len(r.Schilds) > 0 {
		all = append(all, r.schilds())
	}
	return append(all, r.means())
}

// points has a row for each cell at each concentration.
func (r *Response) points() Table {
	var condition, agonist []string
	number := map[string][]float64{}
	add := func(name string, x float64) { number[name] = append(number[name], x) }
	for _, c := range r.Curves {
		for _, p := range c.Points {
			condition, agonist = append(condition, c.Label), append(agonist, c.Agonist)
			add("concentration_uM", float64(p.Conc))
			add("cell", float64(p.Cell))
			add("gamma", p.Gamma)
			add("availability", p.Available)
			add("girk_part", p.GIRK)
			for i, m := range r.Measures {
				add(m.Column(), p.Values[i])
			}
			add("v_rest_mV", float64(p.Rest))
			add("n_spikes", float64(p.Rates.N))
			add("rate_hz", float64(p.Rates.Count))
		}
	}
	names := []string{"concentration_uM", "cell", "gamma", "availability", "girk_part"}
	for _, m := range r.Measures {
		names = append(names, m.Column())
	}
	names = append(names, "v_rest_mV", "n_spikes", "rate_hz")
	if r.Neuron.GABAB.GIRK == nil {
		names = slices.DeleteFunc(names, func(n string) bool { return n == "girk_part" })
	}
	t := Table{"points", []Column{{"condition", nil, words(condition)}, {"agonist", nil, words(agonist)}}}
	for _, name := range names {
		t.Columns = append(t.Columns, Column{name, number[name], nil})
	}
	return t
}

// words is a column of words even without rows.
func words(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// Cautions are what the reader must know.
func (r *Response) Cautions() []string { return r.warnings }

// Notes are facts about the curves.
func (r *Response) Notes() []string { return r.notes }

// Of is the neuron.
func (r *Response) Of() *model.Neuron { return r.Neuron }
