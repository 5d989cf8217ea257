package model

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quell/model/expr"
)

// inlined lists every equation of a neuron with its lets and numbers put in.
func inlined(n *Neuron) []string {
	var out []string
	add := func(c *Compartment, ch *Channel, g *Gate, q *Equation) {
		if q != nil {
			out = append(out, expr.String(n.Inline(c, ch, g, q)))
		}
	}
	for _, c := range n.Compartments {
		for _, ch := range c.Channels {
			for _, g := range ch.Gates {
				for _, q := range []*Equation{g.Alpha, g.Beta, g.Inf, g.Tau, g.Start} {
					add(c, ch, g, q)
				}
			}
			for _, s := range ch.States {
				add(c, ch, nil, s.Rate)
				add(c, ch, nil, s.Start)
			}
			add(c, ch, nil, ch.Open)
		}
		for _, p := range c.Pools {
			add(c, nil, nil, p.Rate)
			add(c, nil, nil, p.Start)
		}
	}
	return out
}

// A file read, written and read again is equal, with whatever was changed.
func TestFileWriteFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, err := ByName(rapid.SampledFrom(Names()).Draw(t, "neuron"))
		if err != nil {
			t.Fatal(err)
		}
		var paths []ParamInfo
		for p := range n.Numbers() {
			paths = append(paths, p)
		}
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			p := rapid.SampledFrom(paths).Draw(t, "path")
			text := strings.TrimSpace(fmt.Sprintf("%g %s", p.Num*rapid.Float64Range(0.5, 1.5).Draw(t, "factor"), p.Dim))
			if err := n.Set(p.Path, text); err != nil {
				continue // a share or a capacitance may refuse
			}
		}
		text := n.Write()
		back, err := Parse("again.yaml", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(numbers(n), numbers(back)); diff != "" {
			t.Fatalf("numbers: %s\n%s", diff, text)
		}
		if diff := cmp.Diff(inlined(n), inlined(back)); diff != "" {
			t.Fatalf("equations: %s", diff)
		}
		if diff := cmp.Diff(string(text), string(back.Write())); diff != "" {
			t.Fatalf("written again: %s", diff)
		}
		if diff := cmp.Diff(n.Healthy, back.Healthy); diff != "" {
			t.Fatalf("healthy: %s", diff)
		}
	})
}
