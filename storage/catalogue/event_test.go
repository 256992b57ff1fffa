package catalogue_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func whats(events []catalogue.Event) (all []string) {
	for _, e := range events {
		all = append(all, e.What)
	}
	return all
}

func TestTheRecordIsAppendOnly(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	w.Draft(w.Home)
	before := number(t, w.SQL, `SELECT count(*) FROM events`)
	for _, change := range []string{
		`UPDATE events SET what = 'nothing'`, `UPDATE events SET at = now() WHERE id = 1`,
		`DELETE FROM events`, `DELETE FROM events WHERE id = 1`, `TRUNCATE events`, `TRUNCATE events CASCADE`,
	} {
		if _, err := w.SQL.Exec(change); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", change, err)
		}
	}
	if n := number(t, w.SQL, `SELECT count(*) FROM events`); n != before {
		t.Errorf("%d events are left of %d", n, before)
	}
}

func TestEveryWriteIsOnRecordWithWhoAndWhere(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	v.Address, v.RequestID = "198.51.100.7", "req-1"
	c, err := w.DB.CreateCase(ctx, v, cataloguetest.Form())
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p, _, err := w.DB.AddPicture(ctx, v, w.Picture(c.ID))
	must(err)
	_, err = w.DB.DescribePicture(ctx, v, p.ID, "XT2", "POS", 1)
	must(err)
	r, err := w.DB.AddRegion(ctx, v, catalogue.Region{PictureID: p.ID, Polygon: [][2]float64{{0, 0}, {1, 0}, {1, 1}}})
	must(err)
	must(w.DB.RemoveRegion(ctx, v, p.ID, r.ID))
	f := c.CaseForm
	f.Title, f.Training = "Another", true
	_, err = w.DB.UpdateCase(ctx, v, c.ID, f)
	must(err)
	_, err = w.DB.DecideGuard(ctx, v, c.ID, catalogue.GuardDecisions{Checked: []string{p.ID}})
	must(err)
	_, err = w.DB.Submit(ctx, v, c.ID, "")
	must(err)
	_, err = w.DB.Release(ctx, v, c.ID, catalogue.Audience{Organisations: []string{w.Far.ID}}, "")
	must(err)
	_, err = w.DB.PictureObject(ctx, v, p.ID, "original")
	must(err)
	_, err = w.DB.Withdraw(ctx, v, c.ID, "a mistake")
	must(err)
	_, err = w.DB.Reopen(ctx, v, c.ID, "a mistake")
	must(err)
	must(w.DB.RemovePicture(ctx, v, p.ID))

	history, err := w.DB.History(ctx, w.As(w.Home, catalogue.RoleViewer), c.ID)
	must(err)
	want := []string{"picture.remove", "case.reopen", "case.withdraw", "picture.original", "case.release", "case.submit", "guard.check", "case.update",
		"region.remove", "region.add", "picture.describe", "picture.add", "case.create"}
	if got := whats(history); !slices.Equal(got, want) {
		t.Errorf("recorded %q, want %q", got, want)
	}
	for _, e := range history {
		if e.UserID != v.UserID || e.Name != v.Name || e.OrgID != w.Home.ID || e.OrgName != w.Home.Name ||
			e.Address != v.Address || e.RequestID != v.RequestID || e.CaseID != c.ID || e.When.IsZero() {
			t.Errorf("%+v", e)
		}
		if !slices.Contains(catalogue.Whats, e.What) {
			t.Errorf("%s is not among Whats", e.What)
		}
	}
	details := func(what string) string {
		return fmt.Sprint(history[slices.IndexFunc(history, func(e catalogue.Event) bool { return e.What == what })].Details)
	}
	for what, want := range map[string]string{
		"case.update":   "map[fields:[title training]]",
		"case.withdraw": "map[reason:a mistake]",
		"case.release":  fmt.Sprintf("map[audience:map[everyone:false organisations:[%s]]]", w.Far.ID),
	} {
		if got := details(what); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
}

func TestAWriteThatFailsIsNotOnRecord(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	c := w.Draft(w.Home)
	owner, far := w.As(w.Home, catalogue.RoleGroupOwner), w.Officer(w.Far)
	before := number(t, w.SQL, `SELECT count(*) FROM events`)
	for name, do := range map[string]func() error{
		"release of a draft": func() error {
			_, err := w.DB.Release(t.Context(), w.Officer(w.Home), c.ID, catalogue.Audience{}, "")
			return err
		},
		"a bad form": func() error {
			_, err := w.DB.UpdateCase(t.Context(), w.Officer(w.Home), c.ID, catalogue.CaseForm{Month: "x"})
			return err
		},
		"another's picture": func() error { return w.DB.RemovePicture(t.Context(), far, c.Pictures[0].ID) },
		"a group with nobody": func() error {
			_, err := w.DB.CreateGroup(t.Context(), owner, catalogue.Group{Name: "x", Members: []catalogue.Organisation{{ID: "none"}}})
			return err
		},
		"a bad address": func() error {
			_, _, err := w.DB.Invite(t.Context(), w.Root, catalogue.User{Email: "x", Name: "x"})
			return err
		},
	} {
		if do() == nil {
			t.Errorf("%s succeeded", name)
		}
	}
	if n := number(t, w.SQL, `SELECT count(*) FROM events`); n != before {
		t.Errorf("%d events of writes that failed", n-before)
	}
}

func TestOthersReadOfACaseWhatConcernsThem(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	far := w.As(w.Far, catalogue.RoleViewer)
	c := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	f := c.CaseForm
	f.Title = "Corrected"
	if _, err := w.DB.UpdateCase(ctx, w.Officer(w.Home), c.ID, f); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Release(ctx, w.Officer(w.Home), c.ID, catalogue.Audience{Organisations: []string{w.Far.ID}}, ""); err != nil {
		t.Fatal(err)
	}
	history, err := w.DB.History(ctx, far, c.ID)
	if err != nil || !slices.Equal(whats(history), []string{"case.release", "case.update", "case.release"}) {
		t.Fatalf("%q, %v", whats(history), err)
	}
	for _, e := range history {
		if e.UserID != "" || e.Name != "" || e.Address != "" || e.RequestID != "" || e.Details != nil || e.OrgName != w.Home.Name {
			t.Errorf("too much: %+v", e)
		}
	}
}

func TestAuditorsReadTheRecordOfTheirOrganisation(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	c := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	reader := w.As(w.Far, catalogue.RoleViewer)
	reader.Address = "203.0.113.9"
	for _, e := range []catalogue.Event{
		{What: "picture.view", CaseID: c.ID, Picture: c.Pictures[0].ID, Details: map[string]any{"rendition": "large"}},
		{What: "search.ask", CaseID: "no id\x00", Details: map[string]any{"odd": "\x00\xff", "many": 3}},
	} {
		if err := w.DB.Record(ctx, reader, e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.DB.Record(ctx, catalogue.Viewer{Address: "203.0.113.10"}, catalogue.Event{What: "session.refuse"}); err != nil {
		t.Fatal(err)
	}
	for _, role := range catalogue.Roles {
		_, err := w.DB.Events(ctx, w.As(w.Near, role), catalogue.EventFilter{}, 0, 10)
		if got := outcome(t, err); (got == "ok") != (role == catalogue.RoleAuditor) || got != "ok" && got != "denied" {
			t.Errorf("%s: %s", role, got)
		}
	}
	ours, err := w.DB.Events(ctx, w.As(w.Home, catalogue.RoleAuditor), catalogue.EventFilter{}, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(ours, func(a, b catalogue.Event) int { return int(b.ID - a.ID) }) {
		t.Error("not newest first")
	}
	var looked []catalogue.Event
	for _, e := range ours {
		if e.OrgID != w.Home.ID && e.OrgID != "" {
			looked = append(looked, e)
		}
	}
	if len(looked) != 1 || looked[0].What != "picture.view" || looked[0].OrgName != w.Far.Name || looked[0].Name != "" || looked[0].UserID != "" || looked[0].Address != "" {
		t.Errorf("who looked at our cases: %+v", looked)
	}
	theirs, err := w.DB.Events(ctx, w.As(w.Far, catalogue.RoleAuditor), catalogue.EventFilter{}, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	asked := slices.IndexFunc(theirs, func(e catalogue.Event) bool { return e.What == "search.ask" })
	if asked < 0 || theirs[asked].Name != reader.Name || theirs[asked].Address != reader.Address || theirs[asked].CaseID != "" || theirs[asked].Details["many"] != 3.0 {
		t.Errorf("%+v", theirs)
	}
	if slices.ContainsFunc(theirs, func(e catalogue.Event) bool { return strings.HasPrefix(e.What, "case.") || e.What == "session.refuse" }) {
		t.Errorf("the record of others: %q", whats(theirs))
	}
	var paged []int64
	for before := int64(0); ; {
		page, err := w.DB.Events(ctx, w.As(w.Home, catalogue.RoleAuditor), catalogue.EventFilter{}, before, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			paged = append(paged, e.ID)
		}
		before = page[len(page)-1].ID
	}
	if len(paged) != len(ours) || len(slices.Compact(paged)) != len(ours) {
		t.Errorf("%d events by pages, %d at once", len(paged), len(ours))
	}
}

func TestLookingIsOnRecordOnceInTenMinutes(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, far := t.Context(), w.Officer(w.Far)
	c := w.Released(w.Home, "AMBER", catalogue.Audience{Organisations: []string{w.Far.ID}})
	p := c.Pictures[0].ID
	look := func() {
		t.Helper()
		for range 3 {
			if err := w.DB.Saw(ctx, far, c.ID, ""); err != nil {
				t.Fatal(err)
			}
			if _, err := w.DB.PictureObject(ctx, far, p, "large"); err != nil {
				t.Fatal(err)
			}
			if _, err := w.DB.PictureObject(ctx, far, p, "thumb"); err != nil {
				t.Fatal(err)
			}
		}
	}
	look()
	looks := func() (n int) {
		t.Helper()
		all, err := w.DB.CaseRecord(ctx, w.As(w.Home, catalogue.RoleAuditor), c.ID, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			if e.What == "case.view" || e.What == "picture.view" {
				n++
				if e.Name != "" || e.OrgName != w.Far.Name {
					t.Errorf("%+v", e)
				}
			}
		}
		return n
	}
	if n := looks(); n != 2 {
		t.Errorf("%d looks on record", n)
	}
	if _, err := w.SQL.Exec(`SET session_replication_role = replica; UPDATE events SET at = at - interval '11 minutes'; SET session_replication_role = origin`); err != nil {
		t.Fatal(err)
	}
	look()
	if n := looks(); n != 4 {
		t.Errorf("%d looks on record eleven minutes later", n)
	}
	for who, v := range map[string]catalogue.Viewer{"a viewer of the owner": w.As(w.Home, catalogue.RoleViewer), "who may see it": far} {
		if _, err := w.DB.CaseRecord(ctx, v, c.ID, 0, 100); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s: %v", who, err)
		}
	}
	if _, err := w.DB.CaseRecord(ctx, w.As(w.Near, catalogue.RoleAuditor), c.ID, 0, 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another auditor: %v", err)
	}

	// Filters of the whole record.
	auditor := w.As(w.Home, catalogue.RoleAuditor)
	for _, tc := range []struct {
		f    catalogue.EventFilter
		want string
	}{
		{catalogue.EventFilter{What: "case.release"}, "case.release"},
		{catalogue.EventFilter{What: "picture.", Others: true}, "picture.view picture.view"},
		{catalogue.EventFilter{CaseID: c.ID, What: "case.submit"}, "case.submit"},
		{catalogue.EventFilter{CaseID: catalogue.NewID()}, ""},
		{catalogue.EventFilter{From: time.Now().Add(time.Hour)}, ""},
		{catalogue.EventFilter{What: "%"}, ""},
	} {
		all, err := w.DB.Events(ctx, auditor, tc.f, 0, 100)
		if got := strings.Join(whats(all), " "); err != nil || got != tc.want {
			t.Errorf("%+v: %q, %v", tc.f, got, err)
		}
	}
}
