package model

import (
	"fmt"
	"slices"
	"strings"

	"quell/model/expr"
	"quell/model/page"
	"quell/model/unit"
)

// equationError puts an error in an equation at its place in the text.
func (r *reader) equationError(n page.Node, err error) {
	offset := 0
	if e, ok := err.(*expr.Error); ok {
		offset = e.Offset
	}
	r.failIn(n, offset, "%s", err.Error())
}

// equation reads an equation, or a quantity of the given dimension that stands
// for a constant one.
func (r *reader) equation(to **Equation, key string, dim unit.Dim) func(page.Node) {
	return func(n page.Node) {
		if n.Kind != page.Scalar {
			r.fail(n, "%s is an equation", key)
			return
		}
		q := &Equation{Text: n.Text, Line: n.Line, Col: n.Col, node: n}
		q.File = fileOf(n)
		if v, ok := r.constant(n, key, dim); ok {
			q.Expr = &expr.Expr{Node: expr.Num{Value: v}, Text: n.Text}
			*to = q
			return
		}
		e, err := expr.Parse(n.Text)
		if given, bad := unit.Parse(n.Text); err != nil && bad == nil && given.Dim() != dim { // 4 mV for a tau
			_, err := unit.ParseFor(key, n.Text, dim)
			if dim == unit.DimNumber {
				err = fmt.Errorf("%s is in %s, %s wants a pure number or an equation", given.Text(), given.Unit(), key)
			}
			r.fail(n, "%s", strings.TrimPrefix(err.Error(), key+": "))
			return
		}
		if err != nil {
			r.equationError(n, err)
			return
		}
		if _, bare := e.Node.(expr.Num); bare && dim != unit.DimNumber {
			_, err := unit.ParseFor(key, n.Text, dim)
			r.fail(n, "%s", strings.TrimPrefix(err.Error(), key+": "))
			return
		}
		q.Expr = e
		*to = q
	}
}

// constant reads a lone quantity in the place of an equation.
func (r *reader) constant(n page.Node, key string, dim unit.Dim) (float64, bool) {
	if dim == unit.DimNumber {
		v, err := unit.Number(n.Text)
		return v, err == nil
	}
	q, err := unit.ParseDim(n.Text, dim)
	if err != nil {
		return 0, false
	}
	return r.base(q), true
}

// equationNames checks the names of an equation, also those that its lets reach,
// and puts the error under the name.
func (r *reader) equationNames(q *Equation, s scope, kind equationKind, hidden ...string) {
	if q == nil {
		return
	}
	r.usesTemperature(q)
	known := s.visible(kind)
	known = slices.DeleteFunc(known, func(name string) bool { return slices.Contains(hidden, name) })
	seen := map[string]bool{}
	expr.Walk(q.Node, func(n expr.Node) {
		name, ok := n.(expr.Name)
		if !ok || seen[name.Name] {
			return
		}
		through := ""
		if slices.Contains(known, name.Name) {
			if through = s.beyond(name.Name, known); through == "" || kind == letting {
				return
			}
		}
		seen[name.Name] = true
		used := name.Name
		if through != "" {
			used = through
		}
		if kind == curve && s.g != nil {
			if _, state := s.qualified(used); state || s.c.state(used) {
				r.fail(s.g.node.AtKey(), "gate %s uses the state %s; a gate's curves use V and pools; write it under states with a rate", s.g.Name, used)
				return
			}
		}
		if through != "" {
			r.failIn(q.node, name.At, "%s uses %s, which is not known here", name.Name, through)
			return
		}
		r.unknownName(q.node, name, known)
	})
	r.putIn(q, s)
}

// beyond is a name that a let reaches and that is not among the known, or "".
func (s scope) beyond(name string, known []string) string {
	visited := map[string]bool{}
	var look func(name string) string
	look = func(name string) string {
		l, ok := s.let(name)
		if !ok || visited[name] {
			return ""
		}
		visited[name] = true
		for _, used := range expr.Names(l.Node) {
			if !slices.Contains(known, used) {
				return used
			}
			if far := look(used); far != "" {
				return far
			}
		}
		return ""
	}
	return look(name)
}

func (r *reader) unknownName(in page.Node, name expr.Name, known []string) {
	switch near := expr.Nearest(name.Name, known); {
	case near != "":
		r.failIn(in, name.At, "%s is not known here; did you mean %s?", name.Name, near)
	case name.Name == "t" || name.Name == "time":
		r.failIn(in, name.At, "%s is not known here; time is not a name, a neuron has no clock", name.Name)
	default:
		r.failIn(in, name.At, "%s is not known here", name.Name)
	}
}

// mostTerms is how long an equation may become with its lets put in: ten times
// what the longest published rate needs, and far below what doubling lets reach.
const mostTerms = 10000

// putIn refuses lets that use one another in a circle, and those that double and
// double again until no machine could hold the equation.
func (r *reader) putIn(q *Equation, s scope) {
	const counting = -1
	terms := map[string]int{}
	var count func(n expr.Node) int
	size := func(l *Let) int {
		switch seen := terms[l.Name]; {
		case seen == counting:
			r.fail(l.node, "%s uses itself", l.Name)
			r.endless = true
		case seen > 0:
			return seen
		case !r.endless:
			terms[l.Name] = counting
			terms[l.Name] = count(l.Node)
			return terms[l.Name]
		}
		return 1
	}
	count = func(n expr.Node) int {
		total := 0
		expr.Walk(n, func(n expr.Node) {
			total++
			if name, ok := n.(expr.Name); ok {
				if l, ok := s.let(name.Name); ok {
					total = min(total+size(l), mostTerms+1)
				}
			}
		})
		return total
	}
	if n := count(q.Node); n > mostTerms && !r.endless {
		r.fail(q.node, "with its lets put in, this has more than %d terms; name what is used often as a state, or write less", mostTerms)
	}
}

func (r *reader) usesTemperature(q *Equation) {
	if q != nil && !r.n.HasTemp && expr.DependsOn(q.Node, func(s string) bool { return s == "celsius" }) {
		r.fail(q.node, "celsius is used, but the neuron has no temperature; write temperature: 36 degC")
	}
}
