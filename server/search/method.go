package search

import (
	"cmp"
	"slices"
	"strings"
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
// newest event. Of each case its nearest picture stands for it.
func (m *memory) addMethod(matches []match, asks *asked, see seer, q Query, n int) []match {
	cs := &m.cases
	hides := cs.facets[concealment].shared(q.Method.Concealment, 8)
	carries := cs.facets[means].shared([]string{q.Method.Means}, 4)
	goods := cs.facets[commodity].shared(q.Method.Commodities, 1)
	points := func(slot uint32) int {
		return hides[cs.facets[concealment].of[slot]] + carries[cs.facets[means].of[slot]] + goods[cs.facets[commodity].of[slot]]
	}
	better := func(a, b uint32) int {
		return cmp.Or(points(b)-points(a), int(cs.month[b])-int(cs.month[a]), cs.id[a].compare(cs.id[b]))
	}

	answered := map[key]bool{m.ownerOf(see.exclude): true}
	for i := range matches {
		answered[matches[i].owner] = true
	}
	var best []uint32
	for slot, set := range cs.facets[concealment].of {
		slot := uint32(slot)
		if hides[set] == 0 || !see.visible[cs.class[slot]] || cs.picture[slot] == none {
			continue
		}
		if len(best) == n && (n == 0 || better(slot, best[n-1]) > 0) || answered[cs.id[slot]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, slot, better)
		best = slices.Insert(best, at, slot)
		best = best[:min(n, len(best))]
	}
	for _, slot := range best {
		nearest := asks.to(&m.pictures, int(cs.picture[slot]))
		for p := m.pictures.next[nearest.slot]; p != none; p = m.pictures.next[p] {
			if other := asks.to(&m.pictures, int(p)); other.distance < nearest.distance {
				nearest = other
			}
		}
		found := m.match(nearest)
		found.band = SameMethod
		matches = append(matches, found)
	}
	for i := range matches {
		matches[i].codes = m.inCommon(matches[i].owner, q.Method)
	}
	return matches
}

// ownerOf is the case of a picture; the zero key where there is none.
func (m *memory) ownerOf(picture key) key {
	if slot := slices.Index(m.pictures.id, picture); slot >= 0 && m.pictures.class[slot] != hidden {
		return m.cases.id[m.pictures.owner[slot]]
	}
	return key{}
}

// inCommon lists the codes that a case shares with a method.
func (m *memory) inCommon(owner key, q Method) []string {
	slot, ok := m.cases.slot[owner]
	if !ok {
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
