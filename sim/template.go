package sim

import (
	"errors"
	"fmt"
	"slices"

	"quell/model"
	"quell/model/expr"
	"quell/model/gabab"
)

// Tuning is one number of a neuron that differs in a run of a batch, by its path and
// in its base unit: mV, ms, mS/cm2, uA/cm2, uF/cm2, and for ligands uM.
type Tuning struct {
	Path  string
	Value float64
}

// template is a program that many runs share, and what it takes to give each of them
// its own numbers. It is used by one goroutine at a time.
type template struct {
	b     *builder
	n     *model.Neuron // its own
	proto Protocol      // the builder's
	base  Protocol
	dials map[string]*model.Dial // nil of a number that takes another program
	m     *machine               // for the states at the start
	names []string               // of the ligands
}

func newTemplate(n *model.Neuron, proto Protocol, set Settings, like *builder) (*template, error) {
	t := &template{n: n.Clone(), proto: proto, base: proto, dials: map[string]*model.Dial{}}
	b, err := set.program(t.n, &t.proto, like)
	if err != nil {
		return nil, err
	}
	t.b = b
	t.m = newMachine(b.p)
	t.names, _ = b.doses()
	return t, nil
}

// sharable says that runs of this program can be integrated side by side. Runs with
// noise are integrated one by one.
func (p *Program) sharable() bool { return p.rec == nil && p.pre == nil && p.noise == nil && !p.clamp }

// tune makes the numbers of one run: its parameters and the states it starts from,
// and the sizes of those that are judged by their own. The slices belong to the
// template.
func (t *template) tune(tunings []Tuning, proto Protocol) (y, rest []float64, err error) {
	t.proto = proto
	for _, g := range tunings { // before any is turned
		if _, err := t.dial(g.Path); err != nil {
			return nil, nil, err
		}
	}
	for _, g := range tunings {
		t.dials[g.Path].Turn(g.Value)
	}
	if len(tunings) > 0 {
		t.n.Settle()
	}
	if t.b.effects.active {
		if err := t.b.rebathe(t.names); err != nil {
			return nil, nil, err
		}
	}
	t.b.retune(t.m)
	t.b.begin(t.m)
	for _, g := range tunings {
		t.dials[g.Path].Back()
	}
	rest = t.b.rest[:0:len(t.b.rest)]
	rest = rest[:len(t.b.rest)]
	return t.m.y, rest, nil
}

// dial finds a number that a run may have of its own without another table. The first
// time it looks whether a program built for the turned number would be this one.
func (t *template) dial(path string) (*model.Dial, error) {
	if d, ok := t.dials[path]; ok && d == nil {
		return nil, &errTable{path}
	} else if ok {
		return d, nil
	}
	d, err := t.n.Dial(path)
	if err != nil {
		return nil, err
	}
	err = t.same(d, path)
	if table := (*errTable)(nil); errors.As(err, &table) {
		t.dials[path] = nil
	}
	if err != nil {
		return nil, err
	}
	t.dials[path] = d
	return d, nil
}

// errTable is a number that shapes a curve of V, and so a table, or that a run reads
// of its neuron.
type errTable struct{ path string }

func (e *errTable) Error() string {
	return fmt.Sprintf("%s is not among the numbers of a program; runs that differ in it share none", e.path)
}

// same compares the program of a neuron with one number turned with this one, tuned.
func (t *template) same(d *model.Dial, path string) error {
	const turn = 1.25
	was := t.b.p.read(t.n)
	for p := range t.n.Numbers() {
		if p.Path == path || bareOf(p.Path) == path {
			d.Turn(float64(turn*p.Num) + 0.0625)
			break
		}
	}
	defer func() {
		d.Back()
		t.n.Settle()
	}()
	t.n.Settle()
	other, err := build(t.n, &t.proto, t.b.set, t.b)
	if err != nil {
		return err
	}
	t.b.retune(t.m)
	t.b.begin(t.m)
	m := newMachine(other.p)
	other.begin(m)
	if !slices.Equal(m.y, t.m.y) || !t.b.likeIn(other) || other.p.read(t.n) != was {
		return &errTable{path}
	}
	return nil
}

// reading is what a run reads of its neuron besides the program.
type reading struct {
	thresh  float64 // mV
	scheme  gabab.Scheme
	release model.Release
	perNA   float64 // uA/cm2 of a current of 1 nA
	perOwn  float64 // uA/cm2 of a current of 1 uA/cm2
}

func (p *Program) read(n *model.Neuron) reading {
	out := reading{thresh: p.thresh, scheme: p.scheme}
	if g := p.neuron.GABAB; g != nil && g.Release != nil {
		out.release = *g.Release
	}
	out.perNA, _ = n.InjectedDensity(model.Amount{Value: 1, Absolute: true}) // 0 where the area is not known
	out.perOwn, _ = n.InjectedDensity(model.Amount{Value: 1})
	return out
}

func bareOf(path string) string {
	for i := range path {
		if path[i] == '.' {
			return path[i+1:]
		}
	}
	return path
}

// likeIn says that another builder made the same curves and code.
func (b *builder) likeIn(o *builder) bool {
	if len(b.comps) != len(o.comps) {
		return false
	}
	for i, c := range b.comps {
		d := o.comps[i]
		if !slices.EqualFunc(c.pairs, d.pairs, pair.equal) || !slices.EqualFunc(c.columns, d.columns, expr.Equal) ||
			!slices.Equal(c.prog.code, d.prog.code) || !slices.Equal(c.prog.late, d.prog.late) || len(c.prog.currents) != len(d.prog.currents) {
			return false
		}
	}
	return true
}

// retune gives the parameters of a machine anew.
func (b *builder) retune(m *machine) {
	copy(m.y[b.p.layout.states:], b.p.params)
	for _, r := range b.recipes {
		m.y[b.p.layout.states+r.slot] = r.value()
	}
}
