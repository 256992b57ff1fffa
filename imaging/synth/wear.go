package synth

import (
	"math"
	"math/rand/v2"
)

func drawBook(p pen, r *rand.Rand) {
	for range 1 + r.IntN(3) {
		w, h := between(r, 10, 20), between(r, 15, 28)
		deep := between(r, 1, 4.5)
		q := p.at(between(r, -2, 2), between(r, -2, 2)).turn(between(r, -25, 25))
		f := newField(r)
		q.fill(paper, path{pts(-w/2, -h/2, w/2, -h/2, w/2, h/2, -w/2, h/2)}, func(x, y float64) float32 {
			return float32(deep) * (1 + .06*f.at(x*.1, y*.1))
		})
		q.frame(cardboard, deep*.4, -w/2-.3, -h/2-.3, w+.6, h+.6, .2, .35)
		q.rect(cardboard, deep*.6, -w/2-.3, -h/2-.3, .6, h+.6)
		if chance(r, .3) { // a spiral
			for i := range int(h) {
				q.ring(steel, .1, -w/2, -h/2+.5+float64(i), .4, .28)
			}
		}
	}
}

func drawShoe(p pen, r *rand.Rand) {
	long, w := between(r, 20, 32), between(r, 7, 11)
	pair := 1 + r.IntN(2)
	flank := chance(r, .4) // lying on its side
	for i := range pair {
		m := float64(1 - 2*i)
		q := p.at(0, float64(i)*w*1.1).sized(1, m).turn(between(r, -8, 8))
		k, b := long/28, w/9
		if flank {
			heel := between(r, .5, 6)
			q.poly(rubber, 4, smooth(pts(-14*k, 3, 0, 3.4-heel*.2, 13*k, 3, 14*k, 4, 0, 4.4-heel*.2, -8*k, 4.4, -8.5*k, 4+heel, -13.5*k, 4+heel), true))
			q.poly(leather, .8, smooth(pts(-13.5*k, 3, -14*k, -between(r, 3, 12), -7*k, -between(r, 3, 12), -4*k, -2, 6*k, -.6, 13*k, 1.2, 13.6*k, 3), true))
			q.line(leather, 2.4, .4, smooth(pts(-14*k, 3, -14*k, -4, -7*k, -5, -4*k, -2, 6*k, -.6, 13*k, 1.2), false))
		} else {
			sole := smooth(pts(-14*k, -2*b, -9*k, -3.4*b, -2*k, -2.4*b, 5*k, -3.6*b, 11*k, -3.4*b, 14*k, 0, 11*k, 3.4*b, 4*k, 3.6*b, -3*k, 2.8*b, -9*k, 3.2*b, -14*k, 2*b), true)
			q.poly(rubber, between(r, .8, 1.8), sole)
			q.line(leather, 1.8, .7, append(sole, sole[0]))
			q.poly(leather, .6, smooth(pts(-1*k, -2.6*b, 5*k, -3.4*b, 13*k, 0, 4*k, 3.4*b, -1*k, 2.6*b), true))
			for t := range r.IntN(9) { // tread
				x := (float64(t) - 4) * 3 * k
				q.line(rubber, .4, .35, pts(x, -2.4*b, x+1, 2.4*b))
			}
		}
		q.rect(steel, .06, -6*k, -.7, between(r, 6, 12)*k, 1.4) // shank
		for e := range r.IntN(7) {
			q.ring(copper, .15, 1+1.4*float64(e)*k, -1.5, .28, .12)
			q.ring(copper, .15, 1+1.4*float64(e)*k, 1.5, .28, .12)
		}
		if chance(r, .3) { // a steel cap
			q.poly(steel, .18, smooth(pts(8*k, -3*b, 14*k, 0, 8*k, 3*b), true))
		}
	}
}

func drawBelt(p pen, r *rand.Rand) {
	w := between(r, 2, 4.4)
	var line []point
	wind := between(r, .35, .9)
	for i := range 22 {
		a := float64(i) * .55
		d := 3 + wind*a
		line = append(line, point{d * math.Cos(a), d * math.Sin(a) * between(r, .85, 1)})
	}
	line = smooth(line, false)
	p.line(leather, w*.8, between(r, .35, .7), line)
	last := line[len(line)-1]
	q := p.at(last.x, last.y).turn(between(r, 0, 360))
	q.frame(steel, .5, -w*.6, -w*.6, w*1.2, w*1.2, w*.3, .4)
	q.line(steel, .4, .4, pts(0, 0, w*.6, .1))
	for i := range 5 {
		at := line[len(line)-12-6*i]
		p.ring(copper, .2, at.x, at.y, .3, .12)
	}
}

