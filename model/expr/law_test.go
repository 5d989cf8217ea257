package expr

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// equation draws an equation in V, x and Na.I.
func equation(depth int) *rapid.Generator[Node] {
	numbers := rapid.OneOf(
		rapid.SampledFrom([]float64{0, 1, 2, 0.1, 40, 1e-5, 1e6, 123456789}),
		rapid.Float64Range(0, 1e3),
		rapid.Float64Range(math.SmallestNonzeroFloat64, math.MaxFloat64))
	leaf := rapid.OneOf(
		rapid.Map(numbers, func(v float64) Node { return Num{Value: v} }),
		rapid.Map(rapid.SampledFrom([]string{"V", "x", "Na.I"}), func(s string) Node { return Name{Name: s} }))
	if depth == 0 {
		return leaf
	}
	return rapid.Custom(func(t *rapid.T) Node {
		part := equation(depth - 1)
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			return Neg{X: part.Draw(t, "x")}
		case 1, 2, 3:
			op := rapid.SampledFrom([]byte("+-*/")).Draw(t, "op")
			return Bin{Op: op, X: part.Draw(t, "x"), Y: part.Draw(t, "y")}
		case 4:
			f := rapid.SampledFrom(functions()).Draw(t, "function")
			return called(f, func() Node { return part.Draw(t, "argument") })
		}
		return leaf.Draw(t, "leaf")
	})
}

// called is a call of f, with the arguments that next gives.
func called(f function, next func() Node) Call {
	c := Call{Fn: f.name}
	for i := range f.args {
		a := next()
		if f.name == "where" && i == 0 {
			a = Cmp{Op: "<", X: a, Y: next()}
		}
		c.Args = append(c.Args, a)
	}
	return c
}

// environment draws a value for each name, some of them where things happen.
func environment(t *rapid.T, more ...float64) func(string) float64 {
	value := rapid.OneOf(rapid.SampledFrom(append(more, 0, 1, -1, 40)), rapid.Float64Range(-200, 200))
	values := map[string]float64{"V": value.Draw(t, "V"), "x": value.Draw(t, "x"), "Na.I": value.Draw(t, "Na.I")}
	return func(name string) float64 { return values[name] }
}

func TestTextIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := equation(4).Draw(t, "equation")
		text := String(n)
		back, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !Equal(n, back.Node) {
			t.Fatalf("%s is read back as %s", text, back)
		}
		if again := String(back.Node); again != text {
			t.Fatalf("%s is written again as %s", text, again)
		}
	})
}

func TestFoldKeepsTheBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := equation(5).Draw(t, "equation")
		if rapid.Bool().Draw(t, "x is a parameter") {
			v := rapid.SampledFrom([]float64{0, 1, -3, 0.5}).Draw(t, "its value")
			n = Substitute(n, func(name string) Node {
				if name == "x" {
					return Num{Value: v}
				}
				return nil
			})
		}
		env := environment(t, 1e-12, -40+1e-10)
		folded := Fold(n)
		if a, b := Eval(n, env), Eval(folded, env); !same(a, b) {
			t.Fatalf("%s is %v, folded %s is %v", String(n), a, String(folded), b)
		}
		if again := Fold(folded); !Equal(again, folded) {
			t.Fatalf("%s folds to %s and then to %s", String(n), String(folded), String(again))
		}
		back, err := Parse(String(folded))
		if err != nil || !Equal(back.Node, folded) {
			t.Fatalf("%s is not read back: %v", String(folded), err)
		}
	})
}

func TestFold(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got := String(Fold(parse(t, text))); got != want {
			t.Errorf("%s folds to %s, want %s", text, got, want)
		}
	}
	check("1/4+exp(0)", "1.25")
	check("V+2*3", "V+6")
	check("2*V*3", "2*V*3") // the order of the text is kept
	check("V*(2-5)", "V*(-3)")
	check("where(1 < 2, V, 3+4)", "where(1 < 2, V, 7)")
	check("1/0", "1/0") // no finite value
	check("V/(1-1)", "V/0")
	check("3-2-exp(V)", "3-2-exp(V)") // 1-exp(V) would be taken by Expm1
	check("1-exp(-(V+(50-10))/(5*2))", "1-exp(-(V+40)/10)")
}

func TestLinearIn(t *testing.T) {
	check := func(text, a, b string) {
		t.Helper()
		x, y, ok := LinearIn(parse(t, text), "x")
		if !ok || String(x) != a || String(y) != b {
			t.Errorf("%s is %s + (%s)·x (%v), want %s + (%s)·x", text, String(x), String(y), ok, a, b)
		}
	}
	check("V", "V", "0")
	check("x", "0", "1")
	check("-x", "0", "-1")
	check("3-x", "3", "-1")
	check("x-3", "-3", "1")
	check("2*x/V", "0", "2/V")
	check("a*(1-x)-b*x", "a", "-a-b")
	check("hinf/tau*(1-x-y)-(1-hinf)/tau*x-k3*x", "hinf/tau*(1-y)", "-(hinf/tau)-(1-hinf)/tau-k3")
	check("f*(-alpha*I-kCa*x)", "f*(-alpha*I)", "f*(-kCa)")
	check("where(V < 0, x, 2*x)", "0", "where(V < 0, 1, 2)")
	check("where(V < 0, 1-x, 1+x)", "1", "where(V < 0, -1, 1)")
	for _, text := range []string{"x*x", "1/x", "exp(x)", "pow(x, 1)", "x/(1+x)", "max(0, x)", "where(x < 1, 1, 2)", "where(V < 1, x*x, 2)", "(0*x)*x", "x*(0*x)"} {
		if _, _, ok := LinearIn(parse(t, text), "x"); ok {
			t.Errorf("%s passes for linear in x", text)
		}
	}
}

