package synth

import "math"

// drawCar draws a passenger car from its side, its nose to the left.
func drawCar(s *stage) {
	t := s.thing
	long, tall := between(t, 410, 455), between(t, 134, 150)
	estate := chance(t, .45)
	p := s.at((s.w-long)/2, s.h-14-tall)
	c := car{stage: s, p: p, long: long, tall: tall, estate: estate,
		front: long * between(t, .185, .2), rear: long * between(t, .79, .805), radius: between(t, 29, 32)}
	c.ground = tall
	c.sill = tall - between(t, 17, 20)
	c.belt = tall * between(t, .42, .46)
	s.rect(stone, 60, 0, s.h-14, s.w, 14)
	c.body()
	c.glassAndDoors()
	c.engine()
	c.running()
	c.seats()
	c.tank()
	c.luggage()
	c.hide()
}

type car struct {
	*stage
	p                   pen
	long, tall          float64
	front, rear, radius float64 // wheel centres and radius
	ground, sill, belt  float64 // heights from the roof, downwards
	estate              bool
}

// body is the sheet metal: two sides, face on, and all that runs across edge on.
func (c *car) body() {
	l, b := c.long, c.belt
	tail := point{l - 4, b - 6}
	roofEnd := l * .76
	if c.estate {
		roofEnd = l * .93
	}
	top := pts(
		9, c.sill-3, 2, c.sill-10, 0, c.sill-24, 4, b+16, 16, b+6, l*.16, b-4, l*.255, b-12,
		l*.36, 14, l*.46, 2, l*.6, 0, roofEnd, 8, (roofEnd+l)/2, b*.62, tail.x, tail.y, l, b+16, l-1, c.sill-22, l-3, c.sill-9, l-9, c.sill-3)
	outline := smooth(top, false)
	for _, x := range []float64{c.rear, c.front} { // wheel arches, from the tail
		for k := range 9 {
			sin, cos := math.Sincos(math.Pi * float64(k) / 8)
			outline = append(outline, point{x + (c.radius+5)*cos, c.ground - c.radius - (c.radius+5)*sin + 4})
		}
	}
	c.p.poly(steel, .24, outline)
	c.p.line(steel, 2.2, 2, append(outline, outline[0]))
	// Bumpers and their beams, lamps, bonnet and boot hinges, sills.
	c.p.round(plastic, 26, -3, c.sill-34, 20, 26, 8)
	c.p.round(plastic, 26, l-17, c.sill-34, 20, 26, 8)
	c.p.round(steel, 4, 9, c.sill-28, 6, 12, 2)
	c.p.round(steel, 4, l-15, c.sill-28, 6, 12, 2)
	c.p.round(glass, 5, 5, b+13, 26, 13, 6)
	c.p.ball(aluminium, 6, 17, b+20, 8, 6)
	c.p.round(glass, 5, l-22, b+4, 17, 22, 5)
	c.p.line(steel, 3, 3.4, pts(c.front+c.radius+8, c.sill-3, c.rear-c.radius-8, c.sill-3))
	c.p.line(steel, 1.6, 9, pts(20, c.sill-12, l-20, c.sill-12))
	c.p.line(steel, 2, 2.2, smooth(pts(c.front-c.radius-7, c.sill-6, c.front-c.radius-2, c.sill-30, c.front, c.sill-47, c.front+c.radius+2, c.sill-30, c.front+c.radius+8, c.sill-4), false))
	c.p.line(steel, 2, 2.2, smooth(pts(c.rear-c.radius-7, c.sill-6, c.rear-c.radius-2, c.sill-30, c.rear, c.sill-47, c.rear+c.radius+2, c.sill-30, c.rear+c.radius+8, c.sill-4), false))
	if chance(c.thing, .4) {
		c.p.line(aluminium, 4, 2, pts(l*.45, -5, roofEnd-l*.05, -5))
		c.p.line(aluminium, 4, 2, pts(l*.47, -5, l*.475, 1))
		c.p.line(aluminium, 4, 2, pts(roofEnd-l*.07, -5, roofEnd-l*.07, 4))
	}
}

