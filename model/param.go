package model

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"quell/model/expr"
	"quell/model/gabab"
	"quell/model/page"
	"quell/model/unit"
)

// ParamInfo is one number that a user may turn.
type ParamInfo struct {
	Path string
	Value
}

// located is a number of the neuron with its path and the scope of its equation;
// f is set instead of v for numbers that are never equations, q for the start of a
// pool. Where over is not nil, the value is computed from those concentrations, and
// a value that is set takes their place.
type located struct {
	path     string
	v        *Value
	f        *float64
	q        **Equation
	over     **Nernst
	dim      unit.Dim
	in       scope
	positive bool
	within   [2]float64 // allowed; both 0 where there is no bound
}

// Bounds of numbers that a file or a user may state, the same for both.
const (
	coldest, hottest    = -5, 60    // degC
	leastHill, mostHill = 0.1, 8.0  // slope of a coupling
	leastEC50, mostEC50 = 1e-6, 1e6 // uM
	mostTheta           = 100.0     // coupling ratio

	leastShift, mostShift       = -100.0, 100.0 // mV, of a reluctant channel's gate
	leastPower, mostPower       = 0.1, 10.0     // of entry, for release
	leastRecovery, mostRecovery = 0.01, 3600e3  // ms, of short-term plasticity
)

// values lists every number, in an order in which each uses only those before it.
func (n *Neuron) values() []located {
	var out []located
	add := func(path string, v *Value, in scope, positive bool) {
		if v.Set {
			out = append(out, located{path: path, v: v, in: in, dim: v.Dim, positive: positive})
		}
	}
	plain := func(path string, f *float64, dim unit.Dim, lo, hi float64) {
		out = append(out, located{path: path, f: f, dim: dim, within: [2]float64{lo, hi}})
	}
	file := scope{n: n}
	for _, p := range n.Params {
		add(p.Name, &p.Value, file, false)
	}
	if n.HasTemp {
		plain("temperature", &n.Temperature, unit.DimTemperature, coldest, hottest)
	}
	for _, c := range n.Compartments {
		in := scope{n: n, c: c}
		at := c.Name + "."
		for _, p := range c.Params {
			add(at+p.Name, &p.Value, in, false)
		}
		add(at+"capacitance", &c.Capacitance, in, true)
		add(at+"start.V", &c.StartV, in, false)
		add(at+"area", &c.Area, in, true)
		add(at+"length", &c.Length, in, true)
		add(at+"diameter", &c.Diameter, in, true)
		add(at+"resistivity", &c.Resistivity, in, true)
		add(at+"share", &c.Share, in, true)
		for _, ch := range c.Channels {
			out = append(out, n.channelValues(c, ch)...)
		}
		for _, p := range c.Pools {
			add(at+p.Name+".depth", &p.Depth, in, true)
			add(at+p.Name+".decay", &p.Decay, in, true)
			add(at+p.Name+".rest", &p.Rest, in, false)
			if p.Standard {
				plain(at+p.Name+".fraction", &p.Fraction, unit.DimNumber, 0, 1)
			}
			out = append(out, located{path: at + p.Name + ".start", q: &p.Start, dim: unit.DimConcentrationIn(n.Concentration), in: in})
		}
	}
	for _, l := range n.Links {
		add("links."+l.A+"-"+l.B+".conductance", &l.Conductance, file, false)
	}
	return append(out, n.armValues(file)...)
}

func (n *Neuron) channelValues(c *Compartment, ch *Channel) []located {
	var out []located
	in := scope{n: n, c: c, ch: ch}
	at := c.Name + "." + ch.Name + "."
	add := func(path string, v *Value, positive bool) {
		if v.Set {
			out = append(out, located{path: at + path, v: v, in: in, dim: v.Dim, positive: positive})
		}
	}
	for _, p := range ch.Params {
		add(p.Name, &p.Value, false)
	}
	add("gbar", &ch.Gbar, false)
	add("reversal", &ch.Reversal, false)
	if ch.Nernst != nil {
		out = append(out, located{path: at + "reversal", v: &ch.Reversal, over: &ch.Nernst, in: in, dim: unit.DimVoltage})
		add("in", &ch.Nernst.In, true)
		add("out", &ch.Nernst.Out, true)
	}
	if ch.GHK != nil {
		add("permeability", &ch.GHK.Permeability, false)
		add("in", &ch.GHK.In, true)
		add("out", &ch.GHK.Out, true)
	}
	return out
}

