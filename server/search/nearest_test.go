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

// gallery is cases of one picture each, many of them near to query.
func gallery(n int, query uint64) []catalogue.IndexedCase {
	r := rand.New(rand.NewPCG(11, 11))
	cases := shelf(n)
	for i := range cases {
		scan := hash(r)
		if i%10 == 0 {
			scan = fingerprint.Variants(query)[r.IntN(8)].Hash
			for range r.IntN(12) {
				scan ^= 2 << r.IntN(63)
			}
		}
		cases[i].Pictures = []catalogue.IndexedPicture{{
			ID: fmt.Sprintf("pict%012d", i), CaseID: cases[i].ID,
			Fingerprint: fingerprint.Fingerprint{Scan: scan, Flat: i%7 == 0},
		}}
	}
	return cases
}

func TestNearestAreExactlyTheNearestThatTheAskerSees(t *testing.T) {
	query := hash(rand.New(rand.NewPCG(5, 5)))
	cases := gallery(10_000, query)
	m := fill(t, cases)
	asks := newAsked(query)
	exclude := cases[10].Pictures[0].ID
	for name, accesses := range map[string][]catalogue.Access{"some": seen, "one": {4}, "all": {1, 2, 3, 4, 5, 6, 7, 8}, "nothing": nil} {
		for _, k := range []int{1, 5, 24, 300} {
			type row struct {
				id       string
				distance int
			}
			var want []row
			for _, c := range cases {
				p := c.Pictures[0]
				if !slices.Contains(accesses, c.Access) || p.ID == exclude || p.Fingerprint.Flat {
					continue
				}
				if d := naive(query, p.Fingerprint.Scan); d <= farthest {
					want = append(want, row{p.ID, d})
				}
			}
			slices.SortFunc(want, func(a, b row) int {
				return cmp.Or(a.distance-b.distance, cmp.Compare(a.id, b.id))
			})
			want = want[:min(k, len(want))]

			out, _ := keyOf(exclude)
			var got []row
			for _, n := range m.nearest(&asks, seer{m.visible(accesses), out}, k) {
				got = append(got, row{m.pictures.id[n.slot].String(), n.distance})
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, %d nearest: %v, want %v", name, k, got, want)
			}
		}
	}
}
