package synth

func (c *car) hide() {
	t, l, floor := c.thing, c.long, c.sill-12
	deep := between(t, 26, 34)
	put := func(x, y, w, h, bw, bh float64) {
		c.p.bricks(t, x, y, w, h, bw, bh, deep)
		c.mark(c.p, x, y, w, h)
	}
	switch {
	case c.hides("VEH.FUEL"):
		put(c.rear-c.radius-48, c.sill-18, 38, 17, 9.5, 8.5)
	case c.hides("VEH.TYRE"):
		x := pick(t, c.front, c.rear)
		q := c.p.at(x, c.ground-c.radius)
		for i := range 16 {
			q.turn(float64(i)*22.5).brick(t, c.radius*.7, -5, c.radius*.21, 10, deep)
		}
		c.mark(q, -c.radius, -c.radius, 2*c.radius, 2*c.radius)
	case c.hides("VEH.DOOR"):
		x := pick(t, l*.30, l*.56)
		put(x+3, c.belt+16, l*.15, c.sill-c.belt-34, l*.05, 12)
	case c.hides("VEH.DASH"):
		put(l*.285, c.belt+4, 34, 22, 17, 7.5)
	case c.hides("VEH.SEAT"):
		x := l * pick(t, .43, .645)
		put(x-22, floor-25, 42, 12, 14, 6)
	case c.hides("VEH.FLOR"):
		put(l*.36, c.sill-11, l*.34, 8, 17, 8)
	case c.hides("VEH.ROOF"):
		put(l*.46, 3.4, l*.26, 6, 16, 6)
	case c.hides("VEH.QRTR"):
		put(c.rear-14, c.belt+2, 46, 24, 15, 8)
	case c.hides("VEH.BUMP"):
		if chance(t, .5) {
			put(l-18, c.sill-33, 15, 24, 15, 8)
		} else {
			put(3, c.sill-33, 15, 24, 15, 8)
		}
	case c.hides("VEH.ENGN"):
		put(c.front+30, c.belt+2, 22, 24, 11, 8)
	case c.hides("VEH.UNDR"):
		put(l*.36, c.sill-1, l*.3, 7, 16, 7)
	case c.hides("VEH.BOOT"):
		put(c.rear-16, floor-15, c.long-c.rear-14, 11, 15, 5.5)
	}
}
