package expr

// Node is a piece of an equation: Num, Name, Neg, Bin, Call or Cmp.
type Node interface {
	// Pos is the byte offset of the piece in the text it was read from.
	Pos() int
	node()
}

// Num is a number.
type Num struct {
	Value float64
	At    int
}

// Name stands for a value that the environment of Eval supplies. It is dotted,
// such as Na.I, where a rate uses the current of a channel.
type Name struct {
	Name string
	At   int
}

// Neg is −X.
type Neg struct {
	X  Node
	At int
}

// Bin is X Op Y, where Op is one of + - * /.
type Bin struct {
	Op   byte
	X, Y Node
	At   int // of the sign
}

// Call is a function of the table in functions.go and its arguments. The first
// argument of where is a Cmp; no other place holds one.
type Call struct {
	Fn   string
	Args []Node
	At   int
}

// Cmp is the comparison X Op Y, where Op is one of < <= > >=.
type Cmp struct {
	Op   string
	X, Y Node
	At   int // of the sign
}

// Pos is where the number starts.
func (n Num) Pos() int { return n.At }

// Pos is where the name starts.
func (n Name) Pos() int { return n.At }

// Pos is where the minus sign is.
func (n Neg) Pos() int { return n.At }

// Pos is where the sign between the two terms is.
func (n Bin) Pos() int { return n.At }

// Pos is where the function's name starts.
func (n Call) Pos() int { return n.At }

// Pos is where the sign of the comparison is.
func (n Cmp) Pos() int { return n.At }

func (Num) node()  {}
func (Name) node() {}
func (Neg) node()  {}
func (Bin) node()  {}
func (Call) node() {}
func (Cmp) node()  {}

// Holds says that the comparison is true of x and y. Nothing is true of NaN.
func (n Cmp) Holds(x, y float64) bool {
	switch n.Op {
	case "<":
		return x < y
	case "<=":
		return x <= y
	case ">":
		return x > y
	}
	return x >= y
}

// Expr is one equation: the tree and the text it was read from.
type Expr struct {
	Node Node
	Text string
}

// Eval is the value of the equation; see the function Eval.
func (e *Expr) Eval(env func(name string) float64) float64 { return Eval(e.Node, env) }

// String is the canonical text; see the function String.
func (e *Expr) String() string { return String(e.Node) }

// Walk calls visit with n and every part of it, in the order they are written,
// the whole before its parts.
func Walk(n Node, visit func(Node)) {
	visit(n)
	switch n := n.(type) {
	case Neg:
		Walk(n.X, visit)
	case Bin:
		Walk(n.X, visit)
		Walk(n.Y, visit)
	case Cmp:
		Walk(n.X, visit)
		Walk(n.Y, visit)
	case Call:
		for _, a := range n.Args {
			Walk(a, visit)
		}
	}
}
