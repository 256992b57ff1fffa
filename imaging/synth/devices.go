package synth

import (
	"math"
	"math/rand/v2"
)

// board is a circuit board: parts in rows and crowds, tracks, holes.
func (p pen) board(r *rand.Rand, x, y, w, h float64) {
	p.rect(glass, between(r, .1, .2), x, y, w, h)
	n := int(w * h / between(r, 1.5, 5))
	for range min(n, 160) {
		px, py := x+r.Float64()*w*.92, y+r.Float64()*h*.92
		a, b := between(r, .15, .1*w+.2), between(r, .15, .1*h+.2)
		switch r.IntN(6) {
		case 0:
			p.rect(copper, between(r, .03, .12), px, py, min(a, 2), min(b, 2))
		case 1:
			p.disc(aluminium, between(r, .4, 1.2), px, py, min(a, .6))
		case 2: // a chip with its legs
			p.rect(plastic, .3, px, py, a, b)
			for k := range 5 {
				p.rect(copper, .06, px+a*float64(k)/5, py-.12, a*.1, b+.24)
			}
		default:
			p.line(copper, .03, .12, pts(px, py, px+between(r, -.2, .2)*w, py, px+between(r, -.2, .2)*w, py+between(r, -.1, .1)*h))
		}
	}
	for _, q := range pts(x+.4, y+.4, x+w-.4, y+.4, x+.4, y+h-.4, x+w-.4, y+h-.4) {
		p.ring(steel, .3, q.x, q.y, .35, .18)
	}
}

func drawLaptop(p pen, r *rand.Rand) {
	w, h := between(r, 26, 39), between(r, 19, 27)
	p = p.at(-w/2, -h/2)
	shell := pick(r, aluminium, plastic)
	p.round(shell, .25, 0, 0, w, h, 1.2)
	p.frame(shell, .5, 0, 0, w, h, 1.2, .4)
	p.rect(glass, .22, .6, .6, w-1.2, h-1.2)
	bx, bw := between(r, .02, .3)*w, between(r, .4, .65)*w
	p.board(r, bx, h*.05, bw, h*between(r, .3, .5))
	n := 3 + r.IntN(4)
	top := h * between(r, .62, .72)
	for i := range n { // the battery
		x := w*.06 + w*.88*float64(i)/float64(n)
		if chance(r, .5) {
			p.round(salt, .6, x, top, w*.84/float64(n), h*.26, .2)
			p.frame(aluminium, .6, x, top, w*.84/float64(n), h*.26, .2, .1)
		} else {
			p.at(x, top+h*.08).batteries(r, 0, 0, w*.84/float64(n), 1.8)
			p.at(x, top+h*.18).batteries(r, 0, 0, w*.84/float64(n), 1.8)
		}
	}
	fx := pick(r, .12, .85) * w
	p.ring(steel, .2, fx, h*.2, 2.4, 1.8)
	p.ring(copper, .3, fx, h*.2, .8, .3)
	for i := range 9 {
		p.at(fx, h*.2).turn(float64(i)*40).line(plastic, .3, .2, pts(.8, 0, 1.8, .5))
	}
	p.line(copper, .3, .5, smooth(pts(fx, h*.25, w*.4, h*.3, w*.5, h*.2), false))
	if chance(r, .7) { // a disk
		p.at(w*.72, h*.48).disk(r, 0, 0, 7, 5)
	}
	for _, x := range []float64{.15, .85} { // hinges
		p.rod(steel, .7, 0, w*x-1.5, .4, w*x+1.5, .4)
	}
	for i := range 4 { // keys
		p.line(plastic, .15, .3, pts(w*.06, h*(.3+.08*float64(i)), w*.94, h*(.3+.08*float64(i))))
	}
}

// disk is a hard disk: a case, a platter, an arm.
func (p pen) disk(r *rand.Rand, x, y, w, h float64) {
	p.frame(aluminium, .8, x, y, w, h, .2, .3)
	p.rect(aluminium, .3, x, y, w, h)
	d := min(w*.6, h*.92)
	p.disc(glass, .3, x+w*.38, y+h/2, d/2)
	p.ring(steel, .5, x+w*.38, y+h/2, d*.16, d*.06)
	p.line(aluminium, .5, .4, pts(x+w*.85, y+h*.8, x+w*.5, y+h*.6))
	p.disc(steel, .9, x+w*.85, y+h*.8, min(w, h)*.12)
}

