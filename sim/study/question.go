package study

import (
	"fmt"
	"slices"

	"quell/model"
)

// Answer is what a study gave, in the forms in which every study is shown.
type Answer interface {
	Tables() []Table    // tidy; the first is the points
	Cautions() []string // what the reader must know
	Notes() []string    // facts
	Of() *model.Neuron  // that was asked about
}

// Progress is told from time to time how much of a study is done; nil is told nothing.
type Progress func(done, of int)

func (p Progress) tell(done, of int) {
	if p != nil {
		p(done, of)
	}
}

// question is a study besides run: what an experiment may say in it, and what cannot be
// asked of the neuron. A question is a row of the table below; its answer is made by a
// method of Experiment.
type question struct {
	name  string
	takes []string // names of fields; every study takes those of common and all ligands
	check func(e *Experiment, n *model.Neuron) []error
}

func questions() []question {
	return []question{
		{doseStudy, append([]string{"drug", "current", "from", "to", "duration"}, doseFieldNames()...), (*Experiment).checkDose},
		{"fi", []string{"drug", "girk", "drive", "noise", "current", "from", "to", "duration"}, (*Experiment).checkFI},
	}
}

// common are the fields that every study takes.
func common() []string {
	return append([]string{"set", "Ko", "method", "tol", "dt", "study", "seed", "label"}, receptorNames()...)
}

func receptorNames() (names []string) {
	for _, f := range receptorFields() {
		names = append(names, f.Name)
	}
	return names
}

// Studies are the names of what can be asked. The first is what is asked where an
// experiment does not say.
func Studies() []string {
	names := []string{plainRun}
	for _, q := range questions() {
		names = append(names, q.name)
	}
	return names
}

const plainRun = "run"

// Asks is the name of the study that the experiment asks for.
func (e *Experiment) Asks() string {
	if e.Study == "" {
		return plainRun
	}
	return e.Study
}

// FieldsOf are the names of the fields that a study takes.
func FieldsOf(study string) []string {
	for _, q := range questions() {
		if q.name == study {
			return append(common(), q.takes...)
		}
	}
	var names []string
	own := questionNames()
	for _, f := range Fields() {
		if !slices.Contains(own, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// questionNames are the fields that run does not take.
func questionNames() (names []string) {
	for _, f := range questionFields() {
		names = append(names, f.Name)
	}
	return names
}

// checkQuestion says what the study of the experiment does not take, and what it cannot
// ask of the neuron.
func (e *Experiment) checkQuestion(n *model.Neuron) (errs []error) {
	takes := FieldsOf(e.Asks())
	for _, f := range Fields() {
		if !slices.Contains(takes, f.Name) && len(f.texts(e, "")) > 0 {
			errs = append(errs, &FieldError{Field: f.Name, Err: fmt.Errorf("%s does not take it; leave it out, or ask %s", e.Asks(), takers(f.Name))})
		}
	}
	for _, q := range questions() {
		if q.name == e.Study {
			errs = append(errs, q.check(e, n)...)
		}
	}
	return errs
}

// takers are the studies that take a field, in words.
func takers(name string) string {
	var all []string
	for _, s := range Studies() {
		if slices.Contains(FieldsOf(s), name) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return "another question"
	}
	return "quell " + all[0]
}

// Notice is the notice where there is a drug, else "".
func (e *Experiment) Notice() string {
	if len(e.used()) == 0 {
		return ""
	}
	return Notice
}
