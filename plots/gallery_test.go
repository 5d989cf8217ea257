package plots_test

import (
	"math"
	"slices"
	"strings"
	"sync"

	"quell/model/unit"
	"quell/plots"
	"quell/sim"
)

// gallery is every figure that the tests draw, lint and compare.
var gallery = []struct {
	name string
	draw func(s plots.Style) (*plots.Figure, error)
}{
	{"voltage", func(s plots.Style) (*plots.Figure, error) { return plots.Voltage(s, motoSteady()...) }},
	{"one", func(s plots.Style) (*plots.Figure, error) { return plots.Voltage(s, motoSteady()[0]) }},
	{"squid", func(s plots.Style) (*plots.Figure, error) {
		warned := *squidSteady()[1]
		recs := []*sim.Recording{squidSteady()[0], &warned}
		warned.Warnings = []string{"the drug was washed out before the cell reached its steady state"}
		return plots.VoltageWith(s, plots.Options{Readings: []plots.Reading{{Rest: -65, Rate: 68}, {Rest: -68.4, Rate: 61}}}, recs...)
	}},
	{"parts", func(s plots.Style) (*plots.Figure, error) {
		return plots.VoltageWith(s, plots.Options{Readings: split()}, motoSteady()...)
	}},
	{"washed", func(s plots.Style) (*plots.Figure, error) { return plots.Voltage(s, motoWashed()...) }},
	{"overlay", func(s plots.Style) (*plots.Figure, error) {
		return plots.VoltageWith(s, plots.Options{Overlay: true}, small()...)
	}},
	{"bars", func(s plots.Style) (*plots.Figure, error) {
		return plots.VoltageWith(s, plots.Options{ScaleBars: true}, motoSteady()...)
	}},
	{"three", func(s plots.Style) (*plots.Figure, error) { return plots.Voltage(s, mixed()...) }},
	{"ramp", func(s plots.Style) (*plots.Figure, error) { return plots.Voltage(s, ramped()...) }},
	{"traces", func(s plots.Style) (*plots.Figure, error) {
		return plots.Traces(s, motoWashed()[1], "soma.V", "gabab.gamma")
	}},
	{"gates", func(s plots.Style) (*plots.Figure, error) {
		return plots.Gates(s, "Squid giant axon", squidCurves()...)
	}},
	{"many", func(s plots.Style) (*plots.Figure, error) {
		return plots.Gates(s, "A neuron of many channels", manyCurves()...)
	}},
	{"dose", func(s plots.Style) (*plots.Figure, error) { return plots.Doses(s, severalEffects()) }},
	{"schild", func(s plots.Style) (*plots.Figure, error) { return plots.Schild(s, antagonised()) }},
	{"cells", func(s plots.Style) (*plots.Figure, error) { return plots.Cells(s, manyCells()) }},
	{"relation", func(s plots.Style) (*plots.Figure, error) { return plots.Relate(s, doseResponse()) }},
}

// The recordings of the gallery, each made once.
var (
	motoSteady  = sync.OnceValue(func() []*sim.Recording { return steady(motoneuron(), 0.5) })
	motoWashed  = sync.OnceValue(func() []*sim.Recording { return washing(motoneuron()) })
	squidSteady = sync.OnceValue(func() []*sim.Recording { return steady(squid(), 0.25) })
	small       = sync.OnceValue(subthreshold)
	mixed       = sync.OnceValue(three)
	ramped      = sync.OnceValue(ramp)
)

// split are the readings of motoSteady with the parts of the change of rest.
func split() []plots.Reading {
	return []plots.Reading{
		{Rest: -65, Rate: 76},
		{Rest: -73.33, Parts: []sim.Part{{Name: "GIRK", V: -7.44}, {Name: "less CaN", V: 0.01}, {Name: "less CaL", V: -0.9}}, Force: [2]float64{25, 16.67}},
	}
}

// subthreshold are a control, a drug and its wash on a small step.
func subthreshold() []*sim.Recording {
	c := motoneuron()
	p := step(4, 100, 350, 500)
	recs := []*sim.Recording{c.record(p, none), c.record(with(p, "baclofen", 10, 0, 0), always(0.4)), c.record(p, always(0.03))}
	recs[2].Label = "wash"
	return recs
}

// three are a control, an agonist, and the agonist with its antagonist.
func three() []*sim.Recording {
	recs := slices.Clone(motoSteady())
	p := with(with(step(10, 200, 1200, 1500), "baclofen", 10, 0, 0), "CGP55845", 0.1, 0, 0)
	p.Exchange = unit.Time(30e3)
	return append(recs, motoneuron().record(p, always(0.08)))
}

// ramp rises through threshold for a second, with the conductance held.
func ramp() []*sim.Recording {
	p := step(0, 0, 3000, 4000)
	p.Currents[0].End.Value = 20
	q := p
	q.HoldGIRK, q.GIRK = true, 0.1
	return []*sim.Recording{motoneuron().record(p, none), motoneuron().record(q, always(0.6))}
}

// styles are all those that a user can choose.
func styles() []plots.Style {
	var all []plots.Style
	for _, name := range plots.Names() {
		for _, size := range plots.Sizes(name) {
			s, err := plots.StyleNamed(name, size)
			if err != nil {
				panic(err)
			}
			all = append(all, s)
		}
	}
	return all
}

// styled names a figure in a style: "voltage-paper-85mm".
func styled(name string, s plots.Style) string {
	return name + "-" + s.Name + "-" + strings.ReplaceAll(s.Size, ":", "x")
}

// doseResponse is a curve and what was measured of it.
func doseResponse() plots.Relation {
	curve := plots.Series{Name: "Hill, EC50 4.75 µM"}
	for i := -40; i <= 40; i++ {
		c := math.Pow(10, float64(i)/20)
		z := math.Pow(c/4.75, 1.57)
		curve.X, curve.Y = append(curve.X, c), append(curve.Y, 100*z/(1+z))
	}
	points := plots.Series{Name: "made up for the tests", X: []float64{0, 0.1, 1, 3, 10, 30, 100}, Y: []float64{0, 2, 9, 30, 79, 92, 99}, Points: true}
	return plots.Relation{Title: "GIRK against dose", X: "baclofen, racemic (µM)", Y: "of the maximum (%)", LogX: true, Series: []plots.Series{curve, points}}
}
