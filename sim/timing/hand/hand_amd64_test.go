package hand

import (
	"math/rand/v2"
	"testing"

	"golang.org/x/sys/cpu"
)

// Vector instructions do what the plain loops do, bit for bit.
func TestVectorsArePlain(t *testing.T) {
	if !cpu.X86.HasAVX512F || !cpu.X86.HasAVX512DQ {
		t.Skip("the yardstick is written for AVX-512 (F and DQ), which this machine has not")
	}
	r := rand.New(rand.NewPCG(1, 2))
	table := Table{Lo: -100, PerMV: 1, Top: 200, RowLen: 32, Data: make([]float64, 200*32)}
	for i := range table.Data {
		table.Data[i] = r.Float64()
	}
	a, b := New(table, 0.025), New(table, 0.025)
	for range 1000 {
		for l := range Width {
			a.I[l], a.GK[l] = 20*r.Float64(), 36*r.Float64()
			a.Y[V][l] = -90 + 150*r.Float64()
			for x := M; x <= N; x++ {
				a.Y[x][l] = r.Float64()
			}
		}
		*b.Numbers = *a.Numbers
		a.Rates()
		b.PlainRates()
		if a.D != b.D {
			t.Fatalf("rates are %v, by plain loops %v", a.D, b.D)
		}
		a.Step()
		b.PlainStep()
		if a.Y != b.Y || a.Spikes() != b.Spikes() {
			t.Fatalf("a step gives %v, by plain loops %v", a.Y, b.Y)
		}
	}
}
