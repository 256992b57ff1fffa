package synth

import "math"

// cargo is a row of cargo that fills width w and height h above a floor at y 0,
// upwards; across is how deep it stands in the direction of the beam.
type cargo func(s *stage, p pen, w, h, across float64)

// cartons stacks boxes on pallets.
func cartons(s *stage, p pen, w, h, across float64) {
	r := s.load
	bw, bh := between(r, 26, 42), between(r, 20, 32)
	inside := pick(r, cloth, paper, fruit, plastic, wood)
	full := between(r, .18, .4)
	cols := max(int(w/bw), 1)
	bw = w / float64(cols)
	p.pallet(0, w, across)
	rows := max(int((h-14)/bh), 1)
	for i := range cols {
		up := rows
		if chance(r, .12) {
			up--
		}
		for j := range up {
			x, y := float64(i)*bw, -14-float64(j+1)*bh
			f := newField(r)
			dense := full * between(r, .8, 1.2)
			p.fill(inside, path{pts(x+.6, y+.6, x+bw-.6, y+.6, x+bw-.6, y+bh-.6, x+.6, y+bh-.6)}, func(px, py float64) float32 {
				return float32(dense*across) * (1 + .35*f.clouds(px*.09, py*.09, 2))
			})
			p.frame(cardboard, across*.5, x, y, bw, bh, 0, 1)
		}
	}
}

func (p pen) pallet(x, w, across float64) {
	for q := x; q < x+w-20; q += 120 {
		l := min(118, x+w-q)
		p.rect(wood, across*.9, q, -14, l, 2.4)
		p.rect(wood, across*.5, q, -2.4, l, 2.4)
		for _, k := range []float64{0, .44, .88} {
			p.rect(wood, across*.5, q+l*k, -12, l*.12, 10)
		}
	}
}

// sacks lie in layers.
func sacks(s *stage, p pen, w, h, across float64) {
	r := s.load
	m := pick(r, fruit, powder, wood, salt)
	deep := across * between(r, .3, .5)
	p.pallet(0, w, across)
	bw, bh := between(r, 52, 70), between(r, 14, 20)
	for y, k := -14.0, 0; y-bh > -h; y, k = y-bh*.86, k+1 {
		for x := -bw * .5 * float64(k%2); x < w; x += bw {
			x0, x1 := max(x, 0), min(x+bw, w)
			if x1-x0 < 12 {
				continue
			}
			cx, rx, f := (x0+x1)/2, (x1-x0)/2, newField(r)
			p.fill(m, path{smooth(pts(x0+1, y-bh*.5, x0+5, y-bh*.95, cx, y-bh*1.04, x1-5, y-bh*.95, x1-1, y-bh*.5, x1-5, y-1, cx, y, x0+5, y-1), true)}, func(px, py float64) float32 {
				u := abs(px-cx) / rx
				return float32(deep*(1-.45*u*u*u*u)) * (1 + .22*f.clouds(px*.1, py*.15, 2))
			})
		}
	}
}

// drums stand upright, two high.
func drums(s *stage, p pen, w, h, across float64) {
	r := s.load
	m := pick(r, water, fuel, plastic)
	level := between(r, .75, .95)
	const dw, dh = 59, 88
	n := max(int(w/dw), 1)
	for j := range max(int(h/(dh+16)), 1) {
		y := -float64(j) * (dh + 16)
		p.at(0, y).pallet(0, w, across)
		for i := range n {
			x := float64(i)*w/float64(n) + 1
			q := p.at(x, y-14-dh)
			rows := across / dw
			q.can(steel, 0, 0, dw-2, dh, .1*rows)
			q.fill(m, path{pts(1, dh*(1-level), dw-3, dh*(1-level), dw-3, dh, 1, dh)}, func(px, _ float64) float32 {
				u := (px - dw/2) / (dw / 2)
				return float32(rows * dw * .42 * sqrt(max(0, 1-u*u)))
			})
			for _, k := range []float64{0, .33, .66, .99} {
				q.rect(steel, .5*rows, -.5, dh*k-1, dw-1, 1.6)
			}
		}
	}
}

// reels of paper stand in columns, each wound on a core.
func reels(s *stage, p pen, w, h, across float64) {
	r := s.load
	d := between(r, 95, 120)
	n := max(int(w/d), 1)
	d = w / float64(n)
	high := between(r, 80, 110)
	for j := range max(int(h/high), 1) {
		for i := range n {
			x, y := float64(i)*d, -float64(j+1)*high
			p.can(paper, x+1, y+1, d-2, high-2, d*.42)
			p.rect(cardboard, 20, x+d*.45, y+1, d*.1, high-2)
			p.rect(paper, 10, x+1, y+1, d-2, 1.2)
		}
	}
}

