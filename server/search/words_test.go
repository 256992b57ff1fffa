package search

import (
	"cmp"
	"fmt"
	"maps"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"lynceus/imaging/feature"
	"lynceus/imaging/fingerprint"
	"lynceus/storage/catalogue"
)

// filed is all postings of an index by picture slot, in one order.
func filed(w *words) map[uint32][]posting {
	all := map[uint32][]posting{}
	for _, s := range w.segments {
		if s == nil {
			continue
		}
		for word := range feature.Words {
			s.each(uint16(word), func(mark uint16, of whose) {
				if slot := s.slots[of.number()]; slot != none {
					all[slot] = append(all[slot], posting{uint16(word), mark, of.geometry()})
				}
			})
		}
	}
	for _, list := range all {
		slices.SortFunc(list, comparePostings)
	}
	return all
}

func comparePostings(a, b posting) int {
	return cmp.Or(int(a.word)-int(b.word), int(a.mark)-int(b.mark), int(a.geometry)-int(b.geometry))
}

func TestIndexHoldsThePostingsOfThosePicturesThatAreKeptAndNoOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	w := newWords()
	kept, serials := map[uint32][]posting{}, map[uint32]uint32{}
	add := func(slot uint32) {
		list := make([]posting, 1+r.IntN(3))
		for i := range list {
			list[i] = posting{uint16(r.IntN(3000)), uint16(r.Uint32()), geometry(r.Uint32())}
		}
		serials[slot] = w.add(slot, slices.Clone(list))
		slices.SortFunc(list, comparePostings)
		kept[slot] = list
	}
	remove := func(slot uint32) {
		for _, m := range w.remove(serials[slot]) {
			serials[m.slot] = m.serial
		}
		delete(kept, slot)
		delete(serials, slot)
	}
	check := func(when string) {
		t.Helper()
		got := filed(&w)
		if !maps.EqualFunc(got, kept, slices.Equal) || w.live != len(kept) {
			t.Errorf("%s: %d pictures with postings, %d live, want %d", when, len(got), w.live, len(kept))
		}
		var counted, there uint32
		for _, n := range w.count {
			counted += n
		}
		for _, s := range w.segments {
			if s != nil {
				there += uint32(len(s.mark) + len(s.tail.entries))
			}
		}
		if counted != there {
			t.Errorf("%s: %d postings counted, %d there", when, counted, there)
		}
	}
	const n = mostInSegment + 5000 // more than a segment
	for slot := range uint32(n) {
		add(slot)
	}
	check("filled")
	for slot := range uint32(n) {
		if r.IntN(10) < 4 {
			remove(slot)
		}
	}
	check("with gaps")
	for slot := range uint32(n) {
		if _, ok := kept[slot]; ok && r.IntN(2) == 0 {
			remove(slot)
		} else if !ok && r.IntN(8) == 0 {
			add(slot)
		}
	}
	check("with the first segment emptied into the open one")
	if w.segments[0] != nil {
		t.Error("a segment of which most is gone is kept")
	}
	w.filled()
	check("merged")
	for slot := range uint32(n) {
		if _, ok := kept[slot]; ok {
			remove(slot)
		}
	}
	w.filled()
	w.open().merge(w.dropped)
	check("empty")
	if slices.ContainsFunc(w.count, func(n uint32) bool { return n != 0 }) {
		t.Error("an empty index counts postings")
	}
}

// pool is features of which pictures have some in common, nearly.
func pool(r *rand.Rand, n int) []feature.Feature {
	list := make([]feature.Feature, n)
	for i := range list {
		list[i] = feature.Feature{
			X: uint16(r.Uint32()), Y: uint16(r.Uint32()), Size: uint8(70 + r.IntN(30)), Turn: uint8(r.Uint32()),
			Bits: feature.Bits{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()},
		}
	}
	return list
}

func drawn(r *rand.Rand, from []feature.Feature, n int) (f fingerprint.Fingerprint) {
	f.Width, f.Height, f.Scan = 800, 600, r.Uint64()
	for range n {
		one := from[r.IntN(len(from))]
		if variants := one.Bits.Variants(); r.IntN(3) == 0 {
			one.Bits = variants[r.IntN(8)]
		}
		for range r.IntN(12) {
			one.Bits[r.IntN(4)] ^= 1 << r.IntN(64)
		}
		one.Size += uint8(r.IntN(9))
		f.Features = append(f.Features, one)
	}
	return f
}

