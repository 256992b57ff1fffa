package synth

import (
	"math"
	"math/rand/v2"
)

// drawPistol is a self-loader from its side: a slide over a frame, a raked grip with
// its magazine of cartridges, a guard around the trigger.
func drawPistol(p pen, r *rand.Rand) {
	long, high := between(r, 13, 23), between(r, 2.2, 3.6)
	rake, grip := between(r, 4, 24), between(r, 7, 12)
	deep := between(r, 1.2, 2.4)
	frame := pick(r, steel, steel, aluminium, plastic)
	p = p.at(-long/2, -grip/2)
	p.round(steel, deep*.8, 0, -high, long, high, between(r, .1, .8))
	p.rod(steel, between(r, 1.1, 1.6), .25, -between(r, 0, 1.4), -high*.62, long, -high*.62)
	p.rod(steel, .7, .1, long*.45, .1, long*.95, .1)
	dust := between(r, .5, 1)
	p.poly(frame, deep, pts(0, 0, long*dust, 0, long*dust, high*.45, long*.42, high*.7, 0, high*.6))
	g := p.at(long*between(r, .72, .84), high*.3).turn(-rake)
	w := between(r, 3.4, 5)
	g.poly(frame, deep*.7, smooth(pts(-w/2, 0, w/2, 0, w*.55, grip*.5, w*.5, grip, -w*.5, grip, -w*.38, grip*.4), true))
	g.frame(steel, deep*.8, -w*.36, 0, w*.72, grip, .2, .16)
	if chance(r, .7) { // loaded
		n := 4 + r.IntN(10)
		for i := range n {
			c := g.at(0, grip*(float64(i)+.6)/float64(n)).turn(between(r, 4, 14))
			c.cartridge(w*.6, grip/float64(n)*.85)
		}
	}
	guard := p.at(long*between(r, .5, .6), high*.6)
	gw, gh := between(r, 3, 4.6), between(r, 2.4, 3.4)
	guard.frame(frame, deep*.5, -gw/2, -.4, gw, gh, gh*.45, .35)
	guard.line(steel, .8, .5, smooth(pts(0, 0, .5, gh*.4, 0, gh*.75), false))
	p.rect(steel, .5, .2, -high-.4, .6, .4)
	p.rect(steel, .5, long-1.2, -high-.4, .8, .4)
	if chance(r, .5) { // hammer
		p.poly(steel, .8, pts(long, -high*.7, long+1.1, -high*1.15, long+.8, -high*.2, long, 0))
	}
	if chance(r, .2) { // silencer
		p.rod(steel, high*.9, .15, -between(r, 8, 15), -high*.6, 0, -high*.6)
	}
}

// cartridge lies along x about the origin, its bullet to the left.
func (p pen) cartridge(long, d float64) {
	p.rod(copper, d, .08*d, -long*.2, 0, long/2, 0)
	p.rect(copper, d*.7, long*.42, -d/2, long*.08, d)
	p.poly(lead, d*.6, smooth(pts(-long*.15, -d*.45, -long*.4, -d*.3, -long/2, 0, -long*.4, d*.3, -long*.15, d*.45), true))
}