func TestLinearInIsTheEquation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := equation(4).Draw(t, "equation")
		a, b, ok := LinearIn(n, "x")
		if !ok {
			return
		}
		if mentions(a, "x") || mentions(b, "x") {
			t.Fatalf("%s: %s or %s still has x", String(n), String(a), String(b))
		}
		env := environment(t)
		x := env("x")
		want, p, q := Eval(n, env), Eval(a, env), Eval(b, env)
		size := math.Abs(p) + math.Abs(q*x)
		// Terms that are large and cancel lose what they lose; overflow says nothing.
		if got := p + q*x; size < 1e100 && finite(want) && math.Abs(got-want) > 1e-9*(size+1) && size > 1e-6 && size < 1e6 {
			t.Fatalf("%s is %v, but %s + (%s)·x is %v", String(n), want, String(a), String(b), got)
		}
	})
}

func TestNames(t *testing.T) {
	n := parse(t, "Ca*V+max(Ca, where(K.I < b, V, c))")
	if got := strings.Join(Names(n), " "); got != "Ca V K.I b c" {
		t.Errorf("names are %s", got)
	}
	if DependsOn(n, func(s string) bool { return s == "x" }) || !DependsOn(n, func(s string) bool { return s == "K.I" }) {
		t.Error("DependsOn does not see what Names sees")
	}
	m := Substitute(n, func(s string) Node {
		if s == "Ca" {
			return parse(t, "V-x")
		}
		return nil
	})
	if got := String(m); got != "(V-x)*V+max(V-x, where(K.I < b, V, c))" {
		t.Errorf("put in: %s", got)
	}
	if String(n) != "Ca*V+max(Ca, where(K.I < b, V, c))" {
		t.Error("the equation that was put into has changed")
	}
}

func TestEqual(t *testing.T) {
	texts := []string{"a", "b", "1", "-1", "a+b", "a-b", "b+a", "-a", "exp(a)", "log(a)", "max(a, b)", "max(b, a)", "where(a < b, a, b)", "where(a <= b, a, b)", "a.b", "a*1"}
	for i, x := range texts {
		for j, y := range texts {
			if Equal(parse(t, x), parse(t, " ( "+y+" ) ")) != (i == j) {
				t.Errorf("Equal(%s, %s) is %v", x, y, i != j)
			}
		}
	}
	if !Equal(Num{Value: -3}, parse(t, "-3")) {
		t.Error("a folded -3 differs from a written one")
	}
}

func TestNearest(t *testing.T) {
	names := []string{"V", "Ca", "tau", "gbar", "baclofen", "reversal"}
	check := func(name, want string) {
		t.Helper()
		if got := Nearest(name, names); got != want {
			t.Errorf("nearest to %s is %q, want %q", name, got, want)
		}
	}
	check("Vm", "V")
	check("v", "") // one letter for another is no hint
	check("gmax", "gbar")
	check("tua", "tau")
	check("ca", "Ca")
	check("baclofin", "baclofen")
	check("baclfin", "baclofen")
	check("backlofine", "")
	check("zzz", "")
	check("", "")
}

// Every function of the table has a value and a drawing of its own in every
// language: none is forgotten, and none is drawn as another.
func TestEveryFunctionEverywhere(t *testing.T) {
	seen := map[string][]string{}
	for _, f := range functions() {
		names := slices.Values([]string{"a", "b", "c", "d"})
		var args []string
		for s := range names {
			args = append(args, s)
		}
		i := -1
		c := called(f, func() Node { i++; return Name{Name: args[i]} })
		if v := Eval(c, atV(2)); v != v {
			t.Errorf("%s(2) has no value", f.name)
		}
		program := NMODL(c, "f")
		for language, text := range map[string]string{
			"text": String(c), "MathML": MathML(c, Row), "LaTeX": LaTeX(c), "NMODL": program.Text + strings.Join(program.Functions, ""),
		} {
			if slices.Contains(seen[language], text) {
				t.Errorf("%s draws %s as another function: %s", language, f.name, text)
			}
			seen[language] = append(seen[language], text)
			for _, a := range args[:i+1] {
				if !strings.Contains(text, a) {
					t.Errorf("%s forgets the argument %s of %s: %s", language, a, f.name, text)
				}
			}
		}
		if _, err := Parse(f.usage); err != nil {
			t.Errorf("the usage %s is refused: %v", f.usage, err)
		}
	}
}
