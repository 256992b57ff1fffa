package edge

import "math"

// Filters run along a row. Each has a twin of vectors of eight; both round alike,
// except where a running sum stands for a sum.

// filters are what a level is worked on with. n, the length of each row that is
// written, is any; on and beyond are read as each says.
type filters struct {
	// slide moves a sum of rows on by one, and writes the mean.
	slide func(sums, in, gone, to []float32, share float32)
	// window writes the means of the 2*reach+1 values from each on; v is longer than to
	// by 2*reach.
	window func(v, to []float32, reach int)
	// tensor adds the products of Sobel's gradients of the middle row. Rows have one
	// value more on either side.
	tensor func(up, at, down []float32, weight float32, xx, yy, xy []float32)
	// orient reads a tensor and overwrites it: strength, the parts of the doubled
	// angle, and the direction.
	orient func(xx, yy, xy, strength []float32)
	// even divides strengths by those of their surroundings.
	even func(strength, across, down, local []float32, floor float32)
	// minor is the smaller eigenvalue, in place of the sum of both.
	minor func(sum, across, down []float32)
}

var fast = fastest()

var plain = filters{plainSlide, plainWindow, plainTensor, plainOrient, plainEven, plainMinor}

func plainSlide(sums, in, gone, to []float32, share float32) {
	in, gone, to = in[:len(sums)], gone[:len(sums)], to[:len(sums)]
	for i, s := range sums {
		s = s + in[i] - gone[i]
		sums[i] = s
		to[i] = s * share
	}
}

func plainWindow(v, to []float32, reach int) {
	if len(to) == 0 {
		return
	}
	var sum float32
	for _, s := range v[:2*reach+1] {
		sum += s
	}
	share := 1 / float32(2*reach+1)
	to[0] = sum * share
	in, gone := v[2*reach+1:][:len(to)-1], v[:len(to)-1]
	for i, s := range in {
		sum += s - gone[i]
		to[i+1] = sum * share
	}
}

func plainTensor(up, at, down []float32, weight float32, xx, yy, xy []float32) {
	n := len(xx)
	up, at, down, yy, xy = up[:n+2], at[:n+2], down[:n+2], yy[:n], xy[:n]
	for l := range xx {
		x, r := l+1, l+2
		dx := up[r] - up[l] + 2*(at[r]-at[l]) + down[r] - down[l]
		dy := down[l] - up[l] + 2*(down[x]-up[x]) + down[r] - up[r]
		wx, wy := weight*dx, weight*dy
		xx[l] += wx * dx
		yy[l] += wy * dy
		xy[l] += wx * dy
	}
}

func plainOrient(xx, yy, xy, strength []float32) {
	yy, xy, strength = yy[:len(xx)], xy[:len(xx)], strength[:len(xx)]
	for i, x := range xx {
		a, b := x-yy[i], xy[i]+xy[i]
		length := root(a*a + b*b)
		strength[i] = root(length)
		if length > 0 {
			xx[i], yy[i] = a/length, b/length
		} else {
			xx[i], yy[i] = 0, 0
		}
		xy[i] = eighths(a, b)
	}
}

func plainEven(strength, across, down, local []float32, floor float32) {
	across, down, local = across[:len(strength)], down[:len(strength)], local[:len(strength)]
	for i, s := range strength {
		s /= local[i] + floor
		strength[i] = s
		across[i] *= s
		down[i] *= s
	}
}

func plainMinor(sum, across, down []float32) {
	across, down = across[:len(sum)], down[:len(sum)]
	for i, s := range sum {
		sum[i] = s - root(across[i]*across[i]+down[i]*down[i])
	}
}

func root(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// eighths is half the angle of (a, b), in eighths of half a turn, 0 to 8: atan2 to
// within 0.01 of them.
func eighths(a, b float32) float32 {
	ax, bx := max(a, -a), max(b, -b)
	if ax+bx == 0 {
		return 0
	}
	q := min(ax, bx) / max(ax, bx)
	// Abramowitz and Stegun 4.4.49, to the ninth power, in units of a quarter turn of 2.
	q2 := q * q
	t := ((((0.02652807*q2-0.10839470)*q2+0.22936264)*q2-0.42055037)*q2 + 1.27306889) * q
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
