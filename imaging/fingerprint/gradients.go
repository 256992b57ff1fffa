package fingerprint

import "math"

// gradients of a part of a picture that was reduced to a square.
type gradients struct {
	strength  plane     // in values a pixel, of all colours together
	direction []float32 // 0 to 8: eighths of half a turn, from rightwards to downwards
}

const gradientSide = 128

// gradientsOf sums the structure tensor over colours: S. Di Zenzo, A note on the
// gradient of a multi-image (1986). Its main direction knows no sign, so that what
// is bright on the left in one colour and on the right in another adds up.
func gradientsOf(c colours, b box) gradients {
	const side = gradientSide
	var xx, yy, xy [side * side]float32
	for _, p := range c {
		v := p.area(b, side).v
		for y := range side {
			at, up, down := y*side, max(y-1, 0)*side, min(y+1, side-1)*side
			for x := range side {
				l, r := max(x-1, 0), min(x+1, side-1)
				// Sobel's operator, eight times the gradient.
				dx := v[up+r] - v[up+l] + 2*(v[at+r]-v[at+l]) + v[down+r] - v[down+l]
				dy := v[down+l] - v[up+l] + 2*(v[down+x]-v[up+x]) + v[down+r] - v[up+r]
				xx[at+x] += dx * dx
				yy[at+x] += dy * dy
				xy[at+x] += dx * dy
			}
		}
	}
	g := gradients{plane{side, side, make([]float32, side*side)}, make([]float32, side*side)}
	for i := range xx {
		// Twice the angle, and the difference of the two eigenvalues.
		across, slanted := float64(xx[i]-yy[i]), float64(2*xy[i])
		g.strength.v[i] = float32(math.Sqrt(math.Sqrt(across*across+slanted*slanted)) / 8)
		turn := math.Atan2(slanted, across) / (2 * math.Pi)
		if turn < 0 {
			turn++
		}
		g.direction[i] = float32(turn * directions)
	}
	return g
}

// evened is the strength of each edge by that of its surroundings, so that neither
// tone nor a strong neighbour decides how much it counts. What is fainter than
// the noise of a JPEG, or than a quarter of the whole picture's mean, counts less.
func (g gradients) evened() []float32 {
	const reach, share, noise = 4, 0.25, 1
	local := g.strength.blurred(reach, 2)
	var floor float32
	for _, s := range g.strength.v {
		floor += s
	}
	floor = noise + share*floor/float32(len(g.strength.v))
	for i, s := range g.strength.v {
		local.v[i] = s / (local.v[i] + floor)
	}
	return local.v
}

// blurred is the mean over squares that reach so many pixels to either side, taken
// so many times.
func (p plane) blurred(reach, times int) plane {
	q := plane{p.w, p.h, append([]float32(nil), p.v...)}
	line := make([]float32, max(p.w, p.h))
	for range times {
		for y := range q.h {
			runningMean(q.v[y*q.w:], 1, q.w, reach, line)
		}
		for x := range q.w {
			runningMean(q.v[x:], q.w, q.h, reach, line)
		}
	}
	return q
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
