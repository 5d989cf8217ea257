package sim

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// whole compares everything that two runs gave.
func whole(t *testing.T, what string, got, want *Recording) {
	t.Helper()
	if got == nil || want == nil {
		t.Fatalf("%s: nothing was recorded", what)
	}
	if len(got.Traces) != len(want.Traces) {
		t.Fatalf("%s: %d traces, alone %d", what, len(got.Traces), len(want.Traces))
	}
	for i, a := range got.Traces {
		b := want.Traces[i]
		same := func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) }
		if a.Name != b.Name || a.Unit != b.Unit || !slices.EqualFunc(a.T, b.T, same) || !slices.EqualFunc(a.Y, b.Y, same) {
			t.Errorf("%s: the trace %s is not that of Run", what, a.Name)
		}
	}
	a, b := *got, *want
	a.Traces, b.Traces, a.Neuron, b.Neuron = nil, nil, nil, nil
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s:\n%+v\nalone\n%+v", what, a, b)
	}
}

// everything is the name of all that a neuron can be asked to record without a drug.
func everything(t *testing.T, n *model.Neuron) (all []string) {
	t.Helper()
	p := Protocol{Duration: 1}
	var channels []string
	for _, c := range n.Compartments {
		for _, ch := range c.Channels {
			channels = append(channels, c.Name+"."+ch.Name+".I")
		}
	}
	prog, err := compile(n, &p, &Settings{Method: Accurate, Tol: DefaultTol, Record: channels})
	if err != nil {
		t.Fatal(err)
	}
	for name := range prog.names {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// Notes, releases, traces of currents and all else that a run of a batch gives are
// those of Run: in blocks, one by one, and where it shares no program.
func TestBatchGivesTheWholeRecording(t *testing.T) {
	check := func(name string, set Settings, p Protocol, size int, vary func(i int, v *Variant, p *Protocol)) {
		t.Helper()
		n := neuron(t, name)
		start := unit.Time(n.Stimulus.From)
		start = min(start, 20)
		p.Duration = start + 30
		alone := make([]*Recording, size)
		variants := make([]Variant, size)
		for i := range size {
			a := n.Stimulus.Current
			a.Value *= 1 + float64(i)/8
			variants[i] = Variant{Label: fmt.Sprint(i), Currents: []Segment{{Name: "current", From: start, To: start + 25, Start: a, End: a}}}
			q, own := p, set
			q.Currents, q.Doses, own.Label = variants[i].Currents, slices.Clone(p.Doses), variants[i].Label
			if vary != nil {
				vary(i, &variants[i], &q)
			}
			alone[i] = run(t, n, q, &own)
		}
		b := Batch{Neuron: n, Protocol: p, Settings: set, sideBySide: true}
		for range 2 { // the second time with the tables that the first has made
			err := b.Run(t.Context(), size, func(i int) Variant { return variants[i] }, func(i int, rec *Recording, err error) {
				if err != nil {
					t.Fatal(err)
				}
				whole(t, fmt.Sprintf("%s, run %d of %d under %+v", name, i, size, p), rec, alone[i])
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	doses := func(i int, v *Variant, p *Protocol) {
		for j := range p.Doses {
			p.Doses[j].Conc *= unit.Concentration(1 + i)
			v.Conc = append(v.Conc, p.Doses[j].Conc)
		}
	}
	held := func(i int, v *Variant, p *Protocol) {
		g := unit.ConductanceDensity(i) / 100
		v.GIRK, p.GIRK = &g, g
	}
	baclofen := []Dose{{Ligand: "baclofen", Conc: 2}}
	for _, name := range model.Names() {
		n := neuron(t, name)
		check(name, Settings{Sample: 1, Record: everything(t, n)}, Protocol{}, fewest, nil)
		if n.GABAB == nil || n.GABAB.Release == nil && name != "squid" {
			continue
		}
		const size = fewest - 1 // one by one
		check(name, Settings{Sample: -1}, Protocol{Doses: baclofen, Receptor: Receptor{After: 1000, Chronic: 1e8}}, fewest, doses)
		check(name, Settings{Sample: -1}, Protocol{Doses: baclofen, Receptor: Receptor{Scheme: "dms98"}}, fewest, nil)
		check(name, Settings{Sample: -1}, Protocol{Doses: baclofen, Receptor: Receptor{Scheme: "dms98"}}, size, doses)
		if n.GABAB.GIRK != nil {
			check(name, Settings{Sample: -1}, Protocol{HoldGIRK: true}, size, held)
		}
	}
	check("squid", Settings{Sample: 1, Record: []string{"soma.V", "gabab.gamma"}}, Protocol{}, 5, nil)
	check("squid", Settings{Sample: 1, Record: []string{"soma.V", "gabab.gamma"}}, Protocol{Doses: baclofen}, 5, doses)
	check("squid", Settings{Sample: 1}, Protocol{Pulses: []unit.Time{30, 10}}, 2, nil)
}

// A run has its own of what is read besides its program, too: the membrane that a
// current enters, and the release of its terminals. What one run is given does not
// stay with the next.
func TestBatchReadsOwnNumbers(t *testing.T) {
	n := neuron(t, "cortical-rs")
	p := Protocol{Duration: 80, Currents: pulse(model.Amount{Value: 1, Absolute: true}, 10, 70), Doses: []Dose{{Ligand: "baclofen", Conc: 1}}}
	variants := []Variant{
		{Set: []Tuning{{"soma.length", 70}}},
		{Set: []Tuning{{"gabab.release.loss", 0.4}}},
		{Set: []Tuning{{"gabab.release.use", 0.3}, {"soma.Na.gbar", 60}}},
		{Set: []Tuning{{"soma.Na.gbar", 60}, {"VT", -57}}}, // the second takes another table
		{},
		{Set: []Tuning{{"temperature", 30}}},
	}
	b := Batch{Neuron: n, Protocol: p, Settings: Settings{Sample: 1}, Workers: 1, sideBySide: true}
	err := b.Run(t.Context(), len(variants), func(i int) Variant { return variants[i] }, func(i int, rec *Recording, err error) {
		if err != nil {
			t.Fatal(err)
		}
		m := n.Clone()
		for _, g := range variants[i].Set {
			d, err := m.Dial(g.Path)
			if err != nil {
				t.Fatal(err)
			}
			d.Turn(g.Value)
		}
		m.Settle()
		whole(t, fmt.Sprint(variants[i].Set), rec, run(t, m, p, &Settings{Sample: 1}))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A run that has had enough ends with the step of its spike, in a block and alone.
func TestBatchHasEnough(t *testing.T) {
	n := neuron(t, "squid")
	p := Protocol{Duration: 200, Currents: pulse(density(10), 10, 200)}
	for _, size := range []int{1, 5} {
		for _, doses := range [][]Dose{nil, {{Ligand: "baclofen", Conc: 1, At: 100}}} {
			p.Doses = doses
			b := Batch{Neuron: n, Protocol: p, sideBySide: true, Enough: func(rec *Recording) bool { return len(rec.Spikes) == 3 }}
			var end float64
			err := b.Run(t.Context(), size, func(int) Variant { return Variant{} }, func(_ int, rec *Recording, err error) {
				if err != nil {
					t.Error(err)
				}
				last := rec.Spikes[len(rec.Spikes)-1]
				if len(rec.Spikes) != 3 || rec.End < last || rec.End > last+5 || end != 0 && rec.End != end {
					t.Errorf("%d at once: %d spikes, the last at %g, the end at %g", size, len(rec.Spikes), last, rec.End)
				}
				end = rec.End
				if v := rec.Voltage(); v.T[v.Len()-1] > rec.End {
					t.Errorf("a sample at %g", v.T[v.Len()-1])
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
