package measure

import (
	"testing"

	"pgregory.net/rapid"
)

func TestBursts(t *testing.T) {
	rule := BurstRule{Start: 10, End: 20, Spikes: 3}
	ts := []float64{
		0, 100, // alone
		200, 205, 220, 240, // one burst: 5, 15, 20 ms
		300, 308, // a pair: too few
		400, 415, // never begins
		500, 505, 510, // a burst up to the end
	}
	got := Bursts(ts, rule)
	if len(got) != 2 {
		t.Fatalf("%d bursts, want 2: %+v", len(got), got)
	}
	if b := got[0]; b.First != 2 || b.Last != 5 || b.N() != 4 || b.From != 200 || b.To != 240 || !near(float64(b.Rate()), 75) {
		t.Errorf("first burst %+v at %v, want spikes 2 to 5 at 75 Hz", b, b.Rate())
	}
	if b := got[1]; b.First != 10 || b.Last != 12 || !near(float64(b.Rate()), 200) {
		t.Errorf("second burst %+v at %v, want spikes 10 to 12 at 200 Hz", b, b.Rate())
	}
	if got := Bursts(nil, GraceBunney()); got != nil {
		t.Errorf("no spikes burst: %v", got)
	}
}

// Bursts do not overlap, each begins and ends as the rule says, and every
// interval short enough to begin one lies inside one when a pair is enough.
func TestBurstLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ts, rule := spikeTimes(t), GraceBunney()
		bursts := Bursts(ts, rule)
		inside := map[int]bool{}
		for i, b := range bursts {
			if i > 0 && b.First <= bursts[i-1].Last {
				t.Fatalf("bursts %+v and %+v overlap", bursts[i-1], b)
			}
			if ts[b.First+1]-ts[b.First] > float64(rule.Start) {
				t.Fatalf("%+v begins with a long interval", b)
			}
			if b.Last+1 < len(ts) && ts[b.Last+1]-ts[b.Last] <= float64(rule.End) {
				t.Fatalf("%+v ends too early", b)
			}
			for k := b.First; k < b.Last; k++ {
				inside[k] = true
				if ts[k+1]-ts[k] > float64(rule.End) {
					t.Fatalf("%+v runs over a gap", b)
				}
			}
		}
		for k := 0; k+1 < len(ts); k++ {
			if ts[k+1]-ts[k] <= float64(rule.Start) && !inside[k] {
				t.Fatalf("the interval at spike %d belongs to no burst", k)
			}
		}
	})
}
