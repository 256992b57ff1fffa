package synth

import "math/rand/v2"

func drawPliers(p pen, r *rand.Rand) {
	jaw, grip := between(r, 3, 7), between(r, 9, 15)
	open := between(r, 2, 40)
	w := between(r, 1.2, 2)
	sleeve := chance(r, .8)
	for _, m := range []float64{-1, 1} {
		q := p.turn(m*open/2).sized(1, m)
		q.poly(steel, between(r, .5, 1), smooth(pts(.5, -.2, -jaw*.5, -.1, -jaw, -.05, -jaw, w*between(r, .2, .6), -jaw*.4, w*.8, .5, w*.9, 1.4, .3), true))
		hold := smooth(pts(0, -.2, grip*.25, -w*.8, grip*.55, -w*between(r, 1.1, 1.8), grip, -w*between(r, .8, 1.9)), false)
		q.line(steel, .7, w*.55, hold)
		if sleeve {
			q.line(plastic, 1, w*1.05, hold[8:])
		}
	}
	p.disc(steel, 1.2, 0, 0, w*.75)
	for i := range 4 {
		p.line(steel, .3, .12, pts(-jaw*.3-float64(i)*.5, -.5, -jaw*.3-float64(i)*.5, .5))
	}
}

func drawWrench(p pen, r *rand.Rand) {
	long, w := between(r, 11, 30), between(r, 1, 2.4)
	thick := between(r, .4, .9)
	p = p.at(-long/2, 0)
	if chance(r, .3) { // adjustable
		p.poly(steel, thick, pts(0, -w*.5, long, -w*.7, long, w*.7, 0, w*.5))
		big := w * between(r, 1.5, 2.1)
		p.poly(steel, thick*1.5, pts(1, -w*.6, -big*.4, -big*.9, -big*1.7, -big*.7, -big*.7, -.2, -big*.7, big*between(r, .2, .5), -big*1.5, big*.9, 0, big*.8))
		p.rod(steel, w*.6, .2, -.2, 0, w*.9, 0)
		p.ring(steel, thick, long, 0, w*.8, w*.3)
		return
	}
	p.rect(steel, thick, 0, -w*.4, long, w*.8)
	for i, x := range []float64{0, long} {
		q := p.at(x, 0).turn(between(r, -16, 16))
		big := w * between(r, 1, 1.5)
		if i == 0 || chance(r, .35) { // open end
			d := 1.
			if i == 0 {
				d = -1
			}
			gap := big * between(r, .4, .6)
			q.fill(steel, path{smooth(pts(-d*big*.6, -big*.8, d*big*.5, -big, d*big*1.2, -gap*1.1, d*big*1.15, -gap, d*big*.1, -gap, d*big*.1, gap, d*big*1.15, gap, d*big*1.2, gap*1.1, d*big*.5, big, -d*big*.6, big*.8), true)}, flat(thick*1.2))
		} else {
			q.ring(steel, thick*1.6, 0, 0, big*.95, big*.55)
		}
	}
}

func drawHammer(p pen, r *rand.Rand) {
	long, head := between(r, 18, 36), between(r, 7, 14)
	w := between(r, 2, 3.6)
	p = p.at(-long/2, 0)
	if chance(r, .7) {
		p.rod(wood, between(r, 1.8, 3), 0, 0, 0, long, 0)
	} else {
		p.rod(steel, between(r, 1.2, 1.8), .3, 0, 0, long, 0)
		p.rod(rubber, 2.8, .6, long*.55, 0, long, 0)
	}
	p.round(steel, w*.8, -w/2, -head*.5, w, head*.6, .3)
	p.round(steel, w, -w*.6, head*.1, w*1.2, head*.25, .3)
	if chance(r, .5) { // claw
		p.line(steel, 1, w*.5, smooth(pts(0, -head*.4, w*.3, -head*.6, w*1.1, -head*.8), false))
	} else {
		p.poly(steel, 1, pts(-w/2, -head*.5, 0, -head*.75, w/2, -head*.5))
	}
}

func drawScrewdriver(p pen, r *rand.Rand) {
	shaft, grip := between(r, 6, 18), between(r, 7, 12)
	d := between(r, 2, 3.6)
	for i := range 1 + r.IntN(2) {
		q := p.at(0, float64(i)*d*1.3).turn(float64(i) * between(r, -12, 12))
		q.rod(steel, between(r, .4, .8), 0, -shaft, 0, grip*.5, 0)
		q.poly(steel, .2, pts(-shaft-.8, -.5, -shaft+.6, -.3, -shaft+.6, .3, -shaft-.8, .5))
		q.rod(pick(r, plastic, wood), d, 0, 0, 0, grip, 0)
		for k := range 3 {
			q.line(rubber, .5, .3, pts(grip*.2, d*(float64(k)-1)*.3, grip*.9, d*(float64(k)-1)*.3))
		}
		q.ring(steel, .3, .2, 0, d*.3, d*.2)
	}
}

