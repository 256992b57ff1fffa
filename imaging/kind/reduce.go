package kind

import (
	"math"

	"lynceus/imaging/decode"
)

// reduced is a part of a picture as w x h means: its greys, or red, green and blue.
func reduced(r *decode.Raster, x0, y0, x1, y1, w, h int) [][]float32 {
	whole := func(a, b, n, of int) (float64, float64) {
		return float64(a) * float64(of) / float64(n), float64(b) * float64(of) / float64(n)
	}
	l := means(r.Y, r.Width, r.Height, float64(x0), float64(y0), float64(x1), float64(y1), w, h)
	if n := r.ChromaW * r.ChromaH; n == 0 || len(r.Cb) < n || len(r.Cr) < n {
		return [][]float32{l}
	}
	cx0, cx1 := whole(x0, x1, r.Width, r.ChromaW)
	cy0, cy1 := whole(y0, y1, r.Height, r.ChromaH)
	cb := means(r.Cb, r.ChromaW, r.ChromaH, cx0, cy0, cx1, cy1, w, h)
	cr := means(r.Cr, r.ChromaW, r.ChromaH, cx0, cy0, cx1, cy1, w, h)
	// Rec. ITU-T T.871, 7; colours that do not exist are cut to the nearest that do.
	green := make([]float32, len(l))
	for i, y := range l {
		b, r := cb[i]-128, cr[i]-128
		l[i] = max(0, min(y+1.402*r, 255))
		green[i] = max(0, min(y-0.344136*b-0.714136*r, 255))
		cb[i] = max(0, min(y+1.772*b, 255))
	}
	return [][]float32{l, green, cb}
}

// means reduces a part of a plane of pw x ph samples to w x h means. Where there
// are fewer samples, each mean is over the length of one, which interpolates.
func means(plane []uint8, pw, ph int, x0, y0, x1, y1 float64, w, h int) []float32 {
	across, down := spans(x0, x1, pw, w), spans(y0, y1, ph, h)
	first := across[0].first
	last := across[w-1]
	row := make([]float32, last.first+len(last.shares)-first)
	out := make([]float32, w*h)
	for j, d := range down {
		clear(row)
		for k, share := range d.shares {
			for i, v := range plane[(d.first+k)*pw+first:][:len(row)] {
				row[i] += share * float32(v)
			}
		}
		for i, a := range across {
			var sum float32
			for k, v := range row[a.first-first:][:len(a.shares)] {
				sum += a.shares[k] * v
			}
			out[j*w+i] = sum
		}
	}
	return out
}

// span is a run of samples from first on, each with its share; the shares add up to 1.
type span struct {
	first  int
	shares []float32
}

// spans divides from..to of n samples among count means.
func spans(from, to float64, n, count int) []span {
	step := (to - from) / float64(count)
	half := max(step, 1) / 2
	out := make([]span, count)
	all := make([]float32, 0, int(to-from)+3*count) // of the shares of every span
	for i := range out {
		centre := from + (float64(i)+.5)*step
		a, b := max(centre-half, from), min(centre+half, to)
		first, last := int(a+1e-9), min(int(math.Ceil(b-1e-9)), n)
		out[i].first = first
		start := len(all)
		for k := first; k < last; k++ {
			part := min(b, float64(k+1)) - max(a, float64(k))
			all = append(all, float32(part/(b-a)))
		}
		out[i].shares = all[start:]
	}
	return out
}
