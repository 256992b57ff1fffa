package search

import (
	"math/bits"
	"slices"

	"lynceus/imaging/fingerprint"
)

// near is a picture within reach of a query.
type near struct {
	slot     uint32
	distance int
	variant  fingerprint.Variant
}

// seer is who asks: what is not seen is not ranked.
type seer struct {
	visible []bool // by class
	exclude key
}

func (s *seer) sees(ps *pictures, slot int) bool {
	return s.visible[ps.class[slot]] && ps.id[slot] != s.exclude
}

// farthest is the distance beyond which a picture is no better than any other:
// TODO-measure
const farthest = 22

// samePicture is the distance up to which the same picture is claimed.
const samePicture = 6

// batch of codes that are scanned between two looks at how near the k-th is.
const batch = 4096

// nearest is exactly the k nearest pictures that the asker sees, within farthest;
// of equally near ones those with the smaller identifier. Flat pictures are like
// nothing.
func (m *memory) nearest(asks *asked, see seer, k int) []near {
	ps := &m.pictures
	best := make([]near, 0, k+1)
	closer := func(a, b near) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return ps.id[a.slot].compare(ps.id[b.slot])
	}
	limit := farthest
	var hits [batch / 64]uint64
	for low := 0; low < len(ps.scan); low += batch {
		codes := ps.scan[low:min(low+batch, len(ps.scan))]
		asks.within(codes, limit, hits[:])
		for w, word := range hits[:(len(codes)+63)/64] {
			for ; word != 0; word &= word - 1 {
				slot := low + w*64 + bits.TrailingZeros64(word)
				if !see.sees(ps, slot) || ps.flat[slot] {
					continue
				}
				n := asks.to(ps, slot)
				if n.distance > limit {
					continue
				}
				at, _ := slices.BinarySearchFunc(best, n, closer)
				best = slices.Insert(best, at, n)
				if len(best) > k {
					best = best[:k]
				}
				if len(best) == k {
					limit = best[k-1].distance
				}
			}
		}
	}
	return best
}

// to measures the way to one picture.
func (q *asked) to(ps *pictures, slot int) near {
	d, variant := q.distance(ps.scan[slot])
	return near{uint32(slot), d, variant}
}
