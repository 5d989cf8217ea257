package gabab

// The species of MM2025, in mM. A stands for the agonist, R for the receptor; names that
// end in Beta carry Gβγ, and Alpha is what is left of a G protein that has lost it.
const (
	mmGABA = iota
	mmOut  // GABA that has left
	mmR
	mmAR
	mmGi
	mmARGi
	mmARBeta // that, after exchange of GTP
	mmRGi    // a receptor coupled to a G protein without agonist
	mmBeta   // free Gβγ
	mmAlphaGTP
	mmRGS // regulator of G-protein signalling
	mmAlphaRGS
	mmAlphaGDP
	mmGIRK // without Gβγ; then those with one to four
	mmGIRKBeta1
	mmGIRKBeta2
	mmGIRKBeta3
	mmGIRKBeta4
	mmVGCC
	mmVGCCBeta
	mmSpecies // how many
)

func mmNames() [mmSpecies]string {
	return [mmSpecies]string{
		"GABA", "out", "R", "aR", "Gi", "aRGi", "aRβγ", "RGi", "βγ", "αGTP", "RGS", "αGTP·RGS", "αGDP",
		"GIRK", "GIRKβγ1", "GIRKβγ2", "GIRKβγ3", "GIRKβγ4", "VGCC", "VGCCβγ",
	}
}

// MM2025 is the mass-action scheme of Mäki-Marttunen et al. 2025, ModelDB 2018268
// [read]: twenty species in mM, fifteen reactions, from GABA to Gβγ on GIRK and on
// calcium channels, which compete for it (gabab-signalling 2.5). It is fitted to
// time courses normalised to their own peak, so that its amplitudes and potencies are
// by-products.
type MM2025 struct {
	rgs       float64 // mM
	girk      float64 // mM
	vgcc      float64 // mM
	reactions []reaction
}

// Start concentrations, mM [read]; RGS has a fitted factor for each part of the synapse.
const (
	mmReceptors = 4e-4
	mmProteins  = 2.6e-3
	mmRegulator = 1e-3
	mmChannels  = 1e-3 // GIRK
	mmCalcium   = 1e-4 // VGCC
)

// Postsynaptic is the fit to the slow IPSC: GIRK without calcium channels.
func Postsynaptic() MM2025 { return newMM2025(2.903, mmChannels, 0) }

// PresynapticE is the fit at an excitatory synapse: calcium channels without GIRK.
func PresynapticE() MM2025 { return newMM2025(1.728, 0, mmCalcium) }

// PresynapticI is the fit at an inhibitory synapse: calcium channels without GIRK.
func PresynapticI() MM2025 { return newMM2025(2.235, 0, mmCalcium) }

func newMM2025(factor, girk, vgcc float64) MM2025 {
	return MM2025{rgs: mmRegulator * factor, girk: girk, vgcc: vgcc, reactions: mmReactions()}
}

// MMFlux is the GABA of the fits, mM/ms: 2797.567 molecules/ms into 0.5 fl [read],
// for MMFluxTime ms; 1 mol/m3 is 1 mM.
const (
	MMFlux     = 2797.567 / (avogadro * femtolitres)
	MMFluxTime = 50.0

	avogadro    = 6.022e23 // 1/mol, as its code rounds it [read]
	femtolitres = 0.5e-18  // m3
)

// mmReactions are the fifteen, each rate the base rate times its fitted factor [read].
func mmReactions() []reaction {
	const (
		clearance = 111.531
		bind, let = 708.687, 86.60864 // GABA to the receptor, and off it
		cycle     = 165.616           // the receptor's G-protein cycle
		on, off   = 10.797, 93.218    // Gβγ to a channel, and off it
	)
	list := []reaction{
		0: {[2]int{mmGABA, none}, [2]int{mmOut, none}, 5e-4 * clearance, 0},
		1: {[2]int{mmGABA, mmR}, [2]int{mmAR, none}, 5.555 * bind, 0.005 * let},
		2: {[2]int{mmAR, mmGi}, [2]int{mmARGi, none}, 150 * cycle, 2.5e-4 * cycle},
		3: {[2]int{mmARGi, none}, [2]int{mmARBeta, mmAlphaGTP}, 1.25e-4 * cycle, 0},
		4: {[2]int{mmARBeta, none}, [2]int{mmAR, mmBeta}, 1e-3 * cycle, 0},
		5: {[2]int{mmR, mmGi}, [2]int{mmRGi, none}, 75 * cycle, 1.25e-4 * cycle},
		6: {[2]int{mmGABA, mmRGi}, [2]int{mmARGi, none}, 5.555 * bind, 0.005 * let},
		7: {[2]int{mmAlphaGTP, mmRGS}, [2]int{mmAlphaRGS, none}, 2, 0.002},
		8: {[2]int{mmAlphaRGS, none}, [2]int{mmAlphaGDP, mmRGS}, 0.03, 0},
		9: {[2]int{mmAlphaGDP, mmBeta}, [2]int{mmGi, none}, 1250, 0},
	}
	for i := range 4 {
		list = append(list, reaction{[2]int{mmGIRK + i, mmBeta}, [2]int{mmGIRK + i + 1, none}, 14 * on, 1e-3 * off})
	}
	return append(list, reaction{[2]int{mmVGCC, mmBeta}, [2]int{mmVGCCBeta, none}, 14 * on, 1e-3 * off})
}

