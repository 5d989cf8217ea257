package model

import (
	"fmt"
	"go/token"
	"math"
	"slices"
	"strconv"
	"strings"

	"quell/model/expr"
	"quell/model/page"
	"quell/model/unit"
)

// reader turns a file's nodes into a Neuron and notes what is wrong in the pages
// the nodes came from.
type reader struct {
	n       *Neuron
	root    page.Node
	pages   []*page.Page
	aside   *page.Page // takes all errors where a neuron is checked again
	endless bool       // lets use one another in a circle, which is said once
	partial bool       // what is read need not have all its keys
}

func (r *reader) fail(at page.Node, format string, args ...any) {
	switch {
	case r.aside != nil:
		r.aside.Fail(at.Place, format, args...)
	case at.Page != nil:
		at.Page.Fail(at.Place, format, args...)
	}
}

// failIn notes what is wrong at a byte of an equation's text.
func (r *reader) failIn(n page.Node, offset int, format string, args ...any) {
	switch {
	case r.aside != nil:
		r.aside.FailIn(n, offset, format, args...)
	case n.Page != nil:
		n.Page.FailIn(n, offset, format, args...)
	}
}

// keys checks a map against the keys it may have and calls the reader of each.
func (r *reader) keys(n page.Node, what string, readers map[string]func(page.Node)) {
	if n.Kind == page.Absent {
		return
	}
	if n.Kind != page.Map {
		r.fail(n, "%s is a map of keys and values", what)
		return
	}
	for _, p := range n.Pairs {
		read, ok := readers[p.Key]
		if !ok {
			at := page.Node{Place: p.Place, Page: n.Page}
			r.unknownKey(at, p.Key, readers)
			continue
		}
		if p.Value.Kind == page.Absent {
			continue
		}
		if p.Value.Kind == page.Null {
			r.fail(p.Value, "there is no value; give one, or leave the key out")
			continue
		}
		read(p.Value)
	}
}

func (r *reader) unknownKey(at page.Node, key string, readers map[string]func(page.Node)) {
	if strings.ContainsAny(key, ")(,*+/") {
		r.fail(at, "%s is not a key here; a comma inside { } ends a value: put the equation in quotes, or one key a line", key)
		return
	}
	var known []string
	for k := range readers {
		known = append(known, k)
	}
	slices.Sort(known)
	if near := nearestKey(key, known); near != "" {
		r.fail(at, "%s is not a key here; did you mean %s?", key, near)
		return
	}
	r.fail(at, "%s is not a key here; there are %s", key, strings.Join(known, ", "))
}

// nearestKey knows the words that other programs use for ours.
func nearestKey(key string, known []string) string {
	other := map[string]string{"gmax": "gbar", "g": "gbar", "E": "reversal", "erev": "reversal", "cm": "capacitance", "C": "capacitance", "celsius": "temperature"}
	if k, ok := other[key]; ok && slices.Contains(known, k) {
		return k
	}
	return expr.Nearest(key, known)
}

// required notes a key that is missing.
func (r *reader) required(n page.Node, what string, keys ...string) {
	if n.Kind != page.Map || r.partial {
		return
	}
	for _, k := range keys {
		if _, ok := n.Get(k); !ok {
			r.fail(n, "%s wants %s", what, k)
		}
	}
}

func (r *reader) text(to *string) func(page.Node) {
	return func(n page.Node) {
		if n.Kind != page.Scalar {
			r.fail(n, "text is wanted here")
			return
		}
		*to = strings.TrimSpace(n.Text)
	}
}

func (r *reader) texts(to *[]string) func(page.Node) {
	return func(n page.Node) {
		if n.Kind == page.Scalar {
			*to = []string{n.Text}
			return
		}
		if n.Kind != page.List {
			r.fail(n, "a list is wanted here, such as [a, b]")
			return
		}
		for _, item := range n.Items {
			*to = append(*to, item.Text)
		}
	}
}

func (r *reader) yes(to *bool) func(page.Node) {
	return func(n page.Node) {
		switch n.Text {
		case "true":
			*to = true
		case "false":
			*to = false
		default:
			r.fail(n, "%s is neither true nor false", n.Text)
		}
	}
}

func (r *reader) source(to *Source) map[string]func(page.Node) {
	return map[string]func(page.Node){
		"source":     r.text(&to.Text),
		"confidence": r.confidence(to),
	}
}

func (r *reader) confidence(to *Source) func(page.Node) {
	return func(n page.Node) {
		if !slices.Contains([]string{"read", "recalled", "chosen"}, n.Text) {
			r.fail(n, "%s is no confidence; it is read, recalled or chosen", n.Text)
			return
		}
		to.Confidence = n.Text
	}
}

// quantity reads a number of a dimension: a scalar, an equation of parameters, or
// a map with value, source, range and note.
func (r *reader) quantity(to *Value, key string, dim unit.Dim) func(page.Node) {
	return func(n page.Node) {
		to.Set, to.Dim, to.node, to.File = true, dim, n, fileOf(n)
		if n.Kind == page.Map {
			r.longQuantity(to, key, dim, n)
			return
		}
		if n.Kind != page.Scalar {
			r.fail(n, "%s wants a number and a unit", key)
			return
		}
		r.scalar(to, key, dim, n)
	}
}

func fileOf(n page.Node) string {
	if n.Page == nil {
		return ""
	}
	return n.Page.Name()
}

