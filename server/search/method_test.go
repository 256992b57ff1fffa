package search

import (
	"slices"
	"testing"

	"lynceus/storage/catalogue"
)

// What is not seen takes no place from what is, though the catalogue would hide
// its rows in the end.
func TestCasesThatAreNotSeenTakeNoPlace(t *testing.T) {
	cases := shelf(400)
	for i := range cases {
		cases[i].Concealment = []string{"VEH.FUEL"}
		cases[i].Pictures = []catalogue.IndexedPicture{{ID: "pict" + cases[i].ID[4:], CaseID: cases[i].ID}}
	}
	m := fill(t, cases)
	first := slices.IndexFunc(cases, func(c catalogue.IndexedCase) bool { return slices.Contains(seen, c.Access) })
	gone, _ := keyOf(cases[first].ID)
	m.remove(gone)
	cases = slices.Delete(cases, first, first+1)
	see := seer{visible: m.visible(seen)}

	var want []string
	for _, c := range cases {
		if slices.Contains(seen, c.Access) {
			want = append(want, c.ID)
		}
	}
	var method, looks []string
	for _, slot := range m.hiddenAlike(Method{Concealment: []string{"VEH.FUEL"}}, see, 400) {
		method = append(method, m.cases.id[slot].String())
	}
	for _, n := range nearest(&m.pictures, []*hashed{newHashed(0)}, see, 400, 63)[0] {
		looks = append(looks, m.cases.id[m.pictures.owner[n.slot]].String())
	}
	for name, got := range map[string][]string{"same method": method, "nearest": looks} {
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: %d cases, want the %d that are seen", name, len(got), len(want))
		}
	}
}
