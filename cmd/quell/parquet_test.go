package main

import (
	"bytes"
	"io"
	"math"
	"testing"

	"github.com/parquet-go/parquet-go"

	"quell/sim/study"
)

// What is written is what is read: names, words, numbers, and no number where there was
// none.
func TestParquet(t *testing.T) {
	want := study.Table{Name: "points", Columns: []study.Column{
		{Name: "condition", Words: []string{"control", "baclofen 10 µM"}},
		{Name: "rate_hz", Numbers: []float64{1.0 / 3, math.NaN()}},
		{Name: "current_uA/cm2", Numbers: []float64{-2.5, 1e-300}},
	}}
	var b bytes.Buffer
	if err := writeParquet(&b, want, []string{"quell 1", "command: quell fi squid"}); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if head, _ := f.Lookup("quell"); head != "quell 1\ncommand: quell fi squid" {
		t.Errorf("the file says it was made by %q", head)
	}
	rows := make([]parquet.Row, 3)
	r := parquet.NewReader(f)
	n, err := r.ReadRows(rows)
	if n != 2 || err != nil && err != io.EOF {
		t.Fatalf("%d rows, %v", n, err)
	}
	for k, path := range f.Schema().Columns() {
		for _, c := range want.Columns {
			if c.Name != path[0] {
				continue
			}
			for i := range n {
				got := rows[i][k]
				switch {
				case c.Words != nil && string(got.ByteArray()) != c.Words[i],
					c.Words == nil && math.IsNaN(c.Numbers[i]) != got.IsNull(),
					c.Words == nil && !got.IsNull() && got.Double() != c.Numbers[i]:
					t.Errorf("%s, row %d: %v", c.Name, i, got)
				}
			}
		}
	}
}
