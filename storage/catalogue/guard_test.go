package catalogue_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// fault is the one thing that is wrong.
func fault(t *testing.T, err error) string {
	t.Helper()
	return strings.Join(faults(t, err), ", ")
}

func TestNothingIsReleasedUnguarded(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	c := w.Draft(w.Home)
	f := c.CaseForm
	f.Title, f.Narrative = "Hide in CSQU3054383", "The driver left the number +31 20 794 4000 and a note, CSQU3054383, in the cab."
	_, err := w.DB.UpdateCase(ctx, v, c.ID, f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.AddRegion(ctx, v, catalogue.Region{PictureID: c.Pictures[0].ID, Polygon: [][2]float64{{0, 0}, {1, 0}, {1, 1}}, Label: "plate AB-123-C"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.DecideGuard(ctx, v, c.ID, catalogue.GuardDecisions{Checked: []string{}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Submit(ctx, v, c.ID, ""); err != nil {
		t.Fatal(err)
	}
	release := func() error {
		_, err := w.DB.Release(ctx, v, c.ID, catalogue.Audience{Everyone: true}, "")
		return err
	}
	g, err := w.DB.CaseGuard(ctx, v, c.ID)
	if err != nil || g.Open != 5 || len(g.Findings) != 4 || g.Findings[0].ID != g.Findings[2].ID && g.Findings[0].ID != g.Findings[1].ID {
		t.Fatalf("%+v, %v", g, err)
	}
	if got := fault(t, release()); got != "guard guard" {
		t.Fatalf("released with everything open: %q", got)
	}
	keep := map[string]string{}
	for _, one := range g.Findings {
		keep[one.ID] = "It is on the picture of the seal in the press."
	}
	if g, err = w.DB.DecideGuard(ctx, v, c.ID, catalogue.GuardDecisions{Keep: keep}); err != nil || g.Open != 1 {
		t.Fatalf("%+v, %v", g, err)
	}
	if got := fault(t, release()); got != "guard guard" {
		t.Fatalf("released with a picture that nobody looked at: %q", got)
	}
	if g, err = w.DB.DecideGuard(ctx, v, c.ID, catalogue.GuardDecisions{Checked: []string{c.Pictures[0].ID}}); err != nil || g.Open != 0 {
		t.Fatalf("%+v, %v", g, err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}

	// Its own people read the reasons, others that there was a guard.
	report, err := w.DB.CaseReport(ctx, v, c.ID)
	if err != nil || report.Pictures != 1 || report.Kept != 4 || len(report.Reasons) != 4 || report.By != v.Name {
		t.Errorf("%+v, %v", report, err)
	}
	report, err = w.DB.CaseReport(ctx, w.Officer(w.Far), c.ID)
	if err != nil || report.Kept != 4 || len(report.Reasons) != 0 || report.By != "" {
		t.Errorf("for others: %+v, %v", report, err)
	}
	if _, err := w.DB.CaseGuard(ctx, w.Officer(w.Far), c.ID); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("others read the guard: %v", err)
	}

	// What is released stays guarded.
	f.Version = ""
	f.Narrative += " Later he called from +31 20 794 4001."
	if _, err := w.DB.UpdateCase(ctx, v, c.ID, f); fault(t, err) != "narrative nominal" {
		t.Errorf("a number comes in after the release: %v", err)
	}
	if _, err := w.DB.AddRegion(ctx, v, catalogue.Region{PictureID: c.Pictures[0].ID, Polygon: [][2]float64{{0, 0}, {1, 0}, {1, 1}}, Label: "plate XY-987-Z"}); fault(t, err) != "label nominal" {
		t.Errorf("a plate comes in after the release: %v", err)
	}
	if _, err := w.DB.DecideGuard(ctx, v, c.ID, catalogue.GuardDecisions{Checked: []string{}}); fault(t, err) != "state state" {
		t.Errorf("a check of a released case is taken back: %v", err)
	}
	var kept int
	if err := w.SQL.QueryRow(`SELECT count(*) FROM kept_findings k, cases c WHERE encode(k.sum, 'escape') LIKE '%CSQU%'`).Scan(&kept); err != nil || kept != 0 {
		t.Errorf("findings are kept in clear: %d, %v", kept, err)
	}
}

func TestFourEyes(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, author := t.Context(), w.Officer(w.Home)
	admin := w.As(w.Home, catalogue.RoleAdministrator)
	if err := w.DB.SetRules(ctx, author, w.Home.ID, true, false); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("an officer sets it: %v", err)
	}
	if err := w.DB.SetRules(ctx, admin, w.Far.ID, true, false); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("for another organisation: %v", err)
	}
	if err := w.DB.SetRules(ctx, admin, w.Home.ID, true, false); err != nil {
		t.Fatal(err)
	}
	c := w.Draft(w.Home)
	if _, err := w.DB.Submit(ctx, author, c.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Release(ctx, author, c.ID, catalogue.Audience{}, ""); fault(t, err) != "state four_eyes" {
		t.Errorf("its author releases: %v", err)
	}
	if _, err := w.DB.Release(ctx, w.As(w.Home, catalogue.RoleReleaser), c.ID, catalogue.Audience{}, ""); err != nil {
		t.Error(err)
	}
}
