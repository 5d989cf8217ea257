package sim

import "quell/model/gabab"

// machine is one run of a Program in progress: a slice of states, parameters
// and scratch, and a row for voltages outside the table.
type machine struct {
	p       *Program
	y       []float64
	row     []float64
	d       []float64 // room for rates: see ratesOf
	outside int       // evaluations outside a table
	evals   int
	courses *courses  // of a published receptor; nil without
	rest    []float64 // the size of each state at the start, by which those without a scale are judged
}

func newMachine(p *Program) *machine {
	m := &machine{p: p, y: make([]float64, p.layout.size()), row: make([]float64, p.direct)}
	for i := range p.vars {
		m.y[i] = p.vars[i].start
	}
	copy(m.y[p.layout.states:], p.params)
	m.rest = make([]float64, len(p.vars))
	for i := range p.vars {
		m.rest[i] = p.vars[i].rest
	}
	m.courses = newCourses(p.pre)
	m.prescribe(0)
	return m
}

// rates evaluates the derivative of every state of m.y into d.
func (m *machine) rates(d []float64) {
	m.evals++
	p, y := m.p, m.y
	d = d[:len(p.vars)]
	if p.rec != nil {
		p.rec.rates(y, d)
	}
	if p.solos != nil {
		m.ratesOf(d)
	} else {
		m.plainRates(d)
	}
	if p.rec != nil {
		p.rec.bind(y, d)
	}
	if p.clamp {
		d[p.spikes] = 0
	}
}

// plainRates evaluates the rates of the compartments in plain Go: their meaning.
func (m *machine) plainRates(d []float64) {
	p, y := m.p, m.y
	for i := range p.comps {
		c := &p.comps[i]
		v := y[c.v]
		u := float64((v - c.lo) * c.perMV)
		var row []float64
		var f float64
		if u >= 0 && u < c.top {
			j := int(u)
			f = u - float64(j)
			if c.split != nil && c.split[j] > 0 {
				j, f = within(c.tab.cut[c.split[j]-1], v)
			}
			row = c.data[j*c.rowLen:][:c.rowLen]
		} else {
			row = m.leave(c.tab, v)
		}
		for i := range c.blocks {
			c.blocks[i].rates((*[tableBlock]float64)(row[i*tableBlock:]), f, y, d)
		}
		var g, s float64
		if c.plain {
			g, s = c.ohmic(y, v)
		} else {
			g, s = m.currents(c, row, f)
			m.slowRates(c, d)
		}
		in := s - float64(g*v) + y[c.inj]
		for _, l := range c.links {
			in += float64(y[l.g] * (y[l.other] - v))
		}
		d[c.v] = float64(in * y[c.perCap])
	}
}

// rates evaluates the gates of a block from its piece of the row. The four gates
// stand one below the other, so that every place in r is known in advance.
func (b *gateBlock) rates(r *[tableBlock]float64, f float64, y, d []float64) {
	x := b.x[0]
	d[x] = r[0] + float64(f*(r[8]+float64(f*(r[16]+float64(f*r[24]))))) -
		float64((r[4]+float64(f*(r[12]+float64(f*(r[20]+float64(f*r[28]))))))*y[x])
	if x = b.x[1]; x < 0 {
		return
	}
	d[x] = r[1] + float64(f*(r[9]+float64(f*(r[17]+float64(f*r[25]))))) -
		float64((r[5]+float64(f*(r[13]+float64(f*(r[21]+float64(f*r[29]))))))*y[x])
	if x = b.x[2]; x < 0 {
		return
	}
	d[x] = r[2] + float64(f*(r[10]+float64(f*(r[18]+float64(f*r[26]))))) -
		float64((r[6]+float64(f*(r[14]+float64(f*(r[22]+float64(f*r[30]))))))*y[x])
	if x = b.x[3]; x < 0 {
		return
	}
	d[x] = r[3] + float64(f*(r[11]+float64(f*(r[19]+float64(f*r[27]))))) -
		float64((r[7]+float64(f*(r[15]+float64(f*(r[23]+float64(f*r[31]))))))*y[x])
}

// slowRates evaluates the states that are not gates of V.
func (m *machine) slowRates(c *compProgram, d []float64) {
	y := m.y
	execute(c.late, y)
	for _, r := range c.relax {
		d[r.x] = y[r.a] - float64(y[r.b]*y[r.x])
	}
	for _, r := range c.rates {
		d[r.x] = y[r.a]
	}
}

// leave evaluates the curves at a voltage outside the table.
func (m *machine) leave(t *table, v float64) []float64 {
	m.outside++
	t.direct(v, m.row)
	return m.row[:t.rowLen]
}

func (m *machine) lookUp(c *compProgram) (row []float64, f float64) {
	v := m.y[c.v]
	if i, f, ok := c.tab.row(v); ok {
		return c.tab.data[i*c.tab.rowLen:][:c.tab.rowLen], f
	}
	return m.leave(c.tab, v), 0
}

// currents evaluates value columns, code and the currents of a compartment, and
// returns their total conductance and g·E.
func (m *machine) currents(c *compProgram, row []float64, f float64) (g, s float64) {
	y := m.y
	for _, u := range c.values {
		r := (*[tableBlock - 2*pairsInBlock + 1]float64)(row[u.base:])
		y[u.dst] = r[0] + float64(f*(r[8]+float64(f*(r[16]+float64(f*r[24])))))
	}
	execute(c.code, y)
	g, s = c.ohmic(y, y[c.v])
	for _, u := range c.sums {
		total := 0.0
		for _, o := range u.parts {
			total += y[o]
		}
		y[u.dst] = total
	}
	return g, s
}

