package synth

func (s *stage) hideInContainer(p, in pen, l float64) {
	t := s.thing
	const h = 259
	put := func(q pen, x, y, w, ht, bw, bh, deep float64) {
		q.bricks(t, x, y, w, ht, bw, bh, deep*.7)
		s.mark(q, x, y, w, ht)
	}
	switch {
	case s.hides("CON.FWAL"):
		p.rect(steel, 2.4, 44, 8, 3, h-26)
		put(p, 14, 14, 29, h-34, 29, 15, 150)
	case s.hides("CON.FLOR"):
		put(p, l*between(t, .2, .4), h-15, l*.34, 12, 34, 12, 170)
	case s.hides("CON.ROOF"):
		p.rect(steel, 2, l*.15, 21, l*.7, 2)
		put(p, l*between(t, .2, .35), 7, l*.42, 13, 34, 13, 140)
	case s.hides("CON.DOOR"):
		put(p, l-9, h*.2, 9, h*.6, 9, 26, 190)
	case s.hides("CON.BAGS"):
		x := l - 88
		for i := range 5 {
			r := between(t, 17, 22)
			cx, cy := x+float64(i%3)*27, h-16-r-float64(i/3)*34
			p.fill(cloth, path{ellipse(cx, cy, r+2, r+2)}, flat(60))
			p.bricks(t, cx-r*.8, cy-r*.75, r*1.6, r*1.5, 15, 9, 100)
		}
		s.mark(p, x-22, h-96, 100, 80)
	case s.hides("CON.BEAM"):
		put(p, l*between(t, .25, .5), h-12, 170, 11, 28, 11, 190)
	case s.hides("PKG.PALT"):
		x := l * between(t, .2, .6)
		put(in, x, -12, 112, 10, 28, 10, 200)
	default:
		s.hideInCargo(in, l-28)
	}
}

func (s *stage) hideInTrailer(p, in pen, l float64) {
	t := s.thing
	const h = 268
	floor := s.h - 14 - 104
	put := func(q pen, x, y, w, ht, bw, bh, deep float64) {
		q.bricks(t, x, y, w, ht, bw, bh, deep*.7)
		s.mark(q, x, y, w, ht)
	}
	switch {
	case s.hides("TRK.CABS"):
		put(s.pen, 160, floor-33, 86, 28, 28, 13, 130)
	case s.hides("TRK.CABR"):
		put(s.pen, 150, floor-262, 88, 20, 22, 10, 130)
	case s.hides("TRK.FUEL"):
		put(s.pen, 207, floor+60, 82, 36, 20, 12, 130)
	case s.hides("TRK.AIRT"):
		put(p, l*.64+7, h+20, 40, 20, 13, 10, 120)
	case s.hides("TRK.AXLE"):
		q := p.at(l*.74+112, s.h-14-82-50)
		for i := range 14 {
			q.turn(float64(i)*360/14).brick(t, 31, -8, 15, 16, 150)
		}
		s.mark(q, -50, -50, 100, 100)
	case s.hides("TRK.TOOL"):
		put(p, l*.36+5, h+23, 84, 33, 21, 11, 130)
	case s.hides("TRK.FWAL"):
		p.rect(aluminium, 12, 44, 8, 3, h-26)
		put(p, 10, 12, 32, h-32, 32, 15, 150)
	case s.hides("TRK.FLOR"):
		put(p, l*between(t, .25, .5), h-12, l*.3, 10, 32, 10, 190)
	case s.hides("TRK.ROOF"):
		put(p, l*between(t, .2, .4), 7, l*.4, 12, 34, 12, 140)
	case s.hides("TRK.LOAD"):
		x := l - 150
		put(in, x, -66, 100, 64, 34, 16, 150)
	default:
		s.hideInCargo(in, l-24)
	}
}

// hideInCargo puts packets amid what fillUp loaded, inside 0 to w above the floor.
func (s *stage) hideInCargo(in pen, w float64) {
	if s.code == "" {
		return
	}
	t := s.thing
	x := w * between(t, .12, .38)
	put := func(y, wide, high, bw, bh, deep float64) {
		in.bricks(t, x, y, wide, high, bw, bh, deep*.66)
		s.mark(in, x, y, wide, high)
	}
	switch s.code {
	case "CGO.MACH", "CGO.METL":
		put(-between(t, 70, 90), 110, 46, 27, 15, 210)
	case "CGO.STON", "CGO.TIMB":
		put(-between(t, 60, 90), 150, 40, 30, 13, 200)
	case "PKG.DRUM":
		put(-92, 52, 66, 26, 16, 190)
	case "CGO.WALL":
		put(-170, 190, 150, 38, 25, 170)
	default:
		put(-between(t, 90, 130), 120, 60, 30, 20, 170)
	}
}