func drawUmbrella(p pen, r *rand.Rand) {
	long := between(r, 22, 80)
	fat := long * between(r, .06, .12)
	p = p.at(-long/2, 0)
	p.rod(steel, between(r, .7, 1.2), .12, 0, 0, long, 0)
	p.poly(cloth, fat, pts(long*.02, -fat*.2, long*.5, -fat, long*.8, -fat*.6, long*.8, fat*.6, long*.5, fat, long*.02, fat*.2))
	n := 6 + r.IntN(5)
	for i := range n {
		y := (float64(i)/float64(n-1) - .5) * fat * 1.6
		p.line(steel, .15, .22, smooth(pts(long*.03, y*.2, long*.3, y*.9, long*.8, y), false))
		p.line(steel, .12, .18, pts(long*.3, 0, long*.55, y*.9))
	}
	p.rod(plastic, 1.4, .2, long*.28, 0, long*.34, 0)
	if chance(r, .5) {
		k := between(r, 2.5, 5)
		p.line(pick(r, wood, plastic), 1.8, 1.8, smooth(pts(long, 0, long+k, 0, long+2*k, k*.8, long+k, 1.7*k), false))
	} else {
		p.rod(plastic, 2.6, 0, long, 0, long+between(r, 4, 7), 0)
	}
}

func drawKeys(p pen, r *rand.Rand) {
	n := 2 + r.IntN(7)
	p.ring(steel, .3, 0, 0, between(r, 1.2, 2.2), 1)
	for range n {
		q := p.turn(between(r, 0, 360)).at(1.4, 0)
		head, long := between(r, .9, 1.5), between(r, 2.4, 5.5)
		m := pick(r, copper, steel)
		q.ring(m, .22, head, 0, head, head*.35)
		q.rect(m, .22, 2*head-.2, -.35, long, .7)
		for k := range 5 {
			q.rect(m, .22, 2*head+long*.15*float64(k+1), .3, long*.09, between(r, .1, .5))
		}
		if chance(r, .2) { // a car's
			q.round(plastic, 1, -.4, -1.3, 3.4, 2.6, .8)
			q.board(r, 0, -.9, 2.4, 1.8)
		}
	}
}

func drawCoins(p pen, r *rand.Rand) {
	spread := between(r, 2, 6)
	for range 5 + r.IntN(25) {
		m, d := pick(r, copper, copper, steel), between(r, .7, 1.5)
		q := p.at(r.NormFloat64()*spread, r.NormFloat64()*spread*.6).turn(between(r, 0, 180)).sized(1, between(r, .4, 1))
		q.disc(m, .17, 0, 0, d)
		q.ring(m, .06, 0, 0, d, d*.88)
	}
}

func drawGlasses(p pen, r *rand.Rand) {
	lens, gap := between(r, 2, 3), between(r, .8, 1.4)
	m := pick(r, plastic, steel, aluminium)
	tall := between(r, .55, 1)
	for _, s := range []float64{-1, 1} {
		q := p.at(s*(lens+gap), 0).sized(1, tall)
		q.ring(m, .4, 0, 0, lens, lens*between(r, .84, .92))
		q.disc(glass, .2, 0, 0, lens*.9)
		end := point{s * (2*lens + gap), -lens * tall * .4}
		if chance(r, .5) { // folded behind
			p.line(m, .4, .4, smooth([]point{end, {s * lens, -lens * .2}, {-s * lens * 1.4, lens * between(r, -.3, .5)}}, false))
		} else {
			p.line(m, .4, .4, smooth([]point{end, {end.x + s*.5, 6}, {end.x - s*.3, 11}, {end.x - s*1.2, 13}}, false))
		}
	}
	p.line(m, .5, .4, smooth(pts(-gap, -.3, 0, -.8, gap, -.3), false))
}

