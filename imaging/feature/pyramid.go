package feature

import (
	"image"
	"math"

	"lynceus/imaging/decode"
)

// plane is one value a pixel, row by row.
type plane struct {
	w, h int
	v    []float32
}

func newPlane(w, h int) plane { return plane{w, h, make([]float32, w*h)} }

const (
	baseArea  = 1 << 18 // pixels of the finest level
	leastSide = 32      // pixels of the shorter side of the coarsest
	levels    = 8       // each has half the area of the one before
)

// base reads the planes of a part of a raster, reduced to baseArea: lightness, and
// where there are colours, their two differences.
func base(r *decode.Raster, part image.Rectangle) []plane {
	w, h := part.Dx(), part.Dy()
	if scale := math.Sqrt(baseArea / float64(w*h)); scale < 1 {
		w, h = max(int(scale*float64(w)), 1), max(int(scale*float64(h)), 1)
	}
	planes := []plane{cut(r.Y, r.Width, part).resampled(w, h)}
	if len(r.Cb) > 0 {
		across, down := (r.Width+r.ChromaW-1)/r.ChromaW, (r.Height+r.ChromaH-1)/r.ChromaH
		part = image.Rect(part.Min.X/across, part.Min.Y/down, (part.Max.X+across-1)/across, (part.Max.Y+down-1)/down)
		planes = append(planes, cut(r.Cb, r.ChromaW, part).resampled(w, h), cut(r.Cr, r.ChromaW, part).resampled(w, h))
	}
	return planes
}

func cut(v []uint8, stride int, part image.Rectangle) plane {
	p := newPlane(part.Dx(), part.Dy())
	for y := range p.h {
		out := p.v[y*p.w:][:p.w]
		for x, s := range v[(part.Min.Y+y)*stride+part.Min.X:][:p.w] {
			out[x] = float32(s)
		}
	}
	return p
}

// resampled is p in another size: means where it is reduced, between two samples
// where it is enlarged.
func (p plane) resampled(w, h int) plane {
	if p.w == w && p.h == h {
		return p
	}
	across, down := taps(p.w, w), taps(p.h, h)
	narrow := newPlane(w, p.h)
	for y := range p.h {
		row, out := p.v[y*p.w:][:p.w], narrow.v[y*w:][:w]
		for x, t := range across {
			var sum float32
			for i, share := range t.shares {
				sum += share * row[t.first+i]
			}
			out[x] = sum
		}
	}
	q := newPlane(w, h)
	for y, t := range down {
		out := q.v[y*w:][:w]
		for i, share := range t.shares {
			for x, v := range narrow.v[(t.first+i)*w:][:w] {
				out[x] += share * v
			}
		}
	}
	return q
}

// tap is a weighted mean of the samples from first on; the shares add up to 1.
type tap struct {
	first  int
	shares []float32
}

func taps(from, to int) []tap {
	out := make([]tap, to)
	step := float64(from) / float64(to)
	half := max(step, 1) / 2
	for i := range out {
		centre := (float64(i) + 0.5) * step
		low, high := max(centre-half, 0), min(centre+half, float64(from))
		first, last := int(low+1e-9), int(math.Ceil(high-1e-9))
		out[i].first = first
		for k := first; k < last; k++ {
			part := min(high, float64(k+1)) - max(low, float64(k))
			out[i].shares = append(out[i].shares, float32(part/(high-low)))
		}
	}
	return out
}

// halved is p with a quarter of its pixels.
func (p plane) halved() plane {
	q := newPlane(p.w/2, p.h/2)
	for y := range q.h {
		a, b := p.v[2*y*p.w:][:2*q.w], p.v[(2*y+1)*p.w:][:2*q.w]
		out := q.v[y*q.w:][:q.w]
		for x := range out {
			out[x] = (a[2*x] + a[2*x+1] + b[2*x] + b[2*x+1]) / 4
		}
	}
	return q
}

// mean is of the square that reaches so many pixels to either side of x, y.
func (p plane) mean(x, y, reach int) float32 {
	x0, x1 := max(x-reach, 0), min(x+reach+1, p.w)
	y0, y1 := max(y-reach, 0), min(y+reach+1, p.h)
	var sum float32
	for y := y0; y < y1; y++ {
		for _, v := range p.v[y*p.w+x0 : y*p.w+x1] {
			sum += v
		}
	}
	return sum / float32((x1-x0)*(y1-y0))
}

// pyramid lists the levels of a part of a picture, finest first, as long as they are large
// enough to hold a patch. Two chains of halvings start a factor of the root of two apart.
func pyramid(r *decode.Raster, part image.Rectangle) (all [][]plane) {
	for k := range levels {
		var level []plane
		switch k {
		case 0:
			level = base(r, part)
		case 1:
			for _, p := range all[0] {
				level = append(level, p.resampled(int(float64(p.w)/math.Sqrt2), int(float64(p.h)/math.Sqrt2)))
			}
		default:
			for _, p := range all[k-2] {
				level = append(level, p.halved())
			}
		}
		if min(level[0].w, level[0].h) < leastSide {
			break
		}
		all = append(all, level)
	}
	return all
}
