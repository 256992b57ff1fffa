package search

import "lynceus/imaging/feature"

// words is the inverted index of the local features of all pictures.
//
// Pictures are numbered as they come; the number of one that is gone is not given
// again, and its postings are left until their segment is merged. A segment that
// is full and half gone is emptied into the open one.
type words struct {
	segments []*segment // the last one is open; one that was emptied is nil
	count    []uint32   // postings by word, those of gone pictures among them until they are dropped
	live     int        // pictures
	filling  bool       // many pictures are coming, and nobody asks before the last
}

func newWords() words {
	return words{segments: []*segment{{}}, count: make([]uint32, feature.Words)}
}

// noSerial is of a picture without features.
const noSerial = none

// add files the postings of the picture in a slot, and answers its serial number.
func (w *words) add(slot uint32, list []posting) uint32 {
	if len(list) == 0 {
		return noSerial
	}
	serial, number := w.number(slot)
	s := w.open()
	for _, p := range list {
		s.tail.add(number, p)
		w.count[p.word]++
	}
	if s.tail.pictures++; s.ripe(w.filling) {
		s.merge(w.dropped)
	}
	return serial
}

// filled ends the filling.
func (w *words) filled() {
	w.filling = false
	if w.open().tail.pictures > 0 {
		w.open().merge(w.dropped)
	}
}

func (w *words) open() *segment { return w.segments[len(w.segments)-1] }

// number takes the next serial number.
func (w *words) number(slot uint32) (serial uint32, number uint16) {
	if w.open().full() {
		w.close()
	}
	s := w.open()
	serial = uint32(len(w.segments)-1)<<16 | uint32(len(s.slots))
	s.slots = append(s.slots, slot)
	s.live++
	w.live++
	return serial, uint16(serial)
}

// close begins a new segment.
func (w *words) close() {
	w.open().merge(w.dropped)
	w.segments = append(w.segments, &segment{})
}

func (w *words) dropped(word uint16, n int) { w.count[word] -= uint32(n) }

// remove forgets a picture. It answers the pictures that got another serial number
// by that, nearly always none.
func (w *words) remove(serial uint32) (moved []renumbered) {
	if serial == noSerial {
		return nil
	}
	at := int(serial >> 16)
	s := w.segments[at]
	s.slots[uint16(serial)] = none
	s.live--
	w.live--
	if at == len(w.segments)-1 || s.live > len(s.slots)/2 {
		return nil
	}
	return w.empty(at)
}

// renumbered is a picture slot with its new serial number.
type renumbered struct{ slot, serial uint32 }

// empty moves what is left of a full segment to the open one.
func (w *words) empty(at int) (moved []renumbered) {
	s := w.segments[at]
	if len(w.open().slots)+s.live > mostInSegment {
		w.close()
	}
	numbers := make([]uint16, len(s.slots))
	w.live -= s.live
	for from, slot := range s.slots {
		if slot != none {
			var serial uint32
			serial, numbers[from] = w.number(slot)
			moved = append(moved, renumbered{slot, serial})
		}
	}
	to := w.open()
	for word := range feature.Words {
		word := uint16(word)
		s.each(word, func(mark uint16, from whose) {
			if s.slots[from.number()] == none {
				w.count[word]--
				return
			}
			to.tail.add(numbers[from.number()], posting{word, mark, from.geometry()})
		})
	}
	to.tail.pictures += len(moved)
	w.segments[at] = nil
	if to.ripe(w.filling) {
		to.merge(w.dropped)
	}
	return moved
}