func drawPhone(p pen, r *rand.Rand) {
	w, h := between(r, 6, 8.4), between(r, 11, 17)
	if chance(r, .3) { // a tablet
		w, h = between(r, 12, 19), between(r, 18, 27)
	}
	p = p.at(-w/2, -h/2)
	p.round(glass, .2, 0, 0, w, h, .8)
	p.frame(aluminium, .5, 0, 0, w, h, .8, .2)
	by, bh := h*between(r, .3, .45), h*between(r, .35, .5)
	bx, bw := w*between(r, .08, .2), w*between(r, .55, .75)
	p.round(salt, .4, bx, by, bw, bh, .3)
	p.frame(aluminium, .4, bx, by, bw, bh, .3, .1)
	p.board(r, w*.06, h*.04, w*.88, by-h*.06)
	p.board(r, w*.06, h*.9, w*.88, h*.07)
	for i := range 1 + r.IntN(3) { // cameras
		p.ring(steel, .3, w*.2, h*.08+1.2*float64(i), .55, .3)
	}
	p.round(steel, .3, w*.3, h*.93, w*.3, .7, .2)
	if chance(r, .4) {
		p.ring(copper, .1, w/2, h*.55, w*.32, w*.22)
	}
}

func drawCamera(p pen, r *rand.Rand) {
	w, h := between(r, 9, 15), between(r, 6, 10)
	p.round(plastic, .5, -w/2, -h/2, w, h, 1)
	p.frame(pick(r, aluminium, plastic), 1.4, -w/2, -h/2, w, h, 1, .3)
	lx, lr := between(r, -.1, .2)*w, h*between(r, .28, .42)
	for i := range 3 + r.IntN(3) {
		rr := lr * (1 - .2*float64(i))
		p.ring(aluminium, 1.2, lx, .1*h, rr, rr-.3)
	}
	p.ball(glass, 1.4, lx, .1*h, lr*.6, lr*.6)
	if chance(r, .5) { // the hump of a reflex
		p.poly(plastic, 1, pts(lx-2.5, -h/2, lx-1.4, -h/2-1.8, lx+1.4, -h/2-1.8, lx+2.5, -h/2))
		p.poly(glass, 1.4, pts(lx-1.3, -h/2, lx, -h/2-1.5, lx+1.3, -h/2))
	}
	p.board(r, -w*.46, -h*.45, w*.3, h*.8)
	p.at(w*.4, h*.1).turn(90).batteries(r, -h*.25, 0, h*.6, 1.3)
	p.rod(steel, 1.2, .2, -w*.35, -h/2-.5, -w*.35, -h/2+.4)
	p.rod(copper, .8, .2, -w*.45, -h*.3, -w*.45, h*.2)
	if chance(r, .5) {
		p.line(leather, .3, .9, smooth(pts(-w/2, -h*.4, -w*.7, h*.2, -w*.3, h*.9, w*.4, h*.8, w*.7, 0, w/2, -h*.4), false))
	}
}

func drawPowerBank(p pen, r *rand.Rand) {
	w, h := between(r, 5, 8.5), between(r, 9, 16)
	p = p.at(-w/2, -h/2)
	p.round(plastic, .4, 0, 0, w, h, .9)
	p.frame(pick(r, plastic, aluminium), .9, 0, 0, w, h, .9, .25)
	n := 1 + r.IntN(4)
	if chance(r, .5) { // round cells
		d := min(w*.9/float64(n), 2)
		for i := range n {
			p.at(w*.06+(float64(i)+.5)*w*.88/float64(n), h*.22).turn(90).batteries(r, 0, 0, h*.7, d)
		}
	} else {
		p.round(salt, between(r, .5, 1.2), w*.08, h*.25, w*.84, h*.68, .3)
		p.frame(aluminium, .8, w*.08, h*.25, w*.84, h*.68, .3, .12)
	}
	p.board(r, w*.06, h*.03, w*.88, h*.17)
	for i := range 1 + r.IntN(3) {
		p.frame(steel, .3, w*(.15+.28*float64(i)), -.1, 1.3, 1, .1, .15)
	}
}

