package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	_ "embed" // the ligands' file

	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/page"
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
		own.Numbers, own.Holds = maps.Clone(l.Numbers), slices.Clone(l.Holds)
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

// MixWarnings says what a reader should know of drugs that are given together: a
// racemate already holds its enantiomers, so one of them beside it counts twice.
func MixWarnings(names ...string) ([]string, error) {
	var warnings []string
	for _, name := range names {
		l, err := LigandByName(name)
		if err != nil {
			return nil, err
		}
		for _, part := range l.Holds {
			if slices.Contains(names, part) {
				warnings = append(warnings, fmt.Sprintf("%s is the racemate and already holds %s; the two together count it twice", name, part))
			}
		}
	}
	return warnings, nil
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
	r.required(root, "a file of ligands", "quell", "ligands")
	if version != "" && version != "1" {
		v, _ := root.Get("quell")
		r.fail(v, "this is version %s of the file of ligands; this quell reads version 1", version)
	}
	r.holds(root, out)
	if err := r.err(); err != nil {
		return nil, err
	}
	return out, nil
}
