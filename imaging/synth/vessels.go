package synth

import (
	"math"
	"math/rand/v2"
)

// filled is liquid or powder in an upright round body about x = 0 from y to bottom.
func (p pen) filled(m material, d, y, bottom float64) {
	p.fill(m, path{rounded(-d/2, y, d, bottom-y, d*.1)}, func(x, _ float64) float32 {
		return float32(2 * sqrt(max(0, d*d/4-x*x)))
	})
}

// bottle is an outline of walls turned about its axis: belly, shoulder, neck.
func (p pen) bottle(m material, d, high, neck, throat, wall float64) {
	shoulder := high - neck
	belly := shoulder * .82
	side := []point{{d * .42, 0}, {d / 2, -d * .1}, {d / 2, -belly}, {d*.3 + throat*.2, -shoulder}, {throat / 2, -shoulder - neck*.2}, {throat / 2, -high}}
	line := smooth(side, false)
	for i := len(line) - 1; i >= 0; i-- {
		line = append(line, point{-line[i].x, line[i].y})
	}
	p.poly(m, 2*wall, line)
	p.line(m, d*.35, wall, append(line, line[0]))
	p.rect(m, d*.5, -d*.45, -wall, d*.9, 2*wall)
}

func drawPlasticBottle(p pen, r *rand.Rand) {
	d, high := between(r, 5, 10), between(r, 15, 33)
	neck := high * between(r, .12, .3)
	p = p.at(0, high/2)
	p.bottle(plastic, d, high, neck, between(r, 2.2, 4), .06)
	p.filled(pick(r, water, water, fuel), d*.97, -(high-neck)*between(r, .3, 1), -.1)
	p.rod(plastic, 3, .25, 0, -high-between(r, .6, 1.8), 0, -high+1)
	for i := range r.IntN(7) { // ribs
		y := -high * (.1 + .09*float64(i))
		p.line(plastic, .6, .3, pts(-d/2, y, d/2, y))
	}
	if chance(r, .3) { // a sprayer's head
		p.line(plastic, 1, .8, smooth(pts(0, -high-1, 0, -high-4, -4, -high-5), false))
		p.line(plastic, .8, .25, pts(0, -high, between(r, -1, 1), -1))
		p.line(plastic, 1, .7, smooth(pts(-1, -high-4, -2.6, -high-2.4, -2.4, -high), false))
	}
}

func drawGlassBottle(p pen, r *rand.Rand) {
	d, high := between(r, 5, 9), between(r, 14, 33)
	neck := high * between(r, .25, .42)
	p = p.at(0, high/2)
	wall := between(r, .2, .45)
	p.bottle(glass, d, high, neck, between(r, 2.2, 3), wall)
	p.ball(glass, between(r, .5, 2), 0, -.6, d*.45, .9)
	if chance(r, .85) {
		p.filled(water, d-2*wall, -(high-neck)*between(r, .4, 1.05), -wall)
	}
	if chance(r, .6) {
		p.rod(pick(r, aluminium, steel), 3, .06, 0, -high-.3, 0, -high+between(r, .8, 3))
	} else {
		p.rod(wood, 2, 0, 0, -high-.4, 0, -high+3)
	}
	p.ring(glass, .3, 0, -high+.5, 1.6, 1.3)
}

func drawDrinkCan(p pen, r *rand.Rand) {
	d, high := between(r, 5.2, 6.8), between(r, 9, 17)
	p = p.at(0, high/2)
	p.rod(aluminium, d, .015, 0, -high, 0, 0)
	p.rect(aluminium, .3, -d*.45, -high, d*.9, .25)
	p.rect(aluminium, .35, -d*.45, -.6, d*.9, .3)
	p.line(aluminium, .5, .16, pts(-d*.42, -high, -d/2, -high+1.2))
	p.line(aluminium, .5, .16, pts(d*.42, -high, d/2, -high+1.2))
	p.filled(water, d*.98, -high*between(r, .75, .96), -.4)
	if chance(r, .7) {
		p.at(0, -high).sized(1, .2).ring(aluminium, .5, 0, 0, 1, .5)
	}
}