func drawHairdryer(p pen, r *rand.Rand) {
	long, d := between(r, 12, 22), between(r, 5.5, 9)
	p.rod(plastic, d, .25, -long/2, 0, long/2, 0)
	p.poly(plastic, .5, pts(-long/2, -d*.45, -long*.72, -d*between(r, .25, .5), -long*.72, d*.4, -long/2, d*.45))
	p.motor(r, long*.25, 0, d*.45, long*.22)
	for i := range 5 { // fan
		p.at(long*.42, 0).line(plastic, .4, .25, pts(0, -d*.42+d*.21*float64(i), 1, -d*.38+d*.2*float64(i)))
	}
	for i := range 4 + r.IntN(5) { // heating wires
		x := -long*.4 + float64(i)*long*.06
		p.line(steel, .12, .2, pts(x, -d*.36, x+.6, d*.36, x+.9, -d*.36))
	}
	p.rect(glass, .1, -long*.42, -.3, long*.4, .6)
	g := p.at(long*between(r, 0, .3), d*.4).turn(between(r, -30, 20))
	grip := between(r, 9, 14)
	g.round(plastic, .4, -1.8, 0, 3.6, grip, 1.2)
	g.frame(plastic, 1.2, -1.8, 0, 3.6, grip, 1.2, .3)
	g.rect(copper, .3, -1, grip*.2, 1.6, grip*.25)
	g.line(copper, .2, .4, smooth(pts(0, grip*.4, 0, grip, 3, grip+4, 9, grip+3, 10, grip-2), false))
}

func drawRadio(p pen, r *rand.Rand) {
	w, h := between(r, 14, 34), between(r, 9, 20)
	p = p.at(-w/2, -h/2)
	p.round(pick(r, plastic, wood), .8, 0, 0, w, h, 1)
	p.frame(plastic, 2.2, 0, 0, w, h, 1, .4)
	n := 1 + r.IntN(2)
	for i := range n { // loudspeakers
		x := w * pick(r, .22, .78)
		if n == 2 {
			x = w * (.22 + .56*float64(i))
		}
		d := min(h*.4, w*.2) * between(r, .7, 1)
		p.ring(steel, .2, x, h*.55, d, d*.9)
		p.disc(steel, between(r, .6, 1.4), x, h*.55, d*.45)
		p.ring(copper, .4, x, h*.55, d*.3, d*.22)
	}
	p.board(r, w*.35, h*.15, w*.3, h*.6)
	p.transformer(w*between(r, .3, .6), h*.68, between(r, 2, 4))
	p.at(w*.08, h*.9).batteries(r, 0, 0, w*.5, between(r, 1.3, 2.6))
	if chance(r, .6) {
		p.rod(steel, .5, 0, w*.1, -.4, w*between(r, .6, 1.3), -.4-between(r, 0, h*.6))
	}
}

// transformer is a packed core with its windings.
func (p pen) transformer(x, y, size float64) {
	p.frame(steel, size*.7, x, y, size, size*.85, 0, size*.18)
	p.rect(steel, size*.7, x+size*.4, y, size*.2, size*.85)
	p.rect(copper, size*.35, x+size*.2, y+size*.18, size*.6, size*.5)
}

func drawClock(p pen, r *rand.Rand) {
	d := between(r, 3, 12)
	p.ring(pick(r, steel, aluminium, copper), between(r, .5, 1.2), 0, 0, d/2, d*between(r, .4, .45))
	p.disc(glass, .2, 0, 0, d*.45)
	p.disc(copper, .1, 0, 0, d*.36)
	for range 3 + r.IntN(4) { // wheels of the movement
		a, o := between(r, 0, 6.3), between(r, 0, .25)*d
		p.at(o*math.Cos(a), o*math.Sin(a)).gear(r, copper, d*between(r, .06, .15), .15)
	}
	for _, l := range []float64{.24, .36} {
		p.turn(between(r, 0, 360)).line(steel, .1, d*.03, pts(0, 0, 0, -d*l))
	}
	p.rod(steel, d*.1, 0, d/2, 0, d*.58, 0)
	if d < 6 && chance(r, .8) { // a wrist band
		m := pick(r, leather, steel)
		w := d * between(r, .4, .6)
		for _, s := range []float64{-1, 1} {
			for i := range 8 {
				p.rect(m, .25, -w/2, s*(d*.5+float64(i)*.8)-.35, w*(1-.03*float64(i)), .7)
			}
		}
	}
}

