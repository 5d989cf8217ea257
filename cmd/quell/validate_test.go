package main

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"quell/sim/validate"
)

// madeUp is a report with one of each kind of row.
func madeUp() *validate.Report {
	nan := math.NaN()
	return &validate.Report{Rows: []validate.Row{
		{ID: "hh_fi", Group: validate.GroupEngine, Neuron: "squid", What: "spikes", Condition: "I = 7 uA/cm2", Want: 59, Got: 59, Verdict: validate.Hit},
		{ID: "hh_fi", Group: validate.GroupEngine, Neuron: "squid", What: "last rate", Unit: "Hz", Want: 58, Spread: 0.058, Allowed: "0.1 %", Got: 58.029, Verdict: validate.Hit},
		{ID: "hh_fi", Group: validate.GroupEngine, Neuron: "squid", What: "last rate", Unit: "Hz", Want: 1, Spread: nan, Got: nan, Verdict: validate.Skipped, Why: "the references disagree"},
		{
			ID: "P98", Group: validate.GroupFinding, What: "a finding & its number", Condition: "10 µM", Unit: "mV", Want: -5, Spread: 1, Got: -5.25, Verdict: validate.Hit, Source: "made up", Confidence: "read",
			Figure: &validate.Figure{Title: "P98: squid, 10 µM", X: "dose (µM)", Y: "ΔV (mV)", LogX: true, Curves: []validate.Curve{{Name: "quell", X: []float64{0.1, 1, 10}, Y: []float64{0, -2, -5}}}},
		},
		{ID: "P97", Group: validate.GroupFinding, What: "one side", Unit: "%", Want: 0, Spread: nan, Allowed: "above 0 %", Got: 79.4, Verdict: validate.Hit, Given: "it is a number of the model"},
		{ID: "P99", Group: validate.GroupFinding, What: "another", Unit: "%", Want: 50, Spread: 5, Got: 10, Verdict: validate.ExpectedMiss, Why: "the cell has no such current"},
	}}
}

func TestValidationText(t *testing.T) {
	got := validationText(madeUp())
	for _, want := range []string{
		"hh_fi  squid   spikes        1",
		"1         1  0.05 %    0.1 %  hit",
		"left out, 1: the references disagree",
		"P98  hit            −5 ± 1 mV  −5.25 mV  a finding & its number (10 µM)\nP97",
		"P97  hit, built in  above 0 %    79.4 %  one side\n        built in: it is a number of the model\n",
		"P99  expected miss   50 ± 5 %      10 %  another",
		"        the cell has no such current",
		"engine: 2 hit, 1 skipped\nfinding: 2 hit, 1 of them built in, 1 expected miss\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// What fails is a row of another engine or of the receptor, and a finding that is
// missed for no reason.
func TestValidationFails(t *testing.T) {
	check := func(r validate.Row, fails bool) {
		t.Helper()
		rep := madeUp()
		rep.Rows = append(rep.Rows, r)
		if err := failed(rep); (err != nil) != fails {
			t.Errorf("%+v: %v", r, err)
		}
	}
	check(validate.Row{Group: validate.GroupEngine, Verdict: validate.Hit}, false)
	check(validate.Row{Group: validate.GroupEngine, Verdict: validate.Miss, Why: "off"}, true)
	check(validate.Row{Group: validate.GroupReceptor, Verdict: validate.Miss, Why: "off"}, true)
	check(validate.Row{Group: validate.GroupFinding, Verdict: validate.Miss, Why: "the cell has none"}, false)
	check(validate.Row{Group: validate.GroupFinding, Verdict: validate.Miss}, true)
}

// The report needs nothing but itself, and says of each finding what it rests on.
func TestReport(t *testing.T) {
	var b bytes.Buffer
	if err := writeReport(&b, madeUp()); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{"a finding &amp; its number", "made up [read]", "published above 0 %, quell 79.4 %", "hit, built in</span>", "built in: it is a number of the model", "<figcaption>P98: squid, 10 µM: published −5 ± 1 mV, quell −5.25 mV", `class="light"><svg`, `class="dark"><svg`, "ΔV (mV)", "the cell has no such current", `lang="en"`, "prefers-color-scheme"} {
		if !strings.Contains(page, want) {
			t.Errorf("the report has no %q", want)
		}
	}
	for _, foreign := range []string{"<script", "src=", "<link", "url("} {
		if strings.Contains(page, foreign) {
			t.Errorf("the report asks for something outside: %q", foreign)
		}
	}
}

// JSON has null where there is no number.
func TestValidationJSON(t *testing.T) {
	var b bytes.Buffer
	if err := writeRows(&b, madeUp()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Rows   []map[string]any
		Notice string
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != 6 || got.Rows[2]["got"] != nil || got.Rows[0]["got"] != 59.0 || got.Rows[4]["allowed"] != "above 0 %" || got.Rows[4]["given"] == nil || got.Notice == "" {
		t.Errorf("%+v", got)
	}
	explained := page("validate")
	for key := range got.Rows[4] {
		if !strings.Contains(explained, "`"+key+"`") {
			t.Errorf("help/validate.md does not explain %s", key)
		}
	}
}
