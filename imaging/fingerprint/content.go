package fingerprint

import "slices"

// content is the part of a picture that is left when air, uniform borders, toolbars
// and small detached text are trimmed; s is the strength of the edges in all of it.
// Strong edges that lie near one another make a piece; the content is the box around
// the strongest piece and those nearly as strong. A box that is nearly the whole, or
// a mere scrap, is not told apart from the whole.
func content(s plane, all box) box {
	const (
		sure  = 0.12 // an edge is as strong as this part of the strongest ones,
		least = 2.5  // and as many values a pixel
		alike = 0.3  // a piece counts that is as strong as this part of the strongest
		gap   = 2    // pixels to either side that an edge is widened by
		inset = 2    // taken off each side: a frame drawn around the content
	)
	limit := max(least, sure*s.strongest(3))
	pieces := s.pieces(limit, gap)
	var strongest float32
	for _, p := range pieces {
		strongest = max(strongest, p.strength)
	}
	found := box{s.w, s.h, 0, 0}
	for _, p := range pieces {
		if p.strength >= alike*strongest {
			found.include(p.box)
		}
	}
	b := box{
		(found.x0 + inset) * all.x1 / s.w, (found.y0 + inset) * all.y1 / s.h,
		((found.x1-inset)*all.x1 + s.w - 1) / s.w, ((found.y1-inset)*all.y1 + s.h - 1) / s.h,
	}
	w, h := b.x1-b.x0, b.y1-b.y0
	if min(w, h) < 8 || 5*w < all.x1 || 5*h < all.y1 || 10*w*h > 9*all.x1*all.y1 {
		return all
	}
	return b
}

// strongest is what so many percent of all strengths exceed, to a quarter of a value.
func (p plane) strongest(percent int) float32 {
	var counts [1024]int
	for _, v := range p.v {
		counts[min(int(4*v), len(counts)-1)]++
	}
	i := len(counts) - 1
	for n := counts[i]; n*100 < percent*len(p.v); n += counts[i] {
		i--
	}
	return float32(i) / 4
}

func (b *box) include(c box) {
	*b = box{min(b.x0, c.x0), min(b.y0, c.y0), max(b.x1, c.x1), max(b.y1, c.y1)}
}

// piece is a set of edges that hang together.
type piece struct {
	box
	strength float32 // of its edges, summed
}

// pieces gathers the pixels above limit, and joins those with less than twice gap pixels between.
func (p plane) pieces(limit float32, gap int) (found []piece) {
	wide := plane{p.w, p.h, make([]float32, len(p.v))}
	for i, v := range p.v {
		if v > limit {
			wide.v[i] = 1
		}
	}
	wide = wide.blurred(gap)
	const seen = -1
	var next []int
	for start := range wide.v {
		if wide.v[start] < 1e-4 {
			continue
		}
		whole := piece{box: box{p.w, p.h, 0, 0}}
		wide.v[start] = seen
		for next = append(next[:0], start); len(next) > 0; {
			i := next[len(next)-1]
			next = next[:len(next)-1]
			x, y := i%p.w, i/p.w
			if p.v[i] > limit {
				whole.strength += p.v[i]
				whole.include(box{x, y, x + 1, y + 1})
			}
			for _, step := range [4][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
				u, v := x+step[0], y+step[1]
				if u >= 0 && u < p.w && v >= 0 && v < p.h && wide.v[v*p.w+u] >= 1e-4 {
					wide.v[v*p.w+u] = seen
					next = append(next, v*p.w+u)
				}
			}
		}
		found = append(found, whole)
	}
	return found
}

// blurred is the mean over squares that reach so many pixels to either side.
func (p plane) blurred(reach int) plane {
	q := plane{p.w, p.h, slices.Clone(p.v)}
	line := make([]float32, max(p.w, p.h))
	for y := range q.h {
		runningMean(q.v[y*q.w:], 1, q.w, reach, line)
	}
	for x := range q.w {
		runningMean(q.v[x:], q.w, q.h, reach, line)
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
