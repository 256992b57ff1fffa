package search

import "lynceus/imaging/fingerprint"

// views are the codes of all views of all pictures, those of one picture side by
// side, the whole first.
type views struct {
	codes planes
	of    []uint32 // the picture's slot, or none when it is gone
	gone  int
}

// add appends the views of the picture in a slot, and answers where they begin and
// how many there are.
func (vs *views) add(slot uint32, list []fingerprint.View) (first uint32, n uint8) {
	list = list[:min(len(list), fingerprint.MaxViews)]
	first = uint32(len(vs.of))
	for i := range list {
		vs.codes.add(list[i].Layout.Code())
		vs.of = append(vs.of, slot)
	}
	return first, uint8(len(list))
}

func (vs *views) remove(first uint32, n uint8) {
	for i := first; i < first+uint32(n); i++ {
		vs.of[i] = none
	}
	vs.gone += int(n)
}

// wasteful reports whether a fifth of what is scanned is of nothing.
func (vs *views) wasteful() bool { return vs.gone > batch && vs.gone > len(vs.of)/5 }

// compact closes the gaps; first is where the views of each picture slot begin.
func (vs *views) compact(first []uint32) {
	to := 0
	for at, slot := range vs.of {
		if slot == none {
			continue
		}
		if to == 0 || vs.of[to-1] != slot {
			first[slot] = uint32(to)
		}
		vs.of[to] = slot
		vs.codes.set(to, vs.codes.at(at))
		to++
	}
	vs.of, vs.gone = vs.of[:to], 0
	for w := range vs.codes {
		vs.codes[w] = vs.codes[w][:to]
	}
}
