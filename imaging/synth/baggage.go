package synth

import "math"

// drawBaggage lays a trolley case flat on the belt, its handle to the left or on top.
func drawBaggage(s *stage) {
	t := s.thing
	w, h := between(t, 62, 70), between(t, 42, 47)
	p := s.at((s.w-w)/2+between(t, -2, 2), (s.h-h)/2+between(t, -1, 1))
	if chance(t, .5) { // the other way up
		p = p.at(w/2, h/2).turn(180).at(-w/2, -h/2)
	}
	p = p.at(w/2, h/2).turn(between(t, -5, 5)).at(-w/2, -h/2)

	p.suitcase(s, w, h)
	s.clothes(p, w, h)
	s.belongings(p, w, h)
	s.hideInBag(p, w, h)
	// The belt and the tray's lip.
	s.rect(rubber, .12, 0, 0, s.w, s.h)
}

func (p pen) suitcase(s *stage, w, h float64) {
	t := s.thing
	r := between(t, 3.5, 6)
	p.round(plastic, .55, 0, 0, w, h, r)
	p.frame(plastic, 1.5, 0, 0, w, h, r, .8)
	p.frame(aluminium, .5, .9, .9, w-1.8, h-1.8, r-.8, .35)
	ribs := t.IntN(7)
	for i := range ribs {
		y := h * (float64(i) + 1) / float64(ribs+1)
		p.rect(plastic, .22, 2, y-.5, w-4, 1)
	}
	// The zip: teeth in a row.
	for i := range 80 {
		x := 4 + (w-8)*float64(i)/79
		p.rect(copper, .06, x, 2.2, .45, .45)
	}
	p.rect(steel, .25, w*.31, 1.9, 2.2, 1.1)
	// Trolley tubes with their bar, and the feet.
	for _, y := range []float64{h * .34, h * .66} {
		p.rod(aluminium, 1.7, .16, -1, y, w*.86, y)
		p.rod(aluminium, 1.3, .14, -4, y, w*.55, y)
		p.disc(steel, .3, w*.86, y, .5)
	}
	p.rod(plastic, 2.4, 0, -4, h*.34-1.2, -4, h*.66+1.2)
	for _, y := range []float64{4, h - 4} {
		p.disc(rubber, 2.2, w+.6, y, 2.3)
		p.disc(plastic, 2, w+.6, y, 1.6)
		p.disc(steel, .8, w+.6, y, .45)
		p.rect(steel, .15, w-2.6, y-1.6, 2.2, 3.2)
	}
}

// clothes fill a case with folded layers, each a soft field of its own.
func (s *stage) clothes(p pen, w, h float64) {
	r := s.load
	for range 9 {
		cw, ch := between(r, w*.25, w*.55), between(r, h*.25, h*.55)
		x, y := between(r, 2, w-cw-2), between(r, 2, h-ch-2)
		f, deep := newField(r), between(r, 1.4, 4)
		weave := between(r, .5, 1.6)
		lean := between(r, -1, 1)
		p.at(x+cw/2, y+ch/2).turn(between(r, -9, 9)).fill(cloth, path{rounded(-cw/2, -ch/2, cw, ch, 3)}, func(px, py float64) float32 {
			fold := math.Sin(py*weave + lean*px*.4 + 4*float64(f.at(px*.12, py*.12)))
			return float32(deep) * (1 + .8*f.clouds(px*.25, py*.25, 3) + .22*float32(fold))
		})
	}
	if chance(r, .6) { // jeans: rivets, a zip and a belt
		x, y := between(r, w*.15, w*.6), between(r, h*.2, h*.7)
		q := p.at(x, y).turn(between(r, 0, 360))
		q.line(leather, .5, 3, smooth(pts(0, 0, 9, 2, 16, -2, 24, 1), false))
		q.frame(steel, .45, -3.5, -2.2, 4.4, 4.4, .6, .6)
		for i := range 3 {
			q.disc(copper, .3, 4+5*float64(i), 5+between(r, -1, 1), .35)
		}
	}
}