// gear is a toothed wheel with its hub and spokes.
func (p pen) gear(r *rand.Rand, m material, radius, deep float64) {
	teeth := 9 + r.IntN(24)
	var rim []point
	for i := range 4 * teeth {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(4*teeth))
		d := radius
		if i%4 < 2 {
			d *= 1 - min(.16, 2.6/float64(teeth))
		}
		rim = append(rim, point{d * c, d * s})
	}
	in := radius * between(r, .55, .75)
	hub := radius * between(r, .2, .35)
	p.fill(m, path{rim, reversed(ellipse(0, 0, in, in))}, flat(deep))
	p.ring(m, deep*1.3, 0, 0, hub, hub*.5)
	spokes := pick(r, 0, 3, 4, 5, 6)
	if spokes == 0 {
		p.ring(m, deep*.5, 0, 0, in, hub)
		return
	}
	for i := range spokes {
		p.turn(360/float64(spokes)*float64(i)).line(m, deep*.8, radius*.12, pts(hub, 0, in, 0))
	}
}

func drawBulb(p pen, r *rand.Rand) {
	d := between(r, 4, 9)
	p.ring(glass, .2, 0, 0, d/2, d/2-.1)
	p.ball(glass, .12, 0, 0, d/2, d/2)
	p.poly(glass, .15, pts(-d*.4, d*.3, -d*.2, d*.75, d*.2, d*.75, d*.4, d*.3))
	p.rod(aluminium, d*.4, .04, 0, d*.7, 0, d*1.1)
	for i := range 4 {
		p.line(aluminium, .2, .12, pts(-d*.2, d*(.75+.09*float64(i)), d*.2, d*(.78+.09*float64(i))))
	}
	p.disc(lead, .05, 0, d*1.12, d*.1)
	if chance(r, .5) {
		p.line(copper, .05, .12, pts(-d*.08, d*.7, -d*.2, 0))
		p.line(copper, .05, .12, pts(d*.08, d*.7, d*.2, 0))
		p.line(steel, .04, .1, smooth(pts(-d*.2, 0, -d*.1, -d*.1, 0, .1, d*.1, -d*.1, d*.2, 0), false))
	} else {
		p.board(r, -d*.18, d*.3, d*.36, d*.36)
		p.rod(aluminium, d*.5, .2, 0, d*.1, 0, d*.7)
	}
}

func drawCable(p pen, r *rand.Rand) {
	big, squash := between(r, 3, 7), between(r, .4, 1)
	turns, spread := 2+r.IntN(7), between(r, .05, .3)
	var line []point
	for i := range turns * 9 {
		a := 2 * math.Pi * float64(i) / 9
		d := big * (1 + spread*between(r, -1, 1))
		line = append(line, point{d * math.Cos(a), squash * d * math.Sin(a)})
	}
	end := between(r, 0, 6.3)
	line = append(line, point{big * 1.3 * math.Cos(end), big * 1.2 * math.Sin(end)}, point{big * 1.8 * math.Cos(end+.2), big * 1.7 * math.Sin(end+.2)})
	line = smooth(line, false)
	w := between(r, .3, .8)
	p.line(plastic, w*.8, w, line)
	p.line(copper, w*.3, w*.4, line)
	last := line[len(line)-1]
	q := p.at(last.x, last.y).turn(end * 180 / math.Pi)
	if chance(r, .5) { // a power supply
		q.round(plastic, 1.2, 0, -2, between(r, 4, 9), 4.4, .5)
		q.transformer(.8, -1.4, between(r, 1.8, 2.8))
		q.board(r, 3, -1.6, 3, 3.2)
	} else { // a plug
		q.round(plastic, 1, 0, -1, 2.6, 2, .4)
		q.rod(copper, .45, 0, 2.4, -.6, 4, -.6)
		q.rod(copper, .45, 0, 2.4, .6, 4, .6)
	}
}

func drawHeadphones(p pen, r *rand.Rand) {
	big := between(r, 6, 9)
	arch := smooth(pts(-big, 2, -big*.9, -big*.6, 0, -big*1.2, big*.9, -big*.6, big, 2), false)
	p.line(plastic, .8, between(r, .8, 1.6), arch)
	p.line(steel, .2, .4, arch)
	cup := between(r, 2.6, 4)
	for _, m := range []float64{-1, 1} {
		q := p.at(m*big, 2+cup*.6).sized(between(r, .5, 1), 1)
		q.ring(plastic, 1.6, 0, 0, cup, cup*.75)
		q.disc(plastic, .5, 0, 0, cup*.75)
		q.disc(steel, .8, 0, 0, cup*.3)
		q.ring(copper, .3, 0, 0, cup*.42, cup*.34)
	}
	p.line(copper, .12, .3, smooth(pts(-big, cup+3, -big*.4, big*1.3, big*.2, big*.9, big*.5, big*1.5), false))
}
