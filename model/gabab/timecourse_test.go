package gabab

import (
	"math"
	"strconv"
	"strings"
)

// rk4 is a step of the classical Runge–Kutta method with a fixed step.
func rk4(x []float64, t, h float64, f func(t float64, x, d []float64)) {
	n := len(x)
	k := make([]float64, 5*n)
	k1, k2, k3, k4, y := k[:n], k[n:2*n], k[2*n:3*n], k[3*n:4*n], k[4*n:]
	f(t, x, k1)
	at := func(to []float64, a float64, by []float64) {
		for i := range x {
			to[i] = x[i] + a*by[i]
		}
	}
	at(y, h/2, k1)
	f(t+h/2, y, k2)
	at(y, h/2, k2)
	f(t+h/2, y, k3)
	at(y, h, k3)
	f(t+h, y, k4)
	for i := range x {
		x[i] += h / 6 * (k1[i] + 2*k2[i] + 2*k3[i] + k4[i])
	}
}

// crossing is when a falling or rising curve passes a level.
func crossing(f func(t float64) float64, level, a, b float64) float64 {
	return root(func(t float64) float64 { return f(t) - level }, a, b)
}

func bath(out map[string]float64) {
	for _, c := range []struct {
		name string
		temp float64
	}{{"35", 35}, {"22", 22}} {
		s := Default().At(c.temp)
		girk := s.GIRK()
		l := rbac()
		on := func(t float64) float64 { return girk.Relative(s.OnStep(l, 50, t)) }
		off := func(t float64) float64 { return girk.Relative(s.OffStep(l, 50, t)) }
		top := girk.Relative(gammaOf(l, 50))
		out["D-bath-GIRK-on-"+c.name] = crossing(on, (1-1/math.E)*top, 0, 1e5)
		out["D-bath-GIRK-off-"+c.name] = crossing(off, top/math.E, 0, 1e5)
		// B at rest, ku = ku0, along the same gamma.
		run := func(start float64, gamma func(float64) float64, level float64, rising bool) float64 {
			x := []float64{start}
			const h = 0.05
			for i := 0; ; i++ {
				before := x[0]
				rk4(x, float64(i)*h, h, func(t float64, x, d []float64) {
					d[0] = s.ThetaC*s.Ku0*gamma(t)*(1-x[0]) - s.Ku0*x[0]
				})
				if rising == (x[0] >= level) && before != x[0] {
					return h * (float64(i) + (level-before)/(x[0]-before))
				}
			}
		}
		full, _ := s.AtRest(gammaOf(l, 50))
		out["D-bath-B-on-"+c.name] = run(0, func(t float64) float64 { return s.OnStep(l, 50, t) }, (1-1/math.E)*full, true)
		out["D-bath-B-off-"+c.name] = run(full, func(t float64) float64 { return s.OffStep(l, 50, t) }, full/math.E, false)
	}
}

// ipscs integrates synaptic GABA, binding, G protein and B for n spikes at 200 Hz.
func ipscs(out map[string]float64, s Scheme) {
	girk := s.GIRK()
	l := gaba()
	const h, every = 0.05, 5.0 // ms
	for _, block := range []float64{0, 1} {
		prefix := map[float64]string{0: "D-ipsc-", 1: "D-ipscblk-"}[block]
		for _, n := range []int{1, 3, 5, 7, 10} {
			x := []float64{0, 0, 0, 0} // T, O, gamma, B
			var g, b []float64
			for i := range 60_000 {
				if t := float64(i) * h; math.Mod(t+h/2, every) < h && int(t/every+0.5) < n {
					x[0] += s.Ts
				}
				g, b = append(g, girk.Relative(x[2])), append(b, x[3])
				rk4(x, 0, h, func(_ float64, x, d []float64) {
					k := BindingRates(s, []Conc{{l, x[0]}})[0]
					d[0] = s.Uptake(x[0], block)
					d[1] = k.Kon*x[0]*(1-x[1]) - k.Koff*x[1]
					d[2] = s.Kh * (k.Efficacy*x[1] - x[2])
					d[3] = s.ThetaC*s.Ku0*x[2]*(1-x[3]) - s.Ku0*x[3]
				})
			}
			id := prefix + strconv.Itoa(n)
			tg, pg := peak(g, h)
			tb, pb := peak(b, h)
			out[id+"-tpeak"], out[id+"-peak"] = tg, pg
			out[id+"-Btpeak"], out[id+"-Bpeak"] = tb, pb
			for name, level := range map[string]float64{"-t50": 0.5, "-t37": 1 / math.E, "-t10": 0.1} {
				out[id+name] = falls(g, h, tg, level*pg) - tg
			}
		}
		out[strings.TrimSuffix(prefix, "-")+"-ratio"] = out[prefix+"10-peak"] / out[prefix+"1-peak"]
	}
}

// peak is the top of the parabola through the three largest samples.
func peak(y []float64, h float64) (t, v float64) {
	best := 1
	for i := range y {
		if y[i] > y[best] {
			best = i
		}
	}
	a, b, c := y[best-1], y[best], y[best+1]
	d := (a - c) / (2 * (a - 2*b + c))
	return h * (float64(best) + d), b - 0.25*(a-c)*d
}

func falls(y []float64, h, from, level float64) float64 {
	for i := int(from/h) + 1; i < len(y); i++ {
		if y[i] < level {
			return h * (float64(i-1) + (y[i-1]-level)/(y[i-1]-y[i]))
		}
	}
	return math.NaN()
}
