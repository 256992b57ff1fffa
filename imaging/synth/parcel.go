package synth

import "math"

// drawParcel lays a carton on the belt.
func drawParcel(s *stage) {
	t := s.thing
	w, h := between(t, 40, 48), between(t, 28, 34)
	p := s.at(s.w/2, s.h/2).turn(between(t, -9, 9)).at(-w/2, -h/2)
	p.carton(w, h)
	s.stuff(p, w, h)
	s.hideInParcel(p, w, h)
	s.rect(rubber, .12, 0, 0, s.w, s.h)
}

// carton is a box of corrugated board with flaps, tape, staples and a label.
func (p pen) carton(w, h float64) {
	p.rect(cardboard, 1, 0, 0, w, h)
	p.fill(cardboard, path{pts(0, 0, w, 0, w, h, 0, h)}, func(x, _ float64) float32 {
		return float32(.25 + .25*math.Sin(x*9))
	})
	p.frame(cardboard, 7, 0, 0, w, h, .3, .5)
	p.rect(cardboard, 1, 0, 0, w, h*.46)
	p.rect(cardboard, 1, 0, h*.54, w, h*.46)
	p.rect(plastic, .06, -.1, h*.5-2.4, w+.2, 4.8)
	for _, x := range []float64{2.4, w - 3.6} {
		for _, y := range []float64{h * .4, h * .6} {
			p.rect(steel, .12, x, y, 1.4, .22)
		}
	}
}

var goods = []thing{
	{penBook, 9, 11}, {penTins, 8, 6}, {penBottles, 10, 11}, {penCamera, 7, 5}, {penCables, 11, 6}, {penDryer, 9, 10},
	{penToothpaste, 9, 8}, {penToy, 9, 9}, {penGear, 7, 7}, {penShoes, 14, 9}, {penDrill, 12, 9},
}

// stuff fills a parcel: a few goods amid paper and air cushions.
func (s *stage) stuff(p pen, w, h float64) {
	r := s.load
	for range 26 {
		x, y := between(r, 3, w-3), between(r, 3, h-3)
		f, size := newField(r), between(r, 2, 4.5)
		p.fill(paper, path{ellipse(x, y, size, size*.8)}, func(px, py float64) float32 {
			return .25 * max(0, .3+2*abs32(f.clouds(px*.5, py*.5, 3)))
		})
	}
	order := r.Perm(len(goods))
	n := 2 + r.IntN(2)
	if s.code != "" {
		n = 2
	}
	for i := range n {
		s.put(p, goods[order[i]], w*(.22+.56*float64(i)/max(float64(n-1), 1)), h*between(r, .35, .65), w, h)
	}
}

func penToy(p pen, s *stage) {
	f := newField(s.load)
	soft := func(x, y float64) float32 { return 4 * (1 + .4*f.clouds(x*.4, y*.4, 2)) }
	for _, e := range [][4]float64{{0, 2, 5.2, 6}, {0, -5.6, 4, 3.8}, {-3.4, -8.4, 1.6, 1.6}, {3.4, -8.4, 1.6, 1.6}, {-6, 0, 2.6, 1.8}, {6, 0, 2.6, 1.8}, {-3.4, 7.6, 2.2, 2.2}, {3.4, 7.6, 2.2, 2.2}} {
		p.fill(cloth, path{ellipse(e[0], e[1], e[2], e[3])}, soft)
		p.line(cloth, 4, .3, append(ellipse(e[0], e[1], e[2], e[3]), point{e[0] + e[2], e[1]}))
	}
	p.disc(plastic, 1, -1.4, -6.2, .5)
	p.disc(plastic, 1, 1.4, -6.2, .5)
	p.disc(plastic, 1, 0, -4.8, .6)
	p.round(plastic, .8, -1.8, 1, 3.6, 4, .6)
	p.rod(steel, .9, .05, -.9, 3, 1.2, 3)
}

func penGear(p pen, s *stage) {
	p.ring(steel, .9, 0, 0, 6, 4.4)
	p.ring(steel, .5, 0, 0, 4.4, 1.6)
	p.ring(steel, 1.4, 0, 0, 2, 1.1)
	for i := range 24 {
		p.turn(float64(i)*15).rect(steel, .9, 5.9, -.4, .9, .8)
	}
	for i := range 5 {
		sin, cos := math.Sincos(float64(i) * 2 * math.Pi / 5)
		p.ring(air, 0, 3*cos, 3*sin, .6, .1)
		p.disc(steel, .4, 3.1*cos, 3.1*sin, .5)
	}
}

