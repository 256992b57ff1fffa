package search

import "sync"

// candidates are pictures that may be among the best answers, by id, each with its
// place among the best by words, from 1; 0 is none.
type candidates map[string]int

func (c candidates) add(ids ...string) {
	for _, id := range ids {
		if _, ok := c[id]; !ok {
			c[id] = 0
		}
	}
}

func (c candidates) ids() []string {
	list := make([]string, 0, len(c))
	for id := range c {
		list = append(list, id)
	}
	return list
}

// How many candidates each way of looking gives. A view that is asked with gives
// its own nearest, for the angles of narrow views and of whole pictures are not alike.
const (
	nearestHashes = 10
	nearestViews  = 10
	bestByWords   = 40
)

// candidates are pictures that may be among the best looks answers, with room for
// those that look nearer in memory than they are.
func (m *memory) candidates(q *Query, see seer, looks int) candidates {
	ps := &m.pictures
	found := candidates{}
	for _, slot := range ps.same(see, prefix(q.FileSum), prefix(q.PixelSum), maxLimit) {
		found.add(ps.id[slot].String())
	}
	f := &q.Fingerprint
	if f.Flat {
		return found
	}
	var hashes, views [][]near
	var elected []voted
	var scans sync.WaitGroup // a core each, where there are as many
	scans.Go(func() {
		hashes = nearest(ps, []*hashed{newHashed(f.Scan)}, see, max(nearestHashes, looks), farthestHash)
	})
	scans.Go(func() { views = nearest(ps, sketches(f), see, max(nearestViews, looks), farthestCode) })
	scans.Go(func() { elected = ps.elect(f, see, max(bestByWords, looks)) })
	scans.Wait()
	for _, list := range append(hashes, views...) {
		for _, n := range list {
			found.add(ps.id[n.slot].String())
		}
	}
	for i, e := range elected {
		found[ps.id[e.slot].String()] = i + 1
	}
	return found
}

// same lists up to n pictures whose sums begin like those asked for.
func (ps *pictures) same(see seer, file, pixels uint64, n int) (slots []uint32) {
	for slot := range ps.file {
		if (ps.file[slot] == file || ps.pixels[slot] == pixels) && see.sees(ps, uint32(slot)) {
			if slots = append(slots, uint32(slot)); len(slots) == n {
				break
			}
		}
	}
	return slots
}
