package sim

import (
	"fmt"
	"math"

	"quell/model/expr"
	"quell/model/unit"
	"quell/sim/random"
)

// Noise is the background of a cell's synapses by the point-conductance model of
// Destexhe, Rudolph, Fellous & Sejnowski 2001, Neuroscience 107:13: an excitatory and
// an inhibitory conductance that fluctuate in the compartment that current enters,
//
//	I = g_e·(V - E_e) + g_i·(V - E_i),  dg/dt = (mean - g)/tau + sd·sqrt(2/tau)·white noise
//
// Both are densities of that compartment's membrane. The exact update of such an
// Ornstein–Uhlenbeck process (Gillespie 1996, Phys Rev E 54:2084) is made once a
// step, from a start drawn from the steady state; below 0 a conductance acts as 0. A
// drug changes neither of them. The numbers drawn follow from Seed, Trial and the
// step, so that runs of the same seed and trial see the same noise whatever else
// differs: what sets a drug's run apart from its control is the drug.
type Noise struct {
	Excite, Inhibit Fluctuation
	Seed, Trial     uint64
}

// Fluctuation is one conductance of a background.
type Fluctuation struct {
	Mean, SD unit.ConductanceDensity
	Tau      unit.Time // of its correlation
}

// The background of Destexhe et al. 2001 as they published it, ModelDB 8115 (read):
// microsiemens on a cell 105 um long and wide, ms, and a reversal in mV; that of
// excitation is excitatory.
const (
	meanExcite, sdExcite, tauExcite    = 0.0121, 0.0030, 2.728
	meanInhibit, sdInhibit, tauInhibit = 0.0573, 0.0066, 10.49
	inhibitory                         = -75.0
)

// PublishedSD is the standard deviation of the excitatory conductance of that
// background on its cell of pi·(105 um)^2.
func PublishedSD() unit.ConductanceDensity {
	const side = 105e-4 // cm
	return unit.ConductanceDensity(float64(sdExcite*1e-3) / float64(math.Pi*float64(side*side)))
}

// Background is that background at a standard deviation of its excitatory
// conductance: all conductances are in the published proportion.
func Background(sd unit.ConductanceDensity) Noise {
	return Noise{Excite: Excitation(sd), Inhibit: Inhibition(unit.ConductanceDensity(float64(float64(sd) * sdInhibit / sdExcite)))}
}

// Excitation is the published excitatory conductance at a standard deviation.
func Excitation(sd unit.ConductanceDensity) Fluctuation {
	return Fluctuation{Mean: unit.ConductanceDensity(float64(float64(sd) * meanExcite / sdExcite)), SD: sd, Tau: tauExcite}
}

// Inhibition is the published inhibitory conductance at a standard deviation.
func Inhibition(sd unit.ConductanceDensity) Fluctuation {
	return Fluctuation{Mean: unit.ConductanceDensity(float64(float64(sd) * meanInhibit / sdInhibit)), SD: sd, Tau: tauInhibit}
}

// On says that there is any.
func (n Noise) On() bool { return n.Excite.on() || n.Inhibit.on() }

func (f Fluctuation) on() bool { return f.SD > 0 || f.Mean > 0 }

// Place says which noise it is: "seed 7", "seed 7, trial 2".
func (n Noise) Place() string {
	if n.Trial == 0 {
		return fmt.Sprintf("seed %d", n.Seed)
	}
	return fmt.Sprintf("seed %d, trial %d", n.Seed, n.Trial)
}

// String is "0.035 ± 0.009 mS/cm2", mean and standard deviation.
func (f Fluctuation) String() string {
	return fmt.Sprintf("%.3g ± %.3g mS/cm2", float64(f.Mean), float64(f.SD))
}

func (p *Protocol) checkNoise(add func(string, ...any)) {
	if !p.Noise.On() {
		return
	}
	for _, f := range []Fluctuation{p.Noise.Excite, p.Noise.Inhibit} {
		if !(f.Mean >= 0 && f.SD >= 0) {
			add("noise: %v is below zero; a conductance is 0mS/cm2 or more", f)
		}
		if f.on() && !(f.Tau > 0) {
			add("noise: a time constant of %v is none; try 2.7ms", f.Tau)
		}
	}
}

