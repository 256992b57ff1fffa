package search_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"lynceus/imaging/fingerprint"
	"lynceus/server/search"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// loaded is an index of what the world holds now.
func loaded(t *testing.T, w *cataloguetest.World) *search.Index {
	t.Helper()
	ix := search.New(w.DB)
	if ix.Ready() {
		t.Error("ready before anything was read")
	}
	if err := ix.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !ix.Ready() {
		t.Error("not ready after everything was read")
	}
	return ix
}

// add puts a picture into a case as its owner's officer.
func add(t *testing.T, w *cataloguetest.World, c catalogue.Case, change func(*catalogue.NewPicture)) catalogue.NewPicture {
	t.Helper()
	p := w.Picture(c.ID)
	if change != nil {
		change(&p)
	}
	officer := w.Officer(catalogue.Organisation{ID: c.OrgID})
	kept, added, err := w.DB.AddPicture(t.Context(), officer, p)
	if err != nil || !added {
		t.Fatalf("added %v, %v", added, err)
	}
	p.ID = kept.ID
	return p
}

// looking gives a picture a look.
func looking(f fingerprint.Fingerprint) func(*catalogue.NewPicture) {
	return func(p *catalogue.NewPicture) { p.Fingerprint = f }
}

// look is that of a picture; the same seed gives the same layout, and no other
// seed one that is like it.
func look(seed, hash uint64) (f fingerprint.Fingerprint) {
	r := rand.New(rand.NewPCG(seed, seed))
	f.Scan = hash
	v := fingerprint.View{Box: fingerprint.Box{X1: 65535, Y1: 65535}}
	for cell := 0; cell < len(v.Layout); cell += 8 {
		v.Layout[cell+r.IntN(8)] = 50
	}
	f.Views, f.Asking = []fingerprint.View{v}, 1
	return f
}

// mixed is a look between two.
func mixed(a, b fingerprint.Fingerprint, share float64) fingerprint.Fingerprint {
	a.Views = slices.Clone(a.Views)
	for l := range a.Views {
		mine, other := &a.Views[l].Layout, &b.Views[l].Layout
		for i := range mine {
			mine[i] = int8(float64(mine[i])*(1-share) + float64(other[i])*share)
		}
	}
	return a
}

