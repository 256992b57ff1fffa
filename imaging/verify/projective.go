package verify

import "math"

// projective maps pixels of the query to pixels of the candidate in homogeneous
// coordinates: x' = (p[0]x + p[1]y + p[2]) / (p[6]x + p[7]y + 1), y' likewise with
// p[3] to p[5].
type projective [8]float64

func (a *affine) projective() projective {
	return projective{a[0], a[1], a[2], a[3], a[4], a[5]}
}

// apply is false for a point that lies beyond the horizon.
func (p *projective) apply(x, y float32) (u, v float32, ok bool) {
	a, b := float64(x), float64(y)
	z := p[6]*a + p[7]*b + 1
	if z < 0.2 || z > 5 {
		return 0, 0, false
	}
	return float32((p[0]*a + p[1]*b + p[2]) / z), float32((p[3]*a + p[4]*b + p[5]) / z), true
}

// near is the affine transform that p is nearly around a point.
func (p *projective) near(x, y float64) affine {
	z := p[6]*x + p[7]*y + 1
	u, v := (p[0]*x+p[1]*y+p[2])/z, (p[3]*x+p[4]*y+p[5])/z
	a := affine{(p[0] - u*p[6]) / z, (p[1] - u*p[7]) / z, 0, (p[3] - v*p[6]) / z, (p[4] - v*p[7]) / z, 0}
	a[2], a[5] = u-a[0]*x-a[1]*y, v-a[3]*x-a[4]*y
	return a
}

// pair is a point of the query and one of the candidate, in pixels.
type pair struct {
	x, y, u, v float64
	weight     float64
}

// projectiveOf is the projective transform of least squares, in the algebraic sense
// (Hartley and Zisserman, Multiple View Geometry, 4.1), over points that are moved
// and scaled to lie around zero; false where they do not determine one.
func projectiveOf(pairs []pair) (projective, bool) {
	var sum, mx, my, mu, mv float64
	for _, p := range pairs {
		sum += p.weight
		mx, my, mu, mv = mx+p.weight*p.x, my+p.weight*p.y, mu+p.weight*p.u, mv+p.weight*p.v
	}
	if sum == 0 {
		return projective{}, false
	}
	mx, my, mu, mv = mx/sum, my/sum, mu/sum, mv/sum
	var from, to float64
	for _, p := range pairs {
		from += p.weight * ((p.x-mx)*(p.x-mx) + (p.y-my)*(p.y-my))
		to += p.weight * ((p.u-mu)*(p.u-mu) + (p.v-mv)*(p.v-mv))
	}
	from, to = math.Sqrt(from/sum/2), math.Sqrt(to/sum/2)
	if from == 0 || to == 0 {
		return projective{}, false
	}
	var n [8][9]float64 // normal equations
	add := func(row [8]float64, value, weight float64) {
		for i, a := range row {
			for k, b := range row {
				n[i][k] += weight * a * b
			}
			n[i][8] += weight * a * value
		}
	}
	for _, p := range pairs {
		x, y, u, v := (p.x-mx)/from, (p.y-my)/from, (p.u-mu)/to, (p.v-mv)/to
		add([8]float64{x, y, 1, 0, 0, 0, -u * x, -u * y}, u, p.weight)
		add([8]float64{0, 0, 0, x, y, 1, -v * x, -v * y}, v, p.weight)
	}
	// A slight pull to no perspective at all: few points do not tell.
	for i := 6; i < 8; i++ {
		n[i][i] += 1e-2 * sum
	}
	h, ok := solved(n)
	if !ok {
		return projective{}, false
	}
	// Back to pixels: T' H T.
	p := projective{h[0] / from, h[1] / from, h[2], h[3] / from, h[4] / from, h[5], h[6] / from, h[7] / from}
	one := 1.0
	p[2] -= p[0]*mx + p[1]*my
	p[5] -= p[3]*mx + p[4]*my
	one -= p[6]*mx + p[7]*my
	for i := range 3 {
		third := one
		if i < 2 {
			third = p[6+i]
		}
		p[i] = to*p[i] + mu*third
		p[3+i] = to*p[3+i] + mv*third
	}
	if math.Abs(one) < 1e-6 {
		return projective{}, false
	}
	for i := range p {
		p[i] /= one
	}
	return p, true
}

// solved is Gauss's elimination with the largest pivot.
func solved(n [8][9]float64) (x [8]float64, ok bool) {
	for i := range n {
		best := i
		for k := i + 1; k < len(n); k++ {
			if math.Abs(n[k][i]) > math.Abs(n[best][i]) {
				best = k
			}
		}
		n[i], n[best] = n[best], n[i]
		if math.Abs(n[i][i]) < 1e-9 {
			return x, false
		}
		for k := i + 1; k < len(n); k++ {
			f := n[k][i] / n[i][i]
			for c := i; c < 9; c++ {
				n[k][c] -= f * n[i][c]
			}
		}
	}
	for i := len(n) - 1; i >= 0; i-- {
		x[i] = n[i][8]
		for c := i + 1; c < 8; c++ {
			x[i] -= n[i][c] * x[c]
		}
		x[i] /= n[i][i]
	}
	return x, true
}
