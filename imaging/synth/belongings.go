package synth

import "math"

// thing is something drawn about the origin that reaches rx and ry from it.
type thing struct {
	draw   func(pen, *stage)
	rx, ry float64
}

var travellers = []thing{
	{penLaptop, 14, 10}, {penShoes, 14, 9}, {penBottles, 10, 11}, {penCables, 11, 6}, {penBook, 9, 11},
	{penUmbrella, 18, 4}, {penCamera, 7, 5}, {penKeys, 7, 5}, {penTins, 8, 6}, {penDryer, 9, 10},
	{penToothpaste, 9, 8}, {penRazor, 8, 7},
}

// belongings puts a traveller's things where they collide little.
func (s *stage) belongings(p pen, w, h float64) {
	r := s.load
	order := r.Perm(len(travellers))
	cells := [][2]float64{{.22, .27}, {.5, .25}, {.78, .28}, {.24, .72}, {.5, .74}, {.77, .7}, {.5, .5}}
	for i, c := range cells[:6+r.IntN(2)] {
		s.put(p, travellers[order[i]], w*c[0]+between(r, -3, 3), h*c[1]+between(r, -2, 2), w, h)
	}
}

// put draws a thing near x, y, turned as it fell, inside 0, 0, w, h.
func (s *stage) put(p pen, t thing, x, y, w, h float64) {
	turned := pick(s.load, 0., 90, 180, 270) + between(s.load, -18, 18)
	sin, cos := math.Sincos(turned * math.Pi / 180)
	rx, ry := abs(cos)*t.rx+abs(sin)*t.ry+1.2, abs(sin)*t.rx+abs(cos)*t.ry+1.2
	x = max(rx, min(x, w-rx))
	y = max(ry, min(y, h-ry))
	t.draw(p.at(x, y).turn(turned), s)
}

func penLaptop(p pen, s *stage) {
	p.round(aluminium, .16, -14, -10, 28, 20, 1)
	p.frame(aluminium, .3, -14, -10, 28, 20, 1, .4)
	p.rect(glass, .25, -13.4, -9.4, 26.8, 18.4)
	p.circuit(s, -12, -9, 24, 8.5)
	for i := range 6 { // battery
		p.rod(aluminium, 1.7, .1, -11.5+4*float64(i), 6.4, -8+4*float64(i), 6.4)
		p.rod(salt, 1.5, 0, -11.5+4*float64(i), 6.4, -8+4*float64(i), 6.4)
		p.rod(copper, .5, .1, -11.5+4*float64(i), 6.4, -8+4*float64(i), 6.4)
	}
	p.disc(copper, .12, -6, -3, 2.2)
	p.ring(steel, .15, 8, -3.5, 2.6, 1.9)
	p.disc(steel, .15, 8, -3.5, .7)
}

// circuit is a board with parts and tracks.
func (p pen) circuit(s *stage, x, y, w, h float64) {
	r := s.load
	p.rect(glass, .16, x, y, w, h)
	for range int(w * h / 4) {
		px, py := x+r.Float64()*w*.94, y+r.Float64()*h*.92
		switch r.IntN(4) {
		case 0:
			p.rect(copper, .08, px, py, between(r, .3, 1.4), between(r, .3, 1.2))
		case 1:
			p.can(aluminium, px, py, .6, .8, 0)
		default:
			p.line(copper, .03, .12, pts(px, py, px+between(r, -3, 3), py, px+between(r, -3, 3), py+between(r, -1, 1)))
		}
	}
}

func penShoes(p pen, s *stage) {
	for i, m := range []float64{1, -1} {
		q := p.at(0, (float64(i)-.5)*9.5).sized(1, m).turn(between(s.load, -5, 5))
		sole := smooth(pts(-14, -2, -9, -3.4, -2, -2.4, 5, -3.6, 11, -3.6, 14, 0, 11, 3.4, 4, 3.6, -3, 2.8, -9, 3.2, -14, 2), true)
		q.poly(rubber, 1.2, sole)
		q.line(leather, 1.5, .7, append(sole, sole[0]))
		q.poly(leather, .5, smooth(pts(-1, -2.6, 5, -3.4, 11, -3.2, 13.4, 0, 11, 3, 4, 3.4, -1, 2.6), true))
		q.rect(steel, .05, -5, -.7, 9, 1.4) // shank
		for k := range 5 {
			q.disc(steel, .1, 1+1.4*float64(k), -1.5, .22)
			q.disc(steel, .1, 1+1.4*float64(k), 1.5, .22)
		}
	}
}

func penBottles(p pen, s *stage) {
	r := s.load
	for i := range 3 {
		w, h := between(r, 3.6, 6), between(r, 11, 17)
		q := p.at(float64(i-1)*7, between(r, -2, 2)).turn(between(r, -12, 12))
		q.round(plastic, .35, -w/2, -h/2, w, h, 1.6)
		full := between(r, .5, .95)
		q.at(0, h/2-h*full).fill(water, path{rounded(-w/2, 0, w, h*full, 1.3)}, func(x, _ float64) float32 {
			return float32(2 * sqrt(max(0, w*w/4-x*x)) * .8)
		})
		q.rod(plastic, 2.4, .4, 0, -h/2-2, 0, -h/2)
	}
}

