package verify

import (
	"cmp"
	"math"
	"slices"
)

// A match agrees with a transform when it maps the spot to within this: a share of
// the candidate's size, and of the size of the patch, whose place is known the less
// the larger it is.
const (
	looseShare = 0.05 // of the root of the area, at first
	tightShare = 0.02
	patchShare = 0.15
	sizeFactor = 1.7 // by which the sizes of two patches may differ from the transform's
	seeds      = 80  // matches that each propose a transform
	refined    = 6   // of the best proposals
	rounds     = 4   // of fitting and collecting again
	fewest     = 4   // matches that make a transform
)

// hypothesis is a transform and the matches that agree with it.
type hypothesis struct {
	affine
	inliers []match
	weight  float64
}

// search finds the transform on which most matches agree: each of the nearest
// matches proposes its own similarity, and the best proposals are grown to affine
// transforms by fitting (a PROSAC of one point with local optimisation: Chum and
// Matas 2005).
func search(matches []match, area float64) hypothesis {
	slices.SortStableFunc(matches, func(a, b match) int { return cmp.Compare(a.distance, b.distance) })
	var all []hypothesis
	for i := range matches[:min(seeds, len(matches))] {
		h := hypothesis{affine: matches[i].similarity()}
		h.weight = h.collect(matches, looseShare*area, nil)
		all = append(all, h)
	}
	slices.SortStableFunc(all, func(a, b hypothesis) int { return cmp.Compare(b.weight, a.weight) })
	var best hypothesis
	for i := range all[:min(refined, len(all))] {
		if h := all[i].grown(matches, area); h.weight > best.weight {
			best = h
		}
	}
	return best
}

// collect weighs the matches that agree: nearer ones in bits and place count more.
// weights, where given, is filled for each match.
func (h *hypothesis) collect(matches []match, tolerance float64, weights []float64) (total float64) {
	scale := float32(math.Sqrt(math.Abs(h.area())))
	for i := range matches {
		m := &matches[i]
		x, y := h.apply(m.mine.x, m.mine.y)
		dx, dy := x-m.theirs.x, y-m.theirs.y
		limit := float32(tolerance) + patchShare*m.theirs.side
		var w float64
		if off := dx*dx + dy*dy; off < limit*limit {
			ratio := m.mine.side * scale / m.theirs.side
			if ratio < sizeFactor && ratio > 1/sizeFactor {
				w = float64(1-off/(limit*limit)) * float64(farthest+8-m.distance) / farthest
			}
		}
		total += w
		if weights != nil {
			weights[i] = w
		}
	}
	return total
}

func (h hypothesis) grown(matches []match, area float64) hypothesis {
	weights := make([]float64, len(matches))
	best := hypothesis{}
	for round := range rounds {
		tolerance := area * (looseShare + (tightShare-looseShare)*float64(round)/(rounds-1))
		h.collect(matches, tolerance, weights)
		a, ok := fitted(matches, weights)
		if !ok || len(matches) == 0 || !a.plausible(matches[0].mirrored) {
			return best
		}
		h.affine = a
	}
	h.weight = h.collect(matches, tightShare*area, weights)
	for i, w := range weights {
		if w > 0 {
			h.inliers = append(h.inliers, matches[i])
		}
	}
	if len(h.inliers) < fewest {
		return best
	}
	return h
}
