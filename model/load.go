package model

import (
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"quell/model/expr"
	"quell/model/page"
	"quell/model/unit"
)

//go:embed neurons/*.yaml
var neuronFiles embed.FS

// Names lists the neurons that ship, in the order they are taught.
func Names() []string {
	return []string{"squid", "motoneuron", "motoneuron-5ht", "cortical-rs"}
}

// ByName reads a neuron that ships. Each call gives a value of its own.
func ByName(name string) (*Neuron, error) {
	data, err := neuronFiles.ReadFile("neurons/" + name + ".yaml")
	if err != nil {
		near := ""
		if s := expr.Nearest(name, Names()); s != "" {
			near = fmt.Sprintf("; did you mean %s?", s)
		}
		return nil, fmt.Errorf("%s is not a neuron here%s; there are %s, or give a file", name, near, strings.Join(Names(), ", "))
	}
	return Parse(name+".yaml", data)
}

// largestFile is the size above which a file is no neuron, in bytes.
const largestFile = 1 << 20

// Load reads a neuron file.
func Load(path string) (*Neuron, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		var p *os.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, fmt.Errorf("%s: cannot be read: %w", filepath.Base(path), err)
	}
	return Parse(filepath.Base(path), data)
}

// Text gives the text of a neuron that ships, comments kept, to start one's own
// from.
func Text(name string) ([]byte, error) {
	if _, err := ByName(name); err != nil {
		return nil, err
	}
	return neuronFiles.ReadFile("neurons/" + name + ".yaml")
}

