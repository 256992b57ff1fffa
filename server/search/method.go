package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"lynceus/imaging/fingerprint"
	"lynceus/storage/catalogue"
)

// Method is how something was hidden: in codes, and where on the picture.
type Method struct {
	Concealment  []string
	Construction string
	Means        string
	Cover        string // HS, 2 or 4 digits
	Commodities  []string
	Place        *place // of the regions drawn on the asker, nil where there are none
}

func (q *Method) empty() bool { return len(q.Concealment) == 0 }

// methodOf reads how a case hides, and where on one of its pictures.
func methodOf(c *catalogue.Case, pictureID string) Method {
	q := Method{Concealment: c.Concealment, Construction: c.Construction, Means: c.Means, Cover: c.Cover}
	for _, g := range c.Goods {
		q.Commodities = append(q.Commodities, g.Commodity)
	}
	if i := slices.IndexFunc(c.Pictures, func(p catalogue.Picture) bool { return p.ID == pictureID }); i >= 0 {
		q.Place = placeOf(c.Pictures[i].Regions)
	}
	return q
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

// shortMethods is how many cases are compared in full for each that is answered.
const shortMethods = 2

// hiddenAlike answers up to n pictures, one a case, of cases that share a
// concealment code with the query and are not among those answered: the best by
// their score. Of each case the picture with the nearest hash stands for it.
func (ix *Index) hiddenAlike(ctx context.Context, v catalogue.Viewer, q *Query, accesses []catalogue.Access, answered []LookAlike, n int) ([]LookAlike, error) {
	matches, err := ix.shortlistByMethod(q, accesses, answered, shortMethods*n)
	if err != nil || len(matches) == 0 {
		return nil, err
	}
	ids := make([]string, len(matches))
	for i, m := range matches {
		ids[i] = m.picture
	}
	prints, err := ix.db.PictureFingerprints(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	alike, err := ix.fetch(ctx, v, matches)
	if err != nil {
		return nil, err
	}
	for i := range alike {
		a, p := &alike[i], prints[alike[i].Picture.ID]
		theirs := methodOf(&a.Case, a.Picture.ID)
		a.Codes, a.Method = q.Method.inCommon(&a.Case), q.Method.score(&theirs)
		a.Method.Regions = looksAlike(&q.Fingerprint, q.Method.Place, &p.Fingerprint, theirs.Place)
		a.Method.total()
	}
	slices.SortStableFunc(alike, func(a, b LookAlike) int { return cmp.Compare(b.Method.Score, a.Method.Score) })
	return alike[:min(n, len(alike))], nil
}

func (ix *Index) shortlistByMethod(q *Query, accesses []catalogue.Access, answered []LookAlike, n int) ([]match, error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	see, err := ix.m.seer(q, accesses)
	if err != nil {
		return nil, err
	}
	without := map[uint32]bool{}
	for slot := range see.without {
		without[slot] = true
	}
	for _, a := range answered {
		if id, err := keyOf(a.Case.ID); err == nil {
			if slot, ok := ix.m.cases.slot[id]; ok {
				without[slot] = true
			}
		}
	}
	see.without = without
	ps := &ix.m.pictures
	asks := newHashed(q.Fingerprint.Scan)
	var matches []match
	for _, slot := range ix.m.hiddenAlike(q.Method, see, n) {
		nearest := none
		for p := ix.m.cases.picture[slot]; p != none; p = ps.next[p] {
			if q.rejected(ps.id[p].String()) {
				continue
			}
			if nearest == none || asks.distance(ps, int(p)) < asks.distance(ps, int(nearest)) {
				nearest = p
			}
		}
		if nearest == none {
			continue
		}
		matches = append(matches, match{
			picture: ps.id[nearest].String(), owner: ix.m.cases.id[slot].String(), band: SameMethod,
			likeness: likeness{distance: asks.distance(ps, int(nearest))},
		})
	}
	return matches, nil
}

func (q *Query) rejected(pictureID string) bool {
	return slices.ContainsFunc(q.Links, func(l catalogue.Link) bool { return l.B == pictureID && l.Verdict == catalogue.Rejected })
}

// hiddenAlike lists the slots of up to n cases by what they share with a method:
// most codes in common come first, concealment before means before goods, then the
// newest event.
func (m *memory) hiddenAlike(q Method, see seer, n int) []uint32 {
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
		if hides[set] == 0 || !see.visible[cs.class[slot]] || cs.picture[slot] == none || see.without[slot] {
			continue
		}
		if len(best) == n && (n == 0 || better(slot, best[n-1]) > 0) {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, slot, better)
		best = slices.Insert(best, at, slot)
		best = best[:min(n, len(best))]
	}
	return best
}

// inCommon lists the codes that a case shares with a method.
func (q *Method) inCommon(c *catalogue.Case) []string {
	theirs := methodOf(c, "")
	codes := append(among(theirs.Concealment, q.Concealment), among([]string{theirs.Means}, []string{q.Means})...)
	codes = append(codes, among(theirs.Commodities, q.Commodities)...)
	return slices.DeleteFunc(codes, func(code string) bool { return code == "" })
}

func among(codes, wanted []string) (common []string) {
	for _, c := range codes {
		if slices.Contains(wanted, c) || slices.ContainsFunc(wanted, func(w string) bool { return strings.HasPrefix(c, w+".") }) {
			common = append(common, c)
		}
	}
	return common
}

// looksAlike is the best cosine of the vectors of kind between what was drawn on
// two pictures, or any windows of them where nothing was; 0 to 1.
func looksAlike(mine *fingerprint.Fingerprint, at *place, theirs *fingerprint.Fingerprint, there *place) (best float64) {
	for _, a := range at.views(mine) {
		for _, b := range there.views(theirs) {
			best = max(best, a.Kind.Cosine(&b.Kind))
		}
	}
	return best
}