func (n *Neuron) armValues(file scope) []located {
	g := n.GABAB
	if g == nil {
		return nil
	}
	var out []located
	add := func(path string, v *Value) {
		if v.Set {
			out = append(out, located{path: "gabab." + path, v: v, in: file, dim: v.Dim})
		}
	}
	plain := func(path string, f *float64, dim unit.Dim, lo, hi float64) {
		out = append(out, located{path: "gabab." + path, f: f, dim: dim, within: [2]float64{lo, hi}})
	}
	coupling := func(arm string, c *gabab.Coupling) {
		if c.Imposed {
			plain(arm+".coupling.ec50", &c.EC50, unit.DimConcentration, leastEC50, mostEC50)
			plain(arm+".coupling.hill", &c.Hill, unit.DimNumber, leastHill, mostHill)
			plain(arm+".coupling.emax", &c.Emax, unit.DimNumber, 0, 1)
			return
		}
		plain(arm+".coupling.theta", &c.Theta, unit.DimNumber, 0, mostTheta)
	}
	if k := g.GIRK; k != nil {
		for i := range k.Gbar {
			add("girk.gbar."+k.Gbar[i].Compartment, &k.Gbar[i].Value)
		}
		add("girk.reversal", &k.Reversal)
		if k.Nernst != nil {
			out[len(out)-1].over = &k.Nernst
			add("girk.in", &k.Nernst.In)
			add("girk.out", &k.Nernst.Out)
			out[len(out)-2].positive, out[len(out)-1].positive = true, true
		}
		add("girk.at", &k.At)
		plain("girk.basal", &k.Basal, unit.DimNumber, 0, 1)
		coupling("girk", &k.Coupling)
	}
	if c := g.Calcium; c != nil {
		for i := range c.Inhibited {
			in := &c.Inhibited[i]
			add("calcium.inhibited."+in.name(), &in.Value)
			out[len(out)-1].within = [2]float64{0, 1}
			if rel := in.Relief; rel != nil {
				plain("calcium.relief."+in.name()+".shift", &rel.Shift, unit.DimVoltage, leastShift, mostShift)
				plain("calcium.relief."+in.name()+".reluctant", &rel.Reluctant, unit.DimNumber, 0, 1)
			}
		}
		if c.relieved() {
			plain("calcium.voltage_independent", &c.VoltageIndependent, unit.DimNumber, 0, 1)
		}
		coupling("calcium", &c.Coupling)
	}
	if rel := g.Release; rel != nil {
		plain("release.loss", &rel.Loss, unit.DimNumber, 0, 1)
		plain("release.power", &rel.Power, unit.DimNumber, leastPower, mostPower)
		if rel.From != "" {
			plain("release.use", &rel.Use, unit.DimNumber, 0, 1)
			plain("release.recovery", &rel.Recovery, unit.DimTime, leastRecovery, mostRecovery)
			plain("release.facilitation", &rel.Facilitation, unit.DimTime, leastRecovery, mostRecovery)
		}
		coupling("release", &rel.Coupling)
	}
	return out
}

// Numbers lists every number that a user may turn, by path, in the order of the
// file.
func (n *Neuron) Numbers() iter.Seq[ParamInfo] {
	return func(yield func(ParamInfo) bool) {
		for _, l := range n.values() {
			if v, ok := l.value(); ok && !yield(ParamInfo{Path: l.path, Value: v}) {
				return
			}
		}
	}
}

// value is the number; not ok is one that an equation gives at the start of a run.
func (l located) value() (Value, bool) {
	switch {
	case l.over != nil:
		return Value{}, false
	case l.v != nil:
		return *l.v, true
	case l.f != nil:
		return Value{Num: *l.f, Dim: l.dim, Unit: l.dim.String(), Set: true}, true
	case *l.q != nil:
		if x, constant := (*l.q).Node.(expr.Num); constant {
			q := *l.q
			return Value{Num: x.Value, Dim: l.dim, Text: q.Text, Source: q.Source, File: q.File, node: q.node, Set: true}, true
		}
	}
	return Value{}, false
}

