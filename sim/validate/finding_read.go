package validate

import (
	"maps"
	"math"
	"slices"
	"strings"

	"quell/model"
	"quell/model/expr"
	"quell/model/page"
	"quell/model/unit"
	"quell/sim/study"
)

// findingReader reads findings.yaml.
type findingReader struct{ *page.Page }

func parseFindings(file string, data []byte) ([]reported, error) {
	p, root, err := page.Open(file, data, "a file of findings begins with quell: 1")
	if err != nil {
		return nil, err
	}
	r := findingReader{p}
	var out []reported
	version := ""
	r.keys(root, map[string]func(page.Node){
		"quell": r.text(&version),
		"findings": func(n page.Node) {
			for _, f := range r.pairs(n) {
				out = append(out, r.finding(f.Key, f.Value)...)
			}
		},
	}, "quell", "findings")
	if version != study.Version {
		p.Fail(root.Place, "this quell reads findings of version %s", study.Version)
	}
	return out, p.Err()
}

// finding reads a finding: what its numbers share, then each number, which may say
// any of it otherwise.
func (r findingReader) finding(id string, n page.Node) []reported {
	shared := reported{id: id, spread: math.NaN(), value: math.NaN()}
	readers := r.common(&shared)
	var numbers, experiment page.Node
	readers["sentence"] = r.text(&shared.sentence)
	readers["numbers"] = func(v page.Node) { numbers = v }
	readers["experiment"] = func(v page.Node) { experiment = v }
	r.keys(n, readers, "sentence", "source", "confidence", "numbers")
	if numbers.Kind != page.List {
		r.Fail(n.Place, "numbers of %s is a list, one for each that the paper gives", id)
		return nil
	}
	var out []reported
	for _, item := range numbers.Items {
		out = append(out, r.number(shared, experiment, item))
	}
	return out
}

// common are the keys that a finding and a number of it both have.
func (r findingReader) common(p *reported) map[string]func(page.Node) {
	return map[string]func(page.Node){
		"compute": r.text(&p.compute), "of": r.text(&p.of), "drug": r.text(&p.drug), "against": r.text(&p.against),
		"over": r.concentrations(&p.over), "among": r.texts(&p.among),
		"unit": r.text(&p.unit), "source": r.text(&p.source), "confidence": r.text(&p.confidence), "given": r.text(&p.given),
	}
}

func (r findingReader) number(p reported, experiment, n page.Node) reported {
	var with page.Node
	allowed := ""
	readers := r.common(&p)
	readers["condition"] = r.text(&p.condition)
	readers["value"] = r.real(&p.value)
	readers["spread"] = r.real(&p.spread)
	readers["between"] = func(v page.Node) { r.between(&p, v) }
	readers["above"] = func(v page.Node) { p.above = true; r.real(&p.value)(v) }
	readers["allowed"] = r.text(&allowed)
	readers["experiment"] = func(v page.Node) { experiment = v }
	readers["with"] = func(v page.Node) { with = v }
	readers["why"] = r.text(&p.why)
	readers["expected"] = func(v page.Node) {
		if p.expected = v.Text == "miss"; !p.expected && v.Text != "hit" {
			r.Fail(v.Place, "expected is hit or miss")
		}
	}
	r.keys(n, readers)
	p.experiment = &trial{Experiment: *r.experiment(experiment, with, n)}
	if allowed != "" {
		p.source += ". The spread: " + allowed
	}
	r.complete(&p, n)
	return p
}

// experiment reads the conditions, and puts into them what a number has otherwise.
func (r findingReader) experiment(n, with, number page.Node) *study.Experiment {
	if n.Page == nil {
		r.Fail(number.Place, "there is no experiment; a finding, or each of its numbers, has one")
		return &study.Experiment{}
	}
	e := study.ReadNode(n)
	for _, w := range r.pairs(with) {
		if err := e.Put(w.Key, w.Value.Text); err != nil {
			r.Fail(w.Value.Place, "%s: %w", w.Key, err)
		}
	}
	if r.Err() == nil {
		if err := e.Check(); err != nil {
			r.Fail(number.Place, "%w", err)
		}
	}
	return e
}

