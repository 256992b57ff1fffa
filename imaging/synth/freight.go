package synth

import (
	"math"
	"math/rand/v2"
)

func drawDrum(p pen, r *rand.Rand) {
	d, h := between(r, 38, 60), between(r, 55, 92)
	p = p.at(0, h/2)
	m, wall := steel, .12
	if chance(r, .35) {
		m, wall = plastic, .5
	}
	p.rod(m, d, wall, 0, -h, 0, 0)
	for _, y := range []float64{-h, -h * .66, -h * .33, -.8} {
		p.rect(m, 8*wall, -d*.51, y, d*1.02, .8)
	}
	top := between(r, .3, .97)
	p.filled(pick(r, water, fuel, powder, salt), d*.97, -h*top, -1)
	p.rod(m, 5, .3, d*.3, -h-1.2, d*.3, -h+1)
	if chance(r, .4) { // packets in it
		p.bricks(r, -d*.32, -h*between(r, .4, .9), d*.64, h*.35, between(r, 12, 20), between(r, 8, 12), 12)
	}
}

func drawSheetCoil(p pen, r *rand.Rand) {
	big := between(r, 30, 70)
	in := big * between(r, .3, .5)
	if chance(r, .4) { // from its side
		w := between(r, 40, 120)
		p.rod(steel, 2*big, 0, -w/2, 0, w/2, 0)
		for range 3 {
			p.rect(steel, .6, between(r, -.4, .4)*w, -big*1.01, 3, 2*big)
		}
		return
	}
	p.ring(steel, between(r, 5, 14), 0, 0, big, in)
	for i := range 4 + r.IntN(8) {
		d := in + (big-in)*(float64(i)+between(r, .2, .8))/10
		p.ring(steel, -2, 0, 0, d+.5, d)
	}
	for i := range 4 {
		p.turn(90*float64(i)+between(r, 0, 20)).rect(steel, 1, in, -1.5, big-in+1, 3)
	}
}

// drawRolls are rolls of paper, cloth or film on end or lying.
func drawRolls(p pen, r *rand.Rand) {
	m := pick(r, paper, cloth, plastic)
	d, n := between(r, 12, 40), 1+r.IntN(4)
	end := chance(r, .5)
	long := between(r, 1, 3) * d
	for i := range n {
		for j := range n {
			if i*j > 3 {
				continue
			}
			q := p.at(float64(i)*d*1.01, float64(j)*d*1.01)
			if !end {
				if i > 0 {
					continue
				}
				q.rod(m, d, 0, -long/2, 0, long/2, 0)
				q.rod(cardboard, d*.25, 1, -long/2-1, 0, long/2+1, 0)
				continue
			}
			q.ring(m, 20, 0, 0, d/2, d*.12)
			for k := range 4 {
				q.ring(m, -1.5, 0, 0, d*(.18+.08*float64(k)), d*(.17+.08*float64(k)))
			}
			q.ring(cardboard, 20, 0, 0, d*.14, d*.11)
		}
	}
}

func drawCableDrum(p pen, r *rand.Rand) {
	big, w := between(r, 20, 70), between(r, 25, 70)
	m := pick(r, wood, steel, plastic)
	if chance(r, .5) { // along its axle
		p.ring(m, 4, 0, 0, big, big*.12)
		for i := range 8 {
			p.turn(45*float64(i)).rect(m, 2, big*.12, -big*.05, big*.85, big*.1)
		}
		for i := range 9 {
			d := big * (.4 + .05*float64(i))
			p.ring(copper, 1.4, 0, 0, d, d-big*.03)
		}
		return
	}
	for _, x := range []float64{-w / 2, w/2 - 3} {
		p.rect(m, 16, x, -big, 3, 2*big)
	}
	d := big * between(r, 1, 1.7)
	n := 8 + r.IntN(14)
	for i := range n {
		x := (float64(i)+.5)/float64(n)*(w-7) - w/2 + 3.5
		p.rod(plastic, w/float64(n)*.9, 0, x, -d/2, x+.4, d/2)
		p.rod(copper, w/float64(n)*.5, 0, x, -d/2, x+.4, d/2)
	}
	p.rod(steel, 4, .4, -w/2-4, 0, w/2+4, 0)
}

