package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"

	"quell/model"
	"quell/model/write"
	"quell/sim/study"
)

// ourselves is the entry of the program.
const ourselves = `@software{quell,
  author  = {{The quell authors}},
  title   = {quell: how baclofen and other GABA-B ligands quieten a neuron},
  version = {%s},
}
`

func citeFlags(*pflag.FlagSet) body {
	return func(_ context.Context, s streams, words []string) error {
		var papers []write.Citation
		for _, w := range words {
			more, err := papersOf(w)
			if err != nil {
				return err
			}
			papers = append(papers, more...)
		}
		_, err := io.WriteString(s.out, fmt.Sprintf(ourselves, version)+write.BibTeX(papers))
		return err
	}
}

// papersOf are the papers behind a drug, a neuron, or an experiment with both.
func papersOf(name string) ([]write.Citation, error) {
	if slices.Contains(ligandNames(), name) {
		l, err := model.LigandByName(name)
		if err != nil {
			return nil, err
		}
		return write.PapersOf(l), nil
	}
	if !looksLikeFile(name) && !slices.Contains(model.Names(), name) {
		return nil, wrong(notShown(name))
	}
	e, err := subject(name)
	if err != nil {
		return nil, err
	}
	return papersBehind(e)
}

func papersBehind(e *study.Experiment) ([]write.Citation, error) {
	n, err := e.LoadNeuron()
	if err != nil {
		return nil, err
	}
	papers, err := write.Papers(n)
	if err != nil {
		return nil, err
	}
	for _, d := range e.Drugs {
		l, err := model.LigandByName(d.Name)
		if err != nil {
			return nil, err
		}
		papers = append(papers, write.PapersOf(l)...)
	}
	return papers, nil
}
