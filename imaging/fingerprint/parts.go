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
	side := max(max(r.Width, r.Height)/narrow, 12)
	area := r.Width * r.Height
	var found []box
	for _, b := range joined(steps(r), sure, least) {
		if w, h := b.x1-b.x0, b.y1-b.y0; min(w, h) >= side && w*h*scrap >= area && w*h*100 <= area*92 {
			found = append(found, b)
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

// edges are strengths, in half values a pixel, with a row and a column of zeros on
// each side.
type edges struct {
	stride int
	v      []uint8
}

// steps is the strength of the edges of lightness.
func steps(r *decode.Raster) edges {
	e := edges{r.Width + 2, make([]uint8, (r.Width+2)*(r.Height+2))}
	for y := range r.Height {
		up, down := r.Y[max(y-1, 0)*r.Width:][:r.Width], r.Y[min(y+1, r.Height-1)*r.Width:][:r.Width]
		row, out := r.Y[y*r.Width:][:r.Width], e.v[(y+1)*e.stride+1:][:r.Width]
		for x := 1; x < len(row)-1; x++ {
			dx, dy := int(row[x+1])-int(row[x-1]), int(down[x])-int(up[x])
			out[x] = uint8(max(dx, -dx, dy, -dy))
		}
	}
	return e
}

// joined are the boxes around edges that touch, of those that are as strong as this
// part of the strongest 3 %, and as least. It uses e up.
func joined(e edges, part float64, least int) (found []box) {
	var counts [256]int
	for _, v := range e.v {
		counts[v]++
	}
	strong, n := len(counts)-1, 0
	for n += counts[strong]; n*100 < 3*len(e.v); n += counts[strong] {
		strong--
	}
	limit := uint8(max(part*float64(strong), float64(2*least)))
	around := [8]int{-e.stride - 1, -e.stride, -e.stride + 1, -1, 1, e.stride - 1, e.stride, e.stride + 1}
	var next []int32
	for start, v := range e.v {
		if v <= limit {
			continue
		}
		b := box{e.stride, len(e.v), 0, 0}
		e.v[start] = 0
		for next = append(next[:0], int32(start)); len(next) > 0; {
			i := int(next[len(next)-1])
			next = next[:len(next)-1]
			x, y := i%e.stride-1, i/e.stride-1
			b.include(box{x, y, x + 1, y + 1})
			for _, step := range around {
				if e.v[i+step] > limit {
					e.v[i+step] = 0
					next = append(next, int32(i+step))
				}
			}
		}
		found = append(found, b)
	}
	return found
}
