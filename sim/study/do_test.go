package study

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"quell/model"
)

func do(t *testing.T, e *Experiment) *Result {
	t.Helper()
	res, err := e.Do(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// short is a squid axon under 10 uA/cm2 for 100 ms.
func short(t *testing.T, words ...word) *Experiment {
	return experiment(t, "squid", append([]word{
		{"current", "10uA/cm2"}, {"from", "20ms"}, {"to", "120ms"}, {"duration", "140ms"}, {"sample", "0.1ms"},
	}, words...)...)
}

// summaryKeys are the keys that the help documents.
var summaryKeys = []string{
	"driving_force_mV", "drugs", "first_isi_rate_hz", "label", "last_isi_rate_hz", "latency_ms", "mean_isi_rate_hz",
	"n_spikes", "rate_hz", "spikes_ms", "v_mean_mV", "v_rest_mV", "warnings",
}

func TestSummary(t *testing.T) {
	res := do(t, short(t, word{"baclofen", "100uM"}))
	if len(res.Summaries) != 2 {
		t.Fatalf("%d summaries, want control and drug", len(res.Summaries))
	}
	control, drug := res.Summaries[0], res.Summaries[1]
	if control.Rest == nil || drug.Rest == nil || !(*drug.Rest < *control.Rest) {
		t.Errorf("rest %v and %v; a drug that opens GIRK hyperpolarises", control.Rest, drug.Rest)
	}
	if control.N < 5 || control.Rate != float64(control.N)*10 {
		t.Errorf("%d spikes in 100 ms are %v Hz", control.N, control.Rate)
	}
	text, err := json.Marshal(control)
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(text, &keys); err != nil {
		t.Fatal(err)
	}
	var got []string
	for k := range keys {
		got = append(got, k)
	}
	slices.Sort(got)
	if !slices.Equal(got, summaryKeys) {
		t.Errorf("keys %v, want %v", got, summaryKeys)
	}
	report := res.Report("1.2")
	if report.Notice != Notice || report.Manifest.Version != "1.2" || len(report.Manifest.Values) == 0 {
		t.Errorf("report %+v", report)
	}
	if do(t, short(t)).Report("1.2").Notice != "" {
		t.Error("a run without a drug carries the notice")
	}
}

// A silent cell has no latency, and null stands for it.
func TestSilentSummary(t *testing.T) {
	s := do(t, short(t, word{"current", "0uA/cm2"})).Summaries[0]
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if s.N != 0 || !strings.Contains(string(text), `"latency_ms":null`) || !strings.Contains(string(text), `"spikes_ms":[]`) {
		t.Errorf("%s", text)
	}
}

// The command in the manifest gives the same spikes, bit for bit, and so does the
// saved file.
func TestRerun(t *testing.T) {
	e := short(t, word{"baclofen", "3uM"}, word{"set", "soma.K.gbar=35 mS/cm2"})
	first := do(t, e)
	fromCommand, err := parseFlags(e.Args())
	if err != nil {
		t.Fatal(err)
	}
	fromFile, err := Read("x.yaml", e.File())
	if err != nil {
		t.Fatal(err)
	}
	for _, again := range []*Experiment{fromCommand, fromFile} {
		second := do(t, again)
		for i := range first.Recordings {
			if !slices.Equal(first.Recordings[i].Spikes, second.Recordings[i].Spikes) {
				t.Errorf("%s: run again, spikes differ", first.Recordings[i].Label)
			}
		}
	}
}

func TestConverge(t *testing.T) {
	for _, words := range [][]word{nil, {{"method", "fixed"}, {"dt", "0.02ms"}}} {
		res := do(t, short(t, words...))
		drifts, err := res.Converge(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		d := drifts[0]
		t.Log(d)
		// The fixed method is off by 0.15 ms after 1 s at 0.025 ms (engine, section 2).
		if d.N[0] != d.N[1] || d.Spike <= 0 || d.Spike > 0.1 {
			t.Errorf("%v: %+v", words, d)
		}
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := short(t, word{"baclofen", "3uM"}).Do(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestRheobaseBrackets(t *testing.T) {
	n, err := model.ByName("squid")
	if err != nil {
		t.Fatal(err)
	}
	at := func(x float64) model.Amount { return model.Amount{Value: x} }
	check := func(lo, hi model.Amount, tol float64, want string) {
		t.Helper()
		if _, err := Rheobase(context.Background(), n, 20, 100, lo, hi, tol); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v to %v: %v, want %s", lo, hi, err, want)
		}
	}
	check(at(10), at(20), 1e-2, "squid fires already at 10 µA/cm2; begin lower")
	check(at(0), at(1), 1e-2, "squid does not fire at 1 µA/cm2; end higher")
	check(at(0), at(10), 0, "try 1e-4")
	check(at(0), model.Amount{Value: 1, Absolute: true}, 1e-2, "differ in kind")
}

// A CSV says how it was made and gives the traces back.
func TestWriteCSV(t *testing.T) {
	res := do(t, short(t, word{"baclofen", "3uM"}))
	var b bytes.Buffer
	if err := WriteCSV(&b, res, "1.2"); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{"# quell 1.2\n", "# command: " + res.Experiment.Command() + "\n", "# notice: " + Notice + "\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file lacks %q", want)
		}
	}
	r := csv.NewReader(&b)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[0][:3]; !slices.Equal(got, []string{"condition", "time_ms", "soma.V_mV"}) {
		t.Errorf("columns %v", rows[0])
	}
	want := 0
	for _, rec := range res.Recordings {
		want += rec.Voltage().Len()
	}
	if len(rows)-1 != want {
		t.Errorf("%d rows, want %d samples", len(rows)-1, want)
	}
	v := res.Recordings[0].Voltage()
	for i, row := range rows[1 : 1+v.Len()] {
		y, err := strconv.ParseFloat(row[2], 64)
		if err != nil || math.Abs(y-v.Y[i]) > 1e-7 {
			t.Fatalf("row %d is %v, want V = %v", i, row, v.Y[i])
		}
	}
}

// A table that cannot be written says so.
func TestWriteCSVFails(t *testing.T) {
	res := do(t, short(t))
	for _, room := range []int{0, 10, 5000} {
		if err := WriteCSV(&fullDisk{room}, res, "1.2"); !errors.Is(err, errFull) {
			t.Errorf("a disk with %d bytes left: %v", room, err)
		}
	}
}

var errFull = errors.New("the disk is full")

type fullDisk struct{ room int }

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) > d.room {
		return 0, errFull
	}
	d.room -= len(p)
	return len(p), nil
}
