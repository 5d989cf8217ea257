package main

import (
	"context"
	"io"

	"github.com/spf13/pflag"

	"quell/model"
)

func listFlags(*pflag.FlagSet) body {
	return func(_ context.Context, s streams, words []string) error {
		text := ""
		if len(words) == 0 || words[0] == "neurons" {
			rows, err := neuronRows()
			if err != nil {
				return err
			}
			text = "Neurons\n" + columns(rows, "")
		}
		if len(words) == 0 || words[0] == "drugs" {
			if text != "" {
				text += "\n"
			}
			text += drugsSay + columns(drugRows(), "lllrlr")
		}
		_, err := io.WriteString(s.out, text)
		return err
	}
}

func neuronRows() ([][]string, error) {
	var rows [][]string
	for _, name := range model.Names() {
		n, err := model.ByName(name)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []string{"  " + name, n.Title})
	}
	return rows, nil
}

const drugsSay = `Drugs, with their dissociation constant in the receptor scheme and the highest
concentration that data reach. [chosen] is ours, [recalled] from memory of a
source, the others were read; quell show DRUG gives each source.
`

func drugRows() [][]string {
	rows := [][]string{{"  name", "what it is", "kind", "K", "", "up to"}}
	for _, l := range ligands() {
		row := []string{"  " + l.Name, l.Title, l.Kind}
		for _, n := range model.LigandNumbers(l) {
			if n.Key == "K" || n.Key == "range" {
				row = append(row, n.Short(), model.Mark(n.Confidence))
			}
		}
		rows = append(rows, row)
	}
	return rows
}
