package catalogue_test

import (
	"context"
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestAPictureIsKeptWhole(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.Officer(w.Home)
	c, err := w.DB.CreateCase(t.Context(), v, cataloguetest.Form())
	if err != nil {
		t.Fatal(err)
	}
	in := w.Picture(c.ID)
	in.Name = "a\u202egnp.exe\r\n" + strings.Repeat("x", 400)
	in.Technique, in.Role = "xt1", "pos"
	p, added, err := w.DB.AddPicture(t.Context(), v, in)
	if err != nil || !added {
		t.Fatal(added, err)
	}
	if n := len([]rune(p.Name)); n != 300 || strings.ContainsAny(p.Name, "\r\n\u202e") {
		t.Errorf("name of %d characters: %q", n, p.Name)
	}
	want := in.Picture
	want.Name, want.Technique, want.Role, want.Position, want.Created = p.Name, "XT1", "POS", 1, p.Created
	want.Disclosure = catalogue.DisclosureOpen
	want.Objects, want.Regions = in.Objects, []catalogue.Region{}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("kept\n%+v\nwant\n%+v", p, want)
	}
	print, err := w.DB.PictureFingerprint(t.Context(), v, p.ID)
	if err != nil || print.FileSum != in.FileSum || print.PixelSum != in.PixelSum || !print.Fingerprint.Equal(in.Fingerprint) || print.CaseID != c.ID {
		t.Errorf("%+v, %v", print, err)
	}
	second, _, err := w.DB.AddPicture(t.Context(), v, w.Picture(c.ID))
	if err != nil || second.Position != 2 {
		t.Errorf("the second stands at %d, %v", second.Position, err)
	}
	after, err := w.DB.Case(t.Context(), v, c.ID)
	if err != nil || len(after.Pictures) != 2 || after.Pictures[0].ID != p.ID || !after.Changed.After(c.Changed) {
		t.Errorf("%+v, %v", after, err)
	}
}

func TestTheSamePixelsAreOnePictureOfAnOrganisation(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	one, other, foreign := w.Draft(w.Home), w.Draft(w.Home), w.Draft(w.Far)
	first := w.Picture(one.ID)
	again := func(caseID string) catalogue.NewPicture {
		p := w.Picture(caseID)
		p.PixelSum = first.PixelSum
		return p
	}
	kept, added, err := w.DB.AddPicture(ctx, v, first)
	if err != nil || !added {
		t.Fatal(added, err)
	}
	for _, caseID := range []string{one.ID, other.ID} {
		got, added, err := w.DB.AddPicture(ctx, v, again(caseID))
		if err != nil || added || !reflect.DeepEqual(got, kept) {
			t.Errorf("added %v, %+v, %v", added, got, err)
		}
	}
	got, added, err := w.DB.AddPicture(ctx, w.Officer(w.Far), again(foreign.ID))
	if err != nil || !added || got.ID == kept.ID {
		t.Errorf("another organisation: added %v, %s, %v", added, got.ID, err)
	}
	if err := w.DB.RemovePicture(ctx, v, kept.ID); err != nil {
		t.Fatal(err)
	}
	moved, added, err := w.DB.AddPicture(ctx, v, again(other.ID))
	if err != nil || !added || moved.CaseID != other.ID {
		t.Errorf("removed pixels are not free: added %v, %v", added, err)
	}
}

func TestTenAtOnceAreOnePictureAndTenEqualAnswers(t *testing.T) {
	for name, key := range map[string]string{"by pixels": "", "by key": "the same key"} {
		t.Run(name, func(t *testing.T) {
			w := cataloguetest.NewWorld(t)
			v := w.Officer(w.Home)
			cases := []catalogue.Case{w.Draft(w.Home), w.Draft(w.Home)}
			before := number(t, w.SQL, `SELECT count(*) FROM pictures`)
			sum := w.Picture("").PixelSum
			var added atomic.Int32
			var mu sync.Mutex
			var answers []catalogue.Picture
			var wg sync.WaitGroup
			for i := range 10 {
				p := w.Picture(cases[i%2].ID)
				if p.Key = key; key == "" {
					p.PixelSum = sum
				}
				wg.Go(func() {
					got, ok, err := w.DB.AddPicture(t.Context(), v, p)
					if err != nil {
						t.Error(err)
						return
					}
					if ok {
						added.Add(1)
					}
					mu.Lock()
					defer mu.Unlock()
					answers = append(answers, got)
				})
			}
			wg.Wait()
			if n := number(t, w.SQL, `SELECT count(*) FROM pictures`) - before; n != 1 || added.Load() != 1 || len(answers) != 10 {
				t.Fatalf("%d rows, %d added, %d answers", n, added.Load(), len(answers))
			}
			for _, a := range answers {
				if !reflect.DeepEqual(a, answers[0]) {
					t.Errorf("answers differ: %+v and %+v", a, answers[0])
				}
			}
			if n := number(t, w.SQL, `SELECT count(*) FROM events WHERE what = 'picture.add' AND picture_id = $1`, answers[0].ID); n != 1 {
				t.Errorf("%d events", n)
			}
		})
	}
}

