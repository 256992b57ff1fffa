package search_test

import (
	"slices"
	"testing"

	"lynceus/server/search"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// alikesOf are the ids of what a stored picture is like, with their verdicts.
func alikesOf(t *testing.T, ix *search.Index, v catalogue.Viewer, id string) (ids []string, verdicts map[string]catalogue.Verdict) {
	t.Helper()
	found, err := ix.SimilarTo(t.Context(), v, id, 20)
	if err != nil {
		t.Fatal(err)
	}
	verdicts = map[string]catalogue.Verdict{}
	for _, l := range found {
		if l.Band != search.SameMethod {
			ids = append(ids, l.Picture.ID)
			verdicts[l.Picture.ID] = l.Verdict
		}
	}
	return ids, verdicts
}

func TestConfirmedPairsRiseAndRejectedOnesStayApart(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ix := loaded(t, w)
	officer, far := w.Officer(w.Home), w.As(w.Far, catalogue.RoleViewer)
	shown := func(hash, seed uint64) string {
		c := draft(t, w, w.Home, func(f *catalogue.CaseForm) { f.Concealment = []string{"CON.FLOR"} })
		p := add(t, w, c, looking(look(seed, hash)))
		release(t, w, c, catalogue.Audience{Everyone: true})
		return p.ID
	}
	own := draft(t, w, w.Home, func(f *catalogue.CaseForm) { f.Concealment = []string{"CON.FLOR"} })
	asker, sibling := add(t, w, own, looking(look(1, near(0)))).ID, add(t, w, own, looking(look(1, near(0)))).ID
	release(t, w, own, catalogue.Audience{Everyone: true})
	nearest, second := shown(near(1), 1), shown(near(3), 1)
	partner, further := shown(0x5a5a_1234_0f0f_7abc, 41), shown(0x1111_8765_4f0f_7abc, 42)
	hidden := add(t, w, draft(t, w, w.Home, nil), looking(look(43, 0x3333_8765_4f0f_7abc))).ID

	if ids, _ := alikesOf(t, ix, far, asker); !slices.Equal(ids, []string{nearest, second}) {
		t.Fatalf("%v, want %v", ids, []string{nearest, second})
	}
	for _, l := range []struct {
		a, b    string
		verdict catalogue.Verdict
	}{
		{asker, second, catalogue.Confirmed}, {asker, nearest, catalogue.Rejected},
		{asker, partner, catalogue.Confirmed}, {further, partner, catalogue.Confirmed}, {asker, hidden, catalogue.Confirmed},
		{asker, sibling, catalogue.Confirmed}, // of the same case, and no answer all the same
	} {
		if _, err := w.DB.SetLink(t.Context(), officer, l.a, l.b, l.verdict, ""); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		v    catalogue.Viewer
		want []string
	}{
		"another who sees all but a draft": {far, []string{second, partner, further}},
		"the owner":                        {officer, []string{second, partner, further, hidden}},
	} {
		ids, verdicts := alikesOf(t, ix, test.v, asker)
		if len(ids) == 0 || ids[0] != second || verdicts[second] != catalogue.Confirmed {
			t.Errorf("%s: %v, want %s first", name, ids, second)
		}
		slices.Sort(ids)
		slices.Sort(test.want)
		if !slices.Equal(ids, test.want) {
			t.Errorf("%s: %v, want %v", name, ids, test.want)
		}
	}
	// What is the same to the byte stays, whatever people say.
	twin := draft(t, w, w.Near, nil)
	same := add(t, w, twin, func(p *catalogue.NewPicture) {
		own, err := w.DB.PictureFingerprint(t.Context(), officer, asker)
		if err != nil {
			t.Fatal(err)
		}
		p.FileSum, p.PixelSum, p.Fingerprint = own.FileSum, own.PixelSum, own.Fingerprint
	})
	release(t, w, twin, catalogue.Audience{Everyone: true})
	if _, err := w.DB.SetLink(t.Context(), officer, asker, same.ID, catalogue.Rejected, ""); err != nil {
		t.Fatal(err)
	}
	if ids, _ := alikesOf(t, ix, far, asker); len(ids) == 0 || ids[0] != same.ID {
		t.Errorf("the same file is not first: %v", ids)
	}
}
