package expr

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNMODL(t *testing.T) {
	check := func(text, want string, functions ...string) {
		t.Helper()
		p := NMODL(parse(t, text), "m_alpha")
		if p.Text != want || strings.Join(p.Functions, "") != strings.Join(functions, "") {
			t.Errorf("%s is %s\n%s", text, p.Text, strings.Join(p.Functions, ""))
		}
	}
	check("4*exp(-(V+65)/18)", "4*exp(-(v+65)/18)")
	check("hinf/tau*(1-o1)-k3*o1", "hinf/tau*(1-o1)-k3*o1")
	check("f*(-alpha*Na.I - kCa*Ca)", "f*(-alpha*Na_I-kCa*Ca)")
	check("30/(exp((V+50)/15)+exp(-(V+50)/16))", "30/(exp((v+50)/15)+exp(-(v+50)/16))")
	check("abs(pow(V, 2))", "fabs(pow(v, 2))")
	check("2*max(0, Ca)", "2*m_alpha1(Ca)",
		"FUNCTION m_alpha1(Ca) {\n\tIF (0 < Ca) {\n\t\tm_alpha1 = Ca\n\t} ELSE {\n\t\tm_alpha1 = 0\n\t}\n}\n")
	check("where(V < -10, low, slow)", "m_alpha1(v, low, slow)",
		"FUNCTION m_alpha1(v, low, slow) {\n\tIF (v < -10) {\n\t\tm_alpha1 = low\n\t} ELSE {\n\t\tm_alpha1 = slow\n\t}\n}\n")
	check("0.1*(V+40)/(1-exp(-(V+40)/k))", "m_alpha2(v, k)",
		"FUNCTION m_alpha1(v, k) {\n\tm_alpha1 = 0.1*(v+40)/(1-exp(-(v+40)/k))\n}\n",
		"FUNCTION m_alpha2(v, k) {\n\tIF (fabs(0.1*(v+40)) < 1e-4 && (fabs(1-exp(-(v+40)/k)) <= 1e-6*(fabs(1) + fabs(exp(-(v+40)/k))))) {\n"+
			"\t\tm_alpha2 = 0.5*(m_alpha1(v - 1e-4, k) + m_alpha1(v + 1e-4, k))\n\t} ELSE {\n\t\tm_alpha2 = m_alpha1(v, k)\n\t}\n}\n")
}

// The text of a deep equation grows with the equation, not with two to its
// depth.
func TestNMODLIsNotLong(t *testing.T) {
	text := "V"
	for range 30 {
		text = "(" + text + "+1)/(1-exp(V))"
	}
	p := NMODL(parse(t, text), "f")
	if n := len(p.Text + strings.Join(p.Functions, "")); n > 100*len(text) {
		t.Errorf("%d bytes of equation are %d of NMODL", len(text), n)
	}
}

