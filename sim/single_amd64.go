package sim

import "unsafe"

// solo is what the assembly of single_amd64.s needs to know of a compartment of a run by
// itself: a kernel whose places are those of single numbers.
type solo struct {
	kernel
	at       int      // where V is, in bytes
	rowBytes int      // from one row to the next
	four     *uint32  // by block: the place of the first of four gates side by side, or nowhere
	places   []uint32 // which four is of
}

// newSolos are those of a program.
func newSolos(p *Program) []solo {
	written := make([]bool, p.layout.states) // before a row is
	for i := range p.vars {
		written[i] = p.rec != nil
	}
	for i := range p.comps {
		for _, o := range p.comps[i].writes() {
			written[o] = false
		}
	}
	var all []solo
	for i := range p.comps {
		c := &p.comps[i]
		s := solo{kernel: kernel{
			data: unsafe.SliceData(c.data), slots: unsafe.SliceData(c.slots), blocks: len(c.slots),
			lo: c.lo, perMV: c.perMV, top: c.top, unit: uint32(unsafe.Sizeof(float64(0))),
		}}
		if c.split != nil {
			s.top = 0 // every row is found by rowOf
		}
		s.body(c)
		s.call(nowhere)
		s.at, s.rowBytes = int(s.place(c.v)), 8*c.rowLen
		s.places = foursOf(c, written)
		s.four = unsafe.SliceData(s.places)
		for _, o := range c.writes() {
			written[o] = true
		}
		all = append(all, s)
	}
	return all
}

// writes are the states whose rates a compartment gives.
func (c *compProgram) writes() []operand {
	all := []operand{c.v}
	for _, g := range c.gates {
		all = append(all, g.x)
	}
	for _, r := range c.relax {
		all = append(all, r.x)
	}
	for _, r := range c.rates {
		all = append(all, r.x)
	}
	return all
}

// foursOf finds the blocks whose rates may be written as four neighbours: gates one
// after the other, behind which lies nothing that has been written before.
func foursOf(c *compProgram, written []bool) []uint32 {
	before := append([]bool(nil), written...)
	places := make([]uint32, len(c.slots))
	for i, slots := range c.slots {
		first := slots[0].gate
		ok := first >= 0 && int(first)+pairsInBlock <= len(before)
		for j, s := range slots {
			ok = ok && s.a < 0 && s.b < 0 && (s.gate < 0 || s.gate == first+operand(j))
			if ok && s.gate < 0 {
				ok = !before[int(first)+j]
			}
		}
		places[i] = nowhere
		if ok {
			places[i] = uint32(first) * uint32(unsafe.Sizeof(float64(0)))
		}
		for _, s := range slots {
			if s.gate >= 0 {
				before[s.gate] = true
			}
		}
	}
	return places
}

// ratesOf evaluates the rates of the compartments, as the plain loops of machine.rates
// do.
func (m *machine) ratesOf(d []float64) {
	into := d
	apart := cap(d) != m.p.layout.states
	if apart { // four gates are written at once, and may end beyond it
		if m.d == nil {
			m.d = make([]float64, m.p.layout.states)
		}
		into = m.d
		copy(into, d)
	}
	for i := range m.p.solos {
		k := &m.p.solos[i]
		done := evaluateOne(k, &m.y[0], &into[0], beginning, nil, 0)
		if done == outside {
			row, f := m.lookUp(&m.p.comps[i])
			done = evaluateOne(k, &m.y[0], &into[0], located, unsafe.SliceData(row), f)
		}
		for j := range k.calls {
			execute(k.calls[j:j+1], m.y)
			done = evaluateOne(k, &m.y[0], &into[0], done+1, nil, 0)
		}
	}
	if apart {
		copy(d, into)
	}
}

// stages are those of a step, for the assembly.
type stages struct {
	y, x     *float64
	k        [7]*float64
	part     *float64
	perScale *float64
	kernels  *solo
	comps    int // 0: every stage is evaluated in Go
	n        int // states
	h        float64
	worst    float64 // error of a state with a scale
}

// when the rates of a stage are evaluated, in the step.
var stageTimes = [...]float64{2: c2, 3: c3, 4: c4, 5: c5, 6: 1, 7: 1}

func newStages(s *dp5) (g stages) {
	g = stages{y: &s.y[0], part: &s.part[0], perScale: &s.perScale[0], kernels: unsafe.SliceData(s.p.solos), n: len(s.x)}
	for i := range s.k {
		g.k[i] = &s.k[i][0]
	}
	return g
}

// vectorAttempt is plainAttempt in assembly.
func (s *dp5) vectorAttempt(h float64) float64 {
	g := &s.stages
	g.x, g.k[0], g.k[6], g.h, g.comps = &s.x[0], &s.k[0][0], &s.k[6][0], h, 0
	if s.p.unaided && !s.drive.ramp {
		g.comps = len(s.p.solos)
		s.evals += 6
	}
	for stage := attemptFrom(g, 2); stage != 0; stage = attemptFrom(g, stage+1) {
		if g.comps > 0 {
			s.evals--
		}
		s.eval(s.t+float64(stageTimes[stage]*h), s.k[stage-1])
	}
	return s.unscaled(g.worst, h)
}

// unscaled is the largest error, of which that of the states with a scale is known; no
// number if one is none.
func (s *dp5) unscaled(worst, h float64) float64 {
	for _, i := range s.follows {
		e := abs(float64(h * (s.part[i] + float64(e7*s.k[6][i]))))
		if e != 0 {
			e /= s.size(i, h)
		}
		if !(e <= worst) && worst == worst {
			worst = e
		}
	}
	return worst
}

// unaided says that the rates of the program are all evaluated by its compartments,
// without a function that the assembly does not know.
func unaided(p *Program) bool {
	for i := range p.solos {
		if len(p.solos[i].calls) > 0 {
			return false
		}
	}
	return p.rec == nil && p.pre == nil && !p.clamp
}

// evaluateOne evaluates the rates of a compartment into d: see evaluate. With located the
// row of V, and the fraction in its cell, are given.
//
//go:noescape
func evaluateOne(k *solo, y, d *float64, from int, row *float64, frac float64) int

// attemptFrom makes stages of a step, from one on. It gives 0 when the last is done, or
// the stage whose numbers are made, and whose rates it leaves to its caller.
//
//go:noescape
func attemptFrom(s *stages, stage int) int