// mmWeights are the conductances of GIRK with one to four Gβγ [read].
func mmWeights() [4]float64 { return [4]float64{0.01, 0.06, 0.26, 1} }

// Constants lists the rates in use, and what there is of each protein.
func (m MM2025) Constants() []Constant {
	var out []Constant
	names := mmNames()
	side := func(s [2]int) string {
		if s[1] == none {
			return names[s[0]]
		}
		return names[s[0]] + " + " + names[s[1]]
	}
	rate := func(a, b [2]int, k float64) {
		u := "/mM/ms"
		if a[1] == none {
			u = "/ms"
		}
		if k > 0 {
			out = append(out, Constant{side(a) + " → " + side(b), k, u, "read"})
		}
	}
	for _, r := range m.reactions {
		rate(r.from, r.to, r.forth)
		rate(r.to, r.from, r.back)
	}
	for i, s := range m.Species() {
		if s.Start > 0 {
			out = append(out, Constant{names[i], s.Start, "mM", "read"})
		}
	}
	return out
}

// Species are the twenty, as the source starts them. They come to rest within
// 1e6 ms, with nearly all receptors coupled to G proteins.
func (m MM2025) Species() []Species {
	const little = 1e-15 // mM: the scheme asks for no more (gabab-signalling 2.5)
	out := make([]Species, mmSpecies)
	start := [mmSpecies]float64{mmR: mmReceptors, mmGi: mmProteins, mmRGS: m.rgs, mmGIRK: m.girk, mmVGCC: m.vgcc}
	for i, name := range mmNames() {
		out[i] = Species{name, "mM", start[i], little}
	}
	return out
}

// Open is the conductance of GIRK relative to every channel carrying four Gβγ.
func (m MM2025) Open(y []float64) float64 {
	if m.girk == 0 {
		return 0
	}
	g := 0.0
	for i, w := range mmWeights() {
		g += float64(w * y[mmGIRKBeta1+i])
	}
	return g / m.girk
}

// Bound is the fraction of calcium channels that carry Gβγ.
func (m MM2025) Bound(y []float64) float64 {
	if m.vgcc == 0 {
		return 0
	}
	return y[mmVGCCBeta] / m.vgcc
}

// Conserved names what no reaction makes or destroys, and how much of it y holds, mM.
func (m MM2025) Conserved(y []float64) map[string]float64 {
	sum := func(of ...int) float64 {
		x := 0.0
		for _, s := range of {
			x += y[s]
		}
		return x
	}
	onGIRK := 0.0
	for i := range 4 {
		onGIRK += float64(float64(i+1) * y[mmGIRKBeta1+i])
	}
	return map[string]float64{
		"receptors": sum(mmR, mmAR, mmARGi, mmARBeta, mmRGi),
		"Gα":        sum(mmGi, mmARGi, mmRGi, mmAlphaGTP, mmAlphaRGS, mmAlphaGDP),
		"Gβγ":       sum(mmGi, mmARGi, mmRGi, mmARBeta, mmBeta, mmVGCCBeta) + onGIRK,
		"RGS":       sum(mmRGS, mmAlphaRGS),
		"GIRK":      sum(mmGIRK, mmGIRKBeta1, mmGIRKBeta2, mmGIRKBeta3, mmGIRKBeta4),
		"VGCC":      sum(mmVGCC, mmVGCCBeta),
	}
}
