package study

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/measure"
)

// Summary is one condition in numbers. Rates, latency and mean are those of its
// window: the stimulus, or the whole run without one; for a drug that comes and
// goes, the part of it while the drug is there, for its control the same part.
// The JSON keys are stable; each is explained in the command's help.
type Summary struct {
	Label        string         `json:"label"`
	Drugs        []DrugSummary  `json:"drugs"`
	Spikes       []float64      `json:"spikes_ms"` // every spike of the run
	N            int            `json:"n_spikes"`  // spikes inside the window
	Rate         float64        `json:"rate_hz"`
	MeanISIRate  float64        `json:"mean_isi_rate_hz"`
	FirstISIRate float64        `json:"first_isi_rate_hz"`
	LastISIRate  float64        `json:"last_isi_rate_hz"`
	Latency      *float64       `json:"latency_ms"`                 // nil without a spike
	Rest         *float64       `json:"v_rest_mV"`                  // nil where there is none
	MeanV        *float64       `json:"v_mean_mV"`                  // nil where V was not recorded
	ControlRate  *float64       `json:"-"`                          // of the control in the same window
	DeltaV       *float64       `json:"delta_v_mV,omitempty"`       // nil for a control, and where there is no rest
	Parts        []sim.Part     `json:"delta_v_parts,omitempty"`    // which add up to it
	Force        *float64       `json:"driving_force_mV,omitempty"` // of GIRK at rest, V - E_K; nil without
	Kept         *float64       `json:"release_kept,omitempty"`     // what the drug leaves of a release, at the first spike; nil without terminals of its own
	Release      *float64       `json:"release_first,omitempty"`    // part of its store that the neuron's first spike releases
	PairedPulse  *float64       `json:"release_ratio,omitempty"`    // second release over the first
	DriveLeft    *float64       `json:"drive_left,omitempty"`       // part of the tonic drive that is left all along; nil where it changes or there is none
	Warnings     []string       `json:"warnings"`
	Window       measure.Window `json:"-"`
}

// DrugSummary is a drug at its concentration.
type DrugSummary struct {
	Name string  `json:"name"`
	Conc float64 `json:"conc_uM"`
}

// summarise measures a phase of a run.
func summarise(rec *sim.Recording, p Phase, r *rest) Summary {
	rates := firing(rec, p.Window)
	s := Summary{
		Label:        p.Label,
		Drugs:        []DrugSummary{},
		Spikes:       append([]float64{}, rec.Spikes...),
		N:            rates.N,
		Rate:         float64(rates.Count),
		MeanISIRate:  float64(rates.MeanISI),
		FirstISIRate: float64(rates.FirstISI),
		LastISIRate:  float64(rates.LastISI),
		Latency:      measured(float64(rates.Latency)),
		MeanV:        measured(float64(measure.MeanVoltage(rec, p.Window))),
		Warnings:     append([]string{}, rec.Warnings...),
		Window:       p.Window,
	}
	s.released(rec.Releases)
	if rec.Drive > 0 {
		s.DriveLeft = &rec.Drive
	}
	for _, d := range p.Drugs {
		s.Drugs = append(s.Drugs, DrugSummary{d.Name, float64(d.Conc)})
	}
	if r != nil && r.found.OK {
		s.Rest = measured(float64(restVoltage(rec.Neuron, r.found)))
	}
	return s
}

// released takes the first two releases inside the window.
func (s *Summary) released(all []sim.Release) {
	var in []float64
	for _, r := range all {
		if t := unit.Time(r.Time); t >= s.Window.From && t < s.Window.To && len(in) < 2 {
			in = append(in, r.Part)
			if s.Kept == nil {
				s.Kept = &r.Kept
			}
		}
	}
	if len(in) > 0 {
		s.Release = &in[0]
	}
	if len(in) > 1 && in[0] > 0 {
		s.PairedPulse = measured(in[1] / in[0])
	}
}

