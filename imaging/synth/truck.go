package synth

import "math"

const cargoAcross = 230

// drawContainer draws a forty-foot container on a truck, its cab to the left.
func drawContainer(s *stage) {
	long := 1220.
	p := s.at(s.w-long-50, 86)
	s.road()
	s.tractor(between(s.thing, 92, 112))
	s.chassis(p, long, 259)
	p.box(s, long, 259)
	inside := p.at(14, 259-16)
	s.fillUp(inside, long-28, 226)
	s.hideInContainer(p, inside, long)
}

// drawTrailer draws a curtain-sided semi-trailer.
func drawTrailer(s *stage) {
	long := 1260.
	p := s.at(s.w-long-40, 82)
	s.road()
	s.tractor(between(s.thing, 84, 100))
	s.chassis(p, long, 268)
	p.curtain(s, long, 268)
	inside := p.at(12, 268-14)
	s.fillUp(inside, long-24, 232)
	s.hideInTrailer(p, inside, long)
}

func (s *stage) road() { s.rect(stone, 200, 0, s.h-14, s.w, 14) }

// box is a container: corrugated walls, posts, rails, a plank floor and doors at
// its right end.
func (p pen) box(s *stage, l, h float64) {
	p.fill(steel, path{pts(0, 0, l, 0, l, h, 0, h)}, func(x, _ float64) float32 {
		k := math.Mod(x, 27.8) / 27.8
		switch {
		case k < .25, k > .75:
			return .45
		case k < .38, k > .62:
			return 1.15 // the slope of a corrugation, which the beam crosses at a slant
		default:
			return .45
		}
	})
	p.rect(steel, 4, 0, 0, l, 6)
	p.rect(steel, 3, 0, h-16, l, 5)
	p.rect(wood, cargoAcross*.5, 4, h-15, l-8, 3)
	p.rect(steel, 3, 0, h-6, l, 6)
	for x := 10.0; x < l-10; x += 30 { // cross members
		p.rect(steel, 7, x, h-12, 4.5, 11)
	}
	p.rect(steel, 9, 0, 0, 6, h)
	p.rect(steel, 9, l-9, 0, 9, h)
	for _, x := range []float64{0, l - 17} {
		for _, y := range []float64{0, h - 12} {
			p.rect(steel, 26, x, y, 17, 12)
		}
	}
	for _, x := range []float64{l * .22, l*.22 + 90} {
		p.rect(steel, 6, x, h-12, 34, 11)
	}
	for _, y := range []float64{h * .2, h * .42, h * .64, h * .82} {
		p.rect(steel, 12, l-4, y, 9, 9) // hinges
	}
	p.rod(steel, 3.4, .3, l+3, 6, l+3, h-8)
}

// curtain is a semi-trailer: posts, a roof, side boards, a bulkhead in front and doors.
func (p pen) curtain(s *stage, l, h float64) {
	p.rect(plastic, .5, 0, 0, l, h)
	for x := 6.0; x < l; x += 11 {
		p.rect(plastic, .22, x, 6, 5, h-20)
	}
	p.rect(aluminium, 7, 0, 0, l, 5)
	p.rect(steel, 3, 0, 5, l, 2)
	p.rect(aluminium, 14, 0, h-14, l, 12)
	p.rect(wood, cargoAcross*.45, 4, h-15, l-8, 3)
	for _, k := range []float64{0, .25, .5, .75} {
		p.rect(aluminium, 11, l*k, 0, 9, h)
		p.rect(steel, 2, l*k+3, 0, 3, h)
	}
	for y := 40.0; y < h-30; y += 52 {
		p.rect(aluminium, 2.2, 9, y, l-18, 9)
	}
	p.rect(aluminium, 18, 0, 0, 7, h)
	p.rect(aluminium, 14, l-7, 0, 7, h)
	p.rod(steel, 3.4, .3, l+2, 4, l+2, h-6)
}

