package validate

import "testing"

// Every row of the receptor that has a closed form is met.
func TestReceptor(t *testing.T) {
	jobs, err := Receptor()
	if err != nil {
		t.Fatal(err)
	}
	rep, err := Run(t.Context(), jobs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range rep.Quantities(GroupReceptor) {
		t.Logf("%s: %d within, %d left out; the worst uses %.2g of what is allowed, %s", q.What, q.N-q.Missed, q.Skipped, q.Worst.Share(), q.Worst.Condition)
	}
	for _, r := range rep.Rows {
		if r.Verdict == Miss {
			t.Errorf("%s: %.10g, want %.10g: %s", r.Condition, r.Got, r.Want, r.Why)
		}
	}
	if n := rep.Count(GroupReceptor, Hit); n < 120 {
		t.Errorf("%d rows are compared, want 120 at least", n)
	}
}
