package measure

import "quell/model/unit"

// BurstRule says what a burst is: it begins with an interval of at most Start,
// ends before an interval longer than End, and holds at least Spikes spikes.
type BurstRule struct {
	Start, End unit.Time
	Spikes     int
}

// GraceBunney is the rule of midbrain dopamine neurons: a burst begins with an
// interval of 80 ms or less and ends with one above 160 ms (Grace & Bunney 1984,
// J Neurosci 4:2877; recalled), two spikes being enough.
func GraceBunney() BurstRule { return BurstRule{Start: 80, End: 160, Spikes: 2} }

// Burst is a run of spikes: First and Last index the spike times.
type Burst struct {
	First, Last int
	From, To    unit.Time
}

// N is how many spikes the burst has.
func (b Burst) N() int { return b.Last - b.First + 1 }

// Rate is that of the burst's mean interval; 0 for a single spike.
func (b Burst) Rate() unit.Frequency {
	if b.First == b.Last {
		return 0
	}
	return rate(b.Last-b.First, float64(b.To-b.From))
}

// Bursts finds the bursts among spike times, which rise.
func Bursts(ts []float64, rule BurstRule) []Burst {
	var found []Burst
	for i := 0; i+1 < len(ts); i++ {
		if ts[i+1]-ts[i] > float64(rule.Start) {
			continue
		}
		last := i + 1
		for last+1 < len(ts) && ts[last+1]-ts[last] <= float64(rule.End) {
			last++
		}
		b := Burst{First: i, Last: last, From: unit.Time(ts[i]), To: unit.Time(ts[last])}
		if b.N() >= rule.Spikes {
			found = append(found, b)
		}
		i = last
	}
	return found
}
