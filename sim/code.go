package sim

import (
	"fmt"

	"quell/model/expr"
)

type opcode uint8

// Operations of the register code into which equations that do not depend on V
// alone are compiled.
const (
	opAdd opcode = iota
	opSub
	opMul
	opDiv
	opNeg
	opExp
	opExpm1
	opLog
	opSqrt
	opTanh
	opCosh
	opAbs
	opPow
	opMin
	opMax
	opWhereLess   // c < d ? a : b
	opWhereLessEq // c <= d ? a : b
)

// instr is y[dst] = a op b. Only the two where instructions use c and d.
type instr struct {
	op         opcode
	dst        operand
	a, b, c, d operand
}

var unaryOps = map[string]opcode{
	"exp": opExp, "log": opLog, "sqrt": opSqrt, "tanh": opTanh, "cosh": opCosh, "abs": opAbs,
}

var binaryOps = map[string]opcode{"pow": opPow, "min": opMin, "max": opMax}

// execute runs straight-line code over the slice of one run.
func execute(code []instr, y []float64) {
	for i := range code {
		in := &code[i]
		a := y[in.a]
		var z float64
		switch in.op {
		case opAdd:
			z = a + y[in.b]
		case opSub:
			z = a - y[in.b]
		case opMul:
			z = float64(a * y[in.b])
		case opDiv:
			z = a / y[in.b]
		case opNeg:
			z = -a
		case opWhereLess:
			if z = a; !(y[in.c] < y[in.d]) {
				z = y[in.b]
			}
		case opWhereLessEq:
			if z = a; !(y[in.c] <= y[in.d]) {
				z = y[in.b]
			}
		default:
			z = in.of(a, y[in.b])
		}
		y[in.dst] = z
	}
}

// of is a function of one or two numbers.
func (in *instr) of(a, b float64) float64 {
	switch in.op {
	case opExp:
		return expr.Exp(a)
	case opExpm1:
		return expr.Expm1(a)
	case opLog:
		return expr.Log(a)
	case opPow:
		return expr.Pow(a, b)
	case opMin:
		return min(a, b)
	case opMax:
		return max(a, b)
	}
	return applyUnary(in.op, a)
}

func applyUnary(op opcode, a float64) float64 {
	switch op {
	case opSqrt:
		return sqrt(a)
	case opTanh:
		return expr.Tanh(a)
	case opCosh:
		return expr.Cosh(a)
	case opAbs:
		return abs(a)
	}
	panic(fmt.Sprintf("sim: operation %d has no meaning", op))
}

// emitter turns one equation into code. Parts that depend on V alone become
// value columns of the compartment's table.
type emitter struct {
	b       *builder
	comp    *compBuild
	resolve func(name string) (operand, bool)
	code    *[]instr
}

func onlyV(n expr.Node) bool {
	return !expr.DependsOn(n, func(name string) bool { return name != "V" })
}

// node emits n and returns where its value will be.
func (e *emitter) node(n expr.Node) operand {
	switch n := n.(type) {
	case expr.Num:
		return e.b.param(n.Value)
	case expr.Name:
		if o, ok := e.resolve(n.Name); ok {
			return o
		}
		panic("sim: no operand for " + n.Name) // model.Check has refused unknown names
	}
	if onlyV(n) {
		return e.comp.valueColumn(n)
	}
	switch n := n.(type) {
	case expr.Neg:
		return e.put(opNeg, e.node(n.X), 0)
	case expr.Bin:
		return e.binary(n)
	case expr.Call:
		return e.call(n)
	}
	panic(fmt.Sprintf("sim: %T in an equation", n))
}

func (e *emitter) put(op opcode, a, b operand) operand {
	dst := e.b.scratch()
	*e.code = append(*e.code, instr{op: op, dst: dst, a: a, b: b})
	return dst
}

func (e *emitter) binary(n expr.Bin) operand {
	if u, sign, ok := expr.Expm1Form(n); ok { // keeps its digits near u = 0
		z := e.put(opExpm1, e.node(u), 0)
		if sign < 0 {
			z = e.put(opNeg, z, 0)
		}
		return z
	}
	a := e.node(n.X)
	b := e.node(n.Y)
	switch n.Op {
	case '+':
		return e.put(opAdd, a, b)
	case '-':
		return e.put(opSub, a, b)
	case '*':
		return e.put(opMul, a, b)
	}
	return e.put(opDiv, a, b)
}

func (e *emitter) call(n expr.Call) operand {
	if n.Fn == "where" {
		c := n.Args[0].(expr.Cmp)
		l, r := e.node(c.X), e.node(c.Y)
		a, b := e.node(n.Args[1]), e.node(n.Args[2])
		op := opWhereLess
		switch c.Op {
		case "<=":
			op = opWhereLessEq
		case ">":
			l, r = r, l
		case ">=":
			l, r = r, l
			op = opWhereLessEq
		}
		dst := e.b.scratch()
		*e.code = append(*e.code, instr{op: op, dst: dst, a: a, b: b, c: l, d: r})
		return dst
	}
	if op, ok := unaryOps[n.Fn]; ok {
		return e.put(op, e.node(n.Args[0]), 0)
	}
	a := e.node(n.Args[0])
	return e.put(binaryOps[n.Fn], a, e.node(n.Args[1]))
}