func TestAKeyIsAnsweredAgainForItsUserFor48Hours(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	c := w.Draft(w.Home)
	p := w.Picture(c.ID)
	p.Key = "k\x00ey \xff" + strings.Repeat("long", 1000)
	if _, err := w.DB.PictureByKey(ctx, v, p.Key); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("a new key: %v", err)
	}
	kept, _, err := w.DB.AddPicture(ctx, v, p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.DB.PictureByKey(ctx, v, p.Key)
	if err != nil || !reflect.DeepEqual(got, kept) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := w.DB.PictureByKey(ctx, w.As(w.Home, catalogue.RoleContributor), p.Key); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another user's key: %v", err)
	}
	if got, err := w.DB.PictureByFileSum(ctx, v, p.FileSum); err != nil || got.ID != kept.ID {
		t.Errorf("by file: %v, %v", got.ID, err)
	}
	if _, err := w.DB.PictureByFileSum(ctx, w.Officer(w.Far), p.FileSum); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another organisation's file: %v", err)
	}
	if _, err := w.DB.PictureByFileSum(ctx, w.As(w.Home, catalogue.RoleAdministrator), p.FileSum); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("for who sees no pictures: %v", err)
	}
	// The answer stays the same when the case is closed meanwhile.
	w.Check(w.Home, c.ID)
	if _, err := w.DB.Submit(ctx, v, c.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Release(ctx, v, c.ID, catalogue.Audience{}, ""); err != nil {
		t.Fatal(err)
	}
	if got, added, err := w.DB.AddPicture(ctx, v, p); err != nil || added || got.ID != kept.ID {
		t.Errorf("repeated after release: added %v, %v", added, err)
	}
	if _, err := w.SQL.Exec(`UPDATE idempotency_keys SET created = created - interval '49 hours'`); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.PictureByKey(ctx, v, p.Key); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an old key: %v", err)
	}
	if err := w.DB.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if n := number(t, w.SQL, `SELECT count(*) FROM idempotency_keys`); n != 0 {
		t.Errorf("%d old keys are left", n)
	}
}

func TestAnOldKeyMayBeUsedAgain(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	c := w.Draft(w.Home)
	first, second := w.Picture(c.ID), w.Picture(c.ID)
	first.Key, second.Key = "key", "key"
	if _, _, err := w.DB.AddPicture(ctx, v, first); err != nil {
		t.Fatal(err)
	}
	if _, err := w.SQL.Exec(`UPDATE idempotency_keys SET created = created - interval '49 hours'`); err != nil {
		t.Fatal(err)
	}
	got, added, err := w.DB.AddPicture(ctx, v, second)
	if err != nil || !added || got.ID != second.ID {
		t.Fatalf("added %v, %v", added, err)
	}
	if got, err := w.DB.PictureByKey(ctx, v, "key"); err != nil || got.ID != second.ID {
		t.Errorf("%v, %v", got.ID, err)
	}
}