func drawRevolver(p pen, r *rand.Rand) {
	barrel, drum := between(r, 5, 17), between(r, 3, 4.4)
	grip, rake := between(r, 7, 11), between(r, 20, 42)
	deep := between(r, 1, 2)
	p = p.at(between(r, -1, 1), -3)
	p.rod(steel, between(r, 1.4, 2), .3, -2-barrel, -1.2, -2, -1.2)
	if chance(r, .6) {
		p.rod(steel, .9, .1, -2-barrel*.8, .1, -2, .1)
	}
	p.poly(steel, .5, pts(-2-barrel, -2, -1.2-barrel, -2.9, -1-barrel, -2))
	p.frame(steel, deep*.8, -2.3, -drum/2-.7, drum+2.6, drum+1.3, .6, .6)
	p.rod(steel, drum, drum*.32, -1.6, 0, drum-.8, 0)
	for i := range 4 {
		y := drum * (float64(i) - 1.5) * .25
		p.rod(steel, drum*.2, .1, -1.6, y, drum-.8, y)
		if chance(r, .7) {
			p.at(.6, y).cartridge(drum*.8, drum*.2)
		}
	}
	g := p.at(drum+.6, drum*.25).turn(-rake)
	w := between(r, 3, 4.4)
	g.poly(pick(r, wood, rubber, plastic), deep*1.3, smooth(pts(-w*.5, 0, w*.5, -.5, w*.4, grip*.4, w*.75, grip, -w*.25, grip*1.02, -w*.4, grip*.5), true))
	g.line(steel, deep*.6, .5, smooth(pts(-w*.3, 0, -w*.2, grip*.5, -w*.1, grip*.9), false))
	g.line(steel, deep*.6, .5, smooth(pts(w*.3, 0, w*.2, grip*.5, w*.5, grip*.9), false))
	t := p.at(drum*.3, drum/2+.6)
	t.frame(steel, .7, -1.6, -.4, between(r, 3, 4), between(r, 2, 3), 1.3, .35)
	t.line(steel, .7, .4, smooth(pts(.3, 0, .6, .8, .2, 1.6), false))
	p.poly(steel, .8, pts(drum+.2, -drum*.5, drum+2, -drum*.8, drum+1.6, -drum*.2, drum+.4, 0))
}

func drawRifle(p pen, r *rand.Rand) {
	barrel, body, stock := between(r, 25, 50), between(r, 18, 30), between(r, 18, 30)
	high := between(r, 4, 6.5)
	p = p.at((barrel-stock)/2-body/2, 0)
	p.rod(steel, between(r, 1.4, 2.4), .4, -barrel, -high*.2, 0, -high*.2)
	p.poly(steel, .8, pts(-barrel+2, -high*.2, -barrel+3, -high*.9, -barrel+3.6, -high*.2))
	p.round(pick(r, wood, plastic), 2.6, -barrel*between(r, .5, .75), -high*.45, barrel*.5, high*.7, .8)
	p.round(steel, .5, 0, -high/2, body, high*.8, .6)
	p.frame(steel, 1.6, 0, -high/2, body, high*.8, .6, .3)
	p.rod(steel, 1.6, .5, body*.1, -high*.15, body*.7, -high*.15)
	p.rod(steel, 1.2, .2, body*.5, -high*.3, body*.95, -high*.3)
	butt := pick(r, wood, plastic)
	if chance(r, .5) {
		p.poly(butt, 3, pts(body, -high*.4, body+stock, -high*.3, body+stock, high*1.6, body, high*.3))
	} else { // a folding frame
		p.line(steel, 1, 1, pts(body, -high*.2, body+stock, -high*.2, body+stock, high*1.6, body, high*.2))
	}
	p.at(body*.85, high*.3).turn(-between(r, 10, 30)).round(butt, 2.4, -1.8, 0, 3.6, between(r, 8, 11), 1)
	p.frame(steel, .6, body*.55, high*.3, 4.5, 3, 1.2, .3)
	m := p.at(body*between(r, .25, .4), high*.3)
	bend, deep := between(r, 0, 26), between(r, 8, 20)
	for range 8 { // a magazine, straight or bent, with its cartridges
		m.frame(steel, 1.4, -3, 0, 6, deep/8+.1, .1, .25)
		m.at(0, deep/16).cartridge(5, deep/8*.8)
		m = m.at(0, deep/8).turn(bend / 8)
	}
	if chance(r, .4) {
		p.rod(aluminium, 3, .3, body*.1, -high*.9, body*.9, -high*.9)
		p.disc(glass, .4, body*.1, -high*.9, 1)
	}
}

