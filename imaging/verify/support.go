package verify

import "math"

// support is what the features of the query say of a transform that is known.
type support struct {
	asked    int     // those that fall into the candidate, at a size that is looked for there
	agreed   int     // those that find one alike in their place
	opposite int     // those of the agreed that are dark where the other is bright
	weight   float64 // of the agreed: the more alike, the more
	spread   float64 // of the agreed: 1 where they fill the smaller of the two pictures evenly
	covered  float64 // share of the parts of the overlap in which enough of the asked agree
	pairs    []pair  // the agreed

	// The same asked the other way: of the candidate's features that fall into the
	// query, which are a region's fewest, how many are met.
	met, back   int
	backWeight  float64
	backCovered float64
}

const (
	supportWithin = 88  // bits that a spot may differ by from one that lies where it ought to
	sizeSlack     = 1.2 // by which a size may exceed those that the other picture has
)

// place is how far from where it ought to be a spot may lie: a share of the root of
// the candidate's area and one of its patch.
type place struct{ area, patch float32 }

// support looks again for each spot of the query, now at one place and in one way.
func (q *Query) support(p *projective, theirs *scene, mirrored bool, within place) (s support) {
	w, h := theirs.width, theirs.height
	middle := p.near(float64(q.width)/2, float64(q.height)/2)
	scale := float32(math.Sqrt(math.Abs(middle.area())))
	turn := float32(middle.turned(mirrored))
	smallest, largest := float32(math.MaxFloat32), float32(0)
	for i := range theirs.spots {
		smallest, largest = min(smallest, theirs.spots[i].side), max(largest, theirs.spots[i].side)
	}
	near := within.area * float32(math.Sqrt(float64(w)*float64(h)))
	var sx, sy, sxx, sxy, syy float64
	var all []asked
	met := make([]float64, len(theirs.spots))
	for i := range q.spots {
		mine := &q.spots[i]
		x, y, ok := p.apply(mine.x, mine.y)
		side := mine.side * scale
		if !ok || x < 0 || y < 0 || x >= float32(w) || y >= float32(h) || side*sizeSlack < smallest || side > largest*sizeSlack {
			continue
		}
		s.asked++
		all = append(all, asked{x: x, y: y})
		least, at := supportWithin+1, -1
		for j := range theirs.spots {
			t := &theirs.spots[j]
			limit := near + within.patch*t.side
			dx, dy := t.x-x, t.y-y
			if dx > limit || dx < -limit || dy > limit || dy < -limit || t.side > side*sizeFactor || t.side*sizeFactor < side {
				continue
			}
			if d := q.bits[i][variant(mine, t, mirrored, turn)].Distance(&t.bits); d < least {
				least, at = d, j
			}
		}
		if at < 0 {
			continue
		}
		t := &theirs.spots[at]
		weight := float64(supportWithin+8-least) / supportWithin
		s.agreed++
		met[at] = max(met[at], weight)
		s.weight += weight
		all[len(all)-1].agreed = true
		if mine.bright != t.bright {
			s.opposite++
		}
		s.pairs = append(s.pairs, pair{float64(mine.x), float64(mine.y), float64(t.x), float64(t.y), weight / float64(t.side)})
		u, v := float64(x), float64(y)
		sx, sy, sxx, sxy, syy = sx+u, sy+v, sxx+u*u, sxy+u*v, syy+v*v
	}
	s.covered = covered(all)
	q.back(&s, p, theirs, met, scale)
	if n := float64(s.agreed); n > 2 {
		xx, yy, xy := sxx/n-sx*sx/n/n, syy/n-sy*sy/n/n, sxy/n-sx*sy/n/n
		whole := min(float64(w)*float64(h), math.Abs(middle.area())*float64(q.width)*float64(q.height))
		s.spread = 12 * math.Sqrt(max(xx*yy-xy*xy, 0)) / whole
	}
	return s
}

// back asks the features of the candidate, each met with a weight or 0. A part of a
// picture shows spots that the whole, of as many features, has no room for: what
// the whole has of it is to be met, and not the other way round.
func (q *Query) back(s *support, p *projective, theirs *scene, met []float64, scale float32) {
	inverse, ok := p.inverse()
	if !ok {
		return
	}
	smallest, largest := float32(math.MaxFloat32), float32(0)
	for i := range q.spots {
		smallest, largest = min(smallest, q.spots[i].side), max(largest, q.spots[i].side)
	}
	var all []asked
	for i := range theirs.spots {
		t := &theirs.spots[i]
		x, y, ok := inverse.apply(t.x, t.y)
		side := t.side / scale
		if !ok || x < 0 || y < 0 || x >= float32(q.width) || y >= float32(q.height) || side*sizeSlack < smallest || side > largest*sizeSlack {
			continue
		}
		s.back++
		if all = append(all, asked{x, y, met[i] > 0}); met[i] > 0 {
			s.met++
			s.backWeight += met[i]
		}
	}
	s.backCovered = covered(all)
}

// variant is the flip and quarter turn that brings the frame of mine to that of theirs.
func variant(mine, theirs *spot, mirrored bool, turn float32) int {
	own, first := mine.turn, 0
	if mirrored {
		own, first = -own, 4
	}
	const whole = 4 * 4 // quarter turns that keep what is rounded above zero
	return first + int((turn-theirs.turn+own)*(2/math.Pi)+whole+0.5)&3
}

// turned is by how many radians clockwise a transform turns, after mirroring.
func (a *affine) turned(mirrored bool) float64 {
	if mirrored {
		return math.Atan2(-a[3]-a[1], a[4]-a[0])
	}
	return math.Atan2(a[3]-a[1], a[0]+a[4])
}

// asked is a feature that falls into the candidate.
type asked struct {
	x, y   float32
	agreed bool
}

const (
	parts       = 6    // of the overlap, a side
	enoughAsked = 3    // features that say something of a part
	partSupport = 0.25 // share of them that must agree
)

// covered is the share of the parts of the overlap that agree. Cartons of one make
// agree along their edges and not inside, however many features that is.
func covered(all []asked) float64 {
	if len(all) == 0 {
		return 0
	}
	x0, y0, x1, y1 := all[0].x, all[0].y, all[0].x, all[0].y
	for _, a := range all {
		x0, y0, x1, y1 = min(x0, a.x), min(y0, a.y), max(x1, a.x), max(y1, a.y)
	}
	var counts, agreed [parts * parts]int
	for _, a := range all {
		part := min(int(parts*(a.y-y0)/(y1-y0+1)), parts-1)*parts + min(int(parts*(a.x-x0)/(x1-x0+1)), parts-1)
		counts[part]++
		if a.agreed {
			agreed[part]++
		}
	}
	told, good := 0, 0
	for i, n := range counts {
		if n < enoughAsked {
			continue
		}
		told++
		if float64(agreed[i]) >= partSupport*float64(n) {
			good++
		}
	}
	if told == 0 {
		return 0
	}
	return float64(good) / float64(told)
}
