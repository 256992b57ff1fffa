package catalogue_test

import (
	"errors"
	"io/fs"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// canRead reports whether the user can read the case now.
func canRead(t *testing.T, w *cataloguetest.World, v catalogue.Viewer, c catalogue.Case) bool {
	t.Helper()
	_, err := w.DB.Case(t.Context(), v, c.ID)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

func TestRedIsForThePersonsNamedAlone(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	named, beside := w.As(w.Near, catalogue.RoleViewer), w.As(w.Near, catalogue.RoleTrainer)
	c := w.Released(w.Home, "RED", catalogue.Audience{Persons: []string{named.UserID}})
	if !canRead(t, w, named, c) || canRead(t, w, beside, c) || canRead(t, w, w.Officer(w.Far), c) {
		t.Error("others than the person named see it, or that person does not")
	}
	if _, err := w.DB.Release(t.Context(), w.Officer(w.Home), c.ID, catalogue.Audience{}, "no longer needed"); err != nil {
		t.Fatal(err)
	}
	if canRead(t, w, named, c) {
		t.Error("seen after it was taken back")
	}
}

func TestAfterItsLastDayOthersSeeACaseNoMore(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	c := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	near := w.As(w.Near, catalogue.RoleViewer)
	day := func(offset string) string {
		var d string
		if err := w.SQL.QueryRow(`SELECT to_char((now() AT TIME ZONE 'UTC') + $1::interval, 'YYYY-MM-DD')`, offset).Scan(&d); err != nil {
			t.Fatal(err)
		}
		return d
	}
	put := func(expires string) error {
		f := c.CaseForm
		f.Version, f.Expires = "", expires
		_, err := w.DB.UpdateCase(t.Context(), w.Officer(w.Home), c.ID, f)
		return err
	}
	for _, bad := range []string{day("-1 day"), "2026-02-30", "soon"} {
		if put(bad) == nil {
			t.Errorf("%q was taken for a last day", bad)
		}
	}
	if err := put(day("0")); err != nil {
		t.Fatal(err)
	}
	if !canRead(t, w, near, c) {
		t.Error("not seen on its last day")
	}
	if _, err := w.SQL.Exec(`UPDATE access SET expires = (now() AT TIME ZONE 'UTC')::date - 1 WHERE expires IS NOT NULL`); err != nil {
		t.Fatal(err)
	}
	if canRead(t, w, near, c) || !canRead(t, w, w.As(w.Home, catalogue.RoleViewer), c) {
		t.Error("seen by others on the day after, or not by its owner")
	}
	if found, err := w.DB.CaseIDsByText(t.Context(), near, c.ID); err != nil || len(found) > 0 {
		t.Errorf("found by others: %v, %v", found, err)
	}
	_, err := w.DB.Release(t.Context(), w.Officer(w.Home), c.ID, catalogue.Audience{}, "")
	if outcome(t, err) != "expires expired" {
		t.Errorf("released after its last day: %v", err)
	}
}

func TestLabelsBoundWhatMayBeDone(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	for _, c := range []struct {
		tlp              catalogue.TLP
		training, onward bool
		want             string
	}{
		{"RED", true, false, "training tlp_training"},
		{"RED", false, true, "onward tlp_onward"},
		{"AMBER+STRICT", true, false, "ok"},
		{"AMBER+STRICT", false, true, "onward tlp_onward"},
		{"AMBER", true, true, "ok"},
		{"CLEAR", true, true, "ok"},
	} {
		f := cataloguetest.Form()
		f.TLP, f.Training, f.Onward = c.tlp, c.training, c.onward
		got, err := w.DB.CreateCase(t.Context(), w.Officer(w.Home), f)
		if outcome(t, err) != c.want {
			t.Errorf("%s, training %v, onward %v: %v, want %s", c.tlp, c.training, c.onward, err, c.want)
		}
		if err == nil && (got.Training != c.training || got.Onward != c.onward) {
			t.Errorf("%s: kept %v, %v", c.tlp, got.Training, got.Onward)
		}
	}
}

// TestWhoSeesAgreesWithWhoSees asks for every way of being shared who can see it,
// and then as each of them, and as everybody else.
func TestWhoSeesAgreesWithWhoSees(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	person := w.As(w.Far, catalogue.RoleViewer)
	everybody := []catalogue.Viewer{person}
	for _, o := range []catalogue.Organisation{w.Home, w.Near, w.Far, w.RILO, w.Guest} {
		everybody = append(everybody, w.Officer(o), w.As(o, catalogue.RoleTrainer), w.As(o, catalogue.RoleAuditor), w.As(o, catalogue.RoleAdministrator))
	}
	for _, a := range []catalogue.Audience{
		{}, {Everyone: true}, {Regions: []string{"EUR"}}, {Organisations: []string{w.Far.ID}},
		{Groups: []string{w.Lasting.ID}}, {Groups: []string{w.Coming.ID}}, {Persons: []string{person.UserID}},
	} {
		tlp := catalogue.TLP("AMBER")
		if a.Everyone {
			tlp = "GREEN"
		}
		draft := w.Draft(w.Home)
		f := draft.CaseForm
		f.TLP, f.Version = tlp, ""
		draft, err := w.DB.UpdateCase(t.Context(), w.Officer(w.Home), draft.ID, f)
		if err != nil {
			t.Fatal(err)
		}
		proposed, err := w.DB.WhoSees(t.Context(), w.Officer(w.Home), draft.ID, &a)
		if err != nil {
			t.Fatal(err)
		}
		c := w.Released(w.Home, tlp, a)
		now, err := w.DB.WhoSees(t.Context(), w.Officer(w.Home), c.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		people := map[string]int{}
		for _, v := range everybody {
			if canRead(t, w, v, c) {
				people[v.OrgID]++
			}
		}
		if len(now) != len(people) || len(proposed) != len(now) {
			t.Errorf("%+v: %d organisations now, %d proposed, %d see it", a, len(now), len(proposed), len(people))
		}
		for i, s := range now {
			if people[s.OrgID] == 0 || s.People < people[s.OrgID] || i < len(proposed) && proposed[i] != s {
				t.Errorf("%+v: %+v, proposed %+v, %d of those who asked see it", a, s, proposed, people[s.OrgID])
			}
		}
	}
	c := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	for why, v := range map[string]catalogue.Viewer{"another's releaser": w.Officer(w.Near), "a viewer of its own": w.As(w.Home, catalogue.RoleViewer)} {
		if _, err := w.DB.WhoSees(t.Context(), v, c.ID, nil); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s is told who sees it: %v", why, err)
		}
	}
	if _, err := w.DB.WhoSees(t.Context(), w.Officer(w.Near), w.Draft(w.Home).ID, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a hidden case: %v", err)
	}
}

func TestStepsThatTakeBackWantAReason(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	officer := w.Officer(w.Home)
	c := w.Draft(w.Home)
	step := func(what string, err error, want string) {
		t.Helper()
		if got := outcome(t, err); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	do := func(_ catalogue.Case, err error) error { return err }
	ctx := t.Context()
	step("submit", do(w.DB.Submit(ctx, officer, c.ID, "please look at the second picture")), "ok")
	step("return without", do(w.DB.Return(ctx, officer, c.ID, " ")), "reason required")
	step("return", do(w.DB.Return(ctx, officer, c.ID, "the month is missing")), "ok")
	step("return a draft", do(w.DB.Return(ctx, officer, c.ID, "again")), "state state")
	step("submit again", do(w.DB.Submit(ctx, officer, c.ID, "")), "ok")
	step("release", do(w.DB.Release(ctx, officer, c.ID, catalogue.Audience{}, "agreed with the office")), "ok")
	step("withdraw without", do(w.DB.Withdraw(ctx, officer, c.ID, "")), "reason required")
	step("withdraw", do(w.DB.Withdraw(ctx, officer, c.ID, "a mistake")), "ok")
	step("release what is withdrawn", do(w.DB.Release(ctx, officer, c.ID, catalogue.Audience{}, "")), "state state")
	step("reopen without", do(w.DB.Reopen(ctx, officer, c.ID, "")), "reason required")
	step("reopen", do(w.DB.Reopen(ctx, officer, c.ID, "mended")), "ok")
	events, err := w.DB.History(ctx, officer, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var reasons []any
	for _, e := range events {
		if r := e.Details["reason"]; r != nil {
			reasons = append(reasons, r)
		}
	}
	if len(reasons) != 5 || reasons[0] != "mended" || reasons[4] != "please look at the second picture" {
		t.Errorf("on record are the reasons %q", reasons)
	}
}
