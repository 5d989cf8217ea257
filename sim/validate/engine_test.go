package validate

import (
	"strings"
	"testing"
)

// Every table of another engine is met, and the worst of each quantity is logged.
func TestEngines(t *testing.T) {
	jobs, err := Engines()
	if err != nil {
		t.Fatal(err)
	}
	rep, err := Run(t.Context(), jobs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range rep.Quantities(GroupEngine) {
		if q.N > 0 {
			t.Logf("%s: %s: worst of %d uses %.2g of what is allowed, %s: %.8g, want %.8g ± %.3g %s (%d skipped)",
				q.ID, q.What, q.N, q.Worst.Share(), q.Worst.Condition, q.Worst.Got, q.Worst.Want, q.Worst.Spread, q.Worst.Unit, q.Skipped)
		} else {
			t.Logf("%s: %s: %d skipped: %s", q.ID, q.What, q.Skipped, q.Why)
		}
	}
	for _, r := range rep.Rows {
		if r.Verdict == Miss {
			t.Errorf("%s: %s, %s: %.8g, want %.8g: %s", r.ID, r.What, r.Condition, r.Got, r.Want, r.Why)
		}
		if strings.HasPrefix(r.What, absent) {
			t.Errorf("%s: %s", r.ID, r.Why)
		}
	}
}