func penDrill(p pen, s *stage) {
	p.round(plastic, .8, -9, -4.6, 14, 6, 2)
	p.rod(copper, 3.6, .4, -6.5, -1.6, -2.4, -1.6)
	p.rod(steel, 4, .1, -7, -1.6, -2, -1.6)
	p.rod(steel, 2.6, .6, -1.4, -1.6, 3.6, -1.6)
	p.rod(steel, 2.6, .9, 5, -1.6, 8.6, -1.6)
	p.rod(steel, .6, 0, 8.6, -1.6, 12, -1.6)
	p.poly(plastic, 1.2, pts(-6, 1, -2, 1, -3.4, 7, -7.6, 7))
	p.round(plastic, .8, -9, 5.6, 8.6, 4, .8)
	for i := range 3 {
		p.rod(salt, 1.9, 0, -8.4, 6.6+float64(i)*1.1, -1.4, 6.6+float64(i)*1.1)
	}
}

func (s *stage) hideInParcel(p pen, w, h float64) {
	t := s.thing
	x, y := w*between(t, .36, .64), h*between(t, .42, .58)
	q := p.at(x, y).turn(between(t, -14, 14))
	switch {
	case s.hides("PCL.DBLW"):
		p.slab(t, 1, 1, w-2, 3, 9)
		p.slab(t, 1, h-4, w-2, 3, 9)
		p.slab(t, 1, 4, 3, h-8, 9)
		s.mark(p, 1, 1, w-2, h-2)
	case s.hides("PCL.BOOK"):
		q.fill(paper, path{pts(-10, -13, 10, -13, 10, 13, -10, 13), reversed(pts(-7, -10, 7, -10, 7, 10, -7, 10))}, flat(3.6))
		q.frame(cardboard, 1.8, -10.3, -13.3, 20.6, 26.6, .2, .4)
		q.bricks(t, -7, -10, 14, 20, 14, 10, 4.4)
		s.mark(q, -10, -13, 20, 26)
	case s.hides("PCL.TOYS"):
		penToy(q.sized(1.25, 1.25), s)
		q.pouch(t, 0, 2.4, 5, 6, 6.5)
		q.pouch(t, 0, -7, 3.6, 3.4, 5)
		s.mark(q, -9, -12, 18, 24)
	case s.hides("PCL.COSM"):
		for i := range 6 {
			c := q.at(float64(i%3-1)*7.4, float64(i/3)*9-4.5)
			c.round(plastic, .7, -3, -3.6, 6, 7.2, .8)
			c.frame(plastic, 1.6, -3, -3.6, 6, 7.2, .8, .4)
			c.pouch(t, 0, .4, 2.5, 2.9, 5)
			c.rect(aluminium, .25, -3.1, -4.4, 6.2, 1.3)
		}
		s.mark(q, -10.6, -9, 21.2, 17.4)
	case s.hides("PCL.ELEC"):
		q.round(steel, .05, -12, -8, 24, 16, .6)
		q.frame(steel, .3, -12, -8, 24, 16, .6, .35)
		q.circuit(s, -11, -7, 9, 6)
		q.rect(copper, .7, -10.5, 1, 6, 5.4) // transformer
		q.frame(steel, .8, -11, .4, 7, 6.6, 0, .8)
		q.bricks(t, -1.6, -7.2, 12.6, 14.4, 6.4, 7.2, 5.5)
		s.mark(q, -2, -7.4, 13.4, 14.8)
	case s.hides("PCL.FOOD"):
		for i := range 4 {
			c := q.at(float64(i%2)*10-5, float64(i/2)*12-6)
			c.round(plastic, .1, -4.6, -5.6, 9.2, 11.2, 1)
			f := newField(t)
			c.fill(wood, path{rounded(-4.4, -5.2, 8.8, 10.4, 1)}, func(px, py float64) float32 { return 3.4 * (1 + .6*f.clouds(px*1.6, py*1.6, 2)) })
			if i != 1 {
				c.pouch(t, 0, .4, 3.2, 4, 5)
			}
		}
		s.mark(q, -9.8, -11.8, 19.6, 23.8)
	case s.hides("PCL.CLTH"):
		for i := range 3 {
			f := newField(t)
			c := q.at(float64(i-1)*4, float64(i-1)*5)
			c.fill(cloth, path{rounded(-13, -8, 26, 15, 2)}, func(px, py float64) float32 {
				return 3 * (1 + .5*f.clouds(px*.3, py*.3, 3) + .2*float32(math.Sin(py*1.3)))
			})
			c.slab(t, -9, -1.2, 18, 2.6, 6)
		}
		s.mark(q, -14, -8, 27, 15)
	case s.hides("PCL.PART"):
		q.rod(steel, 15, .35, -10, 0, 10, 0)
		q.rect(steel, .5, -11, -9, 1.4, 18)
		q.rect(steel, .5, 9.6, -9, 1.4, 18)
		for i := range 4 {
			q.rod(steel, 1, .0, -11.6, -7.5+5*float64(i), -8.6, -7.5+5*float64(i))
		}
		q.bricks(t, -8.6, -6, 17.2, 12, 8.4, 6, 9)
		s.mark(q, -9, -7, 18, 14)
	}
}

func abs32(x float32) float32 { return max(x, -x) }