func (c *car) glassAndDoors() {
	l, b := c.long, c.belt
	c.p.poly(glass, .9, pts(l*.30, b-8, l*.385, 14, l*.53, 8, l*.53, b-6))
	c.p.poly(glass, .9, pts(l*.55, b-6, l*.55, 8, l*.68, 10, l*.73, b-6))
	c.p.line(glass, 6, 1.8, pts(l*.262, b-10, l*.375, 9)) // windscreen, edge on
	pillars := [][]point{pts(l*.27, b-10, l*.38, 6), pts(l*.54, 3, l*.545, c.sill-6), pts(l*.70, 8, l*.755, b-4, l*.735, c.sill-34)}
	for _, q := range pillars {
		c.p.line(steel, 2.6, 5, q)
		c.p.line(steel, 1.6, 9, q)
	}
	for _, d := range [][2]float64{{.285, .54}, {.548, .72}} {
		x0, x1 := l*d[0], l*d[1]
		c.p.frame(steel, 1.2, x0, b-4, x1-x0, c.sill-b-4, 8, 3)
		c.p.rect(plastic, 3, x0+4, b, x1-x0-8, c.sill-b-10)
		c.p.line(steel, 3, 4, pts(x0+6, (b+c.sill)/2, x1-6, (b+c.sill)/2+4)) // side impact bar
		c.p.ring(steel, .8, x0+(x1-x0)*.3, c.sill-24, 9, 7.6)                // loudspeaker
		c.p.disc(steel, 3, x0+(x1-x0)*.3, c.sill-24, 3.4)
		c.p.round(steel, 4, x1-14, b+3, 8, 10, 2) // lock
		c.p.round(steel, 1.6, (x0+x1)/2-8, b+6, 16, 6, 2)
		c.p.line(steel, 1.4, 1.2, pts((x0+x1)/2, b+8, (x0+x1)/2-14, c.sill-20, (x0+x1)/2+14, c.sill-22))
	}
}

func (c *car) engine() {
	r, b := c.thing, c.belt
	p := c.p.at(c.front-8, b+14)
	f := newField(r)
	block := pts(-26, 0, 22, -3, 28, 10, 26, 40, 8, 52, -18, 50, -28, 34)
	p.fill(aluminium, path{block}, func(x, y float64) float32 { return 22 * (1 + .5*f.clouds(x*.12, y*.12, 3)) })
	p.line(aluminium, 20, 2.5, append(block, block[0]))
	for i := range 4 { // cylinders, pistons and the crank
		x := -17 + float64(i)*10.6
		p.frame(steel, 6, x-4, 4, 8.4, 22, 1, 1.2)
		p.rect(aluminium, 8, x-2.9, 8+6*math.Abs(math.Sin(float64(i)*2.1)), 6, 6)
		p.line(steel, 4, 1.4, pts(x, 16, x+2*math.Sin(float64(i)*1.9), 36))
		p.disc(steel, 10, x+2, 39, 3.4)
	}
	p.rod(steel, 5, 0, -24, 39, 26, 39)
	p.ring(steel, 9, -31, 36, 8, 5.6)
	p.ring(steel, 8, -31, 12, 5, 3.2)
	p.line(rubber, 8, 1.2, pts(-36, 36, -35, 12))
	p.round(steel, 9, -40, 18, 9, 12, 3) // alternator
	p.fill(copper, path{ellipse(-35.5, 24, 3.4, 4.4)}, flat(7))
	p.poly(aluminium, 26, smooth(pts(22, 20, 48, 26, 62, 38, 48, 50, 24, 50), true)) // gearbox
	for i := range 4 {
		p.ring(steel, 9, 30+7*float64(i), 38, 6-float64(i)*.6, 2)
	}
	p.round(lead, .6, 26, -10, 22, 17, 1.4) // battery
	p.round(salt, 10, 26, -10, 22, 17, 1.4)
	for i := range 6 {
		p.rect(lead, .7, 28+3.3*float64(i), -8, 1.6, 14)
	}
	p.round(plastic, 14, -22, -16, 34, 10, 4) // air filter
	p.rect(aluminium, 10, -58, 2, 6, 42)      // radiator
	for y := 4.0; y < 42; y += 2 {
		p.rect(aluminium, 4, -58, y, 6, .8)
	}
	p.ring(plastic, 5, -50, 22, 4, 2)
	p.line(plastic, 6, 2, pts(-50, 6, -50, 38))
	for _, y := range []float64{4, 40} {
		p.line(rubber, 5, 3, smooth(pts(-52, y, -42, y-6, -30, y-4, -24, y), false))
	}
	p.rod(steel, 7, .8, -20, 50, -14, 60) // manifold
	p.round(plastic, 14, 52, -16, 12, 16, 3)
	p.round(water, 9, 52, -10, 12, 10, 3)
	p.ball(steel, 4, 58, 6, 10, 9) // brake servo
}

