package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quell/model"
	"quell/model/unit"
)

// Protocol is what is done to the neuron: injected current or a voltage clamp,
// drugs, and for how long. Times count from the start of the run.
type Protocol struct {
	Duration unit.Time
	Currents []Segment
	Clamp    []ClampSegment // when not empty the soma's V is held, and Currents must be empty
	Doses    []Dose
	Exchange unit.Time               // time constant of the bath exchange; 0 = ideal fast perfusion
	GIRK     unit.ConductanceDensity // holds the GIRK conductance fixed, ohmic at E_K, in every compartment
	HoldGIRK bool
	Drive    unit.ConductanceDensity // tonic excitatory conductance, of the membrane of the compartment that current enters; see drive.go
	Noise    Noise
	Ko       unit.Concentration // extracellular potassium; 0 leaves the file's E_K
	Receptor Receptor           // how the receptor is modelled

	Pulses      []unit.Time // when synapses release GABA onto the cell
	UptakeBlock float64     // part of the uptake of that GABA that is blocked, 0 to 1
}

// Segment is one named piece of injected current; segments add.
type Segment struct {
	Name       string
	From, To   unit.Time
	Start, End model.Amount // equal for a step; a ramp is linear between them and 0 outside
}

// ClampSegment holds V from From on, until the next segment's From.
type ClampSegment struct {
	Name string
	From unit.Time
	V    unit.Voltage
}

// Dose is one ligand at one concentration from At until Wash (0: until the end).
// A dose with At 0 is equilibrated: the receptor starts at its steady state.
type Dose struct {
	Ligand   string
	Conc     unit.Concentration
	At, Wash unit.Time
}

// longestRun is the longest run that Check allows; drug over hours to days is
// solved before, not by running a neuron through it.
const longestRun unit.Time = 3_600_000

// drugged says that a ligand is ever there.
func (p *Protocol) drugged() bool {
	return len(p.Pulses) > 0 || slices.ContainsFunc(p.Doses, func(d Dose) bool { return d.Conc > 0 })
}

// Check reports everything that cannot be done to this neuron.
func (p *Protocol) Check(n *model.Neuron) error {
	var errs []error
	add := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !(p.Duration > 0) {
		add("duration: %v is no length of time; try 1s", p.Duration)
	} else if p.Duration > longestRun {
		add("duration: %v is longer than %v; a neuron is not run for that long, try 10s", p.Duration, longestRun)
	}
	if len(p.Clamp) > 0 && len(p.Currents) > 0 {
		add("clamp: a clamped cell takes no injected current; leave one of them out")
	}
	p.checkClamp(add)
	p.checkCurrents(n, add)
	for _, d := range p.Doses {
		p.checkDose(n, d, add)
	}
	p.Receptor.check(n, p.Doses, add)
	p.checkPulses(n, add)
	p.checkPublished(add)
	if p.Ko < 0 {
		add("Ko: %v is no concentration; try 5mM", p.Ko)
	}
	if p.Ko != 0 && len(potassium(n)) == 0 {
		add("Ko: %s does not say which of its reversals is E_K: its file has no girk and no parameter EK", n.Name)
	}
	p.checkHeld(n, add)
	p.checkDrive(n, add)
	p.checkNoise(add)
	return errors.Join(errs...)
}

// checkVaried reports what of a variant cannot be done, where the rest has been
// checked.
func (p *Protocol) checkVaried(n *model.Neuron, v *Variant) error {
	var errs []error
	add := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if v.Currents != nil {
		p.checkCurrents(n, add)
	}
	if v.Conc != nil {
		for _, d := range p.Doses {
			if err := CheckDose(d.Ligand, d.Conc); err != nil {
				add("%s: %w", d.Ligand, err)
			}
		}
	}
	p.checkHeld(n, add)
	return errors.Join(errs...)
}

func (p *Protocol) checkHeld(n *model.Neuron, add func(string, ...any)) {
	if p.HoldGIRK && (n.GABAB == nil || n.GABAB.GIRK == nil) {
		add("girk: %s has no GIRK reversal to hold; %s", n.Name, WithReceptor())
	}
}

func (p *Protocol) checkCurrents(n *model.Neuron, add func(string, ...any)) {
	for _, s := range p.Currents {
		if !(s.To > s.From) || s.From < 0 {
			add("%s: from %v to %v is no interval; the first time must be smaller", s.Name, s.From, s.To)
		}
		for _, a := range []model.Amount{s.Start, s.End} {
			if _, err := n.InjectedDensity(a); err != nil {
				add("%s: %w", s.Name, err)
				break
			}
		}
	}
}

func (p *Protocol) checkClamp(add func(string, ...any)) {
	if len(p.Clamp) == 0 {
		return
	}
	first := p.Clamp[0].From
	for _, c := range p.Clamp {
		first = min(first, c.From)
		if c.From < 0 || c.From >= p.Duration {
			add("clamp: %v is held from %v, but the run goes from 0 to %v", c.V, c.From, p.Duration)
		}
	}
	if first > 0 {
		add("clamp: the first voltage is held from %v; give one from 0 ms on", first)
	}
}

