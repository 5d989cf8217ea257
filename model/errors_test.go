package model

import (
	"strings"
	"testing"
)

// The errors of neuron-format, section 7, with their line and column to the letter.
func TestErrorsToTheLetter(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		_, err := Parse("mine.yaml", []byte(text))
		if err == nil {
			t.Errorf("this is taken:\n%s", text)
			return
		}
		if !strings.Contains("\n"+err.Error()+"\n", "\n"+strings.TrimSpace(want)+"\n") {
			t.Errorf("%v\nwant\n%s", err, want)
		}
	}
	squid := func(m string) string {
		return `name: squid
title: Squid giant axon
source: Hodgkin & Huxley 1952
temperature: 6.3 degC
compartments:
  soma:
    capacitance: 1 uF/cm2
    start: {V: -65 mV}
    channels:
      Na: {
        gbar: 120 mS/cm2,
        reversal: 50 mV,
        q10: {factor: 3, at: 6.3 degC},
        gates: {
` + m + `
        }}
`
	}
	check(squid("          m: {power: 3, alpha: 0.1*(V+40)/(1-exp(-(V+40)/10)), beta: 4*exp(-(V+65)/18)^2}"), `
mine.yaml:15:87: ^ is not a power here; write pow(x, n)
          m: {power: 3, alpha: 0.1*(V+40)/(1-exp(-(V+40)/10)), beta: 4*exp(-(V+65)/18)^2}
                                                                                      ^`)
	check(squid("          m: {power: 3, alpha: 0.1*(V+40)/(1-exp(-(V+40)/10)), beta: 4*exp(-(Vm+65)/18)}"), `
mine.yaml:15:78: Vm is not known here; did you mean V?
          m: {power: 3, alpha: 0.1*(V+40)/(1-exp(-(V+40)/10)), beta: 4*exp(-(Vm+65)/18)}
                                                                             ^`)
	check(squid("          m: {power: 3, alpha: 0.1*(V+40)/(1-exp(-(V+40)/10)), beta: min(V, 2)}"), `
mine.yaml:15:77: 2) is not a key here; a comma inside { } ends a value: put the equation in quotes, or one key a line
          m: {power: 3, alpha: 0.1*(V+40)/(1-exp(-(V+40)/10)), beta: min(V, 2)}
                                                                            ^`)
	check(squid("          m: {power: 3, alpha: 0.1*(V+40)/(1-exp(-(V+40)/10)), beta: 4exp(-(V+65)/18)}"),
		"mine.yaml:15:70: a product needs its *; write 4*exp\n"+
			"          m: {power: 3, alpha: 0.1*(V+40)/(1-exp(-(V+40)/10)), beta: 4exp(-(V+65)/18)}\n"+strings.Repeat(" ", 69)+"^")
	check(squid("          m: {power: 3}"), `
mine.yaml:15:11: gate m wants alpha and beta, or inf and tau, or inf alone
          m: {power: 3}
          ^`)
	check(of("    channels: {}\nchannels:\n  Na: {gmax: 120 mS/cm2}\n"), `
mine.yaml:11:8: gmax is not a key here; did you mean gbar?
  Na: {gmax: 120 mS/cm2}
       ^`)
	one := "name: x\ntitle: x\nsource: x\ncompartments:\n  soma:\n    capacitance: 1 uF/cm2\n    start: {V: -65 mV}\n    channels:\n"
	check(one+"      Na: {gbar: 120, reversal: 50 mV}\n", `
mine.yaml:9:18: Na.gbar has no unit; write it with one, such as 120 mS/cm2
      Na: {gbar: 120, reversal: 50 mV}
                 ^`)
	check(one+"      Na: {gbar: 120 mV, reversal: 50 mV}\n", `
mine.yaml:9:18: 120 mV is in mV, Na.gbar wants mS/cm2
      Na: {gbar: 120 mV, reversal: 50 mV}
                 ^`)
	check(one+"      Na: {gbar: 120 mS/cm2, q10: {factor: 3, at: 24 degC}, reversal: 50 mV}\n", `
mine.yaml:9:30: q10 is given, but the neuron has no temperature; write temperature: 36 degC
      Na: {gbar: 120 mS/cm2, q10: {factor: 3, at: 24 degC}, reversal: 50 mV}
                             ^`)
	check(one+"      Na: {gbar: 120 mS/cm2, reversal: 50 mV}\n    pools: {Na: {from: [Na], rate: I, start: 0}}\n", `
mine.yaml:9:7: soma already has a pool or state called Na; name the channel otherwise, such as NaL
      Na: {gbar: 120 mS/cm2, reversal: 50 mV}
      ^`)
	check(one+`      H:
        gbar: 1 mS/cm2
        reversal: -40 mV
        states: {o1: {rate: -o1, start: 0}}
        open: c*o1
        gates:
          c: {inf: o1, tau: 4 ms}
`, `
mine.yaml:15:11: gate c uses the state o1; a gate's curves use V and pools; write it under states with a rate
          c: {inf: o1, tau: 4 ms}
          ^`)
	check(one+`      K:
        gbar: 1 mS/cm2
        reversal: -77 mV
        gates:
          n:
            tau: 4 ms
            inf: >-
              1/(1+exp(
              -(Vm+55)/10))
`, `
mine.yaml:15:18: Vm is not known here; did you mean V?
1/(1+exp( -(Vm+55)/10))
            ^`)
}

