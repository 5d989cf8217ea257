package study

import (
	"strings"

	"quell/model"
	"quell/sim"
	"quell/sim/measure"
)

// Run is one simulation an experiment asks for.
type Run struct {
	Label     string
	Condition string // the label without its current, which a family shares
	Neuron    *model.Neuron
	Protocol  sim.Protocol
	Settings  sim.Settings
	Phases    []Phase
	Warnings  []string
	Notes     []string
	Treated   bool // something was done to it that was not to the control before it
}

// Phase is a part of a run that is summarised on its own.
type Phase struct {
	Label  string
	Drugs  []Drug
	Window measure.Window
}

// Control is the label of the runs to which nothing was done; that of a family has
// its current behind it.
const Control = "control"

// Runs expands the experiment. Without a drug or a fixed GIRK there is the
// control alone, else the control and the treated run, for each current of a
// family. A drug with a time of its own comes into the run and may leave it; the
// control beside it is the same cell without, measured in the same window.
func (e *Experiment) Runs() ([]Run, error) {
	n, err := e.LoadNeuron()
	if err != nil {
		return nil, err
	}
	if err := e.checkOn(n); err != nil {
		return nil, err
	}
	stimuli, err := e.stimuli(n)
	if err != nil {
		return nil, err
	}
	var runs []Run
	for _, s := range stimuli {
		suffix := ""
		if len(stimuli) > 1 {
			suffix = ", " + s.segments[0].Start.String()
		}
		untreated := e.controlRun(n, s, suffix)
		var others []Run
		before := untreated
		if len(e.Trains) > 0 {
			before = e.synapticRun(untreated, suffix)
			others = append(others, before)
		}
		if len(e.Drugs) > 0 || e.GIRK != nil {
			treated := e.treatedRun(before, suffix)
			for i := range others {
				others[i].Phases[0].Window = treated.Phases[0].Window
			}
			untreated.Phases[0].Window = treated.Phases[0].Window
			others = append(others, treated)
		}
		runs = append(append(runs, untreated), others...)
	}
	return runs, nil
}

func (e *Experiment) controlRun(n *model.Neuron, s stimulus, suffix string) Run {
	label := Control + suffix
	return Run{
		Label: label, Condition: Control,
		Neuron: n,
		Protocol: sim.Protocol{
			Duration: s.duration, Currents: s.segments, Clamp: e.Clamp, Ko: e.Ko,
			Drive: e.Drive, Noise: e.background(), Receptor: e.receptorOf(false),
		},
		Settings: e.settings(label),
		Phases:   []Phase{{Label: label, Window: s.window}},
	}
}

// synapticRun is the control with the GABA that synapses release.
func (e *Experiment) synapticRun(r Run, suffix string) Run {
	r.Label, r.Treated = e.trains()+suffix, true
	if len(e.Drugs) == 0 {
		r.Label = e.choice(e.trains()) + suffix
	}
	r.Settings.Label, r.Condition = r.Label, strings.TrimSuffix(r.Label, suffix)
	r.Protocol.Pulses, r.Protocol.UptakeBlock = e.pulses(), e.UptakeBlock
	r.Phases = []Phase{{Label: r.Label, Window: r.Phases[0].Window}}
	return r
}

func (e *Experiment) treatedRun(r Run, suffix string) Run {
	r.Label, r.Treated = e.treated()+suffix, true
	if len(e.Trains) > 0 {
		r.Label = e.trains() + " + " + r.Label
	}
	r.Settings.Label, r.Condition = r.Label, strings.TrimSuffix(r.Label, suffix)
	r.Protocol.Doses = e.doses()
	r.Protocol.Exchange = e.Exchange
	r.Protocol.Receptor = e.receptorOf(len(e.Drugs) > 0)
	if e.GIRK != nil {
		r.Protocol.HoldGIRK, r.Protocol.GIRK = true, *e.GIRK
	}
	r.Phases = e.phases(r.Label, suffix, r.Phases[0].Window)
	r.Warnings = append(e.drugWarnings(), emptyWindows(r.Phases)...)
	if len(e.Drugs) > 0 && r.Neuron.GABAB.Note != "" {
		r.Notes = []string{r.Neuron.GABAB.Note}
	}
	return r
}

// emptyWindows warns of phases in which nothing can be counted.
func emptyWindows(phases []Phase) []string {
	var out []string
	for _, p := range phases {
		if p.Window.To <= p.Window.From {
			out = append(out, p.Label+": the stimulus and this phase do not meet, so its rates are of nothing; move --dose-at, --wash-at or the current")
		}
	}
	return out
}

// phases are the treated run's: under the drug, and after it is washed out.
func (e *Experiment) phases(label, suffix string, w measure.Window) []Phase {
	under := measure.Window{From: max(w.From, e.DoseAt), To: w.To}
	if e.WashAt == 0 {
		return []Phase{{Label: label, Drugs: e.Drugs, Window: under}}
	}
	after := measure.Window{From: max(w.From, e.WashAt), To: w.To}
	under.To = min(under.To, e.WashAt)
	return []Phase{
		{Label: label, Drugs: e.Drugs, Window: under},
		{Label: "wash" + suffix, Window: after},
	}
}

func (e *Experiment) settings(label string) sim.Settings {
	return sim.Settings{
		Method: e.Method, Tol: e.Tol, Dt: e.Dt, Sample: e.Sample, Record: e.Record, Label: label,
	}
}

// resting is the protocol of a phase without its stimulus and noise: the drug, if it
// is there, equilibrated, and the tonic drive.
func (r Run) resting(p Phase) sim.Protocol {
	rest := sim.Protocol{Duration: r.Protocol.Duration, Drive: r.Protocol.Drive, Ko: r.Protocol.Ko, Receptor: r.Protocol.Receptor}
	if len(p.Drugs) == 0 {
		rest.Receptor.After, rest.Receptor.Chronic = 0, 0
	}
	for _, d := range p.Drugs {
		rest.Doses = append(rest.Doses, sim.Dose{Ligand: d.Name, Conc: d.Conc})
	}
	rest.HoldGIRK, rest.GIRK = r.Protocol.HoldGIRK, r.Protocol.GIRK
	return rest
}
