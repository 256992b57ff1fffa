package catalogue_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// between is what v reads of a pair; the zero Link where nothing is said.
func between(t *testing.T, w *cataloguetest.World, v catalogue.Viewer, a, b string) catalogue.Link {
	t.Helper()
	all, err := w.DB.Links(t.Context(), v, a)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(l catalogue.Link) bool { return l.B == b })
	if i < 0 {
		return catalogue.Link{}
	}
	return all[i]
}

func say(t *testing.T, w *cataloguetest.World, o catalogue.Organisation, a, b string, verdict catalogue.Verdict) catalogue.Link {
	t.Helper()
	l, err := w.DB.SetLink(t.Context(), w.Officer(o), a, b, verdict, "")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var toEveryone = catalogue.Audience{Everyone: true}

func TestAVerdictIsReadFromBothSidesAndTakenBack(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	a := w.Draft(w.Home).Pictures[0].ID
	b := w.Released(w.Near, "GREEN", toEveryone).Pictures[0].ID
	l, err := w.DB.SetLink(ctx, v, a, b, catalogue.Confirmed, " the same weld \r\n")
	if err != nil || l.A != a || l.B != b || l.Verdict != catalogue.Confirmed || l.Note != "the same weld" || !l.Mine ||
		l.By != v.Name || l.OrgName != w.Home.Name || l.When.IsZero() || l.Confirmed != 1 || l.Rejected != 0 {
		t.Fatalf("%+v, %v", l, err)
	}
	back := between(t, w, v, b, a)
	if back.A != b || back.B != a || back.Verdict != l.Verdict || !back.When.Equal(l.When) {
		t.Errorf("from the other side: %+v", back)
	}
	if l = say(t, w, w.Home, b, a, catalogue.Rejected); l.Verdict != catalogue.Rejected || l.Note != "" || l.Confirmed != 0 || l.Rejected != 1 {
		t.Errorf("changed: %+v", l)
	}
	if err := w.DB.DeleteLink(ctx, v, a, b); err != nil {
		t.Fatal(err)
	}
	if l := between(t, w, v, a, b); l.B != "" {
		t.Errorf("taken back: %+v", l)
	}
	if err := w.DB.DeleteLink(ctx, v, a, b); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("taken back twice: %v", err)
	}
}

func TestTheOwnVerdictCountsFirstAndContradictionsCancel(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	a := w.Released(w.Home, "GREEN", toEveryone).Pictures[0].ID
	b := w.Released(w.Home, "GREEN", toEveryone).Pictures[0].ID
	say(t, w, w.Near, a, b, catalogue.Rejected)
	if l := between(t, w, w.Officer(w.Far), a, b); l.Verdict != catalogue.Rejected || l.Mine || l.Rejected != 1 {
		t.Errorf("what one says counts for those who say nothing: %+v", l)
	}
	say(t, w, w.Home, a, b, catalogue.Confirmed)
	for o, want := range map[*catalogue.Organisation]catalogue.Verdict{&w.Home: catalogue.Confirmed, &w.Near: catalogue.Rejected, &w.Far: catalogue.Disputed} {
		if l := between(t, w, w.Officer(*o), a, b); l.Verdict != want || l.Confirmed != 1 || l.Rejected != 1 {
			t.Errorf("%s reads %+v, want %s", o.Name, l, want)
		}
	}
	if err := w.DB.DeleteLink(t.Context(), w.Officer(w.Far), a, b); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another's verdict taken back: %v", err)
	}
}

