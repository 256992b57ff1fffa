package catalogue_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestVerification(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	analyst := w.As(w.RILO, catalogue.RoleAnalyst)
	c := w.Released(w.Home, "AMBER", catalogue.Audience{Organisations: []string{w.RILO.ID, w.Far.ID}})
	for who, v := range map[string]catalogue.Viewer{
		"a viewer of the RILO": w.As(w.RILO, catalogue.RoleViewer), "an analyst of an administration": w.As(w.Far, catalogue.RoleAnalyst),
		"its own analyst": w.As(w.Home, catalogue.RoleAnalyst),
	} {
		if err := w.DB.Verify(ctx, v, c.ID, "A", "1", ""); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s: %v", who, err)
		}
	}
	if err := w.DB.Verify(ctx, analyst, w.Draft(w.Home).ID, "A", "1", ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a draft: %v", err)
	}
	if err := w.DB.Verify(ctx, analyst, c.ID, "G", "0", ""); len(faults(t, err)) != 2 {
		t.Errorf("no grades: %v", err)
	}
	if err := w.DB.Verify(ctx, analyst, c.ID, "b", "2", "Confirmed by the port."); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.Verify(ctx, analyst, c.ID, "A", "2", "Confirmed by two ports."); err != nil {
		t.Fatal(err)
	}
	all, err := w.DB.Verifications(ctx, w.Officer(w.Far), c.ID)
	if err != nil || len(all) != 1 || all[0].Source+all[0].Information != "A2" || all[0].By != "" || all[0].OrgName != w.RILO.Name || all[0].Old || all[0].Mine {
		t.Fatalf("%+v, %v", all, err)
	}
	f := c.CaseForm
	f.Narrative = "Something else."
	if _, err := w.DB.UpdateCase(ctx, w.Officer(w.Home), c.ID, f); err != nil {
		t.Fatal(err)
	}
	if all, err := w.DB.Verifications(ctx, analyst, c.ID); err != nil || !all[0].Old || !all[0].Mine || all[0].By != analyst.Name {
		t.Errorf("after a change: %+v, %v", all, err)
	}
	if err := w.DB.Unverify(ctx, analyst, c.ID); err != nil {
		t.Error(err)
	}
	if err := w.DB.Unverify(ctx, analyst, c.ID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("taken back twice: %v", err)
	}
	if _, err := w.SQL.Exec(`UPDATE organisations SET region = 'AMS' WHERE id = $1`, w.RILO.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.Verify(ctx, analyst, c.ID, "A", "1", ""); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("of another region: %v", err)
	}
}

func TestAFieldTellsItsHistoryToWhoCouldHaveReadIt(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v, far := t.Context(), w.Officer(w.Home), w.Officer(w.Far)
	c := w.Draft(w.Home)
	say := func(title string) {
		t.Helper()
		f := c.CaseForm
		f.Title, f.Version = title, ""
		if _, err := w.DB.UpdateCase(ctx, v, c.ID, f); err != nil {
			t.Fatal(err)
		}
	}
	release := func(orgs ...string) {
		t.Helper()
		if _, err := w.DB.Release(ctx, v, c.ID, catalogue.Audience{Organisations: orgs}, ""); err != nil {
			t.Fatal(err)
		}
	}
	told := func(v catalogue.Viewer) string {
		t.Helper()
		all, err := w.DB.FieldChanges(ctx, v, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, f := range all {
			said = append(said, f.Field+":"+string(f.Before)+string(f.After))
		}
		return strings.Join(said, " ")
	}
	say("secret one")
	if _, err := w.DB.Submit(ctx, v, c.ID, ""); err != nil {
		t.Fatal(err)
	}
	release()
	say("secret two")
	release(w.Near.ID)
	say("for Near")
	release(w.Near.ID, w.Far.ID)
	say("for Far too")
	if got := told(far); got != `title:"for Near""for Far too"` {
		t.Errorf("Far reads %s", got)
	}
	if got := told(w.Officer(w.Near)); got != `title:"for Near""for Far too" title:"secret two""for Near"` {
		t.Errorf("Near reads %s", got)
	}
	all, err := w.DB.FieldChanges(ctx, v, c.ID)
	if err != nil || len(all) != 4 || all[0].By != v.Name {
		t.Fatalf("%+v, %v", all, err)
	}
	if err := w.DB.StrikeFieldChange(ctx, far, c.ID, all[0].ID, "x"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("others strike: %v", err)
	}
	if err := w.DB.StrikeFieldChange(ctx, v, c.ID, all[0].ID, ""); fault(t, err) != "reason required" {
		t.Errorf("without a reason: %v", err)
	}
	if err := w.DB.StrikeFieldChange(ctx, v, c.ID, all[0].ID, "It named somebody."); err != nil {
		t.Fatal(err)
	}
	if got := told(far); got != `title:` {
		t.Errorf("after it was struck out Far reads %s", got)
	}
}
