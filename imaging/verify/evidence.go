package verify

import "math"

// The transform is looked at ever closer: what is the same picture lies where it
// ought to within a pixel or so, and what merely looks like it does not.
var closer = []place{{0.012, 0.15}, {0.008, 0.1}, {0.005, 0.08}}

const perspectiveFrom = 20 // agreed features from which a perspective can be told

// What it takes to be the same picture. Of 2,912 pairs of changed x-rays of
// different chocolate boxes of one make, which look alike all over, 1 comes so far,
// of 3,648 pairs of unrelated pictures none; of 196 pictures changed in all of the
// 19 ways of package distort, and compared with themselves, 174 do.
const (
	fewestSame  = 20
	leastSpread = 0.05
	leastScore  = 40
)

// evidence looks at what a transform says of both pictures.
func (q *Query) evidence(a affine, theirs *scene, mirrored bool) Evidence {
	p := a.projective()
	var s support
	for i, within := range closer {
		s = q.support(&p, theirs, mirrored, within)
		if i == len(closer)-1 || s.agreed < perspectiveFrom {
			continue
		}
		if better, ok := projectiveOf(s.pairs); ok {
			p = better
		}
	}
	if s.agreed == 0 {
		return Evidence{}
	}
	middle := p.near(float64(q.width)/2, float64(q.height)/2)
	e := Evidence{
		Inliers: s.agreed, Support: float64(s.agreed) / float64(s.asked), Covered: s.covered, Spread: s.spread,
		Transform: p.fractions(q.width, q.height, theirs.width, theirs.height),
		Mirrored:  mirrored, Inverted: 4*s.opposite > 3*s.agreed,
		Turned: middle.turned(mirrored) * 180 / math.Pi,
		Scaled: math.Sqrt(math.Abs(middle.area())),
	}
	e.Score = s.weight * e.Support * e.Covered
	e.Same = e.Inliers >= fewestSame && e.Spread >= leastSpread && e.Score >= leastScore
	if s.back > 0 { // ranks parts of pictures, and claims nothing
		e.Score = max(e.Score, s.backWeight*float64(s.met)/float64(s.back)*s.backCovered)
	}
	e.Mine, e.Theirs = p.overlap(q.width, q.height, theirs.width, theirs.height)
	return e
}
