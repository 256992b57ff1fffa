package kind

import (
	"lynceus/imaging/area"
	"lynceus/imaging/decode"
)

// reduced is a part of a picture as w x h means: its greys, or red, green and blue.
func reduced(r *decode.Raster, x0, y0, x1, y1, w, h int) [][]float32 {
	whole := func(a, b, n, of int) (float64, float64) {
		return float64(a) * float64(of) / float64(n), float64(b) * float64(of) / float64(n)
	}
	l := area.Of(r.Y, r.Width, r.Height, area.Rect{X0: float64(x0), Y0: float64(y0), X1: float64(x1), Y1: float64(y1)}, w, h)
	if n := r.ChromaW * r.ChromaH; n == 0 || len(r.Cb) < n || len(r.Cr) < n {
		return [][]float32{l}
	}
	cx0, cx1 := whole(x0, x1, r.Width, r.ChromaW)
	cy0, cy1 := whole(y0, y1, r.Height, r.ChromaH)
	part := area.Rect{X0: cx0, Y0: cy0, X1: cx1, Y1: cy1}
	cb, cr := area.Of(r.Cb, r.ChromaW, r.ChromaH, part, w, h), area.Of(r.Cr, r.ChromaW, r.ChromaH, part, w, h)
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
