package write

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"quell/model"
	"quell/model/gabab"
)

// Citation is a paper as a source states it.
type Citation struct {
	Authors                   []string
	EtAl                      bool
	Year, Journal, Volume, At string
	DOI                       string
	Recalled                  bool // what is taken from it was not read in it
}

// Citations finds the papers in a source's words, such as
//
//	Hodgkin & Huxley 1952, J Physiol 117:500, doi 10.1113/jphysiol.1952.sp004764
func Citations(text string) []Citation {
	const author = `[\p{Lu}][\p{L}'’-]+`
	form := regexp.MustCompile(`(` + author + `(?:, ` + author + `)*(?: & ` + author + `)?)( et al\.)? ((?:18|19|20)\d\d)(?:, ([\p{Lu}][\p{L}]*(?: [\p{Lu}][\p{L}]*)*)(?: (\d+):([\w-]+))?)?(?:,? doi (10\.\d{4,}/[^\s;,]+))?`)
	var all []Citation
	for _, m := range form.FindAllStringSubmatch(text, -1) {
		if m[4] == "" && m[7] == "" {
			continue // a name and a year are not enough to find a paper by
		}
		all = append(all, Citation{
			Authors: strings.Split(strings.ReplaceAll(m[1], " & ", ", "), ", "), EtAl: m[2] != "",
			Year: m[3], Journal: m[4], Volume: m[5], At: m[6], DOI: m[7],
		})
	}
	return all
}

// cited are the papers in a source of that confidence. A clause of its words may
// say (read) or recalled of itself.
func cited(source, confidence string) []Citation {
	var all []Citation
	for clause := range strings.SplitSeq(source, ";") {
		recalled := strings.Contains(clause, "recalled")
		if !recalled && !strings.Contains(clause, "(read)") {
			recalled = confidence == "recalled"
		}
		for _, c := range Citations(clause) {
			c.Recalled = recalled
			all = append(all, c)
		}
	}
	return all
}

// Papers are those a neuron rests on, and those of the neurons it is a variant of.
func Papers(n *model.Neuron) ([]Citation, error) {
	var all []Citation
	for {
		trust := map[string]string{n.Source: n.Trust.Confidence}
		for p := range n.Numbers() {
			trust[sourceText(n, p)] = n.TrustIn(p)
		}
		for _, source := range n.Sources() {
			all = append(all, cited(source, trust[source])...)
		}
		if n.BasedOn == "" {
			return all, nil
		}
		base, err := model.ByName(n.BasedOn)
		if err != nil {
			return nil, err
		}
		n = base
	}
}

// PapersOf are those a ligand's numbers rest on.
func PapersOf(l *gabab.Ligand) []Citation {
	var all []Citation
	for _, key := range slices.Sorted(maps.Keys(l.Numbers)) {
		all = append(all, cited(l.Numbers[key].Source, l.Numbers[key].Confidence)...)
	}
	return all
}

// Key is what LaTeX cites the paper by: hodgkin1952.
func (c Citation) Key() string {
	letter := func(r rune) rune {
		if r < unicode.MaxASCII && unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}
	return strings.Map(letter, c.Authors[0]) + c.Year
}

// BibTeX writes papers as entries, each once. Titles are not known to the neuron
// files; who has the doi has the title.
func BibTeX(papers []Citation) string {
	var b strings.Builder
	known := map[string]Citation{}
	var order []string
	for _, c := range papers {
		key := c.Key()
		old, seen := known[key]
		for n := 'b'; seen && !old.same(c); n++ {
			key = c.Key() + string(n)
			old, seen = known[key]
		}
		if !seen {
			order = append(order, key)
		} else {
			c.Recalled = c.Recalled && old.Recalled
			if c.fields() <= old.fields() {
				old.Recalled = c.Recalled
				c = old
			}
		}
		known[key] = c
	}
	for _, key := range order {
		known[key].write(&b, key)
	}
	return b.String()
}

// same says that two citations are of one paper: nothing that both state differs.
func (c Citation) same(d Citation) bool {
	for _, p := range [][2]string{{c.Journal, d.Journal}, {c.Volume, d.Volume}, {c.At, d.At}, {c.DOI, d.DOI}} {
		if p[0] != "" && p[1] != "" && p[0] != p[1] {
			return false
		}
	}
	return true
}

// fields counts what is known of the paper.
func (c Citation) fields() int {
	n := len(c.Authors)
	for _, s := range []string{c.Journal, c.Volume, c.At, c.DOI} {
		if s != "" {
			n++
		}
	}
	return n
}

func (c Citation) write(b *strings.Builder, key string) {
	authors := strings.Join(c.Authors, " and ")
	if c.EtAl {
		authors += " and others"
	}
	note := ""
	if c.Recalled {
		note = "recalled: cited from memory, not read"
	}
	fmt.Fprintf(b, "@article{%s,\n", key)
	for _, f := range [][2]string{
		{"author", authors}, {"year", c.Year}, {"journal", c.Journal}, {"volume", c.Volume}, {"pages", c.At}, {"doi", c.DOI}, {"note", note},
	} {
		if f[1] != "" {
			fmt.Fprintf(b, "  %-7s = {%s},\n", f[0], f[1])
		}
	}
	b.WriteString("}\n")
}
