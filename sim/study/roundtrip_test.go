package study

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// readUnchecked reads a file without checking it against a neuron.
func readUnchecked(data []byte) (*Experiment, error) {
	x, err := parseFile("x.yaml", data)
	if err != nil {
		return nil, err
	}
	return x.e, nil
}

// An experiment goes round three ways, and each way gives it back whole:
//
//	Experiment → file → Experiment → file
//	Experiment → link → Experiment → link
//	Experiment → command line → Experiment
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawExperiment(t)
		file := e.File()
		fromFile, err := readUnchecked(file)
		if err != nil {
			t.Fatalf("the file is not read: %v\n%s", err, file)
		}
		if diff := cmp.Diff(e, fromFile); diff != "" {
			t.Fatalf("file: %s\n%s", diff, file)
		}
		if again := fromFile.File(); !bytes.Equal(again, file) {
			t.Fatalf("written again it differs:\n%s\n%s", file, again)
		}
		link := e.Link()
		fromLink, err := parseLink(link)
		if err != nil {
			t.Fatalf("the link is not read: %v\n%s", err, link)
		}
		if diff := cmp.Diff(e, fromLink); diff != "" {
			t.Fatalf("link: %s\n%s", diff, link)
		}
		if again := fromLink.Link(); again != link {
			t.Fatalf("written again it differs: %s, %s", link, again)
		}
		fromFlags, err := parseFlags(e.Args())
		if err != nil {
			t.Fatalf("the flags are not read: %v\n%s", err, e.Command())
		}
		fromFlags.Text = e.Text // the command names the file
		if diff := cmp.Diff(e, fromFlags); diff != "" {
			t.Fatalf("flags: %s\n%s", diff, e.Command())
		}
	})
}

// parseFlags reads `quell STUDY NEURON --flag value --flag=value`.
func parseFlags(args []string) (*Experiment, error) {
	e := &Experiment{Neuron: args[2]}
	if err := e.Put("study", args[1]); err != nil {
		return nil, err
	}
	for i := 3; i < len(args); i++ {
		name, value, ok := strings.Cut(strings.TrimPrefix(args[i], "--"), "=")
		if !ok {
			i++
			value = args[i]
		}
		if err := e.Put(name, value); err != nil {
			return nil, &FieldError{Field: name, Err: err}
		}
	}
	return e, nil
}

// What one line says, in the three ways.
func TestThreeWays(t *testing.T) {
	e := &Experiment{Neuron: "squid"}
	for _, w := range []word{{"current", "10uA/cm2"}, {"baclofen", "10 µM"}, {"dose-at", "0.5 s"}} {
		if err := e.Put(w.name, w.text); err != nil {
			t.Fatal(err)
		}
	}
	const (
		file = `quell: 1
neuron: squid
drugs:
  baclofen: 10 uM
dose_at: 500 ms
protocol:
  current: 10 uA/cm2
`
		link    = "neuron=squid&baclofen=10uM&dose-at=500ms&current=10uA/cm2"
		command = "quell run squid --baclofen 10uM --dose-at 500ms --current 10uA/cm2"
	)
	check := func(name, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	check("file", string(e.File()), file)
	check("link", e.Link(), link)
	check("command", e.Command(), command)
	for _, address := range []string{link, "?" + link, "#" + link, "https://example.org/quell/#" + link, "https://example.org/quell?" + link, "quell=1&" + link} {
		got, err := ReadLink(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if diff := cmp.Diff(e, got); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
	}
}

// A neuron file travels inside the experiment, readable where YAML allows it.
func TestNeuronTextTravels(t *testing.T) {
	e := &Experiment{Neuron: "mine.yaml", Text: "name: mine\n\n# eqs 20, 21\ncompartments:\n  soma: {}\n"}
	want := "quell: 1\nneuron: mine.yaml\nneuron_text: |\n  name: mine\n\n  # eqs 20, 21\n  compartments:\n    soma: {}\n"
	if got := string(e.File()); got != want {
		t.Errorf("file:\n%s\nwant\n%s", got, want)
	}
	if !IsExperiment(e.File()) || IsExperiment([]byte(e.Text)) {
		t.Error("an experiment is told from a neuron by its version")
	}
}

// Whatever a shell makes of the command is the command.
func TestShellLine(t *testing.T) {
	check := func(word, want string) {
		t.Helper()
		if got := ShellLine([]string{word}); got != want {
			t.Errorf("%q is written %s, want %s", word, got, want)
		}
	}
	check("squid", "squid")
	check("10uA/cm2,20uA/cm2", "10uA/cm2,20uA/cm2")
	check("", "''")
	check("two words", "'two words'")
	check("it's", `'it'\''s'`)
	check("$HOME", "'$HOME'")
	check("µM", "'µM'")
	check("a\nb", "'a\nb'")
	check("~x", "'~x'")
	check("2*3", "'2*3'")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("quell: 1\nneuron: squid\ndrugs: {baclofen: 10 uM}\nprotocol: {current: [1 uA/cm2, 2 uA/cm2], steps: 25uA/cm2@500ms-1500ms}\n"))
	f.Add([]byte("quell: 1\nneuron: x.yaml\nneuron_text: |\n  name: x\n"))
	f.Add([]byte("? [a]: !!x &y\n<<: *y\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := readUnchecked(data)
		if err != nil {
			return
		}
		again, err := readUnchecked(e.File())
		if err != nil {
			t.Fatalf("what was read is not read again: %v\n%s", err, e.File())
		}
		if diff := cmp.Diff(e, again); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzLink(f *testing.F) {
	f.Add("neuron=squid&current=10uA/cm2&baclofen=10uM&set=soma.Na.gbar=90mS/cm2")
	f.Add("https://example.org/?x#neuron=%zz&label=%25")
	f.Add("?neuron=s://") // found by fuzzing: no address, whatever it holds
	f.Fuzz(func(t *testing.T, link string) {
		e, err := parseLink(link)
		if err != nil {
			return
		}
		again, err := parseLink(e.Link())
		if err != nil {
			t.Fatalf("what was read is not read again: %v\n%s", err, e.Link())
		}
		if diff := cmp.Diff(e, again); diff != "" {
			t.Fatal(diff)
		}
	})
}
