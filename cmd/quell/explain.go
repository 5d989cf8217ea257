package main

import (
	"fmt"
	"math"
	"strings"

	"quell/model"
	"quell/model/unit"
	"quell/sim"
	"quell/sim/study"
)

// reasons are the lines under the table that say why rest and rate change.
func (res *outcome) reasons() []string {
	var all []string
	var control *float64 // its driving force
	for _, s := range res.Summaries {
		if s.DeltaV == nil {
			control = s.Force
			continue
		}
		if line := shift(s, control); line != "" {
			all = append(all, line)
		}
		if res.explain {
			all = append(all, through(s)...)
		}
	}
	for _, g := range res.gains {
		all = append(all, byGain(g, len(res.gains) > 1))
	}
	return all
}

// leastShift is half of the last figure that ΔV is printed with, mV.
const leastShift = 0.005

// shift is ΔV and its parts, rounded so that they add up as they stand.
func shift(s study.Summary, control *float64) string {
	if math.Abs(*s.DeltaV) < leastShift {
		return ""
	}
	line := "ΔV " + decimal("%.2f", *s.DeltaV) + " mV = " + counted(s.Parts, *s.DeltaV)
	if control != nil && s.Force != nil {
		line += "; driving force of GIRK " + decimal("%.1f", *control) + " → " + decimal("%.1f", *s.Force) + " mV"
	}
	return line
}

// counted are parts in words, without those that are too small to be seen.
func counted(parts []sim.Part, whole float64) string {
	var words []string
	for _, p := range sim.RoundParts(parts, whole, 2*leastShift) {
		if math.Abs(p.V) >= leastShift {
			words = append(words, p.Name+" "+decimal("%+.2f", p.V))
		}
	}
	return strings.Join(words, ", ")
}

// through are the parts of ΔV that come by several currents.
func through(s study.Summary) []string {
	var all []string
	for _, p := range s.Parts {
		if list := counted(p.Through, p.V); strings.Contains(list, ",") {
			all = append(all, p.Name+" "+decimal("%.2f", p.V)+" mV = "+list)
		}
	}
	return all
}

// byGain is the change of a rate and what it is by.
func byGain(g study.Gain, several bool) string {
	line := "rate "
	if several {
		line = g.Label + ", " + line
	}
	if g.Why != "" {
		return line + "has no parts: " + g.Why
	}
	hz := func(format string, f unit.Frequency) string { return decimal(format, float64(f)) }
	return fmt.Sprintf("%s%s → %s Hz: %s by rheobase (%s), %s by gain", line,
		hz("%.1f", g.Rate[0]), hz("%.1f", g.Rate[1]), hz("%+.1f", g.ByRheobase), signed(g.Shift()), hz("%+.1f", g.ByGain))
}

// signed is a change of current.
func signed(a model.Amount) string {
	const digits = 3
	sign, size := "+", a.Value
	if size < 0 {
		sign, size = "−", -size
	}
	if a.Absolute {
		return sign + unit.Short(unit.Current(size), digits)
	}
	return sign + unit.Short(unit.CurrentDensity(size), digits)
}
