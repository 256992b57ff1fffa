package catalogue_test

import (
	"errors"
	"io/fs"
	"testing"
	"time"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestABoardShowsWhatItsReaderMaySee(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, owner := t.Context(), w.As(w.Home, catalogue.RoleGroupOwner)
	g, err := w.DB.CreateGroup(ctx, owner, catalogue.Group{Name: "Argo", Members: []catalogue.Organisation{w.Far, w.Guest}})
	if err != nil {
		t.Fatal(err)
	}
	into := catalogue.Audience{Groups: []string{g.ID}}
	one, two := w.Released(w.Home, "AMBER", into), w.Released(w.Far, "AMBER", into)
	w.Released(w.Home, "AMBER", catalogue.Audience{Organisations: []string{w.Far.ID}})
	w.Draft(w.Home)
	member := w.As(w.Guest, catalogue.RoleViewer)
	b, err := w.DB.GroupBoard(ctx, member, g.ID, 7)
	if err != nil || b.Cases != 2 || b.Pictures != 2 || b.Page != 1 || len(b.Newest) != 2 || b.Newest[0].ID != two.ID ||
		len(b.Methods) != 1 || b.Methods[0].Count != 2 || len(b.Countries) != 1 || len(b.Months) != 1 {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, err := w.DB.GroupBoard(ctx, w.Officer(w.Near), g.ID, 1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a stranger's: %v", err)
	}
	if _, err := w.DB.Withdraw(ctx, w.Officer(w.Home), one.ID, "a mistake"); err != nil {
		t.Fatal(err)
	}
	if b, err := w.DB.GroupBoard(ctx, member, g.ID, 1); err != nil || b.Cases != 1 {
		t.Errorf("after one was withdrawn: %+v, %v", b, err)
	}
	if b, err := w.DB.GroupBoard(ctx, w.As(w.Home, catalogue.RoleAdministrator), g.ID, 1); err != nil || b.Cases != 0 {
		t.Errorf("for an administrator: %+v, %v", b, err)
	}
}

func TestWhoLeavesSeesNothingOfTheGroup(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, owner := t.Context(), w.As(w.Home, catalogue.RoleGroupOwner)
	g, err := w.DB.CreateGroup(ctx, owner, catalogue.Group{Name: "Argo", Members: []catalogue.Organisation{w.Far, w.Guest}})
	if err != nil {
		t.Fatal(err)
	}
	c := w.Released(w.Home, "AMBER", catalogue.Audience{Groups: []string{g.ID}})
	far := w.As(w.Far, catalogue.RoleViewer, catalogue.RoleAdministrator)
	if _, err := w.DB.Case(ctx, far, c.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.Leave(ctx, w.As(w.Far, catalogue.RoleContributor), g.ID); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("an officer leaves: %v", err)
	}
	if err := w.DB.Leave(ctx, far, g.ID); err != nil {
		t.Fatal(err)
	}
	thread := catalogue.Thread{Kind: catalogue.ThreadGroup, ID: g.ID}
	for what, err := range map[string]error{
		"case":     func() error { _, err := w.DB.Case(ctx, far, c.ID); return err }(),
		"group":    func() error { _, err := w.DB.Group(ctx, far, g.ID); return err }(),
		"board":    func() error { _, err := w.DB.GroupBoard(ctx, far, g.ID, 1); return err }(),
		"messages": func() error { _, err := w.DB.Messages(ctx, far, thread, 0); return err }(),
		"twice":    w.DB.Leave(ctx, far, g.ID),
	} {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s after leaving: %v", what, err)
		}
	}

	// The owner hands over first, to a member that is no guest.
	if err := w.DB.Leave(ctx, owner, g.ID); fault(t, err) != "organisation owner_stays" {
		t.Errorf("the owner leaves: %v", err)
	}
	for org, want := range map[string]string{w.Guest.ID: "organisation guest_owns", w.Far.ID: "organisation organisation_unknown"} {
		if err := w.DB.HandOver(ctx, owner, g.ID, org); fault(t, err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if err := w.DB.AddMember(ctx, owner, g.ID, w.Near.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.HandOver(ctx, owner, g.ID, w.Near.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.AddMember(ctx, owner, g.ID, w.Far.ID); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("the old owner manages: %v", err)
	}
	if err := w.DB.Leave(ctx, owner, g.ID); err != nil {
		t.Error(err)
	}
}

func TestAnEndedOperationIsReadOnly(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, owner := t.Context(), w.As(w.Home, catalogue.RoleGroupOwner)
	end := time.Now().Add(time.Hour)
	g, err := w.DB.CreateGroup(ctx, owner, catalogue.Group{Name: "Argo", End: &end, Members: []catalogue.Organisation{w.Far}})
	if err != nil {
		t.Fatal(err)
	}
	c := w.Released(w.Home, "AMBER", catalogue.Audience{Groups: []string{g.ID}})
	w.EndGroup(g)
	if _, err := w.DB.Case(ctx, w.Officer(w.Far), c.ID); err != nil {
		t.Errorf("what is in it is gone: %v", err)
	}
	if err := w.DB.AddMember(ctx, owner, g.ID, w.Near.ID); fault(t, err) != "organisation group_ended" {
		t.Errorf("a member joins: %v", err)
	}
	late := w.Draft(w.Home)
	v := w.Officer(w.Home)
	if _, err := w.DB.Submit(ctx, v, late.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Release(ctx, v, late.ID, catalogue.Audience{Groups: []string{g.ID}}, ""); fault(t, err) != "groups group_ended" {
		t.Errorf("a case comes in: %v", err)
	}
	g.End = &end
	if _, err := w.DB.UpdateGroup(ctx, owner, g); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Release(ctx, v, late.ID, catalogue.Audience{Groups: []string{g.ID}}, ""); err != nil {
		t.Errorf("after its end was moved: %v", err)
	}
}
