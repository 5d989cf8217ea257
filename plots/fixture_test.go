package plots_test

import (
	"math"

	"quell/model"
	"quell/model/unit"
	"quell/plots"
	"quell/sim"
)

// cell is a leaky integrate-and-fire neuron with a pasted spike: enough to make
// recordings that look like recordings, without the engine.
type cell struct {
	neuron    *model.Neuron
	rest, tau float64 // mV, ms
	gain      float64 // mV per unit of current
	threshold float64 // mV
}

const (
	reversal = -90.0 // mV, of the drug's potassium conductance
	sampleMS = 0.05
)

func neuron(title, note string) *model.Neuron {
	return &model.Neuron{
		Title: title, Source: "made up for the tests of quell",
		Compartments: []*model.Compartment{{Name: "soma"}},
		GABAB:        &model.GABAB{Note: note},
	}
}

func motoneuron() cell {
	return cell{neuron("Spinal motoneuron", ""), -65, 9, 2.6, -50}
}

func squid() cell {
	return cell{neuron("Squid giant axon", "teaching case: squid axon has no GABA-B receptor"), -65, 5, 2.2, -52}
}

// record runs the cell; drug is the conductance of a drug at time t, in units
// of the leak.
func (c cell) record(p sim.Protocol, drug func(t float64) float64) *sim.Recording {
	r := &sim.Recording{Neuron: c.neuron, Protocol: p, End: float64(p.Duration)}
	g := drug(0)
	v := (c.rest + g*reversal) / (1 + g)
	v0, spike := v, math.Inf(-1)
	var ts, vs, gs []float64
	for i := 0; float64(i)*sampleMS <= r.End; i++ {
		t := float64(i) * sampleMS
		var current float64
		for _, s := range p.Currents {
			if from, to := float64(s.From), float64(s.To); from <= t && t < to {
				current += s.Start.Value + (s.End.Value-s.Start.Value)*(t-from)/(to-from)
			}
		}
		g = drug(t)
		since, shown := t-spike, v
		switch {
		case since < 0.4:
			shown = c.threshold + (35-c.threshold)*since/0.4
		case since < 2:
			shown = 35 - (35-v0+12)*(since-0.4)/1.6
			v = v0 - 12
		default:
			v += sampleMS / c.tau * (c.rest - v + c.gain*current + g*(reversal-v))
			if v > c.threshold {
				spike = t
				r.Spikes = append(r.Spikes, t)
			}
			shown = v
		}
		ts, vs, gs = append(ts, t), append(vs, shown), append(gs, g)
	}
	r.Traces = []sim.Trace{
		{Name: "soma.V", Unit: "mV", T: ts, Y: vs},
		{Name: "gabab.gamma", Unit: "1", T: ts, Y: gs},
	}
	return r
}

func none(float64) float64 { return 0 }

func always(g float64) func(float64) float64 { return func(float64) float64 { return g } }

// washed rises at one time and falls at another, as a drug does.
func washed(g, on, off float64) func(float64) float64 {
	return func(t float64) float64 {
		up := func(t float64) float64 { return 1 - math.Exp(-max(t, 0)/150) }
		return g * (up(t-on) - up(t-off))
	}
}

func step(current, from, to, duration float64) sim.Protocol {
	amount := model.Amount{Value: current}
	return sim.Protocol{
		Duration: unit.Time(duration),
		Currents: []sim.Segment{{From: unit.Time(from), To: unit.Time(to), Start: amount, End: amount}},
	}
}

func with(p sim.Protocol, ligand string, conc, at, wash float64) sim.Protocol {
	p.Doses = append(p.Doses, sim.Dose{Ligand: ligand, Conc: unit.Concentration(conc), At: unit.Time(at), Wash: unit.Time(wash)})
	return p
}

// steady is a control and a drug, each equilibrated.
func steady(c cell, g float64) []*sim.Recording {
	p := step(10, 200, 1200, 1500)
	return []*sim.Recording{c.record(p, none), c.record(with(p, "baclofen", 10, 0, 0), always(g))}
}

// washing is a drug that comes and goes, with the control.
func washing(c cell) []*sim.Recording {
	p := step(10, 200, 5600, 6000)
	return []*sim.Recording{c.record(p, none), c.record(with(p, "baclofen", 10, 1500, 3500), washed(0.8, 1500, 3500))}
}

// squidCurves are Hodgkin and Huxley's gates, for drawing only.
func squidCurves() []plots.Curve {
	type rates struct {
		gate        string
		alpha, beta func(v float64) float64
	}
	linoid := func(x float64) float64 { return x / (1 - math.Exp(-x)) }
	var curves []plots.Curve
	for _, r := range []rates{
		{"m", func(v float64) float64 { return linoid((v + 40.003) / 10) }, func(v float64) float64 { return 4 * math.Exp(-(v+65)/18) }},
		{"h", func(v float64) float64 { return 0.07 * math.Exp(-(v+65)/20) }, func(v float64) float64 { return 1 / (1 + math.Exp(-(v+35)/10)) }},
		{"n", func(v float64) float64 { return 0.1 * linoid((v+55.003)/10) }, func(v float64) float64 { return 0.125 * math.Exp(-(v+65)/80) }},
	} {
		c := plots.Curve{Compartment: "soma", Channel: map[string]string{"m": "Na", "h": "Na", "n": "K"}[r.gate], Gate: r.gate}
		for v := -110.0; v <= 50; v += 0.5 {
			a, b := r.alpha(v), r.beta(v)
			c.V, c.Inf, c.Tau = append(c.V, v), append(c.Inf, a/(a+b)), append(c.Tau, 1/(a+b))
		}
		curves = append(curves, c)
	}
	return curves
}

// manyCurves are ten sigmoids, as a neuron with many channels has.
func manyCurves() []plots.Curve {
	var curves []plots.Curve
	for i := range 10 {
		c := plots.Curve{Compartment: []string{"soma", "dend"}[i/6], Channel: []string{"Na", "K", "CaN", "CaL", "H"}[i%5], Gate: []string{"m", "h"}[i%2]}
		mid, width := -70+6*float64(i), []float64{5, -7, 9}[i%3]
		for v := -110.0; v <= 50; v++ {
			c.V = append(c.V, v)
			c.Inf = append(c.Inf, 1/(1+math.Exp(-(v-mid)/width)))
			c.Tau = append(c.Tau, 0.1+float64(i*i)/math.Cosh((v-mid)/20))
		}
		curves = append(curves, c)
	}
	return curves
}
