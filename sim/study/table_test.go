package study

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// table is one reference table: its header's text and its rows by column name.
type table struct {
	name string
	head string
	rows []map[string]string
}

// readTable reads testdata of package validate, made by NEURON and scipy; each
// file's header says how.
func readTable(t *testing.T, name string) table {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "validate", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	tab := table{name: name}
	body := []string{}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			tab.head += line
		} else {
			body = append(body, line)
		}
	}
	records, err := csv.NewReader(strings.NewReader(strings.Join(body, ""))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = r[i]
		}
		tab.rows = append(tab.rows, row)
	}
	return tab
}

// number is a cell; false where it is empty.
func number(t *testing.T, text string) (float64, bool) {
	t.Helper()
	if text == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x, true
}

func mustNumber(t *testing.T, text string) float64 {
	t.Helper()
	x, ok := number(t, text)
	if !ok {
		t.Fatal("an empty cell where a number is wanted")
	}
	return x
}

var stepWords = regexp.MustCompile(`(?:step I|steps I) \((nA|uA/cm2)[^)]*\) from (\d+) to (\d+) ms`)

// step reads the stimulus of a table from its header.
func (tab table) step(t *testing.T) (absolute bool, from, to unit.Time) {
	t.Helper()
	m := stepWords.FindStringSubmatch(tab.head)
	if m == nil {
		t.Fatalf("%s: its header states no step", tab.name)
	}
	return m[1] == "nA", unit.Time(mustNumber(t, m[2])), unit.Time(mustNumber(t, m[3]))
}

// tabulated are the neurons of the catalogue that have reference tables, by the
// key that the tables call them.
func tabulated(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	for _, name := range model.Names() {
		n, err := model.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range n.Keys {
			if _, err := os.Stat(filepath.Join("..", "validate", "testdata", key+"_fi.csv")); err == nil {
				keys[key] = name
			}
		}
	}
	for _, key := range []string{"hh", "brk", "brk5ht", "rs"} {
		if keys[key] == "" {
			t.Errorf("no neuron of the catalogue says that it is %s of the reference tables", key)
		}
	}
	return keys
}
