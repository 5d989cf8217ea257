package sim

import (
	"slices"
	"strings"

	"quell/model/gabab"
)

// action is one thing that the receptor does: it opens GIRK, or inhibits a channel
// wherever there is that channel.
type action struct {
	name   string
	feeds  bool // it may change other currents at the same V
	places []place
}

// place is where an action is felt.
type place struct {
	to    func(s float64)      // goes to a level: 0 is none of it, 1 what the protocol does
	set   func(y []float64)    // before the rates
	drive func(y, d []float64) // after them; nil: nothing more
}

func (a *action) to(s float64) {
	for _, p := range a.places {
		p.to(s)
	}
}

func (a *action) set(y []float64) {
	for _, p := range a.places {
		p.set(y)
	}
}

func (a *action) drive(y, d []float64) {
	for _, p := range a.places {
		if p.drive != nil {
			p.drive(y, d)
		}
	}
}

// ramped is a quantity of the receptor at a level. Effects begin as a power of it near
// 1, and the integrals want them smooth.
func ramped(top, s float64) float64 { return float64(float64(top*float64(s*s)) * float64(s*s)) }

// act lists what the receptor does under the protocol.
func (w *splitter) act(proto Protocol, does scheme) {
	if w.rec.girk != nil {
		p := w.opened(does.open)
		if proto.HoldGIRK {
			p = w.held(float64(proto.GIRK))
		}
		w.actions = append(w.actions, action{name: "GIRK", places: []place{p}})
	}
	for i := range w.rec.sites {
		u := &w.rec.sites[i]
		w.m.y[u.bound] = 0
		u.effect(0, 0, w.m.y)
		if does.inhibited == nil {
			continue
		}
		name := w.prog.vars[u.bound].name // gabab.B.soma.CaN
		name = "less " + name[strings.LastIndex(name, ".")+1:]
		k := slices.IndexFunc(w.actions, func(a action) bool { return a.name == name })
		if k < 0 {
			k = len(w.actions)
			w.actions = append(w.actions, action{name: name, feeds: true})
		}
		w.actions[k].places = append(w.actions[k].places, does.inhibited(u))
	}
}

// opened is GIRK that opens.
func (w *splitter) opened(open func(s float64) float64) place {
	eff, now := w.rec.girk.eff, 0.0
	return place{
		to:  func(s float64) { now = open(s) },
		set: func(y []float64) { y[eff] = now },
	}
}

// held is an ohmic conductance g that takes the place of GIRK.
func (w *splitter) held(g float64) place {
	eff, now := w.rec.girk.eff, 0.0
	basal := w.rec.girk.value(0, 1)
	return place{
		to:  func(s float64) { now = ramped(1, s) },
		set: func(y []float64) { y[eff] = float64(basal * (1 - now)) },
		drive: func(y, d []float64) {
			for i := range w.prog.comps {
				c := &w.prog.comps[i]
				d[c.v] += float64(float64(float64(now*g)*(w.ek-y[c.v])) * y[c.perCap])
			}
		},
	}
}

// scheme is how far a receptor has come at a level.
type scheme struct {
	open      func(s float64) float64 // effect on the GIRK conductance
	inhibited func(u *siteSlot) place // of calcium channels; nil: it leaves them alone
	binds     bool                    // Gβγ at those channels is a state
}

func (w *splitter) schemeOf(b *builder, proto Protocol, drugged bool) (scheme, error) {
	switch {
	case !drugged:
		return scheme{open: func(float64) float64 { return w.rec.girk.value(0, 1) }}, nil
	case proto.Receptor.published():
		return w.publishedScheme(proto)
	}
	return w.ownScheme(b), nil
}

// ownScheme rises by the activity of the G protein, as under one agonist whose
// concentration rises.
func (w *splitter) ownScheme(b *builder) scheme {
	f := &b.effects
	gamma := func(s float64) float64 {
		if f.gamma >= 1 { // under a modulator
			return ramped(f.gamma, s)
		}
		c := ramped(f.gamma/(1-f.gamma), s)
		return c / (1 + c)
	}
	return scheme{
		binds: true,
		open: func(s float64) float64 {
			return w.rec.girk.value(gamma(s), b.proto.Receptor.availability(f.scheme, gamma(s)))
		},
		inhibited: func(u *siteSlot) place {
			var now, kon float64
			return place{
				to:  func(s float64) { now = gamma(s); kon = u.kon(&f.scheme, now) },
				set: func(y []float64) { u.effect(now, y[u.bound], y) },
				drive: func(y, d []float64) {
					d[u.bound] = float64(kon*(1-y[u.bound])) - float64(u.koff(&f.scheme, y)*y[u.bound])
				},
			}
		},
	}
}

// publishedScheme rises by the concentration of GABA that does what the doses do.
func (w *splitter) publishedScheme(proto Protocol) (scheme, error) {
	girk, calcium, err := gabab.PublishedArms(proto.Receptor.Scheme)
	if err != nil {
		return scheme{}, err
	}
	top, err := equivalent(proto.Doses, 0)
	if err != nil {
		return scheme{}, err
	}
	out := scheme{open: func(float64) float64 { return w.rec.girk.held(0) }}
	if girk != nil {
		full, _ := girk.Full()
		out.open = func(s float64) float64 {
			open, _ := girk.Plateau(ramped(top, s))
			return w.rec.girk.held(open / full)
		}
	}
	if calcium == nil {
		return out, nil
	}
	_, full := calcium.Full()
	out.inhibited = func(u *siteSlot) place {
		now := 0.0
		return place{
			to:  func(s float64) { _, now = calcium.Plateau(ramped(top, s)) },
			set: func(y []float64) { y[u.willing] = 1 - float64(u.fraction*now)/full },
		}
	}
	return out, nil
}
