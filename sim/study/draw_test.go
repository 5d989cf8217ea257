package study

import (
	"fmt"
	"math"

	"pgregory.net/rapid"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
)

func drawTime(t *rapid.T, name string) unit.Time {
	return unit.Time(rapid.OneOf(
		rapid.Map(rapid.IntRange(1, 100_000), func(n int) float64 { return float64(n) }),
		rapid.Float64Range(1e-3, 1e7),
	).Draw(t, name))
}

// drawNumber draws between lo and hi, but nothing so near zero that package unit does
// not read it.
func drawNumber(t *rapid.T, name string, lo, hi float64) float64 {
	x := rapid.Float64Range(lo, hi).Draw(t, name)
	if math.Abs(x) < 1e-90 {
		return 0
	}
	return x
}

func drawAmount(t *rapid.T, absolute bool) model.Amount {
	return model.Amount{Value: drawNumber(t, "current", -1e4, 1e4), Absolute: absolute}
}

func drawSegments(t *rapid.T, name string, absolute, ramp bool) []sim.Segment {
	var list []sim.Segment
	for range rapid.IntRange(0, 3).Draw(t, name) {
		s := sim.Segment{From: drawTime(t, "from"), Start: drawAmount(t, absolute)}
		s.To = s.From + drawTime(t, "length")
		s.End = s.Start
		if ramp {
			s.End = drawAmount(t, absolute)
		}
		list = append(list, s)
	}
	return list
}

// drawNoise draws a background of which any part may follow from those before it.
func drawNoise(t *rapid.T) sim.Noise {
	g := func(name string) unit.ConductanceDensity { return unit.ConductanceDensity(drawNumber(t, name, 0, 1)) }
	maybe := func(name string) bool { return rapid.Bool().Draw(t, name) }
	n := sim.Background(g("sd"))
	if maybe("mean") {
		n.Excite.Mean = g("mean")
	}
	if maybe("tau") {
		n.Excite.Tau = drawTime(t, "tau")
	}
	if maybe("inhibition") {
		n.Inhibit = sim.Inhibition(g("inhibition"))
	}
	if maybe("inhibition-mean") {
		n.Inhibit.Mean = g("inhibition-mean")
	}
	if maybe("inhibition-tau") {
		n.Inhibit.Tau = drawTime(t, "inhibition-tau")
	}
	if !n.On() {
		return sim.Noise{}
	}
	return n
}

// drawExperiment draws anything an experiment can say, whether or not it makes
// sense on its neuron.
func drawExperiment(t *rapid.T) *Experiment {
	maybe := func(name string) bool { return rapid.Bool().Draw(t, name) }
	absolute := maybe("nA")
	e := &Experiment{
		Neuron: rapid.SampledFrom([]string{"squid", "cortical-rs", "mine.yaml"}).Draw(t, "neuron"),
		Steps:  drawSegments(t, "steps", absolute, false),
		Ramps:  drawSegments(t, "ramps", absolute, true),
		Method: rapid.SampledFrom([]sim.Method{"", sim.Accurate, sim.Fixed}).Draw(t, "method"),
		Study:  rapid.SampledFrom(append([]string{""}, Studies()[1:]...)).Draw(t, "study"),
		Seed:   rapid.Uint64().Draw(t, "seed"),
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "settings") {
		value := rapid.StringMatching(`[0-9]{1,3}(\.[0-9]{1,3})?( (mS/cm2|mV|1/ms|uM\*cm2/\(uA\*ms\)))?`).Draw(t, "value")
		e.Set = append(e.Set, Setting{fmt.Sprintf("soma.Na%d.gbar", i), value})
	}
	for _, name := range []string{"baclofen", "R-baclofen", "CGP55845"} {
		if maybe(name) {
			e.Drugs = append(e.Drugs, Drug{name, unit.Concentration(drawNumber(t, "conc", 0, 5))})
		}
	}
	for _, at := range []*unit.Time{&e.DoseAt, &e.WashAt, &e.Exchange, &e.To, &e.Duration, &e.Dt, &e.Sample} {
		if maybe("given") {
			*at = drawTime(t, "time")
		}
	}
	if maybe("from") {
		from := unit.Time(drawNumber(t, "from", 0, 1e5))
		e.From = &from
	}
	if maybe("girk") {
		g := unit.ConductanceDensity(drawNumber(t, "girk", 0, 10))
		e.GIRK = &g
	}
	if maybe("drive") {
		e.Drive = unit.ConductanceDensity(drawNumber(t, "drive", 0, 10))
	}
	if maybe("noise") {
		e.Noise = drawNoise(t)
	}
	if maybe("Ko") {
		e.Ko = unit.Concentration(rapid.Float64Range(1000, 20_000).Draw(t, "Ko"))
	}
	for range rapid.IntRange(0, 3).Draw(t, "currents") {
		e.Currents = append(e.Currents, drawAmount(t, absolute))
	}
	if maybe("tol") {
		e.Tol = rapid.Float64Range(1e-12, 1e-2).Draw(t, "tol")
	}
	if maybe("record") {
		e.Record = rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,4}\.[A-Za-z]{1,3}(\.I)?`), 1, 3).Draw(t, "record")
	}
	drawDose(t, e)
	if maybe("label") {
		e.Label = rapid.StringN(1, 20, -1).Draw(t, "label")
	}
	if maybe("text") {
		e.Text = rapid.OneOf(rapid.StringN(1, 60, -1), rapid.StringMatching(`([ -~]{0,20}\n){1,5}`)).Draw(t, "text")
	}
	return e
}

// drawDose draws what may be said of concentration–response curves.
func drawDose(t *rapid.T, e *Experiment) {
	maybe := func(name string) bool { return rapid.Bool().Draw(t, name) }
	rising := func(least, most float64) (list []unit.Concentration) {
		for range rapid.IntRange(1, 3).Draw(t, "concentrations") {
			least += drawNumber(t, "more", 1e-4, most)
			list = append(list, unit.Concentration(least))
		}
		return list
	}
	d := &e.Dose
	if maybe("agonist") {
		d.Agonist = rapid.SampledFrom([]string{"baclofen", "GABA"}).Draw(t, "name")
	}
	if maybe("concentrations") {
		d.Conc = rising(0, 20)
		if maybe("vehicle") {
			d.Conc = append([]unit.Concentration{0}, d.Conc...)
		}
	}
	if maybe("antagonist") {
		d.Antagonist, d.Against = "CGP55845", rising(0, 1)
	}
	if maybe("modulator") {
		d.Modulator, d.Modulated = "CGP7930", unit.Concentration(drawNumber(t, "modulated", 1e-3, 30))
	}
	if maybe("partial") {
		d.Partial = "GHB"
	}
	if maybe("cells") {
		d.Cells = rapid.IntRange(1, mostCells).Draw(t, "n")
	}
	if maybe("spread") {
		cv := float64(rapid.IntRange(0, 1000).Draw(t, "thousandths")) / 1000
		d.Spread = &cv
	}
	if maybe("cumulative") {
		d.Cumulative = drawTime(t, "time")
	}
	d.Rheobase = maybe("rheobase")
}
