package gabab

import "quell/model/unit"

// reaction is from[0] + from[1] ↔ to[0] + to[1]; none where there is no second.
type reaction struct {
	from, to [2]int
	forth    float64 // 1/(mM ms) or 1/ms
	back     float64
}

const none = -1

// Rates are those of mass action with GABA held at c uM: neither binding nor
// clearance changes it, and what is cleared is not counted.
func (m MM2025) Rates(y []float64, c float64, dy []float64) {
	m.react(y, c/unit.Millimolar, dy)
	dy[mmGABA], dy[mmOut] = 0, 0
}

// FreeRates are those with GABA as a species that is fed by a source, mM/ms.
func (m MM2025) FreeRates(y []float64, source float64, dy []float64) {
	m.react(y, y[mmGABA], dy)
	dy[mmGABA] += source
}

func (m MM2025) react(y []float64, gaba float64, dy []float64) {
	clear(dy[:mmSpecies])
	of := func(side [2]int) float64 {
		x := gaba
		if side[0] != mmGABA {
			x = y[side[0]]
		}
		if side[1] != none {
			x *= y[side[1]]
		}
		return x
	}
	for i := range m.reactions {
		r := &m.reactions[i]
		v := float64(r.forth * of(r.from))
		if r.back > 0 {
			v -= float64(r.back * of(r.to))
		}
		r.each(func(s int, sign float64) { dy[s] += float64(sign * v) })
	}
}

// each calls f with every species of a reaction and how it changes.
func (r *reaction) each(f func(species int, sign float64)) {
	for k := range 2 {
		if r.from[k] != none {
			f(r.from[k], -1)
		}
		if r.to[k] != none {
			f(r.to[k], 1)
		}
	}
}

// Jacobian is that of Rates.
func (m MM2025) Jacobian(y []float64, c float64, j [][]float64, dc []float64) {
	m.derive(y, c/unit.Millimolar, j)
	for i := range mmSpecies {
		dc[i] = j[i][mmGABA] / unit.Millimolar
		j[i][mmGABA], j[mmGABA][i], j[mmOut][i] = 0, 0, 0
	}
	dc[mmGABA], dc[mmOut] = 0, 0
}

// derive sets j to the derivatives of the rates by the species, at gaba mM of GABA.
func (m MM2025) derive(y []float64, gaba float64, j [][]float64) {
	for i := range mmSpecies {
		clear(j[i][:mmSpecies])
	}
	at := func(s int) float64 {
		switch s {
		case none:
			return 1
		case mmGABA:
			return gaba
		}
		return y[s]
	}
	for i := range m.reactions {
		r := &m.reactions[i]
		by := func(side [2]int, k float64) {
			for n, s := range side {
				if s != none {
					d := float64(k * at(side[1-n]))
					r.each(func(of int, sign float64) { j[of][s] += float64(sign * d) })
				}
			}
		}
		by(r.from, r.forth)
		if r.back > 0 {
			by(r.to, -r.back)
		}
	}
}