func penCables(p pen, s *stage) {
	r := s.load
	var line []point
	for i := range 16 {
		a := float64(i) * 1.25
		d := 4.5 + .9*between(r, -1, 1)
		line = append(line, point{d * math.Cos(a), .75 * d * math.Sin(a)})
	}
	line = append(line, point{9, 2}, point{12, -1})
	line = smooth(line, false)
	p.line(plastic, .5, .65, line)
	p.line(copper, .16, .26, line)
	p.round(plastic, 1.2, 11, -4, 6.5, 4.6, .6)
	p.rect(copper, .5, 12, -3.2, 2.4, 2.6)
	p.ring(steel, .3, 15.4, -1.8, 1.2, .6)
	p.rect(copper, .4, 17.5, -3, 1.8, .3)
	p.rect(copper, .4, 17.5, -1.2, 1.8, .3)
}

func penBook(p pen, s *stage) {
	r := s.load
	for range 1 + r.IntN(2) {
		q := p.at(between(r, -2, 2), between(r, -2, 2)).turn(between(r, -20, 20))
		deep := between(r, 1.6, 3)
		q.rect(paper, deep, -7, -10, 14, 20)
		q.frame(cardboard, 1.4, -7.3, -10.3, 14.6, 20.6, .2, .35)
	}
}

func penUmbrella(p pen, s *stage) {
	p.rod(steel, .8, .1, -16, 0, 14, 0)
	p.line(plastic, 1.6, 2.2, smooth(pts(14, 0, 17, .4, 18.6, 2.4, 17.4, 4.4), false))
	for i := range 8 {
		y := (float64(i) - 3.5) * .5
		p.line(steel, .13, .2, pts(-15, y*.2, -3, y*1.5, 9, y*.8))
	}
	p.poly(cloth, 4, pts(-16, -.6, -3, -2.6, 10, -1.6, 10, 1.6, -3, 2.6, -16, .6))
}

func penCamera(p pen, s *stage) {
	p.round(aluminium, .5, -7, -4.5, 14, 9, 1.2)
	p.frame(aluminium, .8, -7, -4.5, 14, 9, 1.2, .3)
	for _, r := range []float64{3.9, 3.1, 2.3} {
		p.ring(aluminium, 1.8, 1, .2, r, r-.35)
		p.ball(glass, 1.1, 1, .2, r-.4, r-.4)
	}
	p.rect(copper, .3, -6.2, -2, 2, 5)
	p.rod(steel, 1, .1, -5, -4, -1, -4)
	p.circuit(s, 3.4, -4, 3, 7.4)
}

func penKeys(p pen, s *stage) {
	r := s.load
	p.ring(steel, .3, 0, 0, 1.5, 1.2)
	for i := range 5 {
		q := p.at(0, 0).turn(float64(i)*34+between(r, -10, 10)).at(1.4, 0)
		q.ring(copper, .22, 1.2, 0, 1.2, .4)
		q.rect(copper, .22, 2.2, -.35, 3.4, .7)
		for k := range 4 {
			q.rect(copper, .22, 3+.6*float64(k), .3, .3, between(r, .1, .4))
		}
	}
	for range 9 {
		p.disc(copper, .2, between(r, -7, 7), between(r, -5, 5), between(r, .8, 1.25))
	}
}

func penTins(p pen, s *stage) {
	for i := range 2 {
		q := p.at(float64(i)*8.4-4.2, 0)
		q.can(steel, -3.7, -5.2, 7.4, 10.4, .02)
		q.rod(fruit, 7.2, 0, 0, -4.8, 0, 5)
		q.rect(steel, .14, -3.7, -5.4, 7.4, .3)
		q.rect(steel, .14, -3.7, 5, 7.4, .3)
	}
}

func penDryer(p pen, s *stage) {
	p.rod(plastic, 7, .3, -8, 0, 6, 0)
	p.rod(copper, 3.4, .16, -4, 0, 0, 0)
	p.rod(steel, 3.6, .06, -4.4, 0, .4, 0)
	p.rod(steel, .4, 0, -6, 0, 3, 0)
	for i := range 7 {
		p.line(steel, .1, .18, pts(1.4+.6*float64(i), -2.6, 1.8+.6*float64(i), 2.6))
	}
	p.rod(plastic, 3.4, .4, -3, 3, -1, 12)
	p.line(copper, .15, .3, smooth(pts(-1, 12, 2, 15, 8, 14, 9, 9), false))
}

func penToothpaste(p pen, s *stage) {
	p.poly(plastic, .2, pts(-7, -2.4, 6, -1.7, 6, 1.7, -7, 2.4))
	p.fill(salt, path{pts(-6, -2, 6, -1.6, 6, 1.6, -6, 2)}, func(x, y float64) float32 { return float32(2.2 * sqrt(max(0, 1-y*y/4))) })
	p.rod(plastic, 2, .4, 6, 0, 8, 0)
	p.round(plastic, .7, -8, 4, 17, 1.1, .5)
	p.ball(salt, 3, 0, -6, 4, 2.6)
}

func penRazor(p pen, s *stage) {
	p.round(plastic, 1.4, -7, -2.4, 11, 4.8, 2)
	p.rod(aluminium, 1.4, .1, -6, 0, -1.5, 0)
	p.rod(copper, 1.5, .2, 0, 0, 2.2, 0)
	for _, y := range []float64{-1.5, 1.5} {
		p.ring(steel, .2, 4.4, y, 1.35, .2)
	}
	p.line(steel, .12, .5, pts(-5, 5, 8, 6)) // scissors
	p.line(steel, .12, .5, pts(-5, 6.5, 8, 4.8))
	p.ring(steel, .2, -6.4, 4.4, 1.7, 1.2)
	p.ring(steel, .2, -6.4, 7.6, 1.7, 1.2)
}
