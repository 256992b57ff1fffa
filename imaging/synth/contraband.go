package synth

import (
	"math"
	"math/rand/v2"
)

// drawBrick is one pressed packet, or a few that lie together.
func drawBrick(p pen, r *rand.Rand) {
	w, h := between(r, 11, 22), between(r, 7, 15)
	cols, rows := 1+r.IntN(4), 1+r.IntN(4)
	deep := between(r, 2, 6)
	f := newField(r)
	for i := range cols {
		for j := range rows {
			if cols*rows > 3 && chance(r, .1) {
				continue
			}
			q := p.at((float64(i)-float64(cols-1)/2)*w*1.02, (float64(j)-float64(rows-1)/2)*h*1.02)
			q = q.at(between(r, -.4, .4), between(r, -.4, .4)).turn(between(r, -3, 3))
			q.brick(r, -w/2, -h/2, w, h, deep*between(r, .9, 1.1))
			if chance(r, .4) { // tape
				q.rect(plastic, .5, -w/2, between(r, -.4, .2)*h, w, between(r, 1, 3))
			}
			if chance(r, .3) { // a stamped mark
				q.at(float64(f.at(float64(i), float64(j))), 0).ring(powder, -deep*.08, 0, 0, h*.25, h*.18)
			}
		}
	}
}

func drawPouches(p pen, r *rand.Rand) {
	n := 1 + r.IntN(6)
	for range n {
		rx := between(r, 3, 8)
		d := rx * sqrt(float64(n)) * .6
		q := p.at(between(r, -d, d), between(r, -d, d)).turn(between(r, 0, 360))
		q.pouch(r, 0, 0, rx, rx*between(r, .55, .95), between(r, 2, 5))
		q.poly(plastic, .3, pts(-rx*.2, -rx*.5, -rx*.5, -rx*1.2, rx*.5, -rx*1.25, rx*.2, -rx*.5))
	}
}

// drawCapsules are swallower's packets.
func drawCapsules(p pen, r *rand.Rand) {
	long, d := between(r, 3, 6), between(r, 1.4, 2.6)
	spread := between(r, 4, 9)
	for range 8 + r.IntN(30) {
		q := p.at(r.NormFloat64()*spread*.5, r.NormFloat64()*spread*.4).turn(between(r, 0, 180))
		q.fill(powder, path{rounded(-long/2, -d/2, long, d, d*.45)}, func(_, y float64) float32 {
			return float32(2 * sqrt(max(0, d*d/4-y*y)))
		})
		q.frame(rubber, d*.3, -long/2, -d/2, long, d, d*.45, .12)
	}
}

func drawPills(p pen, r *rand.Rand) {
	cols, rows := 2+r.IntN(4), 3+r.IntN(5)
	gap := between(r, 1.4, 2.4)
	sheets := 1 + r.IntN(4)
	round := between(r, .6, 1.6)
	for i := range sheets {
		q := p.at(float64(i)*between(r, 0, 2), float64(i)*between(r, 0, 2)).turn(float64(i) * between(r, -20, 20))
		w, h := gap*float64(cols), gap*float64(rows)
		q.round(aluminium, .02, -w/2, -h/2, w, h, .4)
		q.frame(plastic, .1, -w/2, -h/2, w, h, .4, .2)
		for c := range cols {
			for k := range rows {
				if chance(r, .12) {
					continue
				}
				q.at((float64(c)+.5)*gap-w/2, (float64(k)+.5)*gap-h/2).ball(salt, .5, 0, 0, gap*.36, gap*.36*min(round, 1))
			}
		}
	}
}

func drawBanknotes(p pen, r *rand.Rand) {
	w, h := between(r, 12, 16), between(r, 6, 8)
	for range 2 + r.IntN(8) {
		q := p.at(between(r, -9, 9), between(r, -7, 7)).turn(pick(r, 0., 0, 90) + between(r, -9, 9))
		t := between(r, .8, 2)
		q.rect(paper, t, -w/2, -h/2, w, h)
		q.rect(paper, t*.25, -w/2, -h*.12, w, h*.24)
		q.rect(plastic, .5, between(r, -.2, .1)*w, -h/2-.1, between(r, 1, 2.4), h+.2)
	}
}

func drawCigarettes(p pen, r *rand.Rand) {
	// Packs of twenty in a carton, seen from a side: rows of rods with a foil.
	cols, rows := 1+r.IntN(5), 1+r.IntN(3)
	w, h := 5.5, 8.6
	end := chance(r, .35)
	for i := range cols {
		for j := range rows {
			q := p.at((float64(i)-float64(cols)/2)*w*1.03, (float64(j)-float64(rows)/2)*h*1.03)
			q.frame(cardboard, 1.2, 0, 0, w, h, .1, .15)
			q.rect(aluminium, .01, .1, .2, w-.2, h*.9)
			for k := range 7 {
				x := .4 + .68*float64(k)
				if end {
					for n := range 3 {
						q.ring(cloth, 5, x+.34, .8+.75*float64(n), .33, .26)
					}
					continue
				}
				q.rod(cloth, .66, 0, x+.34, h*.05, x+.34, h*.95)
				q.rod(paper, .7, .06, x+.34, h*.05, x+.34, h*.95)
				q.rect(cloth, 1.5, x, h*.05, .64, 2.2)
			}
		}
	}
	p.frame(cardboard, 2, -float64(cols)/2*w*1.03-.4, -float64(rows)/2*h*1.03-.4, float64(cols)*w*1.03+.6, float64(rows)*h*1.03+.6, .1, .2)
}

