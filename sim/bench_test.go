package sim

import (
	"context"
	"testing"

	"quell/model"
	"quell/model/unit"
)

// handHH is the squid axon written by hand on the same table as the compiled
// one, the yardstick for the price of being data-driven.
type handHH struct {
	tab *table
	inj float64
}

func (c *handHH) rates(y, d []float64) {
	v := y[0]
	u := (v - c.tab.lo) * c.tab.perMV
	i := int(u)
	f := u - float64(i)
	r := (*[tableBlock]float64)(c.tab.data[i*c.tab.rowLen:])
	m, h, n := y[1], y[2], y[3]
	d[1] = r[0] + f*(r[8]+f*(r[16]+f*r[24])) - (r[4]+f*(r[12]+f*(r[20]+f*r[28])))*m
	d[2] = r[1] + f*(r[9]+f*(r[17]+f*r[25])) - (r[5]+f*(r[13]+f*(r[21]+f*r[29])))*h
	d[3] = r[2] + f*(r[10]+f*(r[18]+f*r[26])) - (r[6]+f*(r[14]+f*(r[22]+f*r[30])))*n
	n2 := n * n
	gNa, gK := 120*m*m*m*h, 36*n2*n2
	d[0] = c.inj - gNa*(v-50) - gK*(v+77) - 0.3*(v+54.3)
}

func benchMachine(b *testing.B, name string) *machine {
	n, err := model.ByName(name)
	if err != nil {
		b.Fatal(err)
	}
	s := Settings{}
	p := Protocol{Duration: 100}
	if err := s.complete(p); err != nil {
		b.Fatal(err)
	}
	prog, err := compile(n, &p, &s)
	if err != nil {
		b.Fatal(err)
	}
	return newMachine(prog)
}

func BenchmarkRatesHandHH(b *testing.B) {
	m := benchMachine(b, "squid")
	c := &handHH{tab: m.p.comps[0].tab, inj: 10}
	d := make([]float64, 4)
	y := make([]float64, 4)
	copy(y, m.y)
	b.ReportAllocs()
	for b.Loop() {
		c.rates(y, d)
		y[0] += 1e-9 * d[0]
	}
}

// handStep is a Dormand–Prince step of the hand-written cell, with the error norm
// of the program's.
type handStep struct {
	handHH
	x, y [4]float64
	k    [7][4]float64
	h    float64
}

func (s *handStep) eval(k *[4]float64) { s.rates(s.y[:], k[:]) }

func (s *handStep) step() {
	for {
		h := s.h
		k1, k2, k3, k4, k5, k6, k7 := &s.k[0], &s.k[1], &s.k[2], &s.k[3], &s.k[4], &s.k[5], &s.k[6]
		for i := range s.x {
			s.y[i] = s.x[i] + h*a21*k1[i]
		}
		s.eval(k2)
		for i := range s.x {
			s.y[i] = s.x[i] + h*(a31*k1[i]+a32*k2[i])
		}
		s.eval(k3)
		for i := range s.x {
			s.y[i] = s.x[i] + h*(a41*k1[i]+a42*k2[i]+a43*k3[i])
		}
		s.eval(k4)
		for i := range s.x {
			s.y[i] = s.x[i] + h*(a51*k1[i]+a52*k2[i]+a53*k3[i]+a54*k4[i])
		}
		s.eval(k5)
		for i := range s.x {
			s.y[i] = s.x[i] + h*(a61*k1[i]+a62*k2[i]+a63*k3[i]+a64*k4[i]+a65*k5[i])
		}
		s.eval(k6)
		for i := range s.x {
			s.y[i] = s.x[i] + h*(a71*k1[i]+a73*k3[i]+a74*k4[i]+a75*k5[i]+a76*k6[i])
		}
		s.eval(k7)
		worst := 0.0
		for i := range s.x {
			e := abs(h * (e1*k1[i] + e3*k3[i] + e4*k4[i] + e5*k5[i] + e6*k6[i] + e7*k7[i]))
			if i == 0 {
				e /= voltageScale
			}
			worst = max(worst, e)
		}
		s.h = h * max(leastFactor, min(mostFactor, safety*fifthRoot(DefaultTol/max(worst, 1e-300))))
		if worst <= DefaultTol {
			s.x = s.y
			s.k[0] = s.k[6]
			return
		}
	}
}

// perEvaluation reports the time of a step per evaluation of the rates; a step of
// the pair takes six.
func perEvaluation(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(6*b.N), "ns/eval")
}

func newHandStep(b *testing.B) *handStep {
	m := benchMachine(b, "squid")
	s := &handStep{handHH: handHH{tab: m.p.comps[0].tab, inj: 10}, h: firstStep}
	copy(s.x[:], m.y)
	s.y = s.x
	s.eval(&s.k[0])
	return s
}

