package fingerprint

// boxScale is the width and height of a picture in the units of Box.
const boxScale = 65535

// viewsOf lists the parts of a picture and how they look; asking is how many of
// them come before the windows.
func viewsOf(c colours) (views []View, asking int) {
	all := c.all()
	whole := gradientsOf(c, all)
	add := func(b box, g gradients) {
		views = append(views, View{Box: b.of(all), Layout: layoutOf(g)})
	}
	add(all, whole)
	if b := content(whole.strength, all); b != all {
		add(b, gradientsOf(c, b))
	}
	asking = len(views)
	for _, b := range windows(all) {
		add(b, gradientsOf(c, b))
	}
	return views, asking
}

// windows are parts that a copy may have been cut down to: four of 70 % of each
// side in the corners, and one in the middle.
func windows(all box) (out []box) {
	const side = 70 // percent
	w, h := all.x1*side/100, all.y1*side/100
	if min(w, h) < 8 {
		return nil
	}
	for _, at := range [][2]int{{0, 0}, {2, 0}, {0, 2}, {2, 2}, {1, 1}} {
		x, y := (all.x1-w)*at[0]/2, (all.y1-h)*at[1]/2
		out = append(out, box{x, y, x + w, y + h})
	}
	return out
}

// of is b as a part of a picture of that size.
func (b box) of(all box) Box {
	part := func(n, of int) uint16 { return uint16((n*boxScale + of/2) / of) }
	return Box{part(b.x0, all.x1), part(b.y0, all.y1), part(b.x1, all.x1), part(b.y1, all.y1)}
}

// pixels is b in a picture of w x h.
func (b Box) pixels(w, h int) box {
	near := func(n uint16, of int) int { return (int(n)*of + boxScale/2) / boxScale }
	p := box{near(b.X0, w), near(b.Y0, h), near(b.X1, w), near(b.Y1, h)}
	p.x0, p.y0 = min(p.x0, w-1), min(p.y0, h-1)
	p.x1, p.y1 = max(p.x1, p.x0+1), max(p.y1, p.y0+1)
	return p
}
