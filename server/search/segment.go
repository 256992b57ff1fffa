package search

import "lynceus/imaging/feature"

// mostInSegment is how many pictures a segment numbers: as many as 16 bits tell apart.
const mostInSegment = 1 << 16

// segment is an inverted index of up to 65,536 pictures. The postings of a word
// lie side by side, in three columns of 16 bits, so that a question reads the
// marks under a word in one go and the rest only of those that are near: 6 bytes
// a feature and 4 a picture. Differences of numbers in 8 bits would save one byte
// of the six and cost a step by step walk.
//
// What was added lately is in the tail until there is enough of it for a merge.
type segment struct {
	slots []uint32 // by number: the picture's slot, or none when it is gone
	live  int

	start    []uint32 // by word: where its postings begin; one more for the end
	number   []uint16
	mark     []uint16
	geometry []geometry
	merged   int // pictures in these columns, the gone ones among them

	tail tail
}

// tail is postings in the order of their coming, chained by word.
type tail struct {
	last     []uint32 // by word: one more than the last of the chain; nil when the tail is empty
	entries  []tailEntry
	pictures int
}

type tailEntry struct {
	before       uint32 // one more than the entry before it in the chain, 0 for the first
	number, mark uint16
	geometry     geometry
}

func (t *tail) add(number uint16, p posting) {
	if t.last == nil {
		t.last = make([]uint32, feature.Words)
	}
	t.entries = append(t.entries, tailEntry{t.last[p.word], number, p.mark, p.geometry})
	t.last[p.word] = uint32(len(t.entries))
}

// A tail is merged when it has this many pictures, or more where the segment is
// large: each posting is then copied five times at most until the segment is full.
const leastMerged = 1024

func (s *segment) ripe() bool { return s.tail.pictures >= max(leastMerged, s.merged/4) }

func (s *segment) full() bool { return len(s.slots) == mostInSegment }

// merge moves the tail into the columns and drops what is gone. It tells by word
// how many were dropped.
func (s *segment) merge(dropped func(word uint16, n int)) {
	all := len(s.number) + len(s.tail.entries)
	to := segment{
		start:    make([]uint32, feature.Words+1),
		number:   make([]uint16, 0, all),
		mark:     make([]uint16, 0, all),
		geometry: make([]geometry, 0, all),
	}
	for word := range feature.Words {
		before := 0
		s.each(uint16(word), func(number, mark uint16, g geometry) {
			before++
			if s.slots[number] == none {
				return
			}
			to.number = append(to.number, number)
			to.mark = append(to.mark, mark)
			to.geometry = append(to.geometry, g)
		})
		to.start[word+1] = uint32(len(to.number))
		if n := before - int(to.start[word+1]-to.start[word]); n > 0 {
			dropped(uint16(word), n)
		}
	}
	s.start, s.number, s.mark, s.geometry = to.start, to.number, to.mark, to.geometry
	s.merged, s.tail = len(s.slots), tail{}
}

// each calls fn with all postings of a word, in the order of their numbers.
func (s *segment) each(word uint16, fn func(number, mark uint16, g geometry)) {
	if s.start != nil {
		for i := s.start[word]; i < s.start[word+1]; i++ {
			fn(s.number[i], s.mark[i], s.geometry[i])
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
		fn(e.number, e.mark, e.geometry)
	}
}
