package validate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"
)

// Rows stand in the order of the jobs, whatever is done first, and each job is
// told of once.
func TestRunKeepsOrder(t *testing.T) {
	var jobs []Job
	for i := range 50 {
		jobs = append(jobs, Job{ID: fmt.Sprint(i), Run: func(context.Context) ([]Row, error) {
			return []Row{{ID: fmt.Sprint(i)}}, nil
		}})
	}
	last := 0
	rep, err := Run(t.Context(), jobs, func(done, of int) {
		if done != last+1 || of != len(jobs) {
			t.Errorf("told of %d of %d after %d", done, of, last)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rep.Rows {
		if r.ID != fmt.Sprint(i) {
			t.Fatalf("row %d is of job %s", i, r.ID)
		}
	}
}

func TestRunGivesTheCause(t *testing.T) {
	broken := errors.New("broken")
	jobs := []Job{
		{Run: func(ctx context.Context) ([]Row, error) { <-ctx.Done(); return nil, ctx.Err() }},
		{Run: func(context.Context) ([]Row, error) { return nil, broken }},
	}
	if _, err := Run(t.Context(), jobs, nil); !errors.Is(err, broken) {
		t.Errorf("%v, want the job's own error", err)
	}
}

func TestVerdicts(t *testing.T) {
	check := func(want, spread, got float64, verdict Verdict, share float64) {
		t.Helper()
		c := &comparison{group: GroupEngine}
		c.hold("", "", "mV", want, spread, got)
		if r := c.rows[0]; r.Verdict != verdict || r.Share() != share {
			t.Errorf("%v against %v ± %v: %s at %v, want %s at %v", got, want, spread, r.Verdict, r.Share(), verdict, share)
		}
	}
	nan, inf := math.NaN(), math.Inf(1)
	check(-65, 0.5, -65, Hit, 0)
	check(-65, 0.5, -64.75, Hit, 0.5)
	check(-65, 0.5, -64, Miss, 2)
	check(-65, 0.5, nan, Miss, inf)
	check(3, 0, 3, Hit, 0)
	check(3, 0, 4, Miss, inf)
}

// A table names its step and its method, and a key that no neuron has is a row
// that says so.
func TestAbsentNeuron(t *testing.T) {
	tab, err := readTable("hh_fi")
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := fiJobs(tab) // of no catalogue
	if err != nil {
		t.Fatal(err)
	}
	rows, err := jobs[0].Run(t.Context())
	if err != nil || len(rows) != 1 || rows[0].Verdict != Skipped || rows[0].Why == "" {
		t.Errorf("%+v, %v; want one row that is skipped, and why", rows, err)
	}
	if rows[0].Source == "" {
		t.Error("the header's method is not read")
	}
}

// Only takes tables, findings and groups.
func TestOnly(t *testing.T) {
	jobs := []Job{{ID: "rest", Group: GroupEngine}, {ID: "rest", Group: GroupEngine}, {ID: "P01", Group: GroupFinding}}
	check := func(want int, names ...string) {
		t.Helper()
		if got := len(Only(jobs, names)); got != want {
			t.Errorf("%q: %d jobs, want %d", names, got, want)
		}
	}
	check(3)
	check(2, "rest")
	check(1, "P01")
	check(3, "engine", "P01")
	check(0, "receptor")
}
