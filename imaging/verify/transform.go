package verify

import "math"

// affine maps pixels of the query to pixels of the candidate:
// x' = a[0]x + a[1]y + a[2], y' = a[3]x + a[4]y + a[5].
type affine [6]float64

func (a *affine) apply(x, y float32) (float32, float32) {
	u, v := float64(x), float64(y)
	return float32(a[0]*u + a[1]*v + a[2]), float32(a[3]*u + a[4]*v + a[5])
}

func (a *affine) area() float64 { return a[0]*a[4] - a[1]*a[3] }

// similarity is the transform that one match asks for by itself.
func (m *match) similarity() affine {
	s := float64(m.theirs.side / m.mine.side)
	sin, cos := math.Sincos(float64(m.turn))
	a := affine{s * cos, -s * sin, 0, s * sin, s * cos, 0}
	if m.mirrored {
		a[0], a[3] = -a[0], -a[3]
	}
	x, y := a.apply(m.mine.x, m.mine.y)
	a[2], a[5] = float64(m.theirs.x-x), float64(m.theirs.y-y)
	return a
}

// fitted is the affine transform of least squares over matches, each with a weight;
// false where they lie on a line. Points are centred first, which keeps the normal
// equations well conditioned.
func fitted(matches []match, weights []float64) (a affine, ok bool) {
	var sum, mx, my, tx, ty float64
	for i := range matches {
		w := weights[i]
		sum += w
		mx += w * float64(matches[i].mine.x)
		my += w * float64(matches[i].mine.y)
		tx += w * float64(matches[i].theirs.x)
		ty += w * float64(matches[i].theirs.y)
	}
	if sum == 0 {
		return a, false
	}
	mx, my, tx, ty = mx/sum, my/sum, tx/sum, ty/sum
	var xx, xy, yy, ux, uy, vx, vy float64
	for i := range matches {
		w := weights[i]
		x, y := float64(matches[i].mine.x)-mx, float64(matches[i].mine.y)-my
		u, v := float64(matches[i].theirs.x)-tx, float64(matches[i].theirs.y)-ty
		xx += w * x * x
		xy += w * x * y
		yy += w * y * y
		ux += w * u * x
		uy += w * u * y
		vx += w * v * x
		vy += w * v * y
	}
	// A little of the similarity that the spread allows keeps few and nearly
	// collinear points from shearing the plane.
	det := xx*yy - xy*xy
	if det < 1e-3*(xx+yy)*(xx+yy) {
		return a, false
	}
	a[0], a[1] = (ux*yy-uy*xy)/det, (uy*xx-ux*xy)/det
	a[3], a[4] = (vx*yy-vy*xy)/det, (vy*xx-vx*xy)/det
	a[2], a[5] = tx-a[0]*mx-a[1]*my, ty-a[3]*mx-a[4]*my
	return a, true
}

// How much a transform may stretch: a scan at the wrong speed 1.3 to 2 times, a
// perspective less, and nothing real shears a picture flat.
const mostStretch = 2.2

// plausible reports whether a scanner, a screen or a colleague could do that.
func (a *affine) plausible(mirrored bool) bool {
	area := a.area()
	if mirrored {
		area = -area
	}
	if area < 1.0/400 || area > 400 {
		return false
	}
	// Singular values from the norm and the determinant.
	norm := a[0]*a[0] + a[1]*a[1] + a[3]*a[3] + a[4]*a[4]
	return norm < area*(mostStretch+1/mostStretch)
}
