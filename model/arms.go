package model

import (
	"slices"
	"strings"

	"quell/model/gabab"
	"quell/model/page"
	"quell/model/unit"
)

// gabab reads where the receptor acts.
func (r *reader) gabab(n page.Node) {
	g := &GABAB{}
	r.n.GABAB = g
	readers := r.source(&g.Source)
	readers["girk"] = func(v page.Node) { g.GIRK = r.girk(v) }
	readers["calcium"] = func(v page.Node) { g.Calcium = r.calcium(v) }
	readers["release"] = func(v page.Node) { g.Release = r.release(v) }
	readers["note"] = r.text(&g.Note)
	r.keys(n, "gabab", readers)
}

func (r *reader) girk(n page.Node) *GIRK {
	g := &GIRK{Rectification: "weak"}
	readers := r.source(&g.Source)
	readers["gbar"] = func(v page.Node) {
		r.ordered(v, "gbar", func(name string, v page.Node) {
			c := CompartmentValue{Compartment: name}
			r.quantity(&c.Value, "girk.gbar."+name, unit.DimConductanceDensity)(v)
			g.Gbar = append(g.Gbar, c)
		})
	}
	readers["basal"] = r.number(&g.Basal, "basal", 0, 1)
	readers["reversal"] = func(v page.Node) {
		if v.Kind == page.Map && !has(v, "value") {
			g.Nernst = &Nernst{}
			r.nernst(g.Nernst, v, nil)
			g.Reversal = Value{Set: true, Dim: unit.DimVoltage, Unit: "mV", Text: "", node: v, File: fileOf(v)}
			if !has(r.root, "temperature") {
				r.fail(v, "a reversal from concentrations wants the neuron's temperature; write temperature: 36 degC")
			}
			if g.Nernst.InPool != "" || g.Nernst.OutPool != "" {
				r.fail(v, "the concentrations of girk.reversal are numbers; pools of potassium are not modelled")
			}
			return
		}
		r.quantity(&g.Reversal, "girk.reversal", unit.DimVoltage)(v)
	}
	readers["at"] = r.quantity(&g.At, "at", unit.DimVoltage)
	readers["rectification"] = func(v page.Node) { r.rectification(g, v) }
	readers["coupling"] = func(v page.Node) { g.Coupling, g.CouplingSource = r.coupling(v, 4) }
	r.keys(n, "girk", readers)
	r.required(n, "girk", "gbar", "reversal", "coupling")
	if k, s, ok := gabab.Rectification(g.Rectification); ok {
		g.K, g.S = k, s
	}
	if g.Rectification != "none" && !g.At.Set && n.Kind == page.Map {
		r.fail(n, "girk wants at, the voltage at which gbar holds, such as at: -57 mV; or rectification: none")
	}
	return g
}

func (r *reader) rectification(g *GIRK, v page.Node) {
	if v.Kind == page.Map {
		g.Rectification = "custom"
		var k, s Value
		r.keys(v, "rectification", map[string]func(page.Node){
			"k": r.quantity(&k, "k", unit.DimInverseVoltage), "s": r.quantity(&s, "s", unit.DimVoltage),
		})
		r.required(v, "rectification", "k", "s")
		g.K, g.S = k.Num, s.Num
		return
	}
	if _, _, ok := gabab.Rectification(v.Text); !ok {
		r.fail(v, "%s is no rectification; it is none, weak, strong, or {k: 0.07 1/mV, s: 0 mV}", v.Text)
		return
	}
	g.Rectification = v.Text
}