// Parse reads the text of a neuron file and reports everything that is wrong
// with it at once. The file's name stands before each error.
func Parse(file string, data []byte) (*Neuron, error) {
	if len(data) > largestFile {
		return nil, fmt.Errorf("%s: %d bytes are no neuron file", file, len(data))
	}
	origins := map[string]string{}
	root, pages, err := open(file, data, nil, origins)
	if err != nil {
		return nil, err
	}
	r := &reader{n: &Neuron{File: file, origins: origins}, root: root, pages: pages}
	r.neuron(root)
	if r.err() != nil {
		for _, c := range r.n.Compartments { // names in equations are wrong or right by themselves
			r.checkCompartment(c)
		}
		return nil, r.err()
	}
	r.n.root = root
	if err := r.n.resolve(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	r.check()
	if err := r.err(); err != nil {
		return nil, err
	}
	return r.n, nil
}

func (r *reader) err() error {
	var errs []error
	for _, p := range r.pages {
		errs = append(errs, p.Err())
	}
	return errors.Join(errs...)
}

// open reads a file and puts it over what it is based on. The source that each
// file states is noted in origins.
func open(file string, data []byte, seen []string, origins map[string]string) (page.Node, []*page.Page, error) {
	p, root, err := page.Open(file, data, "a neuron file begins with name:")
	if err != nil {
		return page.Node{}, nil, err
	}
	pages := []*page.Page{p}
	if s, ok := root.Get("source"); ok {
		origins[file] = s.Text
	}
	base, ok := root.Get("based_on")
	if !ok {
		return root, pages, nil
	}
	name := base.Text
	for _, s := range seen {
		if s == name {
			p.Fail(base.Place, "based_on goes in a circle through %s", name)
			return page.Node{}, nil, p.Err()
		}
	}
	text, err := neuronFiles.ReadFile("neurons/" + name + ".yaml")
	if err != nil {
		near := expr.Nearest(name, Names())
		if near == "" {
			near = strings.Join(Names(), ", ")
		}
		p.Fail(base.Place, "%s is not a neuron to be based on; there is %s", name, near)
		return page.Node{}, nil, p.Err()
	}
	below, more, err := open(name+".yaml", text, append(seen, name), origins)
	if err != nil {
		return page.Node{}, nil, err
	}
	return merge(own(below), root, fileRule()), append(pages, more...), nil
}

// own drops from a base what is true of the base alone.
func own(n page.Node) page.Node {
	var kept []page.Pair
	for _, p := range n.Pairs {
		switch p.Key {
		case "healthy", "keys", "based_on", "note":
		default:
			kept = append(kept, p)
		}
	}
	n.Pairs = kept
	return n
}

// neuron reads the keys of the file.
func (r *reader) neuron(root page.Node) {
	n := r.n
	n.Concentration, n.Threshold, n.Site = "uM", 0, "none"
	if c, ok := root.Get("concentration"); ok { // other keys are read in it
		switch c.Text {
		case "nM", "uM", "mM", "au":
			n.Concentration = c.Text
		default:
			r.fail(c, "%s is no unit of concentration for a file; it is nM, uM, mM or au", c.Text)
		}
	}
	shared := map[string]page.Node{}
	var temperature Value
	readers := map[string]func(page.Node){
		"name": r.text(&n.Name), "title": r.text(&n.Title), "source": r.text(&n.Source), "note": r.text(&n.Note),
		"confidence": r.confidence(&n.Trust), "based_on": r.text(&n.BasedOn), "use": r.text(&n.Use), "omits": r.text(&n.Omits),
		"keys": r.texts(&n.Keys), "concentration": func(page.Node) {},
		"site": func(v page.Node) {
			n.Site = v.Text
			if n.Site != "spinal" && n.Site != "brain" && n.Site != "none" {
				r.fail(v, "%s is no site; it is spinal, brain or none", v.Text)
			}
		},
		"temperature": func(v page.Node) {
			r.quantity(&temperature, "temperature", unit.DimTemperature)(v)
			n.Temperature, n.HasTemp = temperature.Num, true
		},
		"params": r.params(&n.Params),
		"channels": func(v page.Node) {
			r.ordered(v, "channels", func(name string, c page.Node) { shared[name] = c })
		},
		"compartments": func(v page.Node) {
			r.ordered(v, "compartments", func(name string, c page.Node) { r.compartment(name, c, shared) })
		},
		"links": r.links, "inject": r.inject, "gabab": r.gabab, "healthy": r.healthy, "stimulus": r.stimulus,
		"spike": func(v page.Node) {
			var t Value
			r.keys(v, "spike", map[string]func(page.Node){"threshold": r.quantity(&t, "threshold", unit.DimVoltage)})
			n.Threshold = t.Num
		},
	}
	// Definitions first: a map's order is that of display, not of meaning.
	if c, ok := root.Get("channels"); ok {
		readers["channels"](c)
		readers["channels"] = func(page.Node) {}
	}
	r.keys(root, "a neuron", readers)
	r.required(root, "a neuron", "name", "title", "source", "compartments")
	if n.Inject.Into == "" && len(n.Compartments) > 0 {
		n.Inject.Into = n.Compartments[0].Name
	}
}

// params reads named numbers of any dimension.
func (r *reader) params(to *[]*Param) func(page.Node) {
	return func(n page.Node) {
		r.ordered(n, "params", func(name string, v page.Node) {
			p := &Param{Name: name}
			text := v
			if v.Kind == page.Map {
				text, _ = v.Get("value")
			}
			dim := unit.DimNumber
			if q, err := unit.Parse(text.Text); err == nil {
				dim = q.Dim()
			} else if _, err := unit.Number(text.Text); err != nil && startsLikeNumber(text.Text) && !isEquation(text.Text) {
				r.fail(text, "%s: %s", name, strings.TrimSpace(err.Error()))
				return
			}
			r.quantity(&p.Value, name, dim)(v)
			*to = append(*to, p)
		})
	}
}

func isEquation(text string) bool {
	e, err := expr.Parse(text)
	return err == nil && len(expr.Names(e.Node)) > 0
}

func (r *reader) lets(to *[]*Let) func(page.Node) {
	return func(n page.Node) {
		r.ordered(n, "let", func(name string, v page.Node) {
			var q *Equation
			r.equation(&q, name, unit.DimNumber)(v)
			if q != nil {
				*to = append(*to, &Let{Name: name, Equation: *q})
			}
		})
	}
}

func (r *reader) compartment(name string, v page.Node, shared map[string]page.Node) {
	c := &Compartment{Name: name}
	r.n.Compartments = append(r.n.Compartments, c)
	readers := r.source(&c.Source)
	readers["capacitance"] = r.quantity(&c.Capacitance, name+".capacitance", unit.DimCapacitanceDensity)
	readers["start"] = func(s page.Node) {
		r.keys(s, "start", map[string]func(page.Node){"V": r.quantity(&c.StartV, "start V", unit.DimVoltage)})
		r.required(s, "start", "V")
	}
	readers["area"] = r.quantity(&c.Area, name+".area", unit.DimArea)
	readers["length"] = r.quantity(&c.Length, name+".length", unit.DimLength)
	readers["diameter"] = r.quantity(&c.Diameter, name+".diameter", unit.DimLength)
	readers["resistivity"] = r.quantity(&c.Resistivity, name+".resistivity", unit.DimResistivity)
	readers["share"] = r.quantity(&c.Share, name+".share", unit.DimNumber)
	readers["params"] = r.params(&c.Params)
	readers["let"] = r.lets(&c.Lets)
	readers["states"] = func(s page.Node) {
		r.ordered(s, "states", func(name string, v page.Node) { c.States = append(c.States, r.state(name, v)) })
	}
	readers["pools"] = func(s page.Node) {
		r.ordered(s, "pools", func(name string, v page.Node) { c.Pools = append(c.Pools, r.pool(name, v)) })
	}
	readers["channels"] = func(s page.Node) {
		r.ordered(s, "channels", func(name string, v page.Node) {
			if v.Kind == page.Scalar {
				v = page.Node{Place: v.Place, Page: v.Page, Kind: page.Map, Pairs: []page.Pair{{Place: v.Place, Key: "gbar", Value: v}}}
			}
			if def, ok := shared[name]; ok {
				v = merge(def, v, channelRule())
			}
			c.Channels = append(c.Channels, r.channel(name, v))
		})
	}
	r.keys(v, name, readers)
	r.required(v, name, "capacitance", "start")
}

func (r *reader) channel(name string, v page.Node) *Channel {
	ch := &Channel{Name: name}
	readers := r.source(&ch.Source)
	readers["gbar"] = r.quantity(&ch.Gbar, name+".gbar", unit.DimConductanceDensity)
	readers["reversal"] = func(n page.Node) {
		if n.Kind == page.Map {
			if _, long := n.Get("value"); !long {
				ch.Nernst = &Nernst{}
				r.nernst(ch.Nernst, n, nil)
				return
			}
		}
		r.quantity(&ch.Reversal, name+".reversal", unit.DimVoltage)(n)
	}
	readers["ghk"] = func(n page.Node) {
		ch.GHK = &GHK{}
		r.nernst(&ch.GHK.Nernst, n, map[string]func(page.Node){
			"permeability": r.quantity(&ch.GHK.Permeability, name+".permeability", unit.DimPermeability),
		})
		r.required(n, "ghk", "permeability")
	}
	readers["params"] = r.params(&ch.Params)
	readers["let"] = r.lets(&ch.Lets)
	readers["open"] = r.equation(&ch.Open, "open", unit.DimNumber)
	readers["q10"] = func(n page.Node) { ch.Q10 = r.q10(n) }
	readers["gates"] = func(n page.Node) {
		r.ordered(n, "gates", func(name string, g page.Node) { ch.Gates = append(ch.Gates, r.gate(name, g)) })
	}
	readers["states"] = func(n page.Node) {
		r.ordered(n, "states", func(name string, s page.Node) { ch.States = append(ch.States, r.state(name, s)) })
	}
	r.keys(v, name, readers)
	if ch.GHK == nil {
		r.required(v, name, "gbar", "reversal")
	}
	if len(ch.States) > 0 && ch.Open == nil {
		r.fail(v, "%s has states, so it wants open: what part of it is open", name)
	}
	for _, g := range ch.Gates {
		if g.Q10 == nil {
			g.Q10 = ch.Q10
		}
	}
	return ch
}

// nernst reads the two concentrations and the valence.
func (r *reader) nernst(to *Nernst, n page.Node, more map[string]func(page.Node)) {
	side := func(pool *string, v *Value, key string) func(page.Node) {
		return func(s page.Node) {
			if s.Kind == page.Scalar && checkName(s.Text) == nil {
				*pool = s.Text
				return
			}
			r.quantity(v, key, unit.DimConcentrationIn(r.n.Concentration))(s)
		}
	}
	readers := map[string]func(page.Node){
		"in": side(&to.InPool, &to.In, "in"), "out": side(&to.OutPool, &to.Out, "out"),
		"valence": r.number(&to.Valence, "valence", -4, 4),
	}
	for k, f := range more {
		readers[k] = f
	}
	r.keys(n, "the concentrations", readers)
	r.required(n, "the reversal", "in", "out", "valence")
}

func (r *reader) q10(n page.Node) *Q10 {
	q := &Q10{}
	var at Value
	r.keys(n, "q10", map[string]func(page.Node){
		"factor": r.number(&q.Factor, "factor", 0.1, 20),
		"at":     r.quantity(&at, "at", unit.DimTemperature),
	})
	r.required(n, "q10", "factor", "at")
	q.At = at.Num
	if !has(r.root, "temperature") {
		r.fail(n, "q10 is given, but the neuron has no temperature; write temperature: 36 degC")
	}
	return q
}

func has(n page.Node, key string) bool {
	_, ok := n.Get(key)
	return ok
}

func (r *reader) gate(name string, v page.Node) *Gate {
	g := &Gate{Name: name, Power: 1}
	readers := r.source(&g.Source)
	readers["power"] = r.whole(&g.Power, "power", 1, 8)
	readers["instant"] = r.yes(&g.Instant)
	readers["alpha"] = r.equation(&g.Alpha, "alpha", unit.DimRate)
	readers["beta"] = r.equation(&g.Beta, "beta", unit.DimRate)
	readers["inf"] = r.equation(&g.Inf, "inf", unit.DimNumber)
	readers["tau"] = r.equation(&g.Tau, "tau", unit.DimTime)
	readers["start"] = r.equation(&g.Start, "start", unit.DimNumber)
	readers["let"] = r.lets(&g.Lets)
	readers["q10"] = func(n page.Node) { g.Q10 = r.q10(n) }
	r.keys(v, "gate "+name, readers)
	a, b, i, t := has(v, "alpha"), has(v, "beta"), has(v, "inf"), has(v, "tau")
	if v.Kind == page.Map && !(a && b && !i && !t || i && !a && !b) {
		r.fail(v, "gate %s wants alpha and beta, or inf and tau, or inf alone", name)
	}
	if i && !t {
		g.Instant = true
	}
	return g
}

func (r *reader) state(name string, v page.Node) *State {
	s := &State{Name: name}
	readers := r.source(&s.Source)
	readers["rate"] = r.equation(&s.Rate, "rate", unit.DimNumber)
	readers["start"] = r.startValue(&s.Start)
	readers["unit"] = r.text(&s.Unit)
	r.keys(v, "state "+name, readers)
	r.required(v, "state "+name, "rate", "start")
	return s
}

// startValue reads the start of a state or pool: an equation, a pure number or a
// concentration.
func (r *reader) startValue(to **Equation) func(page.Node) {
	return func(n page.Node) {
		if _, err := unit.Number(n.Text); err == nil {
			r.equation(to, "start", unit.DimNumber)(n)
			return
		}
		r.equation(to, "start", unit.DimConcentrationIn(r.n.Concentration))(n)
	}
}

func (r *reader) pool(name string, v page.Node) *Pool {
	p := &Pool{Name: name, Valence: 2, Fraction: 1}
	conc := unit.DimConcentrationIn(r.n.Concentration)
	readers := r.source(&p.Source)
	readers["from"] = r.texts(&p.From)
	readers["valence"] = r.number(&p.Valence, "valence", -4, 4)
	readers["depth"] = r.quantity(&p.Depth, name+".depth", unit.DimLength)
	readers["decay"] = r.quantity(&p.Decay, name+".decay", unit.DimTime)
	readers["rest"] = r.quantity(&p.Rest, name+".rest", conc)
	readers["fraction"] = r.number(&p.Fraction, "fraction", 0, 1)
	readers["inward_only"] = r.yes(&p.InwardOnly)
	readers["rate"] = r.equation(&p.Rate, "rate", unit.DimNumber)
	readers["start"] = r.startValue(&p.Start)
	r.keys(v, "pool "+name, readers)
	r.required(v, "pool "+name, "from")
	p.Standard = p.Rate == nil
	if p.Standard && !has(v, "rate") {
		r.required(v, "pool "+name+" without a rate", "depth", "decay", "rest")
	} else if !p.Standard {
		r.required(v, "pool "+name+" with a rate", "start")
	}
	return p
}