func drawPipes(p pen, r *rand.Rand) {
	d, n := between(r, 3, 12), 2+r.IntN(4)
	m, wall := pick(r, steel, plastic, copper), d*between(r, .05, .12)
	if chance(r, .5) { // ends
		for j := range n {
			for i := range n + 1 {
				q := p.at(d*(float64(i)+.5*float64(j%2)-float64(n)/2), d*.87*(float64(j)-float64(n-1)/2))
				q.ring(m, 12, 0, 0, d/2, d/2-wall)
				if chance(r, .1) {
					q.disc(powder, 12, 0, 0, d/2-wall)
				}
			}
		}
		return
	}
	long := between(r, 60, 140)
	for i := range n {
		p.rod(m, d, wall, -long/2+between(r, -3, 3), d*float64(i), long/2, d*float64(i))
	}
	for _, x := range []float64{-.3, .3} {
		p.rect(steel, .6, long*x, -d/2-.5, 2, d*float64(n)+1)
	}
}

func drawTimber(p pen, r *rand.Rand) {
	w, h := between(r, 60, 130), between(r, 4, 12)
	n := 3 + r.IntN(6)
	deep := between(r, 12, 30)
	f := newField(r)
	for i := range n {
		y := float64(i) * h * 1.12
		l := w * between(r, .85, 1)
		p.fill(wood, path{pts(-l/2, y, l/2, y, l/2, y+h, -l/2, y+h)}, func(px, py float64) float32 {
			return float32(deep) * (1 + .12*f.clouds(px*.02, py*.6, 3))
		})
		if chance(r, .25) { // a cavity
			p.rect(wood, -deep*.5, -l*.3, y+h*.25, l*.6, h*.5)
			p.bricks(r, -l*.3, y+h*.25, l*.6, h*.5, l*.12, h*.5, deep*.4)
		}
	}
	for _, x := range []float64{-.35, 0, .35} {
		p.rect(wood, 10, w*x, -1, 3, h*1.12*float64(n)+1)
	}
}

func drawSacks(p pen, r *rand.Rand) {
	cols, rows := 1+r.IntN(4), 2+r.IntN(5)
	w, h := between(r, 35, 60), between(r, 12, 22)
	m := pick(r, powder, salt, fruit, wood)
	deep := between(r, 12, 25)
	for j := range rows {
		for i := range cols {
			q := p.at(w*(float64(i)+.3*float64(j%2)-float64(cols)/2), -h*.88*float64(j)).turn(between(r, -3, 3))
			f := newField(r)
			q.fill(m, path{smooth(pts(-w*.47, -h*.3, -w*.2, -h*.48, w*.2, -h*.46, w*.47, -h*.3, w*.47, h*.3, w*.1, h*.46, -w*.2, h*.46, -w*.47, h*.3), true)}, func(x, y float64) float32 {
				v := 2 * y / h
				return float32(deep*sqrt(max(.1, 1-v*v))) * (1 + .1*f.clouds(x*.1, y*.1, 2))
			})
			q.line(plastic, 2, .8, pts(-w*.48, -h*.3, -w*.48, h*.3))
			q.line(plastic, 2, .8, pts(w*.48, -h*.3, w*.48, h*.3))
		}
	}
}

func drawCartons(p pen, r *rand.Rand) {
	cols, rows := 1+r.IntN(5), 1+r.IntN(5)
	w, h := between(r, 22, 50), between(r, 16, 40)
	fill := pick(r, paper, cloth, fruit, water)
	deep := between(r, 6, 18)
	inner := 1 + r.IntN(5)
	odd := r.IntN(cols*rows + 4)
	for j := range rows {
		for i := range cols {
			q := p.at(w*(float64(i)-float64(cols)/2), h*(float64(j)-float64(rows)/2))
			q.frame(cardboard, 16, .2, .2, w-.4, h-.4, 0, .5)
			if i+cols*j == odd { // one is not like the others
				q.bricks(r, 1, 1, w-2, h-2, w/3, h/3, deep)
				continue
			}
			for k := range inner {
				x := w * (.04 + .92*float64(k)/float64(inner))
				q.round(fill, deep*between(r, .9, 1.1), x, h*.06, w*.86/float64(inner), h*.88, 1)
			}
			q.rect(plastic, .4, 0, h*.45, w, h*.1)
		}
	}
	if chance(r, .5) { // pallet
		y, l := h*float64(rows)/2, w*float64(cols)
		p.rect(wood, 30, -l/2, y, l, 2)
		p.rect(wood, 30, -l/2, y+9, l, 2)
		for _, x := range []float64{0, .45, .9} {
			p.rect(wood, 60, -l/2+l*x, y+2, l*.1, 7)
		}
	}
}

