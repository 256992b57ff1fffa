package search

import (
	"context"
	"math/bits"
	"slices"

	"lynceus/storage/catalogue"
)

// Filter is what a browse page asks for; it is the URL of the page.
type Filter struct {
	Text        string
	Concealment []string // groups or terms; any of them
	Means       []string
	Technique   []string
	Commodity   []string // groups or terms
	Country     []string
	From, To    string // YYYY-MM, inclusive
	Page        int    // 1 is the first
	Size        int
}

// Count is one value of a facet among the cases that match all other facets.
type Count struct {
	Code     string `json:"code"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
}

// Found is a page of cases, newest event first.
type Found struct {
	Cases  []catalogue.Case   `json:"cases"`
	Total  int                `json:"total"`
	Page   int                `json:"page"`
	Pages  int                `json:"pages"`
	Facets map[string][]Count `json:"facets"` // by facet: concealment, means, technique, commodity, country, year
}

// Size of a page where the filter says none, and at most.
const (
	pageSize    = 24
	maxPageSize = 200
)

// The facets that are columns. The year is read off the month.
const (
	concealment = iota
	means
	technique
	commodity
	country
	facets
)

var facetNames = [facets]string{"concealment", "means", "technique", "commodity", "country"}

// A case is marked with the bit of each facet that it fails. These follow the
// columns; failsAll is two bits, so that such a case never fails one facet alone.
const (
	failsMonth uint8 = 1 << facets
	failsAll   uint8 = 3 << 6
)

// Browse finds cases that v may see, by text and facets. A page past the last is the last.
func (ix *Index) Browse(ctx context.Context, v catalogue.Viewer, f Filter) (Found, error) {
	var texted []string
	if f.Text != "" {
		var err error
		if texted, err = ix.db.CaseIDsByText(ctx, v, f.Text); err != nil {
			return Found{}, err
		}
	}
	accesses, err := ix.catchUp(ctx, v)
	if err != nil {
		return Found{}, err
	}
	ix.mu.RLock()
	t := ix.m.tally(f, texted, ix.m.visible(accesses))
	found := Found{Total: t.total, Facets: ix.m.facetCounts(f, t)}
	size := f.Size
	if size < 1 {
		size = pageSize
	}
	size = min(size, maxPageSize)
	found.Pages = max(1, (t.total+size-1)/size)
	found.Page = min(max(1, f.Page), found.Pages)
	ids := ix.m.newest(t, (found.Page-1)*size, size)
	ix.mu.RUnlock()

	found.Cases, err = ix.db.CasesByID(ctx, v, ids)
	return found, err
}

// tally is one pass over all cases.
type tally struct {
	matched []uint64 // a bit for each case slot
	total   int
	months  []int32         // matched cases by month number
	sets    [facets][]int32 // cases by set that fail no other facet
	years   []int32         // cases by month number that fail at most the months asked for
}

// block of cases that are judged together, small enough for their marks to stay
// in the nearest cache.
const block = 4096

// tally judges every case by every facet asked for, a column at a time: a mark
// for each facet that it fails. Cases without a mark match; cases with one mark
// count for that facet alone.
func (m *memory) tally(f Filter, texted []string, visible []bool) *tally {
	cs := &m.cases
	n := len(cs.id)
	t := &tally{
		matched: make([]uint64, (n+63)/64),
		months:  make([]int32, lastMonth+1),
		years:   make([]int32, lastMonth+1),
	}
	unseen := make([]uint8, len(visible))
	for class, ok := range visible {
		if !ok {
			unseen[class] = failsAll
		}
	}
	var failing [facets][]uint8
	for i, codes := range f.selected() {
		t.sets[i] = make([]int32, len(cs.facets[i].sets))
		if len(codes) > 0 {
			failing[i] = cs.facets[i].failing(codes, 1<<i)
		}
	}
	from, to, dated := f.months()
	var words []uint64
	if f.Text != "" {
		words = m.slots(texted)
	}

	var marks [block]uint8
	near := make([]uint32, 0, block)
	for low := 0; low < n; low += block {
		high := min(low+block, n)
		b := marks[:high-low]
		for i, class := range cs.class[low:high] {
			b[i] = unseen[class]
		}
		if words != nil {
			for i := range b {
				if words[(low+i)/64]>>((low+i)%64)&1 == 0 {
					b[i] = failsAll
				}
			}
		}
		if dated {
			for i, month := range cs.month[low:high] {
				if month < from || month > to {
					b[i] |= failsMonth
				}
			}
		}
		for facet, table := range failing {
			if table != nil {
				for i, set := range cs.facets[facet].of[low:high] {
					b[i] |= table[set]
				}
			}
		}

		near = atMostOne(near[:0], b, low)
		for _, slot := range near {
			switch mark := b[int(slot)-low]; mark {
			case 0:
				t.matched[slot/64] |= 1 << (slot % 64)
				t.total++
				t.months[cs.month[slot]]++
				for facet := range t.sets {
					t.sets[facet][cs.facets[facet].of[slot]]++
				}
			case failsMonth:
				t.years[cs.month[slot]]++
			default:
				facet := bits.TrailingZeros8(mark)
				t.sets[facet][cs.facets[facet].of[slot]]++
			}
		}
	}
	for month, k := range t.months {
		t.years[month] += k
	}
	return t
}

// atMostOne lists the slots from low on that fail no facet or one.
func atMostOne(list []uint32, marks []uint8, low int) []uint32 {
	list = list[:len(marks)]
	n := 0
	for i, m := range marks {
		list[n] = uint32(low + i)
		if m&(m-1) == 0 {
			n++
		}
	}
	return list[:n]
}

// slots is a bit for each case of ids.
func (m *memory) slots(ids []string) []uint64 {
	words := make([]uint64, (len(m.cases.id)+63)/64)
	for _, id := range ids {
		k, err := keyOf(id)
		if slot, ok := m.cases.slot[k]; ok && err == nil {
			words[slot/64] |= 1 << (slot % 64)
		}
	}
	return words
}

// newest lists size matched cases from the offset on: newest month first, then
// the larger identifier. The counts by month say which months the page is in, so
// that only those are sorted.
func (m *memory) newest(t *tally, offset, size int) []string {
	last, skipped := lastMonth, 0 // the page begins in this month, after so many newer cases
	for last > 0 && skipped+int(t.months[last]) <= offset {
		skipped += int(t.months[last])
		last--
	}
	first, reached := last, skipped+int(t.months[last])
	for first > 0 && reached < offset+size {
		first--
		reached += int(t.months[first])
	}
	slots := make([]uint32, 0, reached-skipped)
	for w, word := range t.matched {
		for ; word != 0; word &= word - 1 {
			slot := uint32(w*64 + bits.TrailingZeros64(word))
			if month := int(m.cases.month[slot]); month >= first && month <= last {
				slots = append(slots, slot)
			}
		}
	}
	slices.SortFunc(slots, func(a, b uint32) int {
		if ma, mb := m.cases.month[a], m.cases.month[b]; ma != mb {
			return int(mb) - int(ma)
		}
		return m.cases.id[b].compare(m.cases.id[a])
	})
	slots = slots[min(offset-skipped, len(slots)):]
	ids := make([]string, 0, size)
	for _, slot := range slots[:min(size, len(slots))] {
		ids = append(ids, m.cases.id[slot].String())
	}
	return ids
}

// facetCounts lists the values of each facet by their number of cases.
func (m *memory) facetCounts(f Filter, t *tally) map[string][]Count {
	lists := map[string][]Count{"year": f.yearCounts(t.years)}
	for i, codes := range f.selected() {
		lists[facetNames[i]] = m.cases.facets[i].counts(t.sets[i], codes)
	}
	return lists
}

// selected is the codes asked for by facet.
func (f *Filter) selected() [facets][]string {
	return [facets][]string{
		concealment: f.Concealment,
		means:       f.Means,
		technique:   f.Technique,
		commodity:   f.Commodity,
		country:     f.Country,
	}
}
