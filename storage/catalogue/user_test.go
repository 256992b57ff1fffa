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

const administrator = catalogue.RoleAdministrator

func TestAnAdministratorTouchesTheOwnOrganisationOnly(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, db := t.Context(), w.DB
	home, far := w.As(w.Home, administrator), w.As(w.Far, administrator)
	own, foreign := w.As(w.Home, catalogue.RoleTrainer), w.As(w.Far, catalogue.RoleTrainer)
	acts := map[string]func(v catalogue.Viewer, userID string) error{
		"roles": func(v catalogue.Viewer, id string) error {
			return db.SetRoles(ctx, v, id, []catalogue.Role{catalogue.RoleTrainer})
		},
		"disable":  func(v catalogue.Viewer, id string) error { return db.SetDisabled(ctx, v, id, true) },
		"enable":   func(v catalogue.Viewer, id string) error { return db.SetDisabled(ctx, v, id, false) },
		"reinvite": func(v catalogue.Viewer, id string) error { _, err := db.Reinvite(ctx, v, id); return err },
	}
	for _, name := range []string{"roles", "disable", "enable", "reinvite"} {
		act := acts[name]
		for _, c := range []struct {
			who    string
			v      catalogue.Viewer
			userID string
			want   string
		}{
			{"the own", home, own.UserID, "ok"},
			{"another's", home, foreign.UserID, "hidden"},
			{"nobody", home, catalogue.NewID(), "hidden"},
			{"no id", home, "\x00", "hidden"},
			{"a root administrator", home, w.Root.UserID, "denied"},
			{"root: any", w.Root, foreign.UserID, "ok"},
			{"root: nobody", w.Root, catalogue.NewID(), "hidden"},
			{"another administrator: ours", far, own.UserID, "hidden"},
			{"a contributor: the own", w.As(w.Home, catalogue.RoleContributor), own.UserID, "denied"},
			{"a contributor: nobody", w.As(w.Home, catalogue.RoleContributor), catalogue.NewID(), "denied"},
			{"an auditor", w.As(w.Home, catalogue.RoleAuditor), own.UserID, "denied"},
		} {
			if got := outcome(t, act(c.v, c.userID)); got != c.want {
				t.Errorf("%s, %s: %s, want %s", name, c.who, got, c.want)
			}
		}
	}
	for _, c := range []struct {
		v     catalogue.Viewer
		orgID string
		want  string
	}{
		{home, w.Home.ID, "ok"}, {home, w.Far.ID, "denied"}, {home, catalogue.NewID(), "denied"}, {home, "", "denied"},
		{w.Root, w.Far.ID, "ok"}, {w.As(w.Home, catalogue.RoleViewer), w.Home.ID, "denied"},
	} {
		users, err := db.Users(ctx, c.v, c.orgID)
		if got := outcome(t, err); got != c.want {
			t.Errorf("users of %s for %s: %s", c.orgID, c.v.Name, got)
		}
		for _, u := range users {
			if u.OrgID != c.orgID {
				t.Errorf("%+v", u)
			}
		}
	}
	for _, c := range []struct {
		v    catalogue.Viewer
		u    catalogue.User
		want string
	}{
		{home, catalogue.User{Email: "One@Example.org", Name: "One"}, "ok"},
		{home, catalogue.User{OrgID: w.Home.ID, Email: "two@example.org", Name: "Two", Roles: catalogue.Roles}, "roles audits_itself"},
		{home, catalogue.User{OrgID: w.Far.ID, Email: "three@example.org", Name: "Three"}, "denied"},
		{home, catalogue.User{Email: "four@example.org", Name: "Four", Root: true}, "denied"},
		{w.Root, catalogue.User{OrgID: w.Far.ID, Email: "five@example.org", Name: "Five", Root: true}, "ok"},
		{w.Root, catalogue.User{OrgID: catalogue.NewID(), Email: "six@example.org", Name: "Six"}, "hidden"},
		{home, catalogue.User{Email: "ONE@example.org", Name: "Again"}, "email taken"},
		{home, catalogue.User{Email: "seven@example.org", Name: " \x00"}, "name required"},
		{home, catalogue.User{Email: "eight@example.org", Name: strings.Repeat("x", 201)}, "name too_long"},
		{home, catalogue.User{Email: "nine", Name: "Nine"}, "email email"},
		{home, catalogue.User{Email: "Nine <nine@example.org>", Name: "Nine"}, "email email"},
		{home, catalogue.User{Email: "", Name: "Nine"}, "email email"},
		{home, catalogue.User{Email: "ten@example.org", Name: "Ten", Roles: []catalogue.Role{"king", "viewer"}}, "roles role_unknown"},
		{w.As(w.Home, catalogue.RoleReleaser), catalogue.User{Email: "eleven@example.org", Name: "Eleven"}, "denied"},
	} {
		u, token, err := db.Invite(ctx, c.v, c.u)
		if got := outcome(t, err); got != c.want {
			t.Errorf("invite %s: %s, want %s", c.u.Email, got, c.want)
		}
		if err == nil && (token == "" || !u.Invited || u.Email != strings.ToLower(c.u.Email) || u.OrgName == "") {
			t.Errorf("%+v", u)
		}
	}
}