func drawFalseWall(p pen, r *rand.Rand) {
	// Packets between two sheets of a wall with its corrugation.
	w, h := between(r, 14, 40), between(r, 60, 150)
	p = p.at(-w/2, -h/2)
	p.rect(steel, 6, 0, 0, between(r, .5, 1.5), h)
	p.rect(steel, 6, w, 0, between(r, .5, 1.5), h)
	p.rect(wood, 30, w*.9, 0, w*.08, h)
	cols := 1 + r.IntN(3)
	top := between(r, 0, .3) * h
	p.bricks(r, w*.08, top, w*.8, h-top, w*.8/float64(cols), between(r, 8, 16), 22)
	for i := range 4 {
		p.rect(steel, 4, 0, h*float64(i)/4+between(r, 0, 4), w, 1.2)
	}
}

func drawDoor(p pen, r *rand.Rand) {
	// A car's door; sometimes lined with packets.
	w, h := between(r, 80, 120), between(r, 50, 66)
	p = p.at(-w/2, 0)
	slope := between(r, .1, .4)
	p.hull(steel, .1, 1.6, 1, pts(0, 0, w, 0, w, h, w*.05, h))
	p.line(steel, .8, 3, smooth(pts(w*.02, 0, w*slope, -h*.7, w*.9, -h*.75, w, 0), false))
	p.poly(glass, .5, pts(w*.05, 0, w*slope, -h*.66, w*.88, -h*.7, w*.96, 0))
	p.rod(steel, 4, .3, 2, h*between(r, .4, .6), w-2, h*.55) // bar
	p.line(steel, .6, 2.4, pts(w*.3, h*.1, w*.65, h*.8))
	p.line(steel, .6, 2.4, pts(w*.65, h*.1, w*.3, h*.8))
	p.motor(r, w*.45, h*.5, 6, 10)
	p.ring(steel, 1, w*.2, h*.7, 8, 7)
	p.disc(steel, 2, w*.2, h*.7, 4)
	p.round(steel, 2, w*.88, h*.2, 8, 12, 1)
	for range 2 {
		p.round(steel, .3, -2, h*between(r, .1, .9), 4, 6, 1)
	}
	if chance(r, .5) {
		p.bricks(r, w*.12, h*.25, w*.7, h*.65, between(r, 14, 22), between(r, 9, 14), 6)
	}
}

func drawSeat(p pen, r *rand.Rand) {
	h, w := between(r, 50, 75), between(r, 45, 55)
	rake := between(r, 5, 30)
	p.round(foam, 45, -w/2, 0, w, 14, 5)
	p.frame(cloth, 6, -w/2, 0, w, 14, 5, .8)
	b := p.at(w*.4, 4).turn(rake)
	b.round(foam, 45, -7, -h, 13, h, 5)
	b.frame(cloth, 6, -7, -h, 13, h, 5, .8)
	b.line(steel, 1, 2, pts(2, 0, 2, -h))
	b.round(foam, 25, -5, -h-20, 10, 16, 4)
	b.rod(steel, 1.2, .2, 0, -h-8, 0, -h+8)
	for i := range 8 { // springs
		x := -w*.45 + w*.11*float64(i)
		p.line(steel, .6, .5, pts(x, 10, x+2.5, 13, x+5, 10))
		b.line(steel, .5, .5, pts(2, -h*float64(i)/8, -4, -h*(float64(i)+.5)/8))
	}
	p.rect(steel, 2, -w*.45, 15, w*.9, 2)
	p.line(steel, 1.2, 2, pts(-w*.4, 16, -w*.45, 28))
	p.line(steel, 1.2, 2, pts(w*.35, 16, w*.4, 28))
	p.rect(steel, 2, -w*.5, 28, w, 2)
}

