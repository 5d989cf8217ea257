package sim

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// population are variants of a neuron: each its own current, and its own conductance
// of the first channel.
func population(t testing.TB, n *model.Neuron, size int) (path string, of func(i int) Variant) {
	t.Helper()
	var first model.ParamInfo
	for p := range n.Numbers() {
		if strings.HasSuffix(p.Path, ".gbar") && p.Num > 0 && p.Expr == nil {
			first = p
			break
		}
	}
	from, to := unit.Time(n.Stimulus.From), min(unit.Time(n.Stimulus.To), unit.Time(n.Stimulus.From)+100)
	return first.Path, func(i int) Variant {
		u := float64(i) / float64(max(1, size-1))
		a := n.Stimulus.Current
		a.Value = a.Value*(0.9+0.2*u) + 0.01*u
		return Variant{
			Label:    fmt.Sprint(i),
			Set:      []Tuning{{first.Path, first.Num * (0.95 + 0.1*math.Mod(7*u, 1))}},
			Currents: []Segment{{Name: "current", From: from, To: to, Start: a, End: a}},
		}
	}
}

// A run of a batch is what Run gives, bit for bit, on every neuron, with and without a
// drug, in any company.
func TestBatchIsRun(t *testing.T) {
	for _, name := range model.Names() {
		for _, doses := range [][]Dose{nil, {{Ligand: "baclofen", Conc: 10}}} {
			n := neuron(t, name)
			duration := unit.Time(n.Stimulus.From) + 120
			p := Protocol{Duration: duration, Doses: doses}
			const size = 5
			_, of := population(t, n, size)
			got := make([]*Recording, size)
			b := Batch{Neuron: n, Protocol: p, Settings: Settings{Sample: 1}, Workers: 1, sideBySide: true}
			err := b.Run(t.Context(), size, of, func(i int, rec *Recording, err error) {
				if err != nil {
					t.Error(err)
				}
				got[i] = rec
			})
			if err != nil {
				t.Fatal(err)
			}
			for i, rec := range got {
				v := of(i)
				m := n.Clone()
				d, err := m.Dial(v.Set[0].Path)
				if err != nil {
					t.Fatal(err)
				}
				d.Turn(v.Set[0].Value)
				m.Settle()
				q := p
				q.Currents = v.Currents
				want := run(t, m, q, &Settings{Sample: 1})
				sameBits(t, fmt.Sprintf("%s, run %d, %v", name, i, doses), rec, want)
				if rec.Evals != want.Evals || rec.Steps != want.Steps {
					t.Errorf("%s, run %d: %d evaluations in %d steps, alone %d in %d", name, i, rec.Evals, rec.Steps, want.Evals, want.Steps)
				}
			}
		}
	}
}

// fingerprint is the hash of everything that a run gave.
func fingerprint(rec *Recording) uint64 {
	h := fnv.New64a()
	fmt.Fprintln(h, rec.Steps, rec.Evals)
	for _, at := range rec.Spikes {
		fmt.Fprintf(h, "%x ", math.Float64bits(at))
	}
	for _, r := range rec.Releases {
		fmt.Fprintf(h, "%x ", math.Float64bits(r.Part))
	}
	return h.Sum64()
}

// However many runs and workers there are, with vector instructions or without, and
// in a browser, a run of any neuron has the same bits.
func TestBatchHash(t *testing.T) {
	const want = "c09e4eea7dff2292"
	if got := catalogueHash(t); got != want {
		t.Errorf("hash of every run %s, want %s", got, want)
	}
	if vectorised {
		defer withoutVectors()()
		if got := catalogueHash(t); got != want {
			t.Errorf("without vector instructions: hash of every run %s, want %s", got, want)
		}
	}
}

// withoutVectors turns them off until what it returns is called.
func withoutVectors() (on func()) {
	was := vectorised
	vectorised = false
	return func() { vectorised = was }
}

