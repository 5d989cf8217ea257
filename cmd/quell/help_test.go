package main

import (
	"bytes"
	"encoding/json"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/pflag"
)

// asked runs a command line and returns what it printed.
func asked(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if got := run(t.Context(), streams{out: &out, err: &errs}, args); got != done {
		t.Fatalf("quell %s: exit status %d: %s", strings.Join(args, " "), got, errs.String())
	}
	return out.String()
}

// Every command and topic has a page of its own, and every page is one of theirs;
// a command's page shows the command.
func TestPages(t *testing.T) {
	entries, err := pages.ReadDir("help")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, strings.TrimSuffix(path.Base(e.Name()), ".md"))
	}
	want := append(helpNames(), "quell")
	slices.Sort(found)
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("the pages are %q, the commands and topics %q", found, want)
	}
	for _, c := range commands() {
		if !strings.Contains(page(c.name()), "    $ quell "+c.name()) {
			t.Errorf("help/%s.md shows no quell %s", c.name(), c.name())
		}
	}
}

// Help fits a terminal of 80 columns; of a table, the last column may run on.
func TestHelpWidth(t *testing.T) {
	for _, name := range append(commandNames(), "json", "csv", "units", "neuron", "modellers") {
		for line := range strings.Lines(asked(t, "help", name)) {
			n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))
			if n > helpWidth && !strings.HasPrefix(line, "|") && !strings.Contains(line, "$ quell") {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
		}
	}
}

// A flag has words of its own, and every flag of run is on its page.
func TestFlags(t *testing.T) {
	text := asked(t, "run", "--help")
	root := newRoot(streams{out: io.Discard, err: io.Discard})
	for _, cmd := range root.Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s --%s is not explained", cmd.CommandPath(), f.Name)
			}
			if cmd.Name() == "run" && !strings.Contains(text, "--"+f.Name) {
				t.Errorf("quell run --help does not show --%s", f.Name)
			}
		})
	}
}

// Every key that --json prints is explained.
func TestJSONKeys(t *testing.T) {
	text := asked(t, "run", "squid", "--baclofen", "10uM", "--label", "a day's work", "--method", "fixed", "--check", "--explain", "--json")
	var all any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				keys[k] = true
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(all)
	explained := page("json")
	for k := range keys {
		if !strings.Contains(explained, "`"+k+"`") {
			t.Errorf("help/json.md does not explain %s", k)
		}
	}
	for _, k := range []string{
		"label", "drugs", "spikes_ms", "n_spikes", "rate_hz", "mean_isi_rate_hz", "first_isi_rate_hz",
		"last_isi_rate_hz", "latency_ms", "v_rest_mV", "v_mean_mV", "delta_v_mV", "delta_v_parts", "driving_force_mV", "explain", "warnings", "manifest", "notice",
	} {
		if !keys[k] {
			t.Errorf("--json prints no %s", k)
		}
	}
}
