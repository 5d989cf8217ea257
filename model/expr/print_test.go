package expr

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLaTeX(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got := LaTeX(parse(t, text)); got != want {
			t.Errorf("%s is\n%s, want\n%s", text, got, want)
		}
	}
	check("0.1*(V+40)/(1-exp(-(V+40)/10))", `\frac{0.1\,\left(V + 40\right)}{1 - \mathrm{e}^{-\left(V + 40\right)/10}}`)
	check("hinf/tau_h*(1-o1)", `\frac{h_{\infty}}{\tau_{\mathrm{h}}} \cdot \left(1 - o_{1}\right)`)
	check("f*(-alpha*I-kCa*Ca)", `f \cdot \left(-\alpha \cdot I - k_{\mathrm{Ca}} \cdot \mathrm{Ca}\right)`)
	check("-X.gbar*(V-X.reversal)+Na.I", `-\bar{g}_{\mathrm{X}} \cdot \left(V - E_{\mathrm{X}}\right) + I_{\mathrm{Na}}`)
	check("1e16*pow(Ca/Cac, 4)", `10^{16}\,{\left(\frac{\mathrm{Ca}}{\mathrm{Cac}}\right)}^{4}`)
	check("2.5e-5*x-(-3)", `2.5 \cdot 10^{-5}\,x - \left(-3\right)`)
	check("2*3*(1/2)", `2 \cdot 3 \cdot \frac{1}{2}`)
	check("pow(x, 1/2)+pow(2, x)", `{x}^{1/2} + {2}^{x}`)
	check("a-(b-c)-(b+c)*d", `a - \left(b - c\right) - \left(b + c\right) \cdot d`)
	check("exp(x/(a+b)-c*d)", `\mathrm{e}^{x/\left(a + b\right) - c \cdot d}`)
	check("exp(log(x)/2)", `\exp\left(\frac{\ln\left(x\right)}{2}\right)`)
	check("abs(x)+sqrt(x)+tanh(x)*cosh(x)", `\left|x\right| + \sqrt{x} + \tanh\left(x\right) \cdot \cosh\left(x\right)`)
	check("min(a, max(b, 1))", `\min\left(a, \max\left(b, 1\right)\right)`)
	check("where(V <= -10, a, b)", `\begin{cases} a & \text{if } V \le -10 \\ b & \text{otherwise} \end{cases}`)
	check("2*where(V > 1, a, b)", `2\,\left(\begin{cases} a & \text{if } V > 1 \\ b & \text{otherwise} \end{cases}\right)`)
}

func TestMathML(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got := MathML(parse(t, text), Row); got != want {
			t.Errorf("%s is\n%s, want\n%s", text, got, want)
		}
	}
	const invisible = "<mo>&#x2062;</mo>"
	check("V", "<mi>V</mi>")
	check("-2.5e-5", "<mrow><mo>−</mo><mrow><mn>2.5</mn><mo>·</mo><msup><mn>10</mn><mrow><mo>−</mo><mn>5</mn></mrow></msup></mrow></mrow>")
	check("2*x/(x-1)", "<mfrac><mrow><mn>2</mn>"+invisible+"<mi>x</mi></mrow><mrow><mi>x</mi><mo>−</mo><mn>1</mn></mrow></mfrac>")
	check("exp(-V/k_m)", `<msup><mi>e</mi><mrow><mrow><mo>−</mo><mi>V</mi></mrow><mo>/</mo><msub><mi>k</mi><mi mathvariant="normal">m</mi></msub></mrow></msup>`)
	check("tau*hinf", "<mrow><mi>τ</mi><mo>·</mo><msub><mi>h</mi><mi>∞</mi></msub></mrow>")
	check("where(V < 1, a, b)", `<mrow><mo>{</mo><mtable columnalign="left left"><mtr><mtd><mi>a</mi></mtd><mtd><mrow><mtext>if </mtext><mrow><mi>V</mi><mo>&lt;</mo><mn>1</mn></mrow></mrow></mtd></mtr><mtr><mtd><mi>b</mi></mtd><mtd><mtext>otherwise</mtext></mtd></mtr></mtable></mrow>`)
	if got, want := MathML(parse(t, "where(V<1,a,b)*0"), Block)[:61], `<math display="block" alttext="where(V &lt; 1, a, b)*0"><mrow`; got[:60] != want[:60] {
		t.Errorf("the element is %s, want %s", got, want)
	}
	if got, want := MathML(parse(t, "V"), Inline), `<math alttext="V"><mi>V</mi></math>`; got != want {
		t.Errorf("the element is %s, want %s", got, want)
	}
	if got, want := MathMLName("Na.I")+LaTeXName("Na.I"), `<msub><mi>I</mi><mi mathvariant="normal">Na</mi></msub>I_{\mathrm{Na}}`; got != want {
		t.Errorf("the name is %s, want %s", got, want)
	}
}

// What is drawn can be drawn: MathML is well-formed, its elements have the
// children they want, and LaTeX closes what it opens.
func TestDrawingsAreWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := equation(4).Draw(t, "equation")
		if why := badMathML(MathML(n, Block)); why != "" {
			t.Fatalf("%s: %s in %s", String(n), why, MathML(n, Block))
		}
		tex := LaTeX(n)
		for _, pair := range [][2]string{{"{", "}"}, {`\left`, `\right`}, {`\begin{cases}`, `\end{cases}`}} {
			if strings.Count(tex, pair[0]) != strings.Count(tex, pair[1]) {
				t.Fatalf("%s: %s and %s do not match in %s", String(n), pair[0], pair[1], tex)
			}
		}
	})
}

// badMathML says what a browser would not draw.
func badMathML(text string) string {
	type open struct {
		tag      string
		children int
	}
	wanted := map[string]int{"mfrac": 2, "msup": 2, "msub": 2, "mover": 2}
	known := []string{"math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msup", "msub", "mover", "msqrt", "mtable", "mtr", "mtd"}
	stack := []open{{}}
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return ""
		}
		if err != nil {
			return err.Error()
		}
		switch e := token.(type) {
		case xml.StartElement:
			if !slices.Contains(known, e.Name.Local) {
				return "unknown " + e.Name.Local
			}
			stack[len(stack)-1].children++
			stack = append(stack, open{tag: e.Name.Local})
		case xml.EndElement:
			last := stack[len(stack)-1]
			if n, ok := wanted[last.tag]; ok && last.children != n {
				return "wrong count in " + last.tag
			}
			stack = stack[:len(stack)-1]
		}
	}
}