// draft is a case of an organisation without pictures.
func draft(t *testing.T, w *cataloguetest.World, o catalogue.Organisation, change func(*catalogue.CaseForm)) catalogue.Case {
	t.Helper()
	f := cataloguetest.Form()
	if change != nil {
		change(&f)
	}
	c, err := w.DB.CreateCase(t.Context(), w.Officer(o), f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func release(t *testing.T, w *cataloguetest.World, c catalogue.Case, a catalogue.Audience) {
	t.Helper()
	officer := w.Officer(catalogue.Organisation{ID: c.OrgID})
	w.Check(catalogue.Organisation{ID: c.OrgID}, c.ID)
	if _, err := w.DB.Submit(t.Context(), officer, c.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Release(t.Context(), officer, c.ID, a, ""); err != nil {
		t.Fatal(err)
	}
}

// similar asks every index, which must all answer alike, and returns picture ids.
func similar(t *testing.T, v catalogue.Viewer, q search.Query, indexes ...*search.Index) (ids []string, answers []search.LookAlike) {
	t.Helper()
	for i, ix := range indexes {
		found, err := ix.Similar(t.Context(), v, q, 50)
		if err != nil {
			t.Fatal(err)
		}
		var these []string
		for _, l := range found {
			these = append(these, l.Picture.ID)
			if l.Case.ID != l.Picture.CaseID {
				t.Errorf("picture of case %s with case %s", l.Picture.CaseID, l.Case.ID)
			}
		}
		if i > 0 && !slices.Equal(these, ids) {
			t.Errorf("server %d answers %v, the first %v", i+1, these, ids)
		}
		ids, answers = these, found
	}
	return ids, answers
}

// A hash and its neighbours at small distances.
const someHash = 0x2f1e_6c84_93a5_d0b6

func near(bits int) uint64 {
	h := uint64(someHash)
	for i := range bits {
		h ^= 1 << (7*i + 3)
	}
	return h
}

func query(hash uint64) search.Query {
	return search.Query{
		FileSum: sha256.Sum256([]byte("asked")), PixelSum: sha256.Sum256([]byte("asked pixels")),
		Fingerprint: look(1, hash),
	}
}

func TestTwoServersAnswerFromWhatEitherHasCommitted(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	one, two := loaded(t, w), search.New(w.DB) // the second has not even been loaded
	far := w.As(w.Far, catalogue.RoleViewer)
	c := draft(t, w, w.Home, nil)
	first := add(t, w, c, looking(look(1, near(2))))
	second := add(t, w, c, looking(look(1, near(0))))
	officer := w.Officer(w.Home)

	if ids, _ := similar(t, officer, query(someHash), one, two); !slices.Equal(ids, []string{second.ID, first.ID}) {
		t.Errorf("the owner finds %v, want the nearer first", ids)
	}
	if ids, _ := similar(t, far, query(someHash), one, two); len(ids) > 0 {
		t.Errorf("a draft of another is found: %v", ids)
	}
	release(t, w, c, catalogue.Audience{Everyone: true})
	if ids, _ := similar(t, far, query(someHash), one, two); len(ids) != 2 {
		t.Errorf("a released case is not found: %v", ids)
	}
	if _, err := w.DB.Withdraw(t.Context(), officer, c.ID, "a mistake"); err != nil {
		t.Fatal(err)
	}
	if ids, _ := similar(t, far, query(someHash), one, two); len(ids) > 0 {
		t.Errorf("a withdrawn case is found: %v", ids)
	}
	if _, err := w.DB.Reopen(t.Context(), officer, c.ID, "a mistake"); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.RemovePicture(t.Context(), officer, second.ID); err != nil {
		t.Fatal(err)
	}
	if ids, _ := similar(t, officer, query(someHash), one, two); !slices.Equal(ids, []string{first.ID}) {
		t.Errorf("after a picture was removed: %v", ids)
	}
	if n, m := one.Pictures(), two.Pictures(); n != 1 || m != 1 {
		t.Errorf("the indexes hold %d and %d pictures", n, m)
	}
}

func TestGroupSeesOnlyWhileItsMemberDoes(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ix := loaded(t, w)
	c := draft(t, w, w.Home, nil)
	add(t, w, c, looking(look(1, someHash)))
	release(t, w, c, catalogue.Audience{Groups: []string{w.Lasting.ID}})
	for name, v := range map[string]catalogue.Viewer{"member": w.As(w.Far, catalogue.RoleViewer), "guest": w.As(w.Guest, catalogue.RoleViewer)} {
		if ids, _ := similar(t, v, query(someHash), ix); len(ids) != 1 {
			t.Errorf("%s does not find it", name)
		}
	}
	for name, v := range map[string]catalogue.Viewer{
		"outsider": w.As(w.Near, catalogue.RoleViewer), "auditor of the owner": w.As(w.Home, catalogue.RoleAuditor), "root": w.Root,
	} {
		if ids, _ := similar(t, v, query(someHash), ix); len(ids) != 0 {
			t.Errorf("%s finds it", name)
		}
		found, err := ix.Browse(t.Context(), v, search.Filter{})
		if err != nil || found.Total != 0 || len(found.Cases) != 0 || len(found.Facets["means"]) != 0 {
			t.Errorf("%s browses %+v, %v", name, found, err)
		}
	}
	// Membership is no change of the case, and holds at the next question all the same.
	if err := w.DB.RemoveMember(t.Context(), w.As(w.Home, catalogue.RoleGroupOwner), w.Lasting.ID, w.Far.ID); err != nil {
		t.Fatal(err)
	}
	if ids, _ := similar(t, w.As(w.Far, catalogue.RoleViewer), query(someHash), ix); len(ids) != 0 {
		t.Error("a former member still finds it")
	}
}

func TestBandsClaimWhatTheyMay(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ix := loaded(t, w)
	officer := w.Officer(w.Home)
	c := draft(t, w, w.Home, nil)
	mirrored := fingerprint.Variants(someHash)[1]
	inverted := look(1, ^mirrored.Hash)
	for i := range inverted.Views {
		inverted.Views[i].Layout = fingerprint.LayoutVariants(&inverted.Views[i].Layout)[1]
	}
	q := query(someHash)
	forged := q.FileSum
	forged[31] ^= 1
	pictures := map[string]catalogue.NewPicture{
		"same file, looks otherwise": add(t, w, c, func(p *catalogue.NewPicture) { p.FileSum = q.FileSum }),
		"same pixels, flat": add(t, w, c, func(p *catalogue.NewPicture) {
			p.PixelSum, p.Fingerprint = q.PixelSum, fingerprint.Fingerprint{Flat: true}
		}),
		"same hash":           add(t, w, c, looking(look(1, someHash))),
		"mirrored, inverted":  add(t, w, c, looking(inverted)),
		"somewhat like it":    add(t, w, c, looking(mixed(look(1, near(9)), look(2, 0), 0.3))),
		"nothing like it":     add(t, w, c, looking(look(3, ^uint64(0)/3))),
		"begins like the sum": add(t, w, c, func(p *catalogue.NewPicture) { p.FileSum = forged }),
		"flat": add(t, w, c, func(p *catalogue.NewPicture) {
			p.Fingerprint = fingerprint.Fingerprint{Scan: someHash, Flat: true}
		}),
	}
	name := func(id string) string {
		for n, p := range pictures {
			if p.ID == id {
				return n
			}
		}
		return "?"
	}
	_, answers := similar(t, officer, q, ix)
	got := map[string]search.Band{}
	for _, a := range answers {
		got[name(a.Picture.ID)] = a.Band
	}
	want := map[string]search.Band{
		"same file, looks otherwise": search.SameFile, "same pixels, flat": search.SameFile,
		"same hash": search.SimilarPicture, "mirrored, inverted": search.SimilarPicture, // without features nothing proves more
		"somewhat like it": search.SimilarPicture,
	}
	for n, band := range want {
		if got[n] != band {
			t.Errorf("%s: band %q, want %q", n, got[n], band)
		}
	}
	for _, n := range []string{"flat", "nothing like it", "begins like the sum"} {
		if got[n] != "" {
			t.Errorf("%s is an answer, as %s", n, got[n])
		}
	}
	if first := name(answers[0].Picture.ID); want[first] != search.SameFile {
		t.Errorf("%s comes first", first)
	}
	for _, a := range answers {
		if name(a.Picture.ID) == "mirrored, inverted" && !(a.Variant.Inverted && a.Variant.Mirrored == mirrored.Variant.Mirrored && a.Variant.Turns == mirrored.Variant.Turns) {
			t.Errorf("mirrored and inverted is explained as %+v", a.Variant)
		}
	}

	q.Part = true
	_, answers = similar(t, officer, q, ix)
	for _, a := range answers {
		if a.Band == search.SameFile {
			t.Errorf("a part of it finds %s as the same file", name(a.Picture.ID))
		}
	}
	q.Part = false

	q.Fingerprint.Flat = true
	_, answers = similar(t, officer, q, ix)
	for _, a := range answers {
		if a.Band != search.SameFile {
			t.Errorf("a flat query finds %s as %s", name(a.Picture.ID), a.Band)
		}
	}
	if len(answers) != 2 {
		t.Errorf("a flat query finds %d, want the same file and the same pixels", len(answers))
	}
}

func TestStoredPictureIsNeverItsOwnLookAlike(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ix := loaded(t, w)
	c := draft(t, w, w.Home, nil)
	asker, other := add(t, w, c, looking(look(1, someHash))), add(t, w, draft(t, w, w.Home, nil), looking(look(1, near(1))))
	add(t, w, c, looking(look(1, near(2)))) // of its own case
	officer := w.Officer(w.Home)
	found, err := ix.SimilarTo(t.Context(), officer, asker.ID, 10)
	if err != nil || len(found) != 1 || found[0].Picture.ID != other.ID || found[0].Distance != 1 {
		t.Errorf("%+v, %v", found, err)
	}
	for name, ask := range map[string]struct {
		v  catalogue.Viewer
		id string
	}{
		"hidden":      {w.As(w.Far, catalogue.RoleViewer), asker.ID},
		"missing":     {officer, catalogue.NewID()},
		"no id":       {officer, "x"},
		"not a text":  {officer, "\x00"},
		"empty":       {officer, ""},
		"much longer": {officer, asker.ID + asker.ID},
	} {
		if _, err := ix.SimilarTo(t.Context(), ask.v, ask.id, 10); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v, want not found", name, err)
		}
	}
}

func TestSameMethodIsFoundByCodesWhereNothingLooksAlike(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ix := loaded(t, w)
	c := draft(t, w, w.Home, nil)
	asker := add(t, w, c, looking(look(1, someHash)))
	same := draft(t, w, w.Home, nil)
	add(t, w, same, looking(look(11, 0x5a5a_1234_0f0f_7abc)))
	otherMeans := draft(t, w, w.Home, func(f *catalogue.CaseForm) { f.Means = "C20" })
	add(t, w, otherMeans, looking(look(12, 0x5a5a_4321_0f0f_7abc)))
	sameGroup := draft(t, w, w.Home, func(f *catalogue.CaseForm) { f.Concealment = []string{"CON.FLOR"} })
	add(t, w, sameGroup, looking(look(13, 0x5a5a_4321_f00f_7abc)))
	draft(t, w, w.Home, nil) // alike, without a picture to show
	hidden := draft(t, w, w.Near, nil)
	add(t, w, hidden, looking(look(14, 0x5a5a_4321_ff0f_7abc)))

	found, err := ix.SimilarTo(t.Context(), w.Officer(w.Home), asker.ID, 50)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range found {
		if l.Band == search.SameMethod {
			got = append(got, l.Case.ID)
			if !slices.Contains(l.Codes, "CON.FWAL") {
				t.Errorf("codes in common: %v", l.Codes)
			}
		}
	}
	if !slices.Equal(got, []string{same.ID, otherMeans.ID}) {
		t.Errorf("same method: %v, want %v, most in common first", got, []string{same.ID, otherMeans.ID})
	}
}

func TestBrowseByTextAndCodes(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ix := loaded(t, w)
	officer := w.Officer(w.Home)
	var want []string
	for _, month := range []string{"2026-03", "2026-01", "2025-07"} {
		want = append(want, draft(t, w, w.Home, func(f *catalogue.CaseForm) {
			f.Month, f.Title = month, "Unheard-of marzipan"
		}).ID)
	}
	draft(t, w, w.Home, nil)
	draft(t, w, w.Near, func(f *catalogue.CaseForm) { f.Title = "Marzipan of another" })

	f := search.Filter{Text: "marzipan", Concealment: []string{"CON"}, Size: 2}
	found, err := ix.Browse(t.Context(), officer, f)
	if err != nil {
		t.Fatal(err)
	}
	if found.Total != 3 || found.Pages != 2 || found.Page != 1 || !slices.Equal(caseIDs(found), want[:2]) {
		t.Errorf("page 1: %+v", found)
	}
	for _, page := range []int{2, 99} {
		f.Page = page
		if found, err = ix.Browse(t.Context(), officer, f); err != nil || found.Page != 2 || !slices.Equal(caseIDs(found), want[2:]) {
			t.Errorf("page %d: %+v, %v", page, found, err)
		}
	}
	years := found.Facets["year"]
	if len(years) != 2 || years[0] != (search.Count{Code: "2026", Count: 2}) || years[1] != (search.Count{Code: "2025", Count: 1}) {
		t.Errorf("years: %+v", years)
	}
	if found, err = ix.Browse(t.Context(), officer, search.Filter{Text: "nothing has this word"}); err != nil || found.Total != 0 || found.Pages != 1 || found.Page != 1 {
		t.Errorf("nothing: %+v, %v", found, err)
	}
	for name, f := range map[string]search.Filter{
		"negative page": {Page: -5, Size: -1}, "huge": {Page: 1 << 40, Size: 1 << 40},
		"months that are none": {From: "soon", To: "2026-99"}, "odd codes": {Means: []string{"", "\x00", "%"}},
	} {
		if _, err := ix.Browse(t.Context(), officer, f); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func caseIDs(f search.Found) (ids []string) {
	for _, c := range f.Cases {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestRunFollowsWithoutAnyQuestion(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ix := loaded(t, w)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- ix.Run(ctx) }()
	add(t, w, draft(t, w, w.Home, nil), nil)
	for ix.Pictures() == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Run ended with %v", err)
	}
}

func TestQuestionsAndChangesAtOnceLoseNothing(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ix := loaded(t, w)
	officer := w.Officer(w.Home)
	cases := []catalogue.Case{draft(t, w, w.Home, nil), draft(t, w, w.Home, nil)}
	const each = 8
	var asking, adding sync.WaitGroup
	done := make(chan struct{})
	for range 3 {
		asking.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if _, err := ix.Similar(t.Context(), officer, query(someHash), 20); err != nil {
					t.Error(err)
				}
				if _, err := ix.Browse(t.Context(), officer, search.Filter{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for _, c := range cases {
		adding.Go(func() {
			for range each {
				p := w.Picture(c.ID)
				p.Fingerprint = look(1, someHash)
				if _, _, err := w.DB.AddPicture(t.Context(), officer, p); err != nil {
					t.Error(err)
				}
			}
		})
	}
	adding.Wait()
	close(done)
	asking.Wait()
	if ids, _ := similar(t, officer, query(someHash), ix); len(ids) != 2*each {
		t.Errorf("%d of %d pictures are found", len(ids), 2*each)
	}
}
