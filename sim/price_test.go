package sim

import (
	"slices"
	"testing"
	"time"

	"quell/model"
	"quell/sim/timing/hand"
)

// BenchmarkPrice is what it costs that a neuron is compiled from its file: the time of a
// step of the squid axon over that of the same step written by hand, with the same
// table, method, tolerance and, in blocks, vector instructions. The two take turns, and
// the medians are compared.
func BenchmarkPrice(b *testing.B) {
	for _, p := range []struct {
		name string
		make func(b *testing.B) (ours, byHand func(steps int) time.Duration)
	}{
		{"accurate_in_blocks", priceOfLanes},
		{"fixed_in_blocks", priceOfFixedLanes},
		{"accurate_alone", priceOfRun},
		{"fixed_alone", priceOfFixedRun},
	} {
		b.Run(p.name, func(b *testing.B) {
			ours, byHand := p.make(b)
			const steps = 2000 // of squid under the adaptive method, some 20 spikes
			var a, c []time.Duration
			for b.Loop() {
				a, c = append(a, ours(steps)), append(c, byHand(steps))
			}
			slices.Sort(a)
			slices.Sort(c)
			x, y := float64(a[len(a)/2]), float64(c[len(c)/2])
			b.ReportMetric(x/y, "of-hand")
			b.ReportMetric(x/steps, "ns/step")
			b.ReportMetric(y/steps, "hand-ns/step")
			b.ReportMetric(0, "ns/op") // of two programs together
		})
	}
}

// timed is the time that some steps take.
func timed(step func()) func(steps int) time.Duration {
	return func(steps int) time.Duration {
		began := time.Now()
		for range steps {
			step()
		}
		return time.Since(began)
	}
}

func priceOfRun(b *testing.B) (ours, byHand func(int) time.Duration) {
	r := benchRunner(b, "squid", Accurate)
	s := newHandStep(b)
	return timed(func() { _ = r.s.step(r.until) }), timed(s.step)
}

func priceOfFixedRun(b *testing.B) (ours, byHand func(int) time.Duration) {
	r := benchRunner(b, "squid", Fixed)
	s := newHandFixed(b, r.prog)
	return timed(func() { _ = r.s.step(r.until) }), timed(s.step)
}

// The stages and the step control of a block are the method's and know no neuron. By
// hand a step takes as long, but for the six evaluations of the rates in it.
func priceOfLanes(b *testing.B) (ours, byHand func(int) time.Duration) {
	k, ok := benchBlock(b, Accurate).(*lanes)
	if !ok {
		b.Fatal("not a block of the adaptive method")
	}
	h := handBlock(k.p, k.y, 0)
	step := timed(k.step)
	rates := timed(func() { k.vectorRates(k.spare) })
	byHandRates := timed(h.Rates)
	var last time.Duration
	ours = func(n int) time.Duration {
		last = step(n)
		return last
	}
	return ours, func(n int) time.Duration { return last - rates(6*n) + byHandRates(6*n) }
}

func priceOfFixedLanes(b *testing.B) (ours, byHand func(int) time.Duration) {
	k, ok := benchBlock(b, Fixed).(*fixedLanes)
	if !ok {
		b.Fatal("not a block of the fixed method")
	}
	k.steps(1)
	k.wholeSteps()
	ours = func(n int) time.Duration {
		began := time.Now()
		for n > 0 {
			n -= k.steps(n)
		}
		return time.Since(began)
	}
	return ours, timed(handBlock(k.p, k.y, k.dt).Step)
}

// benchBlock is a full block of squids, each under a current of its own.
func benchBlock(b *testing.B, method Method) block {
	if !vectorised {
		b.Skip("blocks are no faster here: the machine has no vector instructions that they know")
	}
	n, err := model.ByName("squid")
	if err != nil {
		b.Fatal(err)
	}
	const long = 3_000_000 // ms
	batch := Batch{Neuron: n, Protocol: Protocol{Duration: long}, Settings: Settings{Method: method, Sample: -1}, Workers: 1}
	t, err := newTemplate(n, batch.Protocol, batch.Settings, nil)
	if err != nil {
		b.Fatal(err)
	}
	q := &queue{n: width, variant: func(i int) Variant {
		a := model.Amount{Value: 8 + 12*float64(i)/float64(width-1)}
		return Variant{Currents: []Segment{{To: long, Start: a, End: a}}}
	}, each: func(int, *Recording, error) {}}
	w := &worker{b: &batch, set: *t.b.set, q: q, t: t, block: newBlock(t.b.p, t.b.set)}
	if err := w.fill(b.Context()); err != nil {
		b.Fatal(err)
	}
	return w.block
}

// handBlock is a block by hand with the states and currents of another.
func handBlock(p *Program, y []vec, dt float64) *hand.Block {
	c := &p.comps[0]
	h := hand.New(hand.Table{Lo: c.lo, PerMV: c.perMV, Top: c.top, RowLen: c.rowLen, Data: c.data}, dt)
	h.Y[hand.V], h.I = hand.Lanes(y[c.v]), hand.Lanes(y[c.inj])
	for i, g := range c.gates {
		h.Y[hand.M+i] = hand.Lanes(y[g.x])
	}
	for l := range h.GK {
		h.GK[l] = 36 // mS/cm2
	}
	return h
}

// TestHandIsSquid holds the yardstick to what it stands for: the same rates.
func TestHandIsSquid(t *testing.T) {
	n, err := model.ByName("squid")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Start(n, Protocol{Duration: 100, Currents: pulse(density(10), 0, 100)}, &Settings{Method: Accurate})
	if err != nil {
		t.Fatal(err)
	}
	y := make([]vec, len(r.m.y))
	for i := range y {
		for l := range y[i] {
			y[i][l] = r.m.y[i]
		}
	}
	h := handBlock(r.prog, y, 0)
	h.PlainRates()
	d := make([]float64, len(r.prog.vars))
	r.m.rates(d)
	c := &r.prog.comps[0]
	check := func(name string, got, want float64) {
		t.Helper()
		if !(abs(got-want) <= 1e-12*(1+abs(want))) { // rounding, as the currents are summed in another order
			t.Errorf("d%s/dt is %g by hand, %g compiled", name, got, want)
		}
	}
	check("V", h.D[hand.V][0], d[c.v])
	for i, name := range []string{"m", "h", "n"} {
		check(name, h.D[hand.M+i][0], d[c.gates[i].x])
	}
}
