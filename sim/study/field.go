package study

import (
	"fmt"
	"slices"
	"strings"

	"quell/model"
	"quell/model/expr"
	"quell/model/unit"
	"quell/sim"
)

// Field is one thing an experiment may say: a flag --Name, a key of a link, and
// Key in a file.
type Field struct {
	Name  string
	Key   string // in the file; a dot leads into a section
	Value string // how the help shows its value
	Doc   string
	Many  bool   // may be repeated; each adds one
	Alone string // what the flag by itself says; "": it takes a value
	put   func(*Experiment, string) error
	texts func(e *Experiment, gap string) []string
}

// Fields are all fields but neuron and text, in the order in which they are
// written. Every ligand is a field of its own besides.
func Fields() []Field {
	return slices.Concat(doseFields(), receptorFields(), stimulusFields(), driveFields(), protocolFields(), questionFields())
}

// questionFields are those of single studies.
func questionFields() []Field { return concFields() }

// doseFields are what is done to the neuron's numbers and what is in the bath.
func doseFields() []Field {
	return []Field{
		{
			Name: "set", Key: "set", Value: "PATH=VALUE", Many: true, put: putSetting, texts: settingTexts,
			Doc: "change one number of the neuron, such as soma.Na.gbar=90mS/cm2",
		},
		{
			Name: "drug", Key: "drugs", Value: "NAME=CONC", Many: true, put: putDrug, texts: drugTexts,
			Doc: "a drug in the bath, such as baclofen=10uM",
		},
		lengthField("dose-at", "dose_at", "when the drug is washed in; without it the drug is there from the start, equilibrated",
			func(e *Experiment) *unit.Time { return &e.DoseAt }),
		lengthField("wash-at", "wash_at", "when the drug is washed out",
			func(e *Experiment) *unit.Time { return &e.WashAt }),
		lengthField("exchange", "exchange", "time constant of the bath exchange; without it ideal fast perfusion",
			func(e *Experiment) *unit.Time { return &e.Exchange }),
		{
			Name: "Ko", Key: "Ko", Value: "CONC", put: putKo, texts: koTexts,
			Doc: "extracellular potassium; the neuron's E_K stands for 3mM",
		},
		{
			Name: "girk", Key: "girk", Value: "G", put: putGIRK, texts: girkTexts,
			Doc: "hold the GIRK conductance fixed, ohmic at E_K, in every compartment, such as 0.1mS/cm2",
		},
	}
}

// stimulusFields are what is done to the cell through the electrode.
func stimulusFields() []Field {
	return []Field{
		{
			Name: "current", Key: "protocol.current", Value: "I", put: putCurrents, texts: currentTexts,
			Doc: "injected current, such as 10uA/cm2 or 0.5nA; several, a,b,c, give one run each",
		},
		{
			Name: "from", Key: "protocol.from", Value: "TIME", put: putFrom, texts: fromTexts,
			Doc: "when the current begins",
		},
		lengthField("to", "protocol.to", "when the current ends",
			func(e *Experiment) *unit.Time { return &e.To }),
		lengthField("duration", "protocol.duration", "length of the whole run",
			func(e *Experiment) *unit.Time { return &e.Duration }),
		segmentField("step", "protocol.steps", "add a constant current, such as "+stepExample, ParseStep, stepText,
			func(e *Experiment) *[]sim.Segment { return &e.Steps }),
		segmentField("ramp", "protocol.ramps", "add a ramp of current, such as "+rampExample, ParseRamp, rampText,
			func(e *Experiment) *[]sim.Segment { return &e.Ramps }),
		{
			Name: "clamp", Key: "protocol.clamp", Value: "V@FROM", Many: true, put: putClamp, texts: clampTexts,
			Doc: "hold V from a time on, such as " + clampExample + "; until the next",
		},
	}
}

// protocolFields are what is kept of the run, and how it is integrated.
func protocolFields() []Field {
	return []Field{
		{
			Name: "record", Key: "record", Value: "NAMES", put: putRecord, texts: recordTexts,
			Doc: "the traces to keep, such as soma.V,soma.Na.I",
		},
		{
			Name: "method", Key: "method", Value: "NAME", put: putMethod, texts: methodTexts,
			Doc: "accurate (own step) or fixed (Crank–Nicolson)",
		},
		{
			Name: "tol", Key: "tol", Value: "X", put: putTol, texts: tolTexts,
			Doc: "tolerance of the accurate method",
		},
		lengthField("dt", "dt", "step of the fixed method", func(e *Experiment) *unit.Time { return &e.Dt }),
		lengthField("sample", "sample", "spacing of the recorded traces", func(e *Experiment) *unit.Time { return &e.Sample }),
		{
			Name: "study", Key: "study", Value: "NAME", put: putStudy, texts: studyTexts,
			Doc: "what is asked: " + strings.Join(Studies(), ", "),
		},
		{
			Name: "seed", Key: "seed", Value: "N", put: putSeed, texts: seedTexts,
			Doc: "seed of everything random",
		},
		{
			Name: "label", Key: "label", Value: "TEXT", put: putLabel, texts: labelTexts,
			Doc: "your own words, shown with the results",
		},
	}
}

// Put makes the experiment say one more thing. The name is that of a field or of
// a ligand; a second value of a field that cannot be repeated replaces the first.
// The error does not name the field: its place is the caller's to say.
func (e *Experiment) Put(name, text string) error {
	for _, f := range Fields() {
		if f.Name == name {
			return f.put(e, text)
		}
	}
	ligands, err := ligandNames()
	if err != nil {
		return err
	}
	for _, l := range ligands {
		if l == name {
			return e.putDose(name, text)
		}
	}
	return unknownName("is not a field of an experiment", name, append(fieldNames(), ligands...))
}

func fieldNames() []string {
	names := []string{"neuron"}
	for _, f := range Fields() {
		names = append(names, f.Name)
	}
	return names
}

func ligandNames() ([]string, error) {
	ligands, err := model.Ligands()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, l := range ligands {
		names = append(names, l.Name)
	}
	return names, nil
}

// unknownName says that name is not one of those known, and the nearest of them.
func unknownName(why, name string, known []string) error {
	if near := expr.Nearest(name, known); near != "" {
		return fmt.Errorf("%s %s; did you mean %s?", name, why, near)
	}
	return fmt.Errorf("%s %s; there are %s", name, why, strings.Join(known, ", "))
}

func lengthField(name, key, doc string, at func(*Experiment) *unit.Time) Field {
	return Field{
		Name: name, Key: key, Value: "TIME", Doc: doc,
		put: func(e *Experiment, text string) error { return replace(at(e), text, parseLength) },
		texts: func(e *Experiment, gap string) []string {
			if t := *at(e); t != 0 {
				return []string{written(t, gap)}
			}
			return nil
		},
	}
}

func segmentField(name, key, doc string, parse func(string) (sim.Segment, error),
	write func(sim.Segment, string) string, at func(*Experiment) *[]sim.Segment,
) Field {
	return Field{
		Name: name, Key: key, Value: "I@FROM-TO", Doc: doc, Many: true,
		put: func(e *Experiment, text string) error {
			s, err := parse(text)
			if err == nil {
				*at(e) = append(*at(e), s)
			}
			return err
		},
		texts: func(e *Experiment, gap string) (texts []string) {
			for _, s := range *at(e) {
				texts = append(texts, write(s, gap))
			}
			return texts
		},
	}
}

// replace sets *at to what parse makes of text, and leaves it where it cannot.
func replace[T any](at *T, text string, parse func(string) (T, error)) error {
	v, err := parse(text)
	if err == nil {
		*at = v
	}
	return err
}
