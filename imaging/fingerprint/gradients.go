package fingerprint

import "math"

// gradients of a part of a picture that was reduced to a square.
type gradients struct {
	strength  plane     // in values a pixel, of all colours together
	direction []float32 // 0 to 8: eighths of half a turn, from rightwards to downwards
}

const gradientSide = 128

// gradientsOf sums the structure tensor over the colours of a square: S. Di Zenzo, A note on the
// gradient of a multi-image (1986). Its main direction knows no sign, so that what
// is bright on the left in one colour and on the right in another adds up.
func gradientsOf(c colours) gradients {
	const side = gradientSide
	var xx, yy, xy [side * side]float32
	for _, p := range c {
		for y := range side {
			at := p.v[y*side:][:side]
			up, down := p.v[max(y-1, 0)*side:][:side], p.v[min(y+1, side-1)*side:][:side]
			xx, yy, xy := xx[y*side:][:side], yy[y*side:][:side], xy[y*side:][:side]
			for x := range side {
				l, r := max(x-1, 0), min(x+1, side-1)
				// Sobel's operator, eight times the gradient.
				dx := up[r] - up[l] + 2*(at[r]-at[l]) + down[r] - down[l]
				dy := down[l] - up[l] + 2*(down[x]-up[x]) + down[r] - up[r]
				xx[x] += dx * dx
				yy[x] += dy * dy
				xy[x] += dx * dy
			}
		}
	}
	g := gradients{plane{side, side, make([]float32, side*side)}, make([]float32, side*side)}
	for i := range xx {
		// Twice the angle, and the difference of the two eigenvalues.
		across, slanted := xx[i]-yy[i], 2*xy[i]
		g.strength.v[i] = root(root(across*across+slanted*slanted)) / 8
		g.direction[i] = turnOf(across, slanted) * directions
	}
	return g
}

func root(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// turnOf is the angle of a vector from rightwards to downwards, in turns from 0 to 1,
// to a ten-thousandth: the arc tangent by its series, fitted to 0 to 1.
func turnOf(x, y float32) float32 {
	ax, ay := max(x, -x), max(y, -y)
	if ax+ay == 0 {
		return 0
	}
	t := min(ax, ay) / max(ax, ay)
	s := t * t
	angle := t * (0.99999 + s*(-0.33262347+s*(0.19354346+s*(-0.11643287+s*(0.05265332+s*-0.0117212)))))
	turn := angle / (2 * math.Pi)
	if ay > ax {
		turn = 0.25 - turn
	}
	if x < 0 {
		turn = 0.5 - turn
	}
	if y < 0 {
		turn = 1 - turn
	}
	if turn >= 1 {
		return 0
	}
	return turn
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
	count := min(reach, n)
	for _, in := range line[:count] {
		sum += in
	}
	for i := range n {
		if in := i + reach; in < n {
			sum += line[in]
			count++
		}
		if out := i - reach - 1; out >= 0 {
			sum -= line[out]
			count--
		}
		v[i*step] = sum / float32(count)
	}
}