// What NEURON would compute from the text is the value of the equation. The
// quotient's threshold differs from Eval's, and costs (1e-4 mV / scale of the
// curve)²: 1e-9 for scales of some mV, 1e-6 for the odd curves that are drawn.
func TestNMODLValue(t *testing.T) {
	const tolerance, odd = 1e-9, 1e-6
	rapid.Check(t, func(t *rapid.T) {
		n := equation(4).Draw(t, "equation")
		eighth := rapid.Map(rapid.IntRange(-1600, 1600), func(i int) float64 { return float64(i) / 8 }) // sums are exact: no digits are lost beside a 0/0
		values := map[string]float64{"V": eighth.Draw(t, "V"), "x": eighth.Draw(t, "x"), "Na.I": eighth.Draw(t, "Na.I")}
		env := func(name string) float64 { return values[name] }
		checkNMODL(t, n, env, odd)
	})
	for _, text := range []string{
		"0.1*(V+40)/(1-exp(-(V+40)/10))", "(V+40)/(exp((V+40)/10)-1)", "(V+40)/(exp(V/10)-exp(-4))", "(V+40)/tanh((V+40)/8)", "(V+40)/log(V+41)",
		"where(V < -40, 1, (V+40)/(2*(1-exp(-(V+40)/10))))*min(V, 3)+max(V, x)/x", "((V+40)/(1-exp(-(V+40)/10))+1)/(V-3)",
	} {
		for _, d := range []float64{0, 1e-13, -1e-11, 1e-9, 1e-7, -1e-6, 1e-5, 1e-3, 1, 30} {
			env := func(name string) float64 { return map[string]float64{"V": -40 + d, "x": 2}[name] }
			near := tolerance
			if strings.Contains(text, "exp(-4)") && d != 0 {
				near += 1e-14 / max(math.Abs(d), 1e-8) // what Eval itself loses there
			}
			checkNMODL(t, parse(t, text), env, near)
		}
	}
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func checkNMODL(t failer, n Node, env func(string) float64, tolerance float64) {
	t.Helper()
	p := NMODL(n, "f")
	got, ok := runNMODL(p, env)
	if !ok {
		t.Fatalf("%s is no NMODL: %s\n%s", String(n), p.Text, strings.Join(p.Functions, ""))
	}
	want := Eval(n, env)
	whole := true // not where a part is NaN or infinite, which goes through IF otherwise than through min and max
	Walk(n, func(part Node) {
		if _, comparison := part.(Cmp); comparison {
			return
		}
		if q, ok := part.(Bin); ok && q.Op == '/' && Eval(q.Y, env) == 0 {
			whole = whole && len(vanishingParts(q.Y)) > 0 && mentionsV(q.X)
		}
		whole = whole && math.Abs(Eval(part, env)) < 1e4 // nor beside a pole: 1/V is 1e4 at 1e-4 mV
	})
	if !whole || math.Abs(want) < 1e-6 || math.Abs(want) > 1e6 {
		return
	}
	if math.Abs(got-want) > tolerance*math.Abs(want) {
		t.Fatalf("%s is %v, as NMODL %v:\n%s\n%s", String(n), want, got, p.Text, strings.Join(p.Functions, ""))
	}
}

// machine runs the part of NMODL that is written here: the FUNCTION of one
// value and of two cases. go/parser reads the arithmetic.
type machine struct {
	functions map[string]routine
	vars      map[string]float64
	ok        bool
}

type routine struct {
	parameters            []string
	condition, then, alse string // or then alone
}

func runNMODL(p Program, env func(string) float64) (v float64, ok bool) {
	m := &machine{functions: map[string]routine{}, ok: true, vars: map[string]float64{}}
	head := regexp.MustCompile(`^FUNCTION (\w+)\((.*)\) \{\n`)
	value := regexp.MustCompile(`(?m)^\t+\w+ = (.*)$`)
	condition := regexp.MustCompile(`(?m)^\tIF \((.*)\) \{$`)
	for _, text := range p.Functions {
		h := head.FindStringSubmatch(text)
		values := value.FindAllStringSubmatch(text, -1)
		if h == nil || len(values) == 0 {
			return 0, false
		}
		f := routine{then: values[0][1]}
		if h[2] != "" {
			f.parameters = strings.Split(h[2], ", ")
		}
		if c := condition.FindStringSubmatch(text); c != nil {
			f.condition, f.alse = c[1], values[1][1]
		}
		m.functions[h[1]] = f
	}
	for _, name := range []string{"V", "x", "Na.I"} {
		m.vars[modName(name)] = env(name)
	}
	v = m.text(p.Text)
	return v, m.ok
}

func (m *machine) text(text string) float64 {
	tree, err := parser.ParseExpr(text)
	if err != nil {
		m.ok = false
		return 0
	}
	return m.value(tree)
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (m *machine) value(x ast.Expr) float64 {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return m.value(x.X)
	case *ast.BasicLit:
		v, _ := strconv.ParseFloat(x.Value, 64)
		return v
	case *ast.Ident:
		v, ok := m.vars[x.Name]
		m.ok = m.ok && ok
		return v
	case *ast.UnaryExpr:
		return -m.value(x.X)
	case *ast.BinaryExpr:
		a, b := m.value(x.X), m.value(x.Y)
		switch x.Op {
		case token.ADD:
			return a + b
		case token.SUB:
			return a - b
		case token.MUL:
			return a * b
		case token.QUO:
			return a / b
		case token.LSS:
			return truth(a < b)
		case token.LEQ:
			return truth(a <= b)
		case token.GTR:
			return truth(a > b)
		case token.GEQ:
			return truth(a >= b)
		case token.LAND:
			return a * b
		case token.LOR:
			return max(a, b)
		}
	case *ast.CallExpr:
		return m.called(x)
	}
	m.ok = false
	return 0
}

func (m *machine) called(x *ast.CallExpr) float64 {
	args := make([]float64, len(x.Args))
	for i, a := range x.Args {
		args[i] = m.value(a)
	}
	name := x.Fun.(*ast.Ident).Name
	switch name {
	case "fabs":
		return math.Abs(args[0])
	case "pow":
		return Pow(args[0], args[1])
	case "exp", "log", "sqrt", "tanh", "cosh":
		return Apply(name, args[0], 0)
	}
	f, ok := m.functions[name]
	if !ok || len(f.parameters) != len(args) {
		m.ok = false
		return 0
	}
	before := m.vars
	m.vars = map[string]float64{}
	for i, p := range f.parameters {
		m.vars[p] = args[i]
	}
	defer func() { m.vars = before }()
	if f.condition != "" && m.text(f.condition) == 0 {
		return m.text(f.alse)
	}
	return m.text(f.then)
}
