package validate

import "testing"

// Every row of the receptor's table is computed, and within what its line allows.
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
		t.Logf("%s: %d within; the worst uses %.2g of what is allowed, %s", q.What, q.N-q.Missed, q.Worst.Share(), q.Worst.Condition)
	}
	for _, r := range rep.Rows {
		if r.Verdict != Hit {
			t.Errorf("%s: %.10g, want %.10g: %s", r.Condition, r.Got, r.Want, r.Why)
		}
	}
	// The table's lines: A 19, B 37, C 24, D 102, F 29, G 26, H 12, I 19, K 15.
	if len(rep.Rows) != 283 {
		t.Errorf("%d rows are compared, not 283", len(rep.Rows))
	}
}