// What section 2 and 6 rule out, beyond what section 7 shows.
func TestRefused(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		_, err := Parse("mine.yaml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant %s in\n%s", err, want, text)
		}
	}
	gate := func(text string) string {
		return of("    channels: {l: {gbar: 1 mS/cm2, reversal: 1 mV, gates: {m: {" + text + "}}}}\n")
	}
	leak := ", channels: {l: {gbar: 1 mS/cm2, reversal: 1 mV}}"
	variant := "name: y\ntitle: y\nsource: y\nbased_on: motoneuron\n"

	check(gate("inf: 0.5, tau: 4 mV"), "4 mV is in mV, tau wants ms")
	check(gate("inf: 2 mV, tau: 4 ms"), "2 mV is in mV, inf wants a pure number or an equation")
	check(gate("instant: true, inf: 0.5, tau: 4 ms"), "gate m is instant, so it has no tau")
	check(gate("let: {soma2: V, q: V}, inf: q, start: q2"), "q2 is not known here; did you mean q?")
	check(of("    let: {a: 5 mV}\n    channels: {l: {gbar: 1 mS/cm2, reversal: 1 mV, open: a}}\n"), "5 mV is a number, and a let is an equation; write it under params")
	check(of("    params: {k: 1}\n    channels: {l: {gbar: 1 mS/cm2, reversal: 1 mV, gates: {m: {let: {k: V}, inf: k}}}}\n"), "k of l hides the parameter of that name")
	check(of("    channels: {l: {gbar: 1 mS/cm2, reversal: 1 mV, ghk: {permeability: 1e-4 cm/s, in: 1 uM, out: 2 mM, valence: 2}}}\n"), "stands in place of gbar and reversal")
	check(of("    channels: {l: {ghk: {permeability: 1e-4 cm/s, in: Cai, out: 2 mM, valence: 2}}}\n"), "Cai is not a pool of soma")
	check(of("    channels: {l: {gbar: 1 mS/cm2, reversal: 1 mV}}\n    pools: {Ca: {from: [l, l], rate: I, start: 0}}\n"), "is fed from l twice")
	check(of("    params: {area: 3}\n    channels: {}\n"), "soma.area is the compartment's own area")
	check(of("    channels: {l: {gbar: 1 mS/cm2, reversal: 1 mV, params: {gbar: 3}}}\n"), "gbar is a key of the channel l")
	check(of("    channels: {soma: {gbar: 1 mS/cm2, reversal: 1 mV}}\n"), "soma is also a compartment; name the channel otherwise, such as somaL")
	check(of("    channels: {}\n")+"params: {temperature: 3}\n", "temperature has a meaning of its own in paths")
	check(of("    channels: {}\n")+"channels: {Na: {revrsal: 50 mV}}\n", "revrsal is not a key here; did you mean reversal?")
	check(of("    channels: {}\n")+"params: {a: 5 parsecs}\n", "parsecs is not a unit")
	check(of("    channels: {}\n")+"params:\n  <<: {a: 1}\n", "anchors, aliases, tags and merge keys are not read here")
	check(of("    channels: {}\n")+"---\nname: y\n", "one document a file")

	check(two(leak+", length: 9 um", leak)+link, "a has a length or a diameter, but not both")
	check(two(leak+", area: 9 um2", leak)+link, "a has an area, but not every compartment has")
	check(two(leak+", share: 1", leak)+link, "a has a share, but not every compartment has")
	check(two(leak+", area: 9 um2, length: 9 um, diameter: 3 um", leak)+link, "a has an area and a length")
	check(two(leak, leak)+"links: [{between: [a, b], conductance: 1 mS/cm2}, {between: [b, a], conductance: 1 mS/cm2}]\n", "b and a are linked twice")
	check(two(leak, leak)+"links: [{between: [a, b], conductance: 1 nS}]\n", "a link in nS wants compartments with an area")

	check(variant+"params: {Foo: null}\n", "there is no Foo to remove")
	check(variant+"channels: {Kdrr: null}\n", "there is no Kdrr to remove; did you mean Kdr?")
	check("source: y\ntitle: y\nbased_on: motoneuron\n", "a variant wants a name of its own")
	check(variant+"gabab: {girk: {coupling: {theta: 1.2, ec50: 1 uM}}}\n", "not ec50 beside theta")
	check(variant+"compartments: {dend: null}\n", "motoneuron.yaml:58:9: dend is not a compartment")
}

// A definition that two compartments share is wrong once.
func TestOnce(t *testing.T) {
	_, err := Parse("mine.yaml", []byte(two(", channels: {X: {}}", ", channels: {X: {}}")+link+"channels: {X: {gbar: 1 mS/cm2, reversal: 5}}\n"))
	if err == nil || strings.Count(err.Error(), "X.reversal has no unit") != 1 {
		t.Errorf("%v", err)
	}
}
