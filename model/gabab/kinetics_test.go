package gabab

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// near compares within an absolute part of 1: the quantities here are fractions.
func near(t interface{ Fatalf(string, ...any) }, what string, got, want, within float64) {
	if !(math.Abs(got-want) <= within) {
		t.Fatalf("%s: %.12g, want %.12g", what, got, want)
	}
}

// bathOf is one to four ligands at once: a full and a partial agonist, an
// antagonist and a modulator.
func bathOf(t *rapid.T) []Conc {
	all := []*Ligand{
		ligand("full", 2, 1), ligand("partial", 1000, 0.5),
		{Kind: "antagonist", K: 0.005, Koff: 5e-5},
		{Kind: "modulator", K: 4.6, Alpha: 8, Beta: 1.2},
	}
	top := []float64{100, 10_000, 10, 100}
	var mix []Conc
	for i, l := range all {
		if rapid.Bool().Draw(t, "has") {
			mix = append(mix, Conc{l, rapid.Float64Range(0, top[i]).Draw(t, "c")})
		}
	}
	return mix
}

// derivatives of the bound fractions and of gamma, as the engine sums them.
func derivatives(s Scheme, mix []Conc, bound []float64, gamma float64) (d []float64, dGamma float64) {
	free, drive := 1.0, 0.0
	for _, o := range bound {
		free -= o
	}
	for i, k := range BindingRates(s, mix) {
		d = append(d, k.Kon*mix[i].C*free-k.Koff*bound[i])
		drive += k.Efficacy * bound[i]
	}
	return d, s.Kh * (drive - gamma)
}

// The equilibrium of any mix stands still under the kinetics, at any temperature,
// and within the bounds of gabab-signalling 4.10.
func TestEquilibriumStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mix := bathOf(t)
		s := Default().At(rapid.Float64Range(MinCelsius, MaxCelsius).Draw(t, "celsius"))
		bound, gamma := Occupancy(mix), Gamma(mix)
		d, dGamma := derivatives(s, mix, bound, gamma)
		total, largest := 0.0, 0.0
		for i, k := range BindingRates(s, mix) {
			near(t, "rate of binding against rate of unbinding", d[i], 0, 1e-12*(k.Kon*mix[i].C+k.Koff))
			total += bound[i]
			largest = max(largest, k.Efficacy)
			if bound[i] < 0 {
				t.Fatalf("bound %g", bound[i])
			}
		}
		near(t, "rate of gamma", dGamma, 0, 1e-12)
		if total > 1+rounding || gamma < 0 || gamma > largest+rounding {
			t.Fatalf("occupancy %g, gamma %g, largest efficacy %g", total, gamma, largest)
		}
	})
}

// An antagonist never raises an effect, whatever else is in the bath.
func TestAntagonistNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mix := bathOf(t)
		more := append(mix[:len(mix):len(mix)], Conc{&Ligand{Kind: "antagonist", K: 34}, rapid.Float64Range(0, 300).Draw(t, "b")})
		plain, blocked := Gamma(mix), Gamma(more)
		for _, k := range couplings() {
			if was, is := k.Effect(plain), k.Effect(blocked); is > was+rounding {
				t.Fatalf("%+v: %g without, %g with the antagonist", k, was, is)
			}
		}
	})
}

// A competitive antagonist moves the curve by 1 + B/K_B and does not lower it
// (form 7); losing receptors and losing efficacy are the same at saturation (form 9).
func TestSchildAndReserve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, b := rbac(), &Ligand{Kind: "antagonist", K: 0.005}
		c, block := conc(t, "c"), rapid.Float64Range(0, 1).Draw(t, "block")
		ratio := 1 + block/b.K
		near(t, "gamma at the shifted concentration", Gamma([]Conc{{l, c * ratio}, {b, block}}), gammaOf(l, c), 1e-12)
		n := rapid.Float64Range(0, 1).Draw(t, "n")
		const saturating = 1e15
		near(t, "receptors against efficacy", n*gammaOf(l, saturating), gammaOf(ligand("partial", 1, n), saturating), 1e-12)
	})
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

