package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"sync"

	"lynceus/imaging/fingerprint"
)

// A query feature is looked up in its eight variants, each under its nearest
// words, and votes for the pictures that have a feature there with nearly the same
// mark. A vote counts less for each of many query features that share its word. How
// frequent a word is does not count: that is a figure of all pictures, and whoever
// may not see some would read from the order of the others that they are there (of
// 1,140 changed copies and 120 parts it finds as many, ±2). A query feature has one
// vote for a picture, mirrored or not, its best, so that a pattern does not outvote
// a match.
//
// For the pictures that lead, the votes are then sorted by how the feature would
// have to be turned and scaled. Those of a true match agree on that, up to
// rounding; those of chance are spread. What a picture has where most agree is its
// score. After H. Jegou, M. Douze, C. Schmid, "Hamming embedding and weak
// geometric consistency", ECCV 2008; turn and scale are looked at together here.
const (
	nearWords = 2 // under which a query feature is looked up
	markLimit = 4 // bits of 16 that may differ
	leaders   = 256
	turnBins  = 16   // of 22.5 degrees
	sizeBins  = 16   // of half an octave
	worth     = 1024 // of a vote for a word that one query feature alone has, with the same mark
)

// markWorth is what a vote counts, in eighths, by how many bits of the mark differ.
var markWorth = [markLimit + 1]int32{8, 7, 5, 3, 1}

// lookup is one word that a query feature looks under in one variant.
type lookup struct {
	word, mark uint16
	feature    uint16 // number of the query feature, from 1
	mirrored   uint32 // 0 or 1
	turn, size int    // that a posting's are compared with
	worth      int32
}

// lookups lists what to look up for a query, feature by feature.
func (w *words) lookups(f *fingerprint.Fingerprint) []lookup {
	if f.Flat || w.live == 0 {
		return nil
	}
	sharing := map[uint16]int{}
	own := make([]uint16, len(f.Features))
	for i := range f.Features {
		own[i] = f.Features[i].Bits.Word()
		sharing[own[i]]++
	}
	list := make([]lookup, 0, 8*nearWords*len(f.Features))
	for i := range f.Features {
		g := geometryOf(&f.Features[i])
		share := 1 / math.Sqrt(float64(sharing[own[i]]))
		for v, bits := range f.Features[i].Bits.Variants() {
			l := lookup{mark: bits.Signature(), feature: uint16(i + 1), turn: v%4*circle/4 - g.turn(), size: g.size()}
			if v >= 4 {
				l.mirrored, l.turn = 1, v%4*circle/4+g.turn()
			}
			for _, word := range bits.Near(nearWords) {
				if w.count[word] == 0 {
					continue
				}
				l.word, l.worth = word, int32(worth*share)
				list = append(list, l)
			}
		}
	}
	return list
}

// ballot is the room in which votes are counted, one segment after the other.
type ballot struct {
	counts []box // by number and mirrored: 2*number+mirrored
	hits   []hit
	lead   []leader
	bins   []box
}

// box is where votes are counted.
type box struct {
	votes int32
	best  int32  // of the votes of the query feature that voted last: the one that counts
	voter uint16 // that feature
	rank  uint16 // of a picture: one more than its place among the leaders, or 0
}

func (b *box) vote(feature uint16, worth int32) {
	if b.voter != feature {
		b.voter, b.best = feature, 0
	}
	if more := worth - b.best; more > 0 {
		b.votes += more
		b.best = worth
	}
}

type hit struct {
	whom       uint32 // 2*number+mirrored
	worth      int32
	feature    uint16
	turn, size uint8 // bins
}

type leader struct {
	whom  uint32
	votes int32
}

var ballots = sync.Pool{New: func() any {
	return &ballot{
		counts: make([]box, 2*mostInSegment),
		bins:   make([]box, leaders*turnBins*sizeBins),
	}
}}

// voted is a picture with its score.
type voted struct {
	slot  uint32
	score int
}

