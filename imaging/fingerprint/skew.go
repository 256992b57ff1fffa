package fingerprint

import (
	"math"

	"lynceus/imaging/decode"
	"lynceus/imaging/edge"
)

const (
	skewSteps = 4 // of a degree
	skewBins  = 90 * skewSteps
	skewLeast = 1  // degrees, below which nothing changes
	skewClear = 2  // times the edges that lie within a degree of any direction, on average
	skewFaint = 4  // values a pixel, below which an edge is noise
	skewSide  = 32 // pixels, below which there is nothing to turn
)

// skewOf is by how many degrees most edges are turned from level and upright, -45 to
// 45, clockwise positive; 0 where no direction stands out. What is laid askew on a
// ground, and its own border with it, are turned alike.
func skewOf(r *decode.Raster) float64 {
	if min(r.Width, r.Height) < skewSide {
		return 0
	}
	edges := edgeTurns(r)
	var total, most float64
	at := 0
	within := func(i int, weight func(k int) float64) (sum float64) {
		for k := -skewSteps; k <= skewSteps; k++ {
			sum += weight(k) * edges[(i+k+skewBins)%skewBins]
		}
		return sum
	}
	for i, e := range edges {
		total += e
		if near := within(i, func(int) float64 { return 1 }); near > most {
			most, at = near, i
		}
	}
	if most == 0 || most < skewClear*total*(2*skewSteps+1)/skewBins {
		return 0
	}
	mean := within(at, func(k int) float64 { return float64(k) }) / most
	angle := (float64(at) + 0.5 + mean) / skewSteps
	if angle > 45 {
		angle -= 90
	}
	if math.Abs(angle) < skewLeast {
		return 0
	}
	return angle
}

// edgeTurns sums the strength of the edges of lightness by their angle modulo a
// quarter turn.
func edgeTurns(r *decode.Raster) (sums [skewBins]float64) {
	lightness := edge.Plane{W: r.Width, H: r.Height, V: make([]float32, len(r.Y))}
	for i, v := range r.Y {
		lightness.V[i] = float32(v)
	}
	k := edge.Borrow()
	defer k.GiveBack()
	e := k.Of([]edge.Plane{lightness}, perPixel)
	for y := 1; y < r.Height-1; y++ {
		directions := e.Direction[y*r.Width:]
		for x, s := range e.Strength[y*r.Width:][:r.Width-1] {
			if x > 0 && s > skewFaint {
				turn := directions[x] / (edge.Directions / 2) // four times the angle, 0 to 2 turns
				sums[int(turn*skewBins)%skewBins] += float64(s)
			}
		}
	}
	return sums
}

// levelled is a picture that was turned by an angle, with room for all of it.
type levelled struct {
	sin, cos      float64
	width, height int // before
	*decode.Raster
}

// level turns a picture counter-clockwise by so many degrees, on a ground of the
// mean of its border.
func level(r *decode.Raster, degrees float64) levelled {
	l := levelled{width: r.Width, height: r.Height, Raster: &decode.Raster{}}
	l.sin, l.cos = math.Sincos(degrees * math.Pi / 180)
	l.Width = int(float64(r.Width)*l.cos + float64(r.Height)*math.Abs(l.sin))
	l.Height = int(float64(r.Height)*l.cos + float64(r.Width)*math.Abs(l.sin))
	l.Y = l.turned(r.Y, r.Width, r.Height, l.Width, l.Height)
	if len(r.Cb) > 0 {
		l.ChromaW = max(l.Width*r.ChromaW/r.Width, 1)
		l.ChromaH = max(l.Height*r.ChromaH/r.Height, 1)
		l.Cb = l.turned(r.Cb, r.ChromaW, r.ChromaH, l.ChromaW, l.ChromaH)
		l.Cr = l.turned(r.Cr, r.ChromaW, r.ChromaH, l.ChromaW, l.ChromaH)
	}
	return l
}

// from is where a point, in fractions of the levelled picture, lay in the one
// before, in fractions of that.
func (l *levelled) from(x, y float64) (float64, float64) {
	dx, dy := (x-0.5)*float64(l.Width), (y-0.5)*float64(l.Height)
	return (dx*l.cos-dy*l.sin)/float64(l.width) + 0.5, (dx*l.sin+dy*l.cos)/float64(l.height) + 0.5
}

// turned makes w x h samples of the width x height of a plane.
func (l *levelled) turned(v []uint8, width, height, w, h int) []uint8 {
	out := make([]uint8, w*h)
	ground := borderMean(v, width, height)
	for y := range h {
		fy := (float64(y) + 0.5) / float64(h)
		x0, y0 := l.from(0.5/float64(w), fy)
		x1, y1 := l.from(1.5/float64(w), fy)
		u, t := float32(x0)*float32(width)-0.5, float32(y0)*float32(height)-0.5
		du, dt := float32(x1-x0)*float32(width), float32(y1-y0)*float32(height)
		for x := range w {
			u, t := u+float32(x)*du, t+float32(x)*dt
			if u < 0 || t < 0 || u >= float32(width-1) || t >= float32(height-1) {
				out[y*w+x] = ground
				continue
			}
			i, j := int(u), int(t)
			right, down := u-float32(i), t-float32(j)
			at, below := v[j*width+i:][:2], v[(j+1)*width+i:][:2]
			top := float32(at[0])*(1-right) + float32(at[1])*right
			low := float32(below[0])*(1-right) + float32(below[1])*right
			out[y*w+x] = uint8(top*(1-down) + low*down + 0.5)
		}
	}
	return out
}

func borderMean(v []uint8, width, height int) uint8 {
	sum := 0
	for x := range width {
		sum += int(v[x]) + int(v[(height-1)*width+x])
	}
	for y := range height {
		sum += int(v[y*width]) + int(v[y*width+width-1])
	}
	return uint8(sum / (2 * (width + height)))
}

// box of a part of the levelled picture in the one before: that around its corners,
// as far as there is a picture.
func (l *levelled) box(b box) Box {
	x0, y0, x1, y1 := 1.0, 1.0, 0.0, 0.0
	for _, c := range [4][2]int{{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}} {
		x, y := l.from(float64(c[0])/float64(l.Width), float64(c[1])/float64(l.Height))
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
	}
	part := func(v float64) uint16 { return uint16(max(0, min(v, 1))*(boxScale-1) + 0.5) }
	found := Box{part(x0), part(y0), part(x1), part(y1)}
	found.X1, found.Y1 = max(found.X1, found.X0+1), max(found.Y1, found.Y0+1)
	return found
}