func (r *reader) calcium(n page.Node) *Calcium {
	c := &Calcium{}
	var relief page.Node
	readers := r.source(&c.Source)
	readers["inhibited"] = func(v page.Node) {
		if v.Kind != page.Map {
			r.fail(v, "inhibited is a map of channels and fractions, such as {CaN: 0.3}")
			return
		}
		for _, p := range v.Pairs {
			in := Inhibited{Channel: p.Key}
			if comp, ch, ok := strings.Cut(p.Key, "."); ok {
				in.Compartment, in.Channel = comp, ch
			}
			r.quantity(&in.Value, "inhibited."+p.Key, unit.DimNumber)(p.Value)
			if in.Num < 0 || in.Num > 1 {
				r.fail(p.Value, "the fraction lost is from 0 to 1")
			}
			c.Inhibited = append(c.Inhibited, in)
		}
	}
	readers["voltage_independent"] = r.number(&c.VoltageIndependent, "voltage_independent", 0, 1)
	readers["relief"] = func(v page.Node) { relief = v }
	readers["coupling"] = func(v page.Node) { c.Coupling, _ = r.coupling(v, 1) }
	r.keys(n, "calcium", readers)
	r.required(n, "calcium", "inhibited")
	if !has(n, "coupling") {
		c.Coupling = gabab.Default().Calcium()
	}
	if relief.Kind == page.Map {
		c.Relief = &Relief{}
		var shift Value
		r.keys(relief, "relief", map[string]func(page.Node){
			"gate": r.text(&c.Relief.Gate), "shift": r.quantity(&shift, "shift", unit.DimVoltage),
			"reluctant": r.number(&c.Relief.Reluctant, "reluctant", 0, 1),
		})
		r.required(relief, "relief", "gate", "shift")
		c.Relief.Shift = shift.Num
	} else if relief.Text != "" && relief.Text != "false" {
		r.fail(relief, "relief is a map, such as {gate: m, shift: 30 mV, reluctant: 1}")
	}
	return c
}

func (r *reader) release(n page.Node) *Release {
	rel := &Release{Loss: gabab.Default().Iota, Power: gabab.Default().Power}
	readers := r.source(&rel.Source)
	readers["from"] = r.text(&rel.From)
	readers["loss"] = r.number(&rel.Loss, "loss", 0, 1)
	readers["power"] = r.number(&rel.Power, "power", 0.1, 10)
	readers["coupling"] = func(v page.Node) { rel.Coupling, _ = r.coupling(v, 1) }
	r.keys(n, "release", readers)
	if !has(n, "coupling") {
		rel.Coupling = gabab.Default().Calcium()
	}
	return rel
}

// coupling reads an imposed curve or the mechanistic one; n is the default
// exponent of the latter.
func (r *reader) coupling(v page.Node, n float64) (gabab.Coupling, Source) {
	c := gabab.Coupling{N: n, Emax: 1}
	var ec50 Value
	var source Source
	readers := r.source(&source)
	readers["agonist"] = func(v page.Node) {
		l, err := LigandByName(v.Text)
		if err != nil {
			r.fail(v, "%v", err)
			return
		}
		c.Agonist, c.K = l.Name, l.K
	}
	readers["ec50"] = r.quantity(&ec50, "ec50", unit.DimConcentration)
	readers["hill"] = r.number(&c.Hill, "hill", leastHill, mostHill)
	readers["emax"] = r.number(&c.Emax, "emax", 0, 1)
	readers["theta"] = r.number(&c.Theta, "theta", 0, mostTheta)
	readers["n"] = r.number(&c.N, "n", 0.5, 8)
	r.keys(v, "coupling", readers)
	if has(v, "theta") {
		for _, key := range []string{"agonist", "ec50", "hill", "emax"} {
			if has(v, key) {
				r.fail(v, "a coupling has agonist, ec50 and hill, or theta and n; not %s beside theta", key)
			}
		}
		return c, source
	}
	if has(v, "n") {
		r.fail(v, "a coupling has agonist, ec50 and hill, or theta and n; not n without theta")
	}
	r.required(v, "coupling", "agonist", "ec50", "hill")
	c.Imposed = true
	if q, err := unit.Parse(ec50.Text); err == nil {
		c.EC50, _ = q.In("uM") // ligands are in uM whatever the file's unit
	}
	return c, source
}

func (r *reader) links(n page.Node) {
	if n.Kind != page.List {
		r.fail(n, "links is a list, such as [{between: [soma, dend], conductance: 0.1 mS/cm2}]")
		return
	}
	for _, item := range n.Items {
		l := &Link{node: item}
		var ends []string
		r.keys(item, "a link", map[string]func(page.Node){
			"between": r.texts(&ends),
			"conductance": func(v page.Node) {
				dim := unit.DimConductanceDensity
				if q, err := unit.Parse(v.Text); err == nil && q.Dim() == unit.DimConductance {
					dim = unit.DimConductance
				}
				r.quantity(&l.Conductance, "conductance", dim)(v)
			},
		})
		r.required(item, "a link", "between")
		if len(ends) != 2 {
			r.fail(item, "a link is between two compartments")
			continue
		}
		l.A, l.B = ends[0], ends[1]
		for _, e := range ends {
			if r.n.compartment(e) == nil && has(r.root, "compartments") {
				r.laterCompartment(item, e)
			}
		}
		r.n.Links = append(r.n.Links, l)
	}
}

