package feature

import (
	"cmp"
	"slices"
)

// corner is a spot of a level where edges of different directions meet.
type corner struct {
	x, y     float32 // pixels of the level; the middle of the first is at 0
	strength float32
}

const (
	gather   = 2    // pixels to either side over which directions are gathered, twice
	margin   = 8    // pixels from the border of a level within which nothing is looked for
	faintest = 0.02 // smaller eigenvalue below which there is only noise
	grid     = 6    // parts a side among which the corners of a level are spread
	crowded  = 2.5  // times its fair share that a part may have
)

// corners lists up to most spots, strongest first: local maxima of the smaller
// eigenvalue of the gathered directions, which is zero along a straight edge.
func (e *edges) corners(most int) []corner {
	w, h := e.W, e.H
	s := e.Minor(gather)
	var found []corner
	for y := margin; y < h-margin; y++ {
		for x, v := range s[y*w : (y+1)*w-margin] {
			i := y*w + x
			if v < faintest || x < margin || v <= s[i-1] || v < s[i+1] || v <= s[i-w] || v < s[i+w] ||
				v <= s[i-w-1] || v <= s[i-w+1] || v < s[i+w-1] || v < s[i+w+1] {
				continue
			}
			found = append(found, corner{
				float32(x) + peak(s[i-1], v, s[i+1]),
				float32(y) + peak(s[i-w], v, s[i+w]), v,
			})
		}
	}
	slices.SortFunc(found, func(a, b corner) int { return cmp.Compare(b.strength, a.strength) })
	return e.spread(found, most)
}

// spread takes the strongest, but not too many from one part of the picture.
func (e *edges) spread(all []corner, most int) []corner {
	fair := int(crowded*float64(most)/(grid*grid)) + 1
	var counts [grid * grid]int
	var taken, left []corner
	for _, c := range all {
		part := int(c.y)*grid/e.H*grid + int(c.x)*grid/e.W
		if counts[part]++; counts[part] <= fair {
			taken = append(taken, c)
		} else {
			left = append(left, c)
		}
	}
	taken = taken[:min(most, len(taken))]
	return append(taken, left[:min(most-len(taken), len(left))]...)
}

// peak of the parabola through three values, -0.5 to 0.5 from the middle one.
func peak(before, at, after float32) float32 {
	curve := before - 2*at + after
	if curve >= 0 {
		return 0
	}
	return max(-0.5, min((before-after)/(2*curve), 0.5))
}
