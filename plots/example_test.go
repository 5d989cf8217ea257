package plots_test

import (
	"bytes"
	"fmt"
	"strings"

	"quell/plots"
)

// A control and a drug, each at equilibrium, a row each.
func ExampleVoltage() {
	f, err := plots.Voltage(plots.Slide(), motoSteady()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Caption)
	fmt.Println(f.Alt)
	// Output:
	// Spinal motoneuron: membrane potential, control; baclofen 10 µM. Injected current 10 µA/cm², 200 to 1200 ms. Dashed: resting potential of control, −65.0 mV. Model: made up for the tests of quell.
	// Spinal motoneuron. Traces of membrane potential against time. Control: between −77 and 35 mV, 76 spikes, 76 Hz, rest −65.0 mV. Baclofen 10 µM: between −73 and −56 mV, 0 spikes, 0 Hz, rest −73.3 mV (change −8.3 mV).
}

// A drug that comes and goes has its control behind it, in grey.
func ExampleVoltage_wash() {
	f, err := plots.Voltage(plots.Dark(), motoWashed()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Alt)
	// Output:
	// Spinal motoneuron. Traces of membrane potential against time. Control: between −77 and 35 mV, 412 spikes, 76.3 Hz, rest −65.0 mV. Baclofen 10 µM: between −77 and 35 mV, 245 spikes, 45.4 Hz.
}

// Responses below threshold can share one pair of axes.
func ExampleVoltageWith_overlay() {
	s, err := plots.StyleNamed("paper", "85mm")
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := plots.VoltageWith(s, plots.Options{Overlay: true}, small()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	w, h := f.Size()
	const mm = 25.4 / 72
	fmt.Printf("%.0f by %.0f mm\n", mm*w, mm*h)
	// Output:
	// 85 by 60 mm
}

// Readings measured elsewhere stand on the figure as they are.
func ExampleVoltageWith_readings() {
	f, err := plots.VoltageWith(plots.Slide(), plots.Options{
		ScaleBars: true,
		Readings:  []plots.Reading{{Rest: -65, Rate: 68}, {Rest: -68.4, Rate: 61}},
	}, squidSteady()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range seen(f) {
		fmt.Println(t.string)
	}
	// Output:
	// Squid giant axon
	// Teaching case: squid axon has no GABA-B receptor
	// Teaching and research model. Not for dosing or treatment. Stopping baclofen suddenly can be dangerous: ask a clinician.
	// control
	// 68 Hz
	// 20 mV
	// −65 mV
	// baclofen 10 µM
	// there from the start
	// ΔV −3.4 mV · 61 Hz
	// −65 mV
	// injected current, 10 µA/cm²
	// 200 ms
}

// What the change of rest is made of stands below it, and in the caption.
func ExampleVoltageWith_parts() {
	f, err := plots.VoltageWith(plots.Slide(), plots.Options{Readings: split()}, motoSteady()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Caption)
	for _, t := range seen(f) {
		if strings.Contains(t.string, "ΔV") {
			fmt.Println(t.string)
		}
	}
	// Output:
	// Spinal motoneuron: membrane potential, control; baclofen 10 µM. Injected current 10 µA/cm², 200 to 1200 ms. Dashed: resting potential of control, −65.0 mV. Under baclofen 10 µM ΔV −8.3 mV = GIRK −7.4, less CaL −0.9; driving force of GIRK 25.0 to 16.7 mV. Model: made up for the tests of quell.
	// ΔV −8.3 mV · 0 Hz
	// ΔV = GIRK −7.4, less CaL −0.9
}

func ExampleTraces() {
	f, err := plots.Traces(plots.Slide(), motoWashed()[1], "soma.V", "gabab.gamma")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Caption)
	// Output:
	// Spinal motoneuron: soma.V and gabab.gamma, baclofen 10 µM. Injected current 10 µA/cm², 200 to 5600 ms. Model: made up for the tests of quell.
}

func ExampleGates() {
	f, err := plots.Gates(plots.Slide(), "Squid giant axon", squidCurves()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Alt)
	// Output:
	// Squid giant axon. Curves of gating variables against membrane potential. Na m: rises with depolarisation, half at −40 mV, time constant 0.021 to 0.5 ms. Na h: falls with depolarisation, half at −62 mV, time constant 1 to 8.6 ms. K n: rises with depolarisation, half at −54 mV, time constant 0.93 to 5.8 ms.
}

// A curve and points against a logarithmic axis, where a dose of nothing has no
// place.
func ExampleRelate() {
	f, err := plots.Relate(plots.Slide(), doseResponse())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Alt)
	// Output:
	// GIRK against dose: of the maximum (%) against baclofen, racemic (µM). Hill, EC50 4.75 µM: 0.00627 to 99.2 over 0.01 to 100. Made up for the tests: 0 to 99 over 0 to 100.
}

// Several effects of one drug, each with its EC50.
func ExampleDoses() {
	f, err := plots.Doses(plots.Slide(), severalEffects())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Caption)
	// Output:
	// Spinal motoneuron: effects, each as a share of its own maximum, against baclofen, racemic (µM). EC50: GIRK 4.75 µM, ΔV 4.56 µM, rate 3.69 µM, Ca loss 15 µM, release loss 260 nM.
}

// A family of curves that an antagonist moves, and the plot of their dose ratios.
func ExampleSchild() {
	f, err := plots.Schild(plots.Slide(), antagonised())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Alt)
	// Output:
	// SNc dopamine neuron: GIRK conductance against baclofen, racemic (µM). Alone: 0 to 99.4, EC50 1.5 µM. 5 nM: 0 to 98.5, EC50 3 µM. 20 nM: 0 to 95.7, EC50 7.5 µM. 100 nM: 0 to 80, EC50 31.5 µM. Schild plot of CGP55845: 4 dose ratios, slope 1.06 (0.93 to 1.19), pA₂ 8.20 (8.05 to 8.41); dashed: slope 1, pKB 8.30 (8.21 to 8.39).
}

// Every cell, the band that most lie in, and the mean.
func ExampleCells() {
	f, err := plots.Cells(plots.Slide(), manyCells())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Alt)
	// Output:
	// Spinal motoneuron: single cells (thin), 90 of 100 cells (band) and the mean (points) against baclofen, racemic (µM). GIRK conductance: mean 0 to 0.099. Change of resting potential: mean 0 to −5.94.
}

// The same figure is the same bytes, and says how to draw it again.
func ExampleWrite() {
	f, err := plots.Voltage(plots.Slide(), motoSteady()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	var b bytes.Buffer
	if err := plots.Write(&b, f, plots.SVG, f.Meta("quell run motoneuron --baclofen 10uM")); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(bytes.Contains(b.Bytes(), []byte("<quell:command>quell run motoneuron --baclofen 10uM</quell:command>")))
	// Output:
	// true
}
