package write

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quell/model"
)

func neuron(t *testing.T, name string) *model.Neuron {
	t.Helper()
	n, err := model.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Every number of every neuron stands on its page, in every format.
func TestNumbersOnPage(t *testing.T) {
	for _, name := range model.Names() {
		n := neuron(t, name)
		for format, page := range map[string]string{"text": Neuron(n).Text(), "HTML": Neuron(n).HTML(), "LaTeX": Neuron(n).LaTeX()} {
			for p := range n.Numbers() {
				path := p.Path
				if format == "LaTeX" {
					path = latexText(path)
				}
				if !strings.Contains(page, path) {
					t.Errorf("%s as %s lacks %s", name, format, p.Path)
				}
			}
		}
	}
}

// The page says what the file says, and what the format leaves unsaid.
func TestEquations(t *testing.T) {
	check := func(name, want string) {
		t.Helper()
		if page := Neuron(neuron(t, name)).Text(); !strings.Contains(page, "  "+want+"\n") {
			t.Errorf("%s lacks %s:\n%s", name, want, page)
		}
	}
	check("squid", "C*dV/dt = I_inj-Na.I-K.I-leak.I-GIRK.I")
	check("squid", "Na.I = Na.gbar*pow(m, 3)*h*(V-Na.reversal)")
	check("squid", "leak.I = leak.gbar*(V-leak.reversal)")
	check("squid", "GIRK.I = GIRK.gbar*a_GIRK*(V-GIRK.reversal)")
	check("squid", "dm/dt = phi*(alpha_m*(1-m)-beta_m*m)")
	check("squid", "alpha_m = 0.1*(V+40)/(1-exp(-(V+40)/10))")
	check("squid", "phi = pow(3, (celsius-6.3)/10)")
	check("squid", "a_GIRK = pow(z, 1.57)/(pow(4.75, 1.57)+pow(z, 1.57))")
	check("motoneuron", "C*dV/dt = -CaN.I-CaL.I-KCa.I-leak.I-GIRK.I-g_soma_dend/p_dend*(V-V_soma)")
	check("motoneuron", "CaN.I = CaN.gbar*pow(m, 2)*h*(1-0.3*b)*(V-CaN.reversal)")
	check("motoneuron", "KCa.I = KCa.gbar*(Ca/(Ca+Kd))*(V-KCa.reversal)")
	check("motoneuron", "m = m_inf")
	check("motoneuron", "tau_m = 4 ms")
	check("motoneuron", "dh/dt = (h_inf-h)/tau_h")
	check("motoneuron", "dCa/dt = f*(-alpha*I-kCa*Ca)")
	check("motoneuron", "I = CaN.I+CaL.I")
}

const everything = `name: everything
title: Forms that the first neurons do without
source: chosen for the test
temperature: 36 degC
concentration: mM
compartments:
  soma:
    capacitance: 1 uF/cm2
    start: {V: -65 mV}
    area: 1000 um2
    params: {tau_max: 3 ms}
    channels:
      CaT:
        ghk: {permeability: 1e-4 cm/s, in: Ca, out: 2 mM, valence: 2}
        gates: {m: {power: 2, inf: 1/(1+exp(-(V+50)/7)), tau: tau_max}}
      H:
        gbar: 0.02 mS/cm2
        reversal: -40 mV
        let: {hinf: 1/(1+exp((V+75)/5.5))}
        states: {o: {rate: (hinf-o)/100, start: hinf}}
        open: o
      K2: {gbar: 1 mS/cm2, reversal: {in: 140 mM, out: 3 mM, valence: 1}, gates: {n: {alpha: 0.1*exp(V/20), beta: 0.1 1/ms, instant: true}}}
    pools:
      Ca: {from: [CaT], depth: 1 um, decay: 20 ms, rest: 1e-4 mM, inward_only: true}
`

func TestOtherForms(t *testing.T) {
	n, err := model.Parse("everything.yaml", []byte(everything))
	if err != nil {
		t.Fatal(err)
	}
	page := Neuron(n).Text()
	for _, want := range []string{
		"CaT.I = P_CaT*pow(m, 2)*2*F*u*((Ca-2*exp(-u))/(1-exp(-u)))",
		"u = 2*F*V/(R*T)",
		"K2.reversal = R*T/(1*F)*log(3/140)",
		"n = alpha_n/(alpha_n+beta_n)",
		"hinf = 1/(1+exp((V+75)/5.5))",
		"do/dt = (hinf-o)/100",
		"H.I = H.gbar*o*(V-H.reversal)",
		"dCa/dt = max(0, J)+(Ca_rest-Ca)/tau_Ca",
		"J = -CaT.I/(2*F*d)",
	} {
		if !strings.Contains(page, "  "+want+"\n") {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	wellFormed(t, Neuron(n).HTML())
}

// wellFormed holds every formula of a page to XML.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	formulas := regexp.MustCompile(`<math.*?</math>`).FindAllString(page, -1)
	if len(formulas) == 0 {
		t.Error("the page has no formula")
	}
	for _, f := range formulas {
		d := xml.NewDecoder(strings.NewReader(f))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Errorf("%v: %s", err, f)
				break
			}
		}
	}
}