// catalogueHash is that of 64 runs of every neuron.
func catalogueHash(t *testing.T) string {
	seen := map[string]uint64{}
	all := fnv.New64a()
	for _, name := range model.Names() {
		n := neuron(t, name)
		_, of := population(t, n, 64) // a variant is the same in every company
		b := Batch{
			Neuron: n, Protocol: Protocol{Duration: 20, Doses: []Dose{{Ligand: "baclofen", Conc: 3}}},
			Settings: Settings{Sample: -1}, sideBySide: true,
		}
		for _, c := range []struct{ size, workers int }{{64, 2}, {1, 1}, {7, 5}, {8, 1}, {9, 2}, {17, 1}} {
			b.Workers = c.workers
			err := b.Run(t.Context(), c.size, func(i int) Variant {
				v := of(i)
				v.Currents[0].From, v.Currents[0].To = 2, 18
				return v
			}, func(i int, rec *Recording, err error) {
				if err != nil {
					t.Error(err)
					return
				}
				key := fmt.Sprint(name, " ", i)
				got := fingerprint(rec)
				if was, ok := seen[key]; ok && was != got {
					t.Errorf("run %s among %d, %d workers, differs from the same among others", key, c.size, c.workers)
				}
				seen[key] = got
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		fmt.Fprintln(all, key, seen[key])
	}
	return fmt.Sprintf("%016x", all.Sum64())
}

// What cannot share a program runs all the same: another table, the fixed method, a
// receptor whose dose changes, no drug beside drug.
func TestBatchOfOthers(t *testing.T) {
	n := neuron(t, "cortical-rs")
	one := model.Amount{Value: 1, Absolute: true}
	p := Protocol{Duration: 80, Currents: pulse(one, 10, 70), Doses: []Dose{{Ligand: "baclofen", Conc: 1}}}
	check := func(name string, set Settings, p Protocol, v Variant) {
		t.Helper()
		var got *Recording
		b := Batch{Neuron: n, Protocol: p, Settings: set, Workers: 2, sideBySide: true}
		err := b.Run(t.Context(), 5, func(int) Variant { return v }, func(_ int, rec *Recording, err error) {
			if err != nil {
				t.Error(err)
			}
			got = rec
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		m := n.Clone()
		for _, g := range v.Set {
			d, err := m.Dial(g.Path)
			if err != nil {
				t.Fatal(err)
			}
			d.Turn(g.Value)
			m.Settle()
		}
		if v.Conc != nil {
			p.Doses = []Dose{p.Doses[0]}
			p.Doses[0].Conc = v.Conc[0]
		}
		sameBits(t, name, got, run(t, m, p, &set))
	}
	check("another table", Settings{}, p, Variant{Set: []Tuning{{"VT", -57}}})
	check("temperature", Settings{}, p, Variant{Set: []Tuning{{"temperature", 30}}})
	check("reversal", Settings{}, p, Variant{Set: []Tuning{{"soma.leak.reversal", -68}}})
	check("a parameter of reversals", Settings{}, p, Variant{Set: []Tuning{{"ENa", 55}}})
	check("start", Settings{}, p, Variant{Set: []Tuning{{"soma.start.V", -75}}})
	check("potency", Settings{}, p, Variant{Set: []Tuning{{"gabab.girk.coupling.ec50", 3}}})
	check("the fixed method", Settings{Method: Fixed}, p, Variant{Set: []Tuning{{"soma.Na.gbar", 45}}})
	check("dose", Settings{}, p, Variant{Conc: []unit.Concentration{10}})
	check("no dose", Settings{}, p, Variant{Conc: []unit.Concentration{0}})
	wash := p
	wash.Doses = []Dose{{Ligand: "baclofen", Conc: 10, At: 20, Wash: 50}}
	check("a dose that changes", Settings{}, wash, Variant{Set: []Tuning{{"soma.Na.gbar", 45}}})
}

// A batch that is wrong says so; one that is cancelled stops.
func TestBatchErrors(t *testing.T) {
	n := neuron(t, "squid")
	b := Batch{Neuron: n, Protocol: Protocol{Duration: 10}}
	give := func(int, *Recording, error) {}
	err := b.Run(t.Context(), 5, func(int) Variant { return Variant{Set: []Tuning{{"soma.Na.gbr", 1}}} }, give)
	if err == nil || !strings.Contains(err.Error(), "did you mean soma.Na.gbar") {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Run(ctx, 5, func(int) Variant { return Variant{} }, give); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	failed := 0
	err = b.Run(t.Context(), 9, func(i int) Variant {
		a := density(1e9 * float64(i%2))
		return Variant{Currents: []Segment{{From: 1, To: 9, Start: a, End: a}}}
	}, func(i int, rec *Recording, err error) {
		if err != nil {
			failed++
		}
		if (err != nil) != (i%2 == 1) {
			t.Errorf("run %d: %v", i, err)
		}
	})
	if err != nil || failed != 4 {
		t.Errorf("%d failed, %v", failed, err)
	}
}

// A step of a block allocates nothing.
func TestBlockAllocatesNothing(t *testing.T) {
	tp, err := newTemplate(neuron(t, "motoneuron"), Protocol{Duration: 100, Currents: pulse(density(10), 0, 100)}, Settings{Method: Accurate, Tol: DefaultTol}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := newLanes(tp.b.p, DefaultTol)
	for l := range width {
		y, rest, err := tp.tune(nil, tp.base)
		if err != nil {
			t.Fatal(err)
		}
		b.load(l, nil, y, rest)
		b.end[l] = 100
	}
	if n := testing.AllocsPerRun(100, b.step); n != 0 {
		t.Errorf("a step allocates %v times", n)
	}
}
