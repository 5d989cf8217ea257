package expr

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is longer or deeper than this is no equation of a paper.
const (
	MaxLength = 4096 // bytes
	MaxDepth  = 64   // brackets
)

// scan goes through the text before go/parser does, and refuses what Go's
// grammar would read in another sense than an equation's writer meant, or with
// an error about Go. It builds nothing.
type scan struct {
	text string
	at   int
	last string // the sign, name or number before
	from int    // where that starts
	term bool   // last ends a term, so that a sign must follow
	open []opened
}

type opened struct {
	at   int
	call bool
}

// refuse returns what is wrong with the text, or nil where go/parser will read
// it as it is meant.
func refuse(text string) *Error {
	if len(text) > MaxLength {
		return problem(MaxLength, "this is longer than %d bytes; name parts of it under let", MaxLength)
	}
	if strings.TrimSpace(text) == "" {
		return problem(0, "there is no equation; write one, such as 0.1*(V+40)")
	}
	s := scan{text: text}
	for s.at < len(text) {
		if err := s.next(); err != nil {
			return err
		}
	}
	if len(s.open) > 0 {
		return problem(s.open[len(s.open)-1].at, "( is never closed; write its )")
	}
	if !s.term {
		return problem(s.from, "nothing follows %s; write a term after it", s.last)
	}
	return nil
}

func (s *scan) next() *Error {
	c := s.text[s.at]
	switch {
	case strings.IndexByte(" \t\r\n", c) >= 0:
		s.at++
		return nil
	case isDigit(c), c == '.' && s.at+1 < len(s.text) && isDigit(s.text[s.at+1]):
		return s.number()
	case isLetter(c):
		return s.word()
	case c == '(':
		return s.opening()
	case c == ')':
		return s.closing()
	case c == ',':
		return s.comma()
	}
	return s.sign()
}

// take makes text[s.at:to] the last thing seen.
func (s *scan) take(to int, term bool) {
	s.last, s.from, s.at, s.term = s.text[s.at:to], s.at, to, term
}

