package synth

import "math"

// drawReefer draws a refrigerated container, its machinery to the left.
func drawReefer(s *stage) {
	const l, h = 1190., 270.
	t := s.thing
	p := s.at((s.w-l)/2, s.h-14-h)
	s.road()
	p.shell(l, h)
	p.machinery(s)
	in := p.at(68, h-30)
	const w = l - 110
	kinds := []cargo{fruitBoxes, cartons, fruitBoxes, sacks}
	pick(t, kinds...)(s, in, w-between(t, 20, 70), 190*between(t, .8, .97), cargoAcross)
	put := func(q pen, x, y, w, ht, bw, bh, deep float64) {
		q.bricks(t, x, y, w, ht, bw, bh, deep*.7)
		s.mark(q, x, y, w, ht)
	}
	switch {
	case s.hides("REF.COMP"):
		put(p, 12, h*.68, 38, 34, 19, 11, 170)
	case s.hides("REF.EVAP"):
		put(p, 8, 14, 44, 32, 22, 8, 180)
	case s.hides("REF.COND"):
		put(p, 8, h*.40, 42, 26, 21, 9, 170)
	case s.hides("REF.CTRL"):
		put(p, 9, h*.55, 24, 24, 12, 8, 170)
	case s.hides("REF.INSU"):
		put(p, l*between(t, .2, .4), 3, l*.34, 12, 34, 12, 200)
	case s.hides("REF.TBAR"):
		put(p, l*between(t, .2, .5), h-29, l*.3, 8, 32, 8, 200)
	case s.hides("CON.BAGS"):
		for i := range 4 {
			cx, cy := l-92+float64(i%2)*34, h-52-float64(i/2)*36
			p.fill(cloth, path{ellipse(cx, cy, 20, 18)}, flat(60))
			p.bricks(t, cx-15, cy-13, 30, 26, 15, 9, 110)
		}
		s.mark(p, l-114, h-108, 78, 76)
	case s.hides("CGO.FOOD"):
		put(in, w*between(t, .2, .6), -between(t, 60, 120), 118, 40, 30, 10, 190)
	}
}

// shell is the insulated box: two skins with foam between, a floor of T-bars.
func (p pen) shell(l, h float64) {
	p.rect(aluminium, .9, 0, 0, l, h)
	p.rect(foam, 40, 0, 0, l, h)
	p.fill(foam, path{pts(0, 0, l, 0, l, h, 0, h), reversed(pts(62, 18, l-14, 18, l-14, h-20, 62, h-20))}, flat(420))
	p.frame(steel, 2.6, 0, 0, l, h, 0, 1.6)
	p.rect(steel, 1.4, 62, 17, l-76, 1.4)
	p.rect(steel, 1.4, 62, 17, 1.4, h-36)
	for x := 66.0; x < l-16; x += 3.2 {
		p.rect(aluminium, 17, x, h-29, 1.1, 8)
	}
	p.rect(aluminium, 26, 62, h-21, l-76, 1.6)
	p.rect(aluminium, 14, 62, h-30, l-76, 1.2)
	for x := 20.0; x < l; x += 38 {
		p.rect(steel, 7, x, h-10, 4, 9)
	}
	p.rect(steel, 4, 0, 0, l, 4)
	p.rect(steel, 4, 0, h-5, l, 5)
	p.rect(steel, 10, l-9, 0, 9, h)
	for _, x := range []float64{0, l - 17} {
		for _, y := range []float64{0, h - 12} {
			p.rect(steel, 26, x, y, 17, 12)
		}
	}
	p.rod(steel, 3.4, .3, l+3, 6, l+3, h-8)
}

