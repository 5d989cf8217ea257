package validate

import (
	"embed"
	"encoding/csv"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"quell/model"
	"quell/model/unit"
)

// Tables of other engines. Each file's header says how it was made.
//
//go:embed testdata/*.csv
var testdata embed.FS

// table is one reference table: its header's text and its rows.
type table struct {
	name    string // of the file, without .csv
	head    string
	columns []string
	rows    []line
	neurons catalogue // which the table's keys mean
}

// line is one row of a table by column name.
type line map[string]string

// readTable reads the table of that name, which is embedded.
func readTable(name string) (table, error) {
	data, err := testdata.ReadFile("testdata/" + name + ".csv")
	if err != nil {
		return table{}, fmt.Errorf("validate: there is no table %s", name)
	}
	return parseTable(name, string(data))
}

// parseTable reads CSV under a header of lines that begin with #.
func parseTable(name, text string) (table, error) {
	tab := table{name: name}
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	records, err := r.ReadAll()
	if err != nil {
		return table{}, fmt.Errorf("validate: %s: %w", name, err)
	}
	for l := range strings.Lines(text) {
		if strings.HasPrefix(l, "#") {
			tab.head += l
		}
	}
	tab.columns = records[0]
	for _, r := range records[1:] {
		row := line{}
		for i, column := range tab.columns {
			row[column] = r[i]
		}
		tab.rows = append(tab.rows, row)
	}
	return tab, nil
}

// number is a cell; false where it is empty or no number.
func (l line) number(column string) (float64, bool) {
	x, err := strconv.ParseFloat(l[column], 64)
	return x, err == nil
}

// must is a cell that is a number in every row of its table. A table is ours and
// tested, so a cell that is none is a mistake in it.
func (l line) must(column string) float64 {
	x, ok := l.number(column)
	if !ok {
		panic(fmt.Sprintf("validate: %s is %q, no number, in %v", column, l[column], map[string]string(l)))
	}
	return x
}

var (
	stepWords   = regexp.MustCompile(`(?:step I|steps I) \((nA|uA/cm2)[^)]*\) from (\d+) to (\d+) ms`)
	methodWords = regexp.MustCompile(`(?m)^# method: ([^;\n]*)`)
)

// source is how the table was made.
func (tab table) source() string {
	if m := methodWords.FindStringSubmatch(tab.head); m != nil {
		return m[1]
	}
	return ""
}

// pulse is a step of current as the header of a table states it: the unit of its
// amplitudes, and when.
type pulse struct {
	absolute bool // nA; else uA/cm2
	from, to unit.Time
}

// pulse reads the stimulus of a table from its header.
func (tab table) pulse() (pulse, error) {
	m := stepWords.FindStringSubmatch(tab.head)
	if m == nil {
		return pulse{}, fmt.Errorf("validate: %s: its header states no step", tab.name)
	}
	from, _ := strconv.ParseFloat(m[2], 64) // digits, by the pattern
	to, _ := strconv.ParseFloat(m[3], 64)
	return pulse{absolute: m[1] == "nA", from: unit.Time(from), to: unit.Time(to)}, nil
}

// at says at which current of the table.
func (p pulse) at(current string) string { return atCurrent + current + " " + p.unit() }

func (p pulse) unit() string {
	if p.absolute {
		return "nA"
	}
	return "uA/cm2"
}

// amount is a cell of the table as a current.
func (p pulse) amount(value float64) model.Amount {
	return model.Amount{Value: value, Absolute: p.absolute}
}