// measured is a number, or nil where there is none.
func measured(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// Manifest is everything needed to get the same numbers again.
type Manifest struct {
	Version string       `json:"version"`
	Command string       `json:"command"`
	Link    string       `json:"link"`
	Neuron  string       `json:"neuron"`
	Seed    uint64       `json:"seed"`
	Method  string       `json:"method"`
	Tol     float64      `json:"tol,omitempty"`   // of the accurate method
	Dt      float64      `json:"dt_ms,omitempty"` // of the fixed method
	Values  []NamedValue `json:"values"`
	Drugs   []DrugValues `json:"drugs,omitempty"`
}

// NamedValue is one number of a neuron or a drug as it was used, and whether it was
// read, recalled or chosen; "" where the neuron's file does not say.
type NamedValue struct {
	Path       string `json:"path"`
	Value      string `json:"value"`
	Confidence string `json:"confidence,omitempty"`
}

// DrugValues are the numbers of a drug.
type DrugValues struct {
	Name   string       `json:"name"`
	Values []NamedValue `json:"values"`
}

// Report is a result as data, for a program to read.
type Report struct {
	Label      string    `json:"label,omitempty"`
	Conditions []Summary `json:"conditions"`
	Notes      []string  `json:"notes,omitempty"`
	Manifest   Manifest  `json:"manifest"`
	Notice     string    `json:"notice,omitempty"`
}

// Manifest says what was run; version is that of the program.
func (r *Result) Manifest(version string) Manifest {
	return r.Experiment.manifest(r.Neuron, r.Recordings[0].Settings, version)
}

// Manifest says what was asked of a neuron, with the numbers of both.
func (e *Experiment) Manifest(n *model.Neuron, version string) Manifest {
	set := e.settings("")
	if set.Method == "" {
		set.Method = sim.Accurate
		if e.Noise != (sim.Noise{}) {
			set.Method = sim.Fixed
		}
	}
	set.Tol, set.Dt = cmp.Or(set.Tol, sim.DefaultTol), cmp.Or(set.Dt, sim.DefaultDt)
	return e.manifest(n, set, version)
}

func (e *Experiment) manifest(n *model.Neuron, set sim.Settings, version string) Manifest {
	m := Manifest{
		Version: version, Command: e.Command(), Link: e.Link(),
		Neuron: n.Name, Seed: e.Seed, Method: string(set.Method),
	}
	if set.Method == sim.Fixed {
		m.Dt = float64(set.Dt)
	} else {
		m.Tol = set.Tol
	}
	for p := range n.Numbers() {
		m.Values = append(m.Values, NamedValue{p.Path, valueText(n, p.Value), n.TrustIn(p)})
	}
	for _, name := range e.used() {
		m.Drugs = append(m.Drugs, drugValues(name))
	}
	return m
}

func drugValues(name string) DrugValues {
	d := DrugValues{Name: name}
	l, err := model.LigandByName(name)
	if err != nil {
		return d // an experiment that ran has no such drug
	}
	for _, n := range model.LigandNumbers(l) {
		d.Values = append(d.Values, NamedValue{n.Key, n.Text(), n.Confidence})
	}
	return d
}

// valueText is a number as the file writes it, or where the file has an equation,
// the number that it gives, in the unit of the file.
func valueText(n *model.Neuron, v model.Value) string {
	if v.Text != "" && v.Expr == nil {
		return v.Text
	}
	symbol := v.Dim.String()
	if v.Dim == unit.DimConcentration {
		symbol = n.Concentration
	}
	return strings.TrimSpace(strconv.FormatFloat(v.Num, 'g', -1, 64) + " " + symbol)
}

// Report gathers the result; version is that of the program.
func (r *Result) Report(version string) Report {
	return Report{
		Label: r.Experiment.Label, Conditions: r.Summaries, Notes: r.Notes(),
		Manifest: r.Manifest(version), Notice: r.Notice(),
	}
}

// Notes are the facts about all runs, each once.
func (r *Result) Notes() []string {
	var notes []string
	for _, rec := range r.Recordings {
		notes = appendNew(notes, rec.Notes...)
	}
	if r.unsplit != "" {
		notes = append(notes, r.unsplit)
	}
	return notes
}

// appendNew adds those texts that are not there yet.
func appendNew(all []string, more ...string) []string {
	for _, text := range more {
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// Notice is the notice where there is a drug, else "".
func (r *Result) Notice() string { return r.Experiment.Notice() }
