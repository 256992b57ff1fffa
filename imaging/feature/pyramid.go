package feature

import (
	"image"
	"math"

	"lynceus/imaging/area"
	"lynceus/imaging/decode"
	"lynceus/imaging/edge"
)

const (
	baseArea  = 1 << 18 // pixels of the finest level
	leastSide = 32      // pixels of the shorter side of the coarsest
	levels    = 8       // each has half the area of the one before
)

// base reads the planes of a part of a raster, reduced to baseArea: lightness, and
// where there are colours, their two differences.
func base(r *decode.Raster, part image.Rectangle) []edge.Plane {
	w, h := part.Dx(), part.Dy()
	if scale := math.Sqrt(baseArea / float64(w*h)); scale < 1 {
		w, h = max(int(scale*float64(w)), 1), max(int(scale*float64(h)), 1)
	}
	planes := []edge.Plane{reduced(r.Y, r.Width, r.Height, part, w, h)}
	if len(r.Cb) > 0 {
		across, down := (r.Width+r.ChromaW-1)/r.ChromaW, (r.Height+r.ChromaH-1)/r.ChromaH
		part = image.Rect(part.Min.X/across, part.Min.Y/down, (part.Max.X+across-1)/across, (part.Max.Y+down-1)/down)
		planes = append(planes, reduced(r.Cb, r.ChromaW, r.ChromaH, part, w, h), reduced(r.Cr, r.ChromaW, r.ChromaH, part, w, h))
	}
	return planes
}

// reduced is a part of a plane of samples in another size.
func reduced(v []uint8, width, height int, part image.Rectangle, w, h int) edge.Plane {
	r := area.Rect{X0: float64(part.Min.X), Y0: float64(part.Min.Y), X1: float64(part.Max.X), Y1: float64(part.Max.Y)}
	return edge.Plane{W: w, H: h, V: area.Of(v, width, height, r, w, h)}
}

// resampled is p in another size: means where it is reduced, between two samples
// where it is enlarged.
func resampled(p edge.Plane, w, h int) edge.Plane {
	return edge.Plane{W: w, H: h, V: area.Of(p.V, p.W, p.H, area.Rect{X1: float64(p.W), Y1: float64(p.H)}, w, h)}
}

// halved is p with a quarter of its pixels.
func halved(p edge.Plane) edge.Plane {
	q := edge.Plane{W: p.W / 2, H: p.H / 2, V: make([]float32, p.W/2*(p.H/2))}
	for y := range q.H {
		a, b := p.V[2*y*p.W:][:2*q.W], p.V[(2*y+1)*p.W:][:2*q.W]
		out := q.V[y*q.W:][:q.W]
		for x := range out {
			out[x] = (a[2*x] + a[2*x+1] + b[2*x] + b[2*x+1]) / 4
		}
	}
	return q
}

// meanAround is of the square that reaches so many pixels to either side of x, y.
func meanAround(p edge.Plane, x, y, reach int) float32 {
	x0, x1 := max(x-reach, 0), min(x+reach+1, p.W)
	y0, y1 := max(y-reach, 0), min(y+reach+1, p.H)
	var sum float32
	for y := y0; y < y1; y++ {
		for _, v := range p.V[y*p.W+x0 : y*p.W+x1] {
			sum += v
		}
	}
	return sum / float32((x1-x0)*(y1-y0))
}

// pyramid lists the levels of a part of a picture, finest first, as long as they are large
// enough to hold a patch. Two chains of halvings start a factor of the root of two apart.
func pyramid(r *decode.Raster, part image.Rectangle) (all [][]edge.Plane) {
	for k := range levels {
		var level []edge.Plane
		switch k {
		case 0:
			level = base(r, part)
		case 1:
			for _, p := range all[0] {
				level = append(level, resampled(p, int(float64(p.W)/math.Sqrt2), int(float64(p.H)/math.Sqrt2)))
			}
		default:
			for _, p := range all[k-2] {
				level = append(level, halved(p))
			}
		}
		if min(level[0].W, level[0].H) < leastSide {
			break
		}
		all = append(all, level)
	}
	return all
}