func TestAVerdictNamesNobodyWhoseSightIsASecret(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	near := w.Released(w.Near, "GREEN", toEveryone).Pictures[0].ID
	home := w.Released(w.Home, "GREEN", toEveryone).Pictures[0].ID
	twin := w.Released(w.Home, "GREEN", toEveryone).Pictures[0].ID
	say(t, w, w.Far, home, near, catalogue.Confirmed)
	say(t, w, w.Far, home, twin, catalogue.Confirmed)
	for name, c := range map[string]struct {
		v    catalogue.Viewer
		b    string
		org  string
		name bool
	}{
		"to its own people":             {w.As(w.Far, catalogue.RoleViewer), near, w.Far.Name, true},
		"to a third":                    {w.Officer(w.RILO), near, "", false},
		"to the owner of one":           {w.Officer(w.Home), near, "", false},
		"to the owner of both":          {w.Officer(w.Home), twin, w.Far.Name, false},
		"to a third, of one owner's":    {w.Officer(w.RILO), twin, "", false},
		"to its own people, also there": {w.Officer(w.Far), twin, w.Far.Name, true},
	} {
		if l := between(t, w, c.v, home, c.b); l.Verdict != catalogue.Confirmed || l.OrgName != c.org || (l.OrgID == "") != (c.org == "") || (l.By != "") != c.name {
			t.Errorf("%s: %+v", name, l)
		}
	}
	say(t, w, w.Near, home, near, catalogue.Confirmed)
	if l := between(t, w, w.Officer(w.RILO), home, near); l.OrgName != w.Near.Name || l.By != "" {
		t.Errorf("of an owner: %+v", l)
	}
}

func TestLinksToWhatIsHiddenAreNotThere(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Near)
	mine := w.Draft(w.Near).Pictures[0].ID
	shared := w.Released(w.Home, "GREEN", toEveryone)
	theirs := shared.Pictures[0].ID
	hidden := w.Draft(w.Home).Pictures[0].ID
	for name, pair := range map[string][2]string{
		"hidden": {mine, hidden}, "hidden first": {hidden, mine}, "hidden twice": {hidden, hidden},
		"missing": {mine, catalogue.NewID()}, "no id": {mine, "\x00"}, "nothing": {"", mine},
	} {
		if _, err := w.DB.SetLink(ctx, v, pair[0], pair[1], "nonsense", ""); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: set: %v", name, err)
		}
		if err := w.DB.DeleteLink(ctx, v, pair[0], pair[1]); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: delete: %v", name, err)
		}
	}
	if _, err := w.DB.Links(ctx, v, hidden); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("links of what is hidden: %v", err)
	}
	if _, err := w.DB.Links(ctx, v, "?"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("links of no id: %v", err)
	}
	// Home links its shared picture with its draft: Near must not learn of that.
	say(t, w, w.Home, theirs, hidden, catalogue.Confirmed)
	if all, err := w.DB.Links(ctx, v, theirs); err != nil || len(all) != 0 {
		t.Errorf("a link to a hidden picture: %+v, %v", all, err)
	}
	// What is withdrawn takes its links along for all others, and for them alone.
	say(t, w, w.Near, mine, theirs, catalogue.Confirmed)
	if _, err := w.DB.Withdraw(ctx, w.Officer(w.Home), shared.ID, "by mistake"); err != nil {
		t.Fatal(err)
	}
	if all, err := w.DB.Links(ctx, v, mine); err != nil || len(all) != 0 {
		t.Errorf("after the withdrawal: %+v, %v", all, err)
	}
}

func TestVerdictsAreForWhoSendsOrAnalyses(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	a := w.Released(w.Home, "GREEN", toEveryone).Pictures[0].ID
	b := w.Released(w.Home, "GREEN", toEveryone).Pictures[0].ID
	for _, role := range catalogue.Roles {
		v := w.As(w.RILO, role)
		_, err := w.DB.SetLink(t.Context(), v, a, b, catalogue.Confirmed, "")
		switch {
		case v.MayLink() != (role == catalogue.RoleContributor || role == catalogue.RoleReleaser || role == catalogue.RoleAnalyst):
			t.Errorf("%s: MayLink %t", role, v.MayLink())
		case v.MayLink() && err != nil,
			!v.MayLink() && v.SeesPictures() && !errors.Is(err, fs.ErrPermission),
			!v.SeesPictures() && !errors.Is(err, fs.ErrNotExist):
			t.Errorf("%s: %v", role, err)
		}
	}
}

