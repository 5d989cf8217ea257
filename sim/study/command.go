package study

import (
	"slices"
	"strings"
)

// word is one field as a flag or a link says it.
type word struct{ name, text string }

// words are all fields but the neuron, in the order of Fields. A drug goes under
// its own name.
func (e *Experiment) words() []word {
	var words []word
	for _, f := range Fields() {
		for _, text := range f.texts(e, "") {
			if name, conc, ok := strings.Cut(text, "="); ok && f.Name == "drug" && !isField(name) {
				words = append(words, word{name, conc})
			} else {
				words = append(words, word{f.Name, text})
			}
		}
	}
	return words
}

func isField(name string) bool { return slices.Contains(fieldNames(), name) }

// Args is the command line that repeats the experiment, word by word:
// quell run squid --current 10uA/cm2. A neuron file is given by its base name.
func (e *Experiment) Args() []string {
	args := []string{"quell", e.Asks(), e.Neuron}
	for _, w := range e.words() {
		if w.name == "study" {
			continue // it is the command
		}
		if strings.HasPrefix(w.text, "-") || standsAlone(w.name) {
			args = append(args, "--"+w.name+"="+w.text)
		} else {
			args = append(args, "--"+w.name, w.text)
		}
	}
	return args
}

// standsAlone says that a flag may stand without a value, so that one is only taken after
// an equals sign.
func standsAlone(name string) bool {
	return slices.ContainsFunc(Fields(), func(f Field) bool { return f.Name == name && f.Alone != "" })
}

// Command is Args as one line for a shell.
func (e *Experiment) Command() string { return ShellLine(e.Args()) }

// ShellLine joins words into a line that a POSIX shell takes apart into the same
// words.
func ShellLine(args []string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = shellWord(a)
	}
	return strings.Join(quoted, " ")
}

// shellWord quotes a word unless every byte of it is harmless.
func shellWord(w string) string {
	harmless := w != ""
	for i := 0; i < len(w); i++ {
		harmless = harmless && (isLetter(w[i]) || isDigit(w[i]) || strings.IndexByte("-._/@:,=+%", w[i]) >= 0)
	}
	if harmless {
		return w
	}
	return "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
}
