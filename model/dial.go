package model

// Dial is one number of a neuron, or the same number of several compartments, that
// is turned many times, as a sweep does: it takes a value in the base unit of the
// number in place of text, and checks nothing but what Set would refuse of one number.
type Dial struct {
	n    *Neuron
	path string
	hit  []located
	back []func()
}

// Dial finds the numbers that a path names.
func (n *Neuron) Dial(path string) (*Dial, error) {
	hit, err := n.named(path)
	if err != nil {
		return nil, err
	}
	return &Dial{n: n, path: path, hit: hit}, nil
}

// Turn gives the number a value; Settle then brings the numbers that follow from it
// up to date.
func (d *Dial) Turn(value float64) {
	d.Back()
	for _, l := range d.hit {
		d.back = append(d.back, l.put(value, "", ""))
	}
}

// Back gives the number the value it had before it was turned.
func (d *Dial) Back() {
	for i := len(d.back) - 1; i >= 0; i-- {
		d.back[i]()
	}
	d.back = d.back[:0]
}

// Settle brings every number that is an equation of others up to date.
func (n *Neuron) Settle() { n.resolve() }
