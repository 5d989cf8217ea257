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
	readers["inhibited"] = func(v page.Node) { r.inhibited(c, v) }
	readers["voltage_independent"] = r.number(&c.VoltageIndependent, "voltage_independent", 0, 1)
	readers["relief"] = func(v page.Node) { relief = v }
	readers["coupling"] = func(v page.Node) { c.Coupling, c.CouplingSource = r.coupling(v, 1) }
	r.keys(n, "calcium", readers)
	r.required(n, "calcium", "inhibited")
	if !has(n, "coupling") {
		c.Coupling = gabab.Default().Calcium()
	}
	r.reliefs(c, relief)
	if v, ok := n.Get("voltage_independent"); ok && relief.Kind == page.Absent {
		r.fail(v, "voltage_independent is the part that depolarisation does not relieve, and nothing is relieved here; give relief, or leave it out")
	}
	return c
}

func (r *reader) inhibited(c *Calcium, n page.Node) {
	if n.Kind != page.Map {
		r.fail(n, "inhibited is a map of channels and fractions, such as {CaN: 0.3}")
		return
	}
	for _, p := range n.Pairs {
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

// name is the channel as the file writes it, dend.CaL or CaL.
func (in *Inhibited) name() string {
	if in.Compartment != "" {
		return in.Compartment + "." + in.Channel
	}
	return in.Channel
}

// reliefs reads what depolarisation does for each inhibited channel.
func (r *reader) reliefs(c *Calcium, n page.Node) {
	if n.Kind == page.Absent {
		return
	}
	if n.Kind != page.Map || has(n, "gate") {
		r.fail(n, "relief is a map of channels, such as {CaN: {gate: m, shift: 30 mV, reluctant: 1}}")
		return
	}
	for _, p := range n.Pairs {
		i := slices.IndexFunc(c.Inhibited, func(in Inhibited) bool { return in.name() == p.Key })
		if i < 0 {
			r.fail(page.Node{Place: p.Place, Page: n.Page}, "relief names %s, which is not among the inhibited channels", p.Key)
			continue
		}
		c.Inhibited[i].Relief = r.relief(p.Value)
	}
}

func (r *reader) relief(n page.Node) *Relief {
	rel := &Relief{}
	var shift Value
	readers := r.source(&rel.Source)
	readers["gate"] = r.text(&rel.Gate)
	readers["shift"] = r.quantity(&shift, "shift", unit.DimVoltage)
	readers["reluctant"] = r.number(&rel.Reluctant, "reluctant", 0, 1)
	r.keys(n, "relief", readers)
	r.required(n, "relief", "gate", "shift", "reluctant")
	rel.Shift = shift.Num
	return rel
}

func (r *reader) release(n page.Node) *Release {
	s := gabab.Default()
	rel := &Release{Loss: s.Iota, Power: s.Power, Use: s.U0, Recovery: s.TauR, Facilitation: s.TauU}
	var recovery, facilitation Value
	readers := r.source(&rel.Source)
	readers["from"] = r.text(&rel.From)
	readers["inputs"] = r.text(&rel.Inputs)
	readers["transmitter"] = func(v page.Node) {
		if rel.Transmitter = v.Text; v.Text != Glutamate && v.Text != GABA {
			r.fail(v, "%s is no transmitter of a release arm; it is %s or %s", v.Text, Glutamate, GABA)
		}
	}
	readers["loss"] = r.number(&rel.Loss, "loss", 0, 1)
	readers["power"] = r.number(&rel.Power, "power", leastPower, mostPower)
	readers["use"] = r.number(&rel.Use, "use", 0, 1)
	readers["recovery"] = r.quantity(&recovery, "recovery", unit.DimTime)
	readers["facilitation"] = r.quantity(&facilitation, "facilitation", unit.DimTime)
	readers["coupling"] = func(v page.Node) { rel.Coupling, rel.CouplingSource = r.coupling(v, 1) }
	r.keys(n, "release", readers)
	if !has(n, "coupling") {
		rel.Coupling = gabab.Default().Calcium()
	}
	for _, v := range []struct {
		read Value
		to   *float64
	}{{recovery, &rel.Recovery}, {facilitation, &rel.Facilitation}} {
		if v.read.Set {
			*v.to = v.read.Num
		}
		if !(*v.to > 0) {
			r.fail(v.read.node, "recovery and facilitation are lengths of time above 0, such as 300 ms")
		}
	}
	if rel.From != "" && rel.Inputs != "" {
		r.fail(n, "release has from, the compartment whose spikes release, or inputs, the terminals on this cell; not both: write inputs: null or from: null")
	}
	for _, key := range []string{"use", "recovery", "facilitation"} {
		if v, ok := n.Get(key); ok && rel.Inputs != "" {
			r.fail(v, "%s is of terminals that this neuron's spikes release from; those of inputs have no spikes here", key)
		}
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
	readers["ec50"] = r.ligandConcentration(&ec50, "ec50")
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
	c.Imposed, c.EC50 = true, ec50.Num
	return c, source
}

// ligandConcentration reads a concentration of a ligand, which is in uM whatever
// the unit of the file.
func (r *reader) ligandConcentration(to *Value, key string) func(page.Node) {
	return func(v page.Node) {
		file := r.n.Concentration
		r.n.Concentration = "uM"
		r.quantity(to, key, unit.DimConcentration)(v)
		r.n.Concentration = file
	}
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

// measures lists what a healthy value may be of: resting potential and its change
// under the protocol's drug, rate by the last interval and number of spikes (under
// the drug), peak and width of the first spike, rheobase, and the largest value of
// the trace that the protocol records.
func measures() []string {
	return []string{"rest", "dv", "rate", "spikes", "peak", "width", "rheobase", "largest"}
}

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