func TestAnOrganisationKeepsAnAdministrator(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, db := t.Context(), w.DB
	a := w.As(w.Far, administrator)
	last := func(err error) string { return outcome(t, err) }
	if got := last(db.SetRoles(ctx, a, a.UserID, nil)); got != "roles last_administrator" {
		t.Errorf("gives up the role: %s", got)
	}
	if got := last(db.SetDisabled(ctx, a, a.UserID, true)); got != "disabled last_administrator" {
		t.Errorf("disables itself: %s", got)
	}
	// One who has not followed the link yet cannot help.
	if _, _, err := db.Invite(ctx, a, catalogue.User{Email: "later@example.org", Name: "Later", Roles: []catalogue.Role{administrator}}); err != nil {
		t.Fatal(err)
	}
	if got := last(db.SetDisabled(ctx, a, a.UserID, true)); got != "disabled last_administrator" {
		t.Errorf("with an invited one: %s", got)
	}
	b := w.As(w.Far, administrator, catalogue.RoleViewer)
	if err := db.SetDisabled(ctx, b, a.UserID, true); err != nil {
		t.Errorf("with another one: %v", err)
	}
	if got := last(db.SetRoles(ctx, b, b.UserID, nil)); got != "roles last_administrator" {
		t.Errorf("after the other one: %s", got)
	}
	if err := db.SetDisabled(ctx, w.Root, b.UserID, true); err != nil {
		t.Errorf("root takes the last one of another organisation: %v", err)
	}
	if got := last(db.SetDisabled(ctx, w.Root, w.Root.UserID, true)); got != "disabled last_administrator" {
		t.Errorf("the last root disables itself: %s", got)
	}
}

func TestTwoAdministratorsCannotRemoveEachOtherAtOnce(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	a, b := w.As(w.Far, administrator), w.As(w.Far, administrator, catalogue.RoleViewer)
	for range 5 {
		var wg sync.WaitGroup
		wg.Go(func() { w.DB.SetDisabled(t.Context(), a, b.UserID, true) })
		wg.Go(func() { w.DB.SetDisabled(t.Context(), b, a.UserID, true) })
		wg.Wait()
		if n := number(t, w.SQL, `SELECT count(*) FROM users WHERE org_id = $1 AND NOT disabled AND 'administrator' = ANY (roles)`, w.Far.ID); n != 1 {
			t.Fatalf("%d administrators are left", n)
		}
		if _, err := w.SQL.Exec(`UPDATE users SET disabled = false`); err != nil {
			t.Fatal(err)
		}
	}
}

