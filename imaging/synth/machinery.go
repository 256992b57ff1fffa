package synth

import (
	"math"
	"math/rand/v2"
)

// tyre is a wheel seen along its axle: carcass, beads, a rim with spokes.
func (p pen) tyre(r *rand.Rand, big float64) (in float64) {
	in = big * between(r, .5, .66)
	p.fill(rubber, path{ellipse(0, 0, big, big), reversed(ellipse(0, 0, in, in))}, func(x, y float64) float32 {
		u := (math.Hypot(x, y) - in) / (big - in)
		return float32(2.5 + 9*max(0, u-.72)/.28)
	})
	p.ring(steel, .35, 0, 0, big*.97, big*.9)
	p.ring(steel, 1.2, 0, 0, in+big*.03, in-big*.02)
	lugs := 20 + r.IntN(50)
	deep := between(r, .5, 2)
	for i := range lugs {
		p.turn(360/float64(lugs)*float64(i)).line(rubber, deep, big*.03, pts(big*.93, 0, big, big*between(r, 0, .03)))
	}
	if chance(r, .8) {
		m := pick(r, steel, aluminium)
		t := 1.2
		if m == aluminium {
			t = 4
		}
		p.ring(m, t, 0, 0, in*.98, in*.86)
		spokes := pick(r, 0, 4, 5, 6, 7, 10)
		if spokes == 0 {
			p.ring(m, t*.5, 0, 0, in*.86, in*.2)
			for i := range 8 {
				s, c := math.Sincos(float64(i) * math.Pi / 4)
				p.disc(m, -t*.5, in*.65*c, in*.65*s, in*.1)
			}
		}
		for i := range spokes {
			p.turn(360/float64(spokes)*float64(i)).poly(m, t*.8, pts(in*.2, -in*.12, in*.88, -in*.07, in*.88, in*.07, in*.2, in*.12))
		}
		p.ring(m, t*1.2, 0, 0, in*.32, in*.14)
		for i := range 5 {
			s, c := math.Sincos(float64(i) * math.Pi * .4)
			p.disc(steel, 1, in*.23*c, in*.23*s, in*.035)
		}
	}
	return in
}

func drawTyre(p pen, r *rand.Rand) { p.tyre(r, between(r, 28, 52)) }

func drawTyreHide(p pen, r *rand.Rand) {
	big := between(r, 28, 52)
	in := p.tyre(r, big)
	mid := (big*.9 + in) / 2
	w := (big*.9 - in) * between(r, .7, 1)
	n := 7 + r.IntN(12)
	span := between(r, .5, 1)
	if chance(r, .5) {
		span = 1
	}
	from := between(r, 0, 360)
	for i := range n {
		q := p.turn(from+360*span*float64(i)/float64(n)).at(mid, 0)
		l := 2 * math.Pi * mid * span / float64(n) * between(r, .8, .97)
		q.brick(r, -w/2, -l/2, w, l, between(r, 8, 14))
		q.brick(r, -w/2+1, -l/2+1, w*.9, l*.9, between(r, 3, 8))
	}
}

func drawGearbox(p pen, r *rand.Rand) {
	n := 2 + r.IntN(4)
	x := 0.
	for range n {
		d := between(r, 3, 8)
		p.at(x, between(r, -3, 3)).gear(r, steel, d, between(r, .6, 2))
		x += d * between(r, 1, 1.7)
	}
	if chance(r, .6) {
		p.frame(pick(r, aluminium, steel), 1.6, -8, -9, x+9, 18, 3, .8)
		p.round(aluminium, 1, -8, -9, x+9, 18, 3)
	}
	p.rod(steel, between(r, 1, 2), 0, -9, 0, x+4, between(r, -1, 1))
}

func drawBearing(p pen, r *rand.Rand) {
	big := between(r, 3, 9)
	in := big * between(r, .4, .65)
	t := between(r, .8, 2)
	ball := (big - in) * .3
	p.ring(steel, t, 0, 0, big, big-ball*.7)
	p.ring(steel, t, 0, 0, in+ball*.7, in)
	n := int(2 * math.Pi * (big + in) / 2 / (2 * ball) / between(r, 1.05, 1.6))
	for i := range n {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		p.ball(steel, 2*ball, (big+in)/2*c, (big+in)/2*s, ball, ball)
	}
}

