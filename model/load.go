package model

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"quell/model/expr"
	"quell/model/page"
	"quell/model/unit"
)

//go:embed neurons/*.yaml
var neuronFiles embed.FS

// Names lists the neurons that ship, in the order they are taught.
func Names() []string {
	return []string{
		"squid",
		"motoneuron", "motoneuron-5ht",
		"cortical-rs", "cortical-fs", "cortical-ib", "cortical-lts",
		"pyramidal-ca3", "interneuron-fs", "presynaptic-terminal",
		"vta-dopamine", "snc-dopamine", "vta-gaba",
		"amygdala-principal-a", "amygdala-principal-b", "amygdala-principal-c", "amygdala-interneuron",
		"thalamic-relay", "thalamic-reticular",
	}
}

// ByName reads a neuron that ships. Each call gives a value of its own.
func ByName(name string) (*Neuron, error) {
	data, err := neuronFiles.ReadFile("neurons/" + name + ".yaml")
	if err != nil {
		near := ""
		if s := expr.Nearest(name, Names()); s != "" {
			near = fmt.Sprintf("; did you mean %s?", s)
		}
		return nil, fmt.Errorf("%s is not a neuron here%s; there are %s, or give a file", name, near, strings.Join(Names(), ", "))
	}
	return Parse(name+".yaml", data)
}

// largestFile is the size above which a file is no neuron, in bytes.
const largestFile = 1 << 20

// Load reads a neuron file.
func Load(path string) (*Neuron, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		var p *os.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, fmt.Errorf("%s: cannot be read: %w", filepath.Base(path), err)
	}
	return Parse(filepath.Base(path), data)
}

// Text gives the text of a neuron that ships, comments kept, to start one's own
// from.
func Text(name string) ([]byte, error) {
	if _, err := ByName(name); err != nil {
		return nil, err
	}
	return neuronFiles.ReadFile("neurons/" + name + ".yaml")
}

// Parse reads the text of a neuron file and reports everything that is wrong
// with it at once. The file's name stands before each error.
func Parse(file string, data []byte) (*Neuron, error) {
	return parse(neuronFiles, file, data)
}

func parse(shelf fs.ReadFileFS, file string, data []byte) (*Neuron, error) {
	if len(data) > largestFile {
		return nil, fmt.Errorf("%s: %d bytes are no neuron file", file, len(data))
	}
	origins := map[string]string{}
	root, pages, err := open(shelf, file, data, nil, origins)
	if err != nil {
		return nil, err
	}
	r := &reader{n: &Neuron{File: file, origins: origins}, root: root, pages: pages}
	r.neuron(root)
	if r.err() != nil {
		for _, c := range r.n.Compartments { // names in equations are wrong or right by themselves
			r.checkCompartment(c)
		}
		return nil, r.err()
	}
	r.n.root = root
	r.n.resolve()
	r.check()
	if err := r.err(); err != nil {
		return nil, err
	}
	return r.n, nil
}

func (r *reader) err() error {
	var errs []error
	for _, p := range r.pages {
		errs = append(errs, p.Err())
	}
	return errors.Join(errs...)
}

// open reads a file and puts it over what it is based on, which stands on the
// shelf. The source that each file states is noted in origins.
func open(shelf fs.ReadFileFS, file string, data []byte, seen []string, origins map[string]string) (page.Node, []*page.Page, error) {
	p, root, err := page.Open(file, data, "a neuron file begins with name:")
	if err != nil {
		return page.Node{}, nil, err
	}
	pages := []*page.Page{p}
	if s, ok := root.Get("source"); ok {
		origins[file] = s.Text
	}
	base, ok := root.Get("based_on")
	if !ok {
		return root, pages, nil
	}
	for _, k := range []string{"name", "title", "source"} { // its base's would pass for its own
		if !has(root, k) {
			p.Fail(root.Place, "a variant wants a %s of its own", k)
		}
	}
	name := base.Text
	if slices.Contains(seen, name) {
		p.Fail(base.Place, "based_on goes in a circle through %s", name)
		return page.Node{}, nil, p.Err()
	}
	text, err := shelf.ReadFile("neurons/" + name + ".yaml")
	if err != nil {
		near := expr.Nearest(name, Names())
		if near == "" {
			near = strings.Join(Names(), ", ")
		}
		p.Fail(base.Place, "%s is not a neuron to be based on; there is %s", name, near)
		return page.Node{}, nil, p.Err()
	}
	below, more, err := open(shelf, name+".yaml", text, append(seen, name), origins)
	if err != nil {
		return page.Node{}, nil, err
	}
	return merge(own(below), sourced(root), fileRule()), append(pages, more...), nil
}

// own drops from a base what is true of the base alone.
func own(n page.Node) page.Node {
	var kept []page.Pair
	for _, p := range n.Pairs {
		switch p.Key {
		case "healthy", "keys", "based_on", "note":
		case "gabab":
			p.Value = ownSources(p.Value)
			kept = append(kept, p)
		default:
			kept = append(kept, p)
		}
	}
	n.Pairs = kept
	return n
}

// ownSources moves the source of a base's receptor into its arms, so that an arm
// which a variant adds does not stand under it.
func ownSources(g page.Node) page.Node {
	var of, arms []page.Pair
	for _, p := range g.Pairs {
		if p.Key == "source" || p.Key == "confidence" {
			of = append(of, p)
		} else {
			arms = append(arms, p)
		}
	}
	if len(of) == 0 {
		return g
	}
	for i, p := range arms {
		if p.Value.Kind == page.Map && !has(p.Value, "source") {
			arms[i].Value.Pairs = slices.Concat(p.Value.Pairs, of)
		}
	}
	g.Pairs = arms
	return g
}

