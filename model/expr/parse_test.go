package expr

import (
	"errors"
	"strings"
	"testing"
)

func parse(t testing.TB, text string) Node {
	t.Helper()
	e, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return e.Node
}

func TestRefusals(t *testing.T) {
	check := func(text, under, want string) {
		t.Helper()
		_, err := Parse(text)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q is not refused with an *Error, but %v", text, err)
			return
		}
		at := strings.IndexByte(under, '^')
		if e.Offset != at || e.Msg != want {
			t.Errorf("\n%s\n%s^ %s\nwant\n%s %s", text, strings.Repeat(" ", e.Offset), e.Msg, under, want)
		}
	}
	const (
		arithmetic = "write numbers, names, + - * / and brackets"
		compare    = "compare with < <= > >= in where(a < b, x, y)"
	)

	// What Go would read as something else, or drop in silence.
	check("4*exp(-(V+65)/18)^2", "                 ^", "^ is not a power here; write pow(x, n)")
	check("V**2", " ^", "** is not a power here; write pow(x, n)")
	check("V // 2", "  ^", "// would hide the rest of the line; write one /")
	check("V /* 2 */ + 1", "  ^", "/* would hide what follows; write / or *")
	check("where(V <-10, 1, 2)", "        ^", "<- is read as one sign; put a space: < -")
	check("V--2", " ^", "-- is read as one sign; write +, or put a space: - -")
	check("V++2", " ^", "++ is read as one sign; write one +")
	check("4exp(-V)", "^", "a product needs its *; write 4*exp")
	check("2V", "^", "a product needs its *; write 2*V")
	check("1e5V", "^", "a product needs its *; write 1e5*V")
	check("2(V+1)", "^", "a product needs its *; write 2*(")
	check("(V+1)(V+2)", "    ^", "a product needs its *; write )*(")
	check("(V+1)2", "    ^", "a product needs its *; write )*2")
	check("k V", "^", "a product needs its *; write k*V")
	check("k 2", "^", "a product needs its *; write k*2")
	check("2 3", "^", "a product needs its *; write 2*3")
	check("2i", "^", "a product needs its *; write 2*i")
	check("2e", "^", "a product needs its *; write 2*e")
	check("V + 40 mV", "       ^", "a number in an equation has no unit; write 40")
	check("0x10", "^", "0x10 is not a decimal number; write 16")
	check("0x1p-2", "^", "0x1p is not a decimal number; write it with the digits 0 to 9")
	check("0b101", "^", "0b101 is not a decimal number; write 5")
	check("010", "^", "010 starts with a 0; write 10")
	check("00.5", "^", "00.5 starts with a 0; write 0.5")
	check("1_000", "^", "1_000 has a _ in it; write 1000")
	check("1.2.3", "^", "1.2.3 has two points; a number has one")
	check("1e999", "^", "1e999 is too large to be computed with")
	check("1e-999", "^", "1e-999 is too small to be told from 0")

	// What a printer sets.
	check("V − 1", "  ^", "− is a printer's sign; write the keyboard's -")
	check("V – 1", "  ^", "– is a printer's sign; write the keyboard's -")
	check("2·V", " ^", "· is a printer's sign; write *")
	check("2×V", " ^", "× is a printer's sign; write *")
	check("V÷2", " ^", "÷ is a printer's sign; write /")
	check("V²", " ^", "² is a printer's sign; write pow(x, n)")
	check("where(V ≤ 1, 1, 2)", "        ^", "≤ is a printer's sign; write <=")
	check("τ*V", "^", "τ is not a letter of names here; write tau")
	check("V\u00a0+ 1", " ^", "this space is a printer's; type a plain one")
	check("V\u200b", " ^", "an unseen space (U+200B) stands here; take it out")
	check("V + é", "    ^", "é is not known here; "+arithmetic)
	check("V + \x00", "    ^", "the letter U+0000 is not known here; "+arithmetic)
	check("V + \xff", "    ^", "the byte 0xff is not known here; "+arithmetic)

	// What other languages have.
	check("V == 1", "  ^", "== is not used here; "+compare)
	check("where(V =< 1, 1, 2)", "        ^", "=< is not used here; write <=")
	check("where(V != 1, 1, 2)", "        ^", "!= is not used here; "+compare)
	check("alpha = 2", "      ^", "= is not used here; write the right-hand side alone")
	check("V % 2", "  ^", "% is not used here; write /100 for per cent")
	check("V & 2", "  ^", "& is not used here; put one where(a < b, x, y) in another")
	check("V < 1 && V > 2", "      ^", "&& is not used here; put one where(a < b, x, y) in another")
	check("|V|", "^", "| is not used here; write abs(x) for |x|")
	check("V < 1 ? 2 : 3", "      ^", "? is not used here; write where(a < b, x, y)")
	check(`"V"`, "^", `" has no place here; an equation is numbers and names`)
	check("'V'", "^", "' has no place here; an equation is numbers and names")
	check("a[0]", " ^", "[ has no place here; a name has no index")
	check("{V}", "^", "{ is not a bracket here; write ( and )")
	check("V; V", " ^", "; is not used here; an equation is one term")
	check("if", "^", "if is not used here; write where(a < b, x, y)")
	check("range*2", "^", "range is kept for the language; choose another name")
	check("func() {}", "^", "func is kept for the language; choose another name")
	check("_x", "^", "_x is not a name here; a name starts with a letter")
	check("V and m", "  ^", "and is not used here; put one where(a < b, x, y) in another")

	// What is not finished.
	check("", "^", "there is no equation; write one, such as 0.1*(V+40)")
	check(" \t", "^", "there is no equation; write one, such as 0.1*(V+40)")
	check("V +", "  ^", "nothing follows +; write a term after it")
	check("(V +)", "   ^", "nothing follows +; write a term after it")
	check("* V", "^", "nothing stands before *; write a term before it")
	check("V * / 2", "    ^", "nothing stands before /; write a term before it")
	check("+V", "^", "a + before a term does nothing; take it out")
	check("(V + 1", "^", "( is never closed; write its )")
	check("V + 1)", "     ^", ") has no ( before it; take it out, or write its (")
	check("()", "^", "() is empty; write a term in it")
	check("max(V, )", "     ^", "a comma before ) does nothing; take it out")
	check("max(, V)", "   ^", "nothing stands between ( and the comma; write a term")
	check("0,5*V", " ^", "a comma stands only between the values of a function; a decimal number has a point")
	check("(V, 1)", "  ^", "a comma stands only between the values of a function; a decimal number has a point")
	check("Na .", "   ^", "a point stands between digits, or as in Na.I")
	check("Na.I.x", "^", "a point stands only between a channel and its I, gbar or reversal, such as Na.I")

	// Functions.
	check("exp + 1", "^", "exp is a function; write exp(x)")
	check("exp()", "^", "exp wants one value, not 0: exp(x)")
	check("exp(V, 1)", "^", "exp wants one value, not 2: exp(x)")
	check("1 + pow(V)", "    ^", "pow wants two values, not 1: pow(x, n)")
	check("where(V < 1, 2)", "^", "where wants a comparison and two values, not 2: where(a < b, x, y)")
	check("where(V, 1, 2)", "      ^", "where wants a comparison first: where(a < b, x, y)")
	check("V < 1", "  ^", "< stands only in the first place of where(a < b, x, y)")
	check("where(1 < V < 2, 1, 2)", "        ^", "< stands only in the first place of where(a < b, x, y)")
	check("1 + (V > 1)", "       ^", "> stands only in the first place of where(a < b, x, y)")
	check("exq(V)", "^", "exq is not a function here; did you mean exp?")
	check("ln(V)", "^", "ln is not a function here; write log(x)")
	check("sinh(V)", "^", "sinh is not a function here; write (exp(x) - exp(-x))/2")
	check("gK(V-EK)", "^", "gK is not a function; for a product write gK*(, for a function one of exp log sqrt tanh cosh abs pow min max where")
	check("Na.I(V)", "^", "a function has a plain name: exp log sqrt tanh cosh abs pow min max where")

	// What is too long or too deep.
	long := "V" + strings.Repeat("+1", MaxLength/2)
	check(long, strings.Repeat(" ", MaxLength)+"^", "this is longer than 4096 bytes; name parts of it under let")
	deep := strings.Repeat("(", MaxDepth+1) + "V" + strings.Repeat(")", MaxDepth+1)
	check(deep, strings.Repeat(" ", MaxDepth)+"^", "brackets go deeper than 64; name parts of it under let")
}

