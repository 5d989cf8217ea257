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
	Check   []drift `json:"check,omitempty"`
	Explain []gain  `json:"explain,omitempty"`
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

// gain is how a treated condition comes to its rate.
type gain struct {
	Label      string      `json:"label"`
	Rate       [2]float64  `json:"rate_hz"`
	Density    *[2]float64 `json:"rheobase_uA_per_cm2,omitempty"`
	Current    *[2]float64 `json:"rheobase_nA,omitempty"`
	ByRheobase *float64    `json:"by_rheobase_hz,omitempty"`
	ByGain     *float64    `json:"by_gain_hz,omitempty"`
	None       string      `json:"none,omitempty"`
}

func gainOf(g study.Gain) gain {
	out := gain{Label: g.Label, Rate: [2]float64{float64(g.Rate[0]), float64(g.Rate[1])}, None: g.Why}
	if g.Why != "" {
		return out
	}
	at := &[2]float64{g.Rheobase[0].Value, g.Rheobase[1].Value}
	if g.Rheobase[0].Absolute {
		out.Current = at
	} else {
		out.Density = at
	}
	r, k := float64(g.ByRheobase), float64(g.ByGain)
	out.ByRheobase, out.ByGain = &r, &k
	return out
}

func writeJSON(w io.Writer, res *outcome) error {
	r := report{Report: res.Report(version)}
	for _, d := range res.drifts {
		r.Check = append(r.Check, drift{
			Label: d.Label, Finer: d.Finer, Spikes: d.N, Moved: float64(d.Spike),
			Rate:  [2]float64{float64(d.Rate[0]), float64(d.Rate[1])},
			MeanV: [2]*float64{defined(d.MeanV[0]), defined(d.MeanV[1])},
		})
	}
	for _, g := range res.gains {
		r.Explain = append(r.Explain, gainOf(g))
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
