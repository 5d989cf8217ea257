package model

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"

	_ "embed" // the ligands' file

	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/page"
	"quell/model/unit"
)

//go:embed ligands.yaml
var ligandFile []byte

// readLigands reads the file that ships, once.
var readLigands = sync.OnceValues(func() ([]*gabab.Ligand, error) {
	return parseLigands("ligands.yaml", ligandFile)
})

// Ligands lists the drugs and transmitters of the receptor, in the order of the
// file. Each call gives values of its own.
func Ligands() ([]*gabab.Ligand, error) {
	all, err := readLigands()
	if err != nil {
		return nil, err
	}
	out := make([]*gabab.Ligand, len(all))
	for i, l := range all {
		own := *l
		own.Numbers = maps.Clone(l.Numbers)
		out[i] = &own
	}
	return out, nil
}

// LigandByName gives one of them.
func LigandByName(name string) (*gabab.Ligand, error) {
	all, err := Ligands()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, l := range all {
		if l.Name == name {
			return l, nil
		}
		names = append(names, l.Name)
	}
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return nil, fmt.Errorf("%s is not a drug of quell; did you mean %s?", name, n)
		}
	}
	if near := expr.Nearest(name, names); near != "" {
		return nil, fmt.Errorf("%s is not a drug of quell; did you mean %s?", name, near)
	}
	return nil, fmt.Errorf("%s is not a drug of quell; there are %s", name, strings.Join(names, ", "))
}

func parseLigands(file string, data []byte) ([]*gabab.Ligand, error) {
	p, root, err := page.Open(file, data, "a file of ligands begins with quell: 1")
	if err != nil {
		return nil, err
	}
	r := &reader{n: &Neuron{File: file, Concentration: "uM"}, root: root, pages: []*page.Page{p}}
	var out []*gabab.Ligand
	version := ""
	r.keys(root, "a file of ligands", map[string]func(page.Node){
		"quell": r.text(&version),
		"ligands": func(v page.Node) {
			if v.Kind != page.Map {
				r.fail(v, "ligands is a map of names")
				return
			}
			for _, q := range v.Pairs {
				out = append(out, r.ligand(q.Key, q.Value))
			}
		},
	})
	if version != "1" {
		p.Fail(root.Place, "this is version %q of the file of ligands; this quell reads version 1", version)
	}
	return out, errors.Join(r.err())
}

func (r *reader) ligand(name string, v page.Node) *gabab.Ligand {
	l := &gabab.Ligand{Name: name, Kind: "agonist", Numbers: map[string]gabab.Number{}}
	number := func(key string, to *float64, dim unit.Dim, in string) func(page.Node) {
		return func(n page.Node) {
			var x Value
			r.quantity(&x, name+"."+key, dim)(n)
			*to = x.Num
			if in == "uM" && dim == unit.DimConcentration {
				if q, err := unit.Parse(x.Text); err == nil {
					*to, _ = q.In("uM")
				}
			}
			if x.Source.Text == "" || x.Source.Confidence == "" {
				r.fail(n, "%s.%s has no source and confidence", name, key)
			}
			l.Numbers[key] = gabab.Number{Value: *to, Source: x.Source.Text, Confidence: x.Source.Confidence, Range: x.Range, Note: x.Note}
		}
	}
	var reach page.Node
	r.keys(v, name, map[string]func(page.Node){
		"title": r.text(&l.Title), "kind": r.text(&l.Kind), "note": r.text(&l.Note),
		"K":        number("K", &l.K, unit.DimConcentration, "uM"),
		"efficacy": number("efficacy", &l.Efficacy, unit.DimNumber, ""),
		"koff":     number("koff", &l.Koff, unit.DimRate, ""),
		"alpha":    number("alpha", &l.Alpha, unit.DimNumber, ""),
		"beta":     number("beta", &l.Beta, unit.DimNumber, ""),
		"range":    func(n page.Node) { reach = n },
	})
	r.required(v, name, "title", "kind", "K", "range")
	if len(reach.Items) != 2 {
		r.fail(v, "%s.range is a list of two concentrations", name)
		return l
	}
	for i, item := range reach.Items {
		q, err := unit.ParseFor(name+".range", item.Text, unit.DimConcentration)
		if err != nil {
			r.fail(item, "%v", err)
			continue
		}
		l.Range[i], _ = q.In("uM")
	}
	if l.K <= 0 {
		r.fail(v, "%s.K is above 0", name)
	}
	switch l.Kind {
	case "agonist", "antagonist", "modulator":
	default:
		r.fail(v, "%s is no kind of ligand; it is agonist, antagonist or modulator", l.Kind)
	}
	return l
}
