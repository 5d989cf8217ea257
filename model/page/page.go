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
	Key    Place // where the key stands that has this value; none for items and the root
	Page   *Page
	Kind   Kind
	Text   string
	Quoted bool // the text stood in quotes, which are not part of it
	Folded bool // the text stands below its > or |, and its lines were joined
	Pairs  []Pair
	Items  []Node
}

// AtKey is the node with the place of its key, where it has one.
func (n Node) AtKey() Node {
	if n.Key != (Place{}) {
		n.Place = n.Key
	}
	return n
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

// FailIn notes an error at a byte of a node's text. Of a folded text, whose
// columns are not those of the file, the text itself is shown.
func (p *Page) FailIn(n Node, offset int, format string, args ...any) {
	offset = min(max(offset, 0), len(n.Text))
	col := len([]rune(n.Text[:offset]))
	if !n.Folded {
		if n.Quoted {
			col++
		}
		p.Fail(Place{n.Line, n.Col + col}, format, args...)
		return
	}
	line, start := n.Text, strings.LastIndex(n.Text[:offset], "\n")+1
	line, _, _ = strings.Cut(line[start:], "\n")
	col -= len([]rune(n.Text[:start]))
	err := fmt.Errorf(format, args...)
	p.errs = append(p.errs, placed{n.Place, fmt.Errorf("%s:%d:%d: %w%s", p.name, n.Line, n.Col, err, under(line, col+1))})
}

// Err is everything that was noted, in the order of the file. What is wrong once
// and was met twice, such as a definition that two compartments share, is said
// once.
func (p *Page) Err() error {
	slices.SortStableFunc(p.errs, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	var errs []error
	said := map[string]bool{}
	for _, e := range p.errs {
		if !said[e.err.Error()] {
			said[e.err.Error()] = true
			errs = append(errs, e.err)
		}
	}
	return errors.Join(errs...)
}

// caret is the line of a place and a caret below it.
func (p *Page) caret(at Place) string {
	if at.Line < 1 || at.Line > len(p.lines) {
		return ""
	}
	return under(strings.TrimRight(p.lines[at.Line-1], "\r\n"), at.Col)
}

// under is a line and a caret below its column.
func under(line string, col int) string {
	var below strings.Builder
	for i, r := range []rune(line) {
		if i+1 >= col {
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
			out.Pairs = append(out.Pairs, p.pairs(v)...)
		}
		if len(out.Pairs) > 0 && !n.IsFlowStyle {
			out.Place = out.Pairs[0].Place
		}
		return out
	case *ast.MappingValueNode:
		return Node{Place: placeOf(n.Key.GetToken()), Page: p, Kind: Map, Pairs: p.pairs(n)}
	case *ast.SequenceNode:
		out := Node{Place: placeOf(n.GetToken()), Page: p, Kind: List}
		for _, v := range n.Values {
			out.Items = append(out.Items, p.node(v))
		}
		return out
	case *ast.LiteralNode:
		return Node{Place: placeOf(n.GetToken()), Page: p, Text: n.Value.Value, Folded: true}
	case *ast.StringNode:
		t := n.GetToken().Type
		return Node{Place: placeOf(n.GetToken()), Page: p, Text: n.Value, Quoted: t == token.DoubleQuoteType || t == token.SingleQuoteType}
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return Node{Place: placeOf(n.GetToken()), Page: p, Text: n.GetToken().Value}
	case *ast.NullNode:
		return Node{Place: placeOf(n.GetToken()), Page: p, Kind: Null}
	default:
		p.Fail(placeOf(n.GetToken()), notRead)
	}
	return Node{Place: placeOf(n.GetToken()), Page: p, Kind: Absent}
}

const notRead = "anchors, aliases, tags and merge keys are not read here; write the value itself"

// pairs is one key with its value, or nothing where the key is not read.
func (p *Page) pairs(v *ast.MappingValueNode) []Pair {
	key := v.Key.GetToken()
	switch v.Key.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode:
	case *ast.MergeKeyNode, *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		p.Fail(placeOf(key), notRead)
		return nil
	default:
		p.Fail(placeOf(key), "a key is a plain name here")
	}
	text := key.Value
	if s, ok := v.Key.(*ast.StringNode); ok {
		text = s.Value
	}
	value := p.node(v.Value)
	value.Key = placeOf(key)
	return []Pair{{Place: value.Key, Key: text, Value: value}}
}

// Name is the file's name, for messages.
func (p *Page) Name() string { return p.name }

// New is a page without text, for checks of what was not read from a file.
func New(name string) *Page { return &Page{name: name} }
