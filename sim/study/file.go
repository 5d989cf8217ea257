package study

import (
	"errors"
	"slices"
	"strings"

	"quell/model/expr"
	"quell/model/page"
)

const (
	versionKey = "quell"
	neuronKey  = "neuron"
	textKey    = "neuron_text"
)

// IsExperiment is true for a file that states the version of an experiment, and
// so is not a neuron.
func IsExperiment(data []byte) bool {
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, versionKey+":") {
			return true
		}
	}
	return false
}

// Read reads an experiment file and checks it. name is shown in errors, each of
// which says the line, and all of which are reported at once.
func Read(name string, data []byte) (*Experiment, error) {
	x, err := parseFile(name, data)
	if err != nil {
		return nil, err
	}
	if err := x.e.Check(); err != nil {
		return nil, x.locate(err)
	}
	return x.e, nil
}

// ReadNode reads an experiment that is a map inside a file of another kind. What is
// wrong is noted on the page of that file. The experiment is not checked: its
// reader may have more to put into it.
func ReadNode(n page.Node) *Experiment {
	x := &fileReader{Page: n.Page, e: &Experiment{}, at: map[string]page.Place{}}
	if n.Kind != page.Map {
		n.Page.Fail(n.Place, "an experiment holds keys, such as %s: %s and %s: squid", versionKey, Version, neuronKey)
		return x.e
	}
	x.root(n)
	return x.e
}

// parseFile reads the file without asking whether it makes sense on its neuron.
func parseFile(name string, data []byte) (*fileReader, error) {
	p, root, err := page.Open(name, data, "an experiment begins with "+versionKey+": "+Version)
	if err != nil {
		return nil, err
	}
	x := &fileReader{Page: p, e: &Experiment{}, at: map[string]page.Place{}}
	x.root(root)
	if err := p.Err(); err != nil {
		return nil, err
	}
	return x, nil
}

// fileReader fills an experiment from a file and remembers where each field
// stands.
type fileReader struct {
	*page.Page
	e  *Experiment
	at map[string]page.Place
}

func (x *fileReader) root(root page.Node) {
	known := []string{versionKey, neuronKey, textKey}
	sections := []string{}
	for _, f := range Fields() {
		section, _, inside := strings.Cut(f.Key, ".")
		if !slices.Contains(known, section) {
			known = append(known, section)
		}
		if inside && !slices.Contains(sections, section) {
			sections = append(sections, section)
		}
	}
	seen := map[string]bool{}
	for _, p := range root.Pairs {
		seen[p.Key] = true
		switch p.Key {
		case versionKey:
			x.version(p.Value)
		case neuronKey:
			x.at["neuron"] = p.Value.Place
			x.e.Neuron = x.text(p.Value)
		case textKey:
			x.e.Text = x.text(p.Value)
		default:
			if slices.Contains(sections, p.Key) {
				x.section(p.Key, p.Value)
			} else {
				x.field(p, p.Key, known)
			}
		}
	}
	for _, key := range []string{versionKey, neuronKey} {
		if !seen[key] {
			cure := versionKey + ": " + Version
			if key == neuronKey {
				cure = "neuron: squid"
			}
			x.Fail(root.Place, "the experiment states no %s; write %s", key, cure)
		}
	}
}

func (x *fileReader) version(v page.Node) {
	if text, ok := x.scalar(v); ok && text != Version {
		x.Fail(v.Place, "experiments of version %s are not known to this quell, which reads version %s; use the quell that wrote it", text, Version)
	}
}

// section reads the keys that stand inside another, such as protocol.
func (x *fileReader) section(name string, v page.Node) {
	if v.Kind == page.Absent {
		return
	}
	var known []string
	for _, f := range Fields() {
		if key, ok := strings.CutPrefix(f.Key, name+"."); ok {
			known = append(known, key)
		}
	}
	if v.Kind != page.Map {
		x.Fail(v.Place, "%s holds keys: %s", name, strings.Join(known, ", "))
		return
	}
	for _, p := range v.Pairs {
		x.field(p, name+"."+p.Key, known)
	}
}