func drawSpring(p pen, r *rand.Rand) {
	n, d, long := 5+r.IntN(9), between(r, 2, 9), between(r, 8, 28)
	w := d * between(r, .08, .16)
	for i := range n {
		x := long * (float64(i)/float64(n) - .5)
		p.rod(steel, w, 0, x, -d/2, x+long/float64(n)*.5, d/2)
		p.rod(steel, w, 0, x+long/float64(n)*.5, d/2, x+long/float64(n), -d/2)
	}
	if chance(r, .5) { // around a damper
		p.rod(steel, d*.45, .3, -long*.2, 0, long*.6, 0)
		p.rod(steel, d*.16, 0, -long*.65, 0, long*.2, 0)
		p.ring(steel, .8, long*.68, 0, d*.2, d*.1)
		p.ring(steel, .8, -long*.7, 0, d*.2, d*.1)
	}
}

func drawEngine(p pen, r *rand.Rand) {
	n := 3 + r.IntN(4)
	w, h := between(r, 9, 13)*float64(n), between(r, 35, 55)
	m, t := aluminium, 8.
	if chance(r, .5) {
		m, t = steel, 3.5
	}
	p = p.at(-w/2, -h/2)
	p.round(m, t, 0, h*.2, w, h*.55, 2)
	p.poly(m, t*.4, pts(w*.04, h*.75, w*.96, h*.75, w*.85, h, w*.15, h)) // sump
	p.round(m, t*.5, w*.03, 0, w*.94, h*.2, 1.5)
	bore := w / float64(n) * .8
	for i := range n {
		x := w * (float64(i) + .5) / float64(n)
		p.rect(m, -t*.6, x-bore/2, h*.2, bore, h*.35)
		y := h * between(r, .22, .4)
		p.rect(aluminium, 5, x-bore*.45, y, bore*.9, bore*.55)
		p.line(steel, 1.5, bore*.22, pts(x, y+bore*.3, x+between(r, -.2, .2)*bore, h*.72))
		p.rod(steel, bore*.5, 0, x-bore*.3, h*.74, x+bore*.3, h*.74)
		for _, o := range []float64{-.25, .25} { // valves
			p.line(steel, .8, bore*.08, pts(x+o*bore, h*.04, x+o*bore, h*.2))
		}
	}
	p.rod(steel, bore*.3, 0, -3, h*.74, w+2, h*.74)
	p.rod(steel, bore*.2, 0, 0, h*.06, w, h*.06)
	p.at(-3, h*.74).gear(r, steel, h*.14, 2)
	p.at(-3, h*.2).gear(r, steel, h*.09, 2)
	p.line(rubber, 2, 1, pts(-3-h*.12, h*.74, -3-h*.08, h*.2))
	p.motor(r, w*.3, h*.88, h*.14, w*.2)
}

func drawCarBattery(p pen, r *rand.Rand) {
	w, h := between(r, 18, 36), between(r, 16, 22)
	p = p.at(-w/2, -h/2)
	p.frame(plastic, 10, 0, 0, w, h, .5, .4)
	n := 6
	for i := range n {
		x := w * (float64(i) + .08) / float64(n)
		for k := range 5 + r.IntN(4) {
			p.rect(lead, .12, x+float64(k)*w/float64(n)/9, h*.25, w/float64(n)/18+.1, h*.68)
		}
		p.rect(lead, .1, x, h*.2, w/float64(n)*.84, h*.05)
		p.rect(water, 6, x, h*.18, w/float64(n)*.84, h*.78)
	}
	for _, x := range []float64{.1, .85} {
		p.rod(lead, 1.6, 0, w*x+.8, -2, w*x+.8, h*.1)
	}
}

func drawFuelTank(p pen, r *rand.Rand) {
	w, h := between(r, 50, 110), between(r, 22, 60)
	p = p.at(-w/2, -h/2)
	wall := between(r, .2, .5)
	p.hull(pick(r, steel, aluminium, plastic), wall, 3, .8, rounded(0, 0, w, h, between(r, 2, 12)))
	p.rect(fuel, between(r, 10, 26), 1, h*between(r, .35, .8), w-2, h*.2)
	for i := range 1 + r.IntN(3) { // baffles
		x := w * (float64(i) + 1) / 4
		p.rect(steel, .6, x, 1, .4, h-2)
	}
	p.line(steel, 1, 1.2, pts(w*.8, 0, w*.8, h*.9)) // sender
	p.disc(steel, 1.4, w*.8, 1, 4)
	p.at(w*.1, 0).turn(between(r, -40, 10)).rod(steel, 5, .2, 0, -between(r, 6, 20), 0, 2)
	for _, x := range []float64{.22, .72} { // straps
		p.rect(steel, .4, w*x, -.5, between(r, 2, 4), h+1)
	}
	if chance(r, .3) {
		p.bricks(r, w*.05, h*.3, w*between(r, .4, .9), h*.65, between(r, 12, 22), between(r, 8, 14), 9)
		p.frame(steel, 2, w*.04, h*.28, w*.6, h*.68, 0, .5)
	}
}

