package expr

// LinearIn splits n into a + b·name, with neither a nor b depending on name.
// It says false where n is not written so: a product of two parts that both
// have the name, the name in a denominator, or inside a function.
func LinearIn(n Node, name string) (a, b Node, ok bool) {
	if !mentions(n, name) {
		return n, Num{At: n.Pos()}, true
	}
	switch n := n.(type) {
	case Name:
		return Num{At: n.At}, Num{Value: 1, At: n.At}, true
	case Neg:
		if a, b, ok = LinearIn(n.X, name); ok {
			return minus(a, n.At), minus(b, n.At), true
		}
	case Bin:
		return linearBin(n, name)
	case Call:
		if n.Fn == "where" {
			return linearWhere(n, name)
		}
	}
	return nil, nil, false
}

func linearBin(n Bin, name string) (a, b Node, ok bool) {
	xa, xb, okX := LinearIn(n.X, name)
	ya, yb, okY := LinearIn(n.Y, name)
	if !okX || !okY {
		return nil, nil, false
	}
	switch {
	case n.Op == '+' || n.Op == '-':
		return sum(n, xa, ya), sum(n, xb, yb), true
	case !mentions(n.Y, name): // x times, or by, a factor that is free of the name
		return product(n, xa, n.Y), product(n, xb, n.Y), true
	case n.Op == '*' && !mentions(n.X, name):
		return product(n, n.X, ya), product(n, n.X, yb), true
	}
	return nil, nil, false
}

// linearWhere needs a condition that is free of the name.
func linearWhere(n Call, name string) (a, b Node, ok bool) {
	if mentions(n.Args[0], name) {
		return nil, nil, false
	}
	xa, xb, okX := LinearIn(n.Args[1], name)
	ya, yb, okY := LinearIn(n.Args[2], name)
	if !okX || !okY {
		return nil, nil, false
	}
	either := func(x, y Node) Node {
		if Equal(x, y) {
			return x
		}
		return Call{Fn: "where", Args: []Node{n.Args[0], x, y}, At: n.At}
	}
	return either(xa, ya), either(xb, yb), true
}

// sum is x + y or x - y as n is, without terms that are 0.
func sum(n Bin, x, y Node) Node {
	switch {
	case isNum(y, 0):
		return x
	case isNum(x, 0) && n.Op == '+':
		return y
	case isNum(x, 0):
		return minus(y, n.At)
	}
	return Bin{Op: n.Op, X: x, Y: y, At: n.At}
}

// product is x·y or x/y as n is, without factors that are 1 or -1.
func product(n Bin, x, y Node) Node {
	switch {
	case isNum(x, 0):
		return x
	case isNum(y, 0) && n.Op == '*':
		return y
	case isNum(y, 1):
		return x
	case isNum(x, 1) && n.Op == '*':
		return y
	case isNum(y, -1):
		return minus(x, n.At)
	case isNum(x, -1) && n.Op == '*':
		return minus(y, n.At)
	}
	return Bin{Op: n.Op, X: x, Y: y, At: n.At}
}

func minus(x Node, at int) Node {
	switch x := x.(type) {
	case Num:
		if x.Value != 0 {
			x.Value = -x.Value
		}
		return x
	case Neg:
		return x.X
	}
	return Neg{X: x, At: at}
}
