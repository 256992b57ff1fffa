package catalogue_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// outcome is an error as a word: ok, hidden, denied, or the fault.
func outcome(t *testing.T, err error) string {
	t.Helper()
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, fs.ErrNotExist):
		return "hidden"
	case errors.Is(err, fs.ErrPermission):
		return "denied"
	case errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrInvalid):
		return "exists"
	}
	return strings.Join(faults(t, err), ", ")
}

// inState is a fresh complete case of Home in a state.
func inState(t *testing.T, w *cataloguetest.World, s catalogue.State) catalogue.Case {
	t.Helper()
	officer := w.Officer(w.Home)
	c, err := w.Draft(w.Home), error(nil)
	steps := map[catalogue.State]int{catalogue.Draft: 0, catalogue.Submitted: 1, catalogue.Released: 2, catalogue.Withdrawn: 3}
	for i := range steps[s] {
		switch i {
		case 0:
			c, err = w.DB.Submit(t.Context(), officer, c.ID, "")
		case 1:
			c, err = w.DB.Release(t.Context(), officer, c.ID, catalogue.Audience{Everyone: true}, "")
		case 2:
			c, err = w.DB.Withdraw(t.Context(), officer, c.ID, "a mistake")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if c.State != s {
		t.Fatalf("the case is %s instead of %s", c.State, s)
	}
	return c
}

var states = []catalogue.State{catalogue.Draft, catalogue.Submitted, catalogue.Released, catalogue.Withdrawn}

func TestEveryMoveInEveryStateByEveryRole(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, db := t.Context(), w.DB
	moves := map[string]func(v catalogue.Viewer, c catalogue.Case) error{
		"update": func(v catalogue.Viewer, c catalogue.Case) error {
			_, err := db.UpdateCase(ctx, v, c.ID, c.CaseForm)
			return err
		},
		"submit": func(v catalogue.Viewer, c catalogue.Case) error { _, err := db.Submit(ctx, v, c.ID, ""); return err },
		"release": func(v catalogue.Viewer, c catalogue.Case) error {
			_, err := db.Release(ctx, v, c.ID, catalogue.Audience{Regions: []string{"EUR"}}, "")
			return err
		},
		"withdraw": func(v catalogue.Viewer, c catalogue.Case) error {
			_, err := db.Withdraw(ctx, v, c.ID, "why")
			return err
		},
		"reopen": func(v catalogue.Viewer, c catalogue.Case) error {
			_, err := db.Reopen(ctx, v, c.ID, "a mistake")
			return err
		},
		"add": func(v catalogue.Viewer, c catalogue.Case) error {
			_, _, err := db.AddPicture(ctx, v, w.Picture(c.ID))
			return err
		},
		"remove": func(v catalogue.Viewer, c catalogue.Case) error { return db.RemovePicture(ctx, v, c.Pictures[0].ID) },
		"describe": func(v catalogue.Viewer, c catalogue.Case) error {
			_, err := db.DescribePicture(ctx, v, c.Pictures[0].ID, "XBS", "NEG", 7)
			return err
		},
		"region": func(v catalogue.Viewer, c catalogue.Case) error {
			r, err := db.AddRegion(ctx, v, catalogue.Region{PictureID: c.Pictures[0].ID, Polygon: [][2]float64{{0, 0}, {1, 0}, {1, 1}}, Label: "x"})
			if err == nil {
				err = db.RemoveRegion(ctx, v, r.PictureID, r.ID)
			}
			return err
		},
	}
	const state = "state state"
	// By move: what a contributor and what a releaser get in draft, submitted, released, withdrawn.
	for name, want := range map[string][2][4]string{
		"update":   {{"ok", "ok", "denied", state}, {"ok", "ok", "ok", state}},
		"submit":   {{"ok", state, state, state}, {"ok", state, state, state}},
		"release":  {{"denied", "denied", "denied", "denied"}, {state, "ok", "ok", state}},
		"withdraw": {{state, "ok", "denied", state}, {state, "ok", "ok", state}},
		"reopen":   {{state, state, state, "ok"}, {state, state, state, "ok"}},
		"add":      {{"ok", "ok", "denied", state}, {"ok", "ok", state, state}},
		"remove":   {{"ok", "ok", "denied", state}, {"ok", "ok", state, state}},
		"describe": {{"ok", "ok", "denied", state}, {"ok", "ok", "ok", state}},
		"region":   {{"ok", "ok", "denied", state}, {"ok", "ok", "ok", state}},
	} {
		for i, s := range states {
			t.Run(fmt.Sprintf("%s/%s", name, s), func(t *testing.T) {
				for j, role := range []catalogue.Role{catalogue.RoleContributor, catalogue.RoleReleaser} {
					if got := outcome(t, moves[name](w.As(w.Home, role), inState(t, w, s))); got != want[j][i] {
						t.Errorf("%s: %s, want %s", role, got, want[j][i])
					}
				}
				c := inState(t, w, s)
				for _, role := range catalogue.Roles {
					inside := "denied" // sees it, or is known to be of the house, and may not
					if !slices.Contains(opens, role) {
						inside = "hidden"
					}
					if role != catalogue.RoleContributor && role != catalogue.RoleReleaser {
						if got := outcome(t, moves[name](w.As(w.Home, role), c)); got != inside {
							t.Errorf("%s of the house: %s, want %s", role, got, inside)
						}
					}
					outside := "hidden"
					if s == catalogue.Released && slices.Contains(opens, role) {
						outside = "denied"
					}
					if got := outcome(t, moves[name](w.As(w.Near, role), c)); got != outside {
						t.Errorf("%s of another house: %s, want %s", role, got, outside)
					}
				}
				after, err := w.DB.Case(ctx, w.Officer(w.Home), c.ID)
				if err != nil || after.State != s || after.Changed != c.Changed || len(after.Pictures) != 1 {
					t.Errorf("a refused move changed the case: %+v, %v", after, err)
				}
			})
		}
	}
}

func TestASubmissionSaysAllThatIsMissing(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	officer := w.Officer(w.Home)
	c, err := w.DB.CreateCase(t.Context(), officer, catalogue.CaseForm{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.DB.Submit(t.Context(), officer, c.ID, "")
	want := []string{"concealment required", "goods required", "means required", "mode required", "month required", "pictures required"}
	if got := faults(t, err); !slices.Equal(got, want) {
		t.Errorf("missing %q, want %q", got, want)
	}
	// A fixed installation has no means of transport.
	f := cataloguetest.Form()
	f.Mode, f.Means, f.Concealment = "7", "", []string{"PRE.ROOM"}
	if _, err = w.DB.UpdateCase(t.Context(), officer, c.ID, f); err != nil {
		t.Fatal(err)
	}
	_, err = w.DB.Submit(t.Context(), officer, c.ID, "")
	if got := faults(t, err); !slices.Equal(got, []string{"pictures required"}) {
		t.Errorf("missing %q", got)
	}
	if _, _, err := w.DB.AddPicture(t.Context(), officer, w.Picture(c.ID)); err != nil {
		t.Fatal(err)
	}
	if c, err = w.DB.Submit(t.Context(), officer, c.ID, ""); err != nil || c.State != catalogue.Submitted {
		t.Errorf("%s, %v", c.State, err)
	}
}

func TestWhatWasTakenAwayAfterSubmissionIsMissedAtRelease(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	officer, c := w.Officer(w.Home), inState(t, w, catalogue.Submitted)
	f := c.CaseForm
	f.Month, f.Goods = "", nil
	if _, err := w.DB.UpdateCase(t.Context(), officer, c.ID, f); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.RemovePicture(t.Context(), officer, c.Pictures[0].ID); err != nil {
		t.Fatal(err)
	}
	_, err := w.DB.Release(t.Context(), officer, c.ID, catalogue.Audience{Regions: []string{"MARS"}}, "")
	if got := faults(t, err); !slices.Equal(got, []string{"goods required", "month required", "pictures required", "regions unknown_code"}) {
		t.Errorf("faults %q", got)
	}
}

func TestAReleasedCaseStaysComplete(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	c := inState(t, w, catalogue.Released)
	f := c.CaseForm
	f.Month, f.Concealment = "", nil
	_, err := w.DB.UpdateCase(t.Context(), w.Officer(w.Home), c.ID, f)
	if got := faults(t, err); !slices.Equal(got, []string{"concealment required", "month required"}) {
		t.Errorf("faults %q", got)
	}
}

func TestTheLabelBoundsTheAudience(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	officer := w.Officer(w.Home)
	foreign, err := w.DB.CreateGroup(t.Context(), w.As(w.Near, catalogue.RoleGroupOwner), catalogue.Group{Name: "Foreign"})
	if err != nil {
		t.Fatal(err)
	}
	named := catalogue.Audience{Organisations: []string{w.Far.ID}}
	grouped := catalogue.Audience{Groups: []string{w.Lasting.ID}}
	regional := catalogue.Audience{Regions: []string{"AMS"}}
	everyone := catalogue.Audience{Everyone: true}
	over := catalogue.Audience{Groups: []string{w.Over.ID}}
	before := w.Released(w.Home, "GREEN", over)
	w.EndGroup(w.Over)
	for _, c := range []struct {
		name string
		tlp  catalogue.TLP
		a    catalogue.Audience
		want string
	}{
		{"nobody", "RED", catalogue.Audience{}, "ok"},
		{"named", "RED", named, "audience tlp_audience"},
		{"a person by id", "RED", catalogue.Audience{Persons: []string{w.As(w.Near, catalogue.RoleViewer).UserID}}, "ok"},
		{"a person by e-mail", "RED", catalogue.Audience{Persons: []string{" " + strings.ToUpper(w.As(w.Near, catalogue.RoleViewer).Email)}}, "ok"},
		{"a person of a guest", "RED", catalogue.Audience{Persons: []string{w.As(w.Guest, catalogue.RoleViewer).UserID}}, "persons person_unknown"},
		{"nobody's e-mail", "RED", catalogue.Audience{Persons: []string{"nobody@example.org"}}, "persons person_unknown"},
		{"a person", "GREEN", catalogue.Audience{Persons: []string{w.As(w.Near, catalogue.RoleViewer).UserID}}, "ok"},
		{"grouped", "RED", grouped, "audience tlp_audience"},
		{"regional", "RED", regional, "audience tlp_audience"},
		{"everyone", "RED", everyone, "audience tlp_audience"},
		{"named", "AMBER+STRICT", named, "ok"},
		{"grouped", "AMBER+STRICT", grouped, "audience tlp_audience"},
		{"regional", "AMBER+STRICT", regional, "audience tlp_audience"},
		{"everyone", "AMBER+STRICT", everyone, "audience tlp_audience"},
		{"named", "AMBER", named, "ok"},
		{"grouped", "AMBER", grouped, "ok"},
		{"regional", "AMBER", regional, "ok"},
		{"everyone", "AMBER", everyone, "audience tlp_audience"},
		{"grouped", "GREEN", grouped, "ok"},
		{"everyone", "GREEN", everyone, "ok"},
		{"everyone", "CLEAR", everyone, "ok"},
		{"a guest by name", "GREEN", catalogue.Audience{Organisations: []string{w.Guest.ID}}, "organisations organisation_by_group"},
		{"an unknown organisation", "GREEN", catalogue.Audience{Organisations: []string{"\x00", catalogue.NewID()}}, "organisations organisation_unknown, organisations organisation_unknown"},
		{"an unknown region", "GREEN", catalogue.Audience{Regions: []string{"MARS"}}, "regions unknown_code"},
		{"an empty region", "GREEN", catalogue.Audience{Regions: []string{""}}, "regions unknown_code"},
		{"a group of others", "GREEN", catalogue.Audience{Groups: []string{foreign.ID}}, "groups group_unknown"},
		{"an unknown group", "GREEN", catalogue.Audience{Groups: []string{catalogue.NewID()}}, "groups group_unknown"},
		{"a group that is over", "GREEN", over, "groups group_ended"},
		{"a group to come", "GREEN", catalogue.Audience{Groups: []string{w.Coming.ID}}, "ok"},
	} {
		t.Run(string(c.tlp)+"/"+c.name, func(t *testing.T) {
			d := w.Draft(w.Home)
			f := d.CaseForm
			f.TLP = c.tlp
			if _, err := w.DB.UpdateCase(t.Context(), officer, d.ID, f); err != nil {
				t.Fatal(err)
			}
			if _, err := w.DB.Submit(t.Context(), officer, d.ID, ""); err != nil {
				t.Fatal(err)
			}
			got, err := w.DB.Release(t.Context(), officer, d.ID, c.a, "")
			if outcome(t, err) != c.want {
				t.Errorf("%s, want %s", outcome(t, err), c.want)
			}
			if err == nil && (got.State != catalogue.Released || got.Released.IsZero()) {
				t.Errorf("%+v", got)
			}
		})
	}

	t.Run("a stricter label needs a narrower audience first", func(t *testing.T) {
		c := w.Released(w.Home, "GREEN", everyone)
		f := c.CaseForm
		f.TLP = "RED"
		_, err := w.DB.UpdateCase(t.Context(), officer, c.ID, f)
		if got := outcome(t, err); got != "tlp tlp_audience" {
			t.Errorf("%s", got)
		}
	})
	t.Run("what is in a group that is over stays there", func(t *testing.T) {
		wider := catalogue.Audience{Groups: []string{w.Over.ID}, Organisations: []string{w.Near.ID}}
		if _, err := w.DB.Release(t.Context(), officer, before.ID, wider, ""); err != nil {
			t.Error(err)
		}
	})
	t.Run("the own organisation is no audience", func(t *testing.T) {
		c := w.Released(w.Home, "GREEN", catalogue.Audience{Organisations: []string{w.Home.ID, w.Far.ID, w.Far.ID}})
		if !slices.Equal(c.Audience.Organisations, []string{w.Far.ID}) {
			t.Errorf("audience %q", c.Audience.Organisations)
		}
	})
}

func TestWaysOfSharingAreKeptOnce(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	var wg sync.WaitGroup
	for i := range 8 {
		c := w.Draft(w.Home)
		if _, err := w.DB.Submit(t.Context(), w.Officer(w.Home), c.ID, ""); err != nil {
			t.Fatal(err)
		}
		a := catalogue.Audience{Regions: []string{"EUR", "AMS"}, Organisations: []string{w.Far.ID, w.Near.ID}}
		if i%2 == 0 {
			slices.Reverse(a.Regions)
			slices.Reverse(a.Organisations)
		}
		wg.Go(func() {
			if _, err := w.DB.Release(t.Context(), w.Officer(w.Home), c.ID, a, ""); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.Released(w.Far, "GREEN", catalogue.Audience{Regions: []string{"EUR", "AMS"}})
	w.Released(w.Near, "GREEN", catalogue.Audience{Regions: []string{"EUR", "AMS"}})
	if n := number(t, w.SQL, `SELECT count(*) FROM access WHERE state = 'released' AND org_id = $1`, w.Home.ID); n != 1 {
		t.Errorf("%d rows for one way of sharing", n)
	}
	if n := number(t, w.SQL, `SELECT count(*) FROM access WHERE state = 'released'`); n != 3 {
		t.Errorf("%d rows for three owners", n)
	}
}

func TestOfTwoReleasesAtOnceOneIsRecorded(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	for range 5 {
		c := inState(t, w, catalogue.Submitted)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, err := w.DB.Release(t.Context(), w.As(w.Home, catalogue.RoleReleaser), c.ID, catalogue.Audience{Everyone: true}, ""); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := number(t, w.SQL, `SELECT count(*) FROM events WHERE case_id = $1 AND what = 'case.release'`, c.ID); n != 1 {
			t.Errorf("%d releases are on record", n)
		}
	}
}

func TestOfReleaseAndWithdrawalAtOnceNoneIsLost(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	w.As(w.Home, catalogue.RoleReleaser)
	for range 5 {
		c := inState(t, w, catalogue.Submitted)
		var wg sync.WaitGroup
		var released, withdrawn atomic.Bool
		wg.Go(func() {
			_, err := w.DB.Release(t.Context(), w.As(w.Home, catalogue.RoleReleaser), c.ID, catalogue.Audience{Everyone: true}, "")
			released.Store(err == nil)
			if got := outcome(t, err); got != "ok" && got != "state state" {
				t.Error(got)
			}
		})
		wg.Go(func() {
			_, err := w.DB.Withdraw(t.Context(), w.Officer(w.Home), c.ID, "stop")
			withdrawn.Store(err == nil)
			if err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		after, err := w.DB.Case(t.Context(), w.Officer(w.Home), c.ID)
		if err != nil || after.State != catalogue.Withdrawn || after.Audience.Everyone {
			t.Errorf("%s, released %v, withdrawn %v, %v", after.State, released.Load(), withdrawn.Load(), err)
		}
	}
}

func TestAWithdrawalNeedsAReason(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	c := inState(t, w, catalogue.Submitted)
	for reason, want := range map[string]string{"": "reason required", " \n\x00": "reason required", strings.Repeat("x", 1001): "reason too_long"} {
		_, err := w.DB.Withdraw(t.Context(), w.Officer(w.Home), c.ID, reason)
		if got := outcome(t, err); got != want {
			t.Errorf("%d characters: %s", len(reason), got)
		}
	}
}

func TestOnlyContributorsAndReleasersCreateCases(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	for _, role := range catalogue.Roles {
		_, err := w.DB.CreateCase(t.Context(), w.As(w.Far, role), cataloguetest.Form())
		want := "denied"
		if role == catalogue.RoleContributor || role == catalogue.RoleReleaser {
			want = "ok"
		}
		if got := outcome(t, err); got != want {
			t.Errorf("%s: %s", role, got)
		}
	}
	_, err := w.DB.CreateCase(t.Context(), catalogue.Viewer{UserID: catalogue.NewID(), Roles: catalogue.Roles}, cataloguetest.Form())
	if got := outcome(t, err); got != "denied" {
		t.Errorf("an unknown user: %s", got)
	}
}