func TestHTML(t *testing.T) {
	for _, name := range model.Names() {
		page := Neuron(neuron(t, name)).HTML()
		wellFormed(t, page)
		if strings.Contains(page, "http") || strings.Contains(page, "src=") {
			t.Errorf("%s: the page wants something from elsewhere", name)
		}
		for _, tag := range []string{"table", "tr", "div", "dl", "body", "html"} {
			if a, b := strings.Count(page, "<"+tag+">")+strings.Count(page, "<"+tag+" "), strings.Count(page, "</"+tag+">"); a != b {
				t.Errorf("%s: %d <%s> and %d </%s>", name, a, tag, b, tag)
			}
		}
	}
}

// What LaTeX would stop at: unequal braces, environments left open, letters that
// need escaping.
func TestLaTeX(t *testing.T) {
	for _, name := range model.Names() {
		page := Neuron(neuron(t, name)).LaTeX()
		bare := strings.NewReplacer(`\\`, "", `\{`, "", `\}`, "").Replace(page)
		if a, b := strings.Count(bare, "{"), strings.Count(bare, "}"); a != b {
			t.Errorf("%s: %d { and %d }", name, a, b)
		}
		for _, env := range []string{"document", "align*", "longtable"} {
			if a, b := strings.Count(page, `\begin{`+env+"}"), strings.Count(page, `\end{`+env+"}"); a != b || a == 0 {
				t.Errorf("%s: %s begins %d times and ends %d times", name, env, a, b)
			}
		}
		if !strings.Contains(page, `\frac{\mathrm{d}V}{\mathrm{d}t}`) {
			t.Errorf("%s: no membrane equation", name)
		}
	}
	const text = `50 % of gK_2 & {more} #1 ~ $5 ^`
	if got, want := latexText(text), `50 \% of gK\_2 \& \{more\} \#1 \~{} \$5 \^{}`; got != want {
		t.Errorf("%s became %s, want %s", text, got, want)
	}
}

func TestCitations(t *testing.T) {
	check := func(text string, want ...Citation) {
		t.Helper()
		if diff := cmp.Diff(want, Citations(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
	check("Hodgkin & Huxley 1952, J Physiol 117:500, doi 10.1113/jphysiol.1952.sp004764; form and signs of NEURON's hh",
		Citation{Authors: []string{"Hodgkin", "Huxley"}, Year: "1952", Journal: "J Physiol", Volume: "117", At: "500", DOI: "10.1113/jphysiol.1952.sp004764"})
	check("300 times weaker than R: Lacey, Mercuri & North 1988, J Physiol 401:437; 120 times, Ault et al. 1986",
		Citation{Authors: []string{"Lacey", "Mercuri", "North"}, Year: "1988", Journal: "J Physiol", Volume: "401", At: "437"})
	check("Pospischil et al. 2008, Biol Cybern 99:427, doi 10.1007/s00422-008-0263-8",
		Citation{Authors: []string{"Pospischil"}, EtAl: true, Year: "2008", Journal: "Biol Cybern", Volume: "99", At: "427", DOI: "10.1007/s00422-008-0263-8"})
	check("chosen for quell; gives -4.7 mV at rest in 2024")
	check("Table 3")
}

func TestBibTeX(t *testing.T) {
	papers := append(Citations("Bon & Galvan 1996, Br J Pharmacol 118:961; Bon & Galvan 1996, J Other 1:2"),
		Citations("Bon & Galvan 1996, Br J Pharmacol 118:961, doi 10.1000/x")...)
	const want = `@article{bon1996,
  author  = {Bon and Galvan},
  year    = {1996},
  journal = {Br J Pharmacol},
  volume  = {118},
  pages   = {961},
  doi     = {10.1000/x},
}
@article{bon1996b,
  author  = {Bon and Galvan},
  year    = {1996},
  journal = {J Other},
  volume  = {1},
  pages   = {2},
}
`
	if diff := cmp.Diff(want, BibTeX(papers)); diff != "" {
		t.Error(diff)
	}
}

// A variant rests on the papers of the neuron it is made from.
func TestPapers(t *testing.T) {
	for _, name := range model.Names() {
		papers, err := Papers(neuron(t, name))
		if err != nil || len(papers) == 0 {
			t.Errorf("%s rests on %d papers: %v", name, len(papers), err)
		}
	}
	papers, err := Papers(neuron(t, "motoneuron-5ht"))
	if err != nil {
		t.Fatal(err)
	}
	if text := BibTeX(papers); !strings.Contains(text, "@article{booth1997,") {
		t.Errorf("the 5-HT motoneuron does not cite Booth 1997:\n%s", text)
	}
}
