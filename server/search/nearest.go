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
	without map[uint32]bool // case slots whose pictures are no answers
	only    map[key]bool    // the pictures that may be answers, whatever is visible; nil for no such list
}

func (s *seer) sees(ps *pictures, slot uint32) bool {
	if s.only != nil {
		return s.only[ps.id[slot]]
	}
	return s.visible[ps.class[slot]] && ps.id[slot] != s.exclude && !s.without[ps.owner[slot]]
}

// ruler measures pictures by one descriptor: a batch at once by a limit, and one
// by one. What it measures are entries, of which a picture may have several.
type ruler interface {
	entries(ps *pictures) int
	slot(ps *pictures, at int) uint32 // of the picture, or none
	within(ps *pictures, low, high, limit int, out []uint64)
	distance(ps *pictures, at int) int
}

// batch of entries that are scanned between two looks at how near the k-th is. It
// stays in the nearest cache but one, so that any number of rulers share one
// reading of the memory.
const batch = 4096

// nearest is exactly the k nearest pictures that the asker sees by each of some
// rulers of one kind, no farther than limit; of equally near ones those with the
// smaller identifier. A picture is as near as its nearest entry. Flat pictures are
// like nothing.
func nearest[R ruler](ps *pictures, rulers []R, see seer, k, limit int) [][]near {
	lists := make([]shortlist, len(rulers))
	for i := range lists {
		lists[i] = shortlist{ps: ps, k: k, limit: limit, best: make([]near, 0, k+1)}
	}
	if len(rulers) == 0 {
		return nil
	}
	var hits [batch / 64]uint64
	for low, n := 0, rulers[0].entries(ps); low < n; low += batch {
		high := min(low+batch, n)
		for i, r := range rulers {
			list := &lists[i]
			r.within(ps, low, high, list.limit, hits[:])
			for w, word := range hits[:(high-low+63)/64] {
				for ; word != 0; word &= word - 1 {
					at := low + w*64 + bits.TrailingZeros64(word)
					slot := r.slot(ps, at)
					if slot == none || !see.sees(ps, slot) || ps.flat[slot] {
						continue
					}
					list.take(near{slot, r.distance(ps, at)})
				}
			}
		}
	}
	found := make([][]near, len(lists))
	for i := range lists {
		found[i] = lists[i].best
	}
	return found
}

// shortlist is the k nearest pictures so far.
type shortlist struct {
	ps       *pictures
	k, limit int // limit shrinks to the distance of the k-th
	best     []near
}

func (l *shortlist) take(n near) {
	if n.distance > l.limit {
		return
	}
	if had := slices.IndexFunc(l.best, func(b near) bool { return b.slot == n.slot }); had >= 0 {
		if l.best[had].distance <= n.distance {
			return
		}
		l.best = slices.Delete(l.best, had, had+1)
	}
	at, _ := slices.BinarySearchFunc(l.best, n, func(a, b near) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return l.ps.id[a.slot].compare(l.ps.id[b.slot])
	})
	l.best = slices.Insert(l.best, at, n)
	l.best = l.best[:min(len(l.best), l.k)]
	if len(l.best) == l.k {
		l.limit = l.best[l.k-1].distance
	}
}