// Both closed forms against the kinetics they solve: nearly equal rates included,
// where the textbook form cancels.
func TestStepsSolveTheKinetics(t *testing.T) {
	s := Default()
	check := func(name string, l *Ligand, c float64) {
		t.Helper()
		x := []float64{0, 0}
		run := func(c float64, want func(at float64) float64) {
			const h, steps = 0.1, 4000 // 400 ms; RK4 is at 1e-12 here
			for i := range steps {
				rk4(x, 0, h, func(_ float64, x, d []float64) {
					rates, dGamma := derivatives(s, []Conc{{l, c}}, x[:1], x[1])
					d[0], d[1] = rates[0], dGamma
				})
				near(t, name, x[1], want(h*float64(i+1)), 1e-10)
			}
		}
		run(c, func(at float64) float64 { return s.OnStep(l, c, at) })
		x[0], x[1] = Occupancy([]Conc{{l, c}})[0], gammaOf(l, c)
		run(0, func(at float64) float64 { return s.OffStep(l, c, at) })
	}
	check("racemic baclofen", ligand("baclofen", 2, 1), 10)
	check("a partial agonist", ligand("GHB", 1000, 0.5), 10_000)
	for _, off := range []float64{0, 1e-9, -1e-9, 1e-7, 1e-4} {
		l := ligand("as fast as the G protein", 1, 1)
		l.Koff = s.Kh * (1 + off)
		check("unbinding as fast as the G protein", l, 3)
		l.Koff = s.Kh / 4 * (1 + off)
		check("binding as fast as the G protein", l, 3)
	}
	if on := s.OnStep(rbac(), 10, 0); on != 0 {
		t.Errorf("gamma %g at the moment of the step", on)
	}
}

// A temperature is a place, not a step; only rates depend on it.
func TestTemperature(t *testing.T) {
	s := Default()
	if got := s.At(ReferenceCelsius); got != s {
		t.Errorf("at 35 degC: %+v", got)
	}
	warm := s.At(22).At(ReferenceCelsius)
	near(t, "kh there and back", warm.Kh/s.Kh, 1, 1e-14)
	near(t, "kh 10 degC lower", s.Kh/s.At(25).Kh, 2.5, 1e-14) // Q10 of 4.9
	near(t, "GIRK at 22 degC", s.At(22).GIRK().Relative(0.5), s.GIRK().Relative(0.5), 0)
	near(t, "B at 22 degC", s.At(22).Bound(0.5, 0), s.Bound(0.5, 0), 1e-14)
}

// Days of drug may be cut anywhere; receptors come back as they went.
func TestDownregulation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Default()
		drive, days := rapid.Float64Range(0, 1).Draw(t, "drive"), rapid.Float64Range(0, 30).Draw(t, "days")
		cut := rapid.Float64Range(0, 1).Draw(t, "cut") * days
		whole := s.Advance(Downregulation{}, drive, days)
		parts := s.Advance(s.Advance(Downregulation{}, drive, cut), drive, days-cut)
		near(t, "N in two parts", s.Receptors(parts), s.Receptors(whole), 1e-13)
		if n := s.Receptors(whole); n <= 0 || n > 1 {
			t.Fatalf("N %g", n)
		}
		stays := s.Advance(s.Tolerant(drive), drive, days)
		near(t, "N of a tolerant animal", s.Receptors(stays), s.Receptors(s.Tolerant(drive)), 1e-13)
		back := s.Advance(s.Tolerant(drive), 0, days)
		near(t, "recovery", 1-s.Receptors(back), s.Tolerance(drive, days)-s.Receptors(s.Tolerant(drive)), 1e-13)
	})
	if n := Default().Tolerance(0, 100); n != 1 {
		t.Errorf("N %g without a drug", n)
	}
}

// atRest is a terminal under a constant gamma, at rest between its spikes.
type atRest struct {
	t       Terminal
	b, rate float64
}

func restedAt(s Scheme, gamma float64) *atRest {
	b, rate := s.AtRest(gamma)
	return &atRest{s.Terminal(), b, rate}
}

func (x *atRest) Rest(ms float64) { x.t.Wait(ms, x.rate) }
func (x *atRest) Spike() float64  { r, _ := x.t.Spike(x.b); return r }

