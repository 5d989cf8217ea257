package study

import (
	"math"
	"testing"
)

// digits is how far a pA2 that is given to one figure after the point may be from it.
const digits = 0.05

// Antagonists at the hyperpolarisation by baclofen have the pA2 that Bon & Galvan 1996,
// Br J Pharmacol 118:961, measured in septal neurones, and a Schild slope of 1. Each K was
// taken from one of these numbers or from a binding in brain (ligands.yaml), so that the
// test is of the way from concentrations to the plot.
func TestPublishedSchild(t *testing.T) {
	for _, c := range []struct {
		name string
		at   string
		pA2  float64
	}{
		{"CGP55845", "5nM,15nM,50nM", 8.3},
		{"CGP52432", "0.2uM,0.6uM,2uM", 6.7},
		{"CGP35348", "30uM,100uM,300uM", 4.5},
		{"OH-saclofen", "60uM,150uM,500uM", 4.2},
	} {
		r := responseOf(t, "cortical-rs", "antagonist "+c.name+"="+c.at)
		s := r.Schilds[1]
		if r.Measures[1].Name != "delta_v" || s.Fit == nil || s.Fit.Line == nil {
			t.Fatalf("%s: no Schild plot of %s: %s", c.name, r.Measures[1].Name, s.Why)
		}
		if got := s.Fit.Line.PA2.Value; math.Abs(got-c.pA2) > digits {
			t.Errorf("%s: pA2 %.3f, published %v", c.name, got, c.pA2)
		}
		if got := s.Fit.Line.Slope.Value; math.Abs(got-1) > 0.01 {
			t.Errorf("%s: Schild slope %.4f", c.name, got)
		}
	}
}

// Of cells that differ, the interval of pA2 holds the published number, and that of the
// slope holds 1.
func TestPublishedSchildOfCells(t *testing.T) {
	r := responseOf(t, "cortical-rs", "antagonist CGP55845=5nM,15nM,50nM", "cells 8", "seed 3")
	s := r.Schilds[1]
	if s.Fit == nil || s.Gaddum == nil {
		t.Fatal(s.Why)
	}
	line := s.Fit.Line
	check := func(what string, low, want, high float64) {
		t.Helper()
		if !(low <= want && want <= high) {
			t.Errorf("the interval of %s, %.3f to %.3f, does not hold %v", what, low, high, want)
		}
	}
	check("pA2", line.PA2.Low-digits, 8.3, line.PA2.High+digits)
	check("the slope", line.Slope.Low, 1, line.Slope.High)
	check("pKB", s.Gaddum.PA2.Low-digits, 8.3, s.Gaddum.PA2.High+digits)
	if n := len(s.Fit.Ratios); n != 3 {
		t.Errorf("%d dose ratios", n)
	}
}
