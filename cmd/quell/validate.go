package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"quell/model/expr"
	"quell/sim/validate"
)

// validation is what quell validate is asked.
type validation struct {
	only []string
	json bool
	out  outputs
}

func validateFlags(flags *pflag.FlagSet) body {
	v := validation{out: outputs{forms: []string{"html"}}}
	flags.StringSliceVar(&v.only, "only", nil, "compare this `ID` alone: a table, a finding or a group; may be repeated")
	flags.BoolVar(&v.json, "json", false, "print every row as JSON")
	flags.VarP(&v.out, "out", "o", "write a report with figures (.html); - is standard output; may be repeated")
	return v.run
}

func (v *validation) run(ctx context.Context, s streams, _ []string) error {
	if n := v.standards(); n > 1 || v.json && n > 0 {
		return wrong(errors.New("one thing goes to standard output; write the report to a file, such as -o report.html"))
	}
	for _, o := range v.out.list {
		if err := ready(o.path); err != nil {
			return err
		}
	}
	jobs, err := v.jobs()
	if err != nil {
		return err
	}
	bar := newProgress(s.err)
	rep, err := validate.Run(ctx, jobs, bar.told)
	bar.end()
	if err != nil {
		return interrupted(ctx, err)
	}
	for _, o := range v.out.list {
		if err := writeOutput(s, o.path, func(w io.Writer) error { return writeReport(w, rep) }); err != nil {
			return err
		}
	}
	if err := v.print(s, rep); err != nil {
		return err
	}
	return failed(rep)
}

// jobs are those that were asked for.
func (v *validation) jobs() ([]validate.Job, error) {
	jobs, err := validate.Jobs()
	if err != nil {
		return nil, err
	}
	known := validate.Names(jobs)
	for _, name := range v.only {
		if !slices.Contains(known, name) {
			return nil, wrong(fmt.Errorf("--only: %q is not a table or a finding here%s", name, suggestFew(name, known)))
		}
	}
	return validate.Only(jobs, v.only), nil
}

// suggestFew is suggest where there are too many names to list.
func suggestFew(word string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(k, word) {
			return "; did you mean " + k + "?"
		}
	}
	if near := expr.Nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; there are tables such as " + known[0] + ", and the groups " + strings.Join(validate.Groups(), ", ")
}

// standards is how many reports go to standard output.
func (v *validation) standards() int {
	n := 0
	for _, o := range v.out.list {
		if o.standard() {
			n++
		}
	}
	return n
}

// print puts the answer on standard output, unless the report is there.
func (v *validation) print(s streams, rep *validate.Report) error {
	switch {
	case v.json:
		return writeOutput(s, "-", func(w io.Writer) error { return writeRows(w, rep) })
	case v.standards() > 0:
		return nil
	}
	_, err := io.WriteString(s.out, validationText(rep))
	return err
}

// failed says that quell does not do what others do with the same equations, or
// misses a finding without a reason.
func failed(rep *validate.Report) error {
	n := rep.Count(validate.GroupEngine, validate.Miss) + rep.Count(validate.GroupReceptor, validate.Miss)
	unexplained := 0
	for _, r := range rep.Rows {
		if r.Group == validate.GroupFinding && r.Verdict == validate.Miss && r.Why == "" {
			unexplained++
		}
	}
	switch {
	case n > 0:
		return fmt.Errorf("%s beyond its tolerance; the lines marked miss say where", plural(n, "number of other engines is", "numbers of other engines are"))
	case unexplained > 0:
		return fmt.Errorf("%s no reason stated", plural(unexplained, "finding is missed and has", "findings are missed and have"))
	}
	return nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// validRow is a row as JSON; help/validate.md explains each key.
type validRow struct {
	ID         string   `json:"id"`
	Group      string   `json:"group"`
	Neuron     string   `json:"neuron"`
	What       string   `json:"what"`
	Condition  string   `json:"condition"`
	Unit       string   `json:"unit"`
	Want       *float64 `json:"want"`
	Spread     *float64 `json:"spread"`
	Got        *float64 `json:"got"`
	Allowed    string   `json:"allowed,omitempty"`
	Verdict    string   `json:"verdict"`
	Given      string   `json:"given,omitempty"`
	Why        string   `json:"why,omitempty"`
	Source     string   `json:"source"`
	Confidence string   `json:"confidence,omitempty"`
	Command    string   `json:"command,omitempty"`
}

func writeRows(w io.Writer, rep *validate.Report) error {
	out := struct {
		Version string     `json:"version"`
		Rows    []validRow `json:"rows"`
		Notice  string     `json:"notice,omitempty"`
	}{version, []validRow{}, noticeOn(rep)}
	for _, r := range rep.Rows {
		out.Rows = append(out.Rows, validRow{
			r.ID, r.Group, r.Neuron, r.What, r.Condition, r.Unit, finite(r.Want), finite(r.Spread), finite(r.Got),
			r.Allowed, string(r.Verdict), r.Given, r.Why, r.Source, r.Confidence, r.Command,
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// finite is a number, or null where there is none.
func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}
