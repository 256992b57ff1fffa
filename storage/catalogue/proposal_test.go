package catalogue_test

import (
	"errors"
	"io/fs"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestProposalsAreDecidedFieldByField(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, owner := t.Context(), w.Officer(w.Home)
	analyst := w.As(w.RILO, catalogue.RoleAnalyst)
	c := w.Released(w.Home, "AMBER", catalogue.Audience{Organisations: []string{w.RILO.ID, w.Far.ID}})
	f := c.CaseForm
	f.Title, f.Construction, f.Month, f.TLP, f.Training = "Container, false front wall", "", "2026-02", "CLEAR", true
	if _, err := w.DB.Propose(ctx, w.As(w.RILO, catalogue.RoleViewer), c.ID, f, "x"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a viewer proposes: %v", err)
	}
	if _, err := w.DB.Propose(ctx, w.As(w.Home, catalogue.RoleAnalyst), c.ID, f, "x"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("its own organisation proposes: %v", err)
	}
	if _, err := w.DB.Propose(ctx, w.As(w.Near, catalogue.RoleAnalyst), c.ID, f, "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("who does not see it proposes: %v", err)
	}
	if _, err := w.DB.Propose(ctx, analyst, c.ID, c.CaseForm, "x"); fault(t, err) != "reason proposal_same" {
		t.Errorf("nothing is proposed: %v", err)
	}
	wrong := f
	wrong.Mode = "99"
	if _, err := w.DB.Propose(ctx, analyst, c.ID, wrong, "x"); len(faults(t, err)) == 0 {
		t.Errorf("a code that there is not: %v", err)
	}
	p, err := w.DB.Propose(ctx, analyst, c.ID, f, "The drawing says so.")
	if err != nil || len(p.Fields) != 3 || !p.Mine || p.By != analyst.Name || !p.Open() {
		t.Fatalf("%+v, %v", p, err)
	}

	// The owner sees it, and the proposer; nobody else.
	for who, tc := range map[string]struct {
		v catalogue.Viewer
		n int
	}{"owner": {owner, 1}, "a viewer of the owner": {w.As(w.Home, catalogue.RoleViewer), 0}, "proposer": {analyst, 1}, "another": {w.Officer(w.Far), 0}} {
		if all, err := w.DB.Proposals(ctx, tc.v, c.ID); err != nil || len(all) != tc.n {
			t.Errorf("%s sees %+v, %v", who, all, err)
		}
	}
	if _, err := w.DB.DecideProposal(ctx, w.Officer(w.Far), p.ID, "title", true, false, ""); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("another decides: %v", err)
	}
	if _, err := w.DB.DecideProposal(ctx, w.Officer(w.Near), p.ID, "title", true, false, ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a stranger decides: %v", err)
	}

	// Accepted, declined with a reason, and stale.
	if _, err := w.DB.DecideProposal(ctx, owner, p.ID, "title", true, false, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.DecideProposal(ctx, owner, p.ID, "title", true, false, ""); fault(t, err) != "state proposal_decided" {
		t.Errorf("decided twice: %v", err)
	}
	if _, err := w.DB.DecideProposal(ctx, owner, p.ID, "construction", false, false, ""); fault(t, err) != "reason required" {
		t.Errorf("declined without a reason: %v", err)
	}
	if _, err := w.DB.DecideProposal(ctx, owner, p.ID, "construction", false, false, "The lab says otherwise."); err != nil {
		t.Fatal(err)
	}
	now, err := w.DB.Case(ctx, owner, c.ID)
	if err != nil || now.Title != f.Title || now.Construction != c.Construction || now.TLP != "AMBER" || now.Training {
		t.Fatalf("%+v, %v", now.CaseForm, err)
	}
	g := now.CaseForm
	g.Month = "2026-01"
	if _, err := w.DB.UpdateCase(ctx, owner, c.ID, g); err != nil {
		t.Fatal(err)
	}
	var stale *catalogue.Stale
	if _, err := w.DB.DecideProposal(ctx, owner, p.ID, "month", true, false, ""); !errors.As(err, &stale) {
		t.Errorf("accepted over what was written meanwhile: %v", err)
	}
	if p, err = w.DB.DecideProposal(ctx, owner, p.ID, "month", true, true, ""); err != nil || p.Open() {
		t.Errorf("%+v, %v", p, err)
	}
	if now, err := w.DB.Case(ctx, owner, c.ID); err != nil || now.Month != "2026-02" {
		t.Errorf("%s, %v", now.Month, err)
	}
	if _, err := w.DB.WithdrawProposal(ctx, analyst, p.ID); fault(t, err) != "state proposal_decided" {
		t.Errorf("withdrawn when all is decided: %v", err)
	}
	if _, err := w.DB.Withdraw(ctx, owner, c.ID, "a mistake"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Proposals(ctx, analyst, c.ID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the proposer sees it after the case was withdrawn: %v", err)
	}
}
