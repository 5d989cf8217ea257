// Command quell takes a dose of baclofen to a quieter neuron: it runs, draws,
// typesets and checks the neurons of package model.
//
// Each command is a row of the table below, a file of this folder and a page of
// help/, which `quell COMMAND --help` and the manual pages print. A command
// reads its words and flags, calls the libraries and prints; what it asks of a
// neuron is a study.Experiment.
//
// # Design notes
//
//   - Exit status: 0 done, 1 could not, 2 was asked wrongly.
//   - What cannot work is refused before anything is run, and an output is a
//     whole file or none.
//   - Standard output carries one thing, so that it can be piped. Warnings and
//     errors go to standard error.
//   - Flags are made from study.Fields and from the ligands, so that a drug or a
//     field added there is a flag here.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, streams{out: os.Stdout, err: os.Stderr}, os.Args[1:]))
}

// commands is what the program can do, in the order of its help. A class is shown the
// first of them; a modeller finds the others by quell help modellers.
func commands() []command { return append(forAll(), forModellers()...) }

func forAll() []command {
	return []command{
		{"run NEURON|FILE", "run a neuron, with and without a drug", one("neuron"), runFlags},
		{"dose NEURON|FILE", "ask how effects follow concentration: EC50, antagonists, Schild", one("neuron"), questionFlags("dose")},
		{"fi NEURON|FILE", "ask how the rate follows the current: threshold or gain?", one("neuron"), questionFlags("fi")},
		{"gates NEURON|FILE", "draw the steady states and time constants of its gates", one("neuron"), gatesFlags},
		{"show NEURON|FILE|DRUG", "typeset a neuron or a drug: equations, numbers and their sources", one("neuron"), showFlags},
		{"check FILE...", "say everything that is wrong with a neuron or an experiment file", some("file"), checkFlags},
		{"validate", "hold quell against other engines and published findings", none, validateFlags},
		{"list [neurons|drugs]", "list the neurons and drugs there are", oneOf("neurons", "drugs"), listFlags},
		{"cite [NEURON|FILE|DRUG...]", "print BibTeX of quell and of what was used", anything, citeFlags},
		{"demo", "run three neurons with and without baclofen: a table and figures", none, demoFlags},
		{"version", "print the version", none, versionFlags},
		{"man DIR", "write the manual pages into a directory", one("directory"), manFlags},
		{"completion SHELL", "print the completion script for a shell", oneOf(shells()...), completionFlags},
		{"help [COMMAND|TOPIC]", "explain a command or a topic", anything, helpFlags},
	}
}

func forModellers() []command {
	return []command{
		{"bench", "time quell on the cells that simulators are compared on", none, benchFlags},
	}
}
