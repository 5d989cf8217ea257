package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"quell/model"
	"quell/sim"
	"quell/sim/study"
)

// Notice stands on every output that has a drug in it.
const Notice = study.Notice

// drugged says whether a drug, or the conductance it opens, is on in the run.
func drugged(r *sim.Recording) bool {
	on := func(d sim.Dose) bool { return d.Conc > 0 }
	return slices.ContainsFunc(r.Protocol.Doses, on) || r.Protocol.HoldGIRK && r.Protocol.GIRK > 0
}

// moving says whether a drug comes or goes during the run.
func moving(r *sim.Recording) bool {
	for _, d := range r.Protocol.Doses {
		if d.At > 0 || d.Wash > 0 {
			return true
		}
	}
	return false
}

// name is what the recording is called: its label, or what is in the bath.
func name(r *sim.Recording) string {
	if r.Label != "" {
		return r.Label
	}
	switch held := r.Protocol.HoldGIRK; {
	case held && len(r.Protocol.Doses) > 0:
		return dosed(r.Protocol.Doses) + ", " + heldGIRK(r)
	case held:
		return heldGIRK(r)
	case len(r.Protocol.Doses) > 0:
		return dosed(r.Protocol.Doses)
	}
	return "control"
}

func heldGIRK(r *sim.Recording) string {
	return fmt.Sprintf("GIRK held at %s mS/cm²", figures(float64(r.Protocol.GIRK), 4))
}

// doses are the bars of the drugs in a recording, each with its words above, the
// first with what h has on the right; drugs that come and go together share a bar.
func doses(r *sim.Recording, h header) []strip {
	var all []strip
	end := float64(r.Protocol.Duration)
	bar := func(label, note string, from, at, to float64) {
		h.label, h.note, h.from = label, note, from
		all = append(all, h, doseBar{at, to, h.color})
		h.right, h.under = "", ""
	}
	if r.Protocol.HoldGIRK {
		bar(heldGIRK(r), "", math.NaN(), 0, end)
	}
	note := perfusion(r)
	if _, current, ok := strings.Cut(name(r), ", "); ok {
		note = strings.TrimSuffix(current+" · "+note, " · ")
	}
	for _, group := range together(r.Protocol.Doses) {
		at, to := float64(group[0].At), float64(group[0].Wash)
		if to == 0 {
			to = end
		}
		bar(dosed(group), note, at, at, to)
		note = ""
	}
	return all
}

// together groups doses by when they come and go, in their order.
func together(doses []sim.Dose) [][]sim.Dose {
	var groups [][]sim.Dose
	for _, d := range doses {
		same := func(g []sim.Dose) bool { return g[0].At == d.At && g[0].Wash == d.Wash }
		if i := slices.IndexFunc(groups, same); i >= 0 {
			groups[i] = append(groups[i], d)
			continue
		}
		groups = append(groups, []sim.Dose{d})
	}
	return groups
}

// dosed is "baclofen 10 µM + CGP55845 100 nM".
func dosed(doses []sim.Dose) string {
	var all []string
	for _, d := range doses {
		all = append(all, fmt.Sprintf("%s %v", d.Ligand, d.Conc))
	}
	return strings.Join(all, " + ")
}

// perfusion says how the drug gets to the cell.
func perfusion(r *sim.Recording) string {
	words := r.Protocol.Receptor.Words()
	if len(r.Protocol.Pulses) > 0 {
		words = append(words, "with synaptic GABA")
	}
	switch {
	case !moving(r):
		words = append(words, "there from the start")
	case r.Protocol.Exchange == 0:
		words = append(words, "ideal fast perfusion")
	default:
		words = append(words, fmt.Sprintf("bath exchange %v", r.Protocol.Exchange))
	}
	if r.Drive > 0 {
		left := model.Marked(figures(100*r.Drive, 2)+" %", r.Neuron.TrustOf("gabab.release.coupling.ec50"))
		words = append(words, left+" of the drive left")
	}
	return strings.Join(words, " · ")
}

// periods are the rates before, during and after the drugs, each in the part of
// the stimulus it covers.
func (v *voltage) periods(r *sim.Recording, c color.NRGBA) periods {
	from, to := window(r)
	edges := []float64{from, to}
	for _, d := range r.Protocol.Doses {
		for _, t := range []float64{float64(d.At), float64(d.Wash)} {
			if from < t && t < to {
				edges = append(edges, t)
			}
		}
	}
	edges = sorted(edges)
	var ps periods
	for k := 0; k+1 < len(edges); k++ {
		a, b := edges[k], edges[k+1]
		ps = append(ps, period{a, b, figures(rate(r, a, b), 3) + " Hz", c})
	}
	return ps
}