func drawSprayCan(p pen, r *rand.Rand) {
	d, high := between(r, 3.2, 6.8), between(r, 10, 25)
	p = p.at(0, high/2)
	wall := between(r, .02, .05)
	p.rod(pick(r, steel, aluminium), d, 2*wall, 0, -high, 0, 0)
	p.filled(pick(r, fuel, water), d*.97, -high*between(r, .25, .8), -.2)
	p.poly(steel, .12, smooth(pts(-d/2, -high, -d*.4, -high-d*.2, 0, -high-d*.32, d*.4, -high-d*.2, d/2, -high), false))
	p.at(0, -.4).sized(1, .25).ball(steel, .3, 0, 0, d*.45, d*.45)
	p.rect(steel, .3, -d/2, -high-.15, d, .3)
	p.rect(steel, .3, -d/2, -.3, d, .3)
	p.line(plastic, .5, .25, smooth(pts(0, -high, .3, -high*.5, -d*.3, -.5), false)) // dip tube
	p.rod(plastic, .9, .1, 0, -high-d*.32-1.3, 0, -high)
	if chance(r, .7) {
		cap := between(r, 2.5, 6)
		p.frame(plastic, .8, -d*.45, -high-cap, d*.9, cap, .8, .2)
	} else {
		p.round(plastic, 1, -.8, -high-d*.32-2, 1.6, 1.3, .3)
	}
	if chance(r, .3) {
		p.ball(steel, .7, between(r, -1, 1), -.8, .4, .4) // the ball of a paint can
	}
}

func drawThermos(p pen, r *rand.Rand) {
	d, high := between(r, 6, 10), between(r, 16, 30)
	p = p.at(0, high/2)
	p.rod(steel, d, .05, 0, -high, 0, 0)
	in := d * between(r, .72, .88)
	p.round(steel, .1, -in/2, -high*.92, in, high*.86, in*.4)
	p.frame(steel, .6, -in/2, -high*.92, in, high*.86, in*.4, .12)
	if chance(r, .6) {
		p.filled(water, in*.96, -high*between(r, .3, .85), -high*.07)
	}
	p.rect(steel, .5, -d/2, -.3, d, .3)
	neck := d * between(r, .5, .95)
	p.rod(plastic, neck, .5, 0, -high-between(r, 2, 5), 0, -high+1.5)
	p.rod(plastic, neck*.6, .3, 0, -high, 0, -high*.85)
	if chance(r, .4) { // handle
		p.line(plastic, 1.4, 1, smooth(pts(d/2, -high*.8, d*.95, -high*.7, d*.95, -high*.3, d/2, -high*.2), false))
	}
}

func drawTin(p pen, r *rand.Rand) {
	d, high := between(r, 6, 11), between(r, 3.5, 14)
	p = p.at(0, high/2)
	p.rod(steel, d, .03, 0, -high, 0, 0)
	for _, y := range []float64{-high, -.25} {
		p.rect(steel, .5, -d/2-.1, y, d+.2, .25)
	}
	for i := range 3 + r.IntN(6) {
		y := -high * (.2 + .08*float64(i))
		p.line(steel, .12, .16, pts(-d/2, y, d/2, y))
	}
	p.filled(fruit, d*.95, -high*between(r, .8, .96), -.2)
	for range r.IntN(14) { // pieces
		p.ball(fruit, 1.5, between(r, -.35, .35)*d, -high*between(r, .1, .8), between(r, .5, 1.2), between(r, .5, 1))
	}
}

func drawJar(p pen, r *rand.Rand) {
	d, high := between(r, 5, 10), between(r, 6, 17)
	p = p.at(0, high/2)
	wall := between(r, .2, .4)
	p.rod(glass, d, wall, 0, -high, 0, 0)
	p.rect(glass, d*.6, -d*.45, -wall, d*.9, wall)
	lid := d * between(r, .7, 1)
	p.rod(pick(r, steel, aluminium), lid, .04, 0, -high-1.2, 0, -high)
	p.rect(steel, .25, -lid/2, -high-1.2, lid, .15)
	p.filled(pick(r, fruit, water, powder, salt), d-2*wall, -high*between(r, .3, .95), -wall)
	for i := range 3 {
		p.line(glass, .4, .15, pts(-lid*.48, -high+.4*float64(i), lid*.48, -high+.4*float64(i)+.1))
	}
}

func drawCarton(p pen, r *rand.Rand) {
	w, high := between(r, 4.5, 9.5), between(r, 9, 24)
	p = p.at(0, high/2)
	p.frame(cardboard, 4, -w/2, -high, w, high, .2, .15)
	p.rect(cardboard, .2, -w/2, -high, w, high)
	p.rect(water, between(r, 4, 7), -w/2+.1, -high*between(r, .6, .96), w-.2, high*.55)
	p.rect(water, between(r, 1, 4), -w/2+.1, -high*.4, w-.2, high*.4-.1)
	if chance(r, .6) { // gabled
		p.poly(cardboard, .6, pts(-w/2, -high, -w*.1, -high-w*.4, w*.1, -high-w*.4, w/2, -high))
		p.rect(cardboard, .8, -w*.4, -high-w*.4-1.3, w*.8, 1.3)
	}
	if chance(r, .5) {
		p.disc(plastic, .8, w*.15, -high-w*.12, 1.3)
		p.ring(plastic, .8, w*.15, -high-w*.12, 1.5, 1.1)
	} else {
		p.line(plastic, .3, .4, pts(w*.3, -high*.9, w*.3, -high*.2))
	}
}