func drawBicycle(p pen, r *rand.Rand) {
	big, base := between(r, 28, 36), between(r, 95, 115)
	for _, x := range []float64{-base / 2, base / 2} {
		q := p.at(x, 0)
		q.ring(rubber, 1.6, 0, 0, big, big-2)
		q.ring(aluminium, 1.2, 0, 0, big-2, big-3.6)
		n := 14 + r.IntN(12)
		for i := range n {
			q.turn(360/float64(n)*float64(i)).line(steel, .25, .5, pts(1.5, 1, big-3, 0))
		}
		q.disc(steel, 2, 0, 0, 2.2)
	}
	d := between(r, 2.6, 4)
	pedal, saddle, head := point{-base * .08, 2}, point{-base * .2, -big * 1.5}, point{base * .32, -big * between(r, 1.35, 1.6)}
	for _, l := range [][2]point{{pedal, saddle}, {saddle, head}, {head, pedal}, {{-base / 2, 0}, pedal}, {{-base / 2, 0}, saddle}, {head, {base / 2, 0}}} {
		p.rod(pick(r, steel, aluminium), d, .3, l[0].x, l[0].y, l[1].x, l[1].y)
	}
	p.at(pedal.x, pedal.y).gear(r, steel, 9, .5)
	p.at(-base/2, 0).gear(r, steel, 4, .8)
	p.rod(steel, 1.5, .2, pedal.x, pedal.y, pedal.x+between(r, -15, 15), pedal.y+12)
	p.line(steel, .5, 1, pts(pedal.x, pedal.y-9, -base/2, -4))
	p.round(leather, 8, saddle.x-14, saddle.y-9, 26, 5, 2.5)
	p.rod(steel, 2.6, .2, saddle.x, saddle.y, saddle.x-1, saddle.y-7)
	p.line(aluminium, 2, 2.2, smooth([]point{head, {head.x + 2, head.y - 10}, {head.x + between(r, -8, 14), head.y - 12}}, false))
}

func drawPot(p pen, r *rand.Rand) {
	d, h := between(r, 14, 34), between(r, 4, 24)
	m, t := pick(r, steel, aluminium), between(r, .08, .3)
	if m == aluminium {
		t *= 3
	}
	if chance(r, .45) { // from above
		p.disc(m, t, 0, 0, d/2)
		p.ring(m, h*.5, 0, 0, d/2, d/2-t-.1)
		p.ring(m, t, 0, 0, d*.4, d*.38)
		p.line(pick(r, plastic, steel), 1, between(r, 2, 3), pts(d/2, 0, d/2+between(r, 6, 20), 0))
	} else {
		p = p.at(0, h/2)
		p.rod(m, d, t, 0, -h, 0, 0)
		p.rect(m, d*.5, -d/2, -t-.2, d, t+.2)
		p.rect(m, 1, -d*.51, -h, d*1.02, .4)
		if chance(r, .5) { // lid
			p.line(m, d*.2, .3, smooth(pts(-d/2, -h-.2, 0, -h-d*.12, d/2, -h-.2), false))
			p.disc(plastic, 1.6, 0, -h-d*.12-1, 1.4)
		}
		p.line(pick(r, plastic, steel), 1.2, 1.8, smooth(pts(d/2, -h*.8, d*.75, -h*.9, d*between(r, .7, 1.2), -h*.95), false))
	}
	if chance(r, .3) {
		f := newField(r)
		p.fill(powder, path{ellipse(0, 0, d*.3, min(h, d)*.3)}, func(x, y float64) float32 { return 3 + f.clouds(x*.3, y*.3, 2) })
	}
}

func drawChain(p pen, r *rand.Rand) {
	link := between(r, 1, 4)
	var line []point
	for range 4 + r.IntN(6) {
		line = append(line, point{between(r, -9, 9) * link, between(r, -6, 6) * link})
	}
	line = smooth(line, false)
	step, k := 0., 0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		l := math.Hypot(b.x-a.x, b.y-a.y)
		if step += l; step < link*1.1 {
			continue
		}
		step = 0
		k++
		q := p.at(b.x, b.y).turn(math.Atan2(b.y-a.y, b.x-a.x) * 180 / math.Pi)
		if k%2 == 0 {
			q.frame(steel, link*.25, -link*.85, -link*.5, link*1.7, link, link*.5, link*.24)
		} else {
			q.rod(steel, link*.28, 0, -link*.8, 0, link*.8, 0)
		}
	}
}
