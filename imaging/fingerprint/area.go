package fingerprint

import "math"

// box is a part of a picture in pixels; the far sides are outside.
type box struct{ x0, y0, x1, y1 int }

func (p plane) all() box { return box{0, 0, p.w, p.h} }

func (c colours) all() box { return c[0].all() }

// area reduces p to side x side means, stretched to a square.
func (p plane) area(side int) plane { return areaOf(p.v, p.w, p.all(), side) }

// areaOf reduces a part of a plane of that width to side x side means.
func areaOf[T uint8 | float32](v []T, width int, b box, side int) plane {
	across, down := means(b.x1-b.x0, side), means(b.y1-b.y0, side)
	out := plane{side, side, make([]float32, side*side)}
	row := make([]float32, b.x1-b.x0)
	for j, d := range down {
		clear(row)
		for k, share := range d.shares {
			for i, v := range v[(b.y0+d.first+k)*width+b.x0:][:len(row)] {
				row[i] += share * float32(v)
			}
		}
		for i, a := range across {
			var sum float32
			for k, v := range row[a.first:][:len(a.shares)] {
				sum += a.shares[k] * v
			}
			out.v[j*side+i] = sum
		}
	}
	return out
}

// mean is of the samples from first on, each with its share; the shares add up to 1.
type mean struct {
	first  int
	shares []float32
}

// means divides n samples among side means. Where there are fewer, each mean is
// still over the length of one sample, which interpolates between two.
func means(n, side int) []mean {
	step := float64(n) / float64(side)
	half := max(step, 1) / 2
	out := make([]mean, side)
	for i := range out {
		centre := (float64(i) + 0.5) * step
		from, to := max(centre-half, 0), min(centre+half, float64(n))
		first, last := int(from+1e-9), int(math.Ceil(to-1e-9))
		out[i].first = first
		for k := first; k < last; k++ {
			part := min(to, float64(k+1)) - max(from, float64(k))
			out[i].shares = append(out[i].shares, float32(part/(to-from)))
		}
	}
	return out
}