// complete says what a number lacks, and gives it the drug of its experiment where
// it names none.
func (r findingReader) complete(p *reported, n page.Node) {
	if _, ok := computations()[p.compute]; !ok {
		r.Fail(n.Place, "compute: %q is not a way to compute; there are %s", p.compute, strings.Join(slices.Sorted(maps.Keys(computations())), ", "))
	}
	if !slices.Contains([]string{"read", "recalled"}, p.confidence) {
		r.Fail(n.Place, "confidence is read or recalled, not %q", p.confidence)
	}
	if math.IsNaN(p.value) || math.IsNaN(p.spread) && !p.above {
		r.Fail(n.Place, "a number has a value and a spread, or it lies between two, or above one")
	}
	if p.expected && p.why == "" {
		r.Fail(n.Place, "a miss that is expected has a reason; write why")
	}
	if p.drug == "" && len(p.experiment.Drugs) > 0 {
		p.drug = p.experiment.Drugs[0].Name
	}
	for _, name := range append(slices.Clone(p.among), p.drug) {
		if name == "" {
			continue
		}
		if _, err := model.LigandByName(name); err != nil {
			r.Fail(n.Place, "%w", err)
		}
	}
}

// between is a number that the paper gives as a range: its middle, and half of it
// either side.
func (r findingReader) between(p *reported, n page.Node) {
	var ends [2]float64
	if n.Kind != page.List || len(n.Items) != len(ends) {
		r.Fail(n.Place, "between is a list of two numbers, such as [57, 74]")
		return
	}
	for i, item := range n.Items {
		r.real(&ends[i])(item)
	}
	p.value, p.spread = (ends[0]+ends[1])/2, (ends[1]-ends[0])/2
}

// keys gives each value of a map to its reader, and says which keys are unknown
// or, of those wanted, not there.
func (r findingReader) keys(n page.Node, readers map[string]func(page.Node), wanted ...string) {
	for _, p := range r.pairs(n) {
		read, ok := readers[p.Key]
		if !ok {
			known := slices.Sorted(maps.Keys(readers))
			if near := expr.Nearest(p.Key, known); near != "" {
				r.Fail(p.Place, "%s is not a key here; did you mean %s?", p.Key, near)
			} else {
				r.Fail(p.Place, "%s is not a key here; there are %s", p.Key, strings.Join(known, ", "))
			}
			continue
		}
		read(p.Value)
	}
	for _, key := range wanted {
		if _, ok := n.Get(key); !ok {
			r.Fail(n.Place, "there is no %s; a finding has one", key)
		}
	}
}

// pairs are those of a map; nothing where there is none.
func (r findingReader) pairs(n page.Node) []page.Pair {
	if n.Page != nil && n.Kind != page.Map {
		r.Fail(n.Place, "here stands a map of keys and values")
		return nil
	}
	return n.Pairs
}

func (r findingReader) text(to *string) func(page.Node) {
	return func(n page.Node) {
		if n.Kind != page.Scalar {
			r.Fail(n.Place, "here stands one value")
			return
		}
		*to = n.Text
	}
}

func (r findingReader) texts(to *[]string) func(page.Node) {
	return func(n page.Node) {
		*to = nil
		for _, item := range n.Items {
			*to = append(*to, item.Text)
		}
	}
}

func (r findingReader) real(to *float64) func(page.Node) {
	return func(n page.Node) {
		x, err := unit.Number(n.Text)
		if err != nil {
			r.Fail(n.Place, "%w; the unit stands under unit", err)
			return
		}
		*to = x
	}
}

func (r findingReader) concentrations(to *[]unit.Concentration) func(page.Node) {
	return func(n page.Node) {
		*to = nil
		for _, item := range n.Items {
			var c unit.Concentration
			if err := c.Set(item.Text); err != nil {
				r.Fail(item.Place, "%w", err)
			}
			*to = append(*to, c)
		}
	}
}
