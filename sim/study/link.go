package study

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// textLink is the link's key for the text of a neuron file.
const textLink = "neuron-text"

// Link writes the experiment as the query or fragment of a URL, as a person
// would: neuron=squid&current=10uA/cm2&baclofen=10uM.
func (e *Experiment) Link() string {
	parts := []string{neuronKey + "=" + escape(e.Neuron)}
	for _, w := range e.words() {
		parts = append(parts, escape(w.name)+"="+escape(w.text))
	}
	if e.Text != "" {
		parts = append(parts, textLink+"="+escape(e.Text))
	}
	return strings.Join(parts, "&")
}

// ReadLink reads what Link wrote, or the whole address of a page that carries it,
// and checks it.
func ReadLink(link string) (*Experiment, error) {
	e, err := parseLink(link)
	if err != nil {
		return nil, err
	}
	if err := e.Check(); err != nil {
		return nil, fmt.Errorf("link: %w", err)
	}
	return e, nil
}

func parseLink(link string) (*Experiment, error) {
	e := &Experiment{}
	var errs []error
	for part := range strings.SplitSeq(query(link), "&") {
		if part == "" {
			continue
		}
		if err := e.putPart(part); err != nil {
			errs = append(errs, fmt.Errorf("link: %w", err))
		}
	}
	if e.Neuron == "" && len(errs) == 0 {
		errs = append(errs, errors.New("link: it names no neuron; write neuron=squid"))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return e, nil
}

// query cuts the part of an address that says the experiment.
func query(link string) string {
	if scheme, _, ok := strings.Cut(link, "://"); ok && !strings.ContainsAny(scheme, "=&?#") {
		if _, after, ok := strings.Cut(link, "#"); ok {
			return after
		}
		_, after, _ := strings.Cut(link, "?")
		return after
	}
	return strings.TrimLeft(link, "#?")
}

func (e *Experiment) putPart(part string) error {
	key, value, _ := strings.Cut(part, "=")
	name, err := unescape(key)
	if err != nil {
		return err
	}
	text, err := unescape(value)
	if err != nil {
		return &FieldError{Field: name, Err: err}
	}
	switch name {
	case versionKey:
		if text != Version {
			return fmt.Errorf("experiments of version %s are not known to this quell, which reads version %s; use the quell that wrote it", text, Version)
		}
	case neuronKey:
		e.Neuron = text
	case textLink:
		e.Text = text
	default:
		if err := e.Put(name, text); err != nil {
			return &FieldError{Field: name, Err: err}
		}
	}
	return nil
}

func unescape(text string) (string, error) {
	s, err := url.QueryUnescape(text)
	if err != nil {
		return "", fmt.Errorf("%q is not written as a link; write %% as %%25", text)
	}
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("%q is not UTF-8 text", text)
	}
	return s, nil
}

// escape is url.QueryEscape, but leaves what a query may hold as it is so that it
// can be read.
func escape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		if isLetter(c) || isDigit(c) || strings.IndexByte("-._~/@:,=()*", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString(url.QueryEscape(text[i : i+1]))
		}
	}
	return b.String()
}
