package model

import (
	"strings"
	"testing"
)

// What the arms of the receptor may not say, and what would do.
func TestArmsRefused(t *testing.T) {
	const cell = `name: cell
title: A cell for tests
source: none
compartments:
  soma:
    capacitance: 1 uF/cm2
    start: {V: -60 mV}
    channels:
      CaN: {gbar: 1 mS/cm2, reversal: 60 mV, gates: {m: {inf: 1/(1+exp(-(V+5)/8)), tau: 1 ms}}}
gabab:
`
	check := func(arms, want string) {
		t.Helper()
		_, err := Parse("cell.yaml", []byte(cell+arms))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n%v, want %s", arms, err, want)
		}
	}
	fine := func(arms string) *GABAB {
		t.Helper()
		n, err := Parse("cell.yaml", []byte(cell+arms))
		if err != nil {
			t.Fatal(err)
		}
		return n.GABAB
	}
	check("  calcium: {inhibited: {CaP: 0.5}}\n", "inhibited names CaP, which is not a channel")
	check("  calcium: {inhibited: {CaN: 1.5}}\n", "the fraction lost is from 0 to 1")
	check("  calcium: {inhibited: {CaN: 0.5}, relief: {gate: m, shift: 30 mV}}\n", "relief is a map of channels")
	check("  calcium: {inhibited: {CaN: 0.5}, relief: {CaP: {gate: m, shift: 30 mV, reluctant: 1}}}\n", "CaP, which is not among the inhibited")
	check("  calcium: {inhibited: {CaN: 0.5}, relief: {CaN: {gate: n, shift: 30 mV, reluctant: 1}}}\n", "the gate n, which CaN does not have")
	check("  calcium: {inhibited: {CaN: 0.5}, relief: {CaN: {gate: m, shift: 30 mV}}}\n", "relief wants reluctant")
	check("  release: {from: dend}\n", "release is from dend, which is not a compartment")
	check("  release: {from: soma, inputs: afferents}\n", "not both")
	check("  release: {recovery: 0 ms}\n", "recovery and facilitation are lengths of time above 0")
	check("  release: {loss: 2}\n", "loss is from 0 to 1")

	check("  release: {transmitter: dopamine}\n", "no transmitter of a release arm")

	r := fine("  release: {loss: 0.5}\n").Release
	if r.From != "soma" || r.Use != 0.25 || r.Recovery != 300 || r.Facilitation != 100 {
		t.Errorf("release %+v", r)
	}
	if r := fine("  release: {inputs: afferents, transmitter: glutamate}\n").Release; r.From != "" || r.Inputs != "afferents" || r.Transmitter != Glutamate {
		t.Errorf("release %+v", r)
	}
	in := fine("  calcium: {inhibited: {CaN: 0.5}, relief: {CaN: {gate: m, shift: 30 mV, reluctant: 1}}}\n").Calcium.Inhibited[0]
	if in.Relief == nil || in.Relief.Shift != 30 || in.Relief.Reluctant != 1 {
		t.Errorf("relief %+v", in.Relief)
	}
	// A ligand's concentration is in uM whatever the unit of the file.
	for _, unit := range []string{"nM", "mM", "au"} {
		n, err := Parse("cell.yaml", []byte("concentration: "+unit+"\n"+cell+"  release: {coupling: {agonist: baclofen, ec50: 1500 nM, hill: 1}}\n"))
		if err != nil {
			t.Fatal(err)
		}
		if c := n.GABAB.Release.Coupling; c.EC50 != 1.5 {
			t.Errorf("%s: EC50 %g uM", unit, c.EC50)
		}
	}
}

// What a variant adds to the receptor of its base, or changes of it, does not stand
// under the base's source.
func TestArmsOfAVariant(t *testing.T) {
	n, err := Parse("mine.yaml", []byte(`name: mine
title: Mine
source: my notebook
based_on: squid
gabab:
  girk: {coupling: {agonist: baclofen, ec50: 2 uM, hill: 1}}
  release: {loss: 0.5}
`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"gabab.girk.coupling.ec50": "my notebook",
		"gabab.release.loss":       "my notebook",
		"gabab.girk.gbar.soma":     "chosen for quell",
	} {
		if got := n.SourceOf(path); !strings.HasPrefix(got, want) {
			t.Errorf("%s is from %q, want %q", path, got, want)
		}
	}
}