func drawDrill(p pen, r *rand.Rand) {
	long, d := between(r, 14, 20), between(r, 5, 7.5)
	p.rod(plastic, d, .3, -long/2, 0, long/2, 0)
	p.motor(r, between(r, -1, 3), 0, d*.8, long*.4)
	p.rod(steel, d*.4, .5, -long*.75, 0, -long*.5, 0)
	p.rod(steel, between(r, .3, .9), 0, -long*between(r, .9, 1.3), 0, -long*.7, 0)
	for i := range 3 {
		p.ring(steel, .6, -long*.35+float64(i)*1.1, 0, d*.38, d*.25)
	}
	g := p.at(long*between(r, .1, .3), d*.4).turn(-between(r, 0, 16))
	grip := between(r, 9, 13)
	g.round(plastic, .6, -2.2, 0, 4.4, grip, 1)
	g.frame(plastic, 2, -2.2, 0, 4.4, grip, 1, .3)
	g.rect(copper, .5, -1.5, 1, 2, 2)
	if chance(r, .6) { // cells
		g.round(plastic, 1, -5, grip, 10, 5, .8)
		for i := range 4 {
			g.rod(steel, 2, .05, -4.4+2.3*float64(i), grip+.5, -4.4+2.3*float64(i), grip+4.5)
			g.rod(salt, 1.8, 0, -4.4+2.3*float64(i), grip+.6, -4.4+2.3*float64(i), grip+4.4)
		}
	} else {
		g.line(copper, .3, .5, smooth(pts(0, grip, 2, grip+4, 8, grip+5, 11, grip+1), false))
	}
}

// motor is the inside of an electric motor lying along x: magnets, windings, a shaft.
func (p pen) motor(r *rand.Rand, x, y, d, long float64) {
	q := p.at(x, y)
	q.rod(steel, d, .1*d, -long/2, 0, long/2, 0)
	q.rod(steel, d*.55, 0, -long*.28, 0, long*.28, 0)
	for _, m := range []float64{-1, 1} {
		q.rod(copper, d*.6, d*.18, m*long*.28, 0, m*long*.42, 0)
	}
	q.rod(steel, d*.14, 0, -long*between(r, .55, .8), 0, long*.6, 0)
	for i := range 6 {
		q.line(copper, .4, d*.03, pts(-long*.26, d*(float64(i)-2.5)*.08, long*.26, d*(float64(i)-2.5)*.08+.1))
	}
}

func drawMotor(p pen, r *rand.Rand) {
	d, long := between(r, 4, 9), between(r, 7, 14)
	p.motor(r, 0, 0, d, long)
	if chance(r, .5) { // cooling ribs and feet
		for i := range 6 {
			p.line(aluminium, .8, .2, pts(-long*.4, d*(float64(i)-2.5)*.2, long*.4, d*(float64(i)-2.5)*.2))
		}
		p.rect(steel, .6, -long*.4, d*.5, long*.2, d*.12)
		p.rect(steel, .6, long*.2, d*.5, long*.2, d*.12)
	}
	if chance(r, .5) {
		p.round(plastic, .8, -long*.2, -d*.75, long*.35, d*.3, .3)
	}
}

func drawSaw(p pen, r *rand.Rand) {
	blade, w := between(r, 20, 42), between(r, 4, 10)
	p = p.at(-blade*.35, 0)
	p.poly(steel, .09, pts(0, -w/2, blade, -w*between(r, 0, .3), blade, w*.3, 0, w/2))
	n := int(blade / between(r, .5, 1.2))
	for i := range n { // teeth
		x := blade * float64(i) / float64(n)
		y := w/2 - w*.2*float64(i)/float64(n)
		p.poly(steel, .09, pts(x, y, x+.3, y+between(r, .4, .6), x+.6, y))
	}
	p.fill(pick(r, wood, plastic), path{rounded(-10, -w*.55, 11, w*1.2, 2), reversed(rounded(-7.5, -w*.2, 5, w*.55, 1))}, flat(1.8))
	p.disc(steel, 1, -1, 0, .5)
	p.disc(steel, 1, -1.5, w*.25, .5)
}

func drawTorch(p pen, r *rand.Rand) {
	long, d := between(r, 9, 26), between(r, 2, 4.4)
	p = p.at(-long/2, 0)
	p.rod(pick(r, aluminium, plastic), d, .15, 0, 0, long, 0)
	head := d * between(r, 1.1, 1.8)
	p.poly(aluminium, .6, pts(0, -d/2, -d*.6, -head/2, -d*1.2, -head/2, -d*1.2, head/2, -d*.6, head/2, 0, d/2))
	p.poly(steel, .08, smooth(pts(-.1, -.3, -d*.9, -head*.42, -d*.9, head*.42, -.1, .3), true))
	p.disc(glass, .4, -d*.2, 0, .35)
	p.batteries(r, 1, 0, long*.8, d*.78)
}

// batteries lie one after another along x.
func (p pen) batteries(r *rand.Rand, x, y, long, d float64) {
	n := max(int(long/d/between(r, 1.6, 2.4)), 1)
	l := long / float64(n)
	for i := range n {
		q := p.at(x+l*float64(i), y)
		q.rod(steel, d, .03*d+.02, 0, 0, l*.92, 0)
		q.rod(salt, d*.92, d*.14, .1*l, 0, l*.85, 0)
		q.rod(copper, d*.1, 0, .2*l, 0, l*.8, 0)
		q.rect(steel, d*.25, l*.92, -d*.15, l*.06, d*.3)
		q.rect(steel, d*.3, 0, -d/2, l*.03, d)
	}
}
