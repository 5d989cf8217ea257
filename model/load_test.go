package model

import (
	"strings"
	"testing"
)

func TestCatalogue(t *testing.T) {
	for _, name := range Names() {
		n, err := ByName(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n.Name != name {
			t.Errorf("the file of %s names itself %s", name, n.Name)
		}
		if n.Clone().Compartments[0].Channels[0].Gbar.Num != n.Compartments[0].Channels[0].Gbar.Num {
			t.Errorf("%s: the clone differs", name)
		}
	}
	l, err := Ligands()
	if err != nil || len(l) != 8 {
		t.Errorf("%d ligands: %v", len(l), err)
	}
}

// squidWith is the squid file with one piece of text replaced.
func squidWith(t *testing.T, old, text string) []byte {
	t.Helper()
	data, err := Text("squid")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("the squid file has no %q", old)
	}
	return []byte(strings.Replace(string(data), old, text, 1))
}