// field gives one key of the file to the field it belongs to.
func (x *fileReader) field(p page.Pair, key string, known []string) {
	i := slices.IndexFunc(Fields(), func(f Field) bool { return f.Key == key })
	if i < 0 {
		x.unknown(p, known)
		return
	}
	f := Fields()[i]
	x.at[f.Name] = p.Value.Place
	switch {
	case f.Name == "set" || f.Name == "drug":
		x.each(f, p.Value)
	case f.Many:
		for _, item := range x.list(p.Value) {
			x.put(f, item)
		}
	case p.Value.Kind == page.List:
		x.family(f, p.Value)
	default:
		x.put(f, p.Value)
	}
}

func (x *fileReader) unknown(p page.Pair, known []string) {
	if near := expr.Nearest(p.Key, known); near != "" {
		x.Fail(p.Place, "%s is not a key here; did you mean %s?", p.Key, near)
		return
	}
	x.Fail(p.Place, "%s is not a key here; there are %s", p.Key, strings.Join(known, ", "))
}

// put gives one scalar to a field.
func (x *fileReader) put(f Field, v page.Node) {
	text, ok := x.scalar(v)
	if !ok {
		return
	}
	if err := f.put(x.e, text); err != nil {
		x.Fail(v.Place, "%w", err)
	}
}

// family gives a list to a field that is written with commas. Each item is tried
// alone first, so that an error finds its own line.
func (x *fileReader) family(f Field, v page.Node) {
	var texts []string
	for _, item := range v.Items {
		text, ok := x.scalar(item)
		if !ok {
			return
		}
		if err := f.put(&Experiment{}, text); err != nil {
			x.Fail(item.Place, "%w", err)
			return
		}
		texts = append(texts, text)
	}
	if err := f.put(x.e, strings.Join(texts, ",")); err != nil {
		x.Fail(v.Place, "%w", err)
	}
}

// each reads `set` and `drugs`: names and their values.
func (x *fileReader) each(f Field, v page.Node) {
	if v.Kind == page.Absent {
		return
	}
	if v.Kind != page.Map {
		x.Fail(v.Place, "%s holds names and values, such as %s", f.Key, map[string]string{
			"set": "soma.Na.gbar: 90 mS/cm2", "drug": "baclofen: 10 uM",
		}[f.Name])
		return
	}
	for _, p := range v.Pairs {
		text, ok := x.scalar(p.Value)
		if !ok {
			continue
		}
		x.at[f.Name+"/"+p.Key] = p.Value.Place
		if err := f.put(x.e, p.Key+"="+text); err != nil {
			x.Fail(p.Value.Place, "%w", err)
		}
	}
}

// list are the items of a list, or a scalar as a list of one.
func (x *fileReader) list(v page.Node) []page.Node {
	if v.Kind == page.List {
		return v.Items
	}
	return []page.Node{v}
}

func (x *fileReader) text(v page.Node) string {
	text, _ := x.scalar(v)
	return text
}

// scalar is the text of a value that is neither a list nor a map.
func (x *fileReader) scalar(v page.Node) (string, bool) {
	if v.Kind == page.Absent {
		return "", false
	}
	if v.Kind == page.Null {
		x.Fail(v.Place, "there is no value; give one, or leave the key out")
		return "", false
	}
	if v.Kind != page.Scalar {
		x.Fail(v.Place, "here stands one value, not a list or a map of them")
		return "", false
	}
	return v.Text, true
}

// locate puts the errors of Check where the file says the field, or at its
// neuron where it does not.
func (x *fileReader) locate(err error) error {
	for _, err := range split(err) {
		var f *FieldError
		if !errors.As(err, &f) {
			x.Fail(x.at["neuron"], "%w", err)
			continue
		}
		at, ok := x.at[f.Field+"/"+f.Item]
		if !ok {
			at, ok = x.at[f.Field]
		}
		if ok {
			x.Fail(at, "%w", f.Err)
		} else {
			x.Fail(x.at["neuron"], "%w", f)
		}
	}
	return x.Err()
}

// split takes joined errors apart.
func split(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range joined.Unwrap() {
			all = append(all, split(e)...)
		}
		return all
	}
	return []error{err}
}
