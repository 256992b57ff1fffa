package search

import "unsafe"

// bytes is the memory of all columns as far as they are filled.
func (m *memory) bytes() (n int64) {
	ps, cs := &m.pictures, &m.cases
	n = size(ps.id) + size(ps.scan) + size(ps.file) + size(ps.pixels) + size(ps.class) + size(ps.owner) + size(ps.next) +
		size(ps.flat) + size(ps.serial) + size(ps.first) + size(ps.parts) + size(ps.free) + size(ps.views.of)
	for _, words := range ps.views.codes {
		n += size(words)
	}
	n += size(ps.words.count)
	for _, s := range ps.words.segments {
		if s != nil {
			n += size(s.slots) + size(s.start) + size(s.mark) + size(s.whose) + size(s.tail.last) + size(s.tail.entries)
		}
	}
	n += size(cs.id) + size(cs.class) + size(cs.month) + size(cs.picture) + size(cs.free)
	for i := range cs.facets {
		n += size(cs.facets[i].of)
	}
	const slotOfCase = 2 * (len(key{}) + 4) // a map is half full
	return n + int64(slotOfCase*len(cs.slot))
}

func size[T any](column []T) int64 {
	var one T
	return int64(len(column)) * int64(unsafe.Sizeof(one))
}
