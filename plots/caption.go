package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/plotter"

	"quell/model"
	"quell/sim"
)

func sorted(xs []float64) []float64 {
	slices.Sort(xs)
	return slices.Compact(xs)
}

// describe writes the figure's words from its recordings: caption, alternative
// text, notice and small print.
func (f *Figure) describe(recs []*sim.Recording, readings []Reading, what string) {
	n := recs[0].Neuron
	f.Caption = fmt.Sprintf("%s: %s, %s.", f.Title, what, strings.Join(names(recs), "; "))
	said := describeInput(recs[0].Protocol)
	for _, absolute := range []bool{false, true} {
		if a := describeCurrent(recs[0].Protocol, absolute); a != "" && (said == "" || !still([]plotter.XYs{current(recs[0].Protocol, absolute)})) {
			from, to := window(recs[0])
			f.Caption += fmt.Sprintf(" Injected current %s, %s to %s ms.", a, figures(from, 6), figures(to, 6))
		}
	}
	if said != "" {
		f.Caption += " " + upper(said) + "."
	}
	f.Alt = fmt.Sprintf("%s. Traces of %s against time.", f.Title, what)
	for i, r := range recs {
		f.Alt += fmt.Sprintf(" %s: ", upper(name(r)))
		if _, _, lo, hi := (line{XYer: r.Voltage()}).DataRange(); lo <= hi {
			f.Alt += fmt.Sprintf("between %s and %s mV, ", decimal(lo, 0), decimal(hi, 0))
		}
		f.Alt += counted(len(r.Spikes), "spike")
		if i < len(readings) {
			f.Alt += spoken(readings[i], readings[0], i > 0)
		}
		f.Alt += "."
	}
	if i := slices.IndexFunc(readings, func(r Reading) bool { return !math.IsNaN(r.Rest) }); i >= 0 {
		f.Caption += fmt.Sprintf(" Dashed: resting potential of %s, %s mV.", name(recs[i]), decimal(readings[i].Rest, 1))
	}
	f.Caption += reasons(recs, readings)
	if n.Source != "" {
		f.Caption += " Model: " + model.Marked(strings.TrimRight(n.Source, ". "), n.Trust.Confidence) + "."
	}
	f.smallPrint(recs)
}

// reasons are sentences on what each change of rest is made of, each once.
func reasons(recs []*sim.Recording, readings []Reading) string {
	var all []string
	for i, r := range readings {
		d := r.Rest - readings[0].Rest
		list := r.split(d)
		if list == "" || math.IsNaN(d) {
			continue
		}
		under, _, _ := strings.Cut(name(recs[i]), ", ")
		s := fmt.Sprintf(" Under %s ΔV %s mV = %s", under, signed(d, 1), list)
		if r.Force != [2]float64{} {
			s += fmt.Sprintf("; driving force of GIRK %s to %s mV", decimal(r.Force[0], 1), decimal(r.Force[1], 1))
		}
		if s += "."; !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return strings.Join(all, "")
}

// title is what the neuron is called on a figure.
func title(n *model.Neuron) string {
	if n.Title != "" {
		return n.Title
	}
	return n.Name
}

// counted is "1 spike", "2 spikes".
func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// spoken is a reading in words, with the change from the control's.
func spoken(r, control Reading, change bool) string {
	var s string
	if !math.IsNaN(r.Rate) {
		s += fmt.Sprintf(", %s Hz", figures(r.Rate, 3))
	}
	if !math.IsNaN(r.Rest) {
		s += fmt.Sprintf(", rest %s mV", decimal(r.Rest, 1))
		if change && !math.IsNaN(control.Rest) {
			s += fmt.Sprintf(" (change %s mV)", signed(r.Rest-control.Rest, 1))
		}
	}
	return s
}

// smallPrint is what must not be cut from the figure: warnings, the note of a
// neuron whose receptor is a teaching case, and the notice where a drug is in.
func (f *Figure) smallPrint(recs []*sim.Recording) {
	add := func(s string) {
		if s != "" && !slices.Contains(f.footer, s) {
			f.footer = append(f.footer, s)
		}
	}
	for _, r := range recs {
		for _, w := range r.Warnings {
			add("Warning: " + w)
		}
	}
	for _, r := range recs {
		if !drugged(r) {
			continue
		}
		if g := r.Neuron.GABAB; g != nil {
			add(upper(g.Note))
		}
		f.Notice = Notice
	}
	add(f.Notice)
}

func names(recs []*sim.Recording) []string {
	var all []string
	for _, r := range recs {
		all = append(all, name(r))
	}
	return all
}

// upper is the text with a capital first letter.
func upper(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToUpper(string(r)) + s[len(string(r)):]
		}
	}
	return s
}
