package study

import (
	"fmt"
	"strings"
)

// example is an experiment file that uses most keys.
const example = `quell: 1
neuron: squid
label: the dose that silences, and the wash
set:
  soma.Na.gbar: 110 mS/cm2
drugs:
  baclofen: 10 uM
dose_at: 500 ms
wash_at: 900 ms
exchange: 50 ms
protocol:
  current: 10 uA/cm2
  from: 200 ms
  to: 1200 ms
  duration: 1400 ms
  steps:
    - 5 uA/cm2@600 ms-700 ms
record: soma.V, gabab.gamma
seed: 1
`

// Schema explains the experiment file on one page: its keys, what they hold, and
// an example.
func Schema() string {
	var b strings.Builder
	line := func(key, value, doc string) { fmt.Fprintf(&b, "  %-18s %-11s %s\n", key, value, doc) }
	b.WriteString("An experiment file says what was asked, and quell run FILE asks it again.\n")
	b.WriteString("Every quantity carries its unit; a key that is left out is not given.\n\n")
	line(versionKey, Version, "the version of the file; wanted")
	line(neuronKey, "NAME", "a neuron of the catalogue, or the base name of a neuron file; wanted")
	line(textKey, "TEXT", "the text of that neuron file")
	for _, f := range Fields() {
		value := f.Value
		if f.Many {
			value = "list"
			if strings.Contains(f.Value, "=") {
				value = "names"
			}
		}
		line(f.Key, value, f.Doc)
	}
	b.WriteString("\nAn example:\n\n")
	for l := range strings.Lines(example) {
		b.WriteString("    " + l)
	}
	return b.String()
}
