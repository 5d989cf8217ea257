// Package page reads the YAML of quell's files: maps, lists and scalars with their
// places, and errors with the line and a caret. Scalars stay text; what they mean
// is their reader's business. Anchors, aliases, merge keys and tags are refused,
// and so is more than one document.
package page

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Page is a YAML file with its errors.
type Page struct {
	name  string
	lines []string
	errs  []placed
}

// placed is an error and where it was found.
type placed struct {
	Place
	err error
}

// Place is where something stands, counted from 1.
type Place struct{ Line, Col int }

// Kind says what a Node is.
type Kind uint8

// The kinds of a Node. Absent stands for something that is not read; its error
// has been noted.
const (
	Scalar Kind = iota
	Map
	List
	Null
	Absent
)

// Node is a value of the file with its place; Text, Pairs or Items by Kind.
type Node struct {
	Place
	Page   *Page
	Kind   Kind
	Text   string
	Quoted bool // the text stood in quotes, which are not part of it
	Pairs  []Pair
	Items  []Node
}

// Pair is one key of a map with its value.
type Pair struct {
	Place
	Key   string
	Value Node
}

// Get is the value of a key.
func (n Node) Get(key string) (Node, bool) {
	for _, p := range n.Pairs {
		if p.Key == key {
			return p.Value, true
		}
	}
	return Node{}, false
}

// Fail notes an error at a place: file:line:column, what and a cure, then the
// line and a caret.
func (p *Page) Fail(at Place, format string, args ...any) {
	err := fmt.Errorf(format, args...)
	p.errs = append(p.errs, placed{at, fmt.Errorf("%s:%d:%d: %w%s", p.name, at.Line, at.Col, err, p.caret(at))})
}

// Err is everything that was noted, in the order of the file.
func (p *Page) Err() error {
	slices.SortStableFunc(p.errs, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	var errs []error
	for _, e := range p.errs {
		errs = append(errs, e.err)
	}
	return errors.Join(errs...)
}

// caret is the line of a place and a caret below it.
func (p *Page) caret(at Place) string {
	if at.Line < 1 || at.Line > len(p.lines) {
		return ""
	}
	line := strings.TrimRight(p.lines[at.Line-1], "\r\n")
	var below strings.Builder
	for i, r := range []rune(line) {
		if i+1 >= at.Col {
			break
		}
		if r != '\t' {
			r = ' '
		}
		below.WriteRune(r)
	}
	return "\n" + line + "\n" + below.String() + "^"
}

// Open reads the YAML of a file. Its root must be a map; what says how such a
// file begins, for the error where it is none.
func Open(name string, data []byte, what string) (p *Page, root Node, err error) {
	p = &Page{name: name, lines: strings.Split(string(data), "\n")}
	defer func() {
		// The parser is a library; what it cannot take is the file's fault.
		if broken := recover(); broken != nil {
			p, root, err = nil, Node{}, fmt.Errorf("%s: this is not YAML that can be read", name)
		}
	}()
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		p.syntax(err)
		return nil, Node{}, p.Err()
	}
	if len(file.Docs) > 1 {
		p.Fail(placeOf(file.Docs[1].Start), "one document a file; put the second into a file of its own")
		return nil, Node{}, p.Err()
	}
	if len(file.Docs) == 1 && file.Docs[0].Body != nil {
		root = p.node(file.Docs[0].Body)
	}
	if root.Kind != Map {
		p.Fail(Place{1, 1}, "there is no map of keys and values here; %s", what)
		return nil, Node{}, p.Err()
	}
	return p, root, nil
}

// syntax keeps what the parser says and where, but not its excerpt of the file.
func (p *Page) syntax(err error) {
	var at interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &at) {
		p.errs = append(p.errs, placed{err: fmt.Errorf("%s: %w", p.name, err)})
		return
	}
	p.Fail(placeOf(at.GetToken()), "%s", at.GetMessage())
}

func placeOf(t *token.Token) Place {
	if t == nil || t.Position == nil {
		return Place{1, 1}
	}
	return Place{t.Position.Line, t.Position.Column}
}

// node turns a node of the parser into ours. What an experiment does without
// (anchors, aliases, tags, merge keys) is refused.
func (p *Page) node(n ast.Node) Node {
	switch n := n.(type) {
	case *ast.MappingNode:
		out := Node{Place: placeOf(n.GetToken()), Page: p, Kind: Map}
		for _, v := range n.Values {
			out.Pairs = append(out.Pairs, p.pair(v))
		}
		if len(out.Pairs) > 0 && !n.IsFlowStyle {
			out.Place = out.Pairs[0].Place
		}
		return out
	case *ast.MappingValueNode:
		v := p.pair(n)
		return Node{Place: v.Place, Page: p, Kind: Map, Pairs: []Pair{v}}
	case *ast.SequenceNode:
		out := Node{Place: placeOf(n.GetToken()), Page: p, Kind: List}
		for _, v := range n.Values {
			out.Items = append(out.Items, p.node(v))
		}
		return out
	case *ast.LiteralNode:
		return Node{Place: placeOf(n.GetToken()), Page: p, Text: n.Value.Value}
	case *ast.StringNode:
		t := n.GetToken().Type
		return Node{Place: placeOf(n.GetToken()), Page: p, Text: n.Value, Quoted: t == token.DoubleQuoteType || t == token.SingleQuoteType}
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return Node{Place: placeOf(n.GetToken()), Page: p, Text: n.GetToken().Value}
	case *ast.NullNode:
		return Node{Place: placeOf(n.GetToken()), Page: p, Kind: Null}
	default:
		p.Fail(placeOf(n.GetToken()), "anchors, aliases, tags and merge keys are not read here; write the value itself")
	}
	return Node{Place: placeOf(n.GetToken()), Page: p, Kind: Absent}
}

func (p *Page) pair(v *ast.MappingValueNode) Pair {
	key := v.Key.GetToken()
	switch v.Key.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode:
	default:
		p.Fail(placeOf(key), "a key is a plain name here")
	}
	text := key.Value
	if s, ok := v.Key.(*ast.StringNode); ok {
		text = s.Value
	}
	return Pair{Place: placeOf(key), Key: text, Value: p.node(v.Value)}
}

// Name is the file's name, for messages.
func (p *Page) Name() string { return p.name }

// New is a page without text, for checks of what was not read from a file.
func New(name string) *Page { return &Page{name: name} }