// chassis is what a container or trailer of length l rides on: beams, axles, legs.
func (s *stage) chassis(p pen, l, h float64) {
	ground := s.h - 14 - 86
	if p.m[5] != 0 {
		_, top := p.m.apply(0, 0)
		ground = s.h - 14 - top/p.m[4]
	}
	p.rect(steel, 5, 20, h, l-40, 14)
	p.rect(steel, 8, 20, h, l-40, 3)
	p.rect(steel, 8, 20, h+12, l-40, 3)
	for i := range 3 {
		p.at(l*.74+float64(i)*112, ground-50).truckWheel()
		p.at(l*.74+float64(i)*112, ground-50).rect(steel, 12, -34, -22, 40, 7)
	}
	p.rect(steel, 9, l*.27, h+14, 9, ground-h-24)
	p.rect(steel, 14, l*.27-8, ground-10, 26, 5)
	p.rect(steel, 1.2, l*.36, h+18, 95, 42) // spare and tool box
	p.frame(steel, 6, l*.36, h+18, 95, 42, 2, 2)
	p.at(l*.55, h+42).sized(1, .34).truckWheel()
	for _, x := range []float64{l*.64 + 4, l*.69 + 4} {
		p.rod(steel, 26, .5, x, h+30, x+44, h+30) // air tanks
	}
	p.rect(steel, 3, l-16, h+16, 8, 34)
	p.rect(plastic, 12, l-10, h+8, 8, 18)
}

func (p pen) truckWheel() {
	const r = 50
	p.fill(rubber, path{ellipse(0, 0, r, r), reversed(ellipse(0, 0, r*.58, r*.58))}, func(x, y float64) float32 {
		d := (math.Hypot(x, y)/r - .58) / .42
		return float32(40 + 62*d*d)
	})
	p.ring(steel, 4, 0, 0, r*.97, r*.93)
	p.ring(steel, 14, 0, 0, r*.6, r*.54)
	p.ring(steel, 7, 0, 0, r*.54, r*.2)
	p.ring(steel, 22, 0, 0, r*.36, r*.28)
	p.disc(steel, 26, 0, 0, r*.2)
	for i := range 8 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 4)
		p.disc(steel, 16, r*.45*cos, r*.45*sin, 2.4)
	}
}

