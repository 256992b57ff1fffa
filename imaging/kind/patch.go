package kind

import (
	"math"

	"lynceus/imaging/decode"
)

const (
	side     = 64 // of a patch
	channels = 3

	leastPart = 4 // pixels of a side, below which there is nothing to see
)

// Patch is what the net sees of a part of a picture, and what it is trained on: for each of its places how
// strong the edges are beside those around, 0 to 1, and that strength times the
// cosine and the sine of twice their direction, less where they run many ways.
// The longer side of the part fills the patch. The shorter one has the root of its
// share: so a knife stays long when it lies straight, and yet has pixels.
type Patch [side * side * channels]float32

// Read fills an empty patch from a part of a picture, in pixels, the far sides outside, and reports whether there is anything to see.
func (p *Patch) Read(r *decode.Raster, x0, y0, x1, y1 int) bool {
	x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, r.Width), min(y1, r.Height)
	if x1-x0 < leastPart || y1-y0 < leastPart || len(r.Y) < r.Width*r.Height {
		return false
	}
	w, h := fitted(x1-x0, y1-y0)
	planes := reduced(r, x0, y0, x1, y1, 2*w, 2*h)
	t := tensorOf(planes, 2*w, 2*h)
	return p.fill(t, w, h)
}

// fitted is the size within a patch of a part of w x h pixels.
func fitted(w, h int) (int, int) {
	const least = 8
	short := func(a, b int) int {
		return max(least, int(math.Round(side*math.Sqrt(float64(a)/float64(b)))))
	}
	if w >= h {
		return side, short(h, w)
	}
	return short(w, h), side
}

// tensor is the structure tensor of colours at each place, summed over them:
// S. Di Zenzo, A note on the gradient of a multi-image (1986). It knows no sign, so
// that what is bright on the left in one colour and on the right in another adds up.
type tensor struct{ xx, yy, xy []float32 }

// tensorOf planes of w x h values, halved in size.
func tensorOf(planes [][]float32, w, h int) tensor {
	half := w / 2
	n := half * (h / 2)
	t := tensor{make([]float32, n), make([]float32, n), make([]float32, n)}
	for _, v := range planes {
		for y := range h {
			up, at, down := v[max(y-1, 0)*w:][:w], v[y*w:][:w], v[min(y+1, h-1)*w:][:w]
			row := y / 2 * half
			for x := range w {
				l, r := max(x-1, 0), min(x+1, w-1)
				// Sobel's operator, eight times the gradient.
				dx := up[r] - up[l] + 2*(at[r]-at[l]) + down[r] - down[l]
				dy := down[l] - up[l] + 2*(down[x]-up[x]) + down[r] - up[r]
				i := row + x/2
				t.xx[i] += dx * dx
				t.yy[i] += dy * dy
				t.xy[i] += dx * dy
			}
		}
	}
	return t
}

// fill puts a tensor of w x h places in the middle of an empty patch.
func (p *Patch) fill(t tensor, w, h int) bool {
	const (
		reach = 6   // places to either side that an edge is measured against
		share = .25 // of the whole part's mean strength that counts everywhere
		noise = 1   // values a pixel
		least = .35 // mean strength of a part that shows something
	)
	strength := make([]float32, w*h)
	var mean float32
	for i := range strength {
		strength[i] = float32(math.Sqrt(float64(t.xx[i]+t.yy[i])) / 16)
		mean += strength[i]
	}
	mean /= float32(len(strength))
	if mean < least {
		return false
	}
	around := append([]float32(nil), strength...)
	blur(around, w, h, reach)
	left, top := (side-w)/2, (side-h)/2
	for i, s := range strength {
		energy := s / (s + around[i] + share*mean + noise)
		at := channels * ((top+i/w)*side + left + i%w)
		p[at] = energy
		if both := t.xx[i] + t.yy[i]; both > 0 {
			p[at+1] = energy * (t.xx[i] - t.yy[i]) / both
			p[at+2] = energy * 2 * t.xy[i] / both
		}
	}
	return true
}

// transpose mirrors p in its falling diagonal, which exchanges rightwards and downwards.
func (p *Patch) transpose() {
	for y := range side {
		for x := range y + 1 {
			a, b := p[channels*(y*side+x):][:channels], p[channels*(x*side+y):][:channels]
			a[0], a[1], a[2], b[0], b[1], b[2] = b[0], -b[1], b[2], a[0], -a[1], a[2]
		}
	}
}

// blur takes twice the mean over squares that reach so many places to either side.
func blur(v []float32, w, h, reach int) {
	line := make([]float32, max(w, h))
	for range 2 {
		for y := range h {
			runningMean(v[y*w:], 1, w, reach, line)
		}
		for x := range w {
			runningMean(v[x:], w, h, reach, line)
		}
	}
}

// runningMean replaces n values that lie step apart. Beyond an end there is
// nothing to count. line is room for n values.
func runningMean(v []float32, step, n, reach int, line []float32) {
	for i := range n {
		line[i] = v[i*step]
	}
	var sum float32
	count := 0
	for i := -reach; i < n; i++ {
		if in := i + reach; in < n {
			sum += line[in]
			count++
		}
		if out := i - reach - 1; out >= 0 {
			sum -= line[out]
			count--
		}
		if i >= 0 {
			v[i*step] = sum / float32(count)
		}
	}
}
