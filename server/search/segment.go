package search

import "lynceus/imaging/feature"

// mostInSegment is how many pictures a segment numbers: as many as 16 bits tell apart.
const mostInSegment = 1 << 16

// segment is an inverted index of up to 65,536 pictures. The postings of a word
// lie side by side, their marks in a column of their own, so that a question reads
// those in one go and the rest only of what is near: 6 bytes a feature and 4 a
// picture. Differences of numbers in 8 bits would save one byte of the six and cost
// a step by step walk.
//
// What was added lately is in the tail until there is enough of it for a merge.
type segment struct {
	slots []uint32 // by number: the picture's slot, or none when it is gone
	live  int

	start  []uint32 // by word: where its postings begin; one more for the end
	mark   []uint16
	whose  []whose
	merged int // pictures in these columns, the gone ones among them

	tail tail
}

// whose is the number of a picture, and above it the geometry of its feature.
type whose uint32

func (w whose) number() uint16     { return uint16(w) }
func (w whose) geometry() geometry { return geometry(w >> 16) }

// tail is postings in the order of their coming, chained by word.
type tail struct {
	last     []uint32 // by word: one more than the last of the chain; nil when the tail is empty
	entries  []tailEntry
	pictures int
}

type tailEntry struct {
	before uint32 // one more than the entry before it in the chain, 0 for the first
	whose  whose
	mark   uint16
}

func (t *tail) add(number uint16, p posting) {
	if t.last == nil {
		t.last = make([]uint32, feature.Words)
	}
	t.entries = append(t.entries, tailEntry{t.last[p.word], whose(p.geometry)<<16 | whose(number), p.mark})
	t.last[p.word] = uint32(len(t.entries))
}

// A tail is merged when it has this many pictures: to follow its chains costs
// twenty times what the columns do. Where many come at once it may grow to a quarter
// of the segment, so that each posting is copied five times at most.
const mostInTail = 1024

func (s *segment) ripe(filling bool) bool {
	return s.tail.pictures >= mostInTail && (!filling || s.tail.pictures >= s.merged/4)
}

func (s *segment) full() bool { return len(s.slots) == mostInSegment }

// merge moves the tail into the columns and drops what is gone. It tells by word
// how many were dropped.
func (s *segment) merge(dropped func(word uint16, n int)) {
	all := len(s.mark) + len(s.tail.entries)
	to := segment{start: make([]uint32, feature.Words+1), mark: make([]uint16, 0, all), whose: make([]whose, 0, all)}
	for word := range feature.Words {
		before := 0
		s.each(uint16(word), func(mark uint16, w whose) {
			before++
			if s.slots[w.number()] == none {
				return
			}
			to.mark = append(to.mark, mark)
			to.whose = append(to.whose, w)
		})
		to.start[word+1] = uint32(len(to.mark))
		if n := before - int(to.start[word+1]-to.start[word]); n > 0 {
			dropped(uint16(word), n)
		}
	}
	s.start, s.mark, s.whose = to.start, to.mark, to.whose
	s.merged, s.tail = len(s.slots), tail{}
}

// each calls fn with all postings of a word, in the order of their numbers.
func (s *segment) each(word uint16, fn func(mark uint16, w whose)) {
	if s.start != nil {
		for i := s.start[word]; i < s.start[word+1]; i++ {
			fn(s.mark[i], s.whose[i])
		}
	}
	if s.tail.last == nil {
		return
	}
	var chain [64]uint32
	list := chain[:0]
	for at := s.tail.last[word]; at != 0; at = s.tail.entries[at-1].before {
		list = append(list, at-1)
	}
	for i := len(list) - 1; i >= 0; i-- {
		e := &s.tail.entries[list[i]]
		fn(e.mark, e.whose)
	}
}