// noiseSlot is where the conductances of a background stand among the parameters.
type noiseSlot struct{ excite, inhibit operand }

// noise adds the background to the compartment that current enters.
func (b *builder) noise(c *compBuild) {
	n := &b.proto.Noise
	if !n.On() {
		return
	}
	slot := func(name string, f Fluctuation, e float64) operand {
		g := b.param(max(0, float64(f.Mean)))
		b.p.names["noise."+name], b.p.units["noise."+name] = g, "mS/cm2"
		c.add(current{store: noOperand, g: g, e: b.param(e)})
		return g
	}
	b.p.noise = &noiseSlot{slot("excitation", n.Excite, excitatory), slot("inhibition", n.Inhibit, inhibitory)}
	b.noteNoise()
}

func (b *builder) noteNoise() {
	n := &b.proto.Noise
	said := "noise by the point-conductance model of Destexhe et al. 2001"
	for _, f := range []struct {
		name string
		Fluctuation
		e unit.Voltage
	}{{"excitation", n.Excite, excitatory}, {"inhibition", n.Inhibit, inhibitory}} {
		if f.on() {
			said += fmt.Sprintf("; %s %v, τ %v, reversal %v", f.name, f.Fluctuation, unit.Short(f.Tau, 3), f.e)
		}
	}
	b.p.notes = append(b.p.notes, said, fmt.Sprintf("noise of %s: every condition sees the same, a drug does not change it, and rests are without it", n.Place()))
	if f := n.Excite; f.SD > 0 && f.Mean < safely*f.SD {
		b.p.notes = append(b.p.notes, lifted("excitation"))
	}
	if f := n.Inhibit; f.SD > 0 && f.Mean < safely*f.SD {
		b.p.notes = append(b.p.notes, lifted("inhibition"))
	}
}

// safely is how many standard deviations above 0 a mean is moved by less than a
// hundredth of one when what lies below 0 is taken as 0.
const safely = 2

func lifted(what string) string {
	return "the " + what + " would go below 0 and acts as 0 there, so its mean is above the one given"
}

// background is the noise of one run, as it goes.
type background struct {
	noise noiseSlot
	seed  uint64
	trial uint64
	every int // steps of the integrator to one of the noise
	of    [2]Fluctuation
	keep  [2]float64 // exp(-dt/tau)
	kick  [2]float64 // sd·sqrt(1 - exp(-2 dt/tau)), mS/cm2
	now   drawn
}

// drawn is how far the noise has come.
type drawn struct {
	g [2]float64 // mS/cm2, before what lies below 0 is taken as 0
	n uint64     // numbers drawn
}

// newBackground is the noise of a run of a program in steps of dt ms; nil without any.
func newBackground(p *Program, n Noise, dt float64, every int) *background {
	if p.noise == nil {
		return nil
	}
	b := &background{noise: *p.noise, seed: n.Seed, trial: n.Trial, every: every, of: [2]Fluctuation{n.Excite, n.Inhibit}}
	for i, f := range b.of {
		if f.Tau > 0 {
			steps := float64(dt*float64(every)) / float64(f.Tau)
			b.keep[i] = expr.Exp(-steps)
			b.kick[i] = float64(float64(f.SD) * sqrt(-expr.Expm1(-2*steps)))
		}
	}
	return b
}

// step puts the conductances of a step of the integrator in place.
func (b *background) step(step int, y []float64) {
	if b == nil {
		return
	}
	for b.now.n <= uint64(step/b.every) {
		var z [2]float64
		const stream = 0 // of the one compartment that has a background
		z[0], z[1] = random.Pair(b.seed, b.trial, stream, b.now.n)
		for i, f := range b.of {
			if b.now.n == 0 {
				b.now.g[i] = float64(f.Mean) + float64(float64(f.SD)*z[i])
				continue
			}
			b.now.g[i] = float64(f.Mean) + float64((b.now.g[i]-float64(f.Mean))*b.keep[i]) + float64(b.kick[i]*z[i])
		}
		b.now.n++
	}
	y[b.noise.excite], y[b.noise.inhibit] = max(0, b.now.g[0]), max(0, b.now.g[1])
}