func drawGasCylinder(p pen, r *rand.Rand) {
	d, high := between(r, 8, 26), between(r, 28, 70)
	wall := between(r, .25, .5)
	p = p.at(0, high/2)
	p.fill(steel, path{rounded(-d/2, -high, d, high, d*.45)}, func(x, _ float64) float32 {
		in := d/2 - wall
		return float32(2 * (sqrt(max(0, d*d/4-x*x)) - sqrt(max(0, in*in-x*x))))
	})
	if chance(r, .6) {
		p.filled(fuel, (d-2*wall)*.6, -high*between(r, .3, .8), -d*.15)
	}
	p.rod(copper, d*.16, .3, 0, -high-d*.3, 0, -high)
	p.rod(copper, d*.1, 0, -d*.2, -high-d*.2, d*.2, -high-d*.2)
	p.at(0, -high-d*.3).sized(1, .4).ring(steel, .8, 0, 0, d*.2, d*.14)
	if chance(r, .6) {
		p.frame(steel, .3, -d*.3, -high-d*.4, d*.6, d*.5, .5, .3)
	}
	p.frame(steel, .4, -d*.4, -d*.1, d*.8, d*.16, .3, .3)
	p.rect(steel, .4, -d/2, -high*between(r, .4, .6), d, .3)
}

func drawTube(p pen, r *rand.Rand) {
	for i := range 1 + r.IntN(3) {
		long, w := between(r, 8, 17), between(r, 2.4, 5.5)
		q := p.at(0, float64(i)*w*1.1).turn(between(r, -8, 8))
		q.poly(pick(r, plastic, aluminium), .08, pts(-long/2, -w/2, long/2, -w*.35, long/2, w*.35, -long/2, w/2))
		q.rect(plastic, .5, -long/2, -w/2, .8, w)
		q.fill(pick(r, salt, water), path{smooth(pts(-long*between(r, .1, .45), -w*.3, long*.48, -w*.33, long*.48, w*.33, -long*.3, w*.3), true)}, func(x, y float64) float32 {
			return float32(w * .7 * sqrt(max(0, 1-4*y*y/w/w)))
		})
		q.rod(plastic, w*between(r, .4, .8), .4, long/2, 0, long/2+between(r, 1, 3), 0)
		q.rod(plastic, 1, .2, long/2-.3, 0, long/2+1, 0)
	}
}

func drawLighter(p pen, r *rand.Rand) {
	high, w := between(r, 5, 8), between(r, 1.6, 2.6)
	p = p.at(0, high/2)
	p.round(plastic, .3, -w/2, -high*.8, w, high*.8, .5)
	p.frame(plastic, .8, -w/2, -high*.8, w, high*.8, .5, .16)
	p.rect(fuel, .7, -w*.4, -high*between(r, .2, .7), w*.8, high*.18)
	p.line(plastic, .4, .15, pts(0, -high*.8, .1, -.5))
	p.line(plastic, .8, .15, pts(-.1, -high*.7, -.1, -.2))
	p.frame(steel, .1, -w/2, -high, w, high*.24, .2, .08)
	p.rect(steel, .05, -w/2, -high, w, high*.2)
	p.ring(steel, .5, w*.15, -high*.92, .45, .12)
	p.rod(copper, .4, .1, -w*.25, -high*.95, -w*.25, -high*.75)
	p.line(steel, .3, .12, pts(w*.3, -high*.88, w*.3, -high*.55))
}

func drawJerrycan(p pen, r *rand.Rand) {
	w, high := between(r, 18, 34), between(r, 24, 46)
	p = p.at(-w/2, -high/2)
	m, wall := plastic, .5
	if chance(r, .5) {
		m, wall = steel, .1
	}
	body := pts(0, high*.25, w*.3, 0, w, 0, w, high, 0, high)
	p.hull(m, wall, 2.5*wall+.3, .5, body)
	p.poly(fuel, between(r, 7, 14), pts(.4, high*between(r, .3, .8), w-.4, high*.32, w-.4, high-.4, .4, high-.4))
	p.fill(m, path{rounded(w*.4, -high*.12, w*.5, high*.14, 2), reversed(rounded(w*.45, -high*.07, w*.4, high*.07, 1))}, flat(2.5))
	p.at(w*.12, high*.1).turn(-math.Atan(high*.25/w/.3)*180/math.Pi).rod(m, w*.16, .4, 0, -high*.1, 0, 1)
	p.line(m, .4, .5, pts(w*.15, high*.3, w*.85, high*.9))
	p.line(m, .4, .5, pts(w*.85, high*.3, w*.15, high*.9))
}
