package search

import (
	"math/bits"
	"slices"
)

// near is a picture within reach of a query.
type near struct {
	slot     uint32
	distance int
}

// seer is who asks: what is not seen is not ranked.
type seer struct {
	visible []bool // by class
	exclude key
}

func (s *seer) sees(ps *pictures, slot int) bool {
	return s.visible[ps.class[slot]] && ps.id[slot] != s.exclude
}

// ruler measures pictures by one descriptor: a batch at once by a limit, and one
// by one.
type ruler interface {
	within(ps *pictures, low, high, limit int, out []uint64)
	distance(ps *pictures, slot int) int
}

// batch of slots that are scanned between two looks at how near the k-th is.
const batch = 4096

// nearest is exactly the k nearest pictures that the asker sees, no farther than
// limit; of equally near ones those with the smaller identifier. Flat pictures are
// like nothing.
func (ps *pictures) nearest(r ruler, see seer, k, limit int) []near {
	best := make([]near, 0, k+1)
	closer := func(a, b near) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return ps.id[a.slot].compare(ps.id[b.slot])
	}
	var hits [batch / 64]uint64
	for low := 0; low < len(ps.id); low += batch {
		high := min(low+batch, len(ps.id))
		r.within(ps, low, high, limit, hits[:])
		for w, word := range hits[:(high-low+63)/64] {
			for ; word != 0; word &= word - 1 {
				slot := low + w*64 + bits.TrailingZeros64(word)
				if !see.sees(ps, slot) || ps.flat[slot] {
					continue
				}
				n := near{uint32(slot), r.distance(ps, slot)}
				if n.distance > limit {
					continue // the limit has shrunk since
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
