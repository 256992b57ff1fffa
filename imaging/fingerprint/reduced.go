package fingerprint

import "lynceus/imaging/decode"

// reduced is r by means, so that it fits a square of side pixels; r itself where
// it does already.
func reduced(r *decode.Raster, side int) *decode.Raster {
	longer := max(r.Width, r.Height)
	if longer <= side {
		return r
	}
	fit := func(n int) int { return max((n*side+longer/2)/longer, 1) }
	out := &decode.Raster{Width: fit(r.Width), Height: fit(r.Height)}
	out.Y = shrunk(r.Y, r.Width, r.Height, out.Width, out.Height)
	if len(r.Cb) > 0 {
		out.ChromaW, out.ChromaH = min(out.Width, r.ChromaW), min(out.Height, r.ChromaH)
		out.Cb = shrunk(r.Cb, r.ChromaW, r.ChromaH, out.ChromaW, out.ChromaH)
		out.Cr = shrunk(r.Cr, r.ChromaW, r.ChromaH, out.ChromaW, out.ChromaH)
	}
	return out
}

// shrunk makes w x h means of the width x height samples of a plane.
func shrunk(v []uint8, width, height, w, h int) []uint8 {
	across, down := means(width, w), means(height, h)
	out := make([]uint8, w*h)
	row := make([]float32, width)
	for j, d := range down {
		clear(row)
		for k, share := range d.shares {
			for i, v := range v[(d.first+k)*width:][:width] {
				row[i] += share * float32(v)
			}
		}
		for i, a := range across {
			var sum float32
			for k, v := range row[a.first:][:len(a.shares)] {
				sum += a.shares[k] * v
			}
			out[j*w+i] = uint8(sum + 0.5)
		}
	}
	return out
}
