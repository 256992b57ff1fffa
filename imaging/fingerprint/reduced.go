package fingerprint

import (
	"lynceus/imaging/area"
	"lynceus/imaging/decode"
)

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
	out := make([]uint8, w*h)
	for i, s := range area.Of(v, width, height, area.Rect{X1: float64(width), Y1: float64(height)}, w, h) {
		out[i] = uint8(s + 0.5)
	}
	return out
}
