package write

import (
	"strings"
	"testing"

	"quell/model"
	"quell/model/gabab"
)

func ligands(t *testing.T) []*gabab.Ligand {
	t.Helper()
	all, err := model.Ligands()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every number of every ligand stands on its page in every format, with its mark
// and its source, and the pages are whole.
func TestLigandPages(t *testing.T) {
	for _, l := range ligands(t) {
		p := Ligand(l)
		page := p.HTML()
		wellFormed(t, page)
		latex := p.LaTeX()
		for _, n := range model.LigandNumbers(l) {
			value := model.Marked(n.Short(), n.Confidence)
			if n.Key == "range" {
				value = "up to " + value
			}
			for format, lacks := range map[string]bool{
				"text":  !strings.Contains(p.Text(), value) || !strings.Contains(p.Text(), n.Source),
				"HTML":  !strings.Contains(page, "<td>"+n.Key+"</td><td>"+value+"</td>"),
				"LaTeX": !strings.Contains(latex, `\texttt{`+n.Key+"} & "+latexText(value)+" & "),
			} {
				if lacks {
					t.Errorf("%s as %s lacks %s %s", l.Name, format, n.Key, value)
				}
			}
		}
		if a, b := strings.Count(latex, `\begin{`), strings.Count(latex, `\end{`); a != b {
			t.Errorf("%s: %d environments begin and %d end", l.Name, a, b)
		}
	}
}

// A number of a neuron that was not read has its mark on the page: in the table,
// and above the equations that are made of it.
func TestNeuronMarks(t *testing.T) {
	const file = `name: marked
title: Marks
source: chosen for the test
confidence: recalled
compartments:
  soma:
    capacitance: {value: 1 uF/cm2, source: a paper, confidence: read}
    start: {V: -65 mV}
    channels:
      K:
        source: an older paper
        confidence: chosen
        gbar: 36 mS/cm2
        reversal: {value: -77 mV, source: another paper, confidence: read}
        gates: {n: {inf: 1/(1+exp(-(V+40)/10)), tau: 2 ms}}
gabab:
  girk:
    gbar: {soma: 0.1 mS/cm2}
    reversal: -77 mV
    rectification: none
    coupling: {agonist: baclofen, ec50: 2 uM, hill: 1.2, emax: 1, source: a third paper, confidence: read}
`
	n, err := model.Parse("marked.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	page := Neuron(n).Text()
	for _, want := range []string{
		"Source  chosen for the test [recalled]\n",
		"soma.capacitance          1 uF/cm2               (1)",
		"soma.start.V              -65 mV [recalled]      (2)",
		"soma.K.gbar               36 mS/cm2 [chosen]     (3)",
		"soma.K.reversal           -77 mV                 (4)",
		"gabab.girk.coupling.ec50  2 uM ",
		"  an older paper [chosen].\n",
		"  baclofen: EC50 2 uM, slope 1.2, maximum 1, K 2 uM [chosen].\n",
		"(3) an older paper [chosen]",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
}

// A paper is recalled where its number is, unless its own clause says otherwise;
// once read, it is read.
func TestRecalledPapers(t *testing.T) {
	check := func(source, confidence string, want bool) {
		t.Helper()
		papers := cited(source, confidence)
		if len(papers) != 1 || papers[0].Recalled != want {
			t.Errorf("%s, %s: %+v", source, confidence, papers)
		}
		if note := strings.Contains(BibTeX(papers), "  note    = {recalled"); note != want {
			t.Errorf("%s, %s: %s", source, confidence, BibTeX(papers))
		}
	}
	const paper = "Bolser et al. 1995, J Pharmacol Exp Ther 274:1393"
	check(paper, "read", false)
	check(paper, "recalled", true)
	check(paper, "chosen", false)
	check(paper+" (recalled)", "chosen", true)
	check("of the scheme, recalled; pA2 6 (read), "+paper, "recalled", false)
	both := append(cited(paper, "recalled"), cited(paper, "read")...)
	if strings.Contains(BibTeX(both), "note") {
		t.Errorf("a paper that was read is cited as recalled: %s", BibTeX(both))
	}
}