// elect lists the n pictures that the asker sees with the best scores.
func (ps *pictures) elect(f *fingerprint.Fingerprint, see seer, n int) []voted {
	list := ps.words.lookups(f)
	if len(list) == 0 {
		return nil
	}
	b := ballots.Get().(*ballot)
	defer ballots.Put(b)
	best := map[uint32]int{}
	for _, s := range ps.words.segments {
		if s == nil || s.live == 0 {
			continue
		}
		b.count(s, list)
		b.leaders(ps, s, see)
		b.agree(func(whom uint32, score int) {
			slot := s.slots[whom/2]
			best[slot] = max(best[slot], score)
		})
		b.clear(s)
	}
	all := make([]voted, 0, len(best))
	for slot, score := range best {
		all = append(all, voted{slot, score})
	}
	slices.SortFunc(all, func(a, b voted) int {
		return cmp.Or(b.score-a.score, ps.id[a.slot].compare(ps.id[b.slot]))
	})
	return all[:min(n, len(all))]
}

// count counts the votes of a segment, those for pictures that are gone among them.
func (b *ballot) count(s *segment, list []lookup) {
	for i := range list {
		l := &list[i]
		if s.start != nil {
			low, high := s.start[l.word], s.start[l.word+1]
			for at, mark := range s.mark[low:high] {
				if d := bits.OnesCount64(uint64(mark ^ l.mark)); d <= markLimit {
					b.vote(l, d, s.whose[int(low)+at])
				}
			}
		}
		if s.tail.last == nil {
			continue
		}
		for at := s.tail.last[l.word]; at != 0; {
			e := &s.tail.entries[at-1]
			if d := bits.OnesCount64(uint64(e.mark ^ l.mark)); d <= markLimit {
				b.vote(l, d, e.whose)
			}
			at = e.before
		}
	}
}

func (b *ballot) vote(l *lookup, differing int, w whose) {
	whom, g := 2*uint32(w.number())+l.mirrored, w.geometry()
	worth := l.worth * markWorth[differing] / 8
	b.hits = append(b.hits, hit{
		whom: whom, worth: worth, feature: l.feature,
		turn: uint8((l.turn + g.turn()) & (circle - 1) / (circle / turnBins)),
		size: uint8(min(max(g.size()-l.size+sizeBins/2, 0), sizeBins-1)),
	})
	b.counts[whom].vote(l.feature, worth)
}

// leaders finds those with most votes among the pictures that the asker sees.
func (b *ballot) leaders(ps *pictures, s *segment, see seer) {
	b.lead = b.lead[:0]
	order := func(a, c leader) int {
		return cmp.Or(cmp.Compare(c.votes, a.votes), ps.id[s.slots[a.whom/2]].compare(ps.id[s.slots[c.whom/2]]), cmp.Compare(a.whom, c.whom))
	}
	least := int32(1)
	for whom, c := range b.counts[:2*len(s.slots)] {
		if c.votes < least {
			continue
		}
		slot := s.slots[whom/2]
		if slot == none || !see.sees(ps, slot) {
			continue
		}
		b.lead = append(b.lead, leader{uint32(whom), c.votes})
		if len(b.lead) == 2*leaders {
			slices.SortFunc(b.lead, order)
			b.lead = b.lead[:leaders]
			least = b.lead[leaders-1].votes
		}
	}
	slices.SortFunc(b.lead, order)
	b.lead = b.lead[:min(leaders, len(b.lead))]
	for i, l := range b.lead {
		b.counts[l.whom].rank = uint16(i + 1)
	}
}

// agree tells the score of each leader: where most votes agree, of four bins that
// touch, and a little for the others.
func (b *ballot) agree(tell func(whom uint32, score int)) {
	const each = turnBins * sizeBins
	clear(b.bins[:each*len(b.lead)])
	for _, h := range b.hits {
		rank := b.counts[h.whom].rank
		if rank == 0 {
			continue
		}
		b.bins[each*(int(rank)-1)+sizeBins*int(h.turn)+int(h.size)].vote(h.feature, h.worth)
	}
	for i, l := range b.lead {
		bins := b.bins[each*i:][:each]
		var most int32
		for turn := range turnBins {
			here, next := bins[sizeBins*turn:][:sizeBins], bins[sizeBins*((turn+1)%turnBins):][:sizeBins]
			for size := range sizeBins - 1 {
				most = max(most, here[size].votes+here[size+1].votes+next[size].votes+next[size+1].votes)
			}
		}
		tell(l.whom, 16*int(most)+int(l.votes))
	}
}

// clear makes the room ready for another segment.
func (b *ballot) clear(s *segment) {
	b.hits = b.hits[:0]
	clear(b.counts[:2*len(s.slots)])
}
