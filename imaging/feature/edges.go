package feature

import "math"

// directions that edges are told apart by, of half a turn.
const directions = 8

// edges of one level: how strong they are beside their surroundings, and which way
// the gradient points. across and down are the strength times the cosine and the
// sine of twice the angle.
type edges struct {
	w, h         int
	strength     []float32
	across, down []float32
	direction    []float32 // 0 to directions, from rightwards to downwards
}

// Weights of lightness, blue and red difference in the structure tensor: what a
// step of one changes in red, green and blue together (Rec. ITU-T T.871).
var channelWeight = [3]float32{3, 1.772*1.772 + 0.344*0.344, 1.402*1.402 + 0.714*0.714}

// edgesOf sums the structure tensor over colours (S. Di Zenzo, A note on the gradient
// of a multi-image, 1986), whose main direction knows no sign, and divides its
// strength by that of the surroundings: neither polarity nor palette nor tone decides.
func edgesOf(level []plane) edges {
	w, h := level[0].w, level[0].h
	n := w * h
	buffer := make([]float32, 4*n)
	e := edges{w, h, buffer[:n:n], buffer[n : 2*n : 2*n], buffer[2*n : 3*n : 3*n], buffer[3*n:]}
	xx, yy, xy := e.across, e.down, e.direction
	for c, p := range level {
		weight := channelWeight[c] / 1024 // Sobel's operator is eight times the gradient
		for y := range h {
			at, up, down := p.v[y*w:][:w], p.v[max(y-1, 0)*w:][:w], p.v[min(y+1, h-1)*w:][:w]
			outXX, outYY, outXY := xx[y*w:][:w], yy[y*w:][:w], xy[y*w:][:w]
			gradient := func(l, x, r int) {
				dx := up[r] - up[l] + 2*(at[r]-at[l]) + down[r] - down[l]
				dy := down[l] - up[l] + 2*(down[x]-up[x]) + down[r] - up[r]
				outXX[x] += weight * dx * dx
				outYY[x] += weight * dy * dy
				outXY[x] += weight * dx * dy
			}
			gradient(0, 0, min(1, w-1))
			for x := 1; x < w-1; x++ {
				gradient(x-1, x, x+1)
			}
			gradient(max(w-2, 0), w-1, w-1)
		}
	}
	for i := range e.strength {
		a, b := xx[i]-yy[i], 2*xy[i]
		root := float32(math.Sqrt(float64(a*a + b*b)))
		e.strength[i] = float32(math.Sqrt(float64(root)))
		if root > 0 {
			e.across[i], e.down[i] = a/root, b/root
		} else {
			e.across[i], e.down[i] = 0, 0
		}
		e.direction[i] = eighths(a, b)
	}
	e.even()
	return e
}

// Strengths are divided by the mean of their surroundings and a floor, so that
// neither noise nor the blocks of a JPEG make features of their own.
const (
	surroundings = 8    // pixels to either side, twice
	floorShare   = 0.25 // of the level's mean strength
	floorNoise   = 1    // values a pixel
)

func (e *edges) even() {
	local := blurred(e.strength, e.w, e.h, surroundings, 2)
	var sum float64
	for _, s := range e.strength {
		sum += float64(s)
	}
	floor := floorNoise + floorShare*float32(sum/float64(len(e.strength)))
	for i, s := range e.strength {
		s /= local[i] + floor
		e.strength[i] = s
		e.across[i] *= s
		e.down[i] *= s
	}
}

// eighths is half the angle of (a, b), in eighths of half a turn, 0 to 8: atan2 to
// within 0.01 of them.
func eighths(a, b float32) float32 {
	ax, bx := max(a, -a), max(b, -b)
	if ax+bx == 0 {
		return 0
	}
	q := min(ax, bx) / max(ax, bx)
	// Abramowitz and Stegun 4.4.49, to the fifth power, in units of a quarter turn of 2.
	t := q * (1.2732395*0.9998660 + q*q*(1.2732395*-0.3302995+q*q*(1.2732395*0.1801410+q*q*(1.2732395*-0.0851330+q*q*1.2732395*0.0208351))))
	if bx > ax {
		t = 2 - t
	}
	if a < 0 {
		t = 4 - t
	}
	if b < 0 {
		t = 8 - t
	}
	return t
}

// blurred is the mean over squares that reach so many pixels to either side, taken
// so many times.
func blurred(v []float32, w, h, reach, times int) []float32 {
	a, b := make([]float32, len(v)), make([]float32, len(v))
	copy(a, v)
	sums := make([]float32, w)
	for range times {
		for y := range h {
			means(a[y*w:][:w], b[y*w:][:w], reach)
		}
		clear(sums)
		rows := 0
		for y := -reach; y < h; y++ {
			if in := y + reach; in < h {
				for x, s := range b[in*w:][:w] {
					sums[x] += s
				}
				rows++
			}
			if out := y - reach - 1; out >= 0 {
				for x, s := range b[out*w:][:w] {
					sums[x] -= s
				}
				rows--
			}
			if y >= 0 {
				share := 1 / float32(rows)
				for x, s := range sums {
					a[y*w+x] = s * share
				}
			}
		}
	}
	return a
}

// means writes the running means of a row.
func means(v, out []float32, reach int) {
	n := len(v)
	var sum float32
	for _, s := range v[:min(reach, n)] {
		sum += s
	}
	full := 1 / float32(2*reach+1)
	for i := range out {
		if i > reach && i+reach < n {
			// Most of a row, where as many come in as go out.
			in, gone, to := v[i+reach:], v[i-reach-1:], out[i:]
			inner := len(in)
			gone, to = gone[:inner], to[:inner]
			for k, s := range in {
				sum += s - gone[k]
				to[k] = sum * full
			}
			i += inner
			for ; i < n; i++ {
				sum -= v[i-reach-1]
				out[i] = sum / float32(n-i+reach)
			}
			return
		}
		count := min(i+reach, n-1) - max(i-reach, 0) + 1
		if i+reach < n {
			sum += v[i+reach]
		}
		if i > reach {
			sum -= v[i-reach-1]
		}
		out[i] = sum / float32(count)
	}
}