func TestAFailedUploadLeavesNothing(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.Officer(w.Home)
	c := w.Draft(w.Home)
	counts := func() [4]int {
		return [4]int{number(t, w.SQL, `SELECT count(*) FROM pictures`), number(t, w.SQL, `SELECT count(*) FROM objects`),
			number(t, w.SQL, `SELECT count(*) FROM events`), number(t, w.SQL, `SELECT count(*) FROM idempotency_keys`)}
	}
	before := counts()
	for name, spoil := range map[string]func(p *catalogue.NewPicture){
		"an unknown technique":   func(p *catalogue.NewPicture) { p.Technique = "XYZ" },
		"an unknown role":        func(p *catalogue.NewPicture) { p.Role = "XYZ" },
		"a missing case":         func(p *catalogue.NewPicture) { p.CaseID = catalogue.NewID() },
		"no case":                func(p *catalogue.NewPicture) { p.CaseID = "" },
		"another's case":         func(p *catalogue.NewPicture) { p.CaseID = w.Draft(w.Far).ID; before = counts() },
		"an object of another's": func(p *catalogue.NewPicture) { p.Objects[2].Key = c.Pictures[0].Objects[2].Key },
		"an object twice":        func(p *catalogue.NewPicture) { p.Objects[2].Name = "large" },
		"no size":                func(p *catalogue.NewPicture) { p.Width = 0 },
	} {
		p := w.Picture(c.ID)
		p.Key = name
		spoil(&p)
		if _, added, err := w.DB.AddPicture(t.Context(), v, p); err == nil || added {
			t.Errorf("%s: added %v, %v", name, added, err)
		}
		if after := counts(); after != before {
			t.Errorf("%s left something: %v, before %v", name, after, before)
		}
	}
}

func TestWhatPeopleSayOfAPicture(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	c := w.Draft(w.Home)
	if _, _, err := w.DB.AddPicture(ctx, v, w.Picture(c.ID)); err != nil {
		t.Fatal(err)
	}
	id := c.Pictures[0].ID
	for _, f := range []struct {
		technique, role string
		position        int
		want            string
	}{
		{"xbs", "neg", 9, "ok"},
		{"", "", 0, "ok"},
		{"POS", "XT1", 1, "role unknown_code, technique unknown_code"},
		{"XT1", "POS", -1, "position position"},
		{"XT1", "POS", 10_001, "position position"},
	} {
		p, err := w.DB.DescribePicture(ctx, v, id, f.technique, f.role, f.position)
		if got := outcome(t, err); got != f.want {
			t.Errorf("%+v: %s", f, got)
		}
		if err == nil && (p.Technique != strings.ToUpper(f.technique) || p.Position != f.position) {
			t.Errorf("%+v", p)
		}
	}
	if _, err := w.DB.DescribePicture(ctx, v, id, "XT1", "POS", 9); err != nil {
		t.Fatal(err)
	}
	after, err := w.DB.Case(ctx, v, c.ID)
	if err != nil || after.Pictures[1].ID != id {
		t.Errorf("the picture was not moved to the end: %v", err)
	}
}

func TestTheReleaseOfAnOriginalIsOnRecord(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	c := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	id := c.Pictures[0].ID
	events := func() int { return number(t, w.SQL, `SELECT count(*) FROM events WHERE what = 'picture.original'`) }
	for _, name := range []string{"thumb", "view", "large", " original", "original ", "ORIGINAL", "\xff", ""} {
		_, err := w.DB.PictureObject(ctx, w.Officer(w.Home), id, name)
		if known := slices.Contains([]string{"thumb", "view", "large"}, name); (err == nil) != known {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := w.DB.PictureObject(ctx, w.Officer(w.Far), id, "original"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another's original: %v", err)
	}
	if events() != 0 {
		t.Error("an original was recorded that was not released")
	}
	v := w.As(w.Home, catalogue.RoleViewer)
	v.Address, v.RequestID = "192.0.2.1", "r1"
	o, err := w.DB.PictureObject(ctx, v, id, "original")
	if err != nil || o.Size != 10_000_000 || o.Key == "" || o.SHA256 == [32]byte{} || o.TLP != "GREEN" {
		t.Errorf("%+v, %v", o, err)
	}
	if n := number(t, w.SQL, `SELECT count(*) FROM events WHERE what = 'picture.original' AND user_id = $1 AND case_id = $2
		AND picture_id = $3 AND address = '192.0.2.1' AND request_id = 'r1'`, v.UserID, c.ID, id); n != 1 || events() != 1 {
		t.Errorf("%d events", events())
	}
	if _, err := w.SQL.Exec(`ALTER TABLE events ADD CHECK (what <> 'picture.original') NOT VALID`); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.PictureObject(context.WithoutCancel(ctx), v, id, "original"); err == nil {
		t.Error("an original was released without a record")
	}
}
