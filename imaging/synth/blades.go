package synth

import "math/rand/v2"

func drawKnife(p pen, r *rand.Rand) {
	blade, grip := between(r, 7, 26), between(r, 8, 13)
	w, thick := between(r, 1.6, 4.6), between(r, .1, .3)
	p = p.at((blade-grip)/2, 0)
	point := between(r, .55, .95)
	switch r.IntN(3) {
	case 0:
		p.poly(steel, thick, smooth(pts(0, -w/2, -blade*point, -w/2, -blade, between(r, -w/2, w*.3), -blade*point, w*.45, 0, w/2), true))
	case 1: // edged on both sides
		p.poly(steel, thick, pts(0, -w/2, -blade*point, -w*.45, -blade, 0, -blade*point, w*.45, 0, w/2))
		p.line(steel, thick*.6, w*.2, pts(0, 0, -blade*.9, 0))
	default:
		p.poly(steel, thick, pts(0, -w/2, -blade*.98, -w*.4, -blade, w*.3, -blade*.9, w/2, 0, w/2))
	}
	handle := pick(r, plastic, wood, rubber, steel)
	t := between(r, 1, 2)
	if handle == steel {
		t *= .4
	}
	p.poly(steel, thick*1.6, pts(0, -w*.3, grip*between(r, .3, 1), -w*.25, grip*.9, w*.25, 0, w*.3))
	gw := between(r, 1.8, 3.2)
	p.poly(handle, t, smooth(pts(0, -gw/2, grip*.5, -gw*.45, grip, -gw*.55, grip*1.03, gw*.4, grip*.5, gw*.6, 0, gw/2), true))
	if chance(r, .4) {
		p.round(steel, between(r, .3, 1), -.4, -w*.8, .8, w*1.6, .3)
	}
	for i := range r.IntN(4) {
		p.disc(copper, .9, grip*(float64(i)+.8)/4, 0, .3)
	}
	if chance(r, .25) { // in its sheath
		p.frame(leather, 1, -blade-.5, -w*.7, blade+.4, w*1.4, .6, .4)
	}
}

func drawFoldingKnife(p pen, r *rand.Rand) {
	grip, w := between(r, 8, 13), between(r, 1.8, 3)
	p.round(pick(r, plastic, wood, aluminium), between(r, .6, 1.2), 0, -w/2, grip, w, w*.4)
	p.frame(steel, between(r, .2, .5), 0, -w/2, grip, w, w*.4, .3)
	p.disc(steel, 1, .8, 0, .45)
	p.disc(copper, .7, grip-1, 0, .3)
	open := pick(r, 0., 0, between(r, 20, 160), 180)
	q := p.at(.8, 0).turn(open)
	long, bw := grip*between(r, .75, .95), w*between(r, .55, .8)
	q.poly(steel, between(r, .15, .3), smooth(pts(0, -bw/2, -long*.7, -bw*.55, -long, between(r, -.4, .4)*bw, -long*.6, bw*.5, 0, bw/2), true))
	p.line(steel, .35, .3, pts(1, -w*.2, grip*.9, -w*.2))
	if chance(r, .4) {
		p.line(steel, .2, .6, pts(grip*.4, w*.35, grip*.95, w*.35))
	}
}

func drawCutter(p pen, r *rand.Rand) {
	long, w := between(r, 12, 18), between(r, 1.6, 3.2)
	p.round(plastic, between(r, .6, 1.4), 0, -w/2, long, w, .6)
	p.frame(steel, .35, long*.03, -w*.38, long*.94, w*.76, .1, .18)
	out := between(r, .3, 6)
	bw := w * between(r, .45, .65)
	b := p.at(-out, 0)
	end := out + long*.7
	b.poly(steel, .12, pts(0, bw/2, bw*.6, -bw/2, end, -bw/2, end, bw/2))
	for x := bw; x < end; x += bw * .55 { // break-off lines
		b.line(steel, .12, .1, pts(x, bw/2, x+bw*.3, -bw/2))
	}
	x := between(r, .2, .6) * long
	p.round(pick(r, plastic, steel), .5, x, -w*.6, long*.16, w*.5, .2)
	p.disc(steel, .4, long*.9, 0, .4)
}

