package gabab

import "quell/model/expr"

// TD99 is the receptor and G protein of Thomson & Destexhe 1999 as coded by Sanders
// et al. 2013 (gabab-signalling 2.4). Its transmitter is that of Carriers.
func TD99() Minimal {
	return Minimal{K1: 0.18, K2: 0.0096, K3: 0.19, K4: 0.06, KD: 17.83, N: 4} // [read]
}

// Carriers hold and clear the transmitter of a synapse: T (mM) in the cleft, b of it
// on uptake sites. A release adds 1 mM to T.
//
//	T' = -k1 T (Bm - b) + km1 b - kD T
//	b' =  k1 T (Bm - b) - (km1 + k2) b
//
// The sites fill in a burst, so that transmitter grows faster than spikes. Their
// binding takes 30 /ms, too fast for explicit steps above 0.03 ms.
type Carriers struct {
	KD  float64 // 1/ms
	K1  float64 // 1/(mM ms)
	Km1 float64 // 1/ms
	K2  float64 // 1/ms
	Bm  float64 // mM
}

// TD99Carriers has the constants of ModelDB 169985.
func TD99Carriers() Carriers {
	return Carriers{KD: 0.1, K1: 30, Km1: 0.1, K2: 0.02, Bm: 1} // [read]
}

// ReleasedGABA is what one spike adds to T, mM [read].
const ReleasedGABA = 1.0

// Constants lists the numbers of the carriers.
func (k Carriers) Constants() []Constant {
	return []Constant{
		{"kD", k.KD, "/ms", "read"},
		{"k1", k.K1, "/mM/ms", "read"},
		{"km1", k.Km1, "/ms", "read"},
		{"k2", k.K2, "/ms", "read"},
		{"Bm", k.Bm, "mM", "read"},
	}
}

// Rates are those of T and b, mM/ms.
func (k Carriers) Rates(t, b float64) (dt, db float64) {
	binding := float64(float64(k.K1*t) * (k.Bm - b))
	return float64(k.Km1*b) - float64(k.KD*t) - binding, binding - float64((k.Km1+k.K2)*b)
}

// BurstEffect is the peak conductance after a burst of spikes relative to its
// largest, which Sanders et al. 2013 fitted to the figure of Thomson & Destexhe
// [read].
func BurstEffect(spikes float64) float64 {
	const half, slope = 7.1, 1.4 // spikes
	return 1 / (1 + expr.Exp(-(spikes-half)/slope))
}
