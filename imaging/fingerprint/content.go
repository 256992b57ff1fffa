package fingerprint

import (
	"math"
	"slices"

	"lynceus/imaging/decode"
)

// Box is a part of a picture in its own pixels; X1 and Y1 lie outside of it.
type Box struct{ X0, Y0, X1, Y1 int }

// Whole is the box of the full picture.
func Whole(r *decode.Raster) Box { return Box{0, 0, r.Width, r.Height} }

// ContentOf trims what lies around the subject: air, borders, tool bars, and
// small text that stands apart. Rows and columns are judged by how much their
// edges differ from those of an empty one, so that it is blind to polarity. It
// never trims more than three quarters of a side; a picture in which nothing
// stands out is all content.
func ContentOf(r *decode.Raster) Box {
	rows, columns := make([]float64, r.Height), make([]float64, r.Width)
	for y := 1; y < r.Height; y++ {
		for x := 1; x < r.Width; x++ {
			i := y*r.Width + x
			v := int(r.Y[i])
			e := float64(abs(v-int(r.Y[i-1])) + abs(v-int(r.Y[i-r.Width])))
			if e > 6 { // above the noise of a scanner and of JPEG
				rows[y] += e
				columns[x] += e
			}
		}
	}
	y0, y1 := extent(rows, r.Width)
	x0, x1 := extent(columns, r.Height)
	return Box{x0, y0, x1, y1}
}

// extent is the longest stretch of a side that holds the subject: gaps of less
// than an eighth belong to it, what stands apart beyond such a gap does not.
func extent(edges []float64, across int) (from, to int) {
	n := len(edges)
	if n < 8 {
		return 0, n
	}
	sorted := slices.Sorted(slices.Values(edges))
	// Half the median of the busier half, but at least an edge of 1 on average over a fiftieth of the row.
	busy := max(sorted[n*3/4]/8, float64(across)/50)
	gap := n / 8
	bestFrom, bestTo, bestSum := 0, n, math.Inf(-1)
	start, last, sum := -1, -1, 0.0
	flush := func() {
		if start >= 0 && sum > bestSum {
			bestFrom, bestTo, bestSum = start, last+1, sum
		}
	}
	for i, e := range edges {
		if e < busy {
			continue
		}
		if start >= 0 && i-last > gap {
			flush()
			start, sum = -1, 0
		}
		if start < 0 {
			start = i
		}
		last, sum = i, sum+e
	}
	flush()
	if bestTo-bestFrom < n/4 {
		return 0, n
	}
	return bestFrom, bestTo
}

// reduce samples the box of a picture down (or up) to layoutSide squared in each
// colour channel, by area where there are more pixels than that.
func reduce(r *decode.Raster, b Box) [][]float32 {
	y := resampled(r.Y, r.Width, b)
	if len(r.Cb) == 0 {
		return [][]float32{y}
	}
	// Chroma may be coarser; its box is the same part of the picture.
	fx, fy := float64(r.ChromaW)/float64(r.Width), float64(r.ChromaH)/float64(r.Height)
	cb := Box{int(float64(b.X0) * fx), int(float64(b.Y0) * fy),
		min(r.ChromaW, int(math.Ceil(float64(b.X1)*fx))), min(r.ChromaH, int(math.Ceil(float64(b.Y1)*fy)))}
	u, v := resampled(r.Cb, r.ChromaW, cb), resampled(r.Cr, r.ChromaW, cb)
	red, green, blue := make([]float32, len(y)), make([]float32, len(y)), make([]float32, len(y))
	for i := range y { // JFIF, BT.601
		u, v := u[i]-128, v[i]-128
		red[i] = y[i] + 1.402*v
		green[i] = y[i] - 0.344136*u - 0.714136*v
		blue[i] = y[i] + 1.772*u
	}
	return [][]float32{red, green, blue}
}

// resampled is the mean over the area of each target pixel.
func resampled(p []uint8, stride int, b Box) []float32 {
	const n = layoutSide
	w, h := b.X1-b.X0, b.Y1-b.Y0
	rows := make([]float32, n*h)
	for y := range h {
		line := p[(b.Y0+y)*stride+b.X0:][:w]
		for x := range n {
			rows[y*n+x] = areaMean(w, x, func(i int) float32 { return float32(line[i]) })
		}
	}
	out := make([]float32, n*n)
	for x := range n {
		for y := range n {
			out[y*n+x] = areaMean(h, y, func(i int) float32 { return rows[i*n+x] })
		}
	}
	return out
}

// areaMean is the mean of the samples under target t of layoutSide, with parts of
// samples at both ends; where samples are fewer than targets, they are
// interpolated linearly.
func areaMean(samples, t int, at func(int) float32) float32 {
	scale := float64(samples) / layoutSide
	if scale <= 1 {
		f := min(max((float64(t)+0.5)*scale-0.5, 0), float64(samples-1))
		i := int(f)
		share := float32(f - float64(i))
		return at(i)*(1-share) + at(min(i+1, samples-1))*share
	}
	from, to := float64(t)*scale, float64(t+1)*scale
	var sum float64
	for i := int(from); i < samples && float64(i) < to; i++ {
		sum += float64(at(i)) * (min(to, float64(i+1)) - max(from, float64(i)))
	}
	return float32(sum / (to - from))
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
