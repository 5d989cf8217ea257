package main

import (
	"context"
	"io"

	"github.com/spf13/pflag"

	"quell/model"
	"quell/model/unit"
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
			text += "Drugs, with their dissociation constant in the receptor scheme and the highest\nconcentration that data reach\n" + columns(drugRows(), "lllrr")
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

func drugRows() [][]string {
	const digits = 3 // K is no better known
	rows := [][]string{{"  name", "what it is", "kind", "K", "up to", "K is"}}
	for _, l := range ligands() {
		rows = append(rows, []string{
			"  " + l.Name, l.Title, l.Kind, unit.Short(unit.Concentration(l.K), digits), unit.Concentration(l.Range[1]).String(), l.Numbers["K"].Confidence,
		})
	}
	return rows
}