// drawHollow is a block of stone, wood or cast stuff with packets in cavities.
func drawHollow(p pen, r *rand.Rand) {
	m, deep := pick(r, stone, wood, salt, aluminium), between(r, 5, 14)
	if m == wood {
		deep *= 2
	}
	w, h := between(r, 20, 50), between(r, 14, 36)
	body := path{rounded(-w/2, -h/2, w, h, between(r, 0, 5))}
	n := 1 + r.IntN(3)
	lip := between(r, .1, .2)
	f := newField(r)
	var holes [][4]float64
	for i := range n {
		cw := w * (1 - lip*float64(n+1)/1.5) / float64(n)
		x := -w/2 + (w-cw*float64(n))*(float64(i)+1)/float64(n+1) + cw*float64(i)
		holes = append(holes, [4]float64{x, -h * (.5 - lip), cw, h * (1 - 2*lip)})
		body = append(body, reversed(rounded(x, -h*(.5-lip), cw, h*(1-2*lip), between(r, 0, 2))))
	}
	grain := func(x, y float64) float32 { return float32(deep) * (1 + .1*f.clouds(x*.3, y*.3, 3)) }
	p.fill(m, body, grain)
	for _, o := range holes {
		p.fill(m, path{rounded(o[0], o[1], o[2], o[3], 1)}, flat(deep*between(r, .2, .5)))
		bw := between(r, .35, 1) * o[2]
		p.bricks(r, o[0]+.4, o[1]+.4, o[2]-.8, o[3]-.8, bw, bw*between(r, .5, .9), deep*.5)
	}
}

// drawBlock is the same without a cavity.
func drawBlock(p pen, r *rand.Rand) {
	m, deep := pick(r, stone, wood, salt, aluminium), between(r, 4, 12)
	if m == wood {
		deep *= 2
	}
	w, h := between(r, 20, 50), between(r, 14, 36)
	f := newField(r)
	vein, lean := between(r, .1, .9), between(r, -1, 1)
	p.fill(m, path{rounded(-w/2, -h/2, w, h, between(r, 0, 5))}, func(x, y float64) float32 {
		return float32(deep) * (1 + .12*f.clouds(x*.2, y*.2, 3) + .05*float32(math.Sin(y*vein+lean*x*.3+3*float64(f.at(x*.1, y*.1)))))
	})
	p.frame(m, deep*.2, -w/2, -h/2, w, h, 2, between(r, .3, 1.2))
}

// drawCharge is an improvised device: a mass, a source, a switch and wires.
func drawCharge(p pen, r *rand.Rand) {
	if chance(r, .5) {
		long, d := between(r, 10, 28), between(r, 2.5, 6)
		for i := range 1 + r.IntN(3) { // pipes
			q := p.at(0, float64(i)*d*1.1)
			q.rod(steel, d, .3, -long/2, 0, long/2, 0)
			q.rod(powder, d-.6, 0, -long/2, 0, long/2, 0)
			q.rect(steel, 1, -long/2-.6, -d*.6, 1.8, d*1.2)
			q.rect(steel, 1, long/2-1.2, -d*.6, 1.8, d*1.2)
		}
	} else {
		for i := range 2 + r.IntN(4) { // sticks
			q := p.at(0, float64(i)*2.8)
			q.rod(powder, 2.8, 0, -between(r, 8, 10), 0, 9, 0)
		}
		p.rect(plastic, .8, -6, -1.5, 1.6, 12)
		p.rect(plastic, .8, 4, -1.5, 1.6, 12)
	}
	x, y := between(r, -6, 6), -between(r, 4, 7)
	p.at(x, y).batteries(r, 0, 0, between(r, 4.5, 9), between(r, 1.4, 2.6))
	p.board(r, x-6, y-3, between(r, 3, 6), between(r, 2.5, 5))
	p.rod(copper, .7, .06, -2, between(r, 0, 2), 4, 1) // detonator
	for range 3 + r.IntN(4) {
		p.line(copper, .08, .18, smooth([]point{{x + between(r, -5, 5), y}, {between(r, -9, 9), y - between(r, -1, 4)}, {between(r, -9, 9), between(r, -3, 3)}, {-2, 1}}, false))
	}
}

// drawStatue is a figure of stone or wood, whole or with packets inside.
func drawStatue(p pen, r *rand.Rand) {
	m := pick(r, stone, wood, salt, copper)
	high := between(r, 18, 45)
	k := high / 30
	deep := 7 * k
	if m == copper {
		deep = .6
	}
	var left, right []point
	for _, s := range []struct{ y, w float64 }{{-15, 1}, {-14, 2.4}, {-11, 2.8}, {-9, 1.6}, {-7, 4}, {-2, 3.4}, {2, 3}, {6, 4.4}, {12, 4.8}, {13, 6}, {15, 6.2}} {
		w := s.w * k * between(r, .75, 1.3)
		left = append([]point{{-w, s.y * k}}, left...)
		right = append(right, point{w * between(r, .8, 1.2), s.y * k})
	}
	f := newField(r)
	outline := smooth(append(right, left...), true)
	p.fill(m, path{outline}, func(x, y float64) float32 {
		u := x / (5 * k)
		return float32(deep*sqrt(max(.15, 1-u*u))) * (1 + .15*f.clouds(x*.4/k, y*.4/k, 3))
	})
	p.line(m, deep*.2, .4*k, append(outline, outline[0]))
	if chance(r, .5) {
		p.rect(m, -deep*.6, -2.2*k, -5*k, 4.4*k, 15*k)
		p.bricks(r, -2*k, -4.8*k, 4*k, 14.6*k, 4*k, 4*k, deep*.5)
	}
}