func drawGrenade(p pen, r *rand.Rand) {
	rx, ry := between(r, 2.4, 3.4), between(r, 2.8, 5.2)
	shell := pick(r, steel, steel, plastic)
	wall := between(r, .3, .7)
	p.ball(shell, 2*wall*3, 0, 0, rx, ry)
	p.ring(shell, 1.2, 0, 0, rx, rx-wall)
	p.ball(powder, 3, 0, 0, rx-wall, ry-wall)
	if chance(r, .6) { // grooves of a fragmentation body
		for i := range 5 {
			y := ry * (float64(i) - 2) / 2.6
			half := rx * math.Sqrt(max(0, 1-y*y/ry/ry))
			p.line(steel, .8, .25, pts(-half, y, half, y))
			x := rx * (float64(i) - 2) / 2.6
			p.line(steel, .8, .25, smooth(pts(x, -ry*.7, x*1.15, 0, x, ry*.7), false))
		}
	}
	p.rod(steel, between(r, 1.2, 2), .2, 0, -ry-between(r, 1.4, 2.6), 0, -ry*.1)
	p.rod(aluminium, .7, .1, 0, -ry*.3, 0, ry*.4)
	p.line(steel, .6, between(r, .6, 1.2), smooth(pts(-.6, -ry-2, rx*.7, -ry-1.4, rx*1.15, -ry*.4, rx*1.2, ry*between(r, .1, .6)), false))
	p.at(-between(r, 1, 2.2), -ry-between(r, .6, 1.8)).ring(steel, .3, 0, 0, 1.3, 1)
}

func drawCartridges(p pen, r *rand.Rand) {
	long, d := between(r, 2, 7.5), between(r, .6, 1.2)
	n := 3 + r.IntN(14)
	if chance(r, .5) { // boxed in rows
		cols := 2 + r.IntN(5)
		for i := range n + 3 {
			p.at(long*1.1*(float64(i/cols)-float64(n/cols)/2), d*1.15*(float64(i%cols)-float64(cols)/2)).cartridge(long, d)
		}
		return
	}
	for range n {
		a, d0 := between(r, 0, 6.3), between(r, 0, long*1.2)
		p.at(d0*math.Cos(a), d0*math.Sin(a)).turn(between(r, 0, 360)).cartridge(long, d)
	}
}

func drawHandcuffs(p pen, r *rand.Rand) {
	big := between(r, 3, 4.4)
	apart := between(r, 2.5, 6)
	for i := range 2 {
		q := p.at((big+apart/2)*(2*float64(i)-1), 0).turn(between(r, -40, 40)).sized(1, between(r, .7, 1.15))
		q.ring(steel, between(r, .4, .9), 0, 0, big, big-between(r, .4, .9))
		q.round(steel, .9, -big*.45, big*.55, big*.9, big*.75, .4)
		q.rod(steel, .5, 0, -big*.3, big*.9, big*.3, big*.9)
		q.disc(copper, .3, 0, -big+.3, .5)
	}
	for i := range 3 { // the chain
		p.at(apart*(float64(i)-1)*.3, 0).sized(1, .6).ring(steel, .5, 0, 0, apart*.22, apart*.11)
	}
}

func drawBaton(p pen, r *rand.Rand) {
	long, d := between(r, 20, 46), between(r, 2, 3.4)
	p = p.at(-long/2, 0)
	if chance(r, .5) { // telescopic, drawn out
		a, b := long*between(r, .3, .45), long*between(r, .6, .8)
		p.rod(rubber, d, .4, 0, 0, a, 0)
		p.rod(steel, d*.8, .15, 0, 0, a, 0)
		p.rod(steel, d*.62, .14, a*.2, 0, b, 0)
		p.rod(steel, d*.42, .2, a, 0, long, 0)
		p.ball(steel, 1, long, 0, d*.3, d*.3)
		return
	}
	p.rod(pick(r, wood, rubber, plastic), d, 0, 0, 0, long, 0)
	if chance(r, .5) {
		p.rod(steel, .6, 0, 1, 0, long-1, 0)
	}
	if chance(r, .5) { // side handle
		p.rod(plastic, d, 0, long*.25, 0, long*.25, between(r, 8, 13))
	}
	for i := range 5 {
		p.line(rubber, .6, .3, pts(1+float64(i)*1.6, -d/2, 1+float64(i)*1.6, d/2))
	}
}
