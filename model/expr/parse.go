package expr

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Error is what is wrong with an equation's text, and where.
type Error struct {
	Offset int // in bytes, from the start of the text
	Msg    string
}

// Error is Msg alone: the caller knows the file and the line of the text, and
// puts the place before it.
func (e *Error) Error() string { return e.Msg }

func problem(at int, format string, args ...any) *Error {
	return &Error{Offset: at, Msg: fmt.Sprintf(format, args...)}
}

// Parse reads an equation. Its error is an *Error that says where the text is
// wrong and what to write instead. Which names there are is not its business:
// Names gives them to the caller, who knows.
func Parse(text string) (*Expr, error) {
	if err := refuse(text); err != nil {
		return nil, err
	}
	plain := strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(text) // a line's end would end the equation
	tree, err := parser.ParseExpr(plain)
	if err != nil {
		return nil, problem(0, "%q is not arithmetic; write numbers, names, + - * / and brackets", text)
	}
	w := walker{text: text}
	n := w.walk(tree)
	if w.err != nil {
		return nil, w.err
	}
	return &Expr{Node: n, Text: text}, nil
}

// walker turns the tree of go/parser into nodes. It keeps the first problem.
type walker struct {
	text string
	err  *Error
}

func (w *walker) fail(at int, format string, args ...any) Node {
	if w.err == nil {
		w.err = problem(at, format, args...)
	}
	return Num{At: at}
}

func offset(p token.Pos) int { return int(p) - 1 }

func (w *walker) walk(x ast.Expr) Node {
	at := offset(x.Pos())
	switch x := x.(type) {
	case *ast.ParenExpr:
		return w.walk(x.X)
	case *ast.BasicLit:
		return w.number(x, at)
	case *ast.Ident:
		if f, ok := functionNamed(x.Name); ok {
			return w.fail(at, "%s is a function; write %s", x.Name, f.usage)
		}
		return Name{Name: x.Name, At: at}
	case *ast.SelectorExpr:
		return w.selector(x, at)
	case *ast.UnaryExpr:
		if x.Op == token.SUB {
			return Neg{X: w.walk(x.X), At: at}
		}
	case *ast.BinaryExpr:
		return w.binary(x)
	case *ast.CallExpr:
		return w.call(x, at)
	}
	return w.fail(at, "this is not arithmetic; write numbers, names, + - * / and brackets")
}

func (w *walker) number(x *ast.BasicLit, at int) Node {
	v, err := strconv.ParseFloat(x.Value, 64)
	if err != nil {
		return w.fail(at, "%s is too large to be computed with", x.Value)
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(x.Value), "e")
	if v == 0 && strings.ContainsAny(mantissa, "123456789") {
		return w.fail(at, "%s is too small to be told from 0", x.Value)
	}
	return Num{Value: v, At: at}
}

// selector reads Na.I: of a channel of the compartment.
func (w *walker) selector(x *ast.SelectorExpr, at int) Node {
	channel, ok := x.X.(*ast.Ident)
	if !ok || slices.Contains(Functions(), channel.Name) {
		return w.fail(at, "a point stands only between a channel and its I, gbar or reversal, such as Na.I")
	}
	return Name{Name: channel.Name + "." + x.Sel.Name, At: at}
}

func (w *walker) binary(x *ast.BinaryExpr) Node {
	at := offset(x.OpPos)
	switch x.Op {
	case token.ADD, token.SUB, token.MUL, token.QUO:
		return Bin{Op: x.Op.String()[0], X: w.walk(x.X), Y: w.walk(x.Y), At: at}
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		return w.fail(at, "%s stands only in the first place of where(a < b, x, y)", x.Op)
	}
	return w.fail(at, "%s is not used here; write + - * or /", x.Op)
}

func (w *walker) call(x *ast.CallExpr, at int) Node {
	called, ok := x.Fun.(*ast.Ident)
	if !ok {
		return w.fail(at, "a function has a plain name: %s", functionList())
	}
	f, ok := functionNamed(called.Name)
	if !ok {
		return w.fail(at, "%s", unknownFunction(called.Name))
	}
	if len(x.Args) != f.args {
		return w.fail(at, "%s wants %s, not %d: %s", f.name, plural(f.args), len(x.Args), f.usage)
	}
	n := Call{Fn: f.name, At: at}
	for i, a := range x.Args {
		if f.name == "where" && i == 0 {
			n.Args = append(n.Args, w.comparison(a))
			continue
		}
		n.Args = append(n.Args, w.walk(a))
	}
	return n
}

func (w *walker) comparison(x ast.Expr) Node {
	for {
		p, ok := x.(*ast.ParenExpr)
		if !ok {
			break
		}
		x = p.X
	}
	if c, ok := x.(*ast.BinaryExpr); ok {
		switch c.Op {
		case token.LSS, token.LEQ, token.GTR, token.GEQ:
			return Cmp{Op: c.Op.String(), X: w.walk(c.X), Y: w.walk(c.Y), At: offset(c.OpPos)}
		}
	}
	return w.fail(offset(x.Pos()), "where wants a comparison first: where(a < b, x, y)")
}

func plural(n int) string {
	switch n {
	case 1:
		return "one value"
	case 2:
		return "two values"
	}
	return "a comparison and two values"
}

// unknownFunction says what to write instead of a function that is not in the
// table.
func unknownFunction(name string) string {
	other := map[string]string{
		"ln": "log(x)", "log10": "log(x)/log(10)", "log2": "log(x)/log(2)", "fabs": "abs(x)", "power": "pow(x, n)",
		"expm1": "exp(x) - 1, which is computed as expm1", "log1p": "log(1 + x)", "exp2": "pow(2, x)", "exp10": "pow(10, x)",
		"sinh": "(exp(x) - exp(-x))/2", "sech": "1/cosh(x)", "coth": "1/tanh(x)",
		"heav": "where(x < 0, 0, 1)", "heaviside": "where(x < 0, 0, 1)", "step": "where(x < 0, 0, 1)", "sign": "where(x < 0, -1, 1)",
		"ifelse": "where(a < b, x, y)", "sigmoid": "1/(1 + exp(-x))",
	}
	if cure, ok := other[strings.ToLower(name)]; ok {
		return fmt.Sprintf("%s is not a function here; write %s", name, cure)
	}
	if near := Nearest(name, Functions()); near != "" {
		return fmt.Sprintf("%s is not a function here; did you mean %s?", name, near)
	}
	return fmt.Sprintf("%s is not a function; for a product write %s*(, for a function one of %s", name, name, functionList())
}

func functionList() string { return strings.Join(Functions(), " ") }

// finite says that v is a number that can be printed.
func finite(v float64) bool { return !math.IsInf(v, 0) && !math.IsNaN(v) }
