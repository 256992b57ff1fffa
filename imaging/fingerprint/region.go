package fingerprint

import (
	"math"

	"lynceus/imaging/decode"
)

const (
	regionLeast = 16   // pixels a side, below which there is nothing to compare
	regionSide  = 1024 // what a cut is reduced to, as pictures are that are read whole
)

// OfRegion reads the fingerprint of a part of a picture of 8 bits, upright: of the
// level that fits 2048 pixels, so that a small part keeps its detail. The polygon is
// in fractions of width and height; what lies outside the picture is cut off. Views
// and hashes are of the box around it, features only of what is inside. A polygon of
// fewer than three corners, or too small to compare, is flat.
func OfRegion(r *decode.Raster, polygon [][2]float64) Fingerprint {
	b, ok := around(polygon, r.Width, r.Height)
	if !ok {
		return Fingerprint{Flat: true}
	}
	f := Of(reduced(cut(r, b), regionSide))
	inside := f.Features[:0]
	for _, spot := range f.Features {
		x := (float64(b.x0) + float64(spot.X)/65536*float64(b.x1-b.x0)) / float64(r.Width)
		y := (float64(b.y0) + float64(spot.Y)/65536*float64(b.y1-b.y0)) / float64(r.Height)
		if contains(polygon, x, y) {
			inside = append(inside, spot)
		}
	}
	f.Features = inside[:len(inside):len(inside)]
	return f
}

// around is the box around a polygon in a picture of w x h, unless it is too small.
func around(polygon [][2]float64, w, h int) (b box, ok bool) {
	x0, y0, x1, y1 := 1.0, 1.0, 0.0, 0.0
	for _, p := range polygon {
		if !(math.Abs(p[0]) <= 1e6 && math.Abs(p[1]) <= 1e6) { // false for NaN too
			return b, false
		}
		x0, y0, x1, y1 = min(x0, p[0]), min(y0, p[1]), max(x1, p[0]), max(y1, p[1])
	}
	b = box{
		int(math.Round(max(x0, 0) * float64(w))), int(math.Round(max(y0, 0) * float64(h))),
		int(math.Round(min(x1, 1) * float64(w))), int(math.Round(min(y1, 1) * float64(h))),
	}
	return b, len(polygon) >= 3 && b.x1-b.x0 >= regionLeast && b.y1-b.y0 >= regionLeast
}

// contains reports whether a point is inside, by the even-odd rule.
func contains(polygon [][2]float64, x, y float64) (inside bool) {
	for i, a := range polygon {
		b := polygon[(i+1)%len(polygon)]
		if (a[1] > y) != (b[1] > y) && x < a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			inside = !inside
		}
	}
	return inside
}

// cut copies a part of a picture. Chroma of half the size begins and ends with the
// sample that the first and the last pixel have a part of.
func cut(r *decode.Raster, b box) *decode.Raster {
	out := &decode.Raster{Width: b.x1 - b.x0, Height: b.y1 - b.y0}
	out.Y = cutPlane(r.Y, r.Width, b)
	if len(r.Cb) > 0 {
		c := box{
			b.x0 * r.ChromaW / r.Width, b.y0 * r.ChromaH / r.Height,
			(b.x1*r.ChromaW + r.Width - 1) / r.Width, (b.y1*r.ChromaH + r.Height - 1) / r.Height,
		}
		out.ChromaW, out.ChromaH = c.x1-c.x0, c.y1-c.y0
		out.Cb, out.Cr = cutPlane(r.Cb, r.ChromaW, c), cutPlane(r.Cr, r.ChromaW, c)
	}
	return out
}

func cutPlane(v []uint8, width int, b box) []uint8 {
	out := make([]uint8, 0, (b.x1-b.x0)*(b.y1-b.y0))
	for y := b.y0; y < b.y1; y++ {
		out = append(out, v[y*width+b.x0:y*width+b.x1]...)
	}
	return out
}