// plainScore is the definition of the score of a picture.
func plainScore(list []lookup, postings []posting) (best int) {
	type bin struct{ turn, size int }
	for mirrored := range uint32(2) {
		own := map[uint16]int{} // the best vote of each query feature
		binned := map[bin]map[uint16]int{}
		for _, l := range list {
			for _, p := range postings {
				d := bits.OnesCount16(p.mark ^ l.mark)
				if l.mirrored != mirrored || p.word != l.word || d > markLimit {
					continue
				}
				worth := int(l.worth * markWorth[d] / 8)
				own[l.feature] = max(own[l.feature], worth)
				at := bin{(l.turn + p.geometry.turn() + 4*circle) % circle / 4, min(max(p.geometry.size()-l.size+8, 0), 15)}
				if binned[at] == nil {
					binned[at] = map[uint16]int{}
				}
				binned[at][l.feature] = max(binned[at][l.feature], worth)
			}
		}
		votes, bins := 0, map[bin]int{}
		for _, worth := range own {
			votes += worth
		}
		for at, list := range binned {
			for _, worth := range list {
				bins[at] += worth
			}
		}
		for turn := range turnBins {
			for size := range sizeBins - 1 {
				next := (turn + 1) % turnBins
				sum := bins[bin{turn, size}] + bins[bin{turn, size + 1}] + bins[bin{next, size}] + bins[bin{next, size + 1}]
				if votes > 0 {
					best = max(best, 16*sum+votes)
				}
			}
		}
	}
	return best
}

func TestBestByWordsAreExactlyTheBestThatTheAskerSees(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	from := pool(r, 60)
	cases := shelf(220)
	prints := map[string][]posting{}
	for i := range cases {
		p := catalogue.IndexedPicture{ID: "pict" + cases[i].ID[4:], CaseID: cases[i].ID, Fingerprint: drawn(r, from, 20)}
		cases[i].Pictures = []catalogue.IndexedPicture{p}
		prints[p.ID] = postingsOf(&p.Fingerprint)
	}
	m := fill(t, cases)
	query := drawn(r, from, 30)
	for _, accesses := range [][]catalogue.Access{seen, {4}, nil} {
		for _, merged := range []bool{false, true} {
			if merged {
				m.pictures.words.filled()
			}
			see := seer{visible: m.visible(accesses), without: map[uint32]bool{7: true}}
			list := m.pictures.words.lookups(&query)
			type row struct {
				id    string
				score int
			}
			var want, got []row
			for i, c := range cases {
				score := plainScore(list, prints[c.Pictures[0].ID])
				if score > 0 && i != 7 && slices.Contains(accesses, c.Access) {
					want = append(want, row{c.Pictures[0].ID, score})
				}
			}
			slices.SortFunc(want, func(a, b row) int { return cmp.Or(b.score-a.score, cmp.Compare(a.id, b.id)) })
			want = want[:min(50, len(want))]
			for _, v := range m.pictures.elect(&query, see, 50) {
				got = append(got, row{m.pictures.id[v.slot].String(), v.score})
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d accesses, merged %v: %v, want %v", len(accesses), merged, got, want)
			}
			if len(accesses) > 1 && len(want) < 20 {
				t.Errorf("only %d pictures have a word in common", len(want))
			}
		}
	}
}

func TestRemovedPicturesLeaveNothingInViewsAndWords(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 13))
	m := newMemory()
	var all []catalogue.IndexedCase
	for i := range 900 {
		c := shelf(1)[0]
		c.ID = fmt.Sprintf("case%012d", i)
		f := drawn(r, pool(r, 4), 3)
		f.Views = make([]fingerprint.View, 1+r.IntN(fingerprint.MaxViews))
		for v := range f.Views {
			f.Views[v].Layout = randomLayout(r)
		}
		f.Asking = 1
		c.Pictures = []catalogue.IndexedPicture{{ID: fmt.Sprintf("pict%012d", i), CaseID: c.ID, Fingerprint: f}}
		all = append(all, c)
		if err := m.put(c); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // removed and brought again, in another order
		for _, i := range r.Perm(len(all))[:800] {
			k, _ := keyOf(all[i].ID)
			m.remove(k)
		}
		for _, i := range r.Perm(len(all)) {
			if err := m.put(all[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	ps := &m.pictures
	views := map[string][]fingerprint.Code{}
	for at, slot := range ps.views.of {
		if slot != none {
			id := ps.id[slot].String()
			views[id] = append(views[id], ps.views.codes.at(at))
		}
	}
	postings := filed(&ps.words)
	for slot, id := range ps.id {
		i := slices.IndexFunc(all, func(c catalogue.IndexedCase) bool { return c.Pictures[0].ID == id.String() })
		f := &all[i].Pictures[0].Fingerprint
		var want []fingerprint.Code
		for v := range f.Views {
			want = append(want, f.Views[v].Layout.Code())
		}
		if !slices.Equal(views[id.String()], want) || int(ps.parts[slot]) != len(want) || ps.views.of[ps.first[slot]] != uint32(slot) {
			t.Fatalf("picture %s has %d views, want %d", id, len(views[id.String()]), len(want))
		}
		list := postingsOf(f)
		slices.SortFunc(list, comparePostings)
		if !slices.Equal(postings[uint32(slot)], list) {
			t.Fatalf("picture %s has postings %v, want %v", id, postings[uint32(slot)], list)
		}
	}
	if len(views) != len(all) || len(postings) != len(all) {
		t.Errorf("views of %d and postings of %d pictures, want %d", len(views), len(postings), len(all))
	}
	if m.pictures.views.gone > len(ps.views.of)/5+batch {
		t.Errorf("%d of %d views are of nothing", m.pictures.views.gone, len(ps.views.of))
	}
}
