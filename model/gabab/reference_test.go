package gabab

import (
	"encoding/csv"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"quell/model/expr"
)

// row is one line of testdata/gabab.csv: its model and what the equations give.
type row struct {
	model     string
	condition string
	value     float64
	tol       float64
}

func reference(t *testing.T) map[string]row {
	t.Helper()
	f, err := os.Open("testdata/gabab.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]row{}
	for _, l := range lines[1:] {
		v, err := strconv.ParseFloat(l[4], 64)
		if err != nil {
			t.Fatalf("%s: %v", l[0], err)
		}
		tol, err := strconv.ParseFloat(l[10], 64)
		if err != nil {
			t.Fatalf("%s: %v", l[0], err)
		}
		out[l[0]] = row{l[1], l[3], v, tol}
	}
	return out
}

func ligand(name string, k, efficacy float64) *Ligand {
	return &Ligand{Name: name, Kind: "agonist", K: k, Efficacy: efficacy, Koff: 1.0 / 440}
}

// The two agonists of the table, as gabab-signalling 3.1 has them.
func gaba() *Ligand { return ligand("GABA", 0.67, 1) }
func rbac() *Ligand { return ligand("R-baclofen", 1, 1) }

func gammaOf(l *Ligand, c float64) float64 { return Gamma([]Conc{{l, c}}) }

// root finds where f crosses 0 between a and b.
func root(f func(float64) float64, a, b float64) float64 {
	up := f(b) > 0
	for range 200 {
		m := 0.5 * (a + b)
		if (f(m) > 0) == up {
			b = m
		} else {
			a = m
		}
	}
	return 0.5 * (a + b)
}

// halfway is the concentration, and the logit slope there, of an effect that
// rises from 0 to top.
func halfway(effect func(c float64) float64, top float64) (ec50, slope float64) {
	ec50 = math.Exp(root(func(x float64) float64 { return effect(math.Exp(x)) - 0.5*top }, -20, 15))
	logit := func(c float64) float64 { p := effect(c) / top; return math.Log(p / (1 - p)) }
	const h = 1e-4
	return ec50, (logit(ec50*math.Exp(h)) - logit(ec50*math.Exp(-h))) / (2 * h)
}

// values computes every row of the default scheme that this package covers.
func values(t *testing.T) map[string]float64 {
	s := Default()
	girk, ca := s.GIRK(), s.Calcium()
	out := map[string]float64{}
	for name, l := range map[string]*Ligand{"GABA": gaba(), "Rbac": rbac()} {
		effect := func(c float64) float64 { return girk.Relative(gammaOf(l, c)) }
		bound := func(c float64) float64 { return s.atRest(gammaOf(l, c)) }
		out["D-"+name+"-GIRK-EC50"], out["D-"+name+"-GIRK-Hill"] = halfway(effect, 1)
		out["D-"+name+"-CaV-EC50"], out["D-"+name+"-CaV-Hill"] = halfway(bound, 0.5)
		out["D-"+name+"-rel-IC50"] = math.Exp(root(func(x float64) float64 { return 0.5 - s.Release(bound(math.Exp(x))) }, -20, 15))
	}
	for _, c := range []string{"0.1", "0.3", "1", "3", "10", "30", "100", "1000"} {
		v, _ := strconv.ParseFloat(c, 64)
		g := gammaOf(gaba(), v)
		out["D-GABA-gamma-"+c], out["D-GABA-GIRK-"+c] = g, girk.Relative(g)
		out["D-GABA-B-"+c], out["D-GABA-rel-"+c] = ca.Effect(g), s.Release(ca.Effect(g))
	}
	out["D-GIRK-Omax"] = girk.Effect(1)
	out["D-rel-floor"] = s.Release(ca.Effect(1))
	out["D-rel-R1"], out["D-rel-R5"] = s.Release(ca.Effect(gammaOf(rbac(), 1))), s.Release(ca.Effect(gammaOf(rbac(), 5)))
	antagonist := &Ligand{Kind: "antagonist", K: 0.005}
	with, _ := halfway(func(c float64) float64 { return girk.Relative(Gamma([]Conc{{gaba(), c}, {antagonist, 0.05}})) }, 1)
	out["D-Schild"] = with / out["D-GABA-GIRK-EC50"]
	out["D-mix"] = Gamma([]Conc{{gaba(), 0.67}, {rbac(), 1}})
	out["D-partial-GIRK"], out["D-partial-CaV"] = girk.Relative(0.3), ca.Relative(0.3)
	pam := &Ligand{Kind: "modulator", K: 1, Alpha: 8, Beta: 1.2}
	modulated := func(c float64) float64 { return girk.Relative(Gamma([]Conc{{gaba(), c}, {pam, 2}})) }
	out["D-PAM-Emax"] = modulated(1e12)
	out["D-PAM-EC50"], _ = halfway(modulated, out["D-PAM-Emax"])
	imposed := Coupling{Imposed: true, K: 1, EC50: 0.75, Hill: 1.2, Emax: 1}
	for _, c := range []string{"0.1", "0.75", "10"} {
		v, _ := strconv.ParseFloat(c, 64)
		out["D-imposed-"+c] = imposed.Effect(gammaOf(rbac(), v))
	}
	out["D-imposed-N"] = imposed.Effect(0.65)
	for _, r := range []string{"0.5", "0.75", "1.5", "3", "5"} {
		v, _ := strconv.ParseFloat(r, 64)
		out["D-theta-"+r] = ThetaFor(v, s.NG)
		if back, _ := (Coupling{Theta: out["D-theta-"+r], N: s.NG}).Operational(); math.Abs(back-v) > 1e-9 {
			t.Errorf("theta for EC50/K %g gives %g", v, back)
		}
	}
	calcium(out, s)
	releases(out, s)
	slow(out, s)
	rectification(out)
	bath(out)
	ipscs(out, s)
	return out
}

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

// gating of the table's test channel: half -5 mV, slope 8 mV, 0.3 ms (4.4).
func gateAt(v float64) float64 { return 1 / (1 + math.Exp(-(v+5)/8)) }

const gateTau, reluctantShift = 0.3, 30.0

func calcium(out map[string]float64, s Scheme) {
	for _, v := range []string{"-80", "-60", "0", "20", "80"} {
		x, _ := strconv.ParseFloat(v, 64)
		out["F-Binf-"+v] = s.Bound(gammaOf(rbac(), 10), x)
	}
	out["F-taure-10"] = 1 / s.BoundRate(gammaOf(rbac(), 10), -60)
	out["F-taure-1"] = 1 / s.BoundRate(gammaOf(rbac(), 1), -60)
	out["F-taurel-80"] = 1 / s.BoundRate(gammaOf(rbac(), 10), 80)
	out["F-taurel-0"] = 1 / s.BoundRate(gammaOf(rbac(), 10), 0)
	for _, channel := range []string{"N", "PQ"} {
		rho := map[string]float64{"N": 1, "PQ": 0}[channel]
		for _, c := range []string{"1", "10", "100"} {
			conc, _ := strconv.ParseFloat(c, 64)
			g := gammaOf(rbac(), conc)
			// current over control 5 ms into the test step, after the clamp steps given
			left := func(steps [][2]float64) float64 {
				b := s.Bound(g, -60)
				mw, mr := gateAt(-60), gateAt(-60-reluctantShift)
				for _, st := range steps {
					v, ms := st[0], st[1]
					b = s.Bound(g, v) + (b-s.Bound(g, v))*math.Exp(-s.BoundRate(g, v)*ms)
					mw = gateAt(v) + (mw-gateAt(v))*math.Exp(-ms/gateTau)
					mr = gateAt(v-reluctantShift) + (mr-gateAt(v-reluctantShift))*math.Exp(-ms/gateTau)
				}
				return ((1-b)*mw*mw + rho*b*mr*mr) / (mw * mw)
			}
			plain, pre := left([][2]float64{{0, 5}}), left([][2]float64{{80, 50}, {-60, 5}, {0, 5}})
			out["F-inh-"+channel+"-"+c], out["F-inhpp-"+channel+"-"+c] = 1-plain, 1-pre
			out["F-fac-"+channel+"-"+c] = pre / plain
		}
	}
	spike := func(t float64) float64 { return -70 + 110*math.Exp(-math.Pow((t-2)/0.4, 2)) }
	x := []float64{gateAt(-70), gateAt(-70 - reluctantShift), 0, 0, 0}
	f := func(t float64, x, d []float64) {
		v := spike(t)
		d[0], d[1] = (gateAt(v)-x[0])/gateTau, (gateAt(v-reluctantShift)-x[1])/gateTau
		d[2], d[3] = x[0]*x[0]*(v-60), x[1]*x[1]*(v-60)
		d[4] = s.Ku(v) - s.Ku0
	}
	const h = 0.001
	for i := range 8_000 { // 8 ms, the window of the table
		rk4(x, float64(i)*h, h, f)
	}
	out["F-AP-iotaN"] = 1 - x[3]/x[2]
	out["F-AP-rAP"] = -math.Expm1(-x[4])
}

func releases(out map[string]float64, s Scheme) {
	pair := func(s Scheme, g, ms float64) float64 {
		t := NewTerminal(s, g)
		first := t.Spike()
		t.Rest(ms)
		return t.Spike() / first
	}
	for _, c := range []string{"0", "0.3", "1", "5", "10"} {
		v, _ := strconv.ParseFloat(c, 64)
		g := gammaOf(rbac(), v)
		out["G-R1-"+c] = NewTerminal(s, g).Spike()
		for _, d := range []string{"20", "50", "200"} {
			ms, _ := strconv.ParseFloat(d, 64)
			out["G-PPR-"+c+"-"+d] = pair(s, g, ms)
		}
	}
	still := s
	still.RAP = 0
	out["G-PPR-10-50-norelief"] = pair(still, gammaOf(rbac(), 10), 50)
	out["G-PPRcf"] = (1 + (1-s.U0)*math.Exp(-50/s.TauU)) * (1 - s.U0*math.Exp(-50/s.TauR))
	train := func(g, hz float64) (first, tenth float64) {
		t := NewTerminal(s, g)
		first = t.Spike()
		for range 9 {
			t.Rest(1000 / hz)
			tenth = t.Spike()
		}
		return first, tenth
	}
	for _, c := range []string{"0", "10"} {
		v, _ := strconv.ParseFloat(c, 64)
		a, b := train(gammaOf(rbac(), v), 50)
		out["G-train10-"+c] = b / a
	}
	c1, c10 := train(0, 100)
	d1, d10 := train(gammaOf(rbac(), 10), 100)
	out["G-inh1"], out["G-inh10"] = 1-d1/c1, 1-d10/c10
}

func slow(out map[string]float64, s Scheme) {
	g := gammaOf(rbac(), 10)
	for _, sec := range []string{"0", "10", "60", "300"} {
		v, _ := strconv.ParseFloat(sec, 64)
		out["H-desens-"+sec] = s.AvailabilityAfter(g, 1000*v)
	}
	out["H-desens-inf"] = s.Availability(g, g)
	for _, d := range []string{"1", "3", "7", "14"} {
		v, _ := strconv.ParseFloat(d, 64)
		out["H-tol-N-"+d] = s.Tolerance(1, v)
	}
	n := out["H-tol-N-7"]
	out["H-tol-GIRK-7"] = s.GIRK().Relative(n)
	out["H-tol-B-7"] = s.Calcium().Relative(n)
	out["H-tol-rel-7"] = s.Release(s.Calcium().Effect(n))
}

func rectification(out map[string]float64) {
	for _, name := range []string{"weak", "strong"} {
		k, s, _ := Rectification(name)
		for _, v := range []string{"-120", "-90", "-80", "-70", "-60", "-50", "-40"} {
			x, _ := strconv.ParseFloat(v, 64)
			out["I-rect-"+name+"-"+v] = Rectify(x+90, k, s) / Rectify(0, k, s)
		}
		out["I-umax-"+name] = root(func(u float64) float64 { // slope of the outward current
			const h = 1e-4
			return (u-h)*Rectify(u-h, k, s) - (u+h)*Rectify(u+h, k, s)
		}, 1, 40)
	}
	out["I-K-6"] = math.Sqrt(6.0 / 3)
	const rtf = 8.314462618 * (35 + 273.15) / 96485.33212 * 1000
	out["I-EK-3"], out["I-EK-6"] = rtf*expr.Log(3.0/135), rtf*expr.Log(6.0/135)
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
		full := s.atRest(gammaOf(l, 50))
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

// published schemes, which this package does not have
var published = regexp.MustCompile(`^[ABCK]-`)

func TestReference(t *testing.T) {
	got := values(t)
	worst, at, rows := 0.0, "", 0
	for id, want := range reference(t) {
		if published.MatchString(id) {
			continue
		}
		rows++
		v, ok := got[id]
		if !ok {
			t.Errorf("%s (%s) is not computed", id, want.condition)
			continue
		}
		rel := math.Abs(v - want.value)
		if want.value != 0 {
			rel /= math.Abs(want.value)
		}
		if !(rel <= want.tol) {
			t.Errorf("%s (%s): %.10g, want %.10g within %g: off by %.2g", id, want.condition, v, want.value, want.tol, rel)
		}
		if r := rel / want.tol; r > worst {
			worst, at = r, id
		}
	}
	t.Logf("%d rows of the default scheme; the worst, %s, is at %.2g of its tolerance", rows, at, worst)
	if rows < 180 {
		t.Errorf("only %d rows", rows)
	}
}
