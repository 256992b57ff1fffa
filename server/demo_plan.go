package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"lynceus/imaging/synth"
	"lynceus/storage/catalogue"
)

// demoFate is how far a case of the demonstration gets, and who sees it.
type demoFate int

const (
	demoEveryone demoFate = iota
	demoRegion
	demoGroup
	demoNamed
	demoDraft
	demoSubmitted
	demoWithdrawn
)

// demoCase is a case as it is to be.
type demoCase struct {
	service int
	form    catalogue.CaseForm
	shots   []demoShot
	fate    demoFate
}

// demoPlan is all cases, the same on every machine but for the months, which end now.
func demoPlan(terms map[string][]catalogue.Term, now time.Time) []demoCase {
	modes := map[string]string{}
	for _, t := range terms["means"] {
		if len(t.Modes) > 0 {
			modes[t.Code] = t.Modes[0]
		}
	}
	var plan []demoCase
	add := func(service int, f catalogue.CaseForm, fate demoFate, shots []demoShot) {
		f.TLP = demoLabel(fate, len(plan))
		f.Training = fate == demoEveryone && len(plan)%2 == 0
		plan = append(plan, demoCase{service, f, shots, fate})
	}
	for i, m := range demoMethods {
		for k, service := range m.by {
			r := rand.New(rand.NewPCG(uint64(i), uint64(k)))
			f := m.form(service, r.IntN(3), modes[m.means], r)
			f.Month = monthBefore(now, max(0, 33-(i*13)%34-5*k))
			if k > 0 {
				f.Trigger = "SIMC"
				f.Narrative = "Looked for after a similar case of another service. " + f.Narrative
			}
			add(service, f, demoFateOf(len(plan)), m.shots(uint64(i), k, service, r))
		}
	}
	for i, c := range demoReals {
		r := rand.New(rand.NewPCG(uint64(i), 99))
		mode := modes[c.form.means]
		if mode == "" {
			mode = c.mode
		}
		f := c.form.form(c.by, i%3, mode, r)
		f.Month = monthBefore(now, (i*5)%30)
		fate := demoEveryone
		switch {
		case c.draft:
			fate = demoDraft
		case i%4 == 3:
			fate = demoGroup
		}
		var shots []demoShot
		for _, name := range c.files {
			shots = append(shots, realShot(name, c.technique, c.role))
		}
		add(c.by, f, fate, shots)
	}
	return plan
}

// form is what an officer of a service writes of a method.
func (m demoMethod) form(service, place int, mode string, r *rand.Rand) catalogue.CaseForm {
	s := demoServices[service]
	at := s.places[place]
	route := []string{m.origin}
	if r.IntN(2) == 0 {
		route = append(route, s.transit[r.IntN(len(s.transit))])
	}
	route = append(route, at[:2])
	concealment := []string{m.hide}
	if m.also != "" {
		concealment = append(concealment, m.also)
	}
	amount := m.amount * (.6 + .8*r.Float64())
	if amount >= 10 {
		amount = float64(int(amount))
	} else {
		amount = float64(int(amount*10)+1) / 10
	}
	return catalogue.CaseForm{
		Title: m.title, Country: at[:2], Place: at, Mode: mode, Means: m.means, Route: route, Cover: m.cover,
		Concealment: concealment, Construction: m.construction, Shielding: m.shielding, Trigger: m.trigger,
		Goods: []catalogue.Good{{Commodity: m.goods, Quantity: amount, Unit: m.unit}}, Narrative: m.narrative,
	}
}

func monthBefore(now time.Time, months int) string {
	return time.Date(now.Year(), now.Month()-time.Month(months), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// demoFateOf deals out fates: most cases are released, half of them to everyone.
func demoFateOf(i int) demoFate {
	switch {
	case i%17 == 5:
		return demoDraft
	case i%19 == 7:
		return demoSubmitted
	case i%31 == 11:
		return demoWithdrawn
	}
	return [10]demoFate{demoEveryone, demoEveryone, demoRegion, demoEveryone, demoGroup, demoEveryone, demoRegion, demoNamed, demoEveryone, demoGroup}[i%10]
}

// demoLabel is a TLP label that admits the fate's audience.
func demoLabel(f demoFate, i int) catalogue.TLP {
	switch f {
	case demoEveryone:
		if i%5 == 0 {
			return "CLEAR"
		}
		return "GREEN"
	case demoNamed:
		if i%3 == 0 {
			return "RED"
		}
		return "AMBER+STRICT"
	}
	return "AMBER"
}

// shots are the pictures of the k-th sighting of a method. The second service met
// the very same unit and shows it mirrored by its own scanner; the third met a
// sister of it; later ones met the method elsewhere.
func (m demoMethod) shots(method uint64, k, service int, r *rand.Rand) []demoShot {
	kind, ok := synth.KindOf(m.hide)
	if !ok {
		return nil
	}
	spec := synth.Spec{Kind: kind, Hide: m.hide, Seed: 1000 + method*10}
	switch k {
	case 0, 1:
	case 2:
		spec.Clutter = uint64(k)
	default:
		spec.Seed, spec.Clutter = spec.Seed+uint64(k), uint64(k)
	}
	shots := []demoShot{xrayShot(spec, demoView{vendor: service, mirrored: k%2 == 1, stretched: k == 2}, r)}
	if r.IntN(10) < 7 {
		shots = append(shots, xrayShot(spec, demoView{vendor: (service + 3) % len(demoServices), mirrored: k%2 == 1, detail: true}, r))
	}
	if r.IntN(6) == 0 {
		clean := spec
		clean.Hide, clean.Clutter = "", spec.Clutter+50
		shots = append(shots, xrayShot(clean, demoView{vendor: service, mirrored: k%2 == 1}, r))
	}
	switch group, _, _ := strings.Cut(m.goods, "."); group {
	case "WEA", "IPR", "PRC", "STR":
		return shots // the photos that synth makes are of packets
	}
	for _, s := range []struct {
		shot synth.Shot
		of10 int
	}{{synth.Closed, 4}, {synth.Exposed, 7}, {synth.Goods, 5}} {
		if r.IntN(10) < s.of10 {
			shots = append(shots, photoShot(synth.PhotoSpec{Shot: s.shot, Hide: m.hide, Seed: method*10 + uint64(k), Width: 960, Height: 720}, r))
		}
	}
	return shots
}

func fileName(r *rand.Rand, form, ext string) string {
	return fmt.Sprintf(form, r.IntN(10000)) + ext
}