func (r *reader) longQuantity(to *Value, key string, dim unit.Dim, n page.Node) {
	readers := r.source(&to.Source)
	readers["value"] = func(v page.Node) { r.scalar(to, key, dim, v) }
	readers["note"] = r.text(&to.Note)
	readers["range"] = func(v page.Node) {
		if v.Kind != page.List || len(v.Items) != 2 {
			r.fail(v, "range is a list of two, from and to")
			return
		}
		for i, item := range v.Items {
			var x Value
			r.scalar(&x, "range", dim, item)
			to.Range[i] = x.Num
		}
	}
	r.keys(n, key, readers)
	r.required(n, key, "value")
}

// scalar reads a quantity, a pure number or an equation of parameters.
func (r *reader) scalar(to *Value, key string, dim unit.Dim, n page.Node) {
	to.Text, to.node, to.File, to.Set, to.Dim = n.Text, n, fileOf(n), true, dim
	if dim == unit.DimNumber {
		if v, err := unit.Number(n.Text); err == nil {
			to.Num = v
			return
		}
	} else if q, err := unit.ParseFor(key, n.Text, dim); err == nil {
		to.Num, to.Unit = r.base(q), q.Unit()
		if math.IsNaN(to.Num) {
			r.fail(n, "%s is in %s, which does not convert to this file's %s", key, q.Unit(), r.n.Concentration)
		}
		return
	} else if startsLikeNumber(n.Text) {
		if e, bad := expr.Parse(n.Text); bad == nil && len(expr.Names(e.Node)) > 0 {
			to.Expr = e // 0.4*gs
			return
		}
		r.fail(n, "%s", strings.TrimPrefix(err.Error(), key+": "))
		return
	}
	e, err := expr.Parse(n.Text)
	if err != nil {
		r.equationError(n, err)
		return
	}
	if len(expr.Names(e.Node)) == 0 {
		r.fail(n, "%s is no number", n.Text)
		return
	}
	to.Expr = e
}

// base is a quantity in the base units: lengths of equations in cm, concentrations
// in the file's unit, permeabilities in cm/s, geometry in um and um2.
func (r *reader) base(q unit.Quantity) float64 {
	in := ""
	switch q.Dim() {
	case unit.DimPermeability:
		in = "cm/s"
	}
	if in != "" {
		v, _ := q.In(in)
		return v
	}
	return q.Base(r.n.Concentration)
}

func startsLikeNumber(text string) bool {
	t := strings.TrimLeft(text, " +-")
	return t != "" && (t[0] >= '0' && t[0] <= '9' || t[0] == '.')
}

// whole reads a whole number from text, so that 2.5 is not cut to 2.
func (r *reader) whole(to *int, key string, least, most int) func(page.Node) {
	return func(n page.Node) {
		v, err := strconv.Atoi(n.Text)
		if err != nil || v < least || v > most {
			r.fail(n, "%s is a whole number from %d to %d", key, least, most)
			return
		}
		*to = v
	}
}

func (r *reader) number(to *float64, key string, least, most float64) func(page.Node) {
	return func(n page.Node) {
		v, err := unit.Number(n.Text)
		if err != nil {
			r.fail(n, "%s is a number without a unit", key)
			return
		}
		if v < least || v > most {
			r.fail(n, "%s is from %g to %g", key, least, most)
			return
		}
		*to = v
	}
}

// ordered calls f with every entry of a map, whose keys are names.
func (r *reader) ordered(n page.Node, what string, f func(name string, v page.Node)) {
	if n.Kind == page.Absent {
		return
	}
	if n.Kind != page.Map {
		r.fail(n, "%s is a map of names", what)
		return
	}
	for _, p := range n.Pairs {
		at := page.Node{Place: p.Place, Page: n.Page}
		if err := checkName(p.Key); err != nil {
			r.fail(at, "%v", err)
			continue
		}
		switch p.Value.Kind {
		case page.Absent:
		case page.Null:
			r.nothingToRemove(at, p.Key, n)
		default:
			f(p.Key, p.Value)
		}
	}
}

// nothingToRemove is a null that found nothing in the base of a variant.
func (r *reader) nothingToRemove(at page.Node, key string, among page.Node) {
	var names []string
	for _, p := range among.Pairs {
		if p.Value.Kind != page.Null {
			names = append(names, p.Key)
		}
	}
	if near := expr.Nearest(key, names); near != "" {
		r.fail(at, "there is no %s to remove; did you mean %s?", key, near)
		return
	}
	r.fail(at, "there is no %s to remove; null takes away what based_on brought", key)
}

// checkName says what may not be a name in equations.
func checkName(name string) error {
	for i, c := range name {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return fmt.Errorf("%s is not a name; a name has letters, digits and _ and begins with a letter", name)
		}
	}
	switch {
	case name == "":
		return fmt.Errorf("a name is missing")
	case slices.Contains(expr.Functions(), name):
		return fmt.Errorf("%s is a function of equations; choose another name", name)
	case slices.Contains([]string{"V", "I", "J", "celsius"}, name):
		return fmt.Errorf("%s has a meaning of its own in equations; choose another name", name)
	case token.IsKeyword(name):
		return fmt.Errorf("%s is a word of Go's grammar, which reads the equations; choose another name", name)
	}
	return nil
}
