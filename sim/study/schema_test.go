package study

import (
	"strings"
	"testing"
)

// The example of the help is read, and every key it may have is explained.
func TestSchema(t *testing.T) {
	e, err := Read("example.yaml", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if e.Drugs[0].Conc != 10 || len(e.Steps) != 1 || e.Seed != 1 || len(e.Record) != 2 {
		t.Errorf("the example reads as %+v", e)
	}
	page := Schema()
	for _, f := range Fields() {
		if !strings.Contains(page, "  "+f.Key+" ") || !strings.Contains(page, f.Doc) {
			t.Errorf("the page does not explain %s", f.Key)
		}
	}
	for _, l := range strings.Split(page, "\n") {
		if strings.TrimRight(l, " ") != l {
			t.Errorf("a blank ends the line %q", l)
		}
	}
}

// A field's name in the file is its flag with _ for -, so that who knows one
// knows the other.
func TestNamesAgree(t *testing.T) {
	for _, f := range Fields() {
		key := f.Key[strings.LastIndexByte(f.Key, '.')+1:]
		flag := strings.ReplaceAll(f.Name, "-", "_")
		if key != flag && key != flag+"s" {
			t.Errorf("the flag --%s is the key %s", f.Name, f.Key)
		}
	}
}