func drawToy(p pen, r *rand.Rand) {
	// A figure: body, head and four limbs of hollow plastic or stuffed cloth.
	m, deep := plastic, between(r, .5, 1.4)
	if chance(r, .5) {
		m, deep = cloth, between(r, 5, 10)
	}
	bw, bh := between(r, 3, 6), between(r, 4, 8)
	blob := func(x, y, rx, ry, turned float64) {
		q := p.at(x, y).turn(turned)
		q.ball(m, deep, 0, 0, rx, ry)
		q.line(m, deep*.8, .25, append(ellipse(0, 0, rx, ry), point{rx, 0}))
	}
	blob(0, 0, bw, bh, 0)
	head := between(r, 2.4, 4.6)
	blob(0, -bh-head*.7, head, head, 0)
	for _, s := range []float64{-1, 1} {
		blob(s*bw*1.1, -bh*.3+between(r, -2, 2), between(r, 1, 1.8), between(r, 3, 5), s*between(r, -70, 70))
		blob(s*bw*.6, bh*1.1, between(r, 1.2, 2), between(r, 3, 5), s*between(r, -45, 10))
		p.disc(plastic, .8, s*head*.35, -bh-head*.8, .35)
		if m == cloth {
			blob(s*head*.75, -bh-head*1.5, head*.35, head*.4, 0)
		}
	}
	if chance(r, .4) {
		p.at(0, 0).turn(90).batteries(r, -2, 0, 4, 1.3)
		p.board(r, -1.5, 2, 3, 2)
	}
}

func drawToyCar(p pen, r *rand.Rand) {
	long, h := between(r, 6, 22), 0.
	h = long * between(r, .18, .3)
	m := pick(r, plastic, plastic, aluminium)
	p = p.at(-long/2, 0)
	roof := between(r, .35, .55)
	p.hull(m, .1, .7, .25, smooth(pts(0, 0, 0, -h*.6, long*.18, -h*.8, long*(roof-.15), -h*1.7, long*(roof+.2), -h*1.7, long*.85, -h*.8, long, -h*.6, long, 0), false))
	p.line(m, .5, .2, pts(long*.2, -h*.8, long*.85, -h*.8))
	for _, x := range []float64{between(r, .15, .25), between(r, .75, .85)} {
		d := h * between(r, .4, .6)
		p.disc(rubber, .8, long*x, 0, d)
		p.ring(plastic, 1, long*x, 0, d*.6, d*.3)
		p.disc(steel, .8, long*x, 0, .18)
	}
	p.rect(steel, .2, long*.1, -h*.1, long*.8, .3)
	if chance(r, .5) {
		p.motor(r, long*.7, -h*.4, h*.4, long*.14)
		p.at(long*.3, -h*.35).batteries(r, 0, 0, long*.3, h*.35)
	}
	p.rect(plastic, .5, long*roof, -h*1.1, long*.05, h*.6)
}

func drawCutlery(p pen, r *rand.Rand) {
	for i := range 1 + r.IntN(4) {
		long := between(r, 14, 22)
		q := p.at(0, float64(i)*between(r, 1, 3)).turn(between(r, -25, 25))
		t := between(r, .15, .3)
		q.poly(steel, t, pts(-long*.5, -.25, long*.1, -.4, long*.5, -.9, long*.5, .9, long*.1, .4, -long*.5, .25))
		switch r.IntN(3) {
		case 0: // spoon
			q.at(-long*.55, 0).ball(steel, t*1.4, 0, 0, between(r, 2.4, 3.4), between(r, 1.4, 2.1))
		case 1: // fork
			q.poly(steel, t, pts(-long*.45, -.3, -long*.55, -1.1, -long*.62, -1.1, -long*.62, 1.1, -long*.55, 1.1, -long*.45, .3))
			for k := range 4 {
				q.rect(steel, t, -long*.62-between(r, 3.4, 4.4), -1.1+.6*float64(k), 4.6, .3)
			}
		default: // table knife
			q.poly(steel, t, smooth(pts(-long*.5, -.6, -long*.9, -.8, -long*1.02, .2, -long*.9, .7, -long*.5, .6), true))
		}
	}
}

func drawFruit(p pen, r *rand.Rand) {
	n := 1 + r.IntN(5)
	big := between(r, 3, 5)
	long := between(r, .8, 1.5)
	for i := range n {
		a := 6.28 * float64(i) / float64(n)
		d := big * .95 * b2f(n > 1)
		q := p.at(d*math.Cos(a), d*math.Sin(a)).turn(between(r, 0, 180))
		q.ball(fruit, 2*big, 0, 0, big*long, big)
		if long > 1.2 {
			q.ball(wood, big*.6, 0, 0, big*.45*long, big*.4)
			continue
		}
		for range 3 + r.IntN(5) { // pips
			q.ball(wood, .5, between(r, -.3, .3)*big, between(r, -.3, .3)*big, .5, .25)
		}
		q.line(wood, .4, .3, pts(0, -big, .5, -big*1.3))
	}
}