// Set changes the numbers that a path names: one, or without its compartment
// those of every compartment that has it. A set value replaces an equation. A
// refused one changes nothing.
func (n *Neuron) Set(path, text string) error {
	hit, err := n.named(path)
	if err != nil {
		return err
	}
	for _, l := range hit {
		if _, _, err := n.read(path, text, l.dim); err != nil {
			return err
		}
	}
	var back []func()
	for _, l := range hit {
		v, spelt, _ := n.read(path, text, l.dim)
		back = append(back, l.put(v, text, spelt))
	}
	n.resolve()
	if err := n.Check(); err != nil {
		for _, undo := range back {
			undo()
		}
		n.resolve()
		return fmt.Errorf("%s: %s", path, firstWords(err))
	}
	n.changes = append(n.changes, [2]string{path, text})
	return nil
}

// named finds the numbers of a path.
func (n *Neuron) named(path string) ([]located, error) {
	var hit []located
	var all []string
	for _, l := range n.values() {
		all = append(all, l.path, bare(n, l.path))
		if l.path == path || bare(n, l.path) == path {
			hit = append(hit, l)
		}
	}
	if len(hit) > 0 {
		return hit, nil
	}
	if near := nearestPath(path, all); near != "" {
		return nil, fmt.Errorf("%s is not a number of this neuron; did you mean %s?", path, near)
	}
	return nil, fmt.Errorf("%s is not a number of this neuron; quell show %s lists them", path, n.Name)
}

// put gives the number a value and returns what takes it back.
func (l located) put(v float64, text, spelt string) (undo func()) {
	switch {
	case l.f != nil:
		was := *l.f
		*l.f = v
		return func() { *l.f = was }
	case l.q != nil:
		was := *l.q
		*l.q = &Equation{Expr: &expr.Expr{Node: expr.Num{Value: v}, Text: text}, Text: text, Source: setByUser()}
		return func() { *l.q = was }
	}
	was := *l.v
	l.v.Num, l.v.Expr, l.v.Text, l.v.Unit, l.v.Source = v, nil, text, spelt, setByUser()
	l.v.Set, l.v.Dim = true, l.dim
	if l.over == nil {
		return func() { *l.v = was }
	}
	sides := *l.over
	*l.over = nil
	return func() { *l.v, *l.over = was, sides }
}

func setByUser() Source { return Source{Text: "set by the user", Confidence: "chosen"} }

// firstWords is the first complaint without its place in a file that the user
// has not written in.
func firstWords(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	if _, after, ok := strings.Cut(line, ": "); ok {
		return after
	}
	return line
}

func (n *Neuron) read(path, text string, dim unit.Dim) (v float64, spelt string, err error) {
	if dim == unit.DimNumber {
		v, err = unit.Number(text)
		if err != nil {
			return 0, "", fmt.Errorf("%s: %q is no pure number, which is wanted here", path, text)
		}
		return v, "", nil
	}
	q, err := unit.ParseFor(path, text, dim)
	if err != nil {
		return 0, "", err
	}
	r := reader{n: n}
	if strings.HasPrefix(path, "gabab.") && dim == unit.DimConcentration {
		v, err = q.In("uM")
		return v, q.Unit(), err
	}
	return r.base(q), q.Unit(), nil
}

// bare is a path without its compartment, or "" where it has none.
func bare(n *Neuron, path string) string {
	comp, rest, ok := strings.Cut(path, ".")
	if !ok || n.compartment(comp) == nil {
		return ""
	}
	return rest
}

func nearestPath(path string, all []string) string {
	all = slices.DeleteFunc(all, func(p string) bool { return p == "" })
	for _, p := range all {
		if strings.EqualFold(p, path) {
			return p
		}
	}
	return expr.Nearest(path, all)
}

// Changes lists what Set has changed, in order.
func (n *Neuron) Changes() [][2]string { return slices.Clone(n.changes) }

// reader makes a reader for a neuron that exists, for checks.
func (n *Neuron) reader() *reader {
	p := page.New(n.File)
	return &reader{n: n, root: n.root, pages: []*page.Page{p}, aside: p}
}

// Clone is a neuron of its own with the same text and changes.
func (n *Neuron) Clone() *Neuron {
	r := &reader{n: &Neuron{File: n.File, origins: n.origins}, root: n.root}
	r.neuron(n.root)
	c := r.n
	c.root = n.root
	c.resolve()
	for _, s := range n.changes {
		if err := c.Set(s[0], s[1]); err != nil {
			panic(fmt.Sprintf("model: a change that was made cannot be made again: %v", err))
		}
	}
	if n.GABAB == nil {
		c.GABAB = nil
	}
	return c
}
