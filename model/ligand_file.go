package model

import (
	"slices"

	"quell/model/gabab"
	"quell/model/page"
	"quell/model/unit"
)

// ligandNumber is a number that a ligand of some kind has, and its bounds.
type ligandNumber struct {
	key  string
	dim  unit.Dim
	of   []string // kinds
	to   func(*gabab.Ligand) *float64
	most float64 // 0 is no bound
	zero bool    // 0 is allowed
}

func ligandNumbers() []ligandNumber {
	binding, modulator := []string{"agonist", "antagonist"}, []string{"modulator"}
	return []ligandNumber{
		{"K", unit.DimConcentration, append(binding, modulator...), func(l *gabab.Ligand) *float64 { return &l.K }, 0, false},
		{"efficacy", unit.DimNumber, binding, func(l *gabab.Ligand) *float64 { return &l.Efficacy }, 1, true},
		{"koff", unit.DimRate, binding, func(l *gabab.Ligand) *float64 { return &l.Koff }, 0, false},
		{"alpha", unit.DimNumber, modulator, func(l *gabab.Ligand) *float64 { return &l.Alpha }, 0, false},
		{"beta", unit.DimNumber, modulator, func(l *gabab.Ligand) *float64 { return &l.Beta }, 0, true},
	}
}

// ligand reads one entry of the file of ligands.
func (r *reader) ligand(name string, v page.Node) *gabab.Ligand {
	l := &gabab.Ligand{Name: name, Numbers: map[string]gabab.Number{}}
	readers := map[string]func(page.Node){
		"title": r.text(&l.Title), "kind": r.text(&l.Kind), "note": r.text(&l.Note),
		"holds": r.texts(&l.Holds),
		"range": func(n page.Node) { r.reach(l, n) },
	}
	wanted := []string{"title", "kind", "range"}
	kind, _ := v.Get("kind")
	for _, q := range ligandNumbers() {
		readers[q.key] = func(n page.Node) { r.ligandNumber(l, q, n) }
		if slices.Contains(q.of, kind.Text) {
			wanted = append(wanted, q.key)
		} else if n, ok := v.Get(q.key); ok && isKind(kind.Text) {
			r.fail(n, "%s: %s %s has no %s; leave it out", name, article(kind.Text), kind.Text, q.key)
		}
	}
	r.keys(v, name, readers)
	r.required(v, name, wanted...)
	if _, ok := v.Get("kind"); ok && !isKind(l.Kind) {
		r.fail(kind, "%s is no kind of ligand; it is agonist, antagonist or modulator", l.Kind)
	}
	if _, ok := l.Numbers["efficacy"]; ok && l.Kind != "modulator" && isKind(l.Kind) && (l.Kind == "antagonist") != (l.Efficacy == 0) {
		n, _ := v.Get("efficacy")
		r.fail(n, "%s.efficacy is %g, but the kind is %s; an antagonist has efficacy 0, an agonist one above it", name, l.Efficacy, l.Kind)
	}
	return l
}

func isKind(kind string) bool {
	return kind == "agonist" || kind == "antagonist" || kind == "modulator"
}

func article(word string) string {
	if word[0] == 'a' {
		return "an"
	}
	return "a"
}

// ligandNumber reads a number with its source and confidence, and checks it
// against its bounds and its own range. It is kept only where all is well.
func (r *reader) ligandNumber(l *gabab.Ligand, q ligandNumber, n page.Node) {
	var x Value
	key := l.Name + "." + q.key
	before := r.failures()
	r.quantity(&x, key, q.dim)(n)
	switch {
	case r.failures() > before: // said already
	case x.Expr != nil:
		r.fail(n, "%s is a number here, not the equation %s", key, x.Text)
	case x.Num < 0 || x.Num == 0 && !q.zero:
		r.fail(n, "%s is %s, which cannot be; it is above 0", key, x.Text)
	case q.most > 0 && x.Num > q.most:
		r.fail(n, "%s is %s, which cannot be; it is at most %g", key, x.Text, q.most)
	case x.Source.Text == "" || x.Source.Confidence == "":
		r.fail(n, "%s wants a source and a confidence: read, recalled or chosen", key)
	case x.Range != [2]float64{} && !(x.Range[0] <= x.Num && x.Num <= x.Range[1]):
		r.fail(n, "%s is %s, outside its own range", key, x.Text)
	default:
		*q.to(l) = x.Num
		l.Numbers[q.key] = gabab.Number{Value: x.Num, Source: x.Source.Text, Confidence: x.Source.Confidence, Range: x.Range, Note: x.Note}
	}
}

// failures counts what has been noted so far.
func (r *reader) failures() int {
	count := 0
	for _, p := range r.pages {
		if all, ok := p.Err().(interface{ Unwrap() []error }); ok {
			count += len(all.Unwrap())
		}
	}
	return count
}

// reach reads the concentrations that the data on a ligand reach, and why.
func (r *reader) reach(l *gabab.Ligand, n page.Node) {
	key := l.Name + ".range"
	var source Source
	readers := r.source(&source)
	readers["value"] = func(v page.Node) {
		if v.Kind != page.List || len(v.Items) != 2 {
			r.fail(v, "%s is a list of two concentrations, such as [0 uM, 100 uM]", key)
			return
		}
		for i, item := range v.Items {
			q, err := unit.ParseFor(key, item.Text, unit.DimConcentration)
			if err != nil {
				r.fail(item, "%v", err)
				return
			}
			l.Range[i] = q.Base("uM")
		}
		if !(0 <= l.Range[0] && l.Range[0] < l.Range[1]) {
			r.fail(v, "%s goes from the lowest concentration to the highest, 0 or more", key)
		}
	}
	r.keys(n, key, readers)
	r.required(n, key, "value", "source", "confidence")
	l.Numbers["range"] = gabab.Number{Value: l.Range[1], Source: source.Text, Confidence: source.Confidence, Range: l.Range}
}

// holds checks that what a mixture holds is in the file.
func (r *reader) holds(root page.Node, all []*gabab.Ligand) {
	entries, _ := root.Get("ligands")
	for _, l := range all {
		for _, part := range l.Holds {
			if part != l.Name && slices.ContainsFunc(all, func(o *gabab.Ligand) bool { return o.Name == part }) {
				continue
			}
			entry, _ := entries.Get(l.Name)
			n, _ := entry.Get("holds")
			r.fail(n, "%s holds %s, which is no other ligand of this file", l.Name, part)
		}
	}
}