// machinery is the refrigeration unit: fans and evaporator above, condenser,
// controller and compressor below.
func (p pen) machinery(s *stage) {
	t := s.thing
	const h = 270.
	p.frame(aluminium, 20, 2, 6, 56, h-14, 2, 2)
	for i := range 2 { // fan decks
		q := p.at(18+24*float64(i), 32)
		q.ring(steel, 5, 0, 0, 11, 9.6)
		q.disc(copper, 9, 0, 0, 4)
		for k := range 5 {
			q.turn(float64(k)*72).poly(aluminium, 8, smooth(pts(3, -1.4, 9, -3.4, 9.4, 1.4, 3, 1.4), true))
		}
	}
	for y := 52.0; y < 96; y += 2.2 { // evaporator fins and tubes
		p.rect(aluminium, 34, 10, y, 40, .8)
	}
	for y := 54.0; y < 96; y += 8 {
		for x := 14.0; x < 50; x += 9 {
			p.ring(copper, 14, x, y, 2.2, 1.3)
		}
	}
	p.rod(copper, 2.4, .5, 46, 96, 46, 200)
	p.rod(copper, 2.4, .5, 38, 100, 38, 210)
	q := p.at(30, 128) // condenser fan and coil
	q.ring(steel, 7, 0, 0, 18, 16)
	q.disc(copper, 10, 0, 0, 5)
	for k := range 6 {
		q.turn(float64(k)*60).poly(aluminium, 9, smooth(pts(4, -2, 14, -5, 15, 2, 4, 2), true))
	}
	for x := 8.0; x < 52; x += 2.4 {
		p.rect(aluminium, 22, x, 108, .8, 40)
	}
	box := p.at(6, 152) // controller
	box.round(aluminium, 3, 0, 0, 30, 28, 1)
	box.frame(aluminium, 22, 0, 0, 30, 28, 1, 1.4)
	box.sized(1.15, 1.15).circuit(s, 1, 1, 22, 20)
	box.rect(copper, 8, 19, 8, 7, 9)
	c := p.at(31, 214) // compressor
	f := newField(t)
	c.fill(steel, path{smooth(pts(-20, 6, -18, -14, 0, -20, 16, -14, 20, 8, 12, 18, -12, 18), true)}, func(x, y float64) float32 {
		return 15 * (1 + .5*f.clouds(x*.1, y*.1, 2))
	})
	for i := range 3 {
		c.ring(steel, 18, -10+10*float64(i), 0, 5, 3.4)
	}
	c.disc(copper, 16, 0, 10, 6)
	p.rod(steel, 12, .8, 8, 240, 50, 240) // receiver
	p.line(steel, 6, 2.4, pts(4, 186, 56, 186))
	p.line(steel, 6, 2.4, pts(4, 104, 56, 104))
}

// fruitBoxes are vented cartons of round things, eight to a pallet's height.
func fruitBoxes(s *stage, p pen, w, h, across float64) {
	r := s.load
	const pw = 104
	n := max(int(w/pw), 1)
	bh := between(r, 21, 27)
	size := between(r, 4, 8)
	f := newField(r)
	for i := range n {
		x := float64(i) * w / float64(n)
		p.pallet(x+2, pw-4, across)
		rows := int((h - 14) / bh)
		for j := range rows {
			y := -14 - float64(j+1)*bh
			for k := range 2 {
				bx := x + 3 + float64(k)*(pw/2-2)
				bw := pw/2 - 4.
				deep := between(r, .34, .42) * across
				p.fill(fruit, path{pts(bx+1, y+3, bx+bw-1, y+3, bx+bw-1, y+bh-1, bx+1, y+bh-1)}, func(px, py float64) float32 {
					lumps := math.Sin(px*math.Pi/size+float64(2*f.at(px*.1, py*.1))) * math.Sin(py*math.Pi/size)
					return float32(deep * (1 + .16*lumps) * (1 + .3*float64(f.at(px*.13, py*.13))))
				})
				p.frame(cardboard, across*.6, bx, y, bw, bh, 0, 1)
			}
		}
		p.rect(cardboard, across*.4, x+2, -h, 2, h-14)
	}
}
