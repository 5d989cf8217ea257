package gabab

import "quell/model/unit"

// Steady is where the scheme comes to rest with GABA held at c uM. The receptor's
// five states are a linear chain once free Gi is known, and the flux J round the
// G-protein cycle then fixes everything else:
//
//	J = k3 aRGi = k4 aRβγ = k8 αGTP·RGS = k9 αGDP·βγ
//
// Free βγ balances the Gα that have lost it, and free Gi is what makes the total of Gα
// right; both are roots of a rising function.
func (m MM2025) Steady(c float64, y []float64) {
	clear(y[:mmSpecies])
	gaba := c / unit.Millimolar
	y[mmGABA] = gaba
	gi := level(func(gi float64) float64 {
		m.settle(gaba, gi, y)
		return m.Conserved(y)["Gα"] - mmProteins
	}, 0, mmProteins)
	m.settle(gaba, gi, y)
}

// settle sets y to what is steady with gi of free Gi.
func (m MM2025) settle(gaba, gi float64, y []float64) {
	k := m.reactions
	j := m.chain(gaba, gi, y)
	y[mmGi] = gi
	y[mmAlphaRGS] = j / k[8].forth
	y[mmRGS] = m.rgs - y[mmAlphaRGS]
	y[mmAlphaGTP] = (float64(k[7].back*y[mmAlphaRGS]) + j) / float64(k[7].forth*y[mmRGS])
	lost := y[mmAlphaGTP] + y[mmAlphaRGS] - y[mmARBeta] // without what αGDP adds
	beta := 0.0
	if j > 0 {
		beta = level(func(b float64) float64 {
			return b + m.carried(b, y) - lost - j/float64(k[9].forth*b)
		}, 0, mmProteins)
		y[mmAlphaGDP] = j / float64(k[9].forth*beta)
	}
	y[mmBeta] = beta
	m.carried(beta, y)
}

// chain sets the receptor's states to the steady state of
//
//	aRGi:  k2 Gi aR + k1 a RGi = (k-2 + k-1 + k3) aRGi
//	RGi:   k5 Gi R + k-1 aRGi  = (k-5 + k1 a) RGi
//	aR:    k1 a R + (k-2 + k3) aRGi = (k-1 + k2 Gi) aR
//
// with a of GABA, and gives the flux k3 aRGi. It is written so that a may be
// infinite.
func (m MM2025) chain(a, gi float64, y []float64) (flux float64) {
	k := m.reactions
	p, off := float64(k[1].forth*a), k[1].back
	f, b := float64(k[2].forth*gi), k[2].back+k[3].forth
	q, c := float64(k[5].forth*gi), k[5].back
	share := 1 / (1 + off/p) // 0 without GABA

	y[mmARGi] = float64((f/(off+f) + q/(c+p)) * share)
	leave := float64(off * (b/(off+f) + c/(c+p)))
	y[mmR] = leave / (p + off)
	y[mmAR] = (float64(leave*share) + float64(b*y[mmARGi])) / (off + f)
	y[mmRGi] = (float64(q*y[mmR]) + float64(off*y[mmARGi])) / (c + p)
	y[mmARBeta] = float64(k[3].forth*y[mmARGi]) / k[4].forth

	states := [...]int{mmR, mmAR, mmARGi, mmRGi, mmARBeta}
	total := 0.0
	for _, s := range states {
		total += y[s]
	}
	for _, s := range states {
		y[s] *= mmReceptors / total
	}
	return float64(k[3].forth * y[mmARGi])
}

// carried puts Gβγ on the channels in equilibrium with beta of it, and gives how much
// they carry.
func (m MM2025) carried(beta float64, y []float64) float64 {
	k := m.reactions
	b := beta * (k[10].forth / k[10].back) // the same for each of the four, and for VGCC
	weight, sum, on := 1.0, 1.0, 0.0
	var w [5]float64
	w[0] = 1
	for i := 1; i < len(w); i++ {
		weight *= b
		w[i] = weight
		sum += weight
		on += float64(float64(i) * weight)
	}
	for i := range w {
		y[mmGIRK+i] = float64(m.girk*w[i]) / sum
	}
	y[mmVGCC] = m.vgcc / (1 + b)
	y[mmVGCCBeta] = float64(m.vgcc*b) / (1 + b)
	return float64(m.girk*on)/sum + y[mmVGCCBeta]
}
