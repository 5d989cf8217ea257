package study

import (
	"strconv"
	"strings"
	"unicode"
)

// File writes the experiment as a file that Read reads back equal.
func (e *Experiment) File() []byte {
	var w strings.Builder
	w.WriteString(versionKey + ": " + Version + "\n")
	w.WriteString(neuronKey + ": " + yamlText(e.Neuron) + "\n")
	open := ""
	for _, f := range Fields() {
		texts := f.texts(e, " ")
		if len(texts) == 0 {
			continue
		}
		section, key, inside := strings.Cut(f.Key, ".")
		indent := ""
		if !inside {
			key = f.Key
		} else {
			indent = "  "
			if section != open {
				w.WriteString(section + ":\n")
			}
		}
		open = section
		writeField(&w, indent, key, f, texts)
	}
	e.writeText(&w)
	return []byte(w.String())
}

func writeField(w *strings.Builder, indent, key string, f Field, texts []string) {
	if !f.Many {
		w.WriteString(indent + key + ": " + yamlText(texts[0]) + "\n")
		return
	}
	w.WriteString(indent + key + ":\n")
	for _, t := range texts {
		if name, value, ok := strings.Cut(t, "="); ok && (f.Name == "set" || f.Name == "drug") {
			w.WriteString(indent + "  " + yamlText(name) + ": " + yamlText(value) + "\n")
		} else {
			w.WriteString(indent + "  - " + yamlText(t) + "\n")
		}
	}
}

// writeText writes the neuron's own file: as a block that can be read where the
// text allows it, quoted where it does not.
func (e *Experiment) writeText(w *strings.Builder) {
	if e.Text == "" {
		return
	}
	if !blockText(e.Text) {
		w.WriteString(textKey + ": " + strconv.Quote(e.Text) + "\n")
		return
	}
	w.WriteString(textKey + ": |\n")
	for line := range strings.Lines(e.Text) {
		if line != "\n" {
			w.WriteString("  ")
		}
		w.WriteString(line)
	}
}

// blockText is true where a YAML block keeps the text as it is: printable, no
// blank at the very beginning or at the end of a line, one newline at the end.
func blockText(text string) bool {
	if !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") || len(text) < 2 || strings.ContainsAny(text[:1], " \n\t") {
		return false
	}
	for line := range strings.Lines(text) {
		body := strings.TrimSuffix(line, "\n")
		if body != strings.TrimRight(body, " \t") {
			return false
		}
		for _, r := range body {
			if !unicode.IsPrint(r) || r == '\uFEFF' || r == unicode.ReplacementChar {
				return false
			}
		}
	}
	return true
}

// yamlText writes a scalar plain where YAML cannot take it for anything else.
func yamlText(text string) string {
	plain := text != "" && (isLetter(text[0]) || isDigit(text[0])) && !strings.HasSuffix(text, " ")
	for i := 0; i < len(text); i++ {
		c := text[i]
		plain = plain && (isLetter(c) || isDigit(c) || strings.IndexByte(" ./()*+-_@,", c) >= 0)
	}
	switch strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		plain = false
	}
	if plain {
		return text
	}
	return strconv.Quote(text)
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