// sourced gives the couplings of a variant the variant's source where they state
// none: that of the arm is its base's.
func sourced(root page.Node) page.Node {
	source, ok := root.Get("source")
	if !ok {
		return root
	}
	return within(root, "gabab", func(g page.Node) page.Node {
		for _, arm := range []string{"girk", "calcium", "release"} {
			g = within(g, arm, func(a page.Node) page.Node {
				if has(a, "source") {
					return a
				}
				return within(a, "coupling", func(c page.Node) page.Node {
					if c.Kind == page.Map && !has(c, "source") {
						c.Pairs = append(slices.Clone(c.Pairs), page.Pair{Place: c.Place, Key: "source", Value: source})
					}
					return c
				})
			})
		}
		return g
	})
}

// within changes the value of one key of a map.
func within(n page.Node, key string, change func(page.Node) page.Node) page.Node {
	for i, p := range n.Pairs {
		if p.Key == key && p.Value.Kind == page.Map {
			n.Pairs = slices.Clone(n.Pairs)
			n.Pairs[i].Value = change(p.Value)
		}
	}
	return n
}

// neuron reads the keys of the file.
func (r *reader) neuron(root page.Node) {
	n := r.n
	n.Concentration, n.Threshold, n.Site = "uM", 0, "none"
	if c, ok := root.Get("concentration"); ok { // other keys are read in it
		switch c.Text {
		case "nM", "uM", "mM", "au":
			n.Concentration = c.Text
		default:
			r.fail(c, "%s is no unit of concentration for a file; it is nM, uM, mM or au", c.Text)
		}
	}
	shared := map[string]page.Node{}
	var temperature Value
	readers := map[string]func(page.Node){
		"name": r.text(&n.Name), "title": r.text(&n.Title), "source": r.text(&n.Source), "note": r.text(&n.Note),
		"confidence": r.confidence(&n.Trust), "based_on": r.text(&n.BasedOn), "use": r.text(&n.Use), "omits": r.text(&n.Omits),
		"keys": r.texts(&n.Keys), "concentration": func(page.Node) {},
		"site": func(v page.Node) {
			n.Site = v.Text
			if n.Site != "spinal" && n.Site != "brain" && n.Site != "none" {
				r.fail(v, "%s is no site; it is spinal, brain or none", v.Text)
			}
		},
		"temperature": func(v page.Node) {
			r.quantity(&temperature, "temperature", unit.DimTemperature)(v)
			n.Temperature, n.HasTemp = temperature.Num, true
		},
		"params": r.params(&n.Params),
		"channels": func(v page.Node) {
			r.ordered(v, "channels", func(name string, c page.Node) { shared[name] = c })
		},
		"compartments": func(v page.Node) {
			r.ordered(v, "compartments", func(name string, c page.Node) { r.compartment(name, c, shared) })
		},
		"links": r.links, "inject": r.inject, "gabab": r.gabab, "healthy": r.healthy, "stimulus": r.stimulus,
		"spike": func(v page.Node) {
			var t Value
			r.keys(v, "spike", map[string]func(page.Node){"threshold": r.quantity(&t, "threshold", unit.DimVoltage)})
			n.Threshold = t.Num
		},
	}
	// Definitions first: a map's order is that of display, not of meaning.
	if c, ok := root.Get("channels"); ok {
		readers["channels"](c)
		readers["channels"] = func(page.Node) {}
	}
	r.keys(root, "a neuron", readers)
	r.required(root, "a neuron", "name", "title", "source", "compartments")
	r.partial = true // its mistakes are mistakes also where nothing uses a definition
	for name, def := range shared {
		if !slices.ContainsFunc(n.Compartments, func(c *Compartment) bool { return c.channel(name) != nil }) {
			r.channel(name, widened(def))
		}
	}
	r.partial = false
	if n.Inject.Into == "" && len(n.Compartments) > 0 {
		n.Inject.Into = n.Compartments[0].Name
	}
	if rel := n.releaseArm(); rel != nil && rel.From == "" && rel.Inputs == "" && len(n.Compartments) > 0 {
		rel.From = n.Compartments[0].Name
	}
}

// params reads named numbers of any dimension.
func (r *reader) params(to *[]*Param) func(page.Node) {
	return func(n page.Node) {
		r.ordered(n, "params", func(name string, v page.Node) {
			p := &Param{Name: name}
			text := v
			if v.Kind == page.Map {
				text, _ = v.Get("value")
			}
			dim := unit.DimNumber
			if q, err := unit.Parse(text.Text); err == nil {
				dim = q.Dim()
			} else if _, bare := unit.Number(text.Text); bare != nil && startsLikeNumber(text.Text) && !isEquation(text.Text) {
				r.fail(text, "%s: %s", name, strings.TrimSpace(err.Error()))
				return
			}
			r.quantity(&p.Value, name, dim)(v)
			*to = append(*to, p)
		})
	}
}

func isEquation(text string) bool {
	e, err := expr.Parse(text)
	return err == nil && len(expr.Names(e.Node)) > 0
}

func (r *reader) lets(to *[]*Let) func(page.Node) {
	return func(n page.Node) {
		r.ordered(n, "let", func(name string, v page.Node) {
			if q, err := unit.Parse(v.Text); err == nil && v.Kind == page.Scalar {
				r.fail(v, "%s is a number, and a let is an equation; write it under params", q.Text())
			}
			// What cannot be read stays a name, so that its use is no second error.
			q := &Equation{Expr: &expr.Expr{Node: expr.Num{}}, node: v}
			if _, err := unit.Parse(v.Text); err != nil {
				r.equation(&q, name, unit.DimNumber)(v)
			}
			*to = append(*to, &Let{Name: name, Equation: *q})
		})
	}
}