// laterCompartment notes a link's end that no compartment of the file has.
func (r *reader) laterCompartment(at page.Node, name string) {
	c, _ := r.root.Get("compartments")
	if !has(c, name) {
		r.fail(at, "%s is not a compartment of this neuron", name)
	}
}

func (r *reader) inject(n page.Node) {
	per := ""
	r.keys(n, "inject", map[string]func(page.Node){"into": r.text(&r.n.Inject.Into), "per": r.text(&per)})
	if per != "" && per != "cell" && per != "compartment" {
		r.fail(n, "per is compartment or cell, not %s", per)
	}
	r.n.Inject.PerCell = per == "cell"
	if c, _ := r.root.Get("compartments"); r.n.Inject.Into != "" && !has(c, r.n.Inject.Into) {
		r.fail(n, "%s is not a compartment of this neuron", r.n.Inject.Into)
	}
}

func (r *reader) amount(to *Amount, key string) func(page.Node) {
	return func(v page.Node) {
		a, err := ParseAmount(v.Text)
		if err != nil {
			r.fail(v, "%s: %v", key, err)
			return
		}
		*to = a
	}
}

func (r *reader) stimulus(n page.Node) {
	s := &r.n.Stimulus
	var from, to, duration Value
	r.keys(n, "stimulus", map[string]func(page.Node){
		"current": r.amount(&s.Current, "current"),
		"from":    r.quantity(&from, "from", unit.DimTime), "to": r.quantity(&to, "to", unit.DimTime),
		"duration": r.quantity(&duration, "duration", unit.DimTime),
		"range": func(v page.Node) {
			if v.Kind != page.List || len(v.Items) != 2 {
				r.fail(v, "range is a list of two currents")
				return
			}
			r.amount(&s.Range[0], "range")(v.Items[0])
			r.amount(&s.Range[1], "range")(v.Items[1])
		},
	})
	r.required(n, "stimulus", "current", "from", "to", "duration")
	s.From, s.To, s.Duration, s.Set = from.Num, to.Num, duration.Num, true
	if from.Set && to.Set && duration.Set && !(0 <= s.From && s.From < s.To && s.To <= s.Duration) {
		r.fail(n, "the stimulus goes from %s to %s in a run of %s; the first time is the smallest, the last the largest", from.Text, to.Text, duration.Text)
	}
}

// measures lists what a healthy value may be of: resting potential and its
// change under the protocol's drug, rate by the last interval (under the drug), peak and width of the first spike, rheobase.
func measures() []string { return []string{"rest", "dv", "rate", "peak", "width", "rheobase"} }

func (r *reader) healthy(n page.Node) {
	if n.Kind != page.List {
		r.fail(n, "healthy is a list, such as [{measure: rest, value: -65 mV, spread: 0.002}]")
		return
	}
	for _, item := range n.Items {
		h := Healthy{}
		value := ""
		readers := r.source(&h.Source)
		readers["measure"] = func(v page.Node) {
			h.Measure = v.Text
			if !slices.Contains(measures(), v.Text) {
				r.fail(v, "%s is no measure; there are %s", v.Text, strings.Join(measures(), ", "))
			}
		}
		readers["protocol"] = r.text(&h.Protocol)
		readers["value"] = r.text(&value)
		readers["spread"] = r.number(&h.Spread, "spread", 0, 1e6)
		r.keys(item, "a healthy value", readers)
		r.required(item, "a healthy value", "measure", "value", "spread")
		if v, err := unit.Number(value); err == nil {
			h.Value = v
		} else if q, err := unit.Parse(value); err == nil {
			h.Unit = q.Unit()
			h.Value, _ = q.In(h.Unit)
		} else {
			r.fail(item, "value: %v", err)
		}
		r.n.Healthy = append(r.n.Healthy, h)
	}
}
