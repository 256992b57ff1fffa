package fingerprint

import (
	"slices"

	"lynceus/imaging/decode"
)

// partsOf looks for pictures in a picture: what is shown on a screen that was
// photographed, pasted into a page, framed by toolbars. Edges that hang together and
// span more than a line of text make a part, the widest first.
func partsOf(r *decode.Raster) []box {
	const (
		sure   = 0.15 // as in content
		least  = 5
		narrow = 25 // a part is at least this part of the longer side wide and high
		scrap  = 60 // and of the area
	)
	s := steps(r)
	side := max(max(r.Width, r.Height)/narrow, 12)
	area := r.Width * r.Height
	var found []box
	for _, p := range s.pieces(max(least, sure*s.strongest(3)), 0) {
		w, h := p.x1-p.x0, p.y1-p.y0
		if min(w, h) >= side && w*h*scrap >= area && w*h*100 <= area*92 {
			found = append(found, p.box)
		}
	}
	slices.SortFunc(found, func(a, b box) int { return b.area() - a.area() })
	var kept []box
	for _, b := range found {
		if len(kept) < partsMost && !slices.ContainsFunc(kept, b.alike) {
			kept = append(kept, b)
		}
	}
	return kept
}

func (b box) area() int { return max(b.x1-b.x0, 0) * max(b.y1-b.y0, 0) }

// alike reports whether two boxes are nearly one.
func (b box) alike(c box) bool {
	both := box{max(b.x0, c.x0), max(b.y0, c.y0), min(b.x1, c.x1), min(b.y1, c.y1)}.area()
	return 100*both > 90*(b.area()+c.area()-both)
}

// steps is the strength of the edges of lightness, in values a pixel.
func steps(r *decode.Raster) plane {
	p := plane{r.Width, r.Height, make([]float32, r.Width*r.Height)}
	for y := range r.Height {
		up, down := r.Y[max(y-1, 0)*r.Width:][:r.Width], r.Y[min(y+1, r.Height-1)*r.Width:][:r.Width]
		row := r.Y[y*r.Width:][:r.Width]
		for x := 1; x < r.Width-1; x++ {
			dx, dy := int(row[x+1])-int(row[x-1]), int(down[x])-int(up[x])
			p.v[y*r.Width+x] = float32(max(dx, -dx, dy, -dy)) / 2
		}
	}
	return p
}