func (s *stage) hideInBag(p pen, w, h float64) {
	t := s.thing
	switch {
	case s.hides("BAG.FBOT"):
		y, sh := h*between(t, .1, .2), h*between(t, .55, .7)
		p.slab(t, w*.12, y, w*.74, sh, 2.6)
		p.frame(plastic, .8, w*.12, y, w*.74, sh, 1, .5)
		s.mark(p, w*.12, y, w*.74, sh)
	case s.hides("BAG.FSID"):
		p.slab(t, 1.4, 1.4, w-2.8, 3.6, 5)
		p.slab(t, 1.4, h-5, w-2.8, 3.6, 5)
		s.mark(p, 1.4, 1.4, w-2.8, h-2.8)
	case s.hides("BAG.TUBE"):
		for _, y := range []float64{h * .34, h * .66} {
			for i := range 9 {
				x := 2 + float64(i)*w*.088
				p.rod(powder, 1.45, 0, x, y, x+w*.08, y)
				p.rod(lead, 1.5, .006, x, y, x+w*.08, y)
			}
		}
		s.mark(p, 1, h*.34-1.4, w*.82, h*.32+2.8)
	case s.hides("BAG.SHOE"):
		q := p.at(w*between(t, .35, .62), h*.5).turn(between(t, -25, 25))
		penShoes(q, s)
		for _, m := range []float64{-1, 1} {
			q.slab(t, -12, m*4.75-2.2, 24, 4.4, 3.2)
		}
		s.mark(q, -14, -9, 28, 18)
	case s.hides("BAG.FOOD"):
		q := p.at(w*between(t, .3, .65), h*between(t, .35, .6))
		for i := range 4 {
			c := q.at(float64(i%2)*9, float64(i/2)*11)
			c.can(steel, -3.7, -5, 7.4, 10, .02)
			c.brick(t, -3, -4.2, 6, 8.4, 6.5)
			c.rect(steel, .14, -3.7, -5.2, 7.4, .3)
			c.rect(steel, .14, -3.7, 4.9, 7.4, .3)
		}
		s.mark(q, -4, -5.4, 17, 21.8)
	case s.hides("BAG.ELEC"):
		q := p.at(w*between(t, .3, .62), h*between(t, .35, .6)).turn(between(t, -12, 12))
		q.round(plastic, .9, -13, -8, 26, 16, 1)
		q.frame(plastic, 2, -13, -8, 26, 16, 1, .6)
		for _, x := range []float64{-7, 7} { // loudspeakers
			q.ring(steel, .2, x, 0, 4.6, 4)
			q.disc(steel, .9, x, 0, 2)
			q.ring(copper, .5, x, 0, 2.6, 2.1)
		}
		q.bricks(t, -12, -7.2, 24, 4.4, 8, 4.4, 5)
		q.bricks(t, -12, 3, 24, 4.4, 8, 4.4, 5)
		s.mark(q, -13, -8, 26, 16)
	case s.hides("BAG.BOOK"):
		q := p.at(w*between(t, .3, .65), h*between(t, .38, .6)).turn(between(t, -20, 20))
		q.fill(paper, path{pts(-9, -12, 9, -12, 9, 12, -9, 12), reversed(pts(-6, -9, 6, -9, 6, 9, -6, 9))}, flat(3.6))
		q.frame(cardboard, 1.6, -9.3, -12.3, 18.6, 24.6, .2, .4)
		q.bricks(t, -6, -9, 12, 18, 12, 9, 4.2)
		s.mark(q, -9, -12, 18, 24)
	case s.hides("BAG.TOIL"):
		q := p.at(w*between(t, .3, .65), h*between(t, .38, .6))
		for i := range 5 {
			x := float64(i-2) * 5
			q.round(plastic, .4, x-2.1, -6, 4.2, 12, 1)
			q.pouch(t, x, .6, 1.9, 4.6, 4)
			q.rod(plastic, 2, .4, x, -7.6, x, -6)
		}
		s.mark(q, -12.2, -7.6, 24.4, 13.8)
	case s.hides("BAG.OPEN"):
		x, y := w*between(t, .14, .35), h*between(t, .2, .4)
		p.bricks(t, x, y, w*.45, h*.42, 11, 7.5, 4.4)
		s.mark(p, x, y, w*.45, h*.42)
	}
}