// handFixed takes steps of the fixed method.
type handFixed struct {
	tab          *table
	v, m, h, n   float64
	inj, perStep float64 // uA/cm2; 2C/dt
}

func newHandFixed(b *testing.B, p *Program) *handFixed {
	m := newMachine(p)
	return &handFixed{tab: p.comps[0].tab, v: m.y[0], m: m.y[1], h: m.y[2], n: m.y[3], inj: 10, perStep: 2 / float64(DefaultDt)}
}

func (c *handFixed) step() {
	u := (c.v - c.tab.lo) * c.tab.perMV
	i := int(u)
	f := u - float64(i)
	r := (*[tableBlock]float64)(c.tab.data[i*c.tab.rowLen:])
	a := r[0] + f*(r[8]+f*(r[16]+f*r[24]))
	c.m = a + (c.m-a)*(r[4]+f*(r[12]+f*(r[20]+f*r[28])))
	a = r[1] + f*(r[9]+f*(r[17]+f*r[25]))
	c.h = a + (c.h-a)*(r[5]+f*(r[13]+f*(r[21]+f*r[29])))
	a = r[2] + f*(r[10]+f*(r[18]+f*r[26]))
	c.n = a + (c.n-a)*(r[6]+f*(r[14]+f*(r[22]+f*r[30])))
	n2 := c.n * c.n
	gNa, gK := 120*c.m*c.m*c.m*c.h, 36*n2*n2
	mean := (c.perStep*c.v + gNa*50 - gK*77 - 0.3*54.3 + c.inj) / (c.perStep + gNa + gK + 0.3)
	c.v = 2*mean - c.v
}

func BenchmarkStepHandHH(b *testing.B) {
	s := newHandStep(b)
	b.ReportAllocs()
	for b.Loop() {
		s.step()
	}
	perEvaluation(b)
}

func benchRates(b *testing.B, name string) {
	m := benchMachine(b, name)
	d := make([]float64, len(m.p.vars))
	b.ReportAllocs()
	for b.Loop() {
		m.rates(d)
		m.y[0] += 1e-9 * d[0]
	}
}

func BenchmarkRatesSquid(b *testing.B)      { benchRates(b, "squid") }
func BenchmarkRatesMotoneuron(b *testing.B) { benchRates(b, "motoneuron") }

func benchRunner(b *testing.B, name string, method Method) *Runner {
	n, err := model.ByName(name)
	if err != nil {
		b.Fatal(err)
	}
	a := model.Amount{Value: 10}
	r, err := Start(n, Protocol{Duration: 3_000_000, Currents: []Segment{{To: 3_000_000, Start: a, End: a}}}, &Settings{Method: method, Sample: -1})
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func benchStep(b *testing.B, name string, method Method) {
	r := benchRunner(b, name, method)
	b.ReportAllocs()
	for b.Loop() {
		if err := r.s.step(r.until); err != nil {
			b.Fatal(err)
		}
	}
	if method == Accurate {
		perEvaluation(b)
	}
}

func BenchmarkStepSquidAccurate(b *testing.B)      { benchStep(b, "squid", Accurate) }
func BenchmarkStepSquidFixed(b *testing.B)         { benchStep(b, "squid", Fixed) }
func BenchmarkStepMotoneuronAccurate(b *testing.B) { benchStep(b, "motoneuron", Accurate) }
func BenchmarkStepMotoneuronFixed(b *testing.B)    { benchStep(b, "motoneuron", Fixed) }

func benchSecond(b *testing.B, name string, current float64) {
	n, err := model.ByName(name)
	if err != nil {
		b.Fatal(err)
	}
	a := model.Amount{Value: current}
	for b.Loop() {
		rec, err := Run(context.Background(), n, Protocol{Duration: 1000 * unit.Time(1), Currents: []Segment{{To: 1000, Start: a, End: a}}}, &Settings{Sample: -1})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(rec.Evals)/1000, "evals/ms")
	}
}

func BenchmarkSecondSquid(b *testing.B)      { benchSecond(b, "squid", 10) }
func BenchmarkSecondMotoneuron(b *testing.B) { benchSecond(b, "motoneuron", 10) }

func BenchmarkCompileMotoneuron(b *testing.B) {
	n, err := model.ByName("motoneuron")
	if err != nil {
		b.Fatal(err)
	}
	s := Settings{}
	p := Protocol{Duration: 100}
	if err := s.complete(p); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := compile(n, &p, &s); err != nil {
			b.Fatal(err)
		}
	}
}