func (c *car) running() {
	for _, x := range []float64{c.front, c.rear} {
		c.p.at(x, c.ground-c.radius).wheel(c.stage, c.radius)
		q := c.p.at(x, c.ground-c.radius)
		q.line(steel, 5, 5, pts(4, -6, 8, -c.radius-14)) // damper
		for i := range 7 {
			y := -14 - float64(i)*4.2
			q.line(steel, 5, 1.4, pts(-1, y, 13, y-2.6))
		}
	}
	y := c.sill + 3
	c.p.rod(steel, 5, .25, c.front+10, y, c.rear-c.radius-10, y) // exhaust
	c.p.round(steel, 3, c.long*.40, y-5, c.long*.09, 10, 5)      // catalyst
	c.p.round(stone, 9, c.long*.408, y-4, c.long*.075, 8, 4)
	c.p.round(steel, 2.2, c.rear+c.radius*.9, y-10, c.long*.1, 15, 6)
	for i := range 4 {
		c.p.line(steel, 2.6, 1, pts(c.rear+c.radius*.9+8+9*float64(i), y-9, c.rear+c.radius*.9+8+9*float64(i), y+4))
	}
	c.p.rod(steel, 4, .3, c.rear+c.radius*.9+c.long*.1, y, c.long+2, y)
}

// wheel draws a tyre on a rim with its brake.
func (p pen) wheel(s *stage, r float64) {
	t := s.thing
	p.fill(rubber, path{ellipse(0, 0, r, r), reversed(ellipse(0, 0, r*.66, r*.66))}, func(x, y float64) float32 {
		d := (math.Hypot(x, y)/r - .66) / .34
		return float32(9 + 22*d*d)
	})
	for i := range 60 { // tread
		p.turn(float64(i)*6).rect(rubber, 7, r*.95, -.5, r*.05, 1)
	}
	p.ring(steel, 1.1, 0, 0, r*.96, r*.92)
	p.ring(steel, 3.4, 0, 0, r*.68, r*.64)
	p.ring(aluminium, 7, 0, 0, r*.68, r*.58)
	spokes := pick(t, 5, 6, 7, 10)
	for i := range spokes {
		p.turn(float64(i)*360/float64(spokes)).poly(aluminium, 8, pts(r*.15, -2.6, r*.6, -1.7, r*.6, 1.7, r*.15, 2.6))
	}
	p.ring(steel, 2.2, 0, 0, r*.44, r*.2)
	p.turn(-40).poly(steel, 5, pts(r*.26, -7, r*.5, -7, r*.5, 7, r*.26, 7))
	p.disc(steel, 7, 0, 0, r*.18)
	for i := range 5 {
		sin, cos := math.Sincos(float64(i) * 2 * math.Pi / 5)
		p.disc(steel, 5, r*.12*cos, r*.12*sin, 1.1)
	}
}