// tractor draws the cab and what drives it; roof is the height at which it starts.
func (s *stage) tractor(roof float64) {
	t := s.thing
	x0, floor := between(t, 24, 40), s.h-14-104
	p := s.at(x0, 0)
	high := floor - roof
	shape := smooth(pts(4, floor+40, 0, floor-10, 4, roof+high*.5, 12, roof+26, 26, roof+4, 70, roof, 200, roof+2), false)
	shape = append(shape, pts(222, roof+8, 224, floor-6, 120, floor, 112, floor+40)...)
	p.poly(steel, .7, shape)
	p.line(steel, 5, 3, append(shape, shape[0]))
	p.poly(glass, 2.2, pts(14, roof+30, 20, roof+28, 18, floor-62, 6, floor-60))
	p.poly(glass, 2, pts(34, roof+36, 108, roof+36, 108, floor-58, 22, floor-52))
	p.frame(steel, 3, 24, roof+30, 90, floor-roof-20, 8, 4)
	p.line(steel, 6, 6, pts(118, roof+4, 118, floor))
	// Seats, wheel, bunk and lockers.
	f := newField(t)
	soft := func(x, y float64) float32 { return 110 * (1 + .3*f.clouds(x*.06, y*.06, 2)) }
	p.fill(foam, path{smooth(pts(66, floor-36, 100, floor-40, 104, floor-50, 70, floor-52), true)}, soft)
	p.fill(foam, path{smooth(pts(96, floor-46, 108, floor-46, 116, floor-112, 106, floor-118), true)}, soft)
	p.line(steel, 8, 4, pts(76, floor-34, 92, floor-10))
	p.line(steel, 5, 3, pts(44, floor-60, 62, floor-92))
	p.line(steel, 5, 3, pts(30, floor-20, 54, floor-76))
	p.fill(plastic, path{smooth(pts(10, floor-56, 40, floor-66, 48, floor-30, 12, floor-20), true)}, func(x, y float64) float32 {
		return 30 * (1 + .6*f.clouds(x*.08, y*.08, 3))
	})
	p.at(14, floor-50).circuit(s, 0, 0, 24, 18)
	p.fill(foam, path{rounded(126, floor-52, 92, 16, 5)}, soft)
	p.rect(wood, 30, 126, floor-36, 92, 3)
	p.frame(plastic, 30, 124, roof+22, 94, 34, 3, 2)
	p.fill(cloth, path{rounded(128, roof+26, 40, 28, 6)}, soft)
	p.fill(cloth, path{rounded(130, floor-32, 50, 26, 6)}, soft)
	if chance(t, .6) {
		p.poly(plastic, 9, smooth(pts(60, roof-2, 110, roof-22, 200, roof-40, 216, roof-36, 216, roof, 62, roof), true))
	}
	// Engine, gearbox, frame, tanks.
	e := p.at(46, floor+4)
	block := pts(0, 0, 96, -6, 104, 44, 20, 54, -6, 36)
	e.fill(steel, path{block}, func(x, y float64) float32 { return 13 * (1 + .6*f.clouds(x*.07, y*.07, 3)) })
	for i := range 6 {
		e.frame(steel, 16, 6+15*float64(i), 4, 12, 26, 1, 2)
	}
	e.disc(steel, 24, 8, 40, 9)
	e.poly(aluminium, 60, smooth(pts(100, 14, 150, 24, 166, 36, 150, 46, 104, 46), true))
	e.rect(aluminium, 24, -22, -16, 9, 66)
	p.rect(steel, 7, 20, floor+42, 350, 9)
	p.rect(steel, 11, 20, floor+42, 350, 2.4)
	p.rect(steel, 11, 20, floor+50, 350, 2.4)
	p.rod(steel, 10, 1, 206, floor+38, 330, floor+46)
	p.at(92, s.h-14-50).truckWheel()
	p.at(334, s.h-14-50).truckWheel()
	p.round(steel, 16, 300, floor+28, 62, 10, 3) // fifth wheel
	tank := p.at(170, floor+54)
	tank.round(aluminium, 4, 0, 0, 96, 46, 9)
	tank.frame(aluminium, 20, 0, 0, 96, 46, 9, 1.6)
	level := between(s.load, 12, 32)
	tank.fill(fuel, path{rounded(2, 2, 92, 42, 8)}, func(_, y float64) float32 {
		if y < level {
			return 0
		}
		return 105
	})
	p.rod(steel, 20, .8, 232, roof+20, 232, floor-8) // exhaust stack
	p.frame(steel, 12, -6, floor+22, 16, 40, 6, 4)
}

// fillUp loads what the thing carries: one kind of cargo, sometimes two.
func (s *stage) fillUp(p pen, w, h float64) {
	t := s.thing
	kinds := []cargo{cartons, sacks, drums, reels, machines, timber, slabs, coils, furniture, rolls}
	first := pick(t, kinds...)
	for code, k := range map[string]cargo{
		"CGO.MACH": machines, "CGO.STON": slabs, "CGO.TIMB": timber, "CGO.FOOD": sacks, "CGO.PAPR": reels, "CGO.METL": coils,
		"CGO.TEXT": rolls, "CGO.FURN": furniture, "CGO.HOLW": cartons, "PKG.DRUM": drums, "PKG.PALT": cartons, "CGO.WALL": cartons,
	} {
		if s.code == code {
			first = k
		}
	}
	start := 0.
	if s.hides("CON.FWAL", "TRK.FWAL") {
		start = 34
	}
	split := w
	second := first
	if chance(t, .4) {
		split = w * between(t, .45, .7)
		second = pick(t, kinds...)
	}
	gap := between(t, 16, 60)
	first(s, p.at(start+6, 0), split-start-12, h*between(t, .72, .93), cargoAcross)
	if split < w {
		second(s, p.at(split+10, 0), w-split-gap-14, h*between(t, .6, .93), cargoAcross)
	}
}
