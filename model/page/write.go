package page

import (
	"strings"
)

// Write is a node as YAML text: maps in block style, lists of scalars on a line,
// a scalar in quotes where it would be read otherwise without. What is written
// reads back as an equal node, places apart.
func Write(n Node) string {
	var b strings.Builder
	writeNode(&b, n, 0)
	return b.String()
}

func writeNode(b *strings.Builder, n Node, depth int) {
	pad := strings.Repeat("  ", depth)
	switch n.Kind {
	case Map:
		for _, p := range n.Pairs {
			b.WriteString(pad + plain(p.Key) + ":")
			writeValue(b, p.Value, depth)
		}
	case List:
		for _, item := range n.Items {
			b.WriteString(pad + "- " + flow(item) + "\n")
		}
	}
}

func writeValue(b *strings.Builder, n Node, depth int) {
	switch {
	case n.Kind == Map && len(n.Pairs) > 0, n.Kind == List && len(n.Items) > 0 && !scalars(n):
		b.WriteString("\n")
		writeNode(b, n, depth+1)
	default:
		b.WriteString(" " + flow(n) + "\n")
	}
}

func scalars(n Node) bool {
	for _, i := range n.Items {
		if i.Kind != Scalar {
			return false
		}
	}
	return true
}

// flow is a node on one line.
func flow(n Node) string {
	var parts []string
	switch n.Kind {
	case Map:
		for _, p := range n.Pairs {
			parts = append(parts, plain(p.Key)+": "+flow(p.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case List:
		for _, i := range n.Items {
			parts = append(parts, flow(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case Null, Absent:
		return "null"
	}
	return plain(n.Text)
}

// plain is a scalar, quoted unless it is a word or a quantity that YAML takes for
// text or a number as it stands.
func plain(text string) string {
	safe := text != "" && text == strings.TrimSpace(text)
	for i, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		digit := r >= '0' && r <= '9'
		if !letter && !digit && (i == 0 && r != '-' || !strings.ContainsRune(" _./()*+-", r)) {
			safe = false
		}
	}
	switch strings.ToLower(text) {
	case "null", "~", "true", "false", "yes", "no", "on", "off", "-", "---":
		safe = safe && (text == "true" || text == "false")
	}
	if safe && !strings.HasPrefix(text, "- ") {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(text) + `"`
}
