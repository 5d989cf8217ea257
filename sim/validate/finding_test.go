package validate

import (
	"math"
	"slices"
	"strings"
	"testing"

	"quell/sim/study"
)

// atLeast are the findings that one cell, a receptor or a terminal can show, as the
// issue of this table lists them.
func atLeast() []string {
	return []string{"P01", "P02", "P03", "P13", "P14", "P16", "P18", "P19", "P20", "P21", "P22", "P23", "P33", "P50", "P52"}
}

// Every number is computed, every miss has a reason, and every reason a miss.
func TestFindings(t *testing.T) {
	all, err := readFindings()
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := Findings()
	if err != nil {
		t.Fatal(err)
	}
	rep, err := Run(t.Context(), jobs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	titles := map[string]bool{}
	for i, r := range rep.Rows {
		ids = append(ids, r.ID)
		t.Logf("%s %s: %.4g against %.4g ± %.3g %s; %s", r.ID, r.Verdict, r.Got, r.Want, r.Spread, r.Unit, r.Condition)
		p, where := all[i], r.ID+", "+r.Condition
		switch {
		case r.Verdict == Hit && (p.why != "" || p.expected):
			t.Errorf("%s: a hit, but the file gives a reason for a miss", where)
		case r.Verdict != Hit && r.Why == "":
			t.Errorf("%s: %s without a reason: %g against %g ± %g", where, r.Verdict, r.Got, r.Want, r.Spread)
		case r.Verdict != Hit && r.Given != "":
			t.Errorf("%s: %g, but %g is built in: %s", where, r.Got, r.Want, r.Given)
		}
		if r.Condition == "" || r.What == "" || r.Source == "" || r.Neuron == "" {
			t.Errorf("%s: something is not said: %+v", where, r)
		}
		checkFigure(t, where, r.Figure)
		if r.Figure != nil && titles[r.Figure.Title] {
			t.Errorf("%s: a second figure is called %s", where, r.Figure.Title)
		} else if r.Figure != nil {
			titles[r.Figure.Title] = true
		}
	}
	for _, id := range atLeast() {
		if !slices.Contains(ids, id) {
			t.Errorf("%s is not compared", id)
		}
	}
	t.Logf("%d within the reported spread, %d of them built in, %d misses, %d of them expected", rep.Count("", Hit), rep.GivenBack(GroupFinding), rep.Count("", Miss)+rep.Count("", ExpectedMiss), rep.Count("", ExpectedMiss))
}

func checkFigure(t *testing.T, where string, f *Figure) {
	t.Helper()
	if f == nil {
		return
	}
	for _, c := range f.Curves {
		if len(c.X) == 0 || len(c.X) != len(c.Y) {
			t.Errorf("%s: %s has %d abscissae and %d ordinates", where, c.Name, len(c.X), len(c.Y))
		}
		if slices.ContainsFunc(slices.Concat(c.X, c.Y), math.IsNaN) {
			t.Errorf("%s: %s has what is no number", where, c.Name)
		}
	}
}

// The command of each row can be run as it stands.
func TestFindingCommands(t *testing.T) {
	all, err := readFindings()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range all {
		if seen[p.command()] {
			continue
		}
		seen[p.command()] = true
		e, err := study.ReadLink(p.experiment.Link())
		if err != nil {
			t.Errorf("%s: %v", p.id, err)
			continue
		}
		if _, err := e.Do(t.Context()); err != nil {
			t.Errorf("%s: %v", p.command(), err)
		}
	}
}

func TestJudge(t *testing.T) {
	nan := math.NaN()
	check := func(p reported, got float64, want Verdict, why string) {
		t.Helper()
		p.experiment = &trial{Experiment: study.Experiment{Neuron: "squid"}}
		if r := p.judge(answer{got: got}); r.Verdict != want || r.Why != why {
			t.Errorf("%g against %+v: %s, %q; want %s, %q", got, p, r.Verdict, r.Why, want, why)
		}
	}
	check(reported{value: 10, spread: 1}, 11, Hit, "")
	check(reported{value: 10, spread: 1, why: "it lacks a current"}, 11.1, Miss, "it lacks a current")
	check(reported{value: 10, spread: 1, why: "it lacks a current", expected: true}, 11.1, ExpectedMiss, "it lacks a current")
	check(reported{value: 10, spread: 1}, nan, Miss, "")
	check(reported{value: 1, spread: nan, above: true}, 1.2, Hit, "")
	check(reported{value: 1, spread: nan, above: true}, 1, Miss, "")
	check(reported{value: 1, spread: nan, above: true}, nan, Miss, "")

	p := reported{value: 0, spread: nan, above: true, unit: "%", given: "it can only lose", experiment: &trial{Experiment: study.Experiment{Neuron: "squid"}}}
	if r := p.judge(answer{got: 3}); r.Allowed != "above 0 %" || r.Given != p.given {
		t.Errorf("%+v: a side and what is built in are not said", r)
	}
}

// A fit gets back the curve that it was given.
func TestFit(t *testing.T) {
	check := func(want hill, conc ...float64) {
		t.Helper()
		c := curve{conc: conc}
		for _, x := range conc {
			c.effect = append(c.effect, want.at(x))
		}
		got, err := c.fit()
		if err != nil {
			t.Fatal(err)
		}
		for _, pair := range [][2]float64{{got.ec50, want.ec50}, {got.slope, want.slope}, {got.top, want.top}} {
			if math.Abs(pair[0]/pair[1]-1) > 1e-6 {
				t.Errorf("fit of %+v gives %+v", want, got)
			}
		}
	}
	check(hill{1.5, 1.2, 40}, 0.1, 0.3, 1, 3, 10, 30)
	check(hill{14.5, 1.2, 0.3}, 0.1, 1, 10, 20, 50, 100)
	check(hill{1090, 1, -20}, 100, 300, 1000, 3000, 10_000)
	flat := curve{[]float64{1, 2, 3, 4}, []float64{1, 2, 3, 4}}
	if h, err := flat.fit(); err != nil || !math.IsNaN(h.ec50) {
		t.Errorf("a line has an EC50 of %v, %v; want none", h.ec50, err)
	}
	if _, err := (curve{[]float64{1, 2}, []float64{1, 2}}).fit(); err == nil {
		t.Error("three numbers are fitted to two points")
	}
}

func TestFindingsRefused(t *testing.T) {
	const good = `quell: 1
findings:
  P01:
    sentence: It does
    source: Somebody 1988
    confidence: read
    experiment: {quell: 1, neuron: cortical-rs, drugs: {baclofen: 1 uM}}
    numbers:
      - {condition: here, compute: effect, of: shift, value: -5, spread: 1, unit: mV}
`
	if _, err := parseFindings("x.yaml", []byte(good)); err != nil {
		t.Fatal(err)
	}
	check := func(old, changed, want string) {
		t.Helper()
		_, err := parseFindings("x.yaml", []byte(strings.Replace(good, old, changed, 1)))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "x.yaml:") {
			t.Errorf("%q: %v, want %q with its place", changed, err, want)
		}
	}
	check("quell: 1\n", "quell: 2\n", "version 1")
	check("sentence", "sentense", "did you mean sentence?")
	check("confidence: read", "confidence: chosen", "read or recalled")
	check("compute: effect", "compute: guess", "not a way to compute")
	check("baclofen: 1 uM", "baclofin: 1 uM", "baclofen")
	check("neuron: cortical-rs", "neuron: cortical", "cortical")
	check("value: -5, spread: 1", "value: -5", "a value and a spread")
	check("value: -5", "value: -5 mV", "unit stands under unit")
	check("spread: 1", "spread: 1, expected: miss", "write why")
	check("spread: 1", "spread: 1, with: {Ko: 3}", "Ko")
	check("spread: 1", "spread: 1, between: [1]", "two numbers")
}