func TestThePasswordIsFoundByAddress(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	u, err := w.DB.CreateUser(t.Context(), catalogue.User{OrgID: w.Home.ID, Email: "Jo@Example.org", Name: "Jo"}, "$argon2id$...")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.DB.Invite(t.Context(), w.Root, catalogue.User{Email: "waits@example.org", Name: "Waits"}); err != nil {
		t.Fatal(err)
	}
	for email, known := range map[string]bool{"jo@example.org": true, " JO@EXAMPLE.ORG ": true, "jo@example.com": false, "": false,
		"waits@example.org": false, "jo@example.org\x00\xff' OR true --": false, "%": false} {
		id, hash, err := w.DB.PasswordHash(t.Context(), email)
		if known && (err != nil || id != u.ID || hash != "$argon2id$...") || !known && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %s, %v", email, id, err)
		}
	}
	for name, bad := range map[string]catalogue.User{"no organisation": {Email: "a@example.org", Name: "A"}, "no name": {OrgID: w.Home.ID, Email: "a@example.org"}} {
		if _, err := w.DB.CreateUser(t.Context(), bad, "h"); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := w.DB.CreateUser(t.Context(), catalogue.User{OrgID: w.Home.ID, Email: "a@example.org", Name: "A"}, ""); outcome(t, err) != "password required" {
		t.Errorf("no password: %v", err)
	}
	all, err := w.DB.AllUsers(t.Context())
	if err != nil || !slices.ContainsFunc(all, func(u catalogue.User) bool {
		return u.Email == "waits@example.org" && u.Invited && u.OrgName == w.Home.Name
	}) {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestAnInvitationOpensOnce(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, db := t.Context(), w.DB
	u, token, err := db.Invite(ctx, w.Root, catalogue.User{OrgID: w.Far.ID, Email: "new@example.org", Name: "New", Roles: []catalogue.Role{catalogue.RoleViewer}})
	if err != nil {
		t.Fatal(err)
	}
	i, err := db.InvitationByToken(ctx, token)
	if err != nil || i != (catalogue.Invitation{Email: "new@example.org", Name: "New", OrgName: w.Far.Name}) {
		t.Errorf("%+v, %v", i, err)
	}
	for _, bad := range []string{"", "x", token + "A", "\x00"} {
		if _, err := db.InvitationByToken(ctx, bad); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", bad, err)
		}
		if _, err := db.Accept(ctx, bad, catalogue.Acceptance{PasswordHash: "h"}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	// A fault of the form does not use it up.
	if _, err := db.Accept(ctx, token, catalogue.Acceptance{Name: strings.Repeat("x", 300), PasswordHash: "h"}); outcome(t, err) != "name too_long" {
		t.Errorf("%v", err)
	}
	if _, err := db.Accept(ctx, token, catalogue.Acceptance{Name: "x"}); outcome(t, err) != "password required" {
		t.Errorf("%v", err)
	}
	var accepted atomic.Int32
	var wg sync.WaitGroup
	for n := range 10 {
		wg.Go(func() {
			got, err := db.Accept(ctx, token, catalogue.Acceptance{Name: "Newer", Email: "evil@example.org", OrgName: "Evil", PasswordHash: fmt.Sprint("hash ", n)})
			switch {
			case err == nil:
				accepted.Add(1)
				if got.ID != u.ID || got.Name != "Newer" || got.Email != "new@example.org" || got.OrgID != w.Far.ID || got.Root || got.Invited {
					t.Errorf("%+v", got)
				}
			case !errors.Is(err, fs.ErrNotExist):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if accepted.Load() != 1 {
		t.Errorf("accepted %d times", accepted.Load())
	}
	if _, err := db.InvitationByToken(ctx, token); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it opens still: %v", err)
	}
}

func TestANewInvitationKillsTheFormer(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, db := t.Context(), w.DB
	u, first, err := db.Invite(ctx, w.Root, catalogue.User{Email: "new@example.org", Name: "New"})
	if err != nil {
		t.Fatal(err)
	}
	second, err := db.Reinvite(ctx, w.Root, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Accept(ctx, first, catalogue.Acceptance{PasswordHash: "h"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the former opens: %v", err)
	}
	if got, err := db.Accept(ctx, second, catalogue.Acceptance{PasswordHash: "first password"}); err != nil || got.Name != "New" {
		t.Errorf("%+v, %v", got, err)
	}
	// For who has a password it is the way to a new one, and ends the sessions of the old.
	session := signIn(t, w, catalogue.Viewer{UserID: u.ID})
	third, err := db.Reinvite(ctx, w.Root, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ViewerByToken(ctx, session, policy); err != nil {
		t.Errorf("ended before the link was followed: %v", err)
	}
	if _, err := db.Accept(ctx, third, catalogue.Acceptance{PasswordHash: "second password"}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ViewerByToken(ctx, session, policy); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a session of the old password lives: %v", err)
	}
	if _, hash, err := db.PasswordHash(ctx, "new@example.org"); err != nil || hash != "second password" {
		t.Errorf("%q, %v", hash, err)
	}
	fourth, err := db.Reinvite(ctx, w.Root, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SetDisabled(ctx, w.Root, u.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Accept(ctx, fourth, catalogue.Acceptance{PasswordHash: "h"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a disabled account's link opens: %v", err)
	}
	if _, err := db.Reinvite(ctx, w.Root, u.ID); outcome(t, err) != "disabled user_disabled" {
		t.Errorf("%v", err)
	}
}

func TestAnInvitationLastsSevenDays(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	_, token, err := w.DB.Invite(t.Context(), w.Root, catalogue.User{Email: "new@example.org", Name: "New"})
	if err != nil {
		t.Fatal(err)
	}
	if n := number(t, w.SQL, `SELECT count(*) FROM invitations WHERE expires BETWEEN now() + interval '7 days' - interval '1 minute' AND now() + interval '7 days'`); n != 1 {
		t.Error("it does not expire in seven days")
	}
	if _, err := w.SQL.Exec(`UPDATE invitations SET expires = expires - interval '7 days 1 second'`); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.InvitationByToken(t.Context(), token); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if _, err := w.DB.Accept(t.Context(), token, catalogue.Acceptance{PasswordHash: "h"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestTheFirstAdministratorIsMadeOnce(t *testing.T) {
	db := cataloguetest.New(t)
	ctx := t.Context()
	first, err := db.InviteFirst(ctx)
	if err != nil {
		t.Fatal(err)
	}
	token, err := db.InviteFirst(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.InvitationByToken(ctx, first); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the former link opens: %v", err)
	}
	if i, err := db.InvitationByToken(ctx, token); err != nil || !i.First {
		t.Errorf("%+v, %v", i, err)
	}
	_, err = db.Accept(ctx, token, catalogue.Acceptance{Email: "x", Country: "XX", Region: "XX", PasswordHash: "h"})
	if got, want := faults(t, err), []string{"country country", "email email", "name required", "organisation required", "region unknown_code"}; !slices.Equal(got, want) {
		t.Errorf("faults %q, want %q", got, want)
	}
	if _, _, err := db.InviteFromConsole(ctx, "Elsewhere", catalogue.User{Email: "x@example.org", Name: "X", Roles: []catalogue.Role{administrator}}); err != nil {
		t.Fatal(err)
	}
	_, err = db.Accept(ctx, token, catalogue.Acceptance{Name: "First", Email: "first@example.org", OrgName: "elsewhere", Country: "nl", PasswordHash: "h"})
	if got, want := faults(t, err), []string{"organisation taken"}; !slices.Equal(got, want) {
		t.Errorf("faults %q, want %q", got, want)
	}
	var made atomic.Int32
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			u, err := db.Accept(ctx, token, catalogue.Acceptance{Name: "First", Email: "first@example.org", OrgName: "Customs", Country: "nl", Region: "eur", PasswordHash: "h"})
			switch {
			case err == nil:
				made.Add(1)
				if !u.Root || !slices.Contains(u.Roles, administrator) || u.OrgName != "Customs" {
					t.Errorf("%+v", u)
				}
			case !errors.Is(err, fs.ErrNotExist):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	if _, err := db.InviteFirst(ctx); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second first: %v", err)
	}
}

func TestTheConsoleInvitesIntoAnOrganisationByName(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, db := t.Context(), w.DB
	u, token, err := db.InviteFromConsole(ctx, " customs of home ", catalogue.User{Email: "op@example.org", Name: "Op", Roles: []catalogue.Role{administrator}, Root: true})
	if err != nil || u.OrgID != w.Home.ID || !u.Root {
		t.Fatalf("%+v, %v", u, err)
	}
	again, second, err := db.InviteFromConsole(ctx, "Customs of Home", catalogue.User{Email: "OP@example.org", Name: "Op"})
	if err != nil || again.ID != u.ID || second == token {
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := db.Accept(ctx, token, catalogue.Acceptance{PasswordHash: "h"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the former link opens: %v", err)
	}
	if _, _, err := db.InviteFromConsole(ctx, "Customs of Far", catalogue.User{Email: "op@example.org", Name: "Op"}); outcome(t, err) != "email taken" {
		t.Errorf("into another organisation: %v", err)
	}
	n, _, err := db.InviteFromConsole(ctx, "Customs of Nowhere", catalogue.User{Email: "no@example.org", Name: "No"})
	if err != nil || n.OrgName != "Customs of Nowhere" {
		t.Errorf("%+v, %v", n, err)
	}
	if _, _, err := db.InviteFromConsole(ctx, "", catalogue.User{Email: "no2@example.org", Name: "No"}); outcome(t, err) != "name required" {
		t.Errorf("no organisation: %v", err)
	}
}

func TestNobodyGivesRolesToOneself(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, db := t.Context(), w.DB
	a, b := w.As(w.Far, administrator), w.As(w.Far, administrator, catalogue.RoleTrainer)
	for _, r := range catalogue.Roles {
		want := "roles own_roles"
		switch r {
		case administrator:
			want = "ok"
		case catalogue.RoleAuditor:
			want = "roles audits_itself"
		}
		if got := outcome(t, db.SetRoles(ctx, a, a.UserID, []catalogue.Role{r, administrator})); got != want {
			t.Errorf("%s for oneself: %s, want %s", r, got, want)
		}
		if got := outcome(t, db.SetRoles(ctx, w.Root, w.Root.UserID, []catalogue.Role{r, administrator})); got != want {
			t.Errorf("%s for root oneself: %s, want %s", r, got, want)
		}
	}
	if got := outcome(t, db.SetRoles(ctx, a, a.UserID, []catalogue.Role{catalogue.RoleAuditor})); got != "roles own_roles" {
		t.Errorf("auditor instead: %s", got)
	}
	if got := outcome(t, db.SetRoles(ctx, b, b.UserID, []catalogue.Role{administrator})); got != "ok" {
		t.Errorf("gives one up: %s", got)
	}
	if got := outcome(t, db.SetRoles(ctx, b, a.UserID, []catalogue.Role{administrator, catalogue.RoleViewer})); got != "ok" {
		t.Errorf("from another administrator: %s", got)
	}
}

// TestAnInvitationDoesNotTellOfAccountsElsewhere: whoever may invite could else ask
// for any address whether it has an account.
func TestAnInvitationDoesNotTellOfAccountsElsewhere(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, db := t.Context(), w.DB
	there, here := w.As(w.Home, catalogue.RoleViewer), w.As(w.Far, administrator)
	u, token, err := db.Invite(ctx, here, catalogue.User{Email: strings.ToUpper(there.Email), Name: "Two", Roles: []catalogue.Role{catalogue.RoleViewer}})
	if err != nil || !u.Invited || u.OrgID != w.Far.ID {
		t.Fatalf("%+v, %v", u, err)
	}
	if i, err := db.InvitationByToken(ctx, token); err != nil || i.Email != there.Email || i.OrgName != w.Far.Name {
		t.Errorf("the link: %+v, %v", i, err)
	}
	if _, err := db.Accept(ctx, token, catalogue.Acceptance{PasswordHash: "evil"}); outcome(t, err) != "email email_elsewhere" {
		t.Errorf("it is followed: %v", err)
	}
	if id, hash, err := db.PasswordHash(ctx, there.Email); err != nil || id != there.UserID || hash == "evil" {
		t.Errorf("the account elsewhere: %s, %v", id, err)
	}
	told := func(o catalogue.Organisation) (n int) {
		events, err := db.Events(ctx, w.As(o, catalogue.RoleAuditor), catalogue.EventFilter{}, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.What == "user.elsewhere" {
				n++
			}
		}
		return n
	}
	if told(w.Home) != 1 || told(w.Far) != 0 {
		t.Errorf("on record %d times there, %d here", told(w.Home), told(w.Far))
	}
	if _, _, err := db.Invite(ctx, here, catalogue.User{Email: there.Email, Name: "Again"}); outcome(t, err) != "email taken" {
		t.Errorf("twice in one organisation: %v", err)
	}
	if _, _, err := db.Invite(ctx, w.Root, catalogue.User{OrgID: w.Near.ID, Email: there.Email, Name: "By root"}); outcome(t, err) != "email taken" {
		t.Errorf("root is told: %v", err)
	}
	// Of two who were invited the first to join has the address.
	_, first, err := db.Invite(ctx, here, catalogue.User{Email: "both@example.org", Name: "Both"})
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := db.Invite(ctx, w.As(w.Near, administrator), catalogue.User{Email: "both@example.org", Name: "Both"})
	if err != nil {
		t.Fatal(err)
	}
	if u, err := db.Accept(ctx, second, catalogue.Acceptance{PasswordHash: "h"}); err != nil || u.OrgID != w.Near.ID {
		t.Errorf("%+v, %v", u, err)
	}
	if _, err := db.Accept(ctx, first, catalogue.Acceptance{PasswordHash: "h"}); outcome(t, err) != "email email_elsewhere" {
		t.Errorf("the second: %v", err)
	}
}
