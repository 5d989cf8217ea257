package main

import (
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"

	"quell/sim/study"
)

// writeParquet writes a table with a column of doubles or of texts for each of its
// columns. A number that is none is missing. How it was made stands in the file's
// metadata, under the key quell.
func writeParquet(w io.Writer, t study.Table, head []string) error {
	group := parquet.Group{}
	for _, c := range t.Columns {
		if c.Words != nil {
			group[c.Name] = parquet.String()
		} else {
			group[c.Name] = parquet.Optional(parquet.Leaf(parquet.DoubleType))
		}
	}
	schema := parquet.NewSchema(t.Name, group)
	out := parquet.NewWriter(w, schema, parquet.Compression(&parquet.Zstd), parquet.KeyValueMetadata("quell", strings.Join(head, "\n")))
	if _, err := out.WriteRows(rowsOf(t, schema)); err != nil {
		return err
	}
	return out.Close()
}

// rowsOf are the rows in the order of the schema's columns, which are sorted by name.
func rowsOf(t study.Table, schema *parquet.Schema) []parquet.Row {
	at := map[string]int{}
	for i, path := range schema.Columns() {
		at[path[0]] = i
	}
	rows := make([]parquet.Row, t.Len())
	for i := range rows {
		row := make(parquet.Row, len(t.Columns))
		for _, c := range t.Columns {
			k := at[c.Name]
			switch {
			case c.Words != nil:
				row[k] = parquet.ByteArrayValue([]byte(c.Words[i])).Level(0, 0, k)
			case c.Numbers[i] == c.Numbers[i]:
				row[k] = parquet.DoubleValue(c.Numbers[i]).Level(0, 1, k)
			default:
				row[k] = parquet.NullValue().Level(0, 0, k)
			}
		}
		rows[i] = row
	}
	return rows
}
