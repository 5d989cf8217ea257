package main

import (
	"encoding/json"
	"io"
	"math"

	"quell/model/unit"
	"quell/sim/study"
)

// report is what --json prints; help/json.md explains each key.
type report struct {
	study.Report
	Check []drift `json:"check,omitempty"`
}

// drift is how far a condition moved when it was run again more finely.
type drift struct {
	Label  string      `json:"label"`
	Finer  string      `json:"finer"`
	Spikes [2]int      `json:"n_spikes"`
	Moved  float64     `json:"spikes_moved_ms"`
	Rate   [2]float64  `json:"rate_hz"`
	MeanV  [2]*float64 `json:"v_mean_mV"`
}

func writeJSON(w io.Writer, res *study.Result, drifts []study.Drift) error {
	r := report{Report: res.Report(version)}
	for _, d := range drifts {
		r.Check = append(r.Check, drift{
			Label: d.Label, Finer: d.Finer, Spikes: d.N, Moved: float64(d.Spike),
			Rate:  [2]float64{float64(d.Rate[0]), float64(d.Rate[1])},
			MeanV: [2]*float64{defined(d.MeanV[0]), defined(d.MeanV[1])},
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// defined is a potential, or null where it was not recorded.
func defined(v unit.Voltage) *float64 {
	x := float64(v)
	if math.IsNaN(x) {
		return nil
	}
	return &x
}