// A terminal keeps its bounds through any train; without relief a pair follows
// the closed form with U0 c^m (form 10).
func TestTerminal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Default()
		g := rapid.Float64Range(0, 1).Draw(t, "gamma")
		x := restedAt(s, g)
		for _, ms := range rapid.SliceOfN(rapid.Float64Range(0, 1000), 1, 30).Draw(t, "intervals") {
			if r := x.Spike(); r < 0 || r > 1 {
				t.Fatalf("released %g", r)
			}
			x.Rest(ms)
			for _, v := range []float64{x.t.u, x.t.x, x.b - x.t.shed} {
				if v < 0 || v > 1 {
					t.Fatalf("u %g, x %g, B %g", x.t.u, x.t.x, x.b-x.t.shed)
				}
			}
		}
		s.RAP = 0
		pair, ms := restedAt(s, g), rapid.Float64Range(0, 1000).Draw(t, "interval")
		first := pair.Spike()
		pair.Rest(ms)
		use := s.U0 * s.Release(s.Calcium().Effect(g))
		want := (1 + (1-use)*math.Exp(-ms/s.TauU)) * (1 - use*math.Exp(-ms/s.TauR))
		near(t, "paired-pulse ratio", pair.Spike()/first, want, 1e-12)
	})
}

// Synaptic GABA never goes below zero by its own rates, decays with 16.7 ms when
// low, and with 100 ms when uptake is blocked (4.8).
func TestUptake(t *testing.T) {
	s := Default()
	near(t, "rate of no GABA", s.Uptake(0, 0), 0, 0)
	const low = 1e-9 // uM, far below Km
	near(t, "tau with uptake, ms", -low/s.Uptake(low, 0), 1/(s.Vmax/s.Km+s.Kd), 1e-6)
	near(t, "tau with uptake, ms", -low/s.Uptake(low, 0), 16.7, 0.05)
	near(t, "tau without uptake, ms", -low/s.Uptake(low, 1), 100, 1e-9)
}

// Steady GIRK under desensitisation still rises with gamma: the defaults are on
// the right side of n (1 - O(1)) (1 - fF - fS) > fF + fS (4.6). Above gamma 1 no
// part is lost twice.
func TestSteadyGIRKRises(t *testing.T) {
	s := Default()
	girk := s.GIRK()
	before := 0.0
	for i := range 1001 {
		g := float64(i) / 1000
		now := girk.Relative(g) * s.Availability(g, g)
		if now < before {
			t.Fatalf("steady GIRK falls at gamma %g", g)
		}
		before = now
	}
	near(t, "availability above gamma 1", s.Availability(1.2, 1.2), 1-s.FF-s.FS, 0)
}

// ThetaFor is the inverse of EC50/K, up to the limit of weak coupling, which is 5.285
// for n = 4; above it there is none.
func TestTheta(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ratio := rapid.Float64Range(0.01, 5.28).Draw(t, "EC50/K")
		back, _ := Coupling{Theta: ThetaFor(ratio, 4), N: 4}.Operational()
		near(t, "EC50/K there and back", back/ratio, 1, 1e-9)
	})
	if got := ThetaFor(5.3, 4); !math.IsNaN(got) {
		t.Errorf("theta for 5.3 is %g", got)
	}
}

// With the agonist it was measured with, an imposed curve comes back as it was
// measured, up to its maximum; the same agonist at another potency is read at the
// equivalent concentration (3.3).
func TestImposedCurve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := Coupling{
			Imposed: true, K: rapid.Float64Range(0.5, 30).Draw(t, "K"),
			EC50: rapid.Float64Range(0.1, 20).Draw(t, "EC50"),
			Hill: rapid.Float64Range(0.9, 2).Draw(t, "Hill"), Emax: rapid.Float64Range(0.1, 1).Draw(t, "Emax"),
		}
		c := rapid.Float64Range(0, 1000).Draw(t, "c")
		z := math.Pow(c/k.EC50, k.Hill)
		want := k.Emax * z / (1 + z)
		near(t, "the curve", k.Effect(gammaOf(ligand("measured", k.K, 1), c)), want, 1e-11) // 1-gamma cancels 3 digits at 1000 K
		near(t, "the curve of one ten times stronger", k.Effect(gammaOf(ligand("stronger", k.K/10, 1), c/10)), want, 1e-11)
		near(t, "an imposed curve is not scaled", k.Relative(0.5), k.Effect(0.5), 0)
		near(t, "its maximum", k.Effect(1), k.Emax, 1e-5) // (EC50/(K 1e9))^Hill at Hill 0.9 is 2e-7
	})
}