// machines stand bolted in crates.
func machines(s *stage, p pen, w, h, across float64) {
	r := s.load
	p.rect(wood, across*.5, 0, -10, w, 10)
	p.frame(wood, across*.16, 0, -h, w, h, 0, 7)
	for x := 60.0; x < w-30; x += between(r, 90, 140) {
		p.rect(wood, across*.14, x, -h, 8, h)
	}
	f := newField(r)
	for x := 14.0; x < w-60; {
		mw := min(between(r, 70, 150), w-14-x)
		mh := between(r, h*.45, h*.82)
		q := p.at(x, -10)
		q.fill(steel, path{rounded(0, -mh, mw, mh, 6)}, func(px, py float64) float32 { return 7 * (1 + .7*f.clouds((px+x)*.05, py*.05, 2)) })
		q.frame(steel, 26, 0, -mh, mw, mh, 6, 3)
		for range 4 {
			cx, cy, cr := between(r, mw*.15, mw*.85), -between(r, mh*.15, mh*.85), between(r, 7, mh*.19)
			q.ring(steel, 22, cx, cy, cr, cr*.7)
			q.disc(steel, 16, cx, cy, cr*.3)
			for k := range 6 {
				q.at(cx, cy).turn(float64(k)*60).rect(steel, 9, cr*.25, -1.2, cr*.5, 2.4)
			}
		}
		q.rod(steel, mh*.16, 4, 4, -mh*.3, mw-4, -mh*.3)
		q.rod(copper, mh*.14, 0, mw*.3, -mh*.66, mw*.6, -mh*.66)
		q.line(steel, 14, 3, pts(6, -6, mw-6, -mh+6))
		x += mw + between(r, 8, 24)
	}
}

// timber is bundled boards, or logs seen from their side.
func timber(s *stage, p pen, w, h, across float64) {
	r := s.load
	f := newField(r)
	board := between(r, 4, 9)
	for y := 0.0; y-board > -h; y -= board {
		if k := int(-y / board); k%8 == 7 {
			for x := 20.0; x < w; x += 110 {
				p.rect(wood, across*.7, x, y-board, 9, board)
			}
			continue
		}
		dense := between(r, .62, .9)
		p.fill(wood, path{pts(0, y-board+.5, w, y-board+.5, w, y, 0, y)}, func(px, py float64) float32 {
			return float32(dense*across) * (1 + .28*f.clouds(px*.012, py*.3, 3))
		})
	}
	for x := w * .2; x < w; x += w * .3 {
		p.rect(steel, 1, x, -h, 1.6, h)
	}
}

// slabs of stone lean on frames, on edge.
func slabs(s *stage, p pen, w, h, across float64) {
	r := s.load
	for x := 12.0; x < w-70; x += between(r, 105, 130) {
		bw, bh := between(r, 70, 90), min(between(r, 100, 150), h)
		f := newField(r)
		p.rect(wood, across*.6, x-6, -9, bw+12, 9)
		for k := range 2 {
			o := float64(k) * 7
			p.fill(stone, path{pts(x+o, -9, x+bw-8+o, -9, x+bw-8+o, -9-bh+o, x+o, -9-bh+o)}, func(px, py float64) float32 {
				return float32(across*.22) * (1 + .2*f.clouds(px*.05, py*.05, 3))
			})
		}
		p.line(steel, 12, 5, pts(x-4, -9, x+bw*.5, -bh-22))
		p.line(steel, 12, 5, pts(x+bw+4, -9, x+bw*.5, -bh-22))
	}
}

// coils of metal lie in cradles, each dark enough to hide what is behind it.
func coils(s *stage, p pen, w, h, across float64) {
	r := s.load
	for x := 60.0; x < w-60; x += between(r, 150, 210) {
		d := min(between(r, 92, 118), h)
		p.rect(wood, across*.6, x-62, -12, 124, 12)
		q := p.at(x, -12-d/2)
		f := newField(r)
		q.fill(aluminium, path{ellipse(0, 0, d/2, d/2), reversed(ellipse(0, 0, d*.2, d*.2))}, func(px, py float64) float32 {
			return 60 * (1 + .1*f.clouds(math.Hypot(px, py)*.5, 0, 2))
		})
		q.ring(aluminium, 24, 0, 0, d*.21, d*.195)
	}
}

// furniture is light, hollow and full of springs.
func furniture(s *stage, p pen, w, h, across float64) {
	r := s.load
	for y := 0.0; y > -h+62; y -= 66 {
		for x := 2.0; x < w-50; {
			bw := min(between(r, 80, 140), w-x)
			q := p.at(x, y)
			f := newField(r)
			q.fill(foam, path{rounded(2, -60, bw-6, 58, 8)}, func(px, py float64) float32 { return float32(across) * (1.6 + f.clouds(px*.05, py*.05, 2)) })
			q.frame(wood, across*.45, 2, -60, bw-6, 58, 4, 3)
			q.rect(wood, across*.2, 4, -26, bw-10, 3)
			for k := 10.0; k < bw-12; k += 9 {
				for j := range 4 {
					q.line(steel, 2.6, .8, pts(k, -22+4.4*float64(j), k+6, -20+4.4*float64(j)))
				}
			}
			x += bw
		}
	}
}

// rolls of cloth or carpet lie across the beam.
func rolls(s *stage, p pen, w, h, across float64) {
	r := s.load
	d := between(r, 26, 38)
	k := 0
	for y := -d / 2; y-d/2 > -h; y -= d * .88 {
		for x := d/2 + float64(k%2)*d/2; x+d/2 <= w; x += d {
			f := newField(r)
			e := d * between(r, .47, .5)
			p.fill(cloth, path{ellipse(x, y, e, e)}, func(px, py float64) float32 {
				turns := math.Sin(math.Hypot(px-x, py-y) * 2.4)
				return float32(across*1.5) * (1 + .1*float32(turns) + .2*f.clouds(px*.1, py*.1, 2))
			})
			p.ring(cardboard, across*.8, x, y, 4.4, 3.4)
		}
		k++
	}
}