func (c *car) seats() {
	l := c.long
	floor := c.sill - 12
	for _, x := range []float64{.43, .645} {
		q := c.p.at(l*x, floor)
		f := newField(c.thing)
		soft := func(px, py float64) float32 { return 90 * (1 + .2*f.clouds(px*.1, py*.1, 2)) }
		q.fill(foam, path{smooth(pts(-26, -14, 8, -10, 22, -12, 22, -24, 0, -26, -24, -30), true)}, soft)
		q.fill(foam, path{smooth(pts(12, -22, 24, -22, 37, -66, 33, -74, 25, -72), true)}, soft)
		q.fill(foam, path{smooth(pts(30, -76, 37, -76, 39, -90, 32, -91), true)}, soft)
		q.line(steel, 2.4, 1.4, pts(17, -20, 31, -72, 34, -88))
		q.line(steel, 2.4, 1.4, pts(-22, -12, 20, -10))
		for i := range 8 {
			y := -26 - 5.4*float64(i)
			q.line(steel, 1, .7, pts(15-.26*(y+26), y, 24-.26*(y+26), y-.6))
			q.line(steel, 1, .7, pts(-20+5*float64(i), -13, -20+5*float64(i), -20))
		}
		q.line(steel, 3, 2, pts(-24, -4, 22, -4))
		q.line(steel, 2.4, 2, pts(-18, -4, -16, -12))
		q.line(steel, 2.4, 2, pts(14, -4, 14, -10))
	}
	// Dashboard, steering and heater.
	q := c.p.at(l*.292, c.belt)
	f := newField(c.thing)
	q.fill(plastic, path{smooth(pts(-10, 0, 20, -6, 40, 2, 38, 22, 22, 34, 2, 44, -10, 30), true)}, func(x, y float64) float32 {
		return 7 * (1 + .5*f.clouds(x*.12, y*.12, 3))
	})
	q.ring(aluminium, 2, 6, 20, 9, 7.4)
	q.disc(copper, 2, 6, 20, 3.4)
	q.line(steel, 5, 4, pts(-10, 4, 36, 4))
	q.rod(steel, 4, .6, 2, 34, 36, 6)
	q.line(steel, 4, 2.4, pts(31, -14, 43, 20))
	q.line(plastic, 8, 3.4, pts(31, -14, 43, 20))
	q.round(steel, 2, 22, 4, 9, 8, 1)
	q.at(16, 10).circuit(c.stage, 0, 0, 14, 9)
}

func (c *car) tank() {
	q := c.p.at(c.rear-c.radius-52, c.sill-20)
	shape := smooth(pts(0, 4, 10, -1, 38, -2, 44, 6, 42, 20, 30, 22, 6, 21), true)
	level := between(c.load, 4, 12)
	q.poly(plastic, 3.4, shape)
	q.line(plastic, 14, 1, append(shape, shape[0]))
	q.fill(fuel, path{shape}, func(_, y float64) float32 {
		if y < level {
			return 0
		}
		return 62
	})
	q.rod(steel, 7, .4, 20, 2, 20, 18)
	q.disc(copper, 2, 20, 14, 2)
	q.line(plastic, 6, 3, smooth(pts(40, 4, 50, -10, 60, -30, 68, -36), false))
	q.line(steel, 2, 1, pts(-2, 23, 46, 25))
}

// luggage is what a family carries, and the spare wheel under it.
func (c *car) luggage() {
	r, floor := c.load, c.sill-14
	x0, x1 := c.rear-22, c.long-24
	c.p.line(steel, 1.6, 2, pts(x0, floor-16, x1+8, floor-16))
	spare := c.p.at((x0+x1)/2+4, floor-9)
	spare.round(rubber, 40, -26, -5, 52, 11, 5)
	spare.round(steel, 4, -17, -4, 34, 8, 3)
	for i := range 3 + r.IntN(3) {
		w, h := between(r, 16, 30), between(r, 12, 30)
		f := newField(r)
		q := c.p.at(x0+float64(i%2)*24+between(r, 0, 6), floor-17-h-float64(i/2)*18)
		q.fill(cloth, path{rounded(0, 0, w, h, 4)}, func(x, y float64) float32 { return 34 * (1 + .7*f.clouds(x*.2, y*.2, 3)) })
		q.frame(plastic, 5, 0, 0, w, h, 4, 1)
		if chance(r, .5) {
			q.rect(aluminium, 4, w*.3, h*.3, w*.3, h*.2)
		}
	}
}
