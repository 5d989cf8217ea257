// Package study asks questions of a neuron: an Experiment is what the user
// asked, and running it gives recordings, their summaries and everything needed
// to ask the same again.
//
// A file, a set of flags and a link say the same thing. One table of fields
// (see Fields) reads and writes all three, so a field is added in one place:
//
//	quell run squid --current 10uA/cm2 --baclofen 10uM
//
//	quell: 1
//	neuron: squid
//	drugs: {baclofen: 10 uM}
//	protocol: {current: 10 uA/cm2}
//
//	neuron=squid&current=10uA/cm2&baclofen=10uM
//
// An Experiment is expanded into runs: the control, and the same with the drug
// or with the fixed GIRK conductance; once for each current of a family.
//
// # Design notes
//
//   - A neuron of the catalogue is named. A neuron from a file is carried whole:
//     its base name and its text stand in the experiment, in the file and in the
//     link, so that each can be rerun on another machine and no path of this one
//     is written anywhere.
//   - What is not given stays not given. The neuron's own stimulus fills the gaps
//     when the experiment is run, so a saved experiment follows a corrected
//     neuron file; its manifest records every number that was used.
//   - Numbers are written with every digit it takes to read the same float64 back,
//     so a file, a link and a command line agree to the last bit.
//   - Structs carry names for encoding/json, but JSON is written by the command:
//     encoding/json would be a tenth of the browser's download.
//   - Turned down: decoding YAML into the struct by reflection. The errors would
//     name Go types, and would not know which flag says the same.
package study