func TestLinksThatAreNoneAreRefused(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	a, b := w.Draft(w.Home).Pictures[0].ID, w.Draft(w.Home).Pictures[0].ID
	for name, c := range map[string]struct {
		other   string
		verdict catalogue.Verdict
		note    string
		want    string
	}{
		"as it should be":  {b, catalogue.Rejected, strings.Repeat("é", 500), "ok"},
		"with itself":      {a, catalogue.Confirmed, "", "other itself"},
		"no verdict":       {b, "", "", "verdict verdict"},
		"only read":        {b, catalogue.Disputed, "", "verdict verdict"},
		"another word":     {b, "CONFIRMED", "", "verdict verdict"},
		"a note too long":  {b, catalogue.Confirmed, strings.Repeat("é", 501), "note too_long"},
		"a note of spaces": {b, catalogue.Confirmed, strings.Repeat(" ", 900), "ok"},
	} {
		_, err := w.DB.SetLink(t.Context(), w.Officer(w.Home), a, c.other, c.verdict, c.note)
		if got := outcome(t, err); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// The line stands in the history of the own cases. Another's case gets none: its
// people may not see the other picture, not even its id.
func TestVerdictsAreOnRecordWhereTheyTellNothing(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	mine, theirs := w.Draft(w.Home), w.Released(w.Near, "GREEN", toEveryone)
	a, b := mine.Pictures[0].ID, theirs.Pictures[0].ID
	say(t, w, w.Home, b, a, catalogue.Confirmed)
	say(t, w, w.Home, a, b, catalogue.Confirmed) // says nothing new
	say(t, w, w.Home, a, b, catalogue.Rejected)
	if err := w.DB.DeleteLink(t.Context(), w.Officer(w.Home), a, b); err != nil {
		t.Fatal(err)
	}
	told := func(v catalogue.Viewer, caseID string) (lines []string) {
		history, err := w.DB.History(t.Context(), v, caseID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range history {
			if strings.HasPrefix(e.What, "link.") {
				line := e.What
				if before, ok := e.Details["before"].(string); ok {
					line += " after " + before
				}
				if e.Picture != a || e.Details["other"] != b {
					t.Errorf("%+v", e)
				}
				lines = append(lines, line)
			}
		}
		return lines
	}
	want := []string{"link.remove after rejected", "link.reject after confirmed", "link.confirm"}
	if got := told(w.Officer(w.Home), mine.ID); !slices.Equal(got, want) {
		t.Errorf("own history: %q, want %q", got, want)
	}
	if got := told(w.Officer(w.Near), theirs.ID); len(got) != 0 {
		t.Errorf("the other's history: %q", got)
	}
	events, err := w.DB.Events(t.Context(), w.As(w.Near, catalogue.RoleAuditor), catalogue.EventFilter{}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if strings.HasPrefix(e.What, "link.") {
			t.Errorf("the other's record: %+v", e)
		}
	}
	// With no case of its own in it, the line is in the record of who gave it.
	auditor := w.As(w.Far, catalogue.RoleAuditor)
	say(t, w, w.Far, b, w.Released(w.Home, "GREEN", toEveryone).Pictures[0].ID, catalogue.Confirmed)
	events, err = w.DB.Events(t.Context(), auditor, catalogue.EventFilter{}, 0, 1)
	if err != nil || len(events) != 1 || events[0].What != "link.confirm" || events[0].CaseID != "" {
		t.Errorf("%+v, %v", events, err)
	}
}

func TestARemovedPictureTakesItsLinksAlong(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	a, b := w.Draft(w.Home).Pictures[0].ID, w.Draft(w.Home).Pictures[0].ID
	say(t, w, w.Home, a, b, catalogue.Confirmed)
	if err := w.DB.RemovePicture(t.Context(), w.Officer(w.Home), b); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := w.SQL.QueryRowContext(t.Context(), `SELECT count(*) FROM links`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d links left, %v", left, err)
	}
}