func (p *Protocol) checkPulses(n *model.Neuron, add func(string, ...any)) {
	if len(p.Pulses) > 0 && n.GABAB == nil {
		add("synapse: %w", CheckReceptor(n))
	}
	for _, t := range p.Pulses {
		if !(t >= 0) || t >= p.Duration {
			add("synapse: GABA is released at %v, but the run goes from 0 to %v", t, p.Duration)
			break
		}
	}
	if !(p.UptakeBlock >= 0 && p.UptakeBlock <= 1) {
		add("uptake-block: %v is no part; it is from 0 to 1", p.UptakeBlock)
	}
}

func (p *Protocol) checkDose(n *model.Neuron, d Dose, add func(string, ...any)) {
	if err := CheckDose(d.Ligand, d.Conc); err != nil {
		add("%s: %w", d.Ligand, err)
	}
	if n.GABAB == nil {
		add("%s: %w", d.Ligand, CheckReceptor(n))
	}
	if d.Wash != 0 && d.Wash <= d.At {
		add("%s: washed out at %v, before it comes at %v", d.Ligand, d.Wash, d.At)
	}
	if d.At < 0 || d.At > 0 && d.At >= p.Duration {
		add("%s: comes at %v, but the run ends at %v", d.Ligand, d.At, p.Duration)
	}
}

// CheckDose says why a concentration of a ligand cannot be used: the ligand is not
// known, or the dose–response data do not reach so far.
func CheckDose(ligand string, c unit.Concentration) error {
	l, err := model.LigandByName(ligand)
	if err != nil {
		return err
	}
	if !(c >= 0) {
		return fmt.Errorf("%v is below zero; a concentration is 0uM or more", c)
	}
	reach := unit.Concentration(l.Range[1])
	switch mark := model.Mark(l.Numbers["range"].Confidence); {
	case c <= reach:
		return nil
	case mark != "":
		return fmt.Errorf("%v is above %v, the most that quell takes %s; quell does not extrapolate", c, reach, mark)
	}
	return fmt.Errorf("%v is above the %v the dose–response data reach; quell does not extrapolate", c, reach)
}

// CheckReceptor says that a drug cannot act on a neuron without a receptor, and
// names neurons that have one.
func CheckReceptor(n *model.Neuron) error {
	if n.GABAB != nil {
		return nil
	}
	return fmt.Errorf("%s has no GABA-B receptor in its file, so no drug can act on it; %s", n.Name, WithReceptor())
}

// WithReceptor names the neurons that a drug can be given to.
func WithReceptor() string {
	var names []string
	for _, name := range model.Names() {
		if n, err := model.ByName(name); err == nil && n.GABAB != nil {
			names = append(names, name)
		}
	}
	return "those that have one: " + strings.Join(names, ", ")
}

// edges lists the times at which something changes, in order.
func (p *Protocol) edges() []float64 {
	var out []float64
	add := func(t unit.Time) {
		if t > 0 && t < p.Duration && !slices.Contains(out, float64(t)) {
			out = append(out, float64(t))
		}
	}
	for _, s := range p.Currents {
		add(s.From)
		add(s.To)
	}
	for _, c := range p.Clamp {
		add(c.From)
	}
	for _, d := range p.Doses {
		if d.Conc == 0 {
			continue
		}
		add(d.At)
		add(d.Wash)
	}
	for _, t := range p.Pulses {
		add(t)
	}
	slices.Sort(out)
	return out
}

// input is the injected density (uA/cm2) at t and its slope (per ms) until the
// next edge.
func (p *Protocol) input(n *model.Neuron, t, until float64) (value, slope float64) {
	mid := 0.5 * (t + until)
	for _, s := range p.Currents {
		from, to := float64(s.From), float64(s.To)
		if mid < from || mid >= to {
			continue
		}
		a, _ := n.InjectedDensity(s.Start) // Check has refused what cannot be converted
		b, _ := n.InjectedDensity(s.End)
		k := (b - a) / (to - from)
		value += a + float64(k*(t-from))
		slope += k
	}
	return value, slope
}

// flat says that the injected current does not change from t until the next edge.
func (p *Protocol) flat(t, until float64) bool {
	mid := 0.5 * (t + until)
	for _, s := range p.Currents {
		if mid >= float64(s.From) && mid < float64(s.To) && s.Start != s.End {
			return false
		}
	}
	return true
}

// clampAt is the held voltage at t.
func (p *Protocol) clampAt(t float64) (v float64, ok bool) {
	for _, c := range p.Clamp {
		if float64(c.From) <= t+timeGrain {
			v, ok = float64(c.V), true
		}
	}
	return v, ok
}
