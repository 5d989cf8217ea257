package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"quell/sim/study"
)

func checkFlags(*pflag.FlagSet) body {
	return func(_ context.Context, s streams, words []string) error {
		var wrongs []error
		for _, file := range words {
			what, err := faultless(file)
			if err != nil {
				wrongs = append(wrongs, err)
				continue
			}
			if _, err := fmt.Fprintf(s.out, "%s: %s\n", file, what); err != nil {
				return err
			}
		}
		return errors.Join(wrongs...)
	}
}

// faultless says what a file holds, or everything that is wrong with it.
func faultless(file string) (what string, err error) {
	e, err := subject(file)
	if err != nil {
		return "", err
	}
	n, err := e.LoadNeuron()
	if err != nil {
		return "", err
	}
	what = "an experiment on " + n.Name
	if neuronAlone(e) {
		what = n.Name + ", a neuron"
	}
	return what + " without fault", nil
}

// neuronAlone says that an experiment asks nothing of its neuron.
func neuronAlone(e *study.Experiment) bool {
	alone := study.Experiment{Neuron: e.Neuron, Text: e.Text}
	return string(e.File()) == string(alone.File())
}
