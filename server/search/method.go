package search

import (
	"cmp"
	"slices"
	"strings"

	"lynceus/storage/catalogue"
)

// Method is how something was hidden, in codes.
type Method struct {
	Concealment []string
	Means       string
	Commodities []string
}

func (q Method) empty() bool { return len(q.Concealment) == 0 }

// methodOf reads the codes of a case; none for one that the index does not have.
func (m *memory) methodOf(caseID string) (q Method) {
	k, err := keyOf(caseID)
	slot, ok := m.cases.slot[k]
	if err != nil || !ok {
		return q
	}
	fs := &m.cases.facets
	q.Concealment = fs[concealment].own(slot)
	q.Commodities = fs[commodity].own(slot)
	if codes := fs[means].own(slot); len(codes) > 0 {
		q.Means = codes[0]
	}
	return q
}

// own is the codes of a case without the groups that only follow from its terms.
func (c *column) own(slot uint32) []string {
	var codes []string
	for _, v := range c.sets[c.of[slot]] {
		codes = append(codes, c.codes[v])
	}
	return slices.DeleteFunc(slices.Clone(codes), func(group string) bool {
		return slices.ContainsFunc(codes, func(term string) bool { return strings.HasPrefix(term, group+".") })
	})
}

// shared is, by set, weight times the number of its values that are among codes.
func (c *column) shared(codes []string, weight int) []int {
	points := make([]int, len(c.sets))
	for s, values := range c.sets {
		for _, v := range values {
			if slices.Contains(codes, c.codes[v]) {
				points[s] += weight
			}
		}
	}
	return points
}

// addMethod appends up to n pictures, one a case, of cases that share a
// concealment code with the query, and marks on all matches what they share. Most
// codes in common come first, concealment before means before goods, then the
// newest event. Of each case the picture with the nearest hash stands for it.
func (ix *Index) addMethod(matches []match, accesses []catalogue.Access, q Query, n int) ([]match, error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	see, err := ix.m.seer(q, accesses)
	if err != nil {
		return nil, err
	}
	ps := &ix.m.pictures
	answered := map[string]bool{}
	if slot := slices.Index(ps.id, see.exclude); slot >= 0 {
		answered[ix.m.cases.id[ps.owner[slot]].String()] = true
	}
	for _, m := range matches {
		answered[m.owner] = true
	}
	asks := newHashed(q.Fingerprint.Scan)
	for _, slot := range ix.m.hiddenAlike(q.Method, see, answered, n) {
		nearest := int(ix.m.cases.picture[slot])
		for p := ps.next[nearest]; p != none; p = ps.next[p] {
			if asks.distance(ps, int(p)) < asks.distance(ps, nearest) {
				nearest = int(p)
			}
		}
		matches = append(matches, match{
			picture: ps.id[nearest].String(), owner: ix.m.cases.id[slot].String(), band: SameMethod,
			likeness: likeness{distance: asks.distance(ps, nearest)},
		})
	}
	for i := range matches {
		matches[i].codes = ix.m.inCommon(matches[i].owner, q.Method)
	}
	return matches, nil
}

// hiddenAlike lists the slots of up to n cases by what they share with a method.
func (m *memory) hiddenAlike(q Method, see seer, answered map[string]bool, n int) []uint32 {
	cs := &m.cases
	hides := cs.facets[concealment].shared(q.Concealment, 8)
	carries := cs.facets[means].shared([]string{q.Means}, 4)
	goods := cs.facets[commodity].shared(q.Commodities, 1)
	points := func(slot uint32) int {
		return hides[cs.facets[concealment].of[slot]] + carries[cs.facets[means].of[slot]] + goods[cs.facets[commodity].of[slot]]
	}
	better := func(a, b uint32) int {
		return cmp.Or(points(b)-points(a), int(cs.month[b])-int(cs.month[a]), cs.id[a].compare(cs.id[b]))
	}
	var best []uint32
	for slot, set := range cs.facets[concealment].of {
		slot := uint32(slot)
		if hides[set] == 0 || !see.visible[cs.class[slot]] || cs.picture[slot] == none {
			continue
		}
		if len(best) == n && (n == 0 || better(slot, best[n-1]) > 0) || answered[cs.id[slot].String()] {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, slot, better)
		best = slices.Insert(best, at, slot)
		best = best[:min(n, len(best))]
	}
	return best
}

// inCommon lists the codes that a case shares with a method.
func (m *memory) inCommon(owner string, q Method) []string {
	k, err := keyOf(owner)
	slot, ok := m.cases.slot[k]
	if err != nil || !ok {
		return nil
	}
	var codes []string
	fs := &m.cases.facets
	codes = append(codes, among(fs[concealment].own(slot), q.Concealment)...)
	codes = append(codes, among(fs[means].own(slot), []string{q.Means})...)
	return append(codes, among(fs[commodity].own(slot), q.Commodities)...)
}

func among(codes, wanted []string) (common []string) {
	for _, c := range codes {
		if slices.Contains(wanted, c) {
			common = append(common, c)
		}
	}
	return common
}
