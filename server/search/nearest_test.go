package search

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"lynceus/imaging/fingerprint"
	"lynceus/storage/catalogue"
)

func TestNearestAreExactlyTheNearestThatTheAskerSees(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	query := fingerprint.Fingerprint{Scan: r.Uint64()}
	query.Views, query.Asking = []fingerprint.View{{Layout: randomLayout(r)}}, 1
	cases := shelf(10_000)
	near := album(r, len(cases), &query)
	for i := range cases {
		f := fingerprint.Fingerprint{Scan: near.scan[i], Flat: i%7 == 0}
		cases[i].Pictures = []catalogue.IndexedPicture{{ID: fmt.Sprintf("pict%012d", i), CaseID: cases[i].ID, Fingerprint: f}}
	}
	m := fill(t, cases)
	ps := &m.pictures
	// Layouts of these codes need not exist. Every third picture has two views, of
	// which the second is as near as another picture's.
	ps.views = views{}
	for slot := range ps.id {
		ps.views.codes.add(near.views.codes.at(slot))
		ps.views.of = append(ps.views.of, uint32(slot))
		if slot%3 == 0 {
			ps.views.codes.add(near.views.codes.at(len(ps.id) - 1 - slot))
			ps.views.of = append(ps.views.of, uint32(slot))
		}
	}
	exclude, _ := keyOf(cases[10].Pictures[0].ID)

	type row struct {
		id       key
		distance int
	}
	for name, accesses := range map[string][]catalogue.Access{"some": seen, "one": {4}, "all": {1, 2, 3, 4, 5, 6, 7, 8}, "nothing": nil} {
		see := seer{visible: m.visible(accesses), exclude: exclude, without: map[uint32]bool{25: true}}
		for ruled, test := range map[string]struct {
			ruler ruler
			limit int
		}{"hash": {newHashed(query.Scan), farthestHash}, "code": {newSketched(&query.Views[0].Layout), farthestCode}} {
			for _, k := range []int{1, 5, 24, 300} {
				var want []row
				distances := map[uint32]int{} // of the nearest entry of each picture
				for at := range test.ruler.entries(ps) {
					slot, d := test.ruler.slot(ps, at), test.ruler.distance(ps, at)
					if had, ok := distances[slot]; !ok || d < had {
						distances[slot] = d
					}
				}
				for slot, id := range ps.id {
					c := cases[slot]
					if slot == 25 {
						continue
					}
					if !slices.Contains(accesses, c.Access) || id == exclude || c.Pictures[0].Fingerprint.Flat {
						continue
					}
					if d := distances[uint32(slot)]; d <= test.limit {
						want = append(want, row{id, d})
					}
				}
				slices.SortFunc(want, func(a, b row) int { return cmp.Or(a.distance-b.distance, a.id.compare(b.id)) })
				want = want[:min(k, len(want))]
				var got []row
				for _, n := range nearest(ps, []ruler{test.ruler, test.ruler}, see, k, test.limit)[1] {
					got = append(got, row{ps.id[n.slot], n.distance})
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s, %s, %d nearest: %v, want %v", name, ruled, k, got, want)
				}
			}
		}
	}
}