func drawScissors(p pen, r *rand.Rand) {
	blade, grip := between(r, 5, 14), between(r, 6, 10)
	open := between(r, 1, 34)
	handle := pick(r, plastic, plastic, steel)
	w := between(r, .9, 2)
	for _, m := range []float64{-1, 1} {
		q := p.turn(m*open/2).sized(1, m)
		q.poly(steel, between(r, .15, .35), pts(0, -w*.5, -blade, -.05, -blade, .15, 0, w*.5, grip*.3, w*.3, grip*.3, -w*.4))
		q.line(steel, .4, w*.5, smooth(pts(0, 0, grip*.3, .2, grip*.5, 1), false))
		loop := q.at(grip*.75, between(r, 1.2, 2)).turn(between(r, 0, 25)).sized(1, between(r, .5, .8))
		t := .9
		if handle == steel {
			t = .4
		}
		loop.ring(handle, t, 0, 0, grip*.36, grip*.36-between(r, .5, .9))
	}
	p.disc(steel, .7, 0, 0, between(r, .3, .6))
}

func drawMultitool(p pen, r *rand.Rand) {
	long, w := between(r, 7, 11), between(r, 1.8, 3)
	p = p.at(-long/2, 0)
	p.round(pick(r, plastic, aluminium, steel), .5, 0, -w/2, long, w, w*.48)
	layers := 2 + r.IntN(4)
	for i := range layers { // tools in their slots
		y := w * ((float64(i)+.5)/float64(layers) - .5) * .8
		p.line(steel, .4, .2, pts(.6, y, long-.6, y*.9))
	}
	for _, x := range []float64{.8, long - .8} {
		p.disc(steel, 1.2, x, 0, .35)
		for range r.IntN(3) {
			q := p.at(x, 0).turn(between(r, 0, 360))
			l := long * between(r, .4, .85)
			switch r.IntN(3) {
			case 0:
				q.poly(steel, .2, pts(0, -.5, l*.8, -.5, l, .2, l*.7, .5, 0, .5))
			case 1:
				q.line(steel, .25, .5, pts(0, 0, l, 0))
				q.ring(steel, .2, l*.85, .3, .6, .3)
			default: // corkscrew
				var line []point
				for k := range 14 {
					line = append(line, point{l * float64(k) / 14, .45 * float64(k%2*2-1)})
				}
				q.line(steel, .2, .22, smooth(line, false))
			}
		}
	}
}

func drawRazors(p pen, r *rand.Rand) {
	if chance(r, .4) { // a throwing star
		n, big := 3+r.IntN(6), between(r, 3, 6)
		q := p.turn(between(r, 0, 90))
		for range n {
			q = q.turn(360 / float64(n))
			q.poly(steel, .2, pts(-big*.28, 0, 0, -big, big*.28, 0))
		}
		q.ring(steel, .25, 0, 0, big*.4, big*.12)
		return
	}
	for range 1 + r.IntN(4) {
		q := p.at(between(r, -2, 2), between(r, -2, 2)).turn(between(r, 0, 180))
		q.fill(steel, path{pts(-2.1, -1.1, 2.1, -1.1, 2.1, 1.1, -2.1, 1.1), reversed(rounded(-1.6, -.2, 3.2, .4, .2)), reversed(ellipse(0, 0, .5, .5))}, flat(between(r, .03, .08)))
	}
}

func drawAxe(p pen, r *rand.Rand) {
	long, head := between(r, 22, 45), between(r, 8, 15)
	p = p.at(-long/2, 0)
	if chance(r, .7) {
		p.rod(wood, between(r, 2, 3.2), 0, 0, 0, long, 0)
	} else {
		p.rod(steel, 1.8, .3, 0, 0, long, 0)
		p.rod(rubber, 3, .5, long*.6, 0, long, 0)
	}
	edge := between(r, 6, 12)
	p.fill(steel, path{smooth(pts(-1.5, -2, 2.5, -2, 2, -head*.4, edge*.6, -head*.8, -edge*.6, -head*.85, -1, -head*.4), true)}, func(_, y float64) float32 {
		return float32(max(.1, 2*(1+y/head)))
	})
	p.round(steel, 2, -1.6, -2, 4.2, 4+between(r, 0, 3), .5)
}