func drawSilencer(p pen, r *rand.Rand) {
	long, d := between(r, 30, 70), between(r, 12, 24)
	p.rod(steel, d, .2, -long/2, 0, long/2, 0)
	for i := range 3 + r.IntN(3) {
		x := long * (float64(i)/4 - .45)
		p.rect(steel, between(r, .6, 2), x, -d/2, .4, d)
	}
	for i := range 2 {
		y := d * (float64(i) - .5) * .4
		p.rod(steel, d*.25, .15, -long*(.9-.5*float64(i)), y, long*(.3+.5*float64(i)), y)
	}
	f := newField(r)
	p.fill(glass, path{rounded(-long*.3, -d*.45, long*.4, d*.9, 1)}, func(x, y float64) float32 { return .6 + .5*f.clouds(x*.4, y*.4, 2) })
}

func drawRadiator(p pen, r *rand.Rand) {
	w, h := between(r, 40, 75), between(r, 28, 50)
	p = p.at(-w/2, -h/2)
	n := 14 + r.IntN(20)
	m := pick(r, aluminium, copper)
	for i := range n {
		p.rod(m, h/float64(n)*.4, .06, 2, h*(float64(i)+.5)/float64(n), w-2, h*(float64(i)+.5)/float64(n))
		p.rect(m, .35, 2, h*(float64(i)+.75)/float64(n), w-4, h/float64(n)*.3)
	}
	for _, x := range []float64{0, w - 4} { // tanks
		p.round(pick(r, plastic, aluminium), 3, x, -1, 4, h+2, 1)
		p.round(water, 3, x+.4, 0, 3.2, h, 1)
	}
	p.rod(rubber, 4, .5, w-2, h*.1, w+6, h*.1)
	p.rod(rubber, 4, .5, -6, h*.9, 2, h*.9)
	if chance(r, .5) {
		p.at(w/2, h/2).fan(r, h*.42)
	}
}

// fan is a propeller in its ring with the motor that turns it.
func (p pen) fan(r *rand.Rand, big float64) {
	n := 3 + r.IntN(6)
	turned := between(r, 0, 90)
	for i := range n {
		p.turn(turned+360/float64(n)*float64(i)).poly(pick(r, plastic, aluminium), between(r, .5, 1.2), smooth(pts(big*.2, -big*.06, big*.6, -big*.25, big*.95, -big*.2, big*.97, big*.15, big*.5, big*.12, big*.2, big*.08), true))
	}
	p.ring(plastic, 1.5, 0, 0, big*1.04, big*.98)
	p.disc(steel, 2, 0, 0, big*.22)
	p.ring(copper, 1.6, 0, 0, big*.19, big*.12)
	for i := range 4 {
		p.turn(45+90*float64(i)).line(steel, .8, big*.05, pts(big*.2, 0, big, 0))
	}
}

func drawFan(p pen, r *rand.Rand) {
	big := between(r, 6, 32)
	p.fan(r, big)
	if chance(r, .6) {
		p.frame(pick(r, plastic, steel), 1.2, -big*1.08, -big*1.08, big*2.16, big*2.16, big*.1, big*.06)
	}
	for i := range r.IntN(8) { // guard
		d := big * (.3 + .09*float64(i))
		p.ring(steel, .3, 0, 0, d, d-big*.015)
	}
}

func drawCompressor(p pen, r *rand.Rand) {
	w, h := between(r, 18, 30), between(r, 22, 40)
	if chance(r, .5) { // a hermetic pot
		p.fill(steel, path{rounded(-w/2, -h/2, w, h, w*.42)}, flat(.5))
		p.frame(steel, 2, -w/2, -h/2, w, h, w*.42, .5)
		p.at(0, h*.15).turn(90).motor(r, 0, 0, w*.7, h*.5)
		p.round(steel, 3, -w*.25, -h*.4, w*.5, h*.22, 1)
		p.rod(steel, w*.2, .5, -w*.2, -h*.3, w*.25, -h*.3)
		p.line(copper, .5, 1, smooth(pts(w*.4, -h*.2, w*.8, -h*.3, w*.8, h*.3, w*1.1, h*.3), false))
	} else { // with open cylinders, as a reefer's
		p.round(pick(r, steel, aluminium), 2.6, -w*.9, -h*.2, w*1.8, h*.6, 3)
		for i := range 2 + r.IntN(2) {
			q := p.at(w*(float64(i)-1)*.65, -h*.2).turn(between(r, -20, 20))
			q.round(steel, 2, -w*.25, -h*.4, w*.5, h*.45, 1)
			q.rect(steel, -1.2, -w*.16, -h*.3, w*.32, h*.3)
			q.rect(aluminium, 4, -w*.15, -h*between(r, .1, .25), w*.3, h*.12)
			for k := range 4 {
				q.line(steel, .8, .5, pts(-w*.3, -h*.1*float64(k), w*.3, -h*.1*float64(k)))
			}
		}
		p.motor(r, w*.5, h*.1, h*.45, w*.7)
		p.at(-w, h*.1).gear(r, steel, h*.28, 1.5)
		p.rod(steel, 2, 0, -w*1.1, h*.1, w, h*.1)
	}
	p.rect(steel, 1.5, -w*.7, h*.42, w*1.4, h*.06)
}