// run is the end of the longest run of bytes from i for which f holds.
func (s *scan) run(i int, f func(byte) bool) int {
	for i < len(s.text) && f(s.text[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) }

// number reads a decimal number. What Go has besides is another number, or
// none: 010 is 8 there, and 0x10 is 16.
func (s *scan) number() *Error {
	all := s.run(s.at, func(c byte) bool { return isWord(c) || c == '.' })
	whole := s.text[s.at:all]
	if len(whole) > 1 && whole[0] == '0' && strings.IndexByte("xXbBoO", whole[1]) >= 0 {
		if v, err := strconv.ParseUint(whole, 0, 53); err == nil {
			return problem(s.at, "%s is not a decimal number; write %d", whole, v)
		}
		if whole[1] == 'x' || whole[1] == 'X' {
			return problem(s.at, "%s is not a decimal number; write it with the digits 0 to 9", whole)
		}
	}
	if bare := strings.ReplaceAll(whole, "_", ""); bare != whole && strings.Trim(bare, ".0123456789") == "" {
		return problem(s.at, "%s has a _ in it; write %s", whole, bare)
	}
	end := s.run(s.at, isDigit)
	if digits := s.text[s.at:end]; len(digits) > 1 && digits[0] == '0' {
		bare := strings.TrimLeft(whole, "0")
		if bare == "" || !isDigit(bare[0]) {
			bare = "0" + bare
		}
		return problem(s.at, "%s starts with a 0; write %s", whole, bare)
	}
	if end < len(s.text) && s.text[end] == '.' {
		end = s.run(end+1, isDigit)
	}
	if end < len(s.text) && s.text[end] == '.' {
		return problem(s.at, "%s has two points; a number has one", whole)
	}
	end = s.exponent(end)
	if s.term {
		return s.product(s.text[s.at:end])
	}
	s.take(end, true)
	return nil
}

// exponent is the end of e-5 at i, or i where there is none.
func (s *scan) exponent(i int) int {
	if i == len(s.text) || s.text[i]|0x20 != 'e' {
		return i
	}
	j := i + 1
	if j < len(s.text) && (s.text[j] == '+' || s.text[j] == '-') {
		j++
	}
	if end := s.run(j, isDigit); end > j {
		return end
	}
	return i
}

// word reads a name, with what stands behind its point: Na.I.
func (s *scan) word() *Error {
	end := s.run(s.at, isWord)
	word := s.text[s.at:end]
	switch {
	case word[0] == '_':
		return problem(s.at, "%s is not a name here; a name starts with a letter", word)
	case token.IsKeyword(word):
		if slices.Contains([]string{"if", "else", "switch", "case"}, word) {
			return problem(s.at, "%s is not used here; write where(a < b, x, y)", word)
		}
		return problem(s.at, "%s is kept for the language; choose another name", word)
	}
	for end+1 < len(s.text) && s.text[end] == '.' && isLetter(s.text[end+1]) {
		start := end + 1
		end = s.run(start, isWord)
		if part := s.text[start:end]; token.IsKeyword(part) || part[0] == '_' {
			return problem(start, "%s is not a name here; such as Na.I is", part)
		}
	}
	if s.term {
		if isDigit(s.last[0]) && isUnit(word) {
			return problem(s.at, "a number in an equation has no unit; write %s", s.last)
		}
		return s.product(s.text[s.at:end])
	}
	s.take(end, true)
	return nil
}

// isUnit says that a word behind a number is more likely a unit than a name.
func isUnit(word string) bool {
	return slices.Contains([]string{"mV", "ms", "nM", "uM", "mM", "pA", "nA", "uA", "nS", "mS", "uS", "uF", "degC", "Hz"}, word)
}

// product refuses two terms side by side.
func (s *scan) product(right string) *Error {
	if slices.Contains([]string{"and", "or", "not"}, right) {
		return problem(s.at, "%s is not used here; put one where(a < b, x, y) in another", right)
	}
	return problem(s.from, "a product needs its *; write %s*%s", s.last, right)
}

func (s *scan) opening() *Error {
	name := s.term && isLetter(s.last[0])
	if s.term && !name {
		return s.product("(")
	}
	if len(s.open) == MaxDepth {
		return problem(s.at, "brackets go deeper than %d; name parts of it under let", MaxDepth)
	}
	s.open = append(s.open, opened{at: s.at, call: name})
	s.take(s.at+1, false)
	return nil
}

func (s *scan) closing() *Error {
	if len(s.open) == 0 {
		return problem(s.at, ") has no ( before it; take it out, or write its (")
	}
	b := s.open[len(s.open)-1]
	switch {
	case s.term, b.call && s.last == "(":
	case s.last == ",":
		return problem(s.from, "a comma before ) does nothing; take it out")
	case s.last == "(":
		return problem(s.from, "() is empty; write a term in it")
	default:
		return problem(s.from, "nothing follows %s; write a term after it", s.last)
	}
	s.open = s.open[:len(s.open)-1]
	s.take(s.at+1, true)
	return nil
}

func (s *scan) comma() *Error {
	if len(s.open) == 0 || !s.open[len(s.open)-1].call {
		return problem(s.at, "a comma stands only between the values of a function; a decimal number has a point")
	}
	if !s.term {
		return problem(s.from, "nothing stands between %s and the comma; write a term", s.last)
	}
	s.take(s.at+1, false)
	return nil
}

// sign reads one of + - * / < <= > >=, and refuses every other.
func (s *scan) sign() *Error {
	rest := s.text[s.at:]
	for _, r := range refused() {
		if strings.HasPrefix(rest, r.sign) {
			return problem(s.at, "%s", r.why)
		}
	}
	end := s.at
	switch {
	case strings.HasPrefix(rest, "<="), strings.HasPrefix(rest, ">="):
		end += 2
	case strings.IndexByte("+-*/<>", rest[0]) >= 0:
		end++
	default:
		return problem(s.at, "%s is not known here; write numbers, names, + - * / and brackets", shown(rest))
	}
	sign := s.text[s.at:end]
	if !s.term && sign != "-" {
		if sign == "+" {
			return problem(s.at, "a + before a term does nothing; take it out")
		}
		return problem(s.at, "nothing stands before %s; write a term before it", sign)
	}
	s.take(end, false)
	return nil
}

// shown is the first letter of text, or its code where it cannot be seen.
func shown(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("the byte %#x", text[0])
	case !unicode.IsPrint(r):
		return fmt.Sprintf("the letter %U", r)
	}
	return string(r)
}