// ohmic sums conductances and g·E; a GHK current counts as a source.
func (c *compProgram) ohmic(y []float64, v float64) (g, s float64) {
	g, s = y[c.g0], y[c.s0]
	for i := range c.currents {
		k := &c.currents[i]
		var gk float64
		x := y[k.x]
		switch k.kind {
		case currentX:
			gk = float64(y[k.g] * x)
		case currentX2:
			gk = float64(float64(y[k.g]*x) * x)
		case currentX3:
			gk = float64(float64(float64(y[k.g]*x)*x) * x)
		case currentX4:
			x *= x
			gk = float64(y[k.g] * float64(x*x))
		case currentXY:
			gk = float64(float64(y[k.g]*x) * y[k.y])
		case currentX2Y:
			gk = float64(float64(y[k.g]*y[k.y]) * float64(x*x))
		case currentX3Y:
			gk = float64(float64(y[k.g]*y[k.y]) * float64(float64(x*x)*x))
		case currentGHK:
			i := float64(k.product(y) * (float64(y[k.in]*y[k.fIn]) - float64(y[k.out]*y[k.fOut])))
			s -= i
			if k.store >= 0 {
				y[k.store] = i
			}
			continue
		default:
			gk = k.product(y)
		}
		e := y[k.e]
		if k.store >= 0 {
			y[k.store] = float64(gk * (v - e))
		}
		g += gk
		s += float64(gk * e)
	}
	return g, s
}

// product is g times every factor to its power.
func (k *current) product(y []float64) float64 {
	g := y[k.g]
	for _, f := range k.factors {
		x := y[f.x]
		for range f.power {
			g = float64(g * x)
		}
	}
	return g
}

// rates of the receptor; the effect factors they need are set on the way.
func (r *receptor) rates(y, d []float64) {
	free := 1.0
	for i := range r.ligands {
		free -= y[r.ligands[i].bound]
	}
	s := &r.scheme
	drive := 0.0
	for i := range r.ligands {
		l := &r.ligands[i]
		o, c := y[l.bound], y[l.c]
		if r.synapse >= 0 && i == r.released {
			c += y[r.synapse]
			d[r.synapse] = s.Uptake(y[r.synapse], r.block)
		}
		d[l.bound] = float64(float64(y[l.kon]*c)*free) - float64(y[l.koff]*o)
		drive += float64(y[l.eps] * o)
		if r.tau > 0 {
			d[l.c] = (y[l.target] - y[l.c]) / r.tau
		}
	}
	gamma := y[r.gamma]
	d[r.gamma] = float64(s.Kh * (drive - gamma))
	if r.desensitises {
		d[r.qF] = (gamma - y[r.qF]) / s.TauF
		d[r.qS] = (gamma - y[r.qS]) / s.TauS
	}
	if r.girk != nil {
		y[r.girk.eff] = r.girk.value(gamma, r.left(y))
	}
	if r.terminal >= 0 {
		b := y[r.terminal]
		d[r.terminal] = float64(s.Ku0 * float64(bindingOver(r.atTerminal, gamma)*(1-b)-b))
		if r.drive >= 0 {
			y[r.drive] = r.kept(b)
		}
	}
	for i := range r.sites {
		r.sites[i].effect(gamma, y[r.sites[i].bound], y)
	}
}

// bind are the rates of B at the calcium channels. They need the curve ku(V) of
// this evaluation, which the compartments have looked up.
func (r *receptor) bind(y, d []float64) {
	gamma := y[r.gamma]
	for i := range r.sites {
		u := &r.sites[i]
		b := y[u.bound]
		kon, ku := u.rates(&r.scheme, gamma, y)
		d[u.bound] = float64(kon*(1-b)) - float64(ku*b)
	}
}

// left is the part of GIRK that is not desensitised.
func (r *receptor) left(y []float64) float64 {
	if !r.desensitises {
		return r.available
	}
	return r.scheme.Availability(y[r.qF], y[r.qS])
}

// bindingOver is the rate at which Gβγ binds over ku0, chosen so that B at rest,
// where ku is ku0, is the coupling's effect.
func bindingOver(c gabab.Coupling, gamma float64) float64 {
	e := min(c.Effect(gamma), 1-1e-9)
	return e / (1 - e)
}

func (g *girkSlot) value(gamma, availability float64) float64 {
	return g.held(float64(g.coupling.Relative(gamma) * availability))
}

// held is the effect on the conductance of a part of GIRK that is open.
func (g *girkSlot) held(effect float64) float64 { return g.basal + float64((1-g.basal)*effect) }

// rates are those of Gβγ binding to the channel and leaving it.
func (u *siteSlot) rates(s *gabab.Scheme, gamma float64, y []float64) (kon, ku float64) {
	return u.kon(s, gamma), u.koff(s, y)
}

func (u *siteSlot) kon(s *gabab.Scheme, gamma float64) float64 {
	return float64(s.Ku0 * bindingOver(u.coupling, gamma))
}

func (u *siteSlot) koff(s *gabab.Scheme, y []float64) float64 {
	if u.ku >= 0 {
		return y[u.ku]
	}
	return s.Ku0
}

// effect sets the factors of the willing and the reluctant current.
func (u *siteSlot) effect(gamma, b float64, y []float64) {
	bound := float64(u.fraction*b) / u.full
	if u.reluctant < 0 {
		y[u.willing] = 1 - bound
		return
	}
	rest := 1 - float64(u.free*u.coupling.Effect(gamma))
	y[u.willing] = float64(rest * (1 - bound))
	y[u.reluctant] = float64(rest * float64(u.rhoR*bound))
}
