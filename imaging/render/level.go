package render

import "lynceus/imaging/decode"

// upright makes the first level: reduced to fit a square of side pixels, turned
// by the picture's orientation, and of 8 bits, by way of w where there are more.
//
// Mirroring is left to the resampler, where it costs nothing and is exact: a
// chroma plane of a picture of odd width hangs over the right edge by half a
// sample, and after a plain mirroring would hang over the wrong one.
func upright(p *decode.Picture, side int, w *Window) *decode.Raster {
	turn := turnOf(p.Orientation)
	x := axis{samples: p.Width, length: length(p.FullWidth, p.Scale, p.Width), flip: turn.flipX}
	y := axis{samples: p.Height, length: length(p.FullHeight, p.Scale, p.Height), flip: turn.flipY}
	width, height := fit(p.FullWidth, p.FullHeight, min(side, max(p.Width, p.Height)))
	l := &decode.Raster{Width: min(width, p.Width), Height: min(height, p.Height)}
	if w != nil {
		l.Y = w.apply(resample16(p.Y16, x.to(whole(l.Width)), y.to(whole(l.Height))))
	} else {
		l.Y = resample(p.Y, x.to(whole(l.Width)), y.to(whole(l.Height)))
	}
	colour(l, &p.Raster, x, y)
	if turn.transpose {
		return transposed(l)
	}
	return l
}

// length of a side in samples, each of which is the mean of scale pixels. The
// last sample may stand for fewer.
func length(pixels, scale, samples int) float64 {
	exact := float64(pixels) / float64(max(scale, 1))
	return max(min(exact, float64(samples)), float64(samples-1)+0.01)
}

// smaller makes the next level. A step is a halving at most: the weights of the
// resampler are too coarse for more.
func smaller(r *decode.Raster, side int) *decode.Raster {
	for longer := max(r.Width, r.Height); longer > side; longer = max(r.Width, r.Height) {
		l := &decode.Raster{}
		l.Width, l.Height = fit(r.Width, r.Height, max(side, (longer+1)/2))
		x, y := whole(r.Width), whole(r.Height)
		l.Y = resample(r.Y, x.to(whole(l.Width)), y.to(whole(l.Height)))
		colour(l, r, x, y)
		r = l
	}
	return r
}

// colour makes the chroma planes of l from those of r, whose lightness has the
// axes x and y: as dense as the lightness of l where r has samples enough, else
// half as dense. A reduced level so has sharper colours than its file had.
func colour(l, r *decode.Raster, x, y axis) {
	if len(r.Cb) == 0 {
		return
	}
	x, y = x.chroma(r.ChromaW), y.chroma(r.ChromaH)
	toX, toY := whole(l.Width).coloured(x), whole(l.Height).coloured(y)
	l.ChromaW, l.ChromaH = toX.samples, toY.samples
	l.Cb = resample(r.Cb, x.to(toX), y.to(toY))
	l.Cr = resample(r.Cr, x.to(toX), y.to(toY))
}