func drawEvaporator(p pen, r *rand.Rand) {
	w, h := between(r, 50, 110), between(r, 18, 40)
	p = p.at(-w/2, -h/2)
	fins := 40 + r.IntN(60)
	for i := range fins {
		p.rect(aluminium, between(r, .7, 1.1), w*float64(i)/float64(fins), 0, w/float64(fins)*.35, h)
	}
	rows := 3 + r.IntN(6)
	for i := range rows {
		y := h * (float64(i) + .5) / float64(rows)
		p.rod(copper, h/float64(rows)*.4, .12, -1, y, w+1, y)
		x := w + 1.
		if i%2 == 1 {
			x = -1
		}
		if i+1 < rows {
			p.at(x, y+h/float64(rows)/2).ring(copper, .4, 0, 0, h/float64(rows)*.7, h/float64(rows)*.4)
		}
	}
	for _, x := range []float64{-2, w + 1} {
		p.rect(steel, 1, x, -1, 1, h+2)
	}
	p.line(copper, .4, 1.4, smooth(pts(-2, h*.2, -8, h*.1, -8, -h*.3, -3, -h*.4), false))
}

func drawPump(p pen, r *rand.Rand) {
	big := between(r, 5, 14)
	var volute []point
	for i := range 30 {
		a := 2 * math.Pi * float64(i) / 30
		d := big * (.8 + .35*float64(i)/30)
		volute = append(volute, point{d * math.Cos(a), d * math.Sin(a)})
	}
	p.hull(pick(r, steel, aluminium), .5, 2, .6, smooth(volute, true))
	for i := range 5 + r.IntN(4) {
		p.turn(55*float64(i)).line(steel, .8, big*.07, smooth(pts(big*.15, 0, big*.4, big*.1, big*.7, big*.35), false))
	}
	p.ring(steel, 1.4, 0, 0, big*.3, big*.15)
	p.rod(steel, big*.6, .5, big, 0, big, -big*1.7)
	p.rect(steel, 1.5, big*.55, -big*1.8, big*.9, big*.2)
	p.motor(r, -big*1.6, 0, big*1.1, big*1.5)
	p.rect(steel, 1, -big*2.2, big*.9, big*3, big*.15)
}

func drawWashing(p pen, r *rand.Rand) {
	w, h := between(r, 44, 62), between(r, 70, 90)
	p = p.at(-w/2, -h/2)
	p.frame(steel, 1.6, 0, 0, w, h, 1, .6)
	p.rect(steel, .15, 0, 0, w, h)
	d := w * between(r, .34, .42)
	p.ring(steel, 1.2, w/2, h*.52, d, d*.95)
	p.ring(plastic, 3, w/2, h*.52, d*1.1, d*1.05)
	for i := range 3 {
		p.at(w/2, h*.52).turn(120*float64(i)+between(r, 0, 20)).rect(plastic, 5, d*.6, -2, d*.3, 4)
	}
	p.round(stone, between(r, 5, 12), w*.12, h*.8, w*.76, h*.1, 1) // counterweight
	p.motor(r, w*.4, h*.88, h*.1, w*.24)
	p.board(r, w*.1, h*.03, w*.8, h*.1)
	p.ring(rubber, 1, w/2, h*.52, d*.5, d*.46)
	for _, x := range []float64{.2, .8} {
		p.at(w*x, h*.14).turn(90).rod(steel, 1.4, .3, 0, 0, h*.16, 0)
	}
	if chance(r, .4) {
		p.bricks(r, w*.2, h*.35, w*.6, h*.35, w*.25, w*.14, 6)
	}
}