// The equation is read as it is written: the tree, in its canonical text.
func TestReading(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got := String(parse(t, text)); got != want {
			t.Errorf("%s is read as %s, want %s", text, got, want)
		}
	}
	check("V", "V")
	check(" ( ( V ) ) ", "V")
	check("1/2", "1/2")
	check("a-b-c", "a-b-c")
	check("a-(b-c)", "a-(b-c)")
	check("a+(b+c)", "a+(b+c)")
	check("(a+b)+c", "a+b+c")
	check("a*(b/c)", "a*(b/c)")
	check("a/b*c", "a/b*c")
	check("-a*b", "-a*b")
	check("-(a*b)", "-(a*b)")
	check("a*-b", "a*(-b)")
	check("a - -b", "a-(-b)")
	check("a+-b*c", "a+(-b*c)")
	check("- -a", "-(-a)")
	check("0.1*(V + 40)/(1 - exp(-(V+40)/10))", "0.1*(V+40)/(1-exp(-(V+40)/10))")
	check("where((V<=-10),a,b)", "where(V <= -10, a, b)")
	check("max ( 0 , 1 )", "max(0, 1)")
	check("Na.I + K.gbar", "Na.I+K.gbar")
	check("a\n  + b", "a+b")
	check("a\n*b\r\n", "a*b")
	check(".5 + 5. + 1E3 + 1e+6 + 2.5e-5", "0.5+5+1000+1e6+2.5e-5")
	check("1000000 + 0.0001 + 0.00001 + 123456789", "1e6+0.0001+1e-5+123456789")
}

// Each node knows where it stands.
func TestPositions(t *testing.T) {
	text := "0.1*(Vm+40) - where(Na.I <  2, -x, pow(y,2))"
	want := map[string]string{
		"0.1": "0.1", "Vm": "Vm", "40": "40", "Na.I": "Na.I", "2": "2,", "x": "x", "y": "y",
		"-x": "-x", "pow(y, 2)": "pow", "Na.I < 2": "< ", "Vm+40": "+", "0.1*(Vm+40)": "*(",
	}
	Walk(parse(t, text), func(n Node) {
		if at, ok := want[String(n)]; ok {
			delete(want, String(n))
			if !strings.HasPrefix(text[n.Pos():], at) {
				t.Errorf("%s stands at %q", String(n), text[n.Pos():])
			}
		}
	})
	if len(want) > 0 {
		t.Errorf("not met: %v", want)
	}
}
