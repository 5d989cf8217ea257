package gabab

import "quell/model/expr"

// BertramBehan is the calcium channel of Bertram & Behan 1999: willing states C1 to
// C4 and O, and reluctant states g1 to g3 that carry Gβγ (gabab-signalling 2.8).
//
//	C1 ⇌ C2 ⇌ C3 ⇌ C4 ⇌ O    forth 4a, 3a, 2a, a     back b, 2b, 3b, 4b
//	g1 ⇌ g2 ⇌ g3              forth 4a', 3a'          back b', 2b'
//	Ci ⇌ gi                   forth kG+               back kG1-, kG2-, kG3-
//
// At saturating transmitter nearly every channel is bound, far beyond the 20–50 %
// that neurons lose: it is here for its structure, not for its amplitude.
type BertramBehan struct {
	Kon, KonLow, KonHigh float64    // 1/ms, uM, 1: kG+ = Kon a/(KonLow + KonHigh a), a in uM
	Koff                 [3]float64 // 1/ms
	Slower               float64    // a' = a/Slower, b' = Slower b
}

// NewBertramBehan has the published constants, recalled. That each kG- is 64 times
// the one before, which is (a/a')(b'/b), is what detailed balance asks for.
func NewBertramBehan() BertramBehan {
	return BertramBehan{
		Kon: 3, KonLow: 680, KonHigh: 320, // [recalled]
		Koff:   [3]float64{0.00025, 0.016, 1.024}, // [recalled; consistent]
		Slower: 8,                                 // [recalled; consistent]
	}
}

// States of the channel.
const (
	bbC1     = iota // followed by C2, C3, C4
	BBOpen   = 4
	bbG1     = 5 // followed by g2, g3
	BBStates = 8
)

// gating is a and b at V (mV), 1/ms: 0.45 exp(V/22), 0.015 exp(-V/14) [recalled;
// consistent].
func (BertramBehan) gating(v float64) (a, b float64) {
	return float64(0.45 * expr.Exp(v/22)), float64(0.015 * expr.Exp(-v/14))
}

// Binding is kG+ at a uM of transmitter, 1/ms.
func (c BertramBehan) Binding(a float64) float64 {
	return float64(c.Kon*a) / (c.KonLow + float64(c.KonHigh*a))
}

// Rates sets dp to dp/dt of the occupancies p at V (mV) and a uM of transmitter.
func (c BertramBehan) Rates(v, a float64, p, dp []float64) {
	clear(dp[:BBStates])
	c.each(v, a, func(from, to int, rate float64) {
		flow := float64(rate * p[from])
		dp[from] -= flow
		dp[to] += flow
	})
}

// each calls f with every transition and its rate.
func (c BertramBehan) each(v, a float64, f func(from, to int, rate float64)) {
	alpha, beta := c.gating(v)
	for i := range 4 {
		f(bbC1+i, bbC1+i+1, float64(float64(4-i)*alpha))
		f(bbC1+i+1, bbC1+i, float64(float64(i+1)*beta))
	}
	for i := range 2 {
		f(bbG1+i, bbG1+i+1, float64(float64(4-i)*alpha)/c.Slower)
		f(bbG1+i+1, bbG1+i, float64(float64(i+1)*c.Slower)*beta)
	}
	on := c.Binding(a)
	for i := range 3 {
		f(bbC1+i, bbG1+i, on)
		f(bbG1+i, bbC1+i, c.Koff[i])
	}
}

// Steady sets p to the steady state by detailed balance: with r = a/b and
// q = kG+/kG1-, weights 1, 4r, 6r², 4r³, r⁴ of C1 to O and q, 4rq/64, 6r²q/4096 of g.
func (c BertramBehan) Steady(v, a float64, p []float64) {
	alpha, beta := c.gating(v)
	r := alpha / beta
	ratio := c.Slower * c.Slower
	choose, scale := [5]float64{1, 4, 6, 4, 1}, 1.0
	bound := c.Binding(a) / c.Koff[0]
	total := 0.0
	for i := range choose {
		p[bbC1+i] = float64(choose[i] * scale)
		total += p[bbC1+i]
		if i < 3 {
			p[bbG1+i] = float64(p[bbC1+i] * bound)
			total += p[bbG1+i]
		}
		scale *= r
		bound /= ratio
	}
	for i := range BBStates {
		p[i] /= total
	}
}

// Bound is the fraction of channels that carry Gβγ.
func (BertramBehan) Bound(p []float64) float64 { return p[bbG1] + p[bbG1+1] + p[bbG1+2] }

// Reduced gives the two rates, 1/ms, of the reduction to one variable where gating
// is fast: B' = on (1 - B) - off B. It is the form of the recommended scheme's B.
func (c BertramBehan) Reduced(v, a float64) (on, off float64) {
	alpha, beta := c.gating(v)
	r := alpha / beta
	ratio := c.Slower * c.Slower
	low := 1 + float64(4*r) + float64(6*float64(r*r))
	held := 1 + float64(4*r)/ratio + float64(6*float64(r*r))/float64(ratio*ratio)
	return float64(c.Binding(a)*low) / expr.Pow(1+r, 4), float64(c.Koff[0]*low) / held
}
