package expr

import "math"

// function is a row of the table of functions that equations may call.
type function struct {
	name  string
	args  int
	usage string
}

// functions is the table. A row more wants a case in Apply and in each
// printer; a test fails until all are there.
func functions() []function {
	return []function{
		{"exp", 1, "exp(x)"},
		{"log", 1, "log(x)"}, // natural
		{"sqrt", 1, "sqrt(x)"},
		{"tanh", 1, "tanh(x)"},
		{"cosh", 1, "cosh(x)"},
		{"abs", 1, "abs(x)"},
		{"pow", 2, "pow(x, n)"},
		{"min", 2, "min(x, y)"},
		{"max", 2, "max(x, y)"},
		{"where", 3, "where(a < b, x, y)"},
	}
}

// Functions are the names that are taken by a function, so that nothing else
// may be called so.
func Functions() []string {
	var names []string
	for _, f := range functions() {
		names = append(names, f.name)
	}
	return names
}

func functionNamed(name string) (function, bool) {
	for _, f := range functions() {
		if f.name == name {
			return f, true
		}
	}
	return function{}, false
}

// Apply is the value of a function of one argument, or of two; where is not
// among them. One argument leaves y unread.
func Apply(fn string, x, y float64) float64 {
	switch fn {
	case "exp":
		return Exp(x)
	case "log":
		return Log(x)
	case "sqrt":
		return math.Sqrt(x)
	case "tanh":
		return Tanh(x)
	case "cosh":
		return Cosh(x)
	case "abs":
		return math.Abs(x)
	case "pow":
		return Pow(x, y)
	case "min":
		return min(x, y)
	case "max":
		return max(x, y)
	}
	panic("expr: no function " + fn)
}
