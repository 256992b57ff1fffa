package verify

import "math"

// at is apply for fractions and the like, in double precision.
func (p *projective) at(x, y float64) [2]float64 {
	z := p[6]*x + p[7]*y + 1
	return [2]float64{(p[0]*x + p[1]*y + p[2]) / z, (p[3]*x + p[4]*y + p[5]) / z}
}

// fractions is p from fractions of one picture to fractions of the other, with the
// ninth element, 1, in its place.
func (p *projective) fractions(w, h, theirW, theirH int) [9]float64 {
	x, y, u, v := float64(w), float64(h), float64(theirW), float64(theirH)
	return [9]float64{p[0] * x / u, p[1] * y / u, p[2] / u, p[3] * x / v, p[4] * y / v, p[5] / v, p[6] * x, p[7] * y, 1}
}

// overlap is the region that both pictures show, as polygons in fractions of each.
// Both are nil where the transform folds the picture over its horizon, which no
// picture of a picture does.
func (p *projective) overlap(w, h, theirW, theirH int) (mine, theirs [][2]float64) {
	own := [][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}
	f := p.fractions(w, h, theirW, theirH)
	there := projective(f[:8])
	for _, c := range own {
		if there[6]*c[0]+there[7]*c[1]+1 < 0.1 {
			return nil, nil
		}
		theirs = append(theirs, there.at(c[0], c[1]))
	}
	theirs = clipped(theirs)
	back, ok := there.inverse()
	if !ok || len(theirs) < 3 {
		return nil, nil
	}
	for i, c := range theirs {
		m := back.at(c[0], c[1])
		mine = append(mine, [2]float64{within(m[0]), within(m[1])})
		theirs[i] = [2]float64{within(c[0]), within(c[1])}
	}
	return mine, theirs
}

func within(v float64) float64 { return max(0, min(v, 1)) }

// inverse is the adjugate, scaled.
func (p *projective) inverse() (projective, bool) {
	adjugate := [9]float64{
		p[4] - p[5]*p[7], p[2]*p[7] - p[1], p[1]*p[5] - p[2]*p[4],
		p[5]*p[6] - p[3], p[0] - p[2]*p[6], p[2]*p[3] - p[0]*p[5],
		p[3]*p[7] - p[4]*p[6], p[1]*p[6] - p[0]*p[7], p[0]*p[4] - p[1]*p[3],
	}
	if math.Abs(adjugate[8]) < 1e-12 {
		return projective{}, false
	}
	var q projective
	for i := range q {
		q[i] = adjugate[i] / adjugate[8]
	}
	return q, true
}

// clipped is what of a convex polygon lies in the square from 0 to 1 (Sutherland
// and Hodgman 1974).
func clipped(polygon [][2]float64) [][2]float64 {
	for side := range 4 {
		axis, sign, limit := side%2, 1.0, 0.0
		if side >= 2 {
			sign, limit = -1, -1
		}
		inside := func(p [2]float64) float64 { return sign*p[axis] - limit }
		var out [][2]float64
		for i, p := range polygon {
			last := polygon[(i+len(polygon)-1)%len(polygon)]
			d, before := inside(p), inside(last)
			if (d >= 0) != (before >= 0) {
				t := before / (before - d)
				out = append(out, [2]float64{last[0] + t*(p[0]-last[0]), last[1] + t*(p[1]-last[1])})
			}
			if d >= 0 {
				out = append(out, p)
			}
		}
		polygon = out
	}
	return polygon
}
